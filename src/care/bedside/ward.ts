/**
 * Who lies on a ward now: the beds of the ward, and the stays that are in them.
 *
 * A ward is a Location; its rooms and beds are part of it (at most three levels). The stay's own active location is the truth.
 *
 * Source  https://hl7.org/fhir/R4/location.html, https://hl7.org/fhir/R4/encounter.html
 * Proof   due.int.test.ts
 */
import type { ResourceOfType } from '../../fhir/index.ts';
import { OutcomeError } from '../../kernel/index.ts';
import type { Context } from '../../record/index.ts';
import { findAmong, findResources, idIn, readResource } from './chart.ts';

type Encounter = ResourceOfType['Encounter'];

/** A patient in a bed of the ward. */
export interface WardStay {
  readonly patient: string;
  readonly encounter: string;
  readonly bed?: string;
}

/** Levels below a ward: room, bed. */
const LEVELS = 2;
/** Stays in these states are in their bed. */
const PRESENT = 'in-progress,onleave,arrived,triaged';

/** The ward's places by id, itself included. */
export async function placesOf(context: Context, ward: string): Promise<ReadonlyMap<string, string>> {
  const top = await readResource(context, 'Location', ward);
  const places = new Map([[ward, top.name ?? '']]);
  let parents: readonly string[] = [ward];
  for (let level = 0; level < LEVELS && parents.length > 0; level++) {
    const found = await findAmong(
      context,
      'Location',
      'partof',
      parents.map((id) => `Location/${id}`),
    );
    for (const { id = '', name = '' } of found) places.set(id, name);
    parents = found.flatMap(({ id }) => id ?? []);
  }
  return places;
}

/** Most patients of one ward's list. */
const MOST_STAYS = 200;

/** The stays in the ward's beds. */
export async function staysOf(context: Context, ward: string): Promise<readonly WardStay[]> {
  const places = await placesOf(context, ward);
  const location = [...places.keys()].map((id) => `Location/${id}`).join(',');
  const found = await findResources(context, 'Encounter', { status: PRESENT, location });
  const stays = found.flatMap((one) => stayIn(one, places));
  if (stays.length <= MOST_STAYS) return stays;
  const text = `More than ${MOST_STAYS} patients are on this ward; ask for the list of a part of it.`;
  throw new OutcomeError('too-costly', 'care.ward-too-large', text);
}

/** The stay, where its active location is one of the places. */
function stayIn(
  { id = '', subject, location = [] }: Encounter,
  places: ReadonlyMap<string, string>,
): readonly WardStay[] {
  const patient = idIn(subject, 'Patient');
  const active = location.find((one) => (one.status ?? 'active') === 'active' && one.period?.end === undefined);
  const place = idIn(active?.location, 'Location');
  if (patient === undefined || place === undefined || !places.has(place)) return [];
  const bed = places.get(place);
  return [{ patient, encounter: id, ...(bed === undefined || bed === '' ? {} : { bed }) }];
}
