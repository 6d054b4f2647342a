import { Button } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { usePreferences } from '../../app/preferences.tsx';
import { Loaded, Section } from '../../ui/Section.tsx';
import { AuditRows } from '../audit/AuditRows.tsx';
import { useDetail } from '../use-detail.ts';
import { HistoryList } from './HistoryList.tsx';
import { JsonText } from './JsonText.tsx';
import { looksAtQuery, oneQuery } from './resource-queries.ts';
import styles from './resources.module.css';

const VIEWS = ['json', 'history', 'looks'] as const;
type View = (typeof VIEWS)[number];

/** One resource: as it is, as it was, and who looked at it. */
export function ResourceView({ reference }: { readonly reference: string }) {
  const { t } = usePreferences();
  const { close } = useDetail();
  const [view, setView] = useState<View>('json');
  const back = (
    <Button variant="default" size="xs" leftSection={<IconArrowLeft size={15} aria-hidden />} onClick={close}>
      {t('resources.back')}
    </Button>
  );
  return (
    <Section title={<span className={styles['reference']}>{reference}</span>} tools={back}>
      <div className={styles['tabs']} role="tablist">
        {VIEWS.map((one) => (
          <button
            key={one}
            type="button"
            role="tab"
            className={styles['tab']}
            aria-selected={view === one}
            onClick={() => setView(one)}
          >
            {t(`resources.${one}`)}
          </button>
        ))}
      </div>
      {view === 'json' && <Json reference={reference} />}
      {view === 'history' && <HistoryList reference={reference} />}
      {view === 'looks' && <Looks reference={reference} />}
    </Section>
  );
}

function Json({ reference }: { readonly reference: string }) {
  const query = useQuery(oneQuery(reference));
  return (
    <Loaded query={query} lines={14}>
      {(resource) => <JsonText value={resource} />}
    </Loaded>
  );
}

function Looks({ reference }: { readonly reference: string }) {
  const { t } = usePreferences();
  const query = useQuery(looksAtQuery(reference));
  return (
    <Loaded query={query} lines={6} empty={t('audit.none')} isEmpty={({ matches }) => matches.length === 0}>
      {({ matches }) => <AuditRows events={matches} />}
    </Loaded>
  );
}
