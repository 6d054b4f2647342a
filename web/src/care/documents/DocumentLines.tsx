import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { usePreferences } from '../../app/preferences.tsx';
import { read } from '../../fhir/client.ts';
import { dateTimeText } from '../../format/date.ts';
import { AttachmentDisplay } from '../../record/documents/AttachmentDisplay.tsx';
import { useDetail } from '../../record/use-detail.ts';
import { Loaded, Section } from '../../ui/Section.tsx';
import ui from '../../ui/ui.module.css';
import { documentListQuery, type DocumentLine } from './api.ts';
import { StateTag } from './StateTag.tsx';
import styles from './notes.module.css';

const FIRST = 30;

/** The documents of the patient with their versions and signatures, newest first. */
export function DocumentLines({ open }: { readonly open?: string }) {
  const { t } = usePreferences();
  const { id: patient } = useParams({ from: '/inside/patients/$id' });
  const query = useQuery(documentListQuery(patient));
  return (
    <Section title={t('notes.list')} count={query.data?.length}>
      <Loaded query={query} lines={6} empty={t('notes.none')} isEmpty={(lines) => lines.length === 0}>
        {(lines) => <Lines lines={lines} open={open} />}
      </Loaded>
    </Section>
  );
}

function Lines({ lines, open }: { readonly lines: readonly DocumentLine[]; readonly open: string | undefined }) {
  const { t } = usePreferences();
  const [all, setAll] = useState(false);
  const shown = all ? lines : lines.slice(0, FIRST);
  return (
    <>
      <ul className={styles['lines']} aria-label={t('notes.list')}>
        {shown.map((line) =>
          line.type === 'DocumentReference' ? (
            <ForeignLine key={line.id} line={line} />
          ) : (
            <NoteLine key={line.id} line={line} isOpen={line.id === open} />
          ),
        )}
      </ul>
      {shown.length < lines.length && (
        <button type="button" className={styles['moreLines']} onClick={() => setAll(true)}>
          {t('action.more')} ({lines.length - shown.length})
        </button>
      )}
    </>
  );
}

function NoteLine({ line, isOpen }: { readonly line: DocumentLine; readonly isOpen: boolean }) {
  const { open } = useDetail();
  return (
    <li>
      <LineButton line={line} isOpen={isOpen} press={() => open(`Composition/${line.id}`)} />
    </li>
  );
}

/** A text that was not written here opens in its place, so that it can be read while something is written. */
function ForeignLine({ line }: { readonly line: DocumentLine }) {
  const [opened, setOpened] = useState(false);
  return (
    <li>
      <LineButton line={line} isOpen={opened} press={() => setOpened(!opened)} />
      {opened && <ForeignText id={line.id} />}
    </li>
  );
}

function ForeignText({ id }: { readonly id: string }) {
  const query = useQuery({
    queryKey: ['document-reference', id],
    queryFn: ({ signal }) => read('DocumentReference', id, signal),
  });
  return (
    <div className={styles['foreign']}>
      <Loaded query={query} lines={4}>
        {({ content }) => (
          <>
            {content.map(({ attachment }) => (
              <AttachmentDisplay key={attachment.url ?? attachment.title ?? attachment.hash} attachment={attachment} />
            ))}
          </>
        )}
      </Loaded>
    </div>
  );
}

interface LineButtonProps {
  readonly line: DocumentLine;
  readonly isOpen: boolean;
  readonly press: () => void;
}

function LineButton({ line, isOpen, press }: LineButtonProps) {
  const { language, t } = usePreferences();
  return (
    <button
      type="button"
      className={styles['line']}
      data-open={isOpen}
      data-document={line.id}
      data-state={line.state}
      aria-expanded={line.type === 'DocumentReference' ? isOpen : undefined}
      onClick={press}
    >
      <span className={styles['lineTitle']}>
        {line.title}
        {line.problems.length > 0 && <span className="muted"> · {line.problems.join(', ')}</span>}
      </span>
      <span className={ui['date']}>{dateTimeText(line.date, language)}</span>
      <span className={styles['lineAuthor']}>{line.author.name ?? ''}</span>
      <span className={styles['lineState']}>
        <StateTag line={line} />
      </span>
      {line.reason !== undefined && (
        <span className={styles['lineReason']}>{t('notes.amended-because', { reason: line.reason })}</span>
      )}
    </button>
  );
}
