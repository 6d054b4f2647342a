import { beforeEach, describe, expect, it } from 'vitest';
import type { StationEntry, WardSnapshot } from './snapshot.ts';
import { Station, type House, type Kept, type Reach, type Replayed } from './station.ts';
import { SealBroken } from './vault.ts';

const CODE = '314159';
const snapshot = (taken: number) =>
  ({ version: 1, ward: { id: 'w', name: '61' }, taken, patients: [] }) as never as WardSnapshot;
const entry = (attempt: string, at = 1) =>
  ({ attempt, at, patient: 'p', order: 'o', steps: [] }) as never as StationEntry;

function keptInMemory(values: Map<string, unknown>): Kept {
  return {
    get: async (name) => values.get(name),
    put: async (name, value) => void values.set(name, value),
    remove: async (name) => void values.delete(name),
    names: async () => [...values.keys()],
  };
}

class Away extends Error {
  readonly reach: Reach;
  constructor(reach: Reach) {
    super(reach);
    this.reach = reach;
  }
}

class FakeHouse implements House {
  taken = 0;
  failure: Away | undefined;
  outcomes = new Map<string, Replayed['outcome']>();
  readonly sent: string[][] = [];

  async ward(): Promise<WardSnapshot> {
    if (this.failure !== undefined) throw this.failure;
    return snapshot(++this.taken);
  }

  reachAfter(error: unknown): Reach {
    return error instanceof Away ? error.reach : 'cut';
  }

  async replay(_station: string, _clock: number, entries: readonly StationEntry[]): Promise<readonly Replayed[]> {
    if (this.failure !== undefined) throw this.failure;
    this.sent.push(entries.map(({ attempt }) => attempt));
    return entries.map(({ attempt }) => ({
      attempt,
      outcome: this.outcomes.get(attempt) ?? 'recorded',
      messages: [],
      written: [],
    }));
  }
}

describe('a ward station', () => {
  let values: Map<string, unknown>;
  let house: FakeHouse;
  let now: number;
  const open = () => new Station({ kept: keptInMemory(values), house, now: () => now, rounds: 1000 });
  beforeEach(() => {
    values = new Map();
    house = new FakeHouse();
    now = 1000;
  });

  it('is there after the browser was closed, behind its code, with what it recorded', async () => {
    const first = open();
    await first.setUp('w', CODE);
    await first.record(entry('dose-0001'));
    const second = open();
    await second.look();
    expect(second.view()).toMatchObject({ state: 'locked', ward: 'w', snapshot: undefined });
    await expect(second.unlock('000000')).rejects.toBeInstanceOf(SealBroken);
    await second.unlock(CODE);
    expect(second.view()).toMatchObject({ state: 'open', snapshot: { taken: 1 }, queue: [{ attempt: 'dose-0001' }] });
  });

  it('keeps nothing that can be read', async () => {
    const station = open();
    await station.setUp('w', CODE);
    await station.record({ ...entry('dose-0001'), reason: 'patient-refused' });
    const bytes = [...values.values()].map((value) =>
      JSON.stringify(value, (_, part: unknown) =>
        part instanceof ArrayBuffer ? Buffer.from(part).toString('latin1') : part,
      ),
    );
    expect(bytes.join('\n')).not.toMatch(/patient-refused|patients/);
  });

  it('keeps the last ward while the house is away, and says since when', async () => {
    const station = open();
    await station.setUp('w', CODE);
    house.failure = new Away('cut');
    now = 2000;
    await station.synchronise();
    now = 3000;
    await station.synchronise();
    expect(station.view()).toMatchObject({ reach: 'cut', cutSince: 2000, snapshot: { taken: 1 } });
    house.failure = undefined;
    await station.synchronise();
    expect(station.view()).toMatchObject({ reach: 'connected', cutSince: undefined, snapshot: { taken: 2 } });
  });

  it('hands over before it reads the ward, and keeps what the house does not have', async () => {
    const station = open();
    await station.setUp('w', CODE);
    await station.record(entry('dose-0001', 1));
    await station.record(entry('dose-0002', 2));
    house.outcomes.set('dose-0002', 'kept');
    await station.synchronise();
    expect(house.sent).toEqual([['dose-0001', 'dose-0002']]);
    expect(station.view().queue.map(({ attempt }) => attempt)).toEqual(['dose-0002']);
    const again = open();
    await again.look();
    await again.unlock(CODE);
    expect(again.view().queue.map(({ attempt }) => attempt)).toEqual(['dose-0002']);
  });

  it('loses nothing where the hand-over fails, and sends it again', async () => {
    const station = open();
    await station.setUp('w', CODE);
    await station.record(entry('dose-0001'));
    house.failure = new Away('signed-out');
    await station.synchronise();
    expect(station.view()).toMatchObject({ reach: 'signed-out', queue: [{ attempt: 'dose-0001' }] });
    house.failure = undefined;
    await Promise.all([station.synchronise(), station.synchronise()]);
    expect(house.sent).toEqual([['dose-0001']]);
    expect(station.view().queue).toEqual([]);
  });

  it('cannot be ended while something waits', async () => {
    const station = open();
    await station.setUp('w', CODE);
    await station.record(entry('dose-0001'));
    expect(await station.dissolve()).toBe(false);
    await station.synchronise();
    expect(await station.dissolve()).toBe(true);
    expect(values.size).toBe(0);
  });
});
