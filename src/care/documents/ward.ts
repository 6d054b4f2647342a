/**
 * Who lies in a ward, and what people are called.
 *
 * Proof   handover.int.test.ts
 */
import type { ResourceOfType } from '../../fhir/index.ts';
import type { Context } from '../../record/index.ts';
import { findAmong, findResources, idIn } from '../bedside/chart.ts';

type Encounter = ResourceOfType['Encounter'];

/** A stay with the bed in which the patient lies now. */
export interface BedStay {
  readonly encounter: Encounter;
  readonly patient: string;
  readonly bed: string;
}

/** The stays of a ward, by bed. */
export async function staysOfWard(context: Context, ward: string): Promise<readonly BedStay[]> {
  const places = await placesBelow(context, ward);
  const names = new Map(places.map(({ id, name }) => [id, name ?? id ?? '']));
  const references = [`Location/${ward}`, ...places.map(({ id }) => `Location/${id}`)];
  const found = await findAmong(context, 'Encounter', 'location', references);
  const open = [...new Map(found.map((one) => [one.id, one])).values()].filter(
    ({ status }) => status === 'in-progress',
  );
  const stays = open.flatMap((encounter): BedStay[] => {
    const patient = idIn(encounter.subject, 'Patient');
    const place = currentPlace(encounter);
    const here = place === ward || names.has(place);
    return patient === undefined || !here ? [] : [{ encounter, patient, bed: names.get(place) ?? '' }];
  });
  return stays.toSorted((a, b) => a.bed.localeCompare(b.bed, 'ko', { numeric: true }));
}

/** Where the patient is now: the newest place that is active. */
function currentPlace({ location = [] }: Encounter): string | undefined {
  const active = location.filter(({ status, period }) => status === 'active' && period?.end === undefined);
  return idIn(active.at(-1)?.location, 'Location');
}

async function placesBelow(context: Context, ward: string): Promise<readonly ResourceOfType['Location'][]> {
  const rooms = await findResources(context, 'Location', { partof: `Location/${ward}` });
  const beds = await findAmong(
    context,
    'Location',
    'partof',
    rooms.map(({ id }) => `Location/${id}`),
  );
  return [...rooms, ...beds];
}

/** Ids of the patients of a ward. */
export async function patientsOfWard(context: Context, ward: string): Promise<readonly string[]> {
  return (await staysOfWard(context, ward)).map(({ patient }) => patient);
}

/** A patient by name; `latin` where one is recorded. */
export interface NamedPatient {
  readonly id: string;
  readonly name: string;
  readonly latin?: string;
}

/** Names of patients as they are called. */
export async function namesOf(context: Context, patients: readonly string[]): Promise<(id: string) => NamedPatient> {
  const found = new Map((await findAmong(context, 'Patient', '_id', patients)).map((one) => [one.id, one]));
  return (id) => {
    const one = found.get(id);
    const latin = one?.name?.map(({ text }) => text).find((text) => text !== undefined && /^[ -~]+$/.test(text));
    return { id, name: one === undefined ? '' : calledName(one), ...(latin === undefined ? {} : { latin }) };
  };
}

export function calledName({ name }: ResourceOfType['Patient']): string {
  const known = name?.find(({ use }) => use === 'official') ?? name?.[0];
  return known?.text ?? [known?.family, ...(known?.given ?? [])].filter((part) => part !== undefined).join('');
}
