/**
 * Opens the station by its code; works without a network.
 */
import { Button, PasswordInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { AccessFrame } from '../../access/Frame.tsx';
import { session } from '../../access/session.ts';
import { usePreferences } from '../../app/preferences.tsx';
import { station } from './here.ts';
import styles from './station.module.css';

export function Unlock() {
  const { t } = usePreferences();
  const [code, setCode] = useState('');
  const [state, setState] = useState<'asking' | 'opening' | 'wrong'>('asking');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setState('opening');
    if (session.state === 'starting') void session.resume();
    station.unlock(code).catch(() => {
      setState('wrong');
      setCode('');
    });
  };
  return (
    <AccessFrame>
      <h1 className={styles['title']}>{t('station.unlock')}</h1>
      <p className={styles['lead']}>{t('station.unlock-note')}</p>
      <form className={styles['form']} onSubmit={submit} noValidate>
        <PasswordInput
          size="md"
          label={t('station.code')}
          autoFocus
          autoComplete="off"
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
          error={state === 'wrong' ? t('station.code-wrong') : undefined}
          data-field="code"
        />
        <Button size="lg" type="submit" loading={state === 'opening'} data-action="unlock">
          {t('station.open')}
        </Button>
      </form>
    </AccessFrame>
  );
}
