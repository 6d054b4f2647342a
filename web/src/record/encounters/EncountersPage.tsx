import { ActionIcon, Button } from '@mantine/core';
import { IconChevronLeft, IconChevronRight, IconZoomIn, IconZoomOut } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useMemo, useState, type ReactNode } from 'react';
import { usePreferences } from '../../app/preferences.tsx';
import type { Encounter } from '../../fhir/types.ts';
import { PeriodDisplay } from '../../ui/PeriodDisplay.tsx';
import { ReferenceDisplay } from '../../ui/ReferenceDisplay.tsx';
import { Loaded, Nothing, Section } from '../../ui/Section.tsx';
import { Tag } from '../../ui/Tag.tsx';
import ui from '../../ui/ui.module.css';
import { PageHead } from '../PageHead.tsx';
import { encountersQuery } from '../queries.ts';
import { Rows, type Column } from '../Rows.tsx';
import { Split } from '../Side.tsx';
import { Truncated } from '../Truncated.tsx';
import { useDetail } from '../use-detail.ts';
import { useWords } from '../use-words.ts';
import { EncounterSide } from './EncounterSide.tsx';
import { Timeline } from './Timeline.tsx';
import { isWithin, laneOf, moved, staysOf, wholeWindow, zoomed, type Window } from './timeline.ts';
import { VisitName, VisitReason } from './Visit.tsx';
import { visitPlace, visitReason } from './visit.ts';
import styles from './encounters.module.css';

/** Encounters: in time above, as a list below; the list has what the timeline shows. */
export default function EncountersPage() {
  const { id } = useParams({ from: '/inside/patients/$id' });
  const words = useWords();
  const query = useQuery(encountersQuery(id));
  const { detail } = useDetail();
  const open = query.data?.matches.find((one) => `Encounter/${one.id}` === detail);
  return (
    <>
      <PageHead title="section.encounters" count={query.data?.matches.length} />
      <Split side={open !== undefined && <EncounterSide encounter={open} />}>
        <Loaded query={query} lines={10}>
          {({ matches, more }) =>
            matches.length === 0 ? (
              <Section title={words('section.encounters')}>
                <Nothing>{words('encounters.none')}</Nothing>
              </Section>
            ) : (
              <InTime encounters={matches} more={more} />
            )
          }
        </Loaded>
      </Split>
    </>
  );
}

function InTime({ encounters, more }: { readonly encounters: readonly Encounter[]; readonly more: boolean }) {
  const { t } = usePreferences();
  const words = useWords();
  const [now] = useState(() => Date.now());
  const { stays, untimed } = useMemo(() => staysOf(encounters, now), [encounters, now]);
  const whole = useMemo(() => wholeWindow(stays, now), [stays, now]);
  const [chosen, setWindow] = useState<Window>();
  const window = chosen ?? whole;
  const shown = stays.filter((stay) => isWithin(stay, window)).map(({ encounter }) => encounter);
  return (
    <>
      <Section title={t('encounters.timeline')} tools={<Tools window={window} whole={whole} setWindow={setWindow} />}>
        <Timeline stays={stays} window={window} whole={whole} setWindow={setWindow} />
      </Section>
      <Section
        title={t('encounters.list')}
        count={shown.length === stays.length ? stays.length : `${shown.length} / ${stays.length}`}
      >
        {shown.length === 0 ? (
          <Nothing>{words('encounters.none-in-window')}</Nothing>
        ) : (
          <EncounterRows encounters={shown} />
        )}
        {untimed > 0 && <Nothing>{t('encounters.untimed', { count: untimed })}</Nothing>}
        <Truncated more={more} shown={encounters.length} />
      </Section>
    </>
  );
}

interface ToolsProps {
  readonly window: Window;
  readonly whole: Window;
  readonly setWindow: (window: Window | undefined) => void;
}

function Tools({ window, whole, setWindow }: ToolsProps) {
  const { t } = usePreferences();
  const span = window.to - window.from;
  const years = [new Date(window.from).getFullYear(), new Date(window.to - 1).getFullYear()];
  return (
    <div className={styles['tools']}>
      <Tool
        label={t('timeline.earlier')}
        sign={<IconChevronLeft size={17} />}
        act={() => setWindow(moved(window, -span / 2, whole))}
      />
      <span className={styles['range']}>{years[0] === years[1] ? years[0] : years.join(' – ')}</span>
      <Tool
        label={t('timeline.later')}
        sign={<IconChevronRight size={17} />}
        act={() => setWindow(moved(window, span / 2, whole))}
      />
      <Tool
        label={t('timeline.nearer')}
        sign={<IconZoomIn size={17} />}
        act={() => setWindow(zoomed(window, 0.5, 0.5, whole))}
      />
      <Tool
        label={t('timeline.farther')}
        sign={<IconZoomOut size={17} />}
        act={() => setWindow(zoomed(window, 2, 0.5, whole))}
      />
      <Button size="compact-sm" variant="default" onClick={() => setWindow(undefined)}>
        {t('timeline.all')}
      </Button>
    </div>
  );
}

function Tool({ label, sign, act }: { readonly label: string; readonly sign: ReactNode; readonly act: () => void }) {
  return (
    <ActionIcon variant="default" size={30} aria-label={label} title={label} onClick={act}>
      {sign}
    </ActionIcon>
  );
}

const COLUMNS: readonly Column<Encounter>[] = [
  {
    key: 'period',
    title: 'field.when',
    className: ui['date'],
    width: '210px',
    cell: (one) => <PeriodDisplay period={one.period} />,
  },
  { key: 'lane', title: 'field.kind', width: '96px', cell: (one) => <LaneWord encounter={one} /> },
  { key: 'type', title: 'field.visit', cell: (one) => <VisitWords encounter={one} /> },
  {
    key: 'place',
    title: 'field.place',
    cell: (one) => <ReferenceDisplay reference={visitPlace(one)} />,
  },
];

function EncounterRows({ encounters }: { readonly encounters: readonly Encounter[] }) {
  const { t } = usePreferences();
  return (
    <Rows label={t('encounters.list')} rows={encounters} columns={COLUMNS} reference={(one) => `Encounter/${one.id}`} />
  );
}

function LaneWord({ encounter }: { readonly encounter: Encounter }) {
  const { t } = usePreferences();
  return <>{t(`lane.${laneOf(encounter)}`)}</>;
}

function VisitWords({ encounter }: { readonly encounter: Encounter }) {
  const { t } = usePreferences();
  const reason = visitReason(encounter);
  return (
    <>
      <VisitName encounter={encounter} />
      {encounter.status !== 'finished' && (
        <>
          {' '}
          <Tag tone={encounter.status === 'in-progress' ? 'accent' : 'plain'}>{t(`encounter.${encounter.status}`)}</Tag>
        </>
      )}
      {reason !== undefined && (
        <span className={ui['sub']}>
          <VisitReason encounter={encounter} />
        </span>
      )}
    </>
  );
}
