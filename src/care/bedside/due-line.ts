/**
 * One line of the due list: the dose, and what became of it.
 *
 * Proof   due.int.test.ts
 */
import type { CodeableConcept, ResourceOfType } from '../../fhir/index.ts';
import { instantOf, type EpochMs } from '../../kernel/index.ts';
import type { LoopSettings } from '../loop/index.ts';
import { idIn } from './chart.ts';
import { doseOf, infusionOf, isAsNeeded, isReadable, pharmacyFrom, precheckOf, type Infusion } from './orders.ts';
import { drugName } from './products.ts';
import { codesIn, extensionsIn, GTIN, identifierIn, isSet, momentOf, nameIn } from '../systems.ts';

type Request = ResourceOfType['MedicationRequest'];
type Medication = ResourceOfType['Medication'];
type Administration = ResourceOfType['MedicationAdministration'];
type Dispense = ResourceOfType['MedicationDispense'];

/** What became of a dose. `as-needed` has no time; `unreadable` must be ordered again; `running` and `paused` are infusions. */
export type DoseStanding =
  | 'due'
  | 'late'
  | 'given'
  | 'refused'
  | 'held'
  | 'running'
  | 'paused'
  | 'as-needed'
  | 'unreadable';

/** One line of the list. */
export interface DueDose {
  readonly patient: string;
  readonly order: string;
  readonly orderVersion: string;
  readonly standing: DoseStanding;
  readonly drug: string;
  /** The product's own words, in the languages that it has. */
  readonly name?: CodeableConcept;
  readonly gtin?: string;
  /** Id of the product. */
  readonly product?: string;
  readonly slot?: string;
  readonly dose?: { readonly value: number; readonly unit: string };
  readonly route?: string;
  readonly verified: boolean;
  readonly highAlert: boolean;
  readonly timeCritical: boolean;
  /** What an as-needed dose is for, and its limits. */
  readonly prn?: { readonly reason?: string };
  readonly infusion?: Infusion;
  /** A measurement that must be there before the dose. */
  readonly precheck?: { readonly observation: string; readonly min?: number; readonly max?: number };
  /** The dose that stands in the slot, or its newest refusal; of an as-needed order the newest dose. */
  readonly administration?: string;
  /** When it was given or refused, and why not. */
  readonly at?: string;
  readonly reason?: string;
  /** Was it entered afterwards? */
  readonly lateEntry?: boolean;
}

/** What the lines are made of. */
export interface DueFacts {
  readonly now: EpochMs;
  readonly settings: LoopSettings;
  readonly products: ReadonlyMap<string, Medication>;
  readonly dispenses: ReadonlyMap<string, readonly Dispense[]>;
  readonly pharmacists: ReadonlySet<string>;
  /** By order and slot. */
  readonly recorded: ReadonlyMap<string, Administration>;
  /** Slots of infusions that run or pause, by order: they are shown however long ago they began. */
  readonly running: ReadonlyMap<string, readonly EpochMs[]>;
}

/** What all lines of an order have in common. */
export function lineOf(request: Request, facts: DueFacts): Omit<DueDose, 'standing'> {
  const { id = '', meta, subject, medicationReference, medicationCodeableConcept: code, dosageInstruction } = request;
  const { products, dispenses, pharmacists } = facts;
  const product = idIn(medicationReference, 'Medication');
  const medication = products.get(product ?? '');
  const name = medication?.code ?? code;
  const gtin = identifierIn(medication?.identifier, GTIN)?.value;
  const infusion = infusionOf(dosageInstruction?.[0]);
  const precheck = precheckOf(request);
  const why = dosageInstruction?.[0]?.asNeededCodeableConcept;
  const reason = codesIn(why)[0] ?? why?.text;
  return {
    patient: idIn(subject, 'Patient') ?? '',
    order: id,
    orderVersion: meta?.versionId ?? '',
    drug: medication === undefined ? nameIn(code) : drugName(medication),
    ...(name === undefined ? {} : { name }),
    ...(gtin === undefined ? {} : { gtin }),
    ...(product === undefined ? {} : { product }),
    ...doseOf(request),
    verified: pharmacyFrom(request, dispenses.get(id) ?? [], pharmacists).verified,
    highAlert: medication !== undefined && isSet(medication, 'high-alert'),
    timeCritical: isSet(request, 'time-critical'),
    ...(isAsNeeded(request) ? { prn: reason === undefined ? {} : { reason } } : {}),
    ...(infusion === undefined ? {} : { infusion }),
    ...(precheck === undefined ? {} : { precheck }),
  };
}

/** The line of one slot. */
export function doseAt(
  request: Request,
  line: Omit<DueDose, 'standing'>,
  slot: EpochMs | undefined,
  facts: DueFacts,
): DueDose {
  const recorded = facts.recorded.get(`${line.order} ${slot ?? ''}`);
  const at = recorded?.effectiveDateTime ?? recorded?.effectivePeriod?.start;
  const reason = codesIn(recorded?.statusReason?.[0])[0];
  return {
    ...line,
    standing: standingOf(request, slot, facts, recorded),
    ...(slot === undefined ? {} : { slot: instantOf(slot) }),
    ...(recorded?.id === undefined ? {} : { administration: recorded.id }),
    ...(at === undefined ? {} : { at }),
    ...(reason === undefined ? {} : { reason }),
    ...(recorded !== undefined && isSet(recorded, 'late-entry') ? { lateEntry: true } : {}),
  };
}

const STANDING: Readonly<Record<string, DoseStanding>> = {
  'in-progress': 'running',
  'on-hold': 'paused',
  completed: 'given',
  stopped: 'given',
};

function standingOf(
  request: Request,
  slot: EpochMs | undefined,
  { now, settings }: DueFacts,
  recorded: Administration | undefined,
): DoseStanding {
  if (!isReadable(request)) return 'unreadable';
  const became = STANDING[recorded?.status ?? ''];
  if (became === 'running' || became === 'paused') return became;
  if (became !== undefined && slot !== undefined) return became;
  if (request.status === 'on-hold') return 'held';
  if (slot === undefined) return 'as-needed';
  if (recorded !== undefined) return 'refused';
  const window =
    (isSet(request, 'time-critical') ? settings.timeCriticalWindowMinutes : settings.doseWindowMinutes) * 60_000;
  return now - slot > window ? 'late' : 'due';
}

/** A dose that was given hides refusals of the same slot; what was entered in error does not count. */
export function recordedIn(given: readonly Administration[], to: EpochMs): ReadonlyMap<string, Administration> {
  const recorded = new Map<string, Administration>();
  for (const one of given) {
    const order = idIn(one.request, 'MedicationRequest');
    const slot = momentOf(extensionsIn(one, 'dose-slot')[0]?.valueDateTime);
    if (order === undefined || (slot !== undefined && slot >= to) || one.status === 'entered-in-error') continue;
    const key = `${order} ${slot ?? ''}`;
    const before = recorded.get(key);
    if (
      before === undefined ||
      rank(one) > rank(before) ||
      (rank(one) === rank(before) && startOf(one) > startOf(before))
    )
      recorded.set(key, one);
  }
  return recorded;
}

/** The slots of infusions that run or pause. */
export function runningIn(running: readonly Administration[]): ReadonlyMap<string, readonly EpochMs[]> {
  const slots = new Map<string, EpochMs[]>();
  for (const one of running) {
    const order = idIn(one.request, 'MedicationRequest') ?? '';
    const slot = momentOf(extensionsIn(one, 'dose-slot')[0]?.valueDateTime);
    if (slot !== undefined) slots.set(order, [...(slots.get(order) ?? []), slot]);
  }
  return slots;
}

function rank({ status }: Administration): number {
  return status === 'in-progress' || status === 'on-hold' ? 2 : status === 'not-done' ? 0 : 1;
}

function startOf({ effectiveDateTime, effectivePeriod }: Administration): string {
  return instantOf(momentOf(effectiveDateTime ?? effectivePeriod?.start) ?? (0 as EpochMs));
}
