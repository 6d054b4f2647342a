import { Button, Modal } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { usePreferences } from '../../app/preferences.tsx';
import { nameIn } from '../ward/parts.tsx';
import { faultMessage } from './fault-text.ts';
import { readBackCall, type InboxLine } from './inbox-api.ts';
import notes from './notes.module.css';
import styles from './inbox.module.css';

/** A critical result is acknowledged by typing each of its values: what was read is what was meant. */
export function ReadBack({ line }: { readonly line: InboxLine }) {
  const { t } = usePreferences();
  const [opened, dialog] = useDisclosure(false);
  return (
    <>
      <Button color="danger" onClick={dialog.open} data-read-back>
        {t('inbox.read-back')}
      </Button>
      <Modal opened={opened} onClose={dialog.close} title={<strong>{t('inbox.read-back-title')}</strong>} centered>
        <ReadBackForm line={line} done={dialog.close} />
      </Modal>
    </>
  );
}

function ReadBackForm({ line, done }: { readonly line: InboxLine; readonly done: () => void }) {
  const { language, t } = usePreferences();
  const queries = useQueryClient();
  const { task = '', values = [] } = line.call ?? {};
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  const [attempt] = useState(() => crypto.randomUUID());
  const said = values.map(({ code }) => ({ code, value: (typed[code] ?? '').trim() }));
  const send = useMutation({
    mutationFn: () => readBackCall(`${attempt}-${said.map(({ value }) => value).join('-')}`.slice(0, 64), task, said),
    onSuccess: async () => {
      done();
      await queries.invalidateQueries({ queryKey: ['inbox'] });
    },
  });
  return (
    <form
      className={styles['form']}
      onSubmit={(event) => {
        event.preventDefault();
        send.mutate();
      }}
    >
      <p>
        {nameIn(line.patient, language)} · {line.title}
      </p>
      {line.values
        .filter(({ flag }) => flag !== undefined)
        .map((fact) => (
          <p key={fact.of.join(' ')} className={styles['critical']}>
            {fact.text}
          </p>
        ))}
      <p className="muted">{t('inbox.read-back-note')}</p>
      {values.map(({ code, name }) => (
        <label key={code}>
          {name}
          <input
            inputMode="decimal"
            autoComplete="off"
            value={typed[code] ?? ''}
            onChange={(event) => setTyped({ ...typed, [code]: event.currentTarget.value })}
          />
        </label>
      ))}
      {send.isError && <p role="alert">{t(faultMessage(send.error))}</p>}
      <div className={notes['dialogTools']}>
        <Button variant="default" onClick={done}>
          {t('action.cancel')}
        </Button>
        <Button type="submit" disabled={said.some(({ value }) => value === '')} loading={send.isPending}>
          {t('inbox.acknowledge')}
        </Button>
      </div>
    </form>
  );
}
