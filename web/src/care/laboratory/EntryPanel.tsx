/**
 * The results of a request: one line for each analyte with limits, last value and a live flag; saved as preliminary or released.
 * A released result is changed only with a reason.
 *
 * Proof   test/journey/laboratory.test.ts
 */
import { Button, CloseButton, Select, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { usePreferences } from '../../app/preferences.tsx';
import { dateTimeText, timeOf } from '../../format/date.ts';
import { Tag } from '../../ui/Tag.tsx';
import { newAttempt } from '../bedside/api.ts';
import { saveResult, type Entry, type EntryLine, type ResultAsked } from './api.ts';
import { EntryRow } from './EntryRow.tsx';
import { isValue, liveFlag } from './live-flag.ts';
import { Fault, Who } from './Parts.tsx';
import { RejectTool } from './RejectTool.tsx';
import { conditionKey } from './WorkTable.tsx';
import styles from './laboratory.module.css';

const REASONS = ['transcription', 'repeat-measurement', 'wrong-specimen', 'instrument-fault'] as const;

interface Props {
  readonly entry: Entry;
  readonly close: () => void;
  readonly done: () => void;
}

export function EntryPanel({ entry, close, done }: Props) {
  const { t } = usePreferences();
  const [typed, setTyped] = useState(() => new Map(entry.lines.map(({ code, value = '' }) => [code, value])));
  const [conclusion, setConclusion] = useState('');
  const [reason, setReason] = useState<string | null>(null);
  const saving = useMutation({ mutationFn: (asked: ResultAsked) => saveResult(asked), onSuccess: done });
  const values = entry.lines.flatMap((line) => valueOf(line, typed.get(line.code) ?? '') ?? []);
  const faulty = entry.lines.filter((line) => isFaulty(line, typed.get(line.code) ?? ''));
  const released = entry.report?.released === true;
  const ready = entry.specimen?.received !== undefined && values.length > 0 && faulty.length === 0;
  const send = (release: boolean) => saving.mutate(resultOf(entry, { release, values, conclusion, reason }));
  return (
    <div className={styles['entry']}>
      <EntryHead entry={entry} close={close} />
      {entry.specimen?.received === undefined && <p className={styles['foreign']}>{t('laboratory.not-received')}</p>}
      <table className={styles['entryTable']}>
        <thead>
          <tr>
            <th scope="col">{t('laboratory.field.analyte')}</th>
            <th scope="col">{t('laboratory.field.value')}</th>
            <th scope="col">{t('laboratory.field.limits')}</th>
            <th scope="col">{t('laboratory.field.earlier')}</th>
          </tr>
        </thead>
        <tbody>
          {entry.lines.map((line) => (
            <EntryRow
              key={line.code}
              line={line}
              typed={typed.get(line.code) ?? ''}
              at={timeOf(entry.specimen?.collected)}
              faulty={faulty.includes(line)}
              disabled={entry.specimen?.received === undefined}
              type={(value) => setTyped(new Map(typed).set(line.code, value))}
            />
          ))}
        </tbody>
      </table>
      <Textarea
        label={t('laboratory.comment')}
        autosize
        minRows={1}
        value={conclusion}
        onChange={(event) => setConclusion(event.currentTarget.value)}
      />
      {released && (
        <Select
          label={t('laboratory.correction-reason')}
          data={REASONS.map((one) => ({ value: one, label: t(`laboratory.reason.${one}`) }))}
          value={reason}
          onChange={setReason}
        />
      )}
      <CriticalNote lines={entry.lines} typed={typed} />
      <Fault error={saving.error} />
      <div className={styles['foot']}>
        <Button
          onClick={() => send(true)}
          disabled={!ready || (released && reason === null)}
          loading={saving.isPending}
          data-release
        >
          {released ? t('laboratory.correct') : t('laboratory.release')}
        </Button>
        {!released && (
          <Button variant="default" onClick={() => send(false)} disabled={!ready || saving.isPending}>
            {t('laboratory.save-preliminary')}
          </Button>
        )}
        {entry.specimen !== undefined && !released && entry.label !== undefined && (
          <RejectTool label={entry.label} done={done} />
        )}
      </div>
    </div>
  );
}

function EntryHead({ entry, close }: { readonly entry: Entry; readonly close: () => void }) {
  const { language, t } = usePreferences();
  const { specimen, report } = entry;
  return (
    <>
      <div className={styles['panelHead']}>
        <h2>{entry.test[language]}</h2>
        {report !== undefined && <Tag tone={report.released ? 'accent' : 'plain'}>{t(reportKey(report.status))}</Tag>}
        <CloseButton size="lg" aria-label={t('action.close')} onClick={close} />
      </div>
      <Who person={entry.person} />
      <p className={styles['sub']}>
        <span className={styles['mono']}>{entry.label ?? t('laboratory.no-label')}</span>
        {specimen?.collected !== undefined &&
          ` · ${t('laboratory.collected', { at: dateTimeText(specimen.collected, language) })}`}
        {specimen?.received !== undefined &&
          ` · ${t('laboratory.received', { at: dateTimeText(specimen.received, language) })}`}{' '}
        {specimen?.condition !== undefined && <Tag tone="warn">{t(conditionKey(specimen.condition))}</Tag>}
      </p>
    </>
  );
}

const STATUSES = ['preliminary', 'final', 'amended', 'corrected', 'appended'] as const;

function reportKey(status: string) {
  const known = STATUSES.find((one) => one === status);
  return known === undefined ? 'status.unknown' : (`laboratory.report.${known}` as const);
}

/** Says before the release that somebody will be called. */
function CriticalNote({
  lines,
  typed,
}: {
  readonly lines: readonly EntryLine[];
  readonly typed: ReadonlyMap<string, string>;
}) {
  const { language, t } = usePreferences();
  const critical = lines.filter((line) => liveFlag(line, typed.get(line.code) ?? '').startsWith('critical'));
  if (critical.length === 0) return null;
  return (
    <p className={styles['criticalNote']}>
      {t('laboratory.critical-note', { names: critical.map((one) => one[language]).join(', ') })}
    </p>
  );
}

function isFaulty(line: EntryLine, typed: string): boolean {
  return typed !== '' && !isValue(line, typed);
}

function valueOf(line: EntryLine, typed: string): ResultAsked['values'][number] | undefined {
  if (typed === '' || !isValue(line, typed)) return undefined;
  if (line.words !== undefined) return { code: line.code, word: typed };
  return line.unit === undefined ? { code: line.code, text: typed } : { code: line.code, number: typed };
}

interface Filled {
  readonly release: boolean;
  readonly values: ResultAsked['values'];
  readonly conclusion: string;
  readonly reason: string | null;
}

function resultOf({ request, report }: Entry, { release, values, conclusion, reason }: Filled): ResultAsked {
  return {
    attempt: newAttempt(),
    request,
    release,
    values,
    ...(report === undefined ? {} : { reportVersion: report.version }),
    ...(conclusion.trim() === '' ? {} : { conclusion: conclusion.trim() }),
    ...(reason === null ? {} : { reason }),
  };
}
