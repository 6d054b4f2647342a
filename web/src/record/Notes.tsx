import { usePreferences } from '../app/preferences.tsx';
import type { Annotation } from '../fhir/types.ts';
import { dateTimeText } from '../format/date.ts';

/** What people wrote beside it. */
export function Notes({ notes }: { readonly notes: readonly Annotation[] | undefined }) {
  const { language, t } = usePreferences();
  if (notes === undefined || notes.length === 0) return null;
  return (
    <div>
      <div className="muted">{t('field.notes')}</div>
      {notes.map((note) => (
        <p key={note.text} style={{ whiteSpace: 'pre-wrap' }}>
          {note.text}{' '}
          <span className="muted">
            {[note.authorString ?? note.authorReference?.display, dateTimeText(note.time, language)]
              .filter(Boolean)
              .join(', ')}
          </span>
        </p>
      ))}
    </div>
  );
}
