/**
 * A page with its detail at the side: the list in the centre for reading, what is chosen beside it.
 */
import { CloseButton } from '@mantine/core';
import { Link, useParams } from '@tanstack/react-router';
import { useEffect, useRef, type ReactNode } from 'react';
import { usePreferences } from '../app/preferences.tsx';
import type { Resource } from '../fhir/types.ts';
import { dateTimeText } from '../format/date.ts';
import { useDetail } from './use-detail.ts';
import styles from './chart.module.css';

interface SplitProps {
  readonly side: ReactNode;
  readonly children: ReactNode;
}

export function Split({ side, children }: SplitProps) {
  return (
    <div className={styles['split']}>
      <div className={styles['stack']}>{children}</div>
      {side}
    </div>
  );
}

interface SideProps {
  readonly title: ReactNode;
  readonly resource?: Resource | undefined;
  readonly children: ReactNode;
}

/** The panel at the side. Escape closes it and the focus goes back to what opened it. */
export function Side({ title, resource, children }: SideProps) {
  const { t } = usePreferences();
  const { close } = useDetail();
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    const before = document.activeElement as HTMLElement | null;
    return () => before?.focus({ preventScroll: true });
  }, []);
  return (
    <aside
      className={styles['side']}
      ref={panel}
      aria-label={t('side.label')}
      data-side
      onKeyDown={(event) => (event.key === 'Escape' ? close() : undefined)}
    >
      <div className={styles['sideHead']}>
        <h3>{title}</h3>
        <CloseButton size="lg" aria-label={t('action.close')} onClick={close} />
      </div>
      <div className={styles['sideBody']}>
        {children}
        {resource !== undefined && <Origin resource={resource} />}
      </div>
    </aside>
  );
}

/** Where it comes from: version, time, and the way to the resource itself. */
function Origin({ resource }: { readonly resource: Resource }) {
  const { language, t } = usePreferences();
  const { id } = useParams({ from: '/inside/patients/$id' });
  const { versionId, lastUpdated, source } = resource.meta ?? {};
  return (
    <div className={styles['sideFoot']}>
      <Link to="/patients/$id/resources" params={{ id }} search={{ detail: `${resource.resourceType}/${resource.id}` }}>
        {t('side.resource')}
      </Link>
      {lastUpdated !== undefined && <span>{t('side.updated', { at: dateTimeText(lastUpdated, language) })}</span>}
      {versionId !== undefined && <span>{t('side.version', { version: versionId })}</span>}
      {source !== undefined && <span>{source}</span>}
    </div>
  );
}
