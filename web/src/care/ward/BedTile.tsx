import { IconBucketDroplet, IconLock } from '@tabler/icons-react';
import { memo, type DragEvent } from 'react';
import { usePreferences } from '../../app/preferences.tsx';
import type { BedLine, StayLine } from './api.ts';
import { DueTime, Flags, nameIn, NewsBadge, useSexAge } from './parts.tsx';
import styles from './ward.module.css';

interface Props {
  readonly line: BedLine;
  readonly mark: 'moving' | 'target' | 'dim' | undefined;
  readonly open: (bed: string) => void;
  readonly pick: (bed: string) => void;
  readonly drop: (bed: string) => void;
}

/** A bed on the board: one button, so that mouse, finger and keyboard do the same. */
export const BedTile = memo(function BedTile({ line, mark, open, pick, drop }: Props) {
  const { bed, state, stay } = line;
  const words = useTileWords(line);
  const shortName = useShortName(line);
  const movable = stay !== undefined && stay.restricted !== true && stay.status !== 'planned';
  return (
    <button
      type="button"
      className={styles['bed']}
      data-bed={bed}
      data-state={state}
      data-mark={mark}
      data-patient={stay?.patient?.id}
      aria-label={words}
      draggable={movable}
      onClick={() => open(bed)}
      onDragStart={(event) => {
        event.dataTransfer.setData('text/plain', bed);
        pick(bed);
      }}
      onDragOver={(event: DragEvent) => {
        if (state === 'free') event.preventDefault();
      }}
      onDrop={(event) => {
        event.preventDefault();
        drop(bed);
      }}
    >
      <span className={styles['bedTop']}>
        {shortName}
        {stay === undefined && <EmptyWords state={state} />}
        <span className={styles['push']} />
        <Flags flags={stay?.flags} />
        {stay?.news2 !== undefined && <NewsBadge news2={stay.news2} />}
      </span>
      {stay !== undefined && <Occupant stay={stay} />}
    </button>
  );
});

/** What a screen reader says of the tile. */
function useTileWords({ state, stay, ...bed }: BedLine): string {
  const { language, t } = usePreferences();
  const who = stay?.patient === undefined ? '' : nameIn(stay.patient, language);
  return [nameIn(bed, language), t(`ward.bed.${state}`), who].filter((part) => part !== '').join(', ');
}

/** The bed without its room, which stands above it. */
function useShortName({ name, latin, roomName }: BedLine): string {
  const { language } = usePreferences();
  if (language === 'en' && latin !== undefined) return latin;
  return name.startsWith(`${roomName} `) ? name.slice(roomName.length + 1) : name;
}

function EmptyWords({ state }: Pick<BedLine, 'state'>) {
  const { t } = usePreferences();
  const Sign = state === 'cleaning' ? IconBucketDroplet : state === 'closed' ? IconLock : undefined;
  return (
    <span className={styles['empty']}>
      {Sign !== undefined && <Sign size={14} stroke={1.8} aria-hidden />} {t(`ward.bed.${state}`)}
    </span>
  );
}

function Occupant({ stay }: { readonly stay: StayLine }) {
  const { language, t } = usePreferences();
  const sexAge = useSexAge();
  if (stay.restricted === true) return <span className={styles['bedNote']}>{t('ward.restricted')}</span>;
  return (
    <>
      <span>
        <span className={styles['bedName']}>
          <strong>{nameIn(stay.patient, language)}</strong>
          <span>{sexAge(stay)}</span>
        </span>
        <Whereabouts stay={stay} />
      </span>
      <span className={styles['bedFoot']}>
        {stay.attending !== undefined && <span>{nameIn(stay.attending, language)}</span>}
        {stay.expectedDischarge !== undefined && (
          <span>{t('ward.leaves-on', { date: stay.expectedDischarge.slice(5).replace('-', '/') })}</span>
        )}
        {stay.escalation !== undefined && (
          <span>
            {t('ward.escalation')} <DueTime due={stay.escalation.due} done={stay.escalation.status !== 'requested'} />
          </span>
        )}
      </span>
    </>
  );
}

/** Where the patient is, if not in the bed; or that they are about to leave. */
function Whereabouts({ stay }: { readonly stay: StayLine }) {
  const { t } = usePreferences();
  const words =
    stay.status === 'planned'
      ? t('ward.expected')
      : stay.status === 'onleave'
        ? t('ward.on-leave')
        : stay.elsewhere !== undefined
          ? t('ward.elsewhere', { place: stay.elsewhere })
          : stay.dischargeDecided !== undefined
            ? t('ward.discharge-decided')
            : (stay.reason ?? '');
  return words === '' ? null : <span className={styles['bedNote']}>{words}</span>;
}
