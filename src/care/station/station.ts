/**
 * A ward station: keeps its ward sealed in the browser, takes it in anew while the house answers, decides and records while it
 * does not, and hands over what it recorded when the house is back.
 *
 * What was recorded is sealed on disk before the screen says so, and removed only when the house has said that it has it.
 *
 * Proof   station.test.ts, ../downtime/drill.int.test.ts, test/journey/downtime.test.ts
 */
import type { StationEntry, WardSnapshot } from './snapshot.ts';
import { keyOf, newSalt, seal, SealBroken, unseal, type Sealed, type SealKey } from './vault.ts';

/** A place that keeps values by name; a write is answered when it will be there after a crash. */
export interface Kept {
  get(name: string): Promise<unknown>;
  put(name: string, value: unknown): Promise<void>;
  remove(name: string): Promise<void>;
  names(): Promise<readonly string[]>;
}

/** What the house is asked. */
export interface House {
  ward(id: string): Promise<WardSnapshot>;
  replay(station: string, clock: number, entries: readonly StationEntry[]): Promise<readonly Replayed[]>;
  /** What a failure of the two says. */
  reachAfter(error: unknown): Reach;
}

/** What became of an entry at the house. */
export interface Replayed {
  readonly attempt: string;
  readonly outcome: 'recorded' | 'recorded-for-review' | 'kept';
  readonly messages: readonly {
    readonly key: string;
    readonly message: { readonly ko: string; readonly en: string };
  }[];
  readonly written: readonly string[];
}

/** How the house last answered. */
export type Reach = 'unknown' | 'connected' | 'cut' | 'signed-out' | 'refused';

/** What the screens show. */
export interface StationView {
  readonly state: 'looking' | 'none' | 'locked' | 'open';
  readonly ward: string | undefined;
  readonly snapshot: WardSnapshot | undefined;
  readonly queue: readonly StationEntry[];
  readonly reach: Reach;
  /** Since when the house has not answered, ms since 1970. */
  readonly cutSince: number | undefined;
  /** What the last replays came to, newest first. */
  readonly replayed: readonly (Replayed & { readonly entry: StationEntry })[];
}

interface Identity {
  readonly station: string;
  readonly ward: string;
  readonly salt: Uint8Array<ArrayBuffer>;
  readonly proof: Sealed;
}

const IDENTITY = 'identity';
const WARD = 'ward';
const ENTRY = 'entry.';
const PROOF = 'proof';

const BLANK: StationView = {
  state: 'looking',
  ward: undefined,
  snapshot: undefined,
  queue: [],
  reach: 'unknown',
  cutSince: undefined,
  replayed: [],
};

export class Station {
  readonly #kept: Kept;
  readonly #house: House;
  readonly #now: () => number;
  readonly #rounds: number | undefined;
  readonly #listeners = new Set<() => void>();
  #view = BLANK;
  #identity: Identity | undefined;
  #key: SealKey | undefined;
  #work: Promise<unknown> = Promise.resolve();

  constructor(parts: { kept: Kept; house: House; now: () => number; rounds?: number }) {
    this.#kept = parts.kept;
    this.#house = parts.house;
    this.#now = parts.now;
    this.#rounds = parts.rounds;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly view = (): StationView => this.#view;

  #show(change: Partial<StationView>): void {
    this.#view = { ...this.#view, ...change };
    for (const listener of this.#listeners) listener();
  }

  /** Is this browser a station? */
  async look(): Promise<void> {
    this.#identity = (await this.#kept.get(IDENTITY)) as Identity | undefined;
    this.#show({ state: this.#identity === undefined ? 'none' : 'locked', ward: this.#identity?.ward });
  }

  /** Makes this browser the station of a ward; throws what the house throws where it does not give the ward. */
  async setUp(ward: string, code: string): Promise<void> {
    const snapshot = await this.#house.ward(ward);
    const salt = newSalt();
    const key = await keyOf(code, salt, this.#rounds);
    const identity = { station: crypto.randomUUID(), ward, salt, proof: await seal(key, PROOF, ward) };
    await this.#kept.put(WARD, await seal(key, WARD, snapshot));
    await this.#kept.put(IDENTITY, identity);
    this.#identity = identity;
    this.#key = key;
    this.#show({ state: 'open', ward, snapshot, queue: [], reach: 'connected', cutSince: undefined });
  }

  /** Opens what is kept; throws `SealBroken` where the code is not the station's. */
  async unlock(code: string): Promise<void> {
    const identity = this.#identity;
    if (identity === undefined) throw new SealBroken();
    const key = await keyOf(code, identity.salt, this.#rounds);
    await unseal(key, PROOF, identity.proof);
    const ward = (await this.#kept.get(WARD)) as Sealed | undefined;
    const snapshot = ward === undefined ? undefined : ((await unseal(key, WARD, ward)) as WardSnapshot);
    const queue = await this.#readQueue(key);
    this.#key = key;
    this.#show({ state: 'open', snapshot, queue });
  }

  async #readQueue(key: SealKey): Promise<readonly StationEntry[]> {
    const names = (await this.#kept.names()).filter((name) => name.startsWith(ENTRY));
    const entries = await Promise.all(
      names.map(async (name) => (await unseal(key, name, (await this.#kept.get(name)) as Sealed)) as StationEntry),
    );
    return entries.toSorted((one, other) => one.at - other.at);
  }

  /** Closes it: the key is forgotten, what is kept stays. */
  lock(): void {
    this.#key = undefined;
    this.#show({ state: 'locked', snapshot: undefined, queue: [], replayed: [] });
  }

  /** Ends the station of this browser; refused while something waits to be handed over. */
  async dissolve(): Promise<boolean> {
    const names = await this.#kept.names();
    if (names.some((name) => name.startsWith(ENTRY))) return false;
    for (const name of names) await this.#kept.remove(name);
    this.#identity = undefined;
    this.#key = undefined;
    this.#show({ ...BLANK, state: 'none' });
    return true;
  }

  /** Keeps what was decided and done; when this returns, it is on disk. */
  async record(entry: StationEntry): Promise<void> {
    const key = this.#key;
    if (key === undefined) throw new SealBroken();
    const name = ENTRY + entry.attempt;
    await this.#kept.put(name, await seal(key, name, entry));
    this.#show({ queue: [...this.#view.queue, entry] });
  }

  /** One round with the house: hand over what waits, then take the ward in anew. Rounds follow each other, never overlap. */
  async synchronise(): Promise<void> {
    this.#work = this.#work.then(() => this.#round());
    await this.#work;
  }

  async #round(): Promise<void> {
    const [identity, key] = [this.#identity, this.#key];
    if (identity === undefined || key === undefined) return;
    try {
      await this.#handOver(identity);
      const snapshot = await this.#house.ward(identity.ward);
      await this.#kept.put(WARD, await seal(key, WARD, snapshot));
      this.#show({ snapshot, reach: 'connected', cutSince: undefined });
    } catch (error) {
      const reach = this.#house.reachAfter(error);
      const { cutSince } = this.#view;
      this.#show({ reach, cutSince: reach === 'cut' ? (cutSince ?? this.#now()) : cutSince });
    }
  }

  async #handOver({ station }: Identity): Promise<void> {
    const { queue } = this.#view;
    if (queue.length === 0) return;
    const told = await this.#house.replay(station, this.#now(), queue);
    const there = new Set(told.filter(({ outcome }) => outcome !== 'kept').map(({ attempt }) => attempt));
    for (const attempt of there) await this.#kept.remove(ENTRY + attempt);
    const entries = new Map(queue.map((entry) => [entry.attempt, entry]));
    const seen = told.flatMap((one) => {
      const entry = entries.get(one.attempt);
      return entry === undefined ? [] : [{ ...one, entry }];
    });
    const before = this.#view.replayed.filter(({ attempt }) => !entries.has(attempt));
    this.#show({
      queue: this.#view.queue.filter(({ attempt }) => !there.has(attempt)),
      replayed: [...seen, ...before],
    });
  }
}
