/**
 * Beds: who holds one, and their state. `Encounter.location` is the only truth about who lies where.
 *
 * A bed is locked before anybody looks whether it is free, so that two patients can never get it at once.
 *
 * Source  https://hl7.org/fhir/R4/encounter-definitions.html#Encounter.location.status
 * Proof   races.int.test.ts
 */
import { OutcomeError } from '../../kernel/index.ts';
import { findResources, idIn, readResource } from '../bedside/chart.ts';
import { lockResources, type Session } from '../bedside/session.ts';
import {
  BED_STATES,
  bedStateOf,
  OPEN_STAYS,
  type BedState,
  type Encounter,
  type Location,
  type Stay,
} from './codes.ts';
import { replace } from './write.ts';

/** Is this the code of a bed? */
export function isBed({ physicalType }: Location): boolean {
  return (physicalType?.coding ?? []).some(({ code }) => code === 'bd');
}

/** The part of a stay that holds a place: the patient lies there, or it waits for them. */
export function holds({ status, period }: Stay): boolean {
  return status !== 'completed' && period?.end === undefined;
}

/** The bed that a stay holds. */
export function bedOf(encounter: Encounter, isBedId: (id: string) => boolean): string | undefined {
  const held = (encounter.location ?? []).filter(holds).flatMap(({ location }) => idIn(location, 'Location') ?? []);
  return held.find(isBedId);
}

/** Locks beds until the transaction ends and reads them. */
export async function lockedBeds(session: Session, ids: readonly string[]): Promise<ReadonlyMap<string, Location>> {
  const unique = [...new Set(ids)];
  await lockResources(
    session,
    unique.map((one) => `Location/${one}`),
  );
  const found = new Map<string, Location>();
  for (const one of unique) found.set(one, await readResource(session.safety, 'Location', one));
  return found;
}

/** Other stays that hold the bed. */
export async function holdersOf(session: Session, bed: string, but?: string): Promise<readonly Encounter[]> {
  const criteria = { location: `Location/${bed}`, status: OPEN_STAYS };
  const found = await findResources(session.safety, 'Encounter', criteria);
  return found.filter(
    (one) =>
      one.id !== but && (one.location ?? []).some((part) => holds(part) && idIn(part.location, 'Location') === bed),
  );
}

/** Throws unless the bed can be given to the stay `own`. */
export async function demandFree(session: Session, bed: Location, own?: string): Promise<void> {
  const { id = '', name = id } = bed;
  if (!isBed(bed)) throw new OutcomeError('business-rule', 'care.not-a-bed', `${name} is no bed; choose a bed.`);
  if ((await holdersOf(session, id, own)).length > 0) {
    const text = `${name} was given to another patient; choose another bed.`;
    throw new OutcomeError('conflict', 'care.bed-taken', text);
  }
  const state = bedStateOf(bed);
  if (state === 'cleaning' || state === 'closed') {
    const text = `${name} is not ready (${state}); choose another bed, or set it free first.`;
    throw new OutcomeError('business-rule', 'care.bed-not-ready', text);
  }
}

/** Writes the state of a bed, if it is another one. */
export async function setBedState(session: Session, bed: Location, state: BedState): Promise<void> {
  if (bed.operationalStatus?.code === BED_STATES[state].code) return;
  await replace(session.safety, { ...bed, operationalStatus: BED_STATES[state] });
}

/** A piece of a stay in a place. */
export function stayIn(place: Location, start: string, status: 'active' | 'reserved' | 'planned' = 'active'): Stay {
  const { id = '', name } = place;
  return {
    location: { reference: `Location/${id}`, ...(name === undefined ? {} : { display: name }) },
    status,
    ...(place.physicalType === undefined ? {} : { physicalType: place.physicalType }),
    period: { start },
  };
}

/** The same piece, over. */
export function ended(part: Stay, end: string): Stay {
  return { ...part, status: 'completed', period: { ...part.period, end } };
}
