import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '@mantine/core';
import { usePreferences } from '../../app/preferences.tsx';
import { Failure } from '../../ui/Section.tsx';
import { Tag } from '../../ui/Tag.tsx';
import { newAttempt, recordEffect, type DueDose, type DueList, type EffectDue } from './api.ts';
import styles from './bedside.module.css';
import { Choices } from './Choices.tsx';
import { DrugWords, useCodeWord } from './DrugWords.tsx';
import { Who } from './DueRows.tsx';
import { awayText } from './times.ts';

export const EFFECTS = ['relieved', 'partly-relieved', 'not-relieved', 'worse'] as const;
const PAIN = Array.from({ length: 11 }, (_, score) => String(score));

/** Effects of as-needed doses that are to be looked at. */
export function EffectRows({
  list,
  now,
  alone = false,
}: {
  readonly list: DueList;
  readonly now: number;
  readonly alone?: boolean;
}) {
  const { t } = usePreferences();
  const known = new Map(list.patients.map((one) => [one.id, one]));
  return (
    <section className={styles['timeGroup']} aria-label={t('bedside.effects')}>
      <h2 className={styles['timeHead']}>{t('bedside.effects')}</h2>
      <div className={styles['rows']}>
        {list.effects.map((effect) => (
          <div key={effect.task} className={styles['effectRow']} data-effect={effect.task}>
            {!alone && <Who patient={known.get(effect.patient)} now={now} />}
            <EffectForm effect={effect} now={now} dose={doseOf(list, effect)} />
          </div>
        ))}
      </div>
    </section>
  );
}

function doseOf({ doses }: DueList, { administration }: EffectDue): DueDose | undefined {
  return doses.find((one) => one.administration === administration);
}

interface FormProps {
  readonly effect: EffectDue;
  readonly now: number;
  readonly dose: DueDose | undefined;
}

function EffectForm({ effect, now, dose }: FormProps) {
  const { language, t } = usePreferences();
  const word = useCodeWord();
  const queries = useQueryClient();
  const [code, setCode] = useState<string>();
  const [pain, setPain] = useState<string>();
  const [attempt] = useState(newAttempt);
  const saving = useMutation({
    mutationFn: (said: string) =>
      recordEffect({
        attempt,
        patient: effect.patient,
        task: effect.task,
        effect: said,
        ...(pain === undefined ? {} : { pain: Number(pain) }),
      }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['due'] }),
  });
  const isLate = Date.parse(effect.due) < now;
  return (
    <div className={styles['effectForm']}>
      <p>
        {dose !== undefined && <DrugWords dose={dose} />}{' '}
        {effect.reason === undefined ? '' : `(${word('prn-reason', effect.reason)}) `}
        <Tag tone={isLate ? 'warn' : 'plain'}>{awayText(effect.due, now, language)}</Tag>
      </p>
      <Choices label={t('bedside.effect')} group="effect" codes={EFFECTS} chosen={code} choose={setCode} />
      {effect.reason === 'pain' && (
        <Choices label={t('bedside.pain')} group="pain" codes={PAIN} chosen={pain} choose={setPain} />
      )}
      {saving.isError && <Failure error={saving.error} />}
      <Button
        size="md"
        variant="default"
        disabled={code === undefined || saving.isPending}
        onClick={() => (code === undefined ? undefined : saving.mutate(code))}
      >
        {t('bedside.record-effect')}
      </Button>
    </div>
  );
}
