import { useMemo } from 'react';
import { usePreferences } from '../../app/preferences.tsx';
import { timeOf } from '../../format/date.ts';
import { TrendPlot, type PlotData } from '../../ui/TrendPlot.tsx';
import type { SheetRound } from './api.ts';
import { unitText, type RowName } from './signs.ts';
import styles from './flowsheet.module.css';

const PLOTS: readonly (readonly RowName[])[] = [
  ['respirationRate'],
  ['spo2'],
  ['systolic', 'diastolic'],
  ['pulse'],
  ['temperature'],
];

/** The course of the score and of the signs it rests on, over the same time. */
export function ScoreTrend({ rounds }: { readonly rounds: readonly SheetRound[] }) {
  const { t } = usePreferences();
  const span = useMemo(() => {
    const times = rounds.map(({ at }) => timeOf(at) / 1000);
    if (times.length < 2) return undefined;
    const air = (Math.max(...times) - Math.min(...times)) * 0.04 || 3600;
    return [Math.min(...times) - air, Math.max(...times) + air] as const;
  }, [rounds]);
  if (span === undefined) return null;
  return (
    <div className={styles['plots']}>
      <Plot title="NEWS2" names={['news2']} rounds={rounds} span={span} unit="" />
      {PLOTS.map((names) => (
        <Plot
          key={names[0]}
          title={t(`ward.sign.${names[0] ?? 'pulse'}`)}
          names={names}
          rounds={rounds}
          span={span}
          unit={unitText(names[0] ?? 'pulse', t)}
        />
      ))}
    </div>
  );
}

interface PlotProps {
  readonly title: string;
  readonly names: readonly (RowName | 'news2')[];
  readonly rounds: readonly SheetRound[];
  readonly span: readonly [number, number];
  readonly unit: string;
}

function Plot({ title, names, rounds, span, unit }: PlotProps) {
  const data = useMemo(() => plotOf(names, rounds, unit), [names, rounds, unit]);
  return (
    <section className={styles['plot']}>
      <h3>
        {title} <span className={styles['unit']}>{unit}</span>
      </h3>
      {data.times.length === 0 ? (
        <p className="muted">–</p>
      ) : (
        <TrendPlot data={data} height={120} compact label={title} group="flowsheet" span={span} />
      )}
    </section>
  );
}

function valueOf(round: SheetRound, name: RowName | 'news2'): number | null {
  if (name === 'news2') return round.news2?.total ?? null;
  const value = round.values[name];
  if (value === undefined || value.status === 'entered-in-error') return null;
  const number = Number(value.text);
  return Number.isNaN(number) ? null : number;
}

function plotOf(names: readonly (RowName | 'news2')[], rounds: readonly SheetRound[], unit: string): PlotData {
  const kept = rounds.toReversed().filter((round) => names.some((name) => valueOf(round, name) !== null));
  return {
    times: kept.map(({ at }) => timeOf(at) / 1000),
    series: names.map((name) => ({ label: name, values: kept.map((round) => valueOf(round, name)) })),
    unit,
  };
}
