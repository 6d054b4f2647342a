/**
 * Encounters in time: a lane for each kind; drag to move, wheel with Ctrl or the buttons to zoom, a year's number to see
 * that year. The list below has the same encounters for reading.
 *
 * Proof   timeline.test.ts, test/journey/chart.test.ts
 */
import { useRef, type PointerEvent } from 'react';
import { usePreferences } from '../../app/preferences.tsx';
import { conceptText } from '../../format/code.ts';
import { dateText } from '../../format/date.ts';
import { useDetail } from '../use-detail.ts';
import {
  isWithin,
  LANES,
  moved,
  placeOf,
  ticksOf,
  yearWindow,
  type Lane,
  type Stay,
  type Tick,
  type Window,
} from './timeline.ts';
import { visitConcept } from './visit.ts';
import styles from './encounters.module.css';

interface Props {
  readonly stays: readonly Stay[];
  readonly window: Window;
  readonly whole: Window;
  readonly setWindow: (window: Window) => void;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(3)}%`;
}

export function Timeline({ stays, window, whole, setWindow }: Props) {
  const ticks = ticksOf(window);
  const lanes = LANES.filter((lane) => lane !== 'other' || stays.some((stay) => stay.lane === lane));
  const drag = useDrag(window, whole, setWindow);
  return (
    <div className={styles['timeline']}>
      <div className={styles['lanes']} {...drag} data-timeline>
        {ticks.map(({ time }) => (
          <span key={time} className={styles['tick']} style={{ insetInlineStart: percent(placeOf(time, window)) }} />
        ))}
        {lanes.map((lane) => (
          <LaneRow
            key={lane}
            lane={lane}
            stays={stays.filter((stay) => stay.lane === lane && isWithin(stay, window))}
            window={window}
          />
        ))}
      </div>
      <Axis ticks={ticks} window={window} setWindow={setWindow} />
    </div>
  );
}

/** Moves the window with the pointer. A press that does not move is a click on what lies below. */
function useDrag(window: Window, whole: Window, setWindow: (window: Window) => void) {
  const start = useRef<{ readonly x: number; readonly window: Window } | undefined>(undefined);
  return {
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      start.current = { x: event.clientX, window };
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      if (start.current === undefined || event.buttons === 0) return;
      const { x, window: before } = start.current;
      const by = ((x - event.clientX) / event.currentTarget.clientWidth) * (before.to - before.from);
      if (Math.abs(event.clientX - x) > 3) setWindow(moved(before, by, whole));
    },
    onPointerUp: () => {
      start.current = undefined;
    },
  };
}

function LaneRow({
  lane,
  stays,
  window,
}: {
  readonly lane: Lane;
  readonly stays: readonly Stay[];
  readonly window: Window;
}) {
  const { t } = usePreferences();
  return (
    <div className={styles['lane']}>
      <span className={styles['laneName']}>{t(`lane.${lane}`)}</span>
      <div className={styles['clip']}>
        {stays.map((stay) => (
          <StayMark key={stay.encounter.id} stay={stay} window={window} />
        ))}
      </div>
    </div>
  );
}

function StayMark({ stay, window }: { readonly stay: Stay; readonly window: Window }) {
  const { language } = usePreferences();
  const { detail, open } = useDetail();
  const { encounter, lane, from, to } = stay;
  const target = `Encounter/${encounter.id}`;
  const left = placeOf(from, window);
  const label = [dateText(encounter.period?.start, language), conceptText(visitConcept(encounter, language), language)]
    .filter(Boolean)
    .join(' ');
  return (
    <button
      type="button"
      className={styles['stay']}
      data-lane={lane}
      data-open={detail === target}
      style={{ insetInlineStart: percent(left), width: percent(placeOf(to, window) - left) }}
      title={label}
      aria-label={label}
      onClick={() => open(target)}
    />
  );
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function Axis({
  ticks,
  window,
  setWindow,
}: {
  readonly ticks: readonly Tick[];
  readonly window: Window;
  readonly setWindow: (window: Window) => void;
}) {
  const { language } = usePreferences();
  const text = ({ year, month }: Tick) =>
    month === 0
      ? String(year)
      : month === 1
        ? String(year)
        : language === 'ko'
          ? `${month}월`
          : (MONTHS[month - 1] ?? '');
  return (
    <div className={styles['axis']}>
      {ticks.map((tick) => (
        <button
          key={tick.time}
          type="button"
          style={{ insetInlineStart: percent(placeOf(tick.time, window)) }}
          onClick={() => setWindow(yearWindow(tick.year))}
        >
          {text(tick)}
        </button>
      ))}
    </div>
  );
}
