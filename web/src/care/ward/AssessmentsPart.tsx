import { Button, Modal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useMe } from '../../access/SessionGate.tsx';
import { usePreferences } from '../../app/preferences.tsx';
import { useNow } from '../../app/use-now.ts';
import { Loaded, Section } from '../../ui/Section.tsx';
import { Tag } from '../../ui/Tag.tsx';
import { assessmentsQuery, type Assessments, type Instrument } from './nursing-api.ts';
import { clockText, DueTime, Fault } from './parts.tsx';
import { useChartAct } from './use-chart-act.ts';
import styles from './nursing.module.css';

/** Falls, pressure injury, pain, delirium: the newest of each, and when it is due again. */
export function AssessmentsPart({ patient }: { readonly patient: string }) {
  const { t } = usePreferences();
  const [open, setOpen] = useState<Instrument>();
  const query = useQuery(assessmentsQuery(patient));
  return (
    <Section title={t('ward.assessments')}>
      <Loaded query={query} lines={6}>
        {(data) =>
          data.instruments.map((one) => <Line key={one.id} instrument={one} data={data} open={() => setOpen(one)} />)
        }
      </Loaded>
      {open !== undefined && <AssessDialog patient={patient} instrument={open} close={() => setOpen(undefined)} />}
    </Section>
  );
}

interface LineProps {
  readonly instrument: Instrument;
  readonly data: Assessments;
  readonly open: () => void;
}

function Line({ instrument, data, open }: LineProps) {
  const { language, t } = usePreferences();
  const { role } = useMe();
  const now = useNow(60_000);
  const [newest, before] = data.found.filter(
    ({ instrument: of, status }) => of === instrument.id && status !== 'entered-in-error',
  );
  const band = instrument.bands.find(({ code }) => code === newest?.band);
  const grave = band !== undefined && instrument.bands.indexOf(band) === 0;
  return (
    <div className={styles['line']} data-instrument={instrument.id}>
      <div className={styles['what']}>
        <strong>{instrument.title[language]}</strong>
        <span className="muted">
          {newest === undefined ? t('ward.never-assessed') : `${clockText(newest.at, now)} ${newest.by ?? ''}`}
        </span>
      </div>
      {newest !== undefined && (
        <span>
          <Tag tone={grave ? 'high' : 'plain'}>
            {t('ward.points', { count: newest.points })} {band?.[language]}
          </Tag>
          {before !== undefined && <span className="muted"> {t('ward.before', { count: before.points })}</span>}
        </span>
      )}
      <span className={styles['when']}>
        {t('ward.due')} <DueTime due={data.due[instrument.id]} />
      </span>
      {(role === 'nurse' || role === 'physician') && (
        <Button variant="default" onClick={open} data-assess={instrument.id}>
          {t('ward.assess')}
        </Button>
      )}
    </div>
  );
}

interface DialogProps {
  readonly patient: string;
  readonly instrument: Instrument;
  readonly close: () => void;
}

function AssessDialog({ patient, instrument, close }: DialogProps) {
  const { language, t } = usePreferences();
  const [answers, setAnswers] = useState<Readonly<Record<string, string>>>({});
  const acting = useChartAct(patient, close);
  const open = instrument.items.filter(({ id }) => answers[id] === undefined).length;
  const points = instrument.items.reduce(
    (sum, { id, choices }) => sum + (choices.find(({ code }) => code === answers[id])?.points ?? 0),
    0,
  );
  return (
    <Modal opened onClose={close} title={instrument.title[language]} size="lg">
      <form
        className={styles['form']}
        onSubmit={(event) => {
          event.preventDefault();
          acting.mutate({ path: 'assessments', body: { patient, instrument: instrument.id, answers } });
        }}
      >
        <p className="muted">{instrument.note[language]}</p>
        {instrument.items.map((item) => (
          <fieldset key={item.id} className={styles['item']}>
            <legend>{item[language]}</legend>
            {item.choices.map((choice) => (
              <label key={choice.code} className={styles['choice']}>
                <input
                  type="radio"
                  name={item.id}
                  value={choice.code}
                  checked={answers[item.id] === choice.code}
                  onChange={() => setAnswers((before) => ({ ...before, [item.id]: choice.code }))}
                />
                <span>{choice[language]}</span>
              </label>
            ))}
          </fieldset>
        ))}
        <Fault error={acting.error} />
        <div className={styles['buttons']}>
          <Button type="submit" disabled={open > 0} loading={acting.isPending} data-confirm>
            {t('ward.chart-round')}
          </Button>
          <span>{open > 0 ? t('ward.still-open', { count: open }) : t('ward.points', { count: points })}</span>
        </div>
      </form>
    </Modal>
  );
}
