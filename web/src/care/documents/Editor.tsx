/**
 * Writes a draft. It saves itself; the line at its head says what the server has.
 */
import { useHotkeys } from '@mantine/hooks';
import { usePreferences } from '../../app/preferences.tsx';
import { Bones } from '../../ui/Section.tsx';
import type { Note, Template } from './api.ts';
import { ConflictStrip } from './ConflictStrip.tsx';
import { ProblemPicker } from './ProblemPicker.tsx';
import { SaveState } from './SaveState.tsx';
import { SectionEditor } from './SectionEditor.tsx';
import { SignBar } from './SignBar.tsx';
import { useDraft } from './use-draft.ts';
import { useQuoting } from './use-quoting.ts';
import styles from './notes.module.css';

export function EditorBones() {
  return (
    <section className={styles['sheet']}>
      <Bones lines={12} />
    </section>
  );
}

interface EditorProps {
  readonly note: Note;
  readonly template: Template;
}

export function Editor({ note, template }: EditorProps) {
  const { language, t } = usePreferences();
  const draft = useDraft(note);
  const { state, change } = draft;
  useQuoting(change, state.sections.length);
  useHotkeys([['alt+I', () => document.querySelector<HTMLElement>('[data-fact]')?.focus()]], []);
  return (
    <section className={styles['sheet']} aria-label={template.title[language]} data-editor={note.id}>
      <header className={styles['sheetHead']}>
        <h2>{template.title[note.language]}</h2>
        <SaveState state={state} />
      </header>
      {state.conflict && <ConflictStrip note={note} change={change} />}
      <div className={styles['sheetBody']}>
        {state.sections.map((section, index) => (
          <SectionEditor
            key={`${section.problem ?? ''} ${section.key}`}
            section={section}
            before={state.sections[index - 1]}
            at={index}
            template={template}
            language={note.language}
            change={change}
          />
        ))}
        {template.problems && <ProblemPicker template={template} sections={state.sections} change={change} />}
      </div>
      <SignBar draft={draft} template={template} />
      <p className={styles['keys']}>{t('notes.keys')}</p>
    </section>
  );
}
