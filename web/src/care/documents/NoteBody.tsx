import type { Note, NoteSection, Template } from './api.ts';
import { Quotes } from './SectionEditor.tsx';
import styles from './notes.module.css';

interface Props {
  readonly note: Note;
  readonly template: Template | undefined;
}

/** What a note says, section by section; those of one problem together. */
export function NoteBody({ note, template }: Props) {
  const written = note.sections.filter(({ text, quotes }) => text.trim() !== '' || quotes.length > 0);
  return (
    <>
      {written.map((section, at) => (
        <ReadSection
          key={`${section.problem ?? ''} ${section.key}`}
          section={section}
          title={template?.sections.find(({ key }) => key === section.key)?.title[note.language] ?? section.key}
          head={section.problem !== undefined && section.problem !== written[at - 1]?.problem}
        />
      ))}
    </>
  );
}

interface ReadSectionProps {
  readonly section: NoteSection;
  readonly title: string;
  /** Does a problem begin here? */
  readonly head: boolean;
}

function ReadSection({ section, title, head }: ReadSectionProps) {
  return (
    <>
      {head && (
        <div className={styles['problem']}>
          <h3>{section.problemName}</h3>
        </div>
      )}
      <div className={styles['readSection']}>
        <h4>{title}</h4>
        {section.text.trim() !== '' && <p>{section.text}</p>}
        <Quotes quotes={section.quotes} />
      </div>
    </>
  );
}
