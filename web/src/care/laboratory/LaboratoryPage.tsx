/**
 * The laboratory: tubes are received by their scan, wherever the focus is; below, what is under way; beside it, the results of
 * the chosen request. Critical results that nobody has acknowledged stand on top.
 *
 * Proof   test/journey/laboratory.test.ts
 */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { usePreferences } from '../../app/preferences.tsx';
import { useTitle } from '../../record/use-title.ts';
import { Loaded } from '../../ui/Section.tsx';
import { entryQuery, worklistQuery, type Stage, type WorkLine } from './api.ts';
import { CriticalCalls } from './CriticalCalls.tsx';
import { EntryPanel } from './EntryPanel.tsx';
import { Fault } from './Parts.tsx';
import { ReceiveBar } from './ReceiveBar.tsx';
import { mostUrgentFirst } from './work-order.ts';
import { WorkTable } from './WorkTable.tsx';
import styles from './laboratory.module.css';

const STAGES: readonly Stage[] = ['collected', 'received', 'preliminary', 'ordered', 'rejected', 'released'];

export default function LaboratoryPage() {
  const { t } = usePreferences();
  useTitle(t('laboratory.title'));
  const list = useQuery(worklistQuery);
  const queries = useQueryClient();
  const [stage, setStage] = useState<Stage>('received');
  const [chosen, setChosen] = useState<string>();
  const refresh = () => void queries.invalidateQueries({ queryKey: ['laboratory'] });
  const lines = list.data?.lines ?? [];
  const opened = (label: string) => {
    refresh();
    setStage('received');
    const found = lines.find((one) => one.label === label);
    if (found !== undefined) setChosen(found.request);
  };
  return (
    <main className={styles['page']}>
      <div className={styles['pageHead']}>
        <h1>{t('laboratory.title')}</h1>
      </div>
      <CriticalCalls />
      <ReceiveBar received={opened} />
      <div className={styles['split']} data-open={chosen !== undefined}>
        <section className={styles['list']}>
          <StageTabs stage={stage} lines={lines} loaded={list.data !== undefined} choose={setStage} />
          <Loaded
            query={list}
            lines={8}
            empty={t(`laboratory.none.${stage}`)}
            isEmpty={({ lines: all }) => !all.some((one) => one.stage === stage)}
          >
            {({ lines: all }) => (
              <WorkTable
                lines={mostUrgentFirst(all.filter((one) => one.stage === stage))}
                stage={stage}
                chosen={chosen}
                choose={setChosen}
              />
            )}
          </Loaded>
          {list.data?.more === true && <p className={styles['more']}>{t('laboratory.more')}</p>}
        </section>
        {chosen !== undefined && <Chosen key={chosen} id={chosen} close={() => setChosen(undefined)} done={refresh} />}
      </div>
    </main>
  );
}

interface TabsProps {
  readonly stage: Stage;
  readonly lines: readonly WorkLine[];
  readonly loaded: boolean;
  readonly choose: (stage: Stage) => void;
}

function StageTabs({ stage, lines, loaded, choose }: TabsProps) {
  const { t } = usePreferences();
  return (
    <div className={styles['tabs']} role="group" aria-label={t('laboratory.stages')}>
      {STAGES.map((one) => (
        <button
          key={one}
          type="button"
          className={styles['tab']}
          aria-pressed={stage === one}
          data-stage={one}
          onClick={() => choose(one)}
        >
          {t(`laboratory.stage.${one}`)}
          <span className={styles['count']}>{loaded ? lines.filter((line) => line.stage === one).length : '–'}</span>
        </button>
      ))}
    </div>
  );
}

interface ChosenProps {
  readonly id: string;
  readonly close: () => void;
  readonly done: () => void;
}

function Chosen({ id, close, done }: ChosenProps) {
  const query = useQuery(entryQuery(id));
  return (
    <aside className={styles['panel']} data-entry={id}>
      <Loaded query={query} lines={10}>
        {(entry) => <EntryPanel key={entry.report?.version ?? 'new'} entry={entry} close={close} done={done} />}
      </Loaded>
      {query.isError && query.data !== undefined && <Fault error={query.error} />}
    </aside>
  );
}
