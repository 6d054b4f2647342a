/**
 * The cards of the summary that are lists: problems, medications, encounters, immunizations.
 */
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { usePreferences } from '../../app/preferences.tsx';
import type { Encounter } from '../../fhir/types.ts';
import { CodeableConceptDisplay } from '../../ui/CodeableConceptDisplay.tsx';
import { DateDisplay } from '../../ui/DateDisplay.tsx';
import { DosageDisplay } from '../../ui/DosageDisplay.tsx';
import { PeriodDisplay } from '../../ui/PeriodDisplay.tsx';
import { ReferenceDisplay } from '../../ui/ReferenceDisplay.tsx';
import { Loaded, Section } from '../../ui/Section.tsx';
import ui from '../../ui/ui.module.css';
import { laneOf } from '../encounters/timeline.ts';
import { VisitName, VisitReason } from '../encounters/Visit.tsx';
import { visitPlace, visitReason } from '../encounters/visit.ts';
import { DrugLine } from '../medications/DrugLine.tsx';
import { isActiveProblem, onsetOf } from '../problems/problem-state.ts';
import { conditionsQuery, encountersQuery, immunizationsQuery, medicationsQuery } from '../queries.ts';
import { useWords } from '../use-words.ts';
import { AllLink } from './AllLink.tsx';
import styles from './summary.module.css';

function Line({ main, sub, date }: { readonly main: ReactNode; readonly sub?: ReactNode; readonly date: ReactNode }) {
  return (
    <li className={styles['line']}>
      <div className={styles['lineMain']}>
        {main}
        {sub !== undefined && <span className={ui['sub']}>{sub}</span>}
      </div>
      <span className={styles['lineDate']}>{date}</span>
    </li>
  );
}

function usePatientId(): string {
  return useParams({ from: '/inside/patients/$id' }).id;
}

export function ProblemCard() {
  const words = useWords();
  const { t } = usePreferences();
  const query = useQuery(conditionsQuery(usePatientId()));
  const active = query.data?.matches.filter(isActiveProblem) ?? [];
  return (
    <Section
      title={words('problems.active')}
      count={query.data && active.length}
      tools={<AllLink section="problems" />}
    >
      <Loaded query={query} lines={5} empty={words('problems.none-active')} isEmpty={() => active.length === 0}>
        {() => (
          <ul className={styles['lines']}>
            {active.map((one) => (
              <Line
                key={one.id}
                main={<CodeableConceptDisplay concept={one.code} />}
                date={onsetOf(one) === undefined ? t('value.not-recorded') : <DateDisplay value={onsetOf(one)} />}
              />
            ))}
          </ul>
        )}
      </Loaded>
    </Section>
  );
}

export function MedicationCard() {
  const words = useWords();
  const query = useQuery(medicationsQuery(usePatientId()));
  const current = query.data?.matches ?? [];
  return (
    <Section
      title={words('medications.current')}
      count={query.data && current.length}
      tools={<AllLink section="medications" />}
    >
      <Loaded query={query} lines={5} empty={words('medications.none-current')} isEmpty={() => current.length === 0}>
        {({ included }) => (
          <ul className={styles['lines']}>
            {current.map((one) => (
              <Line
                key={one.id}
                main={<DrugLine request={one} included={included} />}
                sub={<DosageDisplay dosages={one.dosageInstruction} />}
                date={<DateDisplay value={one.authoredOn} />}
              />
            ))}
          </ul>
        )}
      </Loaded>
    </Section>
  );
}

const SOME = 5;

export function EncounterCard() {
  const words = useWords();
  const query = useQuery(encountersQuery(usePatientId()));
  return (
    <Section title={words('encounters.recent')} tools={<AllLink section="encounters" />}>
      <Loaded query={query} lines={4} empty={words('encounters.none')} isEmpty={({ matches }) => matches.length === 0}>
        {({ matches }) => (
          <ul className={styles['lines']}>
            {matches.slice(0, SOME).map((one) => (
              <Line
                key={one.id}
                main={<VisitName encounter={one} />}
                sub={<EncounterSub encounter={one} />}
                date={<PeriodDisplay period={one.period} />}
              />
            ))}
          </ul>
        )}
      </Loaded>
    </Section>
  );
}

function EncounterSub({ encounter }: { readonly encounter: Encounter }) {
  const { t } = usePreferences();
  const place = visitPlace(encounter);
  const reason = visitReason(encounter);
  return (
    <>
      {t(`lane.${laneOf(encounter)}`)}
      {place !== undefined && (
        <>
          {' · '}
          <ReferenceDisplay reference={place} />
        </>
      )}
      {reason !== undefined && (
        <>
          {' · '}
          <VisitReason encounter={encounter} />
        </>
      )}
    </>
  );
}

export function ImmunizationCard() {
  const words = useWords();
  const query = useQuery(immunizationsQuery(usePatientId()));
  return (
    <Section title={words('immunizations.recent')} tools={<AllLink section="immunizations" />}>
      <Loaded
        query={query}
        lines={4}
        empty={words('immunizations.none')}
        isEmpty={({ matches }) => matches.length === 0}
      >
        {({ matches }) => (
          <ul className={styles['lines']}>
            {matches.slice(0, SOME).map((one) => (
              <Line
                key={one.id}
                main={<CodeableConceptDisplay concept={one.vaccineCode} />}
                date={<DateDisplay value={one.occurrenceDateTime} />}
              />
            ))}
          </ul>
        )}
      </Loaded>
    </Section>
  );
}
