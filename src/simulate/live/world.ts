/**
 * What every act of the living hospital works with.
 */
import { hash64, type EpochMs } from '../../kernel/index.ts';
import type { Random } from '../random.ts';
import type { Client, Member } from './client.ts';
import type { HouseMap } from './house.ts';
import type { Tally } from './tally.ts';

/** The world as the acts see it. */
export interface World {
  readonly client: Client;
  readonly house: HouseMap;
  readonly tally: Tally;
  readonly members: readonly Member[];
  readonly random: Random;
  readonly now: () => EpochMs;
  readonly signal: AbortSignal;
  /** What is being done now, by its attempt: nothing is begun twice. */
  readonly busy: Set<string>;
  /** Changes of beds whose way to the board is watched: bed to the moment of the answer. */
  readonly watched: Map<string, number>;
}

/** An attempt is named by what it is about, so that after a restart the same act has the same name and is not done twice. */
export function attemptOf(...about: readonly (string | number)[]): string {
  const { high, low } = hash64(about.join('|'));
  const { high: more, low: rest } = hash64(`${about.join('|')}/`);
  return `live-${[high, low, more, rest].map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('')}`;
}

/** Somebody of a role; a nurse of the ward where the ward has one. */
export function someone({ members, random }: World, role: string, ward?: string): Member {
  const all = members.filter((one) => one.role === role);
  const own = ward === undefined ? [] : all.filter(({ wards }) => wards.includes(ward.replace(/^ward-/, '')));
  return random.pick(own.length > 0 ? own : all);
}

/** A second person of the same ward, who is not the first. */
export function colleague(world: World, first: Member): Member {
  const others = world.members.filter(({ role, id }) => role === first.role && id !== first.id);
  return others.find(({ wards }) => wards[0] === first.wards[0]) ?? (others[0] as Member);
}

/** Runs an act unless the same one is under way or was done by this run. */
export async function once(world: World, key: string, act: () => Promise<void>): Promise<void> {
  if (world.busy.has(key)) return;
  world.busy.add(key);
  await act();
}
