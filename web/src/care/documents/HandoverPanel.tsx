import { Button, CloseButton } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { usePreferences } from '../../app/preferences.tsx';
import { dateTimeText } from '../../format/date.ts';
import { isMessageKey } from '../../messages/messages.ts';
import { Failure } from '../../ui/Section.tsx';
import { noteQuery, type Note, type Severity, type Template } from './api.ts';
import { ConflictStrip } from './ConflictStrip.tsx';
import type { DraftAction } from './draft-state.ts';
import { EditorBones } from './Editor.tsx';
import { faultMessage } from './fault-text.ts';
import { acceptHandover, giveHandover, prepareHandover, type Outcome, type Standing } from './handover-api.ts';
import { missingTitles } from './missing.ts';
import { NoteBody } from './NoteBody.tsx';
import { SaveState } from './SaveState.tsx';
import { SectionEditor } from './SectionEditor.tsx';
import { SeverityTag } from './SeverityTag.tsx';
import { useDraft } from './use-draft.ts';
import { useQuoting } from './use-quoting.ts';
import { useTemplate } from './use-template.ts';
import notes from './notes.module.css';
import styles from './handover.module.css';

interface Props {
  readonly patient: string;
  readonly title: string;
  readonly standing: Standing;
  readonly close?: (() => void) | undefined;
}

/** The handover of one patient: to prepare, to write, to sign, to read back. */
export function HandoverPanel({ patient, title, standing, close }: Props) {
  const { t } = usePreferences();
  return (
    <section className={notes['sheet']} aria-label={title} data-handover={patient} data-state={standing.state}>
      <header className={notes['sheetHead']}>
        <h2>{title}</h2>
        {standing.state !== 'draft' && standing.note !== undefined && <SeverityTag severity={standing.note.severity} />}
        {close !== undefined && (
          <CloseButton className={styles['close'] ?? ''} size="lg" aria-label={t('action.close')} onClick={close} />
        )}
      </header>
      {standing.note === undefined ? (
        <Prepare patient={patient} />
      ) : (
        <Known id={standing.note.id} standing={standing} key={standing.note.id} />
      )}
    </section>
  );
}

function useAgain(): () => Promise<void> {
  const queries = useQueryClient();
  return async () => {
    await queries.invalidateQueries({ queryKey: ['handover'] });
    await queries.invalidateQueries({ queryKey: ['note'] });
  };
}

export function Prepare({ patient }: { readonly patient: string }) {
  const { language, t } = usePreferences();
  const again = useAgain();
  const prepare = useMutation({ mutationFn: () => prepareHandover([patient], language), onSuccess: again });
  return (
    <div className={styles['prepare']}>
      <p>{t('handover.prepare-note')}</p>
      <Button size="md" loading={prepare.isPending} onClick={() => prepare.mutate()} data-prepare>
        {t('handover.prepare')}
      </Button>
      {prepare.isError && <p role="alert">{t(faultMessage(prepare.error))}</p>}
    </div>
  );
}

function Known({ id, standing }: { readonly id: string; readonly standing: Standing }) {
  const query = useQuery(noteQuery(id));
  const template = useTemplate('handover');
  if (query.isError) return <Failure error={query.error} retry={query.refetch} />;
  if (query.data === undefined || template === undefined) return <EditorBones />;
  if (query.data.status === 'preliminary') return <Write note={query.data} template={template} />;
  return <Read note={query.data} template={template} standing={standing} />;
}

const SEVERITIES = ['stable', 'watcher', 'unstable'] as const;

function Write({ note, template }: { readonly note: Note; readonly template: Template }) {
  const { language, t } = usePreferences();
  const draft = useDraft(note);
  const { state, change } = draft;
  useQuoting(change, state.sections.length);
  const again = useAgain();
  const give = useMutation({
    mutationFn: async () => {
      const saved = await draft.flush();
      if (saved === undefined) throw draft.state.failed;
      return giveHandover([saved]);
    },
    onSuccess: (outcomes) => (outcomes[0]?.done === true ? again() : undefined),
  });
  const missing = missingTitles(template, state.sections, language);
  const ready = missing.length === 0 && state.severity !== undefined;
  return (
    <>
      <div className={styles['saving']}>
        <SaveState state={state} />
      </div>
      {state.conflict && <ConflictStrip note={note} change={change} />}
      <div className={notes['sheetBody']}>
        <SeverityChoice severity={state.severity} change={change} />
        {state.sections.map((section, at) => (
          <SectionEditor
            key={section.key}
            section={section}
            before={undefined}
            at={at}
            template={template}
            language={note.language}
            change={change}
          />
        ))}
      </div>
      <footer className={notes['signBar']}>
        {state.severity === undefined && <p className={notes['missing']}>{t('handover.severity-missing')}</p>}
        {missing.length > 0 && <p className={notes['missing']}>{t('notes.missing', { names: missing.join(', ') })}</p>}
        <OutcomeFault outcome={give.data?.[0]} />
        {give.isError && <p role="alert">{t(faultMessage(give.error))}</p>}
        <div className={notes['signTools']}>
          <Button size="md" disabled={!ready} loading={give.isPending} onClick={() => give.mutate()} data-give>
            {t('handover.give')}
          </Button>
        </div>
      </footer>
    </>
  );
}

function OutcomeFault({ outcome }: { readonly outcome: Outcome | undefined }) {
  const { t } = usePreferences();
  if (outcome === undefined || outcome.done) return null;
  const key = `note-fault.${outcome.fault?.replace(/^care\./, '') ?? ''}`;
  return (
    <p role="alert" className={notes['conflict']}>
      {isMessageKey(key) ? t(key) : outcome.message}
    </p>
  );
}

interface ChoiceProps {
  readonly severity: Severity | undefined;
  readonly change: (action: DraftAction) => void;
}

function SeverityChoice({ severity, change }: ChoiceProps) {
  const { t } = usePreferences();
  return (
    <fieldset className={styles['choice']}>
      <legend>{t('handover.severity')}</legend>
      {SEVERITIES.map((one) => (
        <label key={one} data-chosen={one === severity}>
          <input
            type="radio"
            name="severity"
            value={one}
            checked={one === severity}
            onChange={() => change({ kind: 'severity', severity: one })}
          />
          <SeverityTag severity={one} />
        </label>
      ))}
    </fieldset>
  );
}

interface ReadProps {
  readonly note: Note;
  readonly template: Template;
  readonly standing: Standing;
}

function Read({ note, template, standing }: ReadProps) {
  const { language, t } = usePreferences();
  const { accepted, mine } = standing;
  return (
    <>
      <p className={notes['byline']}>
        {t('handover.from', { name: note.author?.display ?? '', at: dateTimeText(note.date, language) })}
      </p>
      <div className={notes['sheetBody']}>
        <NoteBody note={note} template={template} />
      </div>
      {accepted !== undefined && (
        <div className={styles['accepted']}>
          <strong>{t('handover.accepted', { name: accepted.by, at: dateTimeText(accepted.at, language) })}</strong>
          <p>{accepted.readBack}</p>
        </div>
      )}
      {accepted === undefined && mine === true && <p className={styles['waiting']}>{t('handover.waiting')}</p>}
      {accepted === undefined && mine !== true && <Accept note={note} />}
    </>
  );
}

/** Synthesis by the receiver: what was understood, in own words. */
function Accept({ note }: { readonly note: Note }) {
  const { t } = usePreferences();
  const [readBack, setReadBack] = useState('');
  const again = useAgain();
  const accept = useMutation({ mutationFn: () => acceptHandover(note, readBack.trim()), onSuccess: again });
  return (
    <form
      className={notes['signBar']}
      onSubmit={(event) => {
        event.preventDefault();
        accept.mutate();
      }}
    >
      <label className={styles['readBack']}>
        {t('handover.read-back')}
        <textarea
          rows={3}
          maxLength={4000}
          value={readBack}
          placeholder={t('handover.read-back-hint')}
          onChange={(event) => setReadBack(event.currentTarget.value)}
        />
      </label>
      <OutcomeFault outcome={accept.data?.[0]} />
      {accept.isError && <p role="alert">{t(faultMessage(accept.error))}</p>}
      <div className={notes['signTools']}>
        <Button type="submit" size="md" disabled={readBack.trim().length < 2} loading={accept.isPending} data-accept>
          {t('handover.accept')}
        </Button>
      </div>
    </form>
  );
}
