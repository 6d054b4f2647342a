import { Button, TextInput } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useMe } from '../../access/SessionGate.tsx';
import { usePreferences } from '../../app/preferences.tsx';
import { useNow } from '../../app/use-now.ts';
import { Sparkline } from '../../ui/Sparkline.tsx';
import type { Flowsheet, SheetRound, SheetValue } from './api.ts';
import { EntryCell } from './EntryCell.tsx';
import { ScoreLine, SavedLine } from './ScoreLine.tsx';
import { clockText, Fault, NewsBadge } from './parts.tsx';
import { ROWS, unitText, type Row, type RowName } from './signs.ts';
import { useEntry, type Entry } from './use-entry.ts';
import { useScore } from './use-score.ts';
import styles from './flowsheet.module.css';

interface Props {
  readonly patient: string;
  readonly sheet: Flowsheet;
  readonly correct: (row: RowName, value: SheetValue) => void;
}

/** Rounds that are shown beside what is typed. */
const SHOWN = 5;

export function FlowTable({ patient, sheet, correct }: Props) {
  const { t } = usePreferences();
  const { role } = useMe();
  const entry = useEntry(patient);
  const place = useRef<HTMLElement>(null);
  useEffect(() => place.current?.querySelector<HTMLInputElement>('[data-entry]')?.focus(), []);
  const rounds = sheet.rounds.slice(0, SHOWN);
  const writes = role === 'nurse' || role === 'physician';
  const score = useScore(patient, entry.typed, writes);
  return (
    <section className={styles['card']} onKeyDown={entry.keys} ref={place}>
      <div className={styles['scroll']}>
        <table className={styles['table']} data-flowsheet>
          <thead>
            <tr>
              <th>{t('ward.sign')}</th>
              {writes && <th className={styles['new']}>{t('ward.new-round')}</th>}
              {rounds.map((round) => (
                <RoundHead key={round.at} round={round} />
              ))}
              <th className={styles['trend']}>{t('ward.trend')}</th>
            </tr>
          </thead>
          <tbody>
            <ScoreRow rounds={rounds} all={sheet.rounds} writes={writes}>
              <ScoreLine score={score} noScore={sheet.noScore} />
            </ScoreRow>
            {ROWS.map((row) => (
              <SignRow key={row.name} row={row} rounds={rounds} all={sheet.rounds} correct={correct}>
                {writes && <EntryCell row={row} entry={entry} points={pointsOf(row, score)} />}
              </SignRow>
            ))}
          </tbody>
        </table>
      </div>
      {writes && <Foot entry={entry} />}
    </section>
  );
}

function pointsOf({ name }: Row, score: ReturnType<typeof useScore>): number | undefined {
  if (score?.status !== 'complete') return undefined;
  const names: Readonly<Record<string, string>> = { oxygenFlow: 'airOrOxygen', systolic: 'systolicBP' };
  return score.parameterScores[names[name] ?? name];
}

function RoundHead({ round }: { readonly round: SheetRound }) {
  const now = useNow(60_000);
  return (
    <th className={styles['round']}>
      {clockText(round.at, now)}
      <span className={styles['by']}>{round.by}</span>
    </th>
  );
}

interface RowProps {
  readonly rounds: readonly SheetRound[];
  readonly all: readonly SheetRound[];
  readonly children?: React.ReactNode;
}

function ScoreRow({ rounds, all, writes, children }: RowProps & { readonly writes: boolean }) {
  const totals = all.flatMap(({ news2 }) => news2?.total ?? []).toReversed();
  return (
    <tr className={styles['scoreRow']}>
      <th scope="row">NEWS2</th>
      {writes && <td className={styles['new']}>{children}</td>}
      {rounds.map(({ at, news2 }) => (
        <td key={at}>
          <NewsBadge news2={news2} />
        </td>
      ))}
      <td className={styles['trend']}>
        <Sparkline values={totals} />
      </td>
    </tr>
  );
}

interface SignProps extends RowProps {
  readonly row: Row;
  readonly correct: Props['correct'];
}

function SignRow({ row, rounds, all, correct, children }: SignProps) {
  const { t } = usePreferences();
  const values = all
    .toReversed()
    .flatMap(({ values: charted }) => {
      const value = charted[row.name];
      return value === undefined || value.status === 'entered-in-error' ? [] : Number(value.text);
    })
    .filter((value) => !Number.isNaN(value));
  return (
    <tr data-sign={row.name}>
      <th scope="row">
        {t(row.label)} <span className={styles['unit']}>{unitText(row.name, t)}</span>
      </th>
      {children}
      {rounds.map((round) => (
        <ValueCell key={round.at} row={row} round={round} correct={correct} />
      ))}
      <td className={styles['trend']}>
        <Sparkline values={values} />
      </td>
    </tr>
  );
}

function ValueCell({
  row,
  round,
  correct,
}: {
  readonly row: Row;
  readonly round: SheetRound;
  readonly correct: Props['correct'];
}) {
  const { t } = usePreferences();
  const { role } = useMe();
  const value = round.values[row.name];
  const points = row.points === undefined ? undefined : round.news2?.points[row.points];
  if (value === undefined) return <td className={styles['none']}>–</td>;
  const error = value.status === 'entered-in-error';
  const text = row.name === 'oxygenFlow' && Number(value.text) === 0 ? t('ward.air') : value.text;
  const words = (
    <>
      {error ? <s>{text}</s> : text}
      {error && <span className={styles['by']}>{t('ward.in-error')}</span>}
      {value.status === 'amended' && <span className={styles['by']}>{t('ward.amended')}</span>}
      {value.reason !== undefined && <span className={styles['by']}>{t('ward.reason-given')}</span>}
    </>
  );
  return (
    <td data-points={error ? undefined : points}>
      {error || (role !== 'nurse' && role !== 'physician') ? (
        words
      ) : (
        <button
          type="button"
          className={styles['value']}
          onClick={() => correct(row.name, value)}
          title={t('ward.correct')}
          aria-label={`${t(row.label)} ${text}, ${t('ward.correct')}`}
        >
          {words}
        </button>
      )}
    </td>
  );
}

function Foot({ entry }: { readonly entry: Entry }) {
  const { t } = usePreferences();
  return (
    <div className={styles['foot']}>
      <TextInput
        type="datetime-local"
        size="md"
        aria-label={t('ward.charted-at')}
        value={entry.at}
        onChange={(event) => entry.setAt(event.currentTarget.value)}
        title={t('ward.charted-at')}
      />
      <TextInput
        size="md"
        className={styles['note']}
        placeholder={t('ward.note')}
        aria-label={t('ward.note')}
        value={entry.note}
        onChange={(event) => entry.setNote(event.currentTarget.value)}
      />
      <Button
        size="md"
        data-save
        disabled={entry.empty || entry.lacking.length > 0}
        loading={entry.saving.isPending}
        onClick={entry.save}
      >
        {t('ward.chart-round')} <kbd className={styles['kbd']}>Ctrl+Enter</kbd>
      </Button>
      <Fault error={entry.saving.error} />
      {entry.empty && entry.saving.data !== undefined && <SavedLine answer={entry.saving.data} />}
    </div>
  );
}
