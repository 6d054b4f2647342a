/**
 * The living hospital: staff who go on working through the public API, faster than life, for a bounded time.
 *
 * `speed` says how many hours of orders, rounds, tests, notes, admissions and discharges happen in one; doses are given when they
 * are due by the clock of the house. What is to be done is read from the house's own lists, so that a run that was stopped goes on
 * where it was; attempts are named by what they are about, so that nothing is done twice.
 *
 * Proof   ../../cli/living.int.test.ts; bench/living.bench.ts
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { EpochMs } from '../../kernel/index.ts';
import { Random } from '../random.ts';
import { admit, discharge, transfer } from './beds.ts';
import { watchBoard } from './board.ts';
import { Client, type Json, type Member } from './client.ts';
import { HouseMap } from './house.ts';
import { analyse, collect, criticalCalls, isToDraw, laboratoryWork, readBack, toCollect } from './laboratory.ts';
import { answerCall, chartFluid, chartRound, dueOf, give, isBegun, isToGive } from './nursing.ts';
import { answerQuestion, openQuestions, pharmacyWork, verify } from './pharmacy.ts';
import { order, writeNote } from './prescribing.ts';
import { openChart } from './reading.ts';
import { Tally } from './tally.ts';
import { someone, type World } from './world.ts';

/** What a run is. */
export interface LiveOptions {
  readonly url: string;
  readonly members: readonly Member[];
  readonly speed: number;
  /** Real minutes. */
  readonly minutes: number;
  readonly seed: string;
  readonly now: () => EpochMs;
  readonly signal: AbortSignal;
  readonly progress: (text: string) => void;
}

/** What came of it. */
export interface LiveResult {
  readonly tally: Tally;
  readonly client: Client;
  /** ms from the answer of a change to the board that shows it. */
  readonly board: readonly number[];
  readonly seconds: number;
  readonly patients: number;
}

/** Acts of a patient-day, at the natural pace. */
const PER_DAY = { drug: 3, laboratory: 1.2, round: 3, note: 1, fluid: 3, chart: 4, leave: 0.14, move: 0.05 } as const;
const STEP_MS = 500;
/** Most acts at a time. */
const AT_ONCE = 8;
/** Most acts that one look at a list begins: a backlog is worked off steadily, as people do. */
const MOST_DOSES = 5;
const MOST_TUBES = 6;
const MOST_DRAWS = 4;

/** Works until the time is up or somebody stops it. */
export async function liveOn(options: LiveOptions): Promise<LiveResult> {
  const { url, members, seed, now, signal, minutes } = options;
  const ending = new AbortController();
  const halt = AbortSignal.any([signal, ending.signal]);
  const client = new Client(url, halt);
  const world: World = {
    client,
    house: new HouseMap(),
    tally: new Tally(),
    members,
    random: new Random(`live/${seed}/${now()}`),
    now,
    signal: halt,
    busy: new Set(),
    watched: new Map(),
  };
  const started = performance.now();
  await world.house.read(client, someone(world, 'nurse')).catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
  const board: number[] = [];
  const watching = watchBoard(world, board);
  const pool = new Pool(AT_ONCE);
  const until = started + minutes * 60_000;
  const shift = new Shift(world, pool, options.speed);
  while (performance.now() < until && !signal.aborted) {
    shift.step();
    options.progress(lineOf(world.tally, started));
    await sleep(STEP_MS, undefined, { signal }).catch(() => undefined);
  }
  await pool.drained();
  ending.abort();
  await watching;
  const patients = world.house.inpatients.length;
  return { tally: world.tally, client, board, seconds: (performance.now() - started) / 1000, patients };
}

function lineOf({ loops }: Tally, started: number): string {
  const done = [...loops.values()].reduce((sum, { completed }) => sum + completed, 0);
  const failed = [...loops.values()].reduce((sum, one) => sum + one.failed, 0);
  return `Living for ${Math.round((performance.now() - started) / 1000)} s: ${done} loops completed, ${failed} failed`;
}

/** At most so many acts at a time; the others wait in turn. */
class Pool {
  readonly #most: number;
  readonly #waiting: (() => Promise<unknown>)[] = [];
  readonly #running = new Set<Promise<unknown>>();

  constructor(most: number) {
    this.#most = most;
  }

  get isCrowded(): boolean {
    return this.#waiting.length > 4 * this.#most;
  }

  add(act: () => Promise<unknown>): void {
    this.#waiting.push(act);
    this.#next();
  }

  #next(): void {
    while (this.#running.size < this.#most && this.#waiting.length > 0) {
      const act = this.#waiting.shift() as () => Promise<unknown>;
      const running = act()
        .catch(() => undefined)
        .finally(() => {
          this.#running.delete(running);
          this.#next();
        });
      this.#running.add(running);
    }
  }

  /** Those that have begun end; those that wait are left: the house's lists still have them. */
  async drained(): Promise<void> {
    this.#waiting.length = 0;
    await Promise.allSettled(this.#running);
  }
}

/** How often the lists are read, in ms. */
const LOOKS = { ward: 15_000, pharmacy: 4000, laboratory: 4000, questions: 15_000, calls: 8000 } as const;

/** One half second after the other: reads the lists when it is time, and begins what is due by the pace. */
class Shift {
  readonly #world: World;
  readonly #pool: Pool;
  readonly #speed: number;
  readonly #debts = new Map<string, number>();
  readonly #looked = new Map<string, number>();
  #nth = 0;

  constructor(world: World, pool: Pool, speed: number) {
    this.#world = world;
    this.#pool = pool;
    this.#speed = speed;
  }

  step(): void {
    const world = this.#world;
    const people = world.house.inpatients;
    if (people.length === 0 || this.#pool.isCrowded) return;
    this.#read();
    this.#often('drug', PER_DAY.drug, () => order(world, world.random.pick(people), 'drug', ++this.#nth));
    this.#often('laboratory', PER_DAY.laboratory, () =>
      order(world, world.random.pick(people), 'laboratory', ++this.#nth),
    );
    this.#often('round', PER_DAY.round, () => chartRound(world, nextRound(world)));
    this.#often('note', PER_DAY.note, () => writeNote(world, world.random.pick(people), ++this.#nth));
    this.#often('fluid', PER_DAY.fluid, () => chartFluid(world, world.random.pick(people), ++this.#nth));
    this.#often('chart', PER_DAY.chart, () => openChart(world, world.random.pick(people)));
    this.#often('leave', PER_DAY.leave, () => discharge(world, world.random.pick(people)));
    this.#often('come', PER_DAY.leave, () => admit(world, ++this.#nth));
    this.#often('move', PER_DAY.move, () => transfer(world, world.random.pick(people)));
  }

  /** Begins as many acts as the pace asks for since the last step. */
  #often(name: string, perDay: number, act: () => Promise<unknown>): void {
    const people = this.#world.house.inpatients.length;
    const debt =
      (this.#debts.get(name) ?? this.#world.random.next()) + (people * perDay * this.#speed * STEP_MS) / 86_400_000;
    for (let at = 0; at < Math.floor(debt); at++) this.#pool.add(act);
    this.#debts.set(name, debt - Math.floor(debt));
  }

  #every(name: string, ms: number, look: () => Promise<void>): void {
    const now = performance.now();
    const last = this.#looked.get(name) ?? now - ms * this.#world.random.next();
    if (now - last >= ms) this.#looked.set(name, now);
    else this.#looked.set(name, last);
    if (now - last < ms) return;
    this.#pool.add(look);
  }

  #read(): void {
    const world = this.#world;
    for (const ward of new Set(world.house.inpatients.map((one) => one.ward)))
      this.#every(`ward ${ward}`, LOOKS.ward, () => this.#nurse(ward));
    this.#every('pharmacy', LOOKS.pharmacy, async () => {
      for (const line of await pharmacyWork(world)) this.#pool.add(() => verify(world, line));
    });
    this.#every('laboratory', LOOKS.laboratory, () => this.#laboratory());
    this.#every('questions', LOOKS.questions, async () => {
      for (const one of await openQuestions(world)) this.#pool.add(() => answerQuestion(world, one));
    });
    this.#every('calls', LOOKS.calls, () => this.#calls());
  }

  async #nurse(ward: string): Promise<void> {
    const world = this.#world;
    const lines = (await dueOf(world, ward)).filter((line) => isToGive(world, line) && !isBegun(world, line));
    for (const line of lines.slice(0, MOST_DOSES)) this.#pool.add(() => give(world, ward, line));
  }

  /** Tubes in the laboratory, and those that a nurse is to draw. */
  async #laboratory(): Promise<void> {
    const world = this.#world;
    const wards = new Map(world.house.inpatients.map(({ patient, ward }) => [patient, ward]));
    const lines = await laboratoryWork(world);
    const tubes = lines.filter(({ stage }) => stage === 'collected' || stage === 'received');
    for (const line of tubes.slice(-MOST_TUBES)) this.#pool.add(() => analyse(world, line));
    const waiting = lines.filter((line) => isToDraw(world, line) && wards.has(line.patient.id));
    for (const patient of [...new Set(waiting.map((line) => line.patient.id))].slice(0, MOST_DRAWS))
      this.#pool.add(() => this.#draw(patient, wards.get(patient) ?? ''));
  }

  async #draw(patient: string, ward: string): Promise<void> {
    for (const line of await toCollect(this.#world, patient, ward)) {
      if (isToDraw(this.#world, line)) await collect(this.#world, ward, line);
    }
  }

  async #calls(): Promise<void> {
    const world = this.#world;
    for (const call of await criticalCalls(world)) this.#pool.add(() => readBack(world, call));
    const physician = someone(world, 'physician');
    const { body } = await world.client.get(physician, '/care/ward/tasks?code=news2-escalation&count=50');
    for (const task of (body['tasks'] ?? []) as readonly Json[]) {
      if (task['status'] === 'requested') this.#pool.add(() => answerCall(world, task));
    }
  }
}

/** Whose round is due first. */
function nextRound({ house, random }: World): ReturnType<typeof random.pick<(typeof house.inpatients)[number]>> {
  const people = house.inpatients;
  const due = people
    .filter(({ vitalsDue }) => vitalsDue !== undefined)
    .toSorted((a, b) => ((a.vitalsDue ?? '') < (b.vitalsDue ?? '') ? -1 : 1));
  return random.chance(0.7) && due.length > 0
    ? (due[random.whole(0, Math.min(9, due.length - 1))] as (typeof people)[number])
    : random.pick(people);
}
