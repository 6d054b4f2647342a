/**
 * The bed board: all wards as they are now. Drag a patient to a free bed, or press M on a bed and Enter on another; every move is
 * confirmed.
 *
 * Proof   test/journey/ward.test.ts (two browsers: a change is seen within two seconds)
 */
import { Button } from '@mantine/core';
import { useCallback, useMemo, useState, type KeyboardEvent } from 'react';
import { usePreferences } from '../../app/preferences.tsx';
import { useTitle } from '../../record/use-title.ts';
import { Bones, Failure } from '../../ui/Section.tsx';
import { AdmitDialog } from './AdmitDialog.tsx';
import type { BedLine, BoardAnswer } from './api.ts';
import { BedPanel } from './BedPanel.tsx';
import { BedTile } from './BedTile.tsx';
import { countStates, roomsOf } from './board-merge.ts';
import { MoveDialog } from './MoveDialog.tsx';
import { useBoard } from './use-board.ts';
import { Live, nameIn, useSexAge } from './parts.tsx';
import { walkBeds } from './walk-beds.ts';
import styles from './ward.module.css';

const ALL = 'all';

export default function BedsPage() {
  const { t } = usePreferences();
  useTitle(t('ward.beds'));
  const { board, error, cutSince } = useBoard();
  return (
    <main className={styles['page']}>
      {board !== undefined ? (
        <Board board={board} cutSince={cutSince} />
      ) : error === undefined ? (
        <Bones lines={12} />
      ) : (
        <Failure error={error} />
      )}
    </main>
  );
}

function Board({ board, cutSince }: { readonly board: BoardAnswer; readonly cutSince: number | undefined }) {
  const [shown, setShown] = useState(ALL);
  const [opened, setOpened] = useState<string>();
  const [moving, setMoving] = useState<string>();
  const [target, setTarget] = useState<string>();
  const [admitting, setAdmitting] = useState<string | true>();
  const lineOf = useCallback((bed: string | undefined) => board.beds.find((one) => one.bed === bed), [board]);
  const source = lineOf(moving);
  // Does not depend on the board, so that a change draws one bed anew and not all of them.
  const open = useCallback((bed: string) => (moving === undefined ? setOpened(bed) : setTarget(bed)), [moving]);
  const leave = () => {
    setMoving(undefined);
    setTarget(undefined);
  };
  const keys = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key === 'Escape') leave();
    const bed = (event.target as HTMLElement).closest<HTMLElement>('[data-bed]')?.dataset['bed'];
    if (event.key.toLowerCase() === 'm' && bed !== undefined && lineOf(bed)?.stay !== undefined) setMoving(bed);
    walkBeds(event);
  };
  const wards = board.wards.filter(({ ward }) => board.beds.some((one) => one.ward === ward));
  return (
    <>
      <BoardHead board={board} cutSince={cutSince} shown={shown} setShown={setShown} admit={() => setAdmitting(true)} />
      {source?.stay !== undefined && <MoveBar line={source} leave={leave} />}
      <Waiting board={board} admit={() => setAdmitting(true)} />
      <div onKeyDown={keys}>
        {wards
          .filter(({ ward }) => shown === ALL || ward === shown)
          .map((ward) => (
            <WardBeds
              key={ward.ward}
              ward={ward}
              beds={board.beds}
              moving={moving}
              open={open}
              pick={setMoving}
              drop={setTarget}
            />
          ))}
      </div>
      <BedPanel
        board={board}
        line={lineOf(opened)}
        close={() => setOpened(undefined)}
        move={(bed) => {
          setOpened(undefined);
          setMoving(bed);
        }}
        admit={(bed) => {
          setOpened(undefined);
          setAdmitting(bed);
        }}
      />
      {source?.stay !== undefined && lineOf(target)?.state === 'free' && (
        <MoveDialog board={board} from={source} to={lineOf(target)} close={() => setTarget(undefined)} done={leave} />
      )}
      {admitting !== undefined && (
        <AdmitDialog
          board={board}
          bed={admitting === true ? undefined : admitting}
          close={() => setAdmitting(undefined)}
        />
      )}
    </>
  );
}

interface HeadProps {
  readonly board: BoardAnswer;
  readonly cutSince: number | undefined;
  readonly shown: string;
  readonly setShown: (ward: string) => void;
  readonly admit: () => void;
}

function BoardHead({ board, cutSince, shown, setShown, admit }: HeadProps) {
  const { language, t } = usePreferences();
  return (
    <header className={styles['head']}>
      <h1 className={styles['title']}>{t('ward.beds')}</h1>
      <Counts beds={board.beds} />
      <Live cutSince={cutSince} />
      <div className={styles['tools']}>
        <select
          className={styles['select']}
          aria-label={t('ward.choose-ward')}
          value={shown}
          onChange={(event) => setShown(event.currentTarget.value)}
        >
          <option value={ALL}>{t('ward.all-wards')}</option>
          {board.wards.map(({ ward, ...named }) => (
            <option key={ward} value={ward}>
              {nameIn(named, language)}
            </option>
          ))}
        </select>
        <Button size="md" onClick={admit}>
          {t('ward.admit')}
        </Button>
      </div>
    </header>
  );
}

const STATES = ['occupied', 'free', 'reserved', 'cleaning', 'closed'] as const;

function Counts({ beds }: { readonly beds: readonly BedLine[] }) {
  const { t } = usePreferences();
  const counts = countStates(beds);
  return (
    <div className={styles['counts']}>
      {STATES.filter((state) => state === 'occupied' || state === 'free' || counts[state] > 0).map((state) => (
        <span key={state}>
          {t(`ward.bed.${state}`)} <b>{counts[state]}</b>
        </span>
      ))}
    </div>
  );
}

function MoveBar({ line, leave }: { readonly line: BedLine; readonly leave: () => void }) {
  const { language, t } = usePreferences();
  return (
    <div className={styles['moveBar']} role="status">
      {t('ward.moving', { name: nameIn(line.stay?.patient, language), bed: nameIn(line, language) })}
      <Button variant="default" size="sm" onClick={leave}>
        {t('action.cancel')}
      </Button>
    </div>
  );
}

/** Patients without a bed: in the emergency room. */
function Waiting({ board, admit }: { readonly board: BoardAnswer; readonly admit: () => void }) {
  const { language, t } = usePreferences();
  const sexAge = useSexAge();
  const here = board.waiting.filter(({ kind, status }) => kind === 'EMER' && status !== 'planned');
  if (here.length === 0) return null;
  return (
    <section className={styles['ward']}>
      <div className={styles['wardHead']}>
        <h2>{t('ward.emergency')}</h2>
        <span className={styles['hint']}>{t('ward.people', { count: here.length })}</span>
      </div>
      <div className={styles['waiting']}>
        {here.map((stay) => (
          <Button key={stay.encounter} variant="default" size="md" onClick={admit}>
            {stay.restricted === true ? t('ward.restricted') : `${nameIn(stay.patient, language)} ${sexAge(stay)}`}
          </Button>
        ))}
      </div>
    </section>
  );
}

interface WardProps {
  readonly ward: BoardAnswer['wards'][number];
  readonly beds: readonly BedLine[];
  readonly moving: string | undefined;
  readonly open: (bed: string) => void;
  readonly pick: (bed: string) => void;
  readonly drop: (bed: string) => void;
}

function WardBeds({ ward, beds, moving, open, pick, drop }: WardProps) {
  const { language } = usePreferences();
  const rooms = useMemo(() => roomsOf(beds, ward.ward), [beds, ward.ward]);
  const own = useMemo(() => rooms.flatMap(([, list]) => list), [rooms]);
  return (
    <section className={styles['ward']} data-ward-beds={ward.ward}>
      <div className={styles['wardHead']}>
        <h2>{language === 'en' ? (ward.latin ?? ward.name) : ward.name}</h2>
        <Counts beds={own} />
      </div>
      <div className={styles['rooms']}>
        {rooms.map(([room, list]) => (
          <div key={room} className={styles['room']} data-large={list.length > 6}>
            <h3>{language === 'en' ? (list[0]?.roomLatin ?? list[0]?.roomName) : list[0]?.roomName}</h3>
            {list.map((line) => (
              <BedTile key={line.bed} line={line} mark={markOf(line, moving)} open={open} pick={pick} drop={drop} />
            ))}
          </div>
        ))}
      </div>
    </section>
  );
}

function markOf({ bed, state }: BedLine, moving: string | undefined): 'moving' | 'target' | 'dim' | undefined {
  if (moving === undefined) return undefined;
  if (bed === moving) return 'moving';
  return state === 'free' ? 'target' : 'dim';
}
