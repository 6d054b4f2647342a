/**
 * A part of a page with its title, count and tools; and the four states that every part has: there, not yet, none, failed.
 * What failed is never shown as empty.
 */
import { Button } from '@mantine/core';
import { IconAlertCircle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { usePreferences } from '../app/preferences.tsx';
import { FhirFailure } from '../fhir/client.ts';
import type { MessageKey } from '../messages/messages.ts';
import styles from './ui.module.css';

interface SectionProps {
  readonly title: ReactNode;
  readonly count?: number | string | undefined;
  readonly tools?: ReactNode;
  readonly children: ReactNode;
  readonly id?: string;
}

export function Section({ title, count, tools, children, id }: SectionProps) {
  return (
    <section className={styles['section']} {...(id === undefined ? {} : { id })}>
      <header className={styles['sectionHead']}>
        <h2 className={styles['sectionTitle']}>{title}</h2>
        {count !== undefined && <span className={styles['count']}>{count}</span>}
        {tools !== undefined && <div className={styles['sectionTools']}>{tools}</div>}
      </header>
      {children}
    </section>
  );
}

const WIDTHS = ['62%', '48%', '71%', '55%', '66%', '44%'];

/** Lines of what is to come; as high as what usually comes, so that nothing jumps. */
export function Bones({ lines = 4 }: { readonly lines?: number }) {
  const { t } = usePreferences();
  return (
    <div className={styles['bones']} role="status" aria-label={t('state.loading')}>
      {Array.from({ length: lines }, (_, line) => (
        <span key={line} className={styles['bone']} style={{ width: WIDTHS[line % WIDTHS.length] }} />
      ))}
    </div>
  );
}

/** Says that there is nothing, in words that fit the case. */
export function Nothing({ children }: { readonly children: ReactNode }) {
  return <p className={styles['note']}>{children}</p>;
}

/** The words for a failure. */
export function failureMessage(error: unknown): MessageKey {
  return error instanceof FhirFailure ? `failure.${error.kind}` : 'failure.fault';
}

interface FailureProps {
  readonly error: unknown;
  readonly retry?: (() => unknown) | undefined;
  readonly children?: ReactNode;
}

/** Says that something could not be read, why, and what to do. */
export function Failure({ error, retry, children }: FailureProps) {
  const { t } = usePreferences();
  const detail =
    error instanceof FhirFailure ? [error.code, error.status || undefined].filter(Boolean).join(' · ') : '';
  return (
    <div className={styles['failure']} role="alert">
      <IconAlertCircle size={18} aria-hidden />
      <div>
        <strong>{t('failure.title')}</strong>
        {t(failureMessage(error))} {detail !== '' && <span className="muted">({detail})</span>}
        <div className={styles['actions']}>
          {retry !== undefined && (
            <Button size="xs" variant="default" onClick={() => void retry()}>
              {t('action.retry')}
            </Button>
          )}
          {children}
        </div>
      </div>
    </div>
  );
}

interface Loadable<Data> {
  readonly data: Data | undefined;
  readonly error: unknown;
  readonly isPending: boolean;
  readonly refetch: () => unknown;
}

interface LoadedProps<Data> {
  readonly query: Loadable<Data>;
  readonly lines?: number;
  readonly empty?: ReactNode;
  readonly isEmpty?: (data: Data) => boolean;
  readonly children: (data: Data) => ReactNode;
}

/** Shows what a query gave, or in which other state it is. */
export function Loaded<Data>({ query, lines = 4, empty, isEmpty, children }: LoadedProps<Data>) {
  if (query.data !== undefined) {
    const nothing = empty !== undefined && isEmpty?.(query.data) === true;
    return (
      <>
        {query.error !== null && query.error !== undefined && <Failure error={query.error} retry={query.refetch} />}
        {nothing ? <Nothing>{empty}</Nothing> : children(query.data)}
      </>
    );
  }
  return query.isPending ? <Bones lines={lines} /> : <Failure error={query.error} retry={query.refetch} />;
}
