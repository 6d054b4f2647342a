/**
 * The handover of one patient: the record to quote from, the handover beside it, and those of earlier shifts.
 *
 * Proof   test/journey/notes.test.ts
 */
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { usePreferences } from '../../app/preferences.tsx';
import { dateTimeText } from '../../format/date.ts';
import { PageHead } from '../../record/PageHead.tsx';
import { Bones, Loaded, Section } from '../../ui/Section.tsx';
import { FactList } from './FactList.tsx';
import { HandoverPanel } from './HandoverPanel.tsx';
import { patientHandoverQuery, type HandoverPast, type Standing } from './handover-api.ts';
import { SeverityTag } from './SeverityTag.tsx';
import { useTemplate } from './use-template.ts';
import { useWriting, WritingContext } from './writing.ts';
import notes from './notes.module.css';
import styles from './handover.module.css';

export default function PatientHandoverPage() {
  const { id: patient } = useParams({ from: '/inside/patients/$id' });
  const { language, t } = usePreferences();
  const writing = useWriting();
  const query = useQuery(patientHandoverQuery(patient));
  const template = useTemplate('handover');
  const [chosen, choose] = useState<string>();
  const standing = standingOf(query.data ?? [], chosen);
  return (
    <WritingContext value={writing}>
      <PageHead title="handover.title" />
      <div className={notes['desk']} data-desk="write">
        <div className={styles['reading']}>
          {template === undefined ? (
            <Bones lines={8} />
          ) : (
            <FactList patient={patient} template={template} language={language} />
          )}
          <Section title={t('handover.past')}>
            <Loaded query={query} lines={3} empty={t('handover.none')} isEmpty={(all) => all.length === 0}>
              {(all) => <Past all={all} open={standing.note?.id} choose={choose} />}
            </Loaded>
          </Section>
        </div>
        <div className={notes['writing']}>
          {query.data !== undefined && (
            <HandoverPanel
              key={`${standing.note?.id} ${standing.state}`}
              patient={patient}
              title={t('handover.title')}
              standing={standing}
              close={chosen === undefined ? undefined : () => choose(undefined)}
            />
          )}
        </div>
      </div>
    </WritingContext>
  );
}

/** The chosen one; else the caller's draft, else one that waits to be accepted; else there is none yet. */
function standingOf(all: readonly HandoverPast[], chosen: string | undefined): Standing {
  const found =
    all.find(({ id }) => id === chosen) ??
    all.find(({ state, mine }) => state === 'draft' && mine === true) ??
    all.find(({ state, mine }) => state === 'given' && mine !== true);
  return found ?? { state: 'none' };
}

interface PastProps {
  readonly all: readonly HandoverPast[];
  readonly open: string | undefined;
  readonly choose: (id: string) => void;
}

function Past({ all, open, choose }: PastProps) {
  const { language, t } = usePreferences();
  return (
    <ul className={notes['lines']}>
      {all.map(({ id, note, state, accepted }) => (
        <li key={id}>
          <button type="button" className={notes['line']} data-open={id === open} onClick={() => choose(id)}>
            <span className={notes['lineTitle']}>
              {dateTimeText(note?.at, language)} · {note?.author}
            </span>
            <SeverityTag severity={note?.severity} />
            <span className={notes['lineAuthor']}>
              {t(`handover-state.${state}`)}
              {accepted !== undefined && ` · ${accepted.by}`}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
