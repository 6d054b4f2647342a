/**
 * Rehearses the loss of the network with the real parts: the wards of this house are taken in, sealed on disk and opened again
 * as their stations would; then doses are recorded without the house, the station is killed, and what it kept is handed over.
 *
 * The wards are read as they are. Everything that is written is written for a drill patient in a drill ward, labelled as test
 * data (HTEST), and ended when the drill is over.
 *
 * Unit    ms, bytes
 * Source  SAFER guides (read-only copy, rehearsal); targets of reference: data at most 5 min old, viewer within 60 s
 * Proof   drill.int.test.ts
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import type { Clock } from '../../kernel/index.ts';
import {
  decideOffline,
  Station,
  type Kept,
  type Replayed,
  type StationEntry,
  type WardSnapshot,
} from '../station/index.ts';
import type { DrillWard, Scene } from './drill-ward.ts';

/** Bounds of the rehearsal. */
export const TARGETS = { viewerMs: 60_000, ageMs: 300_000 } as const;

/** What the drill needs of the house. */
export interface DrillHouse {
  readonly clock: Clock;
  wards(): Promise<readonly string[]>;
  ward(id: string): Promise<WardSnapshot>;
  replay(station: string, clock: number, entries: readonly StationEntry[]): Promise<readonly Replayed[]>;
}

/** What one ward came to. */
export interface WardEvidence {
  readonly ward: string;
  readonly patients: number;
  readonly doses: number;
  readonly unreadable: number;
  readonly takenInMs: number;
  readonly bytes: number;
  readonly openedMs: number;
}

/** One thing that was tried. */
export interface StepEvidence {
  readonly step: string;
  readonly expected: string;
  readonly found: string;
  readonly passed: boolean;
}

/** What is written down. */
export interface DrillEvidence {
  readonly wards: readonly WardEvidence[];
  readonly steps: readonly StepEvidence[];
  readonly slowestViewerMs: number;
  readonly passed: boolean;
}

const CODE = 'drill-only-code';

/** Rehearses; `folder` is where the stations keep what they keep, and is emptied afterwards. */
export async function drill(house: DrillHouse, drillWard: DrillWard, folder: string): Promise<DrillEvidence> {
  const wards: WardEvidence[] = [];
  for (const ward of await house.wards()) wards.push(await rehearseWard(house, ward, join(folder, ward)));
  const steps = await rehearseDoses(house, drillWard, join(folder, 'drill'));
  const slowestViewerMs = Math.max(0, ...wards.map(({ openedMs }) => openedMs));
  const read = {
    step: 'every ward opens from its sealed copy',
    expected: `within ${TARGETS.viewerMs} ms`,
    found: `${slowestViewerMs} ms at most, ${wards.length} wards`,
    passed: slowestViewerMs <= TARGETS.viewerMs,
  };
  rmSync(folder, { recursive: true, force: true });
  const all = [read, ...steps];
  return { wards, steps: all, slowestViewerMs, passed: all.every(({ passed }) => passed) };
}

/** The ward is taken in, the station dies, and another start opens what it kept, without the house. */
async function rehearseWard(house: DrillHouse, ward: string, folder: string): Promise<WardEvidence> {
  const kept = keptInFolder(folder);
  const began = house.clock.now();
  await stationOf(house, kept).setUp(ward, CODE);
  const taken = house.clock.now();
  const later = stationOf(cutOff(house), kept);
  await later.look();
  await later.unlock(CODE);
  const { snapshot } = later.view();
  const opened = house.clock.now();
  const patients = snapshot?.patients ?? [];
  return {
    ward,
    patients: patients.length,
    doses: patients.reduce((sum, { orders }) => sum + orders.reduce((own, { slots }) => own + slots.length, 0), 0),
    unreadable: patients.reduce((sum, { unreadable }) => sum + unreadable.length, 0),
    takenInMs: taken - began,
    bytes: readdirSync(folder).reduce((sum, name) => sum + readFileSync(join(folder, name)).byteLength, 0),
    openedMs: opened - taken,
  };
}

/** Doses without the house, a killed station, and the hand-over. */
async function rehearseDoses(
  house: DrillHouse,
  drillWard: DrillWard,
  folder: string,
): Promise<readonly StepEvidence[]> {
  const kept = keptInFolder(folder);
  const { ward, scenes } = await drillWard.open();
  try {
    await stationOf(house, kept).setUp(ward, CODE);
    const away = stationOf(cutOff(house), kept);
    await away.look();
    await away.unlock(CODE);
    await away.synchronise();
    const steps: StepEvidence[] = [told('the station notices that the house is away', 'cut', away.view().reach)];
    for (const scene of scenes) steps.push(await play(away, scene, house.clock));
    await drillWard.meanwhile();
    const again = stationOf(house, kept);
    await again.look();
    await again.unlock(CODE);
    const waiting = scenes.filter(({ expected }) => expected !== 'stop').length;
    steps.push(told('a killed station still has what it recorded', String(waiting), String(again.view().queue.length)));
    await again.synchronise();
    steps.push(told('nothing waits after the hand-over', '0', String(again.view().queue.length)));
    for (const { attempt, name, outcome } of scenes) {
      if (outcome === undefined) continue;
      const found = again.view().replayed.find((one) => one.attempt === attempt)?.outcome ?? 'nothing';
      steps.push(told(`handed over: ${name}`, outcome, found));
    }
    for (const [name, expected, found] of await drillWard.counts()) steps.push(told(name, expected, found));
    return steps;
  } finally {
    await drillWard.close();
  }
}

/** One scene: decided without the house, and recorded where nothing stops it. */
async function play(station: Station, scene: Scene, clock: Clock): Promise<StepEvidence> {
  const { snapshot, queue } = station.view();
  if (snapshot === undefined) return told(scene.name, scene.expected, 'no ward');
  const { name, expected, attempt, patient, order, orderVersion, slot, steps, reason } = scene;
  const at = clock.now();
  const { decision, messageKey } = decideOffline(snapshot, queue, { patient, order, slot, steps, now: at });
  if (decision !== 'stop')
    await station.record({
      attempt,
      patient,
      order,
      orderVersion,
      slot,
      at,
      steps,
      cacheMinutes: 0,
      messageKey,
      ...(reason === undefined ? {} : { reason }),
    });
  return told(`without the house: ${name}`, expected, decision);
}

function told(step: string, expected: string, found: string): StepEvidence {
  return { step, expected, found, passed: expected === found };
}

function stationOf(house: Pick<DrillHouse, 'ward' | 'replay' | 'clock'>, kept: Kept): Station {
  const { clock } = house;
  const ward = (id: string) => house.ward(id);
  const replay: DrillHouse['replay'] = (station, now, entries) => house.replay(station, now, entries);
  return new Station({ kept, house: { ward, replay, reachAfter: () => 'cut' }, now: () => clock.now() });
}

const unanswered = (): Promise<never> => Promise.reject(new Error('the network is cut'));

function cutOff({ clock }: DrillHouse): Pick<DrillHouse, 'ward' | 'replay' | 'clock'> {
  return { clock, ward: unanswered, replay: unanswered };
}

/** Files of a folder, one for each name. */
function keptInFolder(folder: string): Kept {
  mkdirSync(folder, { recursive: true });
  const path = (name: string): string => join(folder, encodeURIComponent(name));
  return {
    get: (name) =>
      Promise.resolve(
        readdirSync(folder).includes(encodeURIComponent(name)) ? deserialize(readFileSync(path(name))) : undefined,
      ),
    put: (name, value) => Promise.resolve(writeFileSync(path(name), serialize(value), { flush: true })),
    remove: (name) => Promise.resolve(rmSync(path(name))),
    names: () => Promise.resolve(readdirSync(folder).map(decodeURIComponent)),
  };
}
