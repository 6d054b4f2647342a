import { Button } from '@mantine/core';
import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { usePreferences } from '../../app/preferences.tsx';
import { search, type Page } from '../../fhir/client.ts';
import type { AuditEvent } from '../../fhir/types.ts';
import { Bones, Failure, Nothing, Section } from '../../ui/Section.tsx';
import ui from '../../ui/ui.module.css';
import { PageHead } from '../PageHead.tsx';
import { useWords } from '../use-words.ts';
import { AuditRows } from './AuditRows.tsx';

function accessQuery(patient: string) {
  return infiniteQueryOptions({
    queryKey: ['patient', patient, 'access'],
    initialPageParam: '',
    queryFn: async ({ pageParam, signal }): Promise<Page<AuditEvent>> =>
      await search('AuditEvent', pageParam === '' ? { patient, _sort: '-date', _count: 100 } : pageParam, signal),
    getNextPageParam: (page: Page<AuditEvent>) => page.next,
    staleTime: 0,
  });
}

/** Who looked at this record, and what they did. */
export default function AccessPage() {
  const { id } = useParams({ from: '/inside/patients/$id' });
  const { t } = usePreferences();
  const words = useWords();
  const query = useInfiniteQuery(accessQuery(id));
  const events = query.data?.pages.flatMap((page) => page.matches) ?? [];
  return (
    <>
      <PageHead title="section.access" />
      <Section title={words('audit.title')}>
        {query.isPending && <Bones lines={10} />}
        {query.isError && <Failure error={query.error} retry={query.refetch} />}
        {query.isSuccess && events.length === 0 && <Nothing>{words('audit.none')}</Nothing>}
        {events.length > 0 && <AuditRows events={events} />}
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
    </>
  );
}
