import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useMe } from '../../access/SessionGate.tsx';
import { usePreferences } from '../../app/preferences.tsx';
import { search } from '../../fhir/client.ts';
import { resourceName } from '../../format/resource-name.ts';
import styles from './notes.module.css';

export interface Chosen {
  readonly id: string;
  readonly name: string;
}

interface Props {
  readonly chosen: Chosen | undefined;
  readonly choose: (chosen: Chosen | undefined) => void;
}

/** Asks somebody to sign as well: found by typing a name. */
export function Supervisor({ chosen, choose }: Props) {
  const { t } = usePreferences();
  const [typed, setTyped] = useState('');
  return (
    <div className={styles['supervisor']}>
      <label>
        <span>{t('notes.supervisor')}</span>
        {chosen === undefined ? (
          <input
            type="search"
            value={typed}
            placeholder={t('notes.supervisor-hint')}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
        ) : (
          <strong>{chosen.name}</strong>
        )}
      </label>
      {chosen === undefined ? (
        <Found typed={typed.trim()} choose={choose} />
      ) : (
        <button type="button" className={styles['drop']} onClick={() => choose(undefined)}>
          {t('notes.supervisor-none')}
        </button>
      )}
    </div>
  );
}

function Found({ typed, choose }: { readonly typed: string; readonly choose: Props['choose'] }) {
  const { language, t } = usePreferences();
  const { fhirUser } = useMe();
  const query = useQuery({
    queryKey: ['practitioners', typed],
    queryFn: ({ signal }) => search('Practitioner', { 'name:contains': typed, _count: 6 }, signal),
    enabled: typed !== '',
  });
  const others = (query.data?.matches ?? []).filter(({ id }) => `Practitioner/${id}` !== fhirUser);
  if (typed === '' || query.isPending) return null;
  if (others.length === 0) return <p className="muted">{t('notes.supervisor-nobody')}</p>;
  return (
    <ul className={styles['found']}>
      {others.map((one) => {
        const name = resourceName(one, language);
        return (
          <li key={one.id}>
            <button type="button" onClick={() => choose({ id: one.id ?? '', name })}>
              {name}
            </button>
          </li>
        );
      })}
    </ul>
  );
}
