/**
 * The ward at a glance: every patient with what is due next. One line each, as links into the chart.
 *
 * Proof   test/journey/ward.test.ts
 */
import { Checkbox, SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useMe } from '../../access/SessionGate.tsx';
import { usePreferences } from '../../app/preferences.tsx';
import { useNow } from '../../app/use-now.ts';
import { request } from '../../fhir/client.ts';
import { dateText, timeOf } from '../../format/date.ts';
import { useTitle } from '../../record/use-title.ts';
import { Bones, Failure, Nothing } from '../../ui/Section.tsx';
import { CriticalCalls } from '../laboratory/CriticalCalls.tsx';
import type { BedLine, BoardAnswer } from './api.ts';
import { useOwnWard } from './own-ward.ts';
import { DueTime, Flags, Live, nameIn, NewsBadge, useSexAge } from './parts.tsx';
import { sortedLines, type Order } from './ward-order.ts';
import { useBoard } from './use-board.ts';
import { WardSelect } from './WardSelect.tsx';
import styles from './ward.module.css';

export default function WardPage() {
  const { t } = usePreferences();
  useTitle(t('ward.ward'));
  const { board, error, cutSince } = useBoard();
  return (
    <main className={styles['page']}>
      {board !== undefined ? (
        <Ward board={board} cutSince={cutSince} />
      ) : error === undefined ? (
        <Bones lines={12} />
      ) : (
        <Failure error={error} />
      )}
    </main>
  );
}

function Ward({ board, cutSince }: { readonly board: BoardAnswer; readonly cutSince: number | undefined }) {
  const { t } = usePreferences();
  const me = useMe();
  const own = me.fhirUser?.replace('Practitioner/', '');
  const [ward, choose] = useOwnWard(board);
  const [order, setOrder] = useState<Order>('bed');
  const [mine, setMine] = useState(false);
  const lines = useMemo(() => {
    const here = board.beds.filter(({ ward: one, stay }) => one === ward && stay !== undefined);
    const kept = mine ? here.filter(({ stay }) => stay?.nurse?.id === own || stay?.attending?.id === own) : here;
    return sortedLines(kept, order);
  }, [board, ward, order, mine, own]);
  const drugs = useDrugCounts(lines);
  return (
    <>
      <header className={styles['head']}>
        <h1 className={styles['title']}>{t('ward.ward')}</h1>
        <span className={styles['counts']}>{t('ward.people', { count: lines.length })}</span>
        <Overdue lines={lines} />
        <Live cutSince={cutSince} />
        <div className={styles['tools']}>
          <Checkbox label={t('ward.mine')} checked={mine} onChange={(event) => setMine(event.currentTarget.checked)} />
          <SegmentedControl
            size="sm"
            value={order}
            onChange={setOrder}
            aria-label={t('ward.order')}
            data={(['bed', 'news2', 'due'] as const).map((value) => ({ value, label: t(`ward.order.${value}`) }))}
          />
          <WardSelect wards={board.wards} ward={ward} choose={choose} />
        </div>
      </header>
      <CriticalCalls patients={lines.flatMap(({ stay }) => stay?.patient?.id ?? [])} />
      {lines.length === 0 ? (
        <div className={styles['tableWrap']}>
          <Nothing>{t(mine ? 'ward.none-mine' : 'ward.none')}</Nothing>
        </div>
      ) : (
        <Patients lines={lines} drugs={drugs} />
      )}
    </>
  );
}

/** What is late on the ward, as numbers in words. */
function Overdue({ lines }: { readonly lines: readonly BedLine[] }) {
  const { t } = usePreferences();
  const now = useNow(15_000);
  const late = lines.filter(({ stay }) => timeOf(stay?.vitalsDue) < now).length;
  const waiting = lines.filter(({ stay }) => stay?.escalation?.status === 'requested').length;
  return (
    <span className={styles['counts']}>
      <span>
        {t('ward.vitals-late')} <b>{late}</b>
      </span>
      <span>
        {t('ward.escalations-open')} <b>{waiting}</b>
      </span>
    </span>
  );
}

interface DueDose {
  readonly patient: string;
  readonly standing: string;
}

export interface DrugCount {
  readonly due: number;
  readonly late: number;
}

const HOUR = 3_600_000;

/** How many doses are due in the next hours, by patient. Undefined: not known. */
function useDrugCounts(lines: readonly BedLine[]): ReadonlyMap<string, DrugCount> | undefined {
  const ids = lines.flatMap(({ stay }) => stay?.patient?.id ?? []).toSorted();
  const { data } = useQuery({
    queryKey: ['care', 'ward', 'drugs', ...ids],
    queryFn: async ({ signal }) => countDoses(ids.slice(0, 100), signal),
    enabled: ids.length > 0,
    refetchInterval: 60_000,
  });
  return data;
}

async function countDoses(ids: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, DrugCount>> {
  const now = Date.now();
  const [from, to] = [new Date(now - 12 * HOUR).toISOString(), new Date(now + 2 * HOUR).toISOString()];
  const query = new URLSearchParams({ patient: ids.join(','), from, to });
  const { doses } = (await request(`/care/medication/due?${query}`, { signal })) as { doses: readonly DueDose[] };
  const counts = new Map(ids.map((id) => [id, { due: 0, late: 0 }]));
  for (const { patient, standing } of doses) {
    const count = counts.get(patient);
    if (count === undefined) continue;
    if (standing === 'due') count.due++;
    if (standing === 'late') count.late++;
  }
  return counts;
}

interface PatientsProps {
  readonly lines: readonly BedLine[];
  readonly drugs: ReadonlyMap<string, DrugCount> | undefined;
}

function Patients({ lines, drugs }: PatientsProps) {
  const { t } = usePreferences();
  return (
    <div className={styles['tableWrap']}>
      <table className={styles['list']} data-ward-list>
        <thead>
          <tr>
            <th>{t('ward.bed')}</th>
            <th>{t('patient.name')}</th>
            <th>NEWS2</th>
            <th>{t('ward.vitals')}</th>
            <th>{t('ward.drugs')}</th>
            <th>{t('ward.tasks')}</th>
            <th className={styles['wide']}>{t('ward.team')}</th>
            <th className={styles['wide']}>{t('ward.discharge')}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <PatientLine key={line.bed} line={line} drugs={drugs} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function PatientLine({ line, drugs }: { readonly line: BedLine; readonly drugs: PatientsProps['drugs'] }) {
  const { language, t } = usePreferences();
  const sexAge = useSexAge();
  const { stay } = line;
  if (stay === undefined) return null;
  if (stay.restricted === true || stay.patient === undefined)
    return (
      <tr>
        <td>{nameIn(line, language)}</td>
        <td colSpan={7}>{t('ward.restricted')}</td>
      </tr>
    );
  const { id } = stay.patient;
  return (
    <tr data-patient={id}>
      <td className={styles['bedCell']}>{nameIn(line, language)}</td>
      <td className={styles['who']}>
        <Link to="/patients/$id" params={{ id }} search={{}} className={styles['link']}>
          <strong>{nameIn(stay.patient, language)}</strong> <span>{sexAge(stay)}</span>
        </Link>
        <Flags flags={stay.flags} />
        <span className={styles['sub']}>{[stay.elsewhere, stay.reason].filter(Boolean).join(' · ')}</span>
      </td>
      <td>
        <NewsBadge news2={stay.news2} />
        {stay.escalation !== undefined && (
          <span className={styles['sub']}>
            {t(stay.escalation.status === 'requested' ? 'ward.escalation' : 'ward.acknowledged')}{' '}
            <DueTime due={stay.escalation.due} done={stay.escalation.status !== 'requested'} />
          </span>
        )}
      </td>
      <td>
        <Link to="/patients/$id/flowsheet" params={{ id }} search={{}} className={styles['link']} data-chart={id}>
          <DueTime due={stay.vitalsDue} />
        </Link>
      </td>
      <td>
        <DrugWords count={drugs?.get(id)} />
      </td>
      <td>
        {stay.tasks === undefined ? (
          <span className="muted">–</span>
        ) : (
          <Link to="/tasks" search={{ patient: id }} className={styles['link']}>
            {stay.tasks.open}
            <span className={styles['wide']}>
              <DueTime due={stay.tasks.first} />
            </span>
          </Link>
        )}
      </td>
      <td className={styles['wide']}>
        {nameIn(stay.attending, language)}
        <span className={styles['sub']}>{nameIn(stay.nurse, language)}</span>
      </td>
      <td className={styles['wide']}>
        {stay.expectedDischarge === undefined ? '' : dateText(stay.expectedDischarge, language)}
      </td>
    </tr>
  );
}

function DrugWords({ count }: { readonly count: DrugCount | undefined }) {
  const { t } = usePreferences();
  if (count === undefined) return <span className="muted">{t('ward.not-known')}</span>;
  if (count.due + count.late === 0) return <span className="muted">–</span>;
  return (
    <span className={styles['due']} data-late={count.late > 0}>
      {t('ward.drugs-due', { count: count.due + count.late })}
      {count.late > 0 && ` ${t('ward.drugs-late', { count: count.late })}`}
    </span>
  );
}
