/**
 * Who lies where and what is due, kept in memory in step with the record: boards and lists are read from here, so that many
 * screens cost no more than one.
 *
 * It is a projection that can be thrown away: read once, then only what changed since. Every so often it is read anew, which
 * catches what was deleted.
 *
 * Proof   census.int.test.ts
 */
import { houseCaller, UNLIMITED } from '../../access/index.ts';
import type { Resource, ResourceOfType } from '../../fhir/index.ts';
import { intervalOf, parseJson, type EpochMs } from '../../kernel/index.ts';
import { changedSince, textsOfChanged, type Context } from '../../record/index.ts';
import { findAmong, findResources, idIn } from '../bedside/chart.ts';
import type { CareContext } from '../context.ts';
import { OPEN_STAYS, OPEN_TASKS, type Encounter, type Location, type Task } from './codes.ts';

type Patient = ResourceOfType['Patient'];
type Flag = ResourceOfType['Flag'];

const TYPES = ['Encounter', 'Location', 'Task', 'Flag', 'Patient'] as const;
const STAY_OPEN = new Set(OPEN_STAYS.split(','));
const TASK_OPEN = new Set(OPEN_TASKS.split(','));
/** Versions are stamped before they are committed: a little back at each look, and now and then as far as a slow writer may be. */
const OVERLAP_MS = 3000;
const WIDE_MS = 60_000;
const WIDE_EVERY_MS = 5000;
/** No look at the record more often than this. */
const REST_MS = 250;
/** After this time everything is read anew. */
const ANEW_MS = 600_000;

/** What the projection holds. */
export class Census {
  readonly encounters = new Map<string, Encounter>();
  readonly locations = new Map<string, Location>();
  readonly tasks = new Map<string, Task>();
  readonly flags = new Map<string, Flag>();
  readonly patients = new Map<string, Patient>();
  readonly practitioners = new Map<string, ResourceOfType['Practitioner']>();
  /** Moves on whenever something changed. */
  turn = 0;
  readonly #care: CareContext;
  #context: Context | undefined;
  #known = new Map<number, number>();
  #newest = 0;
  #readAt = Number.NEGATIVE_INFINITY;
  #lookedAt = Number.NEGATIVE_INFINITY;
  #wideAt = Number.NEGATIVE_INFINITY;
  #running: Promise<void> | undefined;

  constructor(care: CareContext) {
    this.#care = care;
  }

  /** Brings the projection up to now; callers at the same time share one look. */
  async refresh(): Promise<void> {
    if (performance.now() - this.#lookedAt < REST_MS) return this.#running;
    this.#running ??= this.#look().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async #look(): Promise<void> {
    const { record } = this.#care;
    this.#context ??= record.context(houseCaller('ward'), UNLIMITED);
    if (performance.now() - this.#readAt > ANEW_MS) await this.#readAll(this.#context);
    await this.#follow(this.#context);
    this.#lookedAt = performance.now();
  }

  async #readAll(context: Context): Promise<void> {
    const newest = context.clock.now() - WIDE_MS;
    const [stays, places, tasks] = await Promise.all([
      findResources(context, 'Encounter', { class: 'IMP,EMER', status: OPEN_STAYS }),
      findResources(context, 'Location', { status: 'active,suspended' }),
      findResources(context, 'Task', { status: OPEN_TASKS }),
    ]);
    for (const held of [this.encounters, this.locations, this.tasks, this.flags, this.patients]) held.clear();
    for (const one of [...stays, ...places, ...tasks]) this.#take(one);
    await this.#complete(context);
    this.#known = new Map();
    this.#newest = newest;
    this.#readAt = performance.now();
    this.turn++;
  }

  async #follow(context: Context): Promise<void> {
    const wide = performance.now() - this.#wideAt > WIDE_EVERY_MS;
    if (wide) this.#wideAt = performance.now();
    const since = Math.max(0, this.#newest - (wide ? WIDE_MS : OVERLAP_MS)) as EpochMs;
    const changed = await changedSince(context.connection, TYPES, since);
    const unknown = changed.filter(({ rid, ver }) => this.#known.get(rid) !== ver);
    if (wide) this.#known = new Map();
    for (const { rid, ver } of changed) this.#known.set(rid, ver);
    this.#newest = Math.max(this.#newest, ...changed.slice(-1).map(({ ts }) => ts));
    if (unknown.length === 0) return;
    const texts = await textsOfChanged(context.connection, unknown);
    const taken = [...texts.values()].map((text) => this.#take(parseJson(text) as Resource));
    if (!taken.includes(true)) return;
    await this.#complete(context);
    this.turn++;
  }

  /** Keeps what is about somebody who is here; does it matter to anybody? */
  #take(resource: Resource): boolean {
    const { id = '' } = resource as Patient;
    switch (resource.resourceType) {
      case 'Encounter': {
        const kept =
          STAY_OPEN.has(resource.status) && (resource.class.code === 'IMP' || resource.class.code === 'EMER');
        return keep(this.encounters, id, resource, kept);
      }
      case 'Task':
        return keep(this.tasks, id, resource, TASK_OPEN.has(resource.status));
      case 'Flag':
        return keep(this.flags, id, resource, resource.status === 'active' && this.#isHere(resource.subject));
      case 'Patient':
        return keep(this.patients, id, resource, this.patients.has(id));
      case 'Location':
        return keep(this.locations, id, resource, resource.status !== 'inactive');
      default:
        return false;
    }
  }

  #isHere(subject: { readonly reference?: string }): boolean {
    return this.patients.has(idIn(subject, 'Patient') ?? '');
  }

  /** Reads people who are new here, and forgets those who have left. */
  async #complete(context: Context): Promise<void> {
    const here = new Set([...this.encounters.values()].flatMap(({ subject }) => idIn(subject, 'Patient') ?? []));
    for (const id of this.patients.keys()) if (!here.has(id)) this.patients.delete(id);
    for (const [id, { subject }] of this.flags) if (!here.has(idIn(subject, 'Patient') ?? '')) this.flags.delete(id);
    const missing = [...here].filter((id) => !this.patients.has(id));
    const [people, flags] = await Promise.all([
      findAmong(context, 'Patient', '_id', missing),
      findAmong(
        context,
        'Flag',
        'subject',
        missing.map((id) => `Patient/${id}`),
      ),
    ]);
    for (const one of people) this.patients.set(one.id ?? '', one);
    for (const one of flags) this.#take(one);
    await this.#nameStaff(context);
  }

  /** The people responsible, for their names in both scripts. */
  async #nameStaff(context: Context): Promise<void> {
    const unknown = new Set<string>();
    for (const { participant = [] } of this.encounters.values()) {
      for (const { individual } of participant) {
        const id = idIn(individual, 'Practitioner');
        if (id !== undefined && !this.practitioners.has(id)) unknown.add(id);
      }
    }
    const found = await findAmong(context, 'Practitioner', '_id', [...unknown]);
    for (const one of found) this.practitioners.set(one.id ?? '', one);
  }
}

function keep<Kept>(held: Map<string, Kept>, id: string, one: Kept, kept: boolean): boolean {
  if (kept) held.set(id, one);
  return held.has(id) && (kept || held.delete(id));
}

/** The moment of a text, for sorting; none is the end of time. */
export function sortable(text: string | undefined): number {
  return (text === undefined ? undefined : intervalOf(text)?.low) ?? Number.MAX_SAFE_INTEGER;
}
