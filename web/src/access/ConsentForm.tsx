/**
 * What an app asks for, in words, each of which may be refused. Maru's own pages never come here.
 */
import { Button, Checkbox, TextInput } from '@mantine/core';
import { IconApps } from '@tabler/icons-react';
import { useState } from 'react';
import { usePreferences } from '../app/preferences.tsx';
import type { Interaction } from './api.ts';
import { AnswerError } from './AnswerError.tsx';
import { useAnswer } from './use-answer.ts';
import styles from './access.module.css';

export function ConsentForm({ interaction }: { readonly interaction: Interaction }) {
  const { language, t } = usePreferences();
  const asked = interaction.scopes ?? [];
  const [granted, setGranted] = useState<readonly string[]>(asked.map(({ scope }) => scope));
  const [patient, setPatient] = useState('');
  const answer = useAnswer(interaction.uid);
  const needed = interaction.patientNeeded === true;
  const body = { scopes: granted, ...(needed ? { patient: patient.trim() } : {}) };
  const toggle = (scope: string, on: boolean) =>
    setGranted((all) => (on ? [...all, scope] : all.filter((one) => one !== scope)));
  return (
    <>
      <h1 className={styles['title']}>{t('consent.title')}</h1>
      <p className={styles['lead']}>{t('consent.note', { person: interaction.person?.name[language] ?? '' })}</p>
      <ClientCard interaction={interaction} />
      <ul className={styles['scopes']}>
        {asked.map((one) => (
          <li key={one.scope}>
            <Checkbox
              label={one[language]}
              description={one.scope}
              checked={granted.includes(one.scope)}
              onChange={(event) => toggle(one.scope, event.currentTarget.checked)}
            />
          </li>
        ))}
      </ul>
      {needed && (
        <TextInput
          label={t('consent.patient')}
          value={patient}
          onChange={(event) => setPatient(event.currentTarget.value)}
          required
        />
      )}
      {answer.isError && <AnswerError error={answer.error} at={answer.submittedAt} />}
      <div className={styles['buttons']}>
        <Button
          loading={answer.isPending}
          disabled={needed && patient.trim() === ''}
          onClick={() => answer.mutate({ step: 'consent', body })}
        >
          {t('consent.allow')}
        </Button>
        <Button variant="default" onClick={() => answer.mutate({ step: 'abort' })}>
          {t('consent.refuse')}
        </Button>
      </div>
    </>
  );
}

function ClientCard({ interaction }: { readonly interaction: Interaction }) {
  const { client } = interaction;
  return (
    <div className={styles['client']}>
      <IconApps size={26} stroke={1.5} aria-hidden />
      <div>
        <strong>{client.name}</strong>
        <div className="muted">{client.uri ?? client.id}</div>
      </div>
    </div>
  );
}
