/**
 * Makes this browser the station of a ward: sign in, choose the ward, choose the code that opens it.
 */
import { Button, NativeSelect, PasswordInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { leaveToSignIn } from '../../access/oauth.ts';
import { AccessFrame } from '../../access/Frame.tsx';
import { session } from '../../access/session.ts';
import { usePreferences } from '../../app/preferences.tsx';
import { Bones, Failure } from '../../ui/Section.tsx';
import { readWards, station, type WardChoice } from './here.ts';
import styles from './station.module.css';

export function SetUp() {
  const { t } = usePreferences();
  const query = useQuery({
    queryKey: ['station', 'wards'],
    queryFn: async ({ signal }) => {
      const open = session.state === 'signed-in' || (await session.resume());
      return open ? await readWards(signal) : null;
    },
    retry: false,
  });
  return (
    <AccessFrame>
      <h1 className={styles['title']}>{t('station.set-up')}</h1>
      <p className={styles['lead']}>{t('station.set-up-note')}</p>
      {query.isPending ? (
        <Bones lines={5} />
      ) : query.isError ? (
        <Failure error={query.error} retry={query.refetch} />
      ) : query.data === null ? (
        <Button size="lg" onClick={() => void leaveToSignIn('/station')}>
          {t('station.sign-in')}
        </Button>
      ) : (
        <ChooseWard wards={query.data} />
      )}
    </AccessFrame>
  );
}

/** Shortest code: what is tried out by hand at a device that somebody took away. */
const SHORTEST_CODE = 8;

function ChooseWard({ wards }: { readonly wards: readonly WardChoice[] }) {
  const { language, t } = usePreferences();
  const [ward, setWard] = useState(wards[0]?.id ?? '');
  const [code, setCode] = useState('');
  const [again, setAgain] = useState('');
  const [tried, setTried] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const short = code.length < SHORTEST_CODE;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (short || code !== again) return;
    setBusy(true);
    station.setUp(ward, code).catch((error: unknown) => {
      setFailure(error);
      setBusy(false);
    });
  };
  const names = wards.map(({ id, name, alias }) => ({ value: id, label: language === 'ko' ? name : (alias ?? name) }));
  return (
    <form className={styles['form']} onSubmit={submit} noValidate>
      <NativeSelect
        size="md"
        label={t('station.ward')}
        data={names}
        value={ward}
        onChange={(event) => setWard(event.currentTarget.value)}
        data-field="ward"
      />
      <PasswordInput
        size="md"
        label={t('station.code')}
        description={t('station.code-note', { count: SHORTEST_CODE })}
        autoComplete="new-password"
        value={code}
        onChange={(event) => setCode(event.currentTarget.value)}
        error={tried && short ? t('station.code-short', { count: SHORTEST_CODE }) : undefined}
        data-field="code"
      />
      <PasswordInput
        size="md"
        label={t('station.code-again')}
        autoComplete="new-password"
        value={again}
        onChange={(event) => setAgain(event.currentTarget.value)}
        error={tried && !short && code !== again ? t('station.code-differs') : undefined}
        data-field="again"
      />
      {failure !== undefined && <Failure error={failure} />}
      <Button size="lg" type="submit" loading={busy} data-action="set-up">
        {t('station.begin')}
      </Button>
    </form>
  );
}
