/**
 * Who may have given a verbal order: the physicians on duty of this hospital.
 *
 * Proof   orders.int.test.ts
 */
import type { HumanName } from '../../fhir/index.ts';
import type { Context } from '../../record/index.ts';
import { findAmong, findResources, idIn } from '../bedside/chart.ts';

export interface Prescriber {
  readonly id: string;
  readonly name: readonly HumanName[];
}

export async function prescribers(context: Context): Promise<readonly Prescriber[]> {
  const duties = await findResources(context, 'PractitionerRole', { role: 'doctor', active: 'true' });
  const ids = duties.flatMap(({ practitioner }) => idIn(practitioner, 'Practitioner') ?? []);
  const people = await findAmong(context, 'Practitioner', '_id', [...new Set(ids)]);
  return people.flatMap(({ id, name = [] }) => (id === undefined ? [] : [{ id, name }]));
}
