/**
 * A signed document for reading: what it says, who signed it, whether that is proven, and what may be done with it.
 */
import { Button, Modal, Textarea } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconAlertTriangle, IconShieldCheck } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useMe } from '../../access/SessionGate.tsx';
import { usePreferences } from '../../app/preferences.tsx';
import { dateTimeText } from '../../format/date.ts';
import { isMessageKey } from '../../messages/messages.ts';
import { useDetail } from '../../record/use-detail.ts';
import { Loaded } from '../../ui/Section.tsx';
import {
  amendNote,
  coSignNote,
  documentListQuery,
  proofQuery,
  retractNote,
  type DocumentLine,
  type Note,
  type Proof,
  type Template,
} from './api.ts';
import { faultMessage } from './fault-text.ts';
import { NoteBody } from './NoteBody.tsx';
import { PrintButton } from './PrintButton.tsx';
import { StateTag } from './StateTag.tsx';
import styles from './notes.module.css';

interface Props {
  readonly note: Note;
  readonly template: Template | undefined;
}

export function Reader({ note, template }: Props) {
  const { language, t } = usePreferences();
  const { id: patient } = useParams({ from: '/inside/patients/$id' });
  const lines = useQuery(documentListQuery(patient)).data;
  const line = lines?.find(({ id }) => id === note.id);
  return (
    <article className={styles['sheet']} data-reader={note.id} data-status={note.status}>
      <header className={styles['sheetHead']}>
        <h2>{note.title}</h2>
        {line !== undefined && <StateTag line={line} />}
      </header>
      <p className={styles['byline']}>
        {note.author?.display} · {dateTimeText(note.date, language)}
      </p>
      {line !== undefined && <Versions line={line} />}
      {note.status === 'entered-in-error' && (
        <p className={styles['conflict']} role="note">
          {t('notes.is-retracted')}
        </p>
      )}
      <div className={styles['sheetBody']}>
        <NoteBody note={note} template={template} />
      </div>
      <ProofBox id={note.id} />
      <Tools note={note} line={line} template={template} />
    </article>
  );
}

/** The way between a document and what amends it: both stay readable. */
function Versions({ line }: { readonly line: DocumentLine }) {
  const { t } = usePreferences();
  const { open } = useDetail();
  const { amends, amendedBy, reason } = line;
  if (amends === undefined && amendedBy === undefined) return null;
  return (
    <div className={styles['versions']}>
      {reason !== undefined && <p>{t('notes.amended-because', { reason })}</p>}
      {amends !== undefined && (
        <button type="button" onClick={() => open(amends)}>
          {t('notes.see-original')}
        </button>
      )}
      {amendedBy !== undefined && (
        <button type="button" onClick={() => open(amendedBy)}>
          {t('notes.see-amendment')}
        </button>
      )}
    </div>
  );
}

function ProofBox({ id }: { readonly id: string }) {
  const query = useQuery(proofQuery(id));
  return (
    <Loaded query={query} lines={2}>
      {(proof) => <ProofLines proof={proof} />}
    </Loaded>
  );
}

function ProofLines({ proof }: { readonly proof: Proof }) {
  const { language, t } = usePreferences();
  if (proof.signatures.length === 0 && !proof.unsigned) return null;
  const Sign = proof.proven ? IconShieldCheck : IconAlertTriangle;
  return (
    <div className={styles['proof']} data-proven={proof.proven}>
      <strong>
        <Sign size={16} aria-hidden /> {t(proof.proven ? 'notes.proven' : 'notes.not-proven')}
      </strong>
      <ul>
        {proof.signatures.map(({ provenance, holds, statement, why }) => (
          <li key={provenance}>
            {statement === undefined
              ? t('notes.signature-broken', { why: whyText(why, t) })
              : t('notes.signed-by', {
                  name: statement.name,
                  role: roleText(statement.role, t),
                  act: actText(statement.act, t),
                  at: dateTimeText(statement.at, language),
                })}
            {!holds && statement !== undefined && ` (${whyText(why, t)})`}
          </li>
        ))}
        {proof.unsigned && <li>{t('notes.unsigned')}</li>}
      </ul>
    </div>
  );
}

type Text = ReturnType<typeof usePreferences>['t'];

function whyText(why: string | undefined, t: Text): string {
  const key = `proof-why.${why ?? ''}`;
  return isMessageKey(key) ? t(key) : (why ?? '');
}

function roleText(role: string, t: Text): string {
  const key = `role.${role}`;
  return isMessageKey(key) ? t(key) : role;
}

function actText(act: string, t: Text): string {
  const key = `sign-act.${act}`;
  return isMessageKey(key) ? t(key) : act;
}

interface ToolsProps extends Props {
  readonly line: DocumentLine | undefined;
}

function Tools({ note, line, template }: ToolsProps) {
  const me = useMe();
  const stands = line?.state === 'signed' || line?.state === 'amended';
  const mine = note.author?.reference === me.fhirUser;
  const asked = line?.coSign?.state === 'asked' && line.coSign.reference === me.fhirUser;
  return (
    <footer className={styles['signBar']}>
      <div className={styles['signTools']}>
        <PrintButton id={note.id} />
        {stands && (mine || me.role === 'physician') && <WithReason note={note} kind="retract" />}
        {stands && template?.roles.includes(me.role) === true && <WithReason note={note} kind="amend" />}
        {stands && asked && <CoSign note={note} />}
      </div>
    </footer>
  );
}

function useDone(note: Note): () => Promise<void> {
  const { id: patient } = useParams({ from: '/inside/patients/$id' });
  const queries = useQueryClient();
  return async () => {
    await queries.invalidateQueries({ queryKey: ['note', note.id] });
    await queries.invalidateQueries({ queryKey: ['patient', patient, 'document-list'] });
  };
}

function CoSign({ note }: { readonly note: Note }) {
  const { t } = usePreferences();
  const done = useDone(note);
  const sign = useMutation({ mutationFn: () => coSignNote(note), onSuccess: done });
  return (
    <>
      {sign.isError && <span role="alert">{t(faultMessage(sign.error))}</span>}
      <Button size="md" loading={sign.isPending} onClick={() => sign.mutate()} data-co-sign>
        {t('notes.co-sign')}
      </Button>
    </>
  );
}

const ACTS = { amend: amendNote, retract: retractNote } as const;

/** Amending and taking back: both ask for the reason, which is signed and kept. */
function WithReason({ note, kind }: { readonly note: Note; readonly kind: keyof typeof ACTS }) {
  const { t } = usePreferences();
  const [opened, dialog] = useDisclosure(false);
  const [reason, setReason] = useState('');
  const { open } = useDetail();
  const done = useDone(note);
  const act = useMutation({
    mutationFn: () => ACTS[kind](note, reason.trim()),
    onSuccess: async (next) => {
      dialog.close();
      await done();
      if (next.id !== note.id) open(`Composition/${next.id}`);
    },
  });
  return (
    <>
      <Button variant="default" size="md" onClick={dialog.open} data-act={kind}>
        {t(`notes.${kind}`)}
      </Button>
      <Modal opened={opened} onClose={dialog.close} title={<strong>{t(`notes.${kind}-title`)}</strong>} centered>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            act.mutate();
          }}
        >
          <p className={styles['dialogNote']}>{t(`notes.${kind}-note`)}</p>
          <Textarea
            label={t('notes.reason')}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            minRows={2}
            maxLength={500}
            autosize
            data-autofocus
            error={act.isError ? t(faultMessage(act.error)) : undefined}
          />
          <div className={styles['dialogTools']}>
            <Button variant="default" onClick={dialog.close}>
              {t('action.cancel')}
            </Button>
            <Button type="submit" disabled={reason.trim().length < 3} loading={act.isPending}>
              {t(`notes.${kind}`)}
            </Button>
          </div>
        </form>
      </Modal>
    </>
  );
}
