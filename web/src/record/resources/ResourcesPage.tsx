import { Button } from '@mantine/core';
import { useInfiniteQuery, useQueries } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { usePreferences } from '../../app/preferences.tsx';
import type { Resource } from '../../fhir/types.ts';
import { DateDisplay } from '../../ui/DateDisplay.tsx';
import { Bones, Failure, Nothing, Section } from '../../ui/Section.tsx';
import ui from '../../ui/ui.module.css';
import { PageHead } from '../PageHead.tsx';
import { Rows, type Column } from '../Rows.tsx';
import { useDetail } from '../use-detail.ts';
import { ResourceView } from './ResourceView.tsx';
import { countQuery, ofTypeQuery, RECORD_TYPES, type RecordType } from './resource-queries.ts';
import { resourceDate, resourceTitle } from './resource-title.ts';
import styles from './resources.module.css';

/** The record as it is stored: by type, each resource with its versions and who looked at it. */
export default function ResourcesPage() {
  const { view } = useSearch({ from: '/inside/patients/$id' });
  const { detail } = useDetail();
  const type = RECORD_TYPES.find((one) => one === (detail?.split('/')[0] ?? view)) ?? 'Patient';
  return (
    <>
      <PageHead title="section.resources" />
      <div className={styles['layout']}>
        <Types chosen={type} />
        {detail === undefined ? <OfType key={type} type={type} /> : <ResourceView key={detail} reference={detail} />}
      </div>
    </>
  );
}

function Types({ chosen }: { readonly chosen: RecordType }) {
  const { t } = usePreferences();
  const { id } = useParams({ from: '/inside/patients/$id' });
  const navigate = useNavigate();
  const counts = useQueries({ queries: RECORD_TYPES.map((type) => countQuery(type, id)) });
  const shown = RECORD_TYPES.map((type, at) => ({ type, query: counts[at] })).filter(
    ({ query }) => query === undefined || query.isPending || query.isError || query.data > 0,
  );
  return (
    <Section title={t('resources.types')}>
      <div className={styles['types']}>
        {shown.map(({ type, query }) => (
          <button
            key={type}
            type="button"
            className={styles['type']}
            aria-pressed={type === chosen}
            onClick={() => void navigate({ to: '.', search: { view: type }, resetScroll: false })}
          >
            {type}
            <span className="nums">
              {query?.data?.toLocaleString() ?? (query?.isError === true ? t('resources.no-count') : '…')}
            </span>
          </button>
        ))}
      </div>
    </Section>
  );
}

function OfType({ type }: { readonly type: RecordType }) {
  const { t } = usePreferences();
  const { id } = useParams({ from: '/inside/patients/$id' });
  const query = useInfiniteQuery(ofTypeQuery(type, id));
  const resources = query.data?.pages.flatMap((page) => page.matches) ?? [];
  return (
    <Section title={type}>
      {query.isPending && <Bones lines={10} />}
      {query.isError && <Failure error={query.error} retry={query.refetch} />}
      {query.isSuccess && resources.length === 0 && <Nothing>{t('resources.none')}</Nothing>}
      {resources.length > 0 && <ResourceRows resources={resources} />}
      {query.hasNextPage && (
        <div className={ui['more']}>
          <Button
            variant="default"
            size="sm"
            loading={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
          >
            {t('action.more')}
          </Button>
        </div>
      )}
    </Section>
  );
}

function Title({ resource }: { readonly resource: Resource }) {
  const { language } = usePreferences();
  return <>{resourceTitle(resource, language)}</>;
}

const COLUMNS: readonly Column<Resource>[] = [
  { key: 'title', title: 'field.content', cell: (one) => <Title resource={one} /> },
  {
    key: 'date',
    title: 'field.date',
    className: ui['date'],
    width: '130px',
    cell: (one) => (resourceDate(one) === undefined ? '' : <DateDisplay value={resourceDate(one)} />),
  },
  { key: 'version', title: 'field.version', width: '70px', cell: (one) => one.meta?.versionId ?? '' },
  {
    key: 'updated',
    title: 'field.updated',
    className: ui['date'],
    width: '150px',
    cell: (one) => <DateDisplay value={one.meta?.lastUpdated} time />,
  },
];

function ResourceRows({ resources }: { readonly resources: readonly Resource[] }) {
  const { t } = usePreferences();
  return (
    <Rows
      label={t('section.resources')}
      rows={resources}
      columns={COLUMNS}
      reference={(one) => `${one.resourceType}/${one.id}`}
    />
  );
}
