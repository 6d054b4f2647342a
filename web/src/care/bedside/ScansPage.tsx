/**
 * How a ward scans: the closed-loop rate with its definition, day by day; why doses were not scanned; alerts and what became of
 * them; labels to be replaced.
 *
 * Source  HIMSS EMRAM stages 6 and 7 (closed loop)
 * Proof   test/journey/bedside.test.ts
 */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { usePreferences } from '../../app/preferences.tsx';
import { useNow } from '../../app/use-now.ts';
import { dateText, dateTimeText } from '../../format/date.ts';
import { useTitle } from '../../record/use-title.ts';
import { Failure, Loaded, Section } from '../../ui/Section.tsx';
import ui from '../../ui/ui.module.css';
import styles from './bedside.module.css';
import { useCodeWord } from './DrugWords.tsx';
import { percentOf, scansQuery, type WardScans } from './scans.ts';
import { dayStart } from './times.ts';
import { useWard, WardSelect } from './WardSelect.tsx';

const SPANS = [1, 7, 30] as const;

export default function ScansPage() {
  const { t } = usePreferences();
  const { ward, choose, none, error, retry } = useWard();
  const [days, setDays] = useState<number>(7);
  useTitle(t('bedside.scans-title'));
  return (
    <main className={styles['page']}>
      <header className={styles['pageHead']}>
        <h1>{t('bedside.scans-title')}</h1>
        <div className={styles['chips']}>
          {SPANS.map((span) => (
            <button
              key={span}
              type="button"
              className={styles['chip']}
              aria-pressed={span === days}
              onClick={() => setDays(span)}
            >
              {t('bedside.days', { days: span })}
            </button>
          ))}
          <WardSelect ward={ward} choose={choose} />
        </div>
      </header>
      {error !== null && error !== undefined && <Failure error={error} retry={retry} />}
      {none && <p className={styles['note']}>{t('bedside.no-wards')}</p>}
      {ward !== undefined && <Scans key={`${ward} ${days}`} ward={ward} days={days} />}
    </main>
  );
}

function Scans({ ward, days }: { readonly ward: string; readonly days: number }) {
  const now = useNow(300_000);
  const [from, to] = [dayStart(now, 1 - days), dayStart(now, 1)];
  const query = useQuery(scansQuery(ward, new Date(from).toISOString(), new Date(to).toISOString()));
  return (
    <Loaded query={query} lines={10}>
      {(scans) => <Counted scans={scans} />}
    </Loaded>
  );
}

function Counted({ scans }: { readonly scans: WardScans }) {
  const { language, t } = usePreferences();
  return (
    <div className={styles['chart']}>
      <Rate scans={scans} />
      <Section title={t('bedside.by-day')}>
        <Table head={[t('bedside.day'), t('bedside.completed'), t('bedside.closed'), t('bedside.rate-closed')]}>
          {scans.days.map(({ day, completed, closedLoop }) => (
            <tr key={day}>
              <th scope="row">{dateText(day, language)}</th>
              <td>{completed}</td>
              <td>{closedLoop}</td>
              <td>
                <Bar percent={percentOf(closedLoop, completed)} />
              </td>
            </tr>
          ))}
        </Table>
      </Section>
      <Reasons scans={scans} />
      <Alerts scans={scans} />
      <Relabel scans={scans} />
      <p className={styles['note']}>{t('bedside.counted-at', { at: dateTimeText(scans.at, language) })}</p>
    </div>
  );
}

/** The rate, and beside it what it is made of. */
function Rate({ scans }: { readonly scans: WardScans }) {
  const { t } = usePreferences();
  const { completed, closedLoop, overridden, notScanned } = scans;
  const percent = percentOf(closedLoop, completed);
  return (
    <Section title={t('bedside.closed-loop')}>
      <div className={styles['rate']} data-rate={percent}>
        <strong>{percent === undefined ? t('bedside.no-doses') : `${percent}%`}</strong>
        <p>
          {t('bedside.rate-parts', { completed, closed: closedLoop, overridden, unscanned: notScanned })}
          <span className={styles['note']}>{t('bedside.rate-definition')}</span>
        </p>
      </div>
    </Section>
  );
}

function Bar({ percent }: { readonly percent: number | undefined }) {
  if (percent === undefined) return null;
  return (
    <span className={styles['bar']}>
      <span style={{ width: `${percent}%` }} />
      <em>{percent}%</em>
    </span>
  );
}

function Reasons({ scans }: { readonly scans: WardScans }) {
  const { t } = usePreferences();
  const word = useCodeWord();
  return (
    <Section title={t('bedside.why-not-scanned')}>
      {scans.reasons.length === 0 ? (
        <p className={styles['noteIn']}>{t('bedside.none-counted')}</p>
      ) : (
        <Table head={[t('bedside.reason'), t('bedside.times')]}>
          {scans.reasons.map(({ code, count }) => (
            <tr key={code}>
              <th scope="row">{word('task', code)}</th>
              <td>{count}</td>
            </tr>
          ))}
        </Table>
      )}
    </Section>
  );
}

function Alerts({ scans }: { readonly scans: WardScans }) {
  const { t } = usePreferences();
  const word = useCodeWord();
  return (
    <Section title={t('bedside.alerts')}>
      {scans.alerts.length === 0 ? (
        <p className={styles['noteIn']}>{t('bedside.none-counted')}</p>
      ) : (
        <Table head={[t('bedside.alert'), t('bedside.times'), t('bedside.went-on'), t('bedside.changed')]}>
          {scans.alerts.map(({ code, count, overridden }) => (
            <tr key={code} data-alert={code}>
              <th scope="row">{word('alert', code)}</th>
              <td>{count}</td>
              <td>{overridden}</td>
              <td>{count - overridden}</td>
            </tr>
          ))}
        </Table>
      )}
    </Section>
  );
}

/** Labels that could not be read: the queue of whoever prints them anew. */
function Relabel({ scans }: { readonly scans: WardScans }) {
  const { language, t } = usePreferences();
  return (
    <Section title={t('bedside.relabel')} count={scans.relabel.length}>
      {scans.relabel.length === 0 ? (
        <p className={styles['noteIn']}>{t('bedside.none-counted')}</p>
      ) : (
        <div className={styles['rows']}>
          {scans.relabel.map(({ task, patient, order, at }) => (
            <Link
              key={task}
              to="/patients/$id/drug-chart"
              params={{ id: patient }}
              search={order === undefined ? {} : { detail: order }}
              className={styles['relabelRow']}
            >
              <span>{dateTimeText(at, language)}</span>
              <span>{t('bedside.open-chart')}</span>
            </Link>
          ))}
        </div>
      )}
    </Section>
  );
}

function Table({ head, children }: { readonly head: readonly string[]; readonly children: ReactNode }) {
  return (
    <table className={`${ui['table']} ${styles['counts']}`}>
      <thead>
        <tr>
          {head.map((title) => (
            <th key={title} scope="col">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  );
}
