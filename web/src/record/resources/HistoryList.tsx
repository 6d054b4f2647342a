import { useQuery } from '@tanstack/react-query';
import { usePreferences } from '../../app/preferences.tsx';
import { prettyJson } from '../../fhir/decimal.ts';
import type { Bundle, BundleEntry, Resource } from '../../fhir/types.ts';
import { DateDisplay } from '../../ui/DateDisplay.tsx';
import { Loaded } from '../../ui/Section.tsx';
import { Tag } from '../../ui/Tag.tsx';
import { lineDiff, withContext, type DiffLine, type ShownLine } from './line-diff.ts';
import { historyQuery } from './resource-queries.ts';
import { JsonText } from './JsonText.tsx';
import styles from './resources.module.css';

/** All versions, newest first, each with what changed against the one before. */
export function HistoryList({ reference }: { readonly reference: string }) {
  const query = useQuery(historyQuery(reference));
  return (
    <Loaded query={query} lines={8}>
      {(bundle) => <Versions entries={bundle.entry ?? []} cut={hasMore(bundle)} />}
    </Loaded>
  );
}

function hasMore({ link = [] }: Bundle): boolean {
  return link.some(({ relation }) => relation === 'next');
}

interface VersionsProps {
  readonly entries: NonNullable<Bundle['entry']>;
  /** Are there older versions than these? */
  readonly cut: boolean;
}

function Versions({ entries, cut }: VersionsProps) {
  return (
    <div>
      {entries.map((entry, at) => (
        <Version
          key={entry.resource?.meta?.versionId ?? entry.response?.etag ?? at}
          entry={entry}
          before={entries[at + 1]?.resource}
          first={!cut && at === entries.length - 1}
        />
      ))}
    </div>
  );
}

interface VersionProps {
  readonly entry: BundleEntry;
  readonly before: Resource | undefined;
  readonly first: boolean;
}

function Version({ entry, before, first }: VersionProps) {
  const { t } = usePreferences();
  const { resource, request, response } = entry;
  const version = resource?.meta?.versionId ?? response?.etag?.replace(/\D/g, '') ?? '';
  return (
    <article className={styles['version']}>
      <header className={styles['versionHead']}>
        <strong>{t('side.version', { version })}</strong>
        <Tag tone={request?.method === 'DELETE' ? 'high' : 'plain'}>{t(methodKey(request?.method, first))}</Tag>
        <DateDisplay value={resource?.meta?.lastUpdated ?? response?.lastModified} time />
      </header>
      {resource !== undefined &&
        (before === undefined ? <JsonText value={resource} /> : <Changes before={before} after={resource} />)}
    </article>
  );
}

function methodKey(method: string | undefined, first: boolean) {
  if (method === 'DELETE') return 'history.deleted';
  return first ? 'history.created' : 'history.changed';
}

/** The bookkeeping of versions changes each time and says nothing. */
function withoutMeta(resource: Resource): unknown {
  const { meta, ...rest } = resource;
  const { versionId: _version, lastUpdated: _updated, ...kept } = meta ?? {};
  return Object.keys(kept).length === 0 ? rest : { ...rest, meta: kept };
}

function Changes({ before, after }: { readonly before: Resource; readonly after: Resource }) {
  const { t } = usePreferences();
  const lines = withContext(lineDiff(prettyJson(withoutMeta(before)), prettyJson(withoutMeta(after))));
  if (lines.length === 0) return <p style={{ padding: '0 14px 12px' }}>{t('history.same')}</p>;
  return (
    <pre className={styles['code']} tabIndex={0}>
      {lines.map((line) => (
        <Line key={line.at} line={line} />
      ))}
    </pre>
  );
}

const SIGNS: Readonly<Record<DiffLine['kind'], string>> = { same: '  ', in: '+ ', out: '− ' };

function Line({ line }: { readonly line: ShownLine }) {
  if (line.kind === 'gap') return <span className={styles['gap']}>⋯</span>;
  return (
    <span className={styles['diff']} data-kind={line.kind}>
      {SIGNS[line.kind]}
      {line.text}
    </span>
  );
}
