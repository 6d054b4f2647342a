import {
  IconBed,
  IconBuildingHospital,
  IconFlask2,
  IconMicroscope,
  IconNurse,
  IconPill,
  IconSettings,
  IconStethoscope,
  IconUser,
  type Icon,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { usePreferences } from '../app/preferences.tsx';
import { Loaded } from '../ui/Section.tsx';
import { readDemoPeople, type DemoPerson, type Role } from './api.ts';
import type { Answer } from './use-answer.ts';
import { AnswerError } from './AnswerError.tsx';
import styles from './access.module.css';

const ICONS: Readonly<Record<Role, Icon>> = {
  physician: IconStethoscope,
  nurse: IconNurse,
  pharmacist: IconPill,
  laboratory: IconMicroscope,
  'bed-manager': IconBed,
  researcher: IconFlask2,
  patient: IconUser,
  executive: IconBuildingHospital,
  administrator: IconSettings,
};

/** The people of the demo hospital, one of each role and a second nurse: one click signs in. */
export function DemoPeople({ answer }: { readonly answer: Answer }) {
  const query = useQuery({ queryKey: ['demo-people'], queryFn: ({ signal }) => readDemoPeople(signal) });
  const failed = answer.isError && answer.variables.body !== undefined && 'demo' in answer.variables.body;
  return (
    <>
      <Loaded query={query} lines={10}>
        {(people) => (
          <ul className={styles['people']}>
            {people.map((person) => (
              <PersonCard key={person.id} person={person} answer={answer} />
            ))}
          </ul>
        )}
      </Loaded>
      {failed && <AnswerError error={answer.error} at={answer.submittedAt} />}
    </>
  );
}

function PersonCard({ person, answer }: { readonly person: DemoPerson; readonly answer: Answer }) {
  const { language, t } = usePreferences();
  const Sign = ICONS[person.role];
  const busy = answer.isPending || answer.isSuccess;
  return (
    <li>
      <button
        type="button"
        className={styles['person']}
        style={{ width: '100%' }}
        aria-disabled={busy}
        data-person={person.id}
        onClick={() => busy || answer.mutate({ step: 'login', body: { demo: person.id } })}
      >
        <Sign size={24} stroke={1.6} aria-hidden />
        <span>
          <span className={styles['personRole']}>{t(`role.${person.role}`)}</span>
          <span className={styles['personName']}>{person.name[language]}</span>
        </span>
      </button>
    </li>
  );
}
