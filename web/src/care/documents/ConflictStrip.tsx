import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { usePreferences } from '../../app/preferences.tsx';
import { noteQuery, type Note } from './api.ts';
import type { DraftAction } from './draft-state.ts';
import { faultMessage } from './fault-text.ts';
import styles from './notes.module.css';

interface Props {
  readonly note: Note;
  readonly change: (action: DraftAction) => void;
}

/** Another window wrote on: its version is read, and nothing of this one is sent over it. */
export function ConflictStrip({ note, change }: Props) {
  const { t } = usePreferences();
  const queries = useQueryClient();
  const again = useMutation({
    mutationFn: () => queries.fetchQuery({ ...noteQuery(note.id), staleTime: 0 }),
    onSuccess: (now) => change({ kind: 'opened', note: now }),
  });
  return (
    <div className={styles['conflict']} role="alert">
      <span>{t('notes.conflict')}</span>
      <Button size="xs" variant="default" loading={again.isPending} onClick={() => again.mutate()}>
        {t('notes.read-again')}
      </Button>
      {again.isError && <span>{t(faultMessage(again.error))}</span>}
    </div>
  );
}
