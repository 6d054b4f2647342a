import { SegmentedControl } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { usePreferences } from '../../app/preferences.tsx';
import type { Observation } from '../../fhir/types.ts';
import { conceptText } from '../../format/code.ts';
import { timeOf } from '../../format/date.ts';
import { usualRange } from '../../format/flag.ts';
import { isMessageKey } from '../../messages/messages.ts';
import { CodeableConceptDisplay } from '../../ui/CodeableConceptDisplay.tsx';
import { DateDisplay } from '../../ui/DateDisplay.tsx';
import { Loaded, Section } from '../../ui/Section.tsx';
import { TrendPlot } from '../../ui/TrendPlot.tsx';
import { PageHead } from '../PageHead.tsx';
import { allVitalsQuery, vitalsQuery } from '../queries.ts';
import { takenAt } from '../results/result-table.ts';
import { Truncated } from '../Truncated.tsx';
import { useWords } from '../use-words.ts';
import { BLOOD_PRESSURE, firstSpan, signPlot, signsOf, type SignValues } from './vital-signs.ts';
import { SignValueDisplay } from './SignValueDisplay.tsx';
import styles from './vitals.module.css';

const DAY = 86_400;
const SPANS = { day: DAY, week: 7 * DAY, month: 30 * DAY, year: 365 * DAY, all: 0 } as const;
type Span = keyof typeof SPANS;

/** Vital signs: a plot each, all over the same time. */
export default function VitalsPage() {
  const { id } = useParams({ from: '/inside/patients/$id' });
  const words = useWords();
  const queries = useQueryClient();
  // What the summary has already is shown at once, until all is here.
  const query = useQuery({
    ...allVitalsQuery(id),
    placeholderData: () => queries.getQueryData(vitalsQuery(id).queryKey),
  });
  const [chosen, setSpan] = useState<Span>();
  const observations = query.data?.matches;
  const span = chosen ?? firstSpan(observations ?? []);
  const window = useMemo(() => windowOf(observations ?? [], span), [observations, span]);
  return (
    <>
      <PageHead title="section.vitals" count={observations?.length}>
        <SpanControl span={span} setSpan={setSpan} />
      </PageHead>
      <Loaded query={query} lines={12}>
        {({ matches, more }) =>
          matches.length === 0 ? (
            <Section title={words('section.vitals')}>
              <p style={{ padding: 14 }}>{words('vitals.none')}</p>
            </Section>
          ) : (
            <>
              <div className={styles['grid']}>
                {signsOf(matches).map((sign) => (
                  <SignCard key={sign.key} sign={sign} window={window} />
                ))}
              </div>
              <Truncated more={more} shown={matches.length} />
            </>
          )
        }
      </Loaded>
    </>
  );
}

function SpanControl({ span, setSpan }: { readonly span: Span; readonly setSpan: (span: Span) => void }) {
  const { t } = usePreferences();
  const data = (Object.keys(SPANS) as Span[]).map((value) => ({ value, label: t(`span.${value}`) }));
  return (
    <SegmentedControl
      size="sm"
      data={data}
      value={span}
      onChange={(value) => setSpan(value)}
      aria-label={t('span.label')}
    />
  );
}

/** The time that all plots show: back from the newest value. Undefined shows all. */
function windowOf(observations: readonly Observation[], span: Span): readonly [number, number] | undefined {
  const times = observations.map((one) => timeOf(takenAt(one)) / 1000).filter((time) => !Number.isNaN(time));
  if (times.length === 0) return undefined;
  const newest = Math.max(...times);
  const from = SPANS[span] === 0 ? Math.min(...times) : newest - SPANS[span];
  const air = (newest - from) * 0.03 || DAY;
  return [from - air, newest + air];
}

function SignCard({
  sign,
  window,
}: {
  readonly sign: SignValues;
  readonly window: readonly [number, number] | undefined;
}) {
  const { language, t } = usePreferences();
  const [newest] = sign.observations;
  const key = `vital.${sign.key}`;
  const name = isMessageKey(key) ? t(key) : conceptText(newest?.code, language);
  const labels = useMemo(
    () => (sign.key === BLOOD_PRESSURE ? [t('vital.systolic'), t('vital.diastolic')] : [name]),
    [sign.key, name, t],
  );
  const data = useMemo(() => signPlot(sign, labels, language), [sign, labels, language]);
  const shown = useMemo(() => (data === undefined ? undefined : within(data, window)), [data, window]);
  const range = useMemo(() => usualRange(newest?.referenceRange), [newest]);
  if (newest === undefined) return null;
  return (
    <section className={styles['card']}>
      <div className={styles['cardHead']}>
        <h3>{isMessageKey(key) ? t(key) : <CodeableConceptDisplay concept={newest.code} />}</h3>
        <span className={styles['now']}>
          <SignValueDisplay sign={sign.key} observation={newest} />
        </span>
      </div>
      <div className={styles['when']}>
        <DateDisplay value={takenAt(newest)} time />
      </div>
      {shown === undefined ? (
        <p className="muted">{t('vitals.nothing-in-span')}</p>
      ) : (
        <TrendPlot
          data={shown}
          range={range}
          height={158}
          compact
          label={t('results.plot', { name, count: shown.times.length })}
          group="vitals"
          span={window}
        />
      )}
    </section>
  );
}

function within(data: NonNullable<ReturnType<typeof signPlot>>, window: readonly [number, number] | undefined) {
  if (window === undefined) return data;
  const kept = data.times.flatMap((time, at) => (time >= window[0] && time <= window[1] ? [at] : []));
  if (kept.length === 0) return undefined;
  const pick = <Value,>(values: readonly Value[]) => kept.map((at) => values[at] as Value);
  return { ...data, times: pick(data.times), series: data.series.map((one) => ({ ...one, values: pick(one.values) })) };
}
