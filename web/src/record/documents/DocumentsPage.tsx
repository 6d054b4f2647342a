import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { usePreferences } from '../../app/preferences.tsx';
import { isMessageKey } from '../../messages/messages.ts';
import { CodeableConceptDisplay } from '../../ui/CodeableConceptDisplay.tsx';
import { DateDisplay } from '../../ui/DateDisplay.tsx';
import { ReferenceDisplay } from '../../ui/ReferenceDisplay.tsx';
import { Bones, Failure, Nothing, Section } from '../../ui/Section.tsx';
import { Tag } from '../../ui/Tag.tsx';
import ui from '../../ui/ui.module.css';
import { PageHead } from '../PageHead.tsx';
import { compositionsQuery, documentsQuery, reportsQuery } from '../queries.ts';
import { Rows, type Column } from '../Rows.tsx';
import { Split } from '../Side.tsx';
import { Truncated } from '../Truncated.tsx';
import { useDetail } from '../use-detail.ts';
import { useWords } from '../use-words.ts';
import { documentList, type DocumentEntry } from './document-list.ts';
import { DocumentSide } from './DocumentSide.tsx';

/** Reports and documents in one list. One kind that cannot be read does not hide the others, and is said. */
export default function DocumentsPage() {
  const { id } = useParams({ from: '/inside/patients/$id' });
  const words = useWords();
  const { detail } = useDetail();
  const [reports, documents, compositions] = [
    useQuery(reportsQuery(id)),
    useQuery(documentsQuery(id)),
    useQuery(compositionsQuery(id)),
  ];
  const queries = [reports, documents, compositions];
  const all = documentList(
    reports.data?.matches ?? [],
    documents.data?.matches ?? [],
    compositions.data?.matches ?? [],
  );
  const open = all.find(({ reference }) => reference === detail);
  const pending = queries.some((query) => query.isPending);
  return (
    <>
      <PageHead title="section.documents" count={pending ? undefined : all.length} />
      <Split side={open !== undefined && <DocumentSide entry={open} />}>
        <Section title={words('documents.list')}>
          {reports.isError && <Failure error={reports.error} retry={reports.refetch} />}
          {documents.isError && <Failure error={documents.error} retry={documents.refetch} />}
          {compositions.isError && <Failure error={compositions.error} retry={compositions.refetch} />}
          {pending && <Bones lines={8} />}
          {!pending && all.length === 0 && queries.every((query) => query.isSuccess) && (
            <Nothing>{words('documents.none')}</Nothing>
          )}
          {!pending && all.length > 0 && <DocumentRows entries={all} />}
          <Truncated more={queries.some((query) => query.data?.more === true)} shown={all.length} />
        </Section>
      </Split>
    </>
  );
}

function KindWord({ entry }: { readonly entry: DocumentEntry }) {
  const { t } = usePreferences();
  return <>{t(`document.${entry.resource.resourceType}`)}</>;
}

const VALID = new Set(['final', 'current', 'amended', 'corrected', 'appended']);

/** What is not final, or no longer true, says so in the list. */
function StateTag({ entry: { status } }: { readonly entry: DocumentEntry }) {
  const { t } = usePreferences();
  const key = `observation.${status}`;
  if (VALID.has(status)) return null;
  return <Tag tone={status === 'entered-in-error' ? 'warn' : 'plain'}>{isMessageKey(key) ? t(key) : status}</Tag>;
}

const COLUMNS: readonly Column<DocumentEntry>[] = [
  {
    key: 'title',
    title: 'field.document',
    width: '46%',
    cell: (one) => (
      <>
        {one.title ?? <CodeableConceptDisplay concept={one.concept} both />} <StateTag entry={one} />
      </>
    ),
  },
  { key: 'kind', title: 'field.kind', width: '120px', cell: (one) => <KindWord entry={one} /> },
  { key: 'author', title: 'field.author', cell: (one) => <ReferenceDisplay reference={one.author} /> },
  {
    key: 'date',
    title: 'field.date',
    className: ui['date'],
    width: '120px',
    cell: (one) => <DateDisplay value={one.date} />,
  },
];

function DocumentRows({ entries }: { readonly entries: readonly DocumentEntry[] }) {
  const { t } = usePreferences();
  return <Rows label={t('documents.list')} rows={entries} columns={COLUMNS} reference={(one) => one.reference} />;
}
