/**
 * One dose at the station: the same steps and the same words as with the house, decided here and kept here.
 *
 * Proof   test/journey/downtime.test.ts
 */
import { useMemo, useState } from 'react';
import { decideOffline, type StationEntry, type Step, type WardSnapshot } from '../../../../src/care/station/index.ts';
import { newAttempt, type Answer } from '../bedside/api.ts';
import { askedOf, newGiving, withChoice, withoutProducts, withScan, type Giving } from '../bedside/give-steps.ts';
import type { GivingState, Phase } from '../bedside/use-giving.ts';
import { station, useStation } from './here.ts';
import type { StationView } from '../../../../src/care/station/index.ts';

/** The dose that is given. */
export interface StationChosen {
  readonly order: string;
  readonly orderVersion: string;
  readonly slot: number | undefined;
}

export function useStationGiving(patient: string, dose: StationChosen, snapshot: WardSnapshot): GivingState {
  const { queue } = useStation();
  const [giving, setGiving] = useState(() =>
    newGiving(patient, newAttempt(), { order: dose.order, orderVersion: dose.orderVersion }),
  );
  const [phase, setPhase] = useState<Phase>('scanning');
  const [failure, setFailure] = useState<unknown>();
  const [kept, setKept] = useState<Answer>();
  const decided = useMemo(() => decide(snapshot, queue, giving, dose), [snapshot, queue, giving, dose]);
  const set = (change: (giving: Giving) => Giving) => (phase === 'scanning' ? setGiving(change) : undefined);
  const confirm = (more: readonly Step[] = []) => {
    if (phase !== 'scanning') return;
    const answer = decide(snapshot, queue, giving, dose, more);
    if (!mayRecord(answer, giving.reason)) return setGiving((now) => ({ ...now }));
    setPhase('saving');
    void keep(entryOf(snapshot, giving, dose, answer, more), answer);
  };
  const keep = async (entry: StationEntry, answer: Answer) => {
    try {
      await station.record(entry);
      setKept(answer);
      setPhase('done');
    } catch (error) {
      setFailure(error);
      setPhase('scanning');
    }
  };
  return {
    giving,
    phase,
    answer: kept ?? decided,
    busy: false,
    failure,
    scan: (kind, raw) => set((now) => withScan(now, kind, raw)),
    choose: (name, step) => set((now) => withChoice(now, name, step)),
    set,
    dropProducts: () => set(withoutProducts),
    confirm: (more) => confirm(more as readonly Step[] | undefined),
    start: () => undefined,
  };
}

function mayRecord({ decision, reasonRequired }: Answer, reason: string | undefined): boolean {
  return decision === 'allow' || (decision === 'warn' && (!reasonRequired || reason !== undefined));
}

function stepsOf(giving: Giving, more: readonly Step[]): readonly Step[] {
  return [...(askedOf(giving).steps as readonly Step[]), ...more];
}

function decide(
  snapshot: WardSnapshot,
  queue: StationView['queue'],
  giving: Giving,
  { order, slot }: StationChosen,
  more: readonly Step[] = [],
): Answer {
  const answer = decideOffline(snapshot, queue, {
    patient: giving.patient,
    order,
    slot: slot as never,
    steps: stepsOf(giving, more),
    scanner: giving.scannerAbsent ? 'absent' : 'present',
    now: Date.now() as never,
  });
  return { ...answer, recorded: false, written: [] };
}

function entryOf(
  { taken }: WardSnapshot,
  giving: Giving,
  { order, orderVersion, slot }: StationChosen,
  { messageKey }: Answer,
  more: readonly Step[],
) {
  const at = Date.now();
  return {
    attempt: giving.attempt,
    patient: giving.patient,
    order,
    orderVersion,
    ...(slot === undefined ? {} : { slot: slot as never }),
    at: at as never,
    steps: stepsOf(giving, more),
    ...(giving.reason === undefined ? {} : { reason: giving.reason }),
    cacheMinutes: Math.max(0, Math.floor((at - taken) / 60_000)),
    messageKey,
  };
}
