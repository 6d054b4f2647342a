import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { usePreferences } from '../../app/preferences.tsx';
import { conceptText } from '../../format/code.ts';
import { conditionsQuery } from '../../record/queries.ts';
import type { NoteSection, Template } from './api.ts';
import type { DraftAction } from './draft-state.ts';
import styles from './notes.module.css';

interface Props {
  readonly template: Template;
  readonly sections: readonly NoteSection[];
  readonly change: (action: DraftAction) => void;
}

/** Active problems that the note is not about yet. */
export function ProblemPicker({ template, sections, change }: Props) {
  const { language, t } = usePreferences();
  const { id: patient } = useParams({ from: '/inside/patients/$id' });
  const query = useQuery(conditionsQuery(patient));
  const keys = template.sections.filter(({ perProblem }) => perProblem).map(({ key }) => key);
  const about = new Set(sections.flatMap(({ problem }) => problem ?? []));
  const others = (query.data?.matches ?? []).filter(
    ({ id, clinicalStatus }) =>
      !about.has(`Condition/${id}`) && (clinicalStatus?.coding ?? []).some(({ code }) => ACTIVE.has(code ?? '')),
  );
  if (keys.length === 0 || others.length === 0) return null;
  return (
    <div className={styles['problems']}>
      <span className="muted">{t('notes.add-problem')}</span>
      {others.map(({ id = '', code }) => {
        const name = conceptText(code, language);
        return (
          <button
            key={id}
            type="button"
            onClick={() => change({ kind: 'problem', problem: `Condition/${id}`, name, keys })}
          >
            <IconPlus size={13} aria-hidden /> {name}
          </button>
        );
      })}
    </div>
  );
}

const ACTIVE = new Set(['active', 'recurrence', 'relapse']);
