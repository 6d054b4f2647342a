import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { usePreferences } from '../../app/preferences.tsx';
import type { Observation } from '../../fhir/types.ts';
import { conceptText } from '../../format/code.ts';
import { rangeText, usualRange } from '../../format/flag.ts';
import { CodeableConceptDisplay, CodingsDisplay } from '../../ui/CodeableConceptDisplay.tsx';
import { DateDisplay } from '../../ui/DateDisplay.tsx';
import { Facts } from '../../ui/Facts.tsx';
import { ObservationValueDisplay } from '../../ui/ObservationValueDisplay.tsx';
import { Bones, Failure } from '../../ui/Section.tsx';
import { TrendPlot } from '../../ui/TrendPlot.tsx';
import ui from '../../ui/ui.module.css';
import { Notes } from '../Notes.tsx';
import { trendQuery } from '../queries.ts';
import { Side } from '../Side.tsx';
import { takenAt } from './result-table.ts';
import { trendData } from './trend-data.ts';
import styles from './results.module.css';

interface Props {
  readonly patient: string;
  readonly code: string;
}

/** One result through time: the newest value, the plot with its range, and every value below. */
export function TrendSide({ patient, code }: Props) {
  const { t } = usePreferences();
  const query = useQuery(trendQuery(patient, code));
  const results = query.data?.matches.filter(({ status }) => status !== 'entered-in-error');
  const newest = results?.[0];
  return (
    <Side
      title={newest === undefined ? t('results.trend') : <CodeableConceptDisplay concept={newest.code} both />}
      resource={newest}
    >
      {results !== undefined ? (
        <Trend results={results} />
      ) : query.isPending ? (
        <Bones lines={8} />
      ) : (
        <Failure error={query.error} retry={query.refetch} />
      )}
      {query.data?.more === true && <p className="muted">{t('list.truncated', { shown: results?.length ?? 0 })}</p>}
    </Side>
  );
}

function Trend({ results }: { readonly results: readonly Observation[] }) {
  const { language, t } = usePreferences();
  const [newest] = results;
  const label = conceptText(newest?.code, language);
  const ranges = results.find(({ referenceRange }) => referenceRange !== undefined)?.referenceRange;
  const range = useMemo(() => usualRange(ranges), [ranges]);
  const data = useMemo(() => trendData(results, label, language), [results, label, language]);
  if (newest === undefined) return <p className="muted">{t('results.none')}</p>;
  return (
    <>
      <div className={styles['latestLine']}>
        <span className={styles['latest']}>
          <ObservationValueDisplay valued={newest} />
        </span>
        <span className="muted">
          <DateDisplay value={takenAt(newest)} time />
        </span>
      </div>
      {data !== undefined && data.times.length > 1 && (
        <TrendPlot data={data} range={range} label={t('results.plot', { name: label, count: data.times.length })} />
      )}
      {data !== undefined && data.leftOut > 0 && (
        <p className="muted">{t('results.left-out', { count: data.leftOut })}</p>
      )}
      <Facts
        facts={[
          [t('field.range'), rangeText(ranges, language) || t('results.no-range')],
          [t('field.status'), t(`observation.${newest.status}`)],
          [t('field.codes'), <CodingsDisplay key="codes" concept={newest.code} />],
        ]}
      />
      <Values results={results} />
      <Notes notes={newest.note} />
    </>
  );
}

function Values({ results }: { readonly results: readonly Observation[] }) {
  const { t } = usePreferences();
  return (
    <table className={ui['table']} aria-label={t('results.values')}>
      <thead>
        <tr>
          <th scope="col" style={{ paddingInlineStart: 0 }}>
            {t('field.taken')}
          </th>
          <th scope="col">{t('field.value')}</th>
        </tr>
      </thead>
      <tbody>
        {results.map((one) => (
          <tr key={one.id}>
            <td className={ui['date']} style={{ paddingInlineStart: 0 }}>
              <DateDisplay value={takenAt(one)} time />
            </td>
            <td>
              <ObservationValueDisplay valued={one} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
