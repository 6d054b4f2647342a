import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { usePreferences } from '../../app/preferences.tsx';
import styles from './bedside.module.css';
import { ownWard, setOwnWard, wardsQuery } from './wards.ts';

/** The chosen ward: the one chosen last in this browser, else the first. */
export function useWard(): {
  readonly ward: string | undefined;
  readonly choose: (id: string) => void;
  readonly none: boolean;
  readonly error: unknown;
  readonly retry: () => unknown;
} {
  const { data, error, refetch } = useQuery(wardsQuery());
  const [chosen, setChosen] = useState(ownWard);
  const ward = data?.some(({ id }) => id === chosen) === true ? chosen : data?.[0]?.id;
  const choose = (id: string) => {
    setOwnWard(id);
    setChosen(id);
  };
  return { ward, choose, none: data?.length === 0, error, retry: refetch };
}

export function WardSelect({
  ward,
  choose,
}: {
  readonly ward: string | undefined;
  readonly choose: (id: string) => void;
}) {
  const { t } = usePreferences();
  const { data = [] } = useQuery(wardsQuery());
  return (
    <label className={styles['wardSelect']}>
      <span>{t('bedside.ward')}</span>
      <select value={ward ?? ''} onChange={({ target }) => choose(target.value)} data-ward>
        {data.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
