import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { usePreferences } from '../../app/preferences.tsx';
import type { CodeableConcept } from '../../fhir/types.ts';
import { conceptText } from '../../format/code.ts';
import { rangeText } from '../../format/flag.ts';
import { shortTestNames } from '../../format/test-name.ts';
import { DateDisplay } from '../../ui/DateDisplay.tsx';
import { ObservationValueDisplay } from '../../ui/ObservationValueDisplay.tsx';
import { Loaded, Section } from '../../ui/Section.tsx';
import ui from '../../ui/ui.module.css';
import { resultsQuery } from '../queries.ts';
import { takenAt } from '../results/result-table.ts';
import { useWords } from '../use-words.ts';
import { AllLink } from './AllLink.tsx';
import { newestResults, type NewestResult } from './newest-results.ts';
import styles from './summary.module.css';

const MOST_ROWS = 12;

/** The newest result of each test, those outside of their range first. */
export function LaboratoryCard() {
  const { id } = useParams({ from: '/inside/patients/$id' });
  const words = useWords();
  const query = useInfiniteQuery(resultsQuery(id, 'laboratory'));
  return (
    <Section title={words('results.latest')} tools={<AllLink section="results" />}>
      <Loaded
        query={query}
        lines={8}
        empty={words('results.none')}
        isEmpty={({ pages }) => pages[0]?.matches.length === 0}
      >
        {({ pages }) => <ResultRows results={newestResults(pages[0]?.matches ?? [], MOST_ROWS)} patient={id} />}
      </Loaded>
    </Section>
  );
}

function ResultRows({ results, patient }: { readonly results: readonly NewestResult[]; readonly patient: string }) {
  const { language, t } = usePreferences();
  const names = shortTestNames(results.map(({ newest }) => conceptText(newest.code, language)));
  return (
    <div className={styles['labBox']}>
      <table className={`${ui['table']} ${styles['labs']}`}>
        <thead>
          <tr>
            <th scope="col">{t('field.test')}</th>
            <th scope="col">{t('field.value')}</th>
            <th scope="col">{t('field.before')}</th>
            <th scope="col">{t('field.range')}</th>
            <th scope="col">{t('field.taken')}</th>
          </tr>
        </thead>
        <tbody>
          {results.map(({ code, newest, before }) => (
            <tr key={code}>
              <td>
                <Link
                  to="/patients/$id/results"
                  params={{ id: patient }}
                  search={{ detail: code }}
                  style={{ color: 'inherit', textDecorationColor: 'var(--line-strong)' }}
                >
                  <TestName concept={newest.code} names={names} />
                </Link>
              </td>
              <td>
                <ObservationValueDisplay valued={newest} />
              </td>
              <td className="muted">
                {before !== undefined && <ObservationValueDisplay valued={before} unit={false} />}
              </td>
              <td className="muted">{rangeText(newest.referenceRange)}</td>
              <td className={ui['date']}>
                <DateDisplay value={takenAt(newest)} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface TestNameProps {
  readonly concept: CodeableConcept;
  readonly names: ReadonlyMap<string, string>;
}

function TestName({ concept, names }: TestNameProps) {
  const { language } = usePreferences();
  const name = conceptText(concept, language);
  return <span title={name}>{names.get(name) ?? name}</span>;
}
