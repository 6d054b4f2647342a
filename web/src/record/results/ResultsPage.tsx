import { TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { usePreferences } from '../../app/preferences.tsx';
import { conceptText } from '../../format/code.ts';
import { FLAG_SIGNS } from '../../format/flag.ts';
import { Loaded, Section } from '../../ui/Section.tsx';
import { PageHead } from '../PageHead.tsx';
import { laboratoryQuery, reportsQuery } from '../queries.ts';
import { Split } from '../Side.tsx';
import { Truncated } from '../Truncated.tsx';
import { useDetail } from '../use-detail.ts';
import { useWords } from '../use-words.ts';
import { resultTable, type ResultTable } from './result-table.ts';
import { ResultMatrix } from './ResultMatrix.tsx';
import { TrendSide } from './TrendSide.tsx';
import styles from './results.module.css';

/** Laboratory results: a table of code by time, and the trend of one at the side. */
export default function ResultsPage() {
  const { id } = useParams({ from: '/inside/patients/$id' });
  const words = useWords();
  const { detail } = useDetail();
  const [typed, setTyped] = useState('');
  const query = useQuery(laboratoryQuery(id));
  const reports = useQuery(reportsQuery(id));
  const table = useMemo(
    () => resultTable(query.data?.matches ?? [], reports.data?.matches ?? []),
    [query.data, reports.data],
  );
  const shown = useFiltered(table, typed);
  return (
    <>
      <PageHead title="section.results" count={query.data?.matches.length}>
        <Legend />
        <Filter typed={typed} setTyped={setTyped} />
      </PageHead>
      <Split side={detail !== undefined && <TrendSide patient={id} code={detail} />}>
        <Section
          title={words('results.laboratory')}
          count={words('results.count', {
            rows: shown.groups.reduce((sum, { rows }) => sum + rows.length, 0),
            times: shown.columns.length,
          })}
        >
          <Loaded
            query={query}
            lines={12}
            empty={words('results.none')}
            isEmpty={({ matches }) => matches.length === 0}
          >
            {() => <ResultMatrix table={shown} />}
          </Loaded>
          <Truncated more={query.data?.more === true} shown={query.data?.matches.length ?? 0} />
        </Section>
      </Split>
    </>
  );
}

/** The rows whose name has what is typed, in either language. */
function useFiltered(table: ResultTable, typed: string): ResultTable {
  return useMemo(() => {
    const text = typed.trim().toLowerCase();
    if (text === '') return table;
    const groups = table.groups.map((group) => ({
      ...group,
      rows: group.rows.filter(({ concept, code }) =>
        `${conceptText(concept, 'ko')} ${conceptText(concept, 'en')} ${code}`.toLowerCase().includes(text),
      ),
    }));
    return { ...table, groups: groups.filter(({ rows }) => rows.length > 0) };
  }, [table, typed]);
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
