/**
 * The patient's drug chart: each order in a row, the hours of a day across, what became of each dose in its place; infusions,
 * as-needed drugs and what was recorded below.
 *
 * Source  NHS Common User Interface, medication line and drug administration (display rules)
 * Proof   test/journey/bedside.test.ts
 */
import { Button } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useMe } from '../../access/SessionGate.tsx';
import { usePreferences } from '../../app/preferences.tsx';
import { useNow } from '../../app/use-now.ts';
import { dateText } from '../../format/date.ts';
import { PageHead } from '../../record/PageHead.tsx';
import { useDetail } from '../../record/use-detail.ts';
import { Loaded, Section } from '../../ui/Section.tsx';
import { dueQuery, type DueDose, type DueList, type Step } from './api.ts';
import { AdministrationSide } from './AdministrationSide.tsx';
import styles from './bedside.module.css';
import { takeCarried } from './carried.ts';
import { ChartGrid } from './ChartGrid.tsx';
import { ClockStrip } from './ClockStrip.tsx';
import { doseKey } from './due-filter.ts';
import { EffectRows } from './EffectRows.tsx';
import { GivePanel } from './GivePanel.tsx';
import { InfusionRows, type Doing } from './InfusionRows.tsx';
import { NeededRows } from './NeededRows.tsx';
import { RecordedRows } from './RecordedRows.tsx';
import { scanCodes } from './scan-code.ts';
import { dayOf, dayStart } from './times.ts';
import { useScanner } from './use-scanner.ts';

export default function DrugChartPage() {
  const { id } = useParams({ from: '/inside/patients/$id' });
  const { t } = usePreferences();
  const now = useNow();
  const [days, setDays] = useState(0);
  const [from, to] = [dayStart(now, days), dayStart(now, days + 1)];
  const query = useQuery(dueQuery({ patient: id }, new Date(from).toISOString(), new Date(to).toISOString()));
  return (
    <>
      <PageHead title="bedside.chart">
        <DayWalk day={dayOf(from)} days={days} setDays={setDays} />
      </PageHead>
      <ClockStrip of={query.data} />
      <Loaded query={query} lines={12}>
        {(list) => <Chart patient={id} list={list} now={now} day={from} />}
      </Loaded>
      {query.data?.doses.length === 0 && <p className={styles['note']}>{t('bedside.no-orders')}</p>}
    </>
  );
}

function DayWalk({
  day,
  days,
  setDays,
}: {
  readonly day: string;
  readonly days: number;
  readonly setDays: (days: number) => void;
}) {
  const { language, t } = usePreferences();
  return (
    <>
      <Button variant="default" size="md" onClick={() => setDays(days - 1)} aria-label={t('bedside.day-before')}>
        <IconChevronLeft size={18} aria-hidden />
      </Button>
      <strong className={styles['day']}>
        {dateText(day, language)} {days === 0 ? `(${t('bedside.today')})` : ''}
      </strong>
      <Button
        variant="default"
        size="md"
        onClick={() => setDays(days + 1)}
        aria-label={t('bedside.day-after')}
        disabled={days >= 2}
      >
        <IconChevronRight size={18} aria-hidden />
      </Button>
    </>
  );
}

interface ChartProps {
  readonly patient: string;
  readonly list: DueList;
  readonly now: number;
  readonly day: number;
}

function Chart({ patient, list, now, day }: ChartProps) {
  const { t } = usePreferences();
  const { detail, open, close } = useDetail();
  const [doing, setDoing] = useState<Doing>();
  const give = useGive(patient, list.doses, detail, doing !== undefined);
  const pick = (dose: DueDose) =>
    open(
      dose.administration !== undefined && dose.prn === undefined
        ? `MedicationAdministration/${dose.administration}`
        : doseKey(dose),
    );
  const needed = list.doses.filter(({ prn, infusion }) => prn !== undefined && infusion === undefined);
  const infusions = list.doses.filter(({ infusion }) => infusion !== undefined);
  const timed = list.doses.filter(({ prn, infusion }) => prn === undefined && infusion === undefined);
  return (
    <div className={styles['chart']}>
      {list.effects.length > 0 && <EffectRows list={list} now={now} alone />}
      {infusions.length > 0 && (
        <Section title={t('bedside.infusions')}>
          <InfusionRows patient={patient} doses={infusions} now={now} give={pick} doing={doing} setDoing={setDoing} />
        </Section>
      )}
      {timed.length > 0 && (
        <Section title={t('bedside.timed')} count={timed.length}>
          <ChartGrid doses={timed} now={now} day={day} pick={pick} />
        </Section>
      )}
      {needed.length > 0 && (
        <Section title={t('bedside.needed')}>
          <NeededRows doses={needed} now={now} pick={pick} />
        </Section>
      )}
      <Section title={t('bedside.recorded')}>
        <RecordedRows patient={patient} day={day} open={open} />
      </Section>
      {detail?.startsWith('MedicationAdministration/') === true && (
        <AdministrationSide patient={patient} reference={detail} />
      )}
      {give.open && (
        <GivePanel
          key={give.key}
          patient={patient}
          doses={list.doses}
          dose={give.dose}
          first={give.first}
          close={() => {
            give.end();
            if (detail !== undefined) close();
          }}
        />
      )}
    </div>
  );
}

/** Is a dose being given: one that was chosen, or scans that came without one? */
function useGive(patient: string, doses: readonly DueDose[], detail: string | undefined, busy: boolean) {
  const { role } = useMe();
  const may = role === 'nurse' || role === 'physician';
  const [first, setFirst] = useState<readonly Step[]>(() => takeCarried(patient, Date.now()));
  const dose = detail === undefined ? undefined : doses.find((one) => doseKey(one) === detail);
  const open = may && (first.length > 0 || dose !== undefined);
  useScanner(
    (typed) => {
      const steps = scanCodes(typed).flatMap((code): Step[] =>
        code.kind === 'fault' ? [] : [{ scan: code.kind, raw: code.raw }],
      );
      setFirst(steps);
    },
    may && !open && !busy && !isRetracting(detail),
  );
  return { open, dose, first, key: detail ?? '', end: () => setFirst([]) };
}

function isRetracting(detail: string | undefined): boolean {
  return detail?.startsWith('MedicationAdministration/') === true;
}
