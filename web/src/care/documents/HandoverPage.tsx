/**
 * The handover of a ward's shift: everybody who lies there, and beside the list the handover of the one who is chosen.
 *
 * Proof   test/journey/notes.test.ts
 */
import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { usePreferences } from '../../app/preferences.tsx';
import { useTitle } from '../../record/use-title.ts';
import { Bones, Failure, Loaded } from '../../ui/Section.tsx';
import { useOwnWard } from '../ward/own-ward.ts';
import { nameIn } from '../ward/parts.tsx';
import { useBoard } from '../ward/use-board.ts';
import { WardSelect } from '../ward/WardSelect.tsx';
import { HandoverPanel } from './HandoverPanel.tsx';
import { giveHandover, prepareHandover, wardHandoverQuery, type HandoverLine, type Outcome } from './handover-api.ts';
import { SeverityTag } from './SeverityTag.tsx';
import { useWriting, WritingContext } from './writing.ts';
import styles from './handover.module.css';

export default function HandoverPage() {
  const { t } = usePreferences();
  useTitle(t('handover.title'));
  const { board, error } = useBoard();
  const [ward, choose] = useOwnWard(board);
  const writing = useWriting();
  if (board === undefined)
    return (
      <main className={styles['page']}>{error === undefined ? <Bones lines={12} /> : <Failure error={error} />}</main>
    );
  return (
    <main className={styles['page']}>
      <WritingContext value={writing}>
        <Ward ward={ward} select={<WardSelect wards={board.wards} ward={ward} choose={choose} />} />
      </WritingContext>
    </main>
  );
}

function Ward({ ward, select }: { readonly ward: string | undefined; readonly select: React.ReactNode }) {
  const { language, t } = usePreferences();
  const query = useQuery(wardHandoverQuery(ward));
  const [open, setOpen] = useState<string>();
  const lines = query.data ?? [];
  const chosen = lines.find(({ patient }) => patient.id === open);
  return (
    <>
      <header className={styles['head']}>
        <h1>{t('handover.title')}</h1>
        <Counts lines={lines} />
        <div className={styles['tools']}>
          {select}
          <AllTools lines={lines} />
        </div>
      </header>
      <div className={styles['desk']} data-open={chosen !== undefined}>
        <div className={styles['list']}>
          <Loaded query={query} lines={12} empty={t('handover.nobody')} isEmpty={(all) => all.length === 0}>
            {(all) => <Lines lines={all} open={open} choose={setOpen} />}
          </Loaded>
        </div>
        <div className={styles['panel']}>
          {chosen === undefined ? (
            <p className={styles['hint']}>{t('handover.choose')}</p>
          ) : (
            <HandoverPanel
              key={`${chosen.patient.id} ${chosen.note?.id} ${chosen.state}`}
              patient={chosen.patient.id}
              title={`${chosen.bed} · ${nameIn(chosen.patient, language)}`}
              standing={chosen}
              close={() => setOpen(undefined)}
            />
          )}
        </div>
      </div>
    </>
  );
}

function Counts({ lines }: { readonly lines: readonly HandoverLine[] }) {
  const { t } = usePreferences();
  const count = (state: string) => lines.filter((line) => line.state === state).length;
  return (
    <span className={styles['counts']}>
      {t('handover.counts', {
        all: lines.length,
        draft: count('draft'),
        given: count('given'),
        accepted: count('accepted'),
      })}
    </span>
  );
}

/** For the whole ward: prepare who has none yet, sign what is prepared. Each patient succeeds or fails alone. */
function AllTools({ lines }: { readonly lines: readonly HandoverLine[] }) {
  const { language, t } = usePreferences();
  const queries = useQueryClient();
  const again = () => queries.invalidateQueries({ queryKey: ['handover'] });
  const missing = lines.filter(({ state }) => state === 'none').map(({ patient }) => patient.id);
  const drafts = lines.flatMap(({ state, mine, note }) => (state === 'draft' && mine === true ? (note ?? []) : []));
  const prepare = useMutation({
    mutationFn: () => prepareHandover(missing.slice(0, 60), language),
    onSuccess: again,
  });
  const give = useMutation({ mutationFn: () => giveHandover(drafts.slice(0, 60)), onSuccess: again });
  return (
    <>
      <Button
        variant="default"
        disabled={missing.length === 0}
        loading={prepare.isPending}
        onClick={() => prepare.mutate()}
        data-prepare-all
      >
        {t('handover.prepare-all', { count: missing.length })}
      </Button>
      <Button disabled={drafts.length === 0} loading={give.isPending} onClick={() => give.mutate()} data-give-all>
        {t('handover.give-all', { count: drafts.length })}
      </Button>
      <Stopped outcomes={give.data ?? []} lines={lines} />
      {(prepare.isError || give.isError) && <span role="alert">{t('handover.failed')}</span>}
    </>
  );
}

function Stopped({
  outcomes,
  lines,
}: {
  readonly outcomes: readonly Outcome[];
  readonly lines: readonly HandoverLine[];
}) {
  const { t } = usePreferences();
  const stopped = outcomes.filter(
    ({ done, id }) => !done && lines.some(({ note, state }) => note?.id === id && state === 'draft'),
  );
  if (stopped.length === 0) return null;
  const names = stopped.map(({ id }) => lines.find(({ note }) => note?.id === id)?.patient.name ?? id);
  return (
    <span role="alert" className={styles['stopped']}>
      {t('handover.stopped', { names: names.join(', ') })}
    </span>
  );
}

interface LinesProps {
  readonly lines: readonly HandoverLine[];
  readonly open: string | undefined;
  readonly choose: (patient: string) => void;
}

function Lines({ lines, open, choose }: LinesProps) {
  const { language, t } = usePreferences();
  return (
    <ul aria-label={t('handover.title')}>
      {lines.map((line) => (
        <li key={line.patient.id}>
          <button
            type="button"
            className={styles['line']}
            data-patient={line.patient.id}
            data-state={line.state}
            data-open={line.patient.id === open}
            onClick={() => choose(line.patient.id)}
          >
            <span className={styles['bed']}>{line.bed}</span>
            <strong>{nameIn(line.patient, language)}</strong>
            <SeverityTag severity={line.note?.severity ?? line.suggested.severity} />
            <span className={styles['facts']}>
              {line.suggested.news2 !== undefined && `NEWS2 ${line.suggested.news2}`}
              {line.openTasks > 0 && ` · ${t('handover.tasks', { count: line.openTasks })}`}
            </span>
            <span className={styles['state']} data-state={line.state}>
              {t(`handover-state.${line.state}`)}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
