/**
 * Finds a patient. Typing searches; arrows walk the rows; Enter opens. No banner: no patient is open here.
 *
 * Proof   typed-search.test.ts, test/journey/chart.test.ts
 */
import { Button } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Navigate, useNavigate, useRouter, useSearch } from '@tanstack/react-router';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { useMe } from '../../access/SessionGate.tsx';
import { usePreferences } from '../../app/preferences.tsx';
import { Failure, Nothing } from '../../ui/Section.tsx';
import ui from '../../ui/ui.module.css';
import { PAGES } from '../pages.ts';
import { recentLooks } from '../recent.ts';
import { patientsQuery, recentPatientsQuery } from './list-queries.ts';
import { moveInRows } from './move-in-rows.ts';
import { PatientRows } from './PatientRows.tsx';
import { useTitle } from '../use-title.ts';
import styles from './list.module.css';

const TYPING_MS = 180;
const ADDRESS_MS = 400;

/** For those who have patients; others go where they belong. */
export default function PatientListPage() {
  const { role } = useMe();
  return role === 'physician' || role === 'nurse' || role === 'pharmacist' ? (
    <PatientList />
  ) : (
    <Navigate to="/" replace />
  );
}

function PatientList() {
  const { t } = usePreferences();
  const { q = '' } = useSearch({ from: '/inside/patients' });
  const [typed, setTyped] = useState(q);
  useTitle(t('nav.patients'));
  useSearchInAddress(typed);
  useEffect(() => {
    // What comes next is a patient: have its code here before it is asked for.
    void import('../PatientChart.tsx');
    void PAGES.summary();
  }, []);
  const [settled] = useDebouncedValue(typed.trim(), TYPING_MS);
  return (
    <main className={styles['page']} onKeyDown={moveInRows}>
      <h1 className={styles['title']}>{t('nav.patients')}</h1>
      <SearchBox typed={typed} setTyped={setTyped} />
      {settled === '' && <RecentPatients />}
      <Patients typed={settled} />
    </main>
  );
}

/** The address follows what is typed, without a step in the history for each letter. */
function useSearchInAddress(typed: string): void {
  const navigate = useNavigate({ from: '/patients' });
  const router = useRouter();
  useEffect(() => {
    const q = typed.trim();
    const timer = window.setTimeout(() => {
      const leaving = router.latestLocation.pathname !== '/patients';
      if (!leaving) void navigate({ search: q === '' ? {} : { q }, replace: true });
    }, ADDRESS_MS);
    return () => window.clearTimeout(timer);
  }, [typed, navigate, router]);
}

/** Enter opens the first patient that was found. */
function openFirst(event: KeyboardEvent<HTMLInputElement>): void {
  if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
  document.querySelector<HTMLElement>('[data-results] [data-patient]')?.click();
}

interface SearchBoxProps {
  readonly typed: string;
  readonly setTyped: (text: string) => void;
}

function SearchBox({ typed, setTyped }: SearchBoxProps) {
  const { t } = usePreferences();
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
  return (
    <search className={styles['search']}>
      <div className={styles['box']}>
        <IconSearch size={20} stroke={1.8} aria-hidden />
        <input
          ref={input}
          className={styles['input']}
          type="search"
          data-search
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          onKeyDown={openFirst}
          placeholder={t('list.placeholder')}
          aria-label={t('list.placeholder')}
          aria-describedby="search-hint"
          autoComplete="off"
          spellCheck={false}
        />
        <span className={styles['keys']} aria-hidden>
          <kbd>↑</kbd>
          <kbd>↓</kbd>
          <kbd>Enter</kbd>
        </span>
      </div>
      <p className={styles['hint']} id="search-hint">
        {t('list.hint')}
      </p>
    </search>
  );
}

function RecentPatients() {
  const { t } = usePreferences();
  const me = useMe();
  const [ids] = useState(() =>
    recentLooks(me.id)
      .slice(0, 6)
      .map(({ id }) => id),
  );
  const query = useQuery(recentPatientsQuery(ids));
  if (ids.length === 0 || query.data?.length === 0) return null;
  return (
    <section className={styles['block']}>
      <div className={styles['blockHead']}>
        <h2>{t('list.recent')}</h2>
      </div>
      {query.data !== undefined ? (
        <PatientRows patients={query.data} label={t('list.recent')} />
      ) : query.isPending ? (
        <RowBones rows={ids.length} />
      ) : (
        <Failure error={query.error} retry={query.refetch} />
      )}
    </section>
  );
}

function Patients({ typed }: { readonly typed: string }) {
  const { t } = usePreferences();
  const query = useInfiniteQuery(patientsQuery(typed));
  const patients = query.data?.pages.flatMap((page) => page.matches) ?? [];
  const total = query.data?.pages[0]?.total;
  return (
    <section
      className={styles['block']}
      data-results
      data-typed={query.isPlaceholderData ? undefined : typed}
      aria-busy={query.isFetching}
    >
      <div className={styles['blockHead']}>
        <h2>{t(typed === '' ? 'list.all' : 'list.found')}</h2>
        {query.data !== undefined && (
          <span className={ui['count']}>{total ?? `${patients.length}${query.hasNextPage ? '+' : ''}`}</span>
        )}
      </div>
      {query.isPending && <RowBones rows={8} />}
      {query.isError && <Failure error={query.error} retry={query.refetch} />}
      {patients.length > 0 && <PatientRows patients={patients} label={t('list.found')} />}
      {query.data !== undefined && patients.length === 0 && !query.isFetching && <NoneFound typed={typed} />}
      {query.hasNextPage && <MoreButton load={() => void query.fetchNextPage()} loading={query.isFetchingNextPage} />}
    </section>
  );
}

function NoneFound({ typed }: { readonly typed: string }) {
  const { t } = usePreferences();
  return (
    <div className={styles['rows']}>
      <Nothing>{typed === '' ? t('list.empty') : t('list.none', { typed })}</Nothing>
    </div>
  );
}

/** More comes by itself when the end is in sight; the button is for keyboards. */
function MoreButton({ load, loading }: { readonly load: () => void; readonly loading: boolean }) {
  const { t } = usePreferences();
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (place.current === null || loading) return undefined;
    const watcher = new IntersectionObserver(([entry]) => (entry?.isIntersecting === true ? load() : undefined), {
      rootMargin: '300px',
    });
    watcher.observe(place.current);
    return () => watcher.disconnect();
  });
  return (
    <div className={styles['more']} ref={place}>
      <Button variant="default" size="sm" loading={loading} onClick={load}>
        {t('action.more')}
      </Button>
    </div>
  );
}

function RowBones({ rows }: { readonly rows: number }) {
  const { t } = usePreferences();
  return (
    <div className={styles['rows']} role="status" aria-label={t('state.loading')}>
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className={styles['bone']}>
          <span className={ui['bone']} style={{ width: `${70 - (row % 3) * 12}%` }} />
        </div>
      ))}
    </div>
  );
}
