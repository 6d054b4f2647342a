import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useMe } from '../../access/SessionGate.tsx';
import { usePreferences } from '../../app/preferences.tsx';
import { useDetail } from '../../record/use-detail.ts';
import { startNote, templatesQuery } from './api.ts';
import { faultMessage } from './fault-text.ts';
import styles from './notes.module.css';

/** Begins a note, or goes on with the draft that is there. */
export function useStart() {
  const { id: patient } = useParams({ from: '/inside/patients/$id' });
  const { language } = usePreferences();
  const { open } = useDetail();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (template: string) => startNote({ patient, template, language }),
    onSuccess: async (note) => {
      queries.setQueryData(['note', note.id], note);
      open(`Composition/${note.id}`);
      await queries.invalidateQueries({ queryKey: ['patient', patient, 'document-list'] });
    },
  });
}

/** One button for each template of the caller's role. */
export function NewNote() {
  const { language, t } = usePreferences();
  const { role } = useMe();
  const templates = useQuery(templatesQuery).data ?? [];
  const start = useStart();
  const own = templates.filter(({ roles, listed, id }) => listed && id !== 'discharge' && roles.includes(role));
  return (
    <div className={styles['newNote']} role="group" aria-label={t('notes.new')}>
      {own.map((template) => (
        <Button
          key={template.id}
          variant="default"
          size="sm"
          leftSection={<IconPlus size={15} aria-hidden />}
          loading={start.isPending && start.variables === template.id}
          onClick={() => start.mutate(template.id)}
          data-template={template.id}
        >
          {template.title[language]}
        </Button>
      ))}
      {start.isError && (
        <span role="alert" className={styles['fault']}>
          {t(faultMessage(start.error))}
        </span>
      )}
    </div>
  );
}
