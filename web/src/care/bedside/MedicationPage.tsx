/**
 * The ward's due list by time. A scanned band opens that patient's chart; Enter or a tap opens a dose.
 *
 * Proof   test/journey/bedside.test.ts
 */
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { usePreferences } from '../../app/preferences.tsx';
import { useNow } from '../../app/use-now.ts';
import { useTitle } from '../../record/use-title.ts';
import { Failure, Loaded } from '../../ui/Section.tsx';
import { dueQuery, type DueList } from './api.ts';
import styles from './bedside.module.css';
import { ClockStrip } from './ClockStrip.tsx';
import { countsOf, dosesOf, FILTERS, type Filter } from './due-filter.ts';
import { DueRows } from './DueRows.tsx';
import { EffectRows } from './EffectRows.tsx';
import { walkRows } from './walk-rows.ts';
import { useWardScans } from './use-ward-scans.ts';
import { useWard, WardSelect } from './WardSelect.tsx';
import { windowOf } from './times.ts';

/** Hours of the window before and after now. */
const BACK = 12;
const AHEAD = 4;

export default function MedicationPage() {
  const { t } = usePreferences();
  const { ward, choose, none, error, retry } = useWard();
  useTitle(t('bedside.title'));
  return (
    <main className={styles['page']}>
      <header className={styles['pageHead']}>
        <h1>{t('bedside.title')}</h1>
        <WardSelect ward={ward} choose={choose} />
      </header>
      {error !== null && error !== undefined && <Failure error={error} retry={retry} />}
      {none && <p className={styles['note']}>{t('bedside.no-wards')}</p>}
      {ward !== undefined && <WardList key={ward} ward={ward} />}
    </main>
  );
}

function WardList({ ward }: { readonly ward: string }) {
  const { t } = usePreferences();
  const now = useNow();
  const query = useQuery(dueQuery({ ward }, ...windowIn(now)));
  const [filter, setFilter] = useState<Filter>('open');
  const { notice } = useWardScans();
  return (
    <>
      <ClockStrip of={query.data} />
      <p className={styles['scanHint']} role="status" data-notice={notice}>
        {t(`bedside.notice.${notice}`)}
      </p>
      <FilterChips list={query.data} filter={filter} setFilter={setFilter} />
      <Loaded query={query} lines={14}>
        {(list) => <Doses list={list} filter={filter} now={now} />}
      </Loaded>
    </>
  );
}

function windowIn(now: number): [from: string, to: string] {
  const { from, to } = windowOf(now, BACK, AHEAD);
  return [from, to];
}

interface ChipsProps {
  readonly list: DueList | undefined;
  readonly filter: Filter;
  readonly setFilter: (filter: Filter) => void;
}

function FilterChips({ list, filter, setFilter }: ChipsProps) {
  const { t } = usePreferences();
  const counts = countsOf(list?.doses ?? []);
  return (
    <div className={styles['chips']} role="group" aria-label={t('bedside.filter')}>
      {FILTERS.map((one) => (
        <button
          key={one}
          type="button"
          className={styles['chip']}
          aria-pressed={one === filter}
          data-filter={one}
          onClick={() => setFilter(one)}
        >
          {t(`bedside.filter.${one}`)}{' '}
          <span className={styles['chipCount']}>{list === undefined ? '·' : counts[one]}</span>
        </button>
      ))}
    </div>
  );
}

function Doses({ list, filter, now }: { readonly list: DueList; readonly filter: Filter; readonly now: number }) {
  const { t } = usePreferences();
  const navigate = useNavigate();
  const doses = dosesOf(list.doses, filter);
  const open = (patient: string, detail: string) =>
    void navigate({ to: '/patients/$id/drug-chart', params: { id: patient }, search: { detail } });
  return (
    <div onKeyDown={walkRows}>
      {list.effects.length > 0 && (filter === 'open' || filter === 'prn') && <EffectRows list={list} now={now} />}
      {doses.length === 0 ? (
        <p className={styles['note']}>{t('bedside.none', { filter: t(`bedside.filter.${filter}`) })}</p>
      ) : (
        <DueRows doses={doses} patients={list.patients} now={now} open={open} />
      )}
    </div>
  );
}
