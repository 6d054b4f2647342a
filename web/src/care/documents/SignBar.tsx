import { Button } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { IconSignature } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useMe } from '../../access/SessionGate.tsx';
import { usePreferences } from '../../app/preferences.tsx';
import { FhirFailure } from '../../fhir/client.ts';
import { useDetail } from '../../record/use-detail.ts';
import { faultOf, retractNote, signNote, type Note, type Template } from './api.ts';
import { faultMessage } from './fault-text.ts';
import { Supervisor, type Chosen } from './Supervisor.tsx';
import { missingTitles } from './missing.ts';
import type { useDraft } from './use-draft.ts';
import styles from './notes.module.css';

interface Props {
  readonly draft: ReturnType<typeof useDraft>;
  readonly template: Template;
}

function useDone(): (note: Note) => Promise<void> {
  const { id: patient } = useParams({ from: '/inside/patients/$id' });
  const queries = useQueryClient();
  return async (note) => {
    queries.setQueryData(['note', note.id], note);
    await queries.invalidateQueries({ queryKey: ['patient', patient] });
  };
}

/** Signs what the server has; whatever is missing is named before. */
export function SignBar({ draft, template }: Props) {
  const { language, t } = usePreferences();
  const { role } = useMe();
  const [supervisor, setSupervisor] = useState<Chosen>();
  const { sign, read } = useSigning(draft, supervisor?.id);
  const missing = missingTitles(template, draft.state.sections, language);
  const ready = missing.length === 0 && !draft.state.conflict;
  useHotkeys([['mod+Enter', () => (ready ? sign.mutate() : undefined)]], []);
  return (
    <footer className={styles['signBar']}>
      {missing.length > 0 && <p className={styles['missing']}>{t('notes.missing', { names: missing.join(', ') })}</p>}
      {sign.isError && <SignFault error={sign.error} read={read} />}
      <div className={styles['signRow']}>
        {role === 'physician' && <Supervisor chosen={supervisor} choose={setSupervisor} />}
        <div className={styles['signTools']}>
          <Discard draft={draft} />
          <Button
            size="md"
            leftSection={<IconSignature size={18} aria-hidden />}
            disabled={!ready}
            loading={sign.isPending}
            onClick={() => sign.mutate()}
            data-sign
          >
            {t('notes.sign')}
          </Button>
        </div>
      </div>
    </footer>
  );
}

function useSigning(draft: Props['draft'], supervisor: string | undefined) {
  const done = useDone();
  const sign = useMutation({
    mutationFn: async () => {
      const saved = await draft.flush();
      if (saved === undefined) throw draft.state.failed;
      return signNote(saved, supervisor);
    },
    onSuccess: done,
  });
  /** Values changed since they were quoted: a change that saves again brings the new ones. */
  const read = () => {
    draft.change({ kind: 'text', at: 0, text: draft.state.sections[0]?.text ?? '' });
    sign.reset();
  };
  return { sign, read };
}

function SignFault({ error, read }: { readonly error: unknown; readonly read: () => void }) {
  const { t } = usePreferences();
  const quotes = faultOf(error) === 'quote-changed' && error instanceof FhirFailure ? error.message : undefined;
  return (
    <div role="alert" className={styles['conflict']}>
      <span>
        {t(faultMessage(error))} {quotes !== undefined && <span className="muted">{quotedIn(quotes)}</span>}
      </span>
      {quotes !== undefined && (
        <Button size="xs" variant="default" onClick={read}>
          {t('notes.read-values')}
        </Button>
      )}
    </div>
  );
}

/** The lines that the server named. */
function quotedIn(message: string): string {
  return /since: (.*)\. Look/.exec(message)?.[1] ?? '';
}

/** A draft is thrown away after a second press. */
function Discard({ draft }: { readonly draft: Props['draft'] }) {
  const { t } = usePreferences();
  const [asked, setAsked] = useState(false);
  const { close } = useDetail();
  const done = useDone();
  const discard = useMutation({
    mutationFn: async () => {
      const saved = await draft.flush();
      return retractNote(saved ?? draft.state, t('notes.discarded'));
    },
    onSuccess: async (note) => {
      close();
      await done(note);
    },
  });
  return (
    <Button
      variant="default"
      size="md"
      color={asked ? 'danger' : 'gray'}
      loading={discard.isPending}
      onClick={() => (asked ? discard.mutate() : setAsked(true))}
      onBlur={() => setAsked(false)}
    >
      {asked ? t('notes.discard-really') : t('notes.discard')}
    </Button>
  );
}
