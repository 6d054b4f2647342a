import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { usePreferences } from '../../app/preferences.tsx';
import { conceptText } from '../../format/code.ts';
import { FLAG_SIGNS } from '../../format/flag.ts';
import { Loaded, Section } from '../../ui/Section.tsx';
import ui from '../../ui/ui.module.css';
import { PageHead } from '../PageHead.tsx';
import { reportsQuery, resultsQuery, RESULT_KINDS, type ResultKind } from '../queries.ts';
import { Split } from '../Side.tsx';
import { useDetail } from '../use-detail.ts';
import { useWords } from '../use-words.ts';
import { resultTable, type ResultTable } from './result-table.ts';
import { ResultMatrix } from './ResultMatrix.tsx';
import { TrendSide } from './TrendSide.tsx';
import styles from './results.module.css';

/** Results: a table of code by time, and the trend of one at the side. */
export default function ResultsPage() {
  const { id } = useParams({ from: '/inside/patients/$id' });
  const { view } = useSearch({ from: '/inside/patients/$id' });
  const { detail } = useDetail();
  const [typed, setTyped] = useState('');
  const kind: ResultKind = view === 'other' ? 'other' : 'laboratory';
  return (
    <>
      <PageHead title="section.results">
        <Legend />
        <Kinds kind={kind} />
        <Filter typed={typed} setTyped={setTyped} />
      </PageHead>
      <Split side={detail !== undefined && <TrendSide key={detail} patient={id} code={detail} />}>
        <Results key={kind} patient={id} kind={kind} typed={typed} />
      </Split>
    </>
  );
}

interface ResultsProps {
  readonly patient: string;
  readonly kind: ResultKind;
  readonly typed: string;
}

function Results({ patient, kind, typed }: ResultsProps) {
  const words = useWords();
  const query = useInfiniteQuery(resultsQuery(patient, kind));
  const reports = useQuery(reportsQuery(patient));
  const { data } = query;
  const table = useMemo(
    () => resultTable(data?.pages.flatMap((page) => page.matches) ?? [], reports.data?.matches ?? []),
    [data, reports.data],
  );
  const shown = useFiltered(table, typed);
  const rows = shown.groups.reduce((sum, group) => sum + group.rows.length, 0);
  return (
    <Section
      title={words(`results.${kind}`)}
      count={data && words('results.count', { rows, times: shown.columns.length })}
    >
      <Loaded query={query} lines={12} empty={words('results.none')} isEmpty={() => table.groups.length === 0}>
        {() => <ResultMatrix table={shown} />}
      </Loaded>
      {query.hasNextPage && (
        <Older
          load={() => void query.fetchNextPage()}
          loading={query.isFetchingNextPage}
          oldest={table.columns.at(-1)}
        />
      )}
    </Section>
  );
}

interface OlderProps {
  readonly load: () => void;
  readonly loading: boolean;
  readonly oldest: string | undefined;
}

/** Says how far back the table goes, and goes on. */
function Older({ load, loading, oldest }: OlderProps) {
  const { t } = usePreferences();
  return (
    <div className={ui['more']}>
      <Button variant="default" size="sm" loading={loading} onClick={load} data-older>
        {t('results.older')}
      </Button>
      {t('results.back-to', { date: oldest?.slice(0, 10) ?? '' })}
    </div>
  );
}

/** The rows whose name has what is typed, in either language. */
function useFiltered(table: ResultTable, typed: string): ResultTable {
  return useMemo(() => {
    const text = typed.trim().toLowerCase();
    if (text === '') return table;
    const groups = table.groups.map((group) => ({ ...group, rows: group.rows.filter((row) => named(row, text)) }));
    return { ...table, groups: groups.filter(({ rows }) => rows.length > 0) };
  }, [table, typed]);
}

function named({ concept, code }: ResultTable['groups'][number]['rows'][number], text: string): boolean {
  return `${conceptText(concept, 'ko')} ${conceptText(concept, 'en')} ${code}`.toLowerCase().includes(text);
}

function Legend() {
  const { t } = usePreferences();
  return (
    <span className={styles['legend']}>
      {(['high', 'low', 'critical-high', 'abnormal'] as const).map((flag) => (
        <span key={flag}>
          <i>{FLAG_SIGNS[flag]}</i>
          {t(`flag.${flag}`)}
        </span>
      ))}
    </span>
  );
}

function Kinds({ kind }: { readonly kind: ResultKind }) {
  const words = useWords();
  const navigate = useNavigate();
  const data = (Object.keys(RESULT_KINDS) as ResultKind[]).map((value) => ({
    value,
    label: words(`results.${value}`),
  }));
  return (
    <SegmentedControl
      size="sm"
      data={data}
      value={kind}
      onChange={(view) => void navigate({ to: '.', search: view === 'laboratory' ? {} : { view }, resetScroll: false })}
    />
  );
}

function Filter({ typed, setTyped }: { readonly typed: string; readonly setTyped: (text: string) => void }) {
  const { t } = usePreferences();
  return (
    <TextInput
      size="sm"
      className={styles['filter'] ?? ''}
      value={typed}
      onChange={(event) => setTyped(event.currentTarget.value)}
      placeholder={t('results.filter')}
      aria-label={t('results.filter')}
      leftSection={<IconSearch size={15} aria-hidden />}
    />
  );
}
