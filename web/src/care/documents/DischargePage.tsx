/**
 * The discharge summary: composed from the record, completed beside it, signed, printed or handed on.
 *
 * Proof   test/journey/notes.test.ts
 */
import { Button } from '@mantine/core';
import { IconFileText } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useMe } from '../../access/SessionGate.tsx';
import { usePreferences } from '../../app/preferences.tsx';
import { PageHead } from '../../record/PageHead.tsx';
import { encountersQuery } from '../../record/queries.ts';
import { useDetail } from '../../record/use-detail.ts';
import { Bones, Failure } from '../../ui/Section.tsx';
import { documentListQuery, type DocumentLine } from './api.ts';
import { Desk } from './Desk.tsx';
import { faultMessage } from './fault-text.ts';
import { useStart } from './NewNote.tsx';
import { useWriting, WritingContext } from './writing.ts';
import styles from './notes.module.css';

export default function DischargePage() {
  const { id: patient } = useParams({ from: '/inside/patients/$id' });
  const writing = useWriting();
  const { detail } = useDetail();
  const query = useQuery(documentListQuery(patient));
  const chosen = detail?.startsWith('Composition/') === true ? detail.slice('Composition/'.length) : undefined;
  const open = chosen ?? (query.data === undefined ? undefined : newest(query.data)?.id);
  return (
    <WritingContext value={writing}>
      <PageHead title="discharge.title">{open !== undefined && <AnotherButton lines={query.data ?? []} />}</PageHead>
      {open !== undefined ? (
        <Desk id={open} />
      ) : query.isPending ? (
        <Bones lines={10} />
      ) : query.isError ? (
        <Failure error={query.error} retry={query.refetch} />
      ) : (
        <Begin />
      )}
    </WritingContext>
  );
}

/** The draft of the caller, else the newest summary that stands. */
function newest(lines: readonly DocumentLine[]): DocumentLine | undefined {
  const own = lines.filter(({ template }) => template === 'discharge');
  return (
    own.find(({ state }) => state === 'draft') ?? own.find(({ state }) => state === 'signed' || state === 'amended')
  );
}

function Begin() {
  const { t } = usePreferences();
  const { role } = useMe();
  const start = useStart();
  return (
    <div className={styles['begin']}>
      <IconFileText size={32} stroke={1.3} aria-hidden />
      <p>{t(role === 'physician' ? 'discharge.begin-note' : 'discharge.none')}</p>
      {role === 'physician' && (
        <Button size="md" loading={start.isPending} onClick={() => start.mutate('discharge')} data-begin>
          {t('discharge.begin')}
        </Button>
      )}
      {start.isError && <p role="alert">{t(faultMessage(start.error))}</p>}
    </div>
  );
}

/** A summary of an earlier stay stands; this stay gets its own. */
function AnotherButton({ lines }: { readonly lines: readonly DocumentLine[] }) {
  const { t } = usePreferences();
  const { role } = useMe();
  const start = useStart();
  const { id: patient } = useParams({ from: '/inside/patients/$id' });
  const stays = useQuery(encountersQuery(patient)).data?.matches.filter(({ status }) => status === 'in-progress') ?? [];
  const summed = new Set(
    lines.flatMap(({ template, encounter }) => (template === 'discharge' ? (encounter ?? []) : [])),
  );
  const missing = stays.length > 0 && stays.every(({ id }) => !summed.has(`Encounter/${id}`));
  if (role !== 'physician' || !missing) return null;
  return (
    <Button variant="default" size="sm" loading={start.isPending} onClick={() => start.mutate('discharge')}>
      {t('discharge.another')}
    </Button>
  );
}
