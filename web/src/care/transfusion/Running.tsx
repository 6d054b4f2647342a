/**
 * A transfusion that runs: when vital signs are due, their entry, its end, and the way to stop it at a reaction.
 *
 * Unit    °C, per minute, mmHg, %, mL
 * Proof   test/journey/laboratory.test.ts
 */
import { Button } from '@mantine/core';
import { IconHandStop } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { usePreferences } from '../../app/preferences.tsx';
import { useNow } from '../../app/use-now.ts';
import { dateTimeText, timeOf } from '../../format/date.ts';
import { newAttempt, type Answer } from '../bedside/api.ts';
import styles from '../laboratory/laboratory.module.css';
import { Fault, Says } from '../laboratory/Parts.tsx';
import { send, type Transfusion, type Watch } from './api.ts';
import { UnitWords } from './unit-words.tsx';

interface Props {
  readonly transfusion: Transfusion;
  readonly patient: string;
}

export function Running({ transfusion, patient }: Props) {
  const { language, t } = usePreferences();
  const [reacting, setReacting] = useState(false);
  return (
    <section className={styles['card']} data-running={transfusion.procedure}>
      <h3>
        {t('laboratory.running')} · {t('laboratory.started', { at: dateTimeText(transfusion.start, language) })}
      </h3>
      {transfusion.unit !== undefined && <UnitWords unit={transfusion.unit} />}
      <WatchTimes watch={transfusion.watch} />
      {reacting ? (
        <Reaction transfusion={transfusion} patient={patient} close={() => setReacting(false)} />
      ) : (
        <>
          <Vitals procedure={transfusion.procedure} />
          <div className={styles['foot']}>
            <Finish procedure={transfusion.procedure} />
            <Button
              size="md"
              color="red"
              variant="outline"
              leftSection={<IconHandStop size={20} aria-hidden />}
              onClick={() => setReacting(true)}
              data-react
            >
              {t('laboratory.reaction')}
            </Button>
          </div>
        </>
      )}
    </section>
  );
}

function WatchTimes({ watch }: { readonly watch: readonly Watch[] }) {
  const { language, t } = usePreferences();
  const now = useNow(15_000);
  return (
    <ul className={styles['watch']} aria-label={t('laboratory.watch')}>
      {watch.map((one) => {
        const done = one.status === 'completed';
        const late = one.status === 'requested' && timeOf(one.due) < now;
        return (
          <li key={one.task} data-done={done} data-late={late}>
            <span>
              {one.what === 'end' ? t('laboratory.watch-end') : one.what.replace('min', t('laboratory.minutes'))}
              {done && ` ✓ ${t('laboratory.watch-done')}`}
              {late && ` ▲ ${t('laboratory.watch-late')}`}
            </span>
            <span className={styles['sub']}>{dateTimeText(one.due, language).split(' ').at(-1)}</span>
          </li>
        );
      })}
    </ul>
  );
}

const SIGNS = ['temperature', 'pulse', 'systolic', 'diastolic', 'respiration', 'saturation'] as const;
const UNITS = {
  temperature: '°C',
  pulse: '/min',
  systolic: 'mmHg',
  diastolic: 'mmHg',
  respiration: '/min',
  saturation: '%',
};
const isNumber = (text: string): boolean => /^\d{1,3}(?:\.\d)?$/.test(text);

function Vitals({ procedure }: { readonly procedure: string }) {
  const { t } = usePreferences();
  const queries = useQueryClient();
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  const saving = useMutation({
    mutationFn: (values: object) => send('blood/vitals', { attempt: newAttempt(), procedure, ...values }),
    onSuccess: async () => {
      setTyped({});
      await queries.invalidateQueries({ queryKey: ['blood'] });
    },
  });
  const filled = Object.entries(typed).filter(([, value]) => value !== '');
  const ready = filled.length > 0 && filled.every(([, value]) => isNumber(value));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready) saving.mutate(Object.fromEntries(filled));
  };
  return (
    <form onSubmit={submit} className={styles['grid2']}>
      {SIGNS.map((sign) => (
        <label key={sign} className={styles['fieldLabel']}>
          <span className={styles['sub']}>
            {t(`laboratory.sign.${sign}`)} ({UNITS[sign]})
          </span>
          <input
            className={styles['field']}
            inputMode="decimal"
            data-sign={sign}
            aria-invalid={(typed[sign] ?? '') !== '' && !isNumber(typed[sign] ?? '')}
            value={typed[sign] ?? ''}
            onChange={(event) => setTyped({ ...typed, [sign]: event.currentTarget.value.replace(',', '.').trim() })}
          />
        </label>
      ))}
      <Button type="submit" size="md" disabled={!ready} loading={saving.isPending} data-vitals>
        {t('laboratory.record-vitals')}
      </Button>
      <Fault error={saving.error} />
    </form>
  );
}

function Finish({ procedure }: { readonly procedure: string }) {
  const { t } = usePreferences();
  const queries = useQueryClient();
  const ending = useMutation({
    mutationFn: () => send('blood/finish', { attempt: newAttempt(), procedure }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['blood'] }),
  });
  return (
    <>
      <Button size="md" variant="default" loading={ending.isPending} onClick={() => ending.mutate()} data-finish>
        {t('laboratory.finish')}
      </Button>
      <Fault error={ending.error} />
    </>
  );
}

const REACTION_SIGNS = ['fever', 'chills', 'rash', 'dyspnoea', 'hypotension', 'pain', 'dark-urine', 'other'] as const;

/** Signs are chosen, then one press stops the unit; the house asks the laboratory for the work-up. */
function Reaction({ transfusion, patient, close }: Props & { readonly close: () => void }) {
  const { t } = usePreferences();
  const queries = useQueryClient();
  const [signs, setSigns] = useState<readonly string[]>([]);
  const stopping = useMutation({
    mutationFn: async () =>
      (await send('blood/record', {
        attempt: newAttempt(),
        patient,
        request: transfusion.request,
        steps: [{ action: 'reaction', signs }],
      })) as Answer,
    onSettled: () => queries.invalidateQueries({ queryKey: ['blood'] }),
  });
  return (
    <div className={styles['stack']}>
      <div className={styles['chips']} role="group" aria-label={t('laboratory.reaction-signs')}>
        {REACTION_SIGNS.map((one) => (
          <button
            key={one}
            type="button"
            className={styles['chip']}
            aria-pressed={signs.includes(one)}
            data-reaction={one}
            onClick={() => setSigns(signs.includes(one) ? signs.filter((other) => other !== one) : [...signs, one])}
          >
            {t(`laboratory.reaction.${one}`)}
          </button>
        ))}
      </div>
      {stopping.data !== undefined && <Says answer={stopping.data} />}
      <Fault error={stopping.error} />
      <div className={styles['foot']}>
        <Button
          size="md"
          color="red"
          disabled={signs.length === 0}
          loading={stopping.isPending}
          onClick={() => stopping.mutate()}
          data-stop
        >
          {t('laboratory.stop-transfusion')}
        </Button>
        <Button size="md" variant="default" onClick={close}>
          {t('action.cancel')}
        </Button>
      </div>
    </div>
  );
}
