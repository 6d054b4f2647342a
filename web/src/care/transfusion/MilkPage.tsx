/**
 * Breast milk: bottles of a baby come in and get a label, are thawed by scan, and are fed after badge, band and bottle match.
 *
 * Unit    mL
 * Proof   test/journey/laboratory.test.ts
 */
import { Button, NumberInput, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import { usePreferences } from '../../app/preferences.tsx';
import { dateTimeText } from '../../format/date.ts';
import { PageHead } from '../../record/PageHead.tsx';
import type { Patient } from '../../fhir/types.ts';
import { patientNumber } from '../../record/patient-number.ts';
import { patientQuery } from '../../record/queries.ts';
import { Loaded, Nothing, Section } from '../../ui/Section.tsx';
import { Tag } from '../../ui/Tag.tsx';
import { newAttempt } from '../bedside/api.ts';
import { useScanner } from '../bedside/use-scanner.ts';
import { labelPatient, LabelPreview } from '../laboratory/LabelPreview.tsx';
import { LoopFoot, StepList } from '../laboratory/LoopSteps.tsx';
import styles from '../laboratory/laboratory.module.css';
import { ownCode } from '../laboratory/own-code.ts';
import { Fault } from '../laboratory/Parts.tsx';
import { useLoop } from '../laboratory/use-loop.ts';
import { bottlesQuery, loopCalls, send, type Bottle } from './api.ts';

export default function MilkPage() {
  const { id } = useParams({ from: '/inside/patients/$id' });
  const { t } = usePreferences();
  const query = useQuery(bottlesQuery(id));
  const order = query.data?.orders[0];
  return (
    <>
      <PageHead title="laboratory.milk" />
      <div className={styles['stack']}>
        {query.data !== undefined && order === undefined && <Nothing>{t('laboratory.no-feeding-order')}</Nothing>}
        {order !== undefined && <Feed patient={id} order={order} />}
        <Section title={t('laboratory.bottles')} count={query.data?.bottles.length}>
          <Loaded
            query={query}
            lines={3}
            empty={t('laboratory.no-bottle')}
            isEmpty={({ bottles }) => bottles.length === 0}
          >
            {({ bottles }) => bottles.map((one) => <BottleLine key={one.id} bottle={one} />)}
          </Loaded>
        </Section>
        <NewBottle patient={id} />
      </div>
    </>
  );
}

function BottleLine({ bottle }: { readonly bottle: Bottle }) {
  const { language, t } = usePreferences();
  const queries = useQueryClient();
  const thawing = useMutation({
    mutationFn: () => send('milk/thaw', { attempt: newAttempt(), bottle: `]d291${bottle.number}` }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['milk'] }),
  });
  return (
    <div className={styles['order']} data-bottle={bottle.number} data-fed={bottle.fed}>
      <div>
        <strong className={styles['mono']}>{bottle.number}</strong>{' '}
        {bottle.volume !== undefined && `${bottle.volume} mL`}{' '}
        {bottle.fed && <Tag tone="accent">{t('laboratory.fed')}</Tag>}
        <span className={styles['sub']}>
          {t('laboratory.mother')} {bottle.mother} ·{' '}
          {t('laboratory.expressed', { at: dateTimeText(bottle.expressedAt, language) })}
        </span>
      </div>
      <div>
        {bottle.thawedAt === undefined ? (
          <span className={styles['sub']}>{t('laboratory.not-thawed')}</span>
        ) : (
          t('laboratory.thawed', { at: dateTimeText(bottle.thawedAt, language) })
        )}
      </div>
      {!bottle.fed && bottle.thawedAt === undefined && (
        <Button size="md" variant="default" loading={thawing.isPending} onClick={() => thawing.mutate()}>
          {t('laboratory.thaw')}
        </Button>
      )}
      <Fault error={thawing.error} />
    </div>
  );
}

function Feed({ patient, order }: { readonly patient: string; readonly order: string }) {
  const { t } = usePreferences();
  const queries = useQueryClient();
  const loop = useLoop(
    loopCalls('milk', { patient, order }, () => void queries.invalidateQueries({ queryKey: ['milk'] })),
  );
  const [foreign, setForeign] = useState(false);
  useScanner((code) => {
    const own = ownCode(code);
    const known = own?.kind === 'badge' || own?.kind === 'band' || own?.kind === 'bottle';
    setForeign(!known);
    if (known && loop.phase === 'scanning') loop.add({ scan: own.kind, raw: own.raw });
  });
  const has = (kind: string) => loop.steps.some((one) => 'scan' in one && one.scan === kind);
  return (
    <section className={styles['card']} data-feeding={order}>
      <h3>{t('laboratory.feed')}</h3>
      <StepList
        stopped={loop.answer?.decision === 'stop'}
        steps={[
          { label: 'laboratory.step.badge', done: has('badge') },
          { label: 'laboratory.step.band', done: has('band') },
          { label: 'laboratory.step.bottle', done: has('bottle') },
        ]}
      />
      {foreign && <p className={styles['foreign']}>{t('laboratory.unknown-code')}</p>}
      <LoopFoot loop={loop} confirm="laboratory.record-feed" reasons={[]} again={() => loop.start()} />
    </section>
  );
}

function NewBottle({ patient }: { readonly patient: string }) {
  const { language, t } = usePreferences();
  const queries = useQueryClient();
  const baby = useQuery(patientQuery(patient)).data;
  const [mother, setMother] = useState('');
  const [volume, setVolume] = useState<number | string>('');
  const saving = useMutation({
    mutationFn: async () => {
      const amount = typeof volume === 'number' ? { volume } : {};
      const body = {
        attempt: newAttempt(),
        patient,
        mother: mother.trim(),
        expressedAt: new Date().toISOString(),
        ...amount,
      };
      return (await send('milk/bottles', body)) as { bottle: Bottle };
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: ['milk'] }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (mother.trim() !== '') saving.mutate();
  };
  const made = saving.data?.bottle;
  return (
    <section className={styles['card']}>
      <h3>{t('laboratory.new-bottle')}</h3>
      <form className={styles['grid2']} onSubmit={submit}>
        <TextInput
          size="md"
          label={t('laboratory.mother')}
          value={mother}
          onChange={(event) => setMother(event.currentTarget.value)}
          data-mother
        />
        <NumberInput size="md" label={t('laboratory.volume')} min={1} max={500} value={volume} onChange={setVolume} />
        <Button type="submit" size="md" disabled={mother.trim() === ''} loading={saving.isPending} data-new-bottle>
          {t('laboratory.register-bottle')}
        </Button>
      </form>
      <Fault error={saving.error} />
      {made !== undefined && baby !== undefined && (
        <LabelPreview
          label={{
            kind: 'milk',
            bottle: made.number,
            baby: labelPatient({ id: patient, names: baby.name ?? [], ...born(baby) }, language),
            mother: made.mother,
            expressedAt: dateTimeText(made.expressedAt, language),
          }}
        />
      )}
    </section>
  );
}

function born(baby: Patient) {
  const { birthDate, gender } = baby;
  const number = patientNumber(baby);
  return {
    ...(number === undefined ? {} : { number }),
    ...(birthDate === undefined ? {} : { birthDate }),
    ...(gender === undefined ? {} : { sex: gender }),
  };
}
