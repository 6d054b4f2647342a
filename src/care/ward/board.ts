/**
 * The bed board: every bed with its state and, where somebody holds it, who; a list of patients with what is due next.
 *
 * Each line carries the turn in which it last changed, so that a screen that has seen a turn gets only what changed since.
 * Identities of restricted records are not told: the bed is shown as occupied.
 *
 * Proof   board.test.ts, census.int.test.ts
 */
import { idIn } from '../bedside/chart.ts';
import type { CareContext } from '../context.ts';
import { holds, isBed } from './beds.ts';
import { Census, sortable } from './census.ts';
import {
  bedStateOf,
  careCodeOf,
  extensionOf,
  type BedState,
  type Encounter,
  type Location,
  type Task,
} from './codes.ts';
import { scoreIn } from './escalation.ts';
import { isType } from './stay.ts';

/** A name in both scripts, as far as it is known. */
export interface Named {
  readonly id: string;
  readonly name: string;
  readonly latin?: string;
}

/** Somebody who is here or expected. */
export interface StayLine {
  readonly encounter: string;
  readonly version: string;
  readonly status: string;
  readonly kind: string;
  readonly since?: string;
  /** A restricted record: nothing else is told. */
  readonly restricted?: true;
  readonly patient?: Named;
  readonly number?: string;
  readonly gender?: string;
  readonly birthDate?: string;
  readonly reason?: string;
  readonly attending?: Named;
  readonly nurse?: Named;
  readonly expectedDischarge?: string;
  readonly dischargeDecided?: string;
  readonly leaveUntil?: string;
  /** Where the patient is while the bed waits. */
  readonly elsewhere?: string;
  readonly flags?: readonly string[];
  readonly news2?: { readonly total: number; readonly band: string; readonly at?: string };
  readonly vitalsDue?: string;
  readonly escalation?: { readonly task: string; readonly due?: string; readonly status: string };
  readonly tasks?: { readonly open: number; readonly first?: string };
}

/** A bed. */
export interface BedLine {
  readonly bed: string;
  readonly name: string;
  readonly latin?: string;
  readonly room: string;
  readonly roomName: string;
  readonly roomLatin?: string;
  readonly ward: string;
  readonly state: BedState;
  readonly stay?: StayLine;
}

export interface WardLine {
  readonly ward: string;
  readonly name: string;
  readonly latin?: string;
}

/** What a screen gets. */
export interface BoardAnswer {
  readonly revision: string;
  /** Does it hold everything? Else only what changed since. */
  readonly full: boolean;
  readonly wards: readonly WardLine[];
  readonly beds: readonly BedLine[];
  /** Patients without a bed: in the emergency room, or on their way. */
  readonly waiting: readonly StayLine[];
  readonly places: readonly { readonly place: string; readonly name: string; readonly latin?: string }[];
}

interface Kept {
  readonly line: BedLine;
  readonly text: string;
  readonly turn: number;
}

/** The board over a census. */
export class Board {
  readonly census: Census;
  readonly #beds = new Map<string, Kept>();
  readonly #life: string;
  #waiting: { readonly lines: readonly StayLine[]; readonly text: string; readonly turn: number } | undefined;
  #places: { wards: readonly WardLine[]; places: BoardAnswer['places']; text: string; turn: number } | undefined;
  #turn = -1;

  constructor(care: CareContext) {
    this.census = new Census(care);
    this.#life = Math.random().toString(36).slice(2, 8);
  }

  /** Brings the board up to now; its revision. */
  async refresh(): Promise<string> {
    await this.census.refresh();
    if (this.census.turn !== this.#turn) this.#draw();
    return `${this.#life}.${this.#turn}`;
  }

  /** What changed since a revision; everything where it is not of this life. */
  since(revision: string | undefined): BoardAnswer | undefined {
    const [life, turn] = revision?.split('.') ?? [];
    const seen = life === this.#life ? Number(turn) : -1;
    const beds = [...this.#beds.values()].filter((one) => one.turn > seen).map(({ line }) => line);
    const [waiting, places] = [this.#waiting, this.#places];
    if (waiting === undefined || places === undefined) return undefined;
    if (beds.length === 0 && waiting.turn <= seen && places.turn <= seen) return undefined;
    return {
      revision: `${this.#life}.${this.#turn}`,
      full: seen < 0 || places.turn > seen,
      wards: places.wards,
      beds: places.turn > seen ? [...this.#beds.values()].map(({ line }) => line) : beds,
      waiting: waiting.lines,
      places: places.places,
    };
  }

  #draw(): void {
    const { turn } = this.census;
    const drawn = drawBoard(this.census);
    const structure = JSON.stringify([drawn.wards, drawn.places, drawn.beds.map(({ bed }) => bed)]);
    if (this.#places?.text !== structure) {
      this.#places = { wards: drawn.wards, places: drawn.places, text: structure, turn };
      this.#beds.clear();
    }
    for (const line of drawn.beds) {
      const text = JSON.stringify(line);
      if (this.#beds.get(line.bed)?.text !== text) this.#beds.set(line.bed, { line, text, turn });
    }
    const waiting = JSON.stringify(drawn.waiting);
    if (this.#waiting?.text !== waiting) this.#waiting = { lines: drawn.waiting, text: waiting, turn };
    this.#turn = turn;
  }
}

/** The board as the census stands. */
export function drawBoard(census: Census): Pick<BoardAnswer, 'wards' | 'beds' | 'waiting' | 'places'> {
  const places = [...census.locations.values()];
  const wards = places.filter((one) => kindOf(one) === 'wa').toSorted(byName);
  const held = heldBeds(census);
  const linesOf = stayLines(census);
  const beds = places.filter(isBed).flatMap((bed) => bedLine(census, bed, held, linesOf) ?? []);
  const inBeds = new Set(beds.flatMap(({ stay }) => stay?.encounter ?? []));
  const others = [...census.encounters.values()].filter(({ id = '' }) => !inBeds.has(id));
  return {
    wards: wards.map(wardLine),
    beds: beds.toSorted((a, b) => NATURAL.compare(a.bed, b.bed)),
    waiting: others.map(linesOf).toSorted((a, b) => (a.encounter < b.encounter ? -1 : 1)),
    places: places
      .filter((one) => isAway(one))
      .map(({ id = '', name = id, alias }) => ({ place: id, name, ...given('latin', alias?.[0]) })),
  };
}

/** Bed 2 comes before bed 10. */
const NATURAL = new Intl.Collator('en', { numeric: true });

/** Places where a patient is for a while: operating, delivery and procedure rooms. */
function isAway({ id = '', type = [] }: Location): boolean {
  const codes = type.flatMap(({ coding = [] }) => coding.flatMap(({ code }) => code ?? []));
  return codes.some((code) => AWAY.has(code)) || /^(?:or|operating|delivery|cath|endoscopy|dialysis)(?:-|$)/.test(id);
}

const AWAY = new Set(['OR', 'SU', 'ENDOS', 'CATH', 'RADDX', 'PROC', 'DELIVERY', 'HD']);

function kindOf({ physicalType }: Location): string | undefined {
  return physicalType?.coding?.find(({ code }) => code !== undefined)?.code;
}

function byName(a: Location, b: Location): number {
  return NATURAL.compare(a.id ?? '', b.id ?? '');
}

function wardLine({ id = '', name = id, alias }: Location): WardLine {
  const latin = alias?.[0];
  return { ward: id, name, ...(latin === undefined ? {} : { latin }) };
}

/** Beds and who holds them. */
function heldBeds({ encounters, locations }: Census): ReadonlyMap<string, Encounter> {
  const held = new Map<string, Encounter>();
  for (const encounter of encounters.values()) {
    for (const part of encounter.location ?? []) {
      const id = idIn(part.location, 'Location');
      const place = locations.get(id ?? '');
      if (id !== undefined && place !== undefined && isBed(place) && holds(part)) held.set(id, encounter);
    }
  }
  return held;
}

function bedLine(
  census: Census,
  bed: Location,
  held: ReadonlyMap<string, Encounter>,
  lineOf: (encounter: Encounter) => StayLine,
): BedLine | undefined {
  const { id = '', name = id } = bed;
  const room = idIn(bed.partOf, 'Location') ?? '';
  const { name: roomName = room, alias: roomAlias } = census.locations.get(room) ?? {};
  const ward = wardOf(census, bed);
  if (ward === undefined) return undefined;
  const encounter = held.get(id);
  const own = bedStateOf(bed);
  const state =
    encounter === undefined
      ? own === 'occupied'
        ? 'free'
        : own
      : encounter.status === 'planned'
        ? 'reserved'
        : 'occupied';
  return {
    bed: id,
    name,
    ...given('latin', bed.alias?.[0]),
    room,
    roomName,
    ...given('roomLatin', roomAlias?.[0]),
    ward,
    state,
    ...(encounter === undefined ? {} : { stay: lineOf(encounter) }),
  };
}

/** The ward that a place is in. */
export function wardOf({ locations }: Census, place: Location): string | undefined {
  let here: Location | undefined = place;
  for (let steps = 0; here !== undefined && steps < 5; steps++) {
    if (kindOf(here) === 'wa') return here.id;
    here = locations.get(idIn(here.partOf, 'Location') ?? '');
  }
  return undefined;
}

/** How a stay is told, with what the census knows about its patient. */
function stayLines(census: Census): (encounter: Encounter) => StayLine {
  const tasks = grouped(census.tasks.values(), (task) => idIn(task.for, 'Patient'));
  const flags = grouped(census.flags.values(), (flag) => idIn(flag.subject, 'Patient'));
  return (encounter) => {
    const { id = '', meta, status } = encounter;
    const head = { encounter: id, version: meta?.versionId ?? '', status, kind: encounter.class.code ?? '' };
    const patient = idIn(encounter.subject, 'Patient') ?? '';
    const person = census.patients.get(patient);
    if (isRestricted(encounter) || (person !== undefined && isRestricted(person))) return { ...head, restricted: true };
    const codes = (flags.get(patient) ?? []).flatMap(({ code }) => careCodeOf(code) ?? []).toSorted();
    return {
      ...head,
      ...given('since', encounter.period?.start),
      patient: { id: patient, ...namesOf(person?.name, encounter.subject?.display ?? patient) },
      ...given('number', person?.identifier?.find(({ system }) => system?.endsWith('/patient-number') === true)?.value),
      ...given('gender', person?.gender),
      ...given('birthDate', person?.birthDate),
      ...given('reason', encounter.reasonCode?.[0]?.text),
      ...given('attending', responsible(census, encounter, 'ATND')),
      ...given('nurse', responsible(census, encounter, 'PPRF')),
      ...given('expectedDischarge', extensionOf(encounter, 'expected-discharge')?.valueDate),
      ...given('dischargeDecided', extensionOf(encounter, 'discharge-decided')?.valueDateTime),
      ...given('leaveUntil', extensionOf(encounter, 'leave-until')?.valueDateTime),
      ...given('elsewhere', elsewhereOf(census, encounter)),
      ...(codes.length === 0 ? {} : { flags: [...new Set(codes)] }),
      ...dueOfPatient(tasks.get(patient) ?? []),
    };
  };
}

function given<Name extends string, Value>(name: Name, value: Value | undefined): { [Key in Name]?: Value } {
  return (value === undefined ? {} : { [name]: value }) as { [Key in Name]?: Value };
}

function grouped<One>(
  all: Iterable<One>,
  keyOf: (one: One) => string | undefined,
): ReadonlyMap<string, readonly One[]> {
  const found = new Map<string, One[]>();
  for (const one of all) {
    const key = keyOf(one);
    if (key === undefined) continue;
    const list = found.get(key);
    if (list === undefined) found.set(key, [one]);
    else list.push(one);
  }
  return found;
}

function isRestricted({
  meta,
}: {
  readonly meta?: { readonly security?: readonly { readonly code?: string }[] };
}): boolean {
  return (meta?.security ?? []).some(({ code }) => code === 'R' || code === 'V');
}

type Written = { readonly text?: string; readonly family?: string; readonly given?: readonly string[] };

/** Hangul and Latin name, as far as they are written. */
export function namesOf(names: readonly Written[] | undefined, otherwise: string): { name: string; latin?: string } {
  const texts = (names ?? []).map(
    ({ text, family, given: first = [] }) => text ?? [family, ...first].filter(Boolean).join(' '),
  );
  const hangul = texts.find((text) => /[가-힣]/.test(text));
  const latin = texts.find((text) => /[A-Za-z]/.test(text));
  return { name: hangul ?? latin ?? otherwise, ...(latin === undefined || hangul === undefined ? {} : { latin }) };
}

function responsible(census: Census, { participant = [] }: Encounter, type: 'ATND' | 'PPRF'): Named | undefined {
  const found = participant.findLast((one) => isType(one, type) && one.period?.end === undefined);
  const id = idIn(found?.individual, 'Practitioner');
  if (id === undefined) return undefined;
  return { id, ...namesOf(census.practitioners.get(id)?.name, found?.individual?.display ?? id) };
}

function elsewhereOf({ locations }: Census, { location = [] }: Encounter): string | undefined {
  const away = location.find((part) => {
    const place = locations.get(idIn(part.location, 'Location') ?? '');
    return holds(part) && part.status !== 'reserved' && place !== undefined && !isBed(place);
  });
  return away === undefined ? undefined : (away.location.display ?? idIn(away.location, 'Location'));
}

/** What is due for a patient, from their open tasks. */
export function dueOfPatient(tasks: readonly Task[]): Pick<StayLine, 'news2' | 'vitalsDue' | 'escalation' | 'tasks'> {
  const of = (code: string) => tasks.filter((task) => careCodeOf(task.code) === code);
  const sorted = tasks.toSorted((a, b) => sortable(a.restriction?.period?.end) - sortable(b.restriction?.period?.end));
  const vitals = sorted.find((task) => careCodeOf(task.code) === 'vital-signs');
  const score = vitals === undefined ? undefined : scoreIn(vitals);
  const [escalation] = of('news2-escalation');
  return {
    ...(score === undefined ? {} : { news2: { ...score, ...given('at', vitals?.authoredOn) } }),
    ...given('vitalsDue', vitals?.restriction?.period?.end),
    ...(escalation === undefined
      ? {}
      : {
          escalation: {
            task: escalation.id ?? '',
            status: escalation.status,
            ...given('due', escalation.restriction?.period?.end),
          },
        }),
    ...(tasks.length === 0
      ? {}
      : { tasks: { open: tasks.length, ...given('first', sorted[0]?.restriction?.period?.end) } }),
  };
}
