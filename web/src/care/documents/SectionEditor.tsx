import { IconX } from '@tabler/icons-react';
import { useId } from 'react';
import { usePreferences } from '../../app/preferences.tsx';
import { dateTimeText } from '../../format/date.ts';
import type { Language } from '../../format/language.ts';
import type { Fact, NoteSection, Template, TemplateSection } from './api.ts';
import type { DraftAction } from './draft-state.ts';
import { useOpenWriting } from './writing.ts';
import styles from './notes.module.css';

interface Props {
  readonly section: NoteSection;
  /** The section above, to see where a new problem begins. */
  readonly before: NoteSection | undefined;
  readonly at: number;
  readonly template: Template;
  readonly language: Language;
  readonly change: (action: DraftAction) => void;
}

/** One section: its lines from the record, and what is written. */
export function SectionEditor({ section, before, at, template, language, change }: Props) {
  const { t } = usePreferences();
  const known = template.sections.find(({ key }) => key === section.key);
  if (known === undefined) return null;
  const { problem } = section;
  return (
    <>
      {problem !== undefined && problem !== before?.problem && (
        <div className={styles['problem']}>
          <h3>{section.problemName}</h3>
          <button type="button" className={styles['drop']} onClick={() => change({ kind: 'drop-problem', problem })}>
            {t('notes.drop-problem')}
          </button>
        </div>
      )}
      <Field section={section} known={known} at={at} language={language} change={change} />
    </>
  );
}

interface FieldProps extends Pick<Props, 'section' | 'at' | 'language' | 'change'> {
  readonly known: TemplateSection;
}

function Field({ section, known, at, language, change }: FieldProps) {
  const { t } = usePreferences();
  const id = useId();
  const writing = useOpenWriting();
  const empty = section.text.trim() === '' && section.quotes.length === 0;
  return (
    <div className={styles['field']} data-active={writing.at === at} data-section={section.key}>
      <label htmlFor={id}>
        {known.title[language]}
        {known.required && empty && <span className={styles['needed']}>{t('notes.needed')}</span>}
      </label>
      <Quotes quotes={section.quotes} drop={(fact) => change({ kind: 'unquote', at, fact })} />
      <textarea
        id={id}
        value={section.text}
        maxLength={20_000}
        rows={2}
        placeholder={known.hint?.[language]}
        onFocus={() => writing.setAt(at)}
        onChange={(event) => change({ kind: 'text', at, text: event.currentTarget.value })}
      />
    </div>
  );
}

interface QuotesProps {
  readonly quotes: readonly Fact[];
  readonly drop?: ((fact: Fact) => void) | undefined;
}

/** Lines from the record, each with the time for which it is true. */
export function Quotes({ quotes, drop }: QuotesProps) {
  const { language, t } = usePreferences();
  if (quotes.length === 0) return null;
  return (
    <ul className={styles['quotes']}>
      {quotes.map((fact) => (
        <li key={fact.of.join(' ')} data-void={fact.void === true} data-quote={fact.of[0]} data-flag={fact.flag}>
          <span className={styles['factText']}>{fact.text}</span>
          <span className={styles['factTime']}>{fact.kind === 'range' ? '' : dateTimeText(fact.at, language)}</span>
          {fact.void === true && <strong>{t('notes.void')}</strong>}
          {drop !== undefined && (
            <button type="button" aria-label={t('notes.unquote', { text: fact.text })} onClick={() => drop(fact)}>
              <IconX size={14} aria-hidden />
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}
