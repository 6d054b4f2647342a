/**
 * Orders of drugs as the pharmacy looks at them: many at once with product, patient, place and what was dispensed, in a handful
 * of questions however many there are.
 *
 * Proof   worklist.int.test.ts
 */
import type { ResourceOfType } from '../../fhir/index.ts';
import type { Context } from '../../record/index.ts';
import { findAmong, idIn } from '../bedside/chart.ts';
import { performersOf, pharmacyFrom, type Pharmacy } from '../bedside/orders.ts';
import { pharmacistsAmong } from '../bedside/people.ts';
import { momentOf } from '../systems.ts';
import type { Dispense, Medication, Request } from './codes.ts';
import type { Places, Whereabouts } from './places.ts';

/** What lists show of a patient. */
export type ListedPatient = Pick<ResourceOfType['Patient'], 'id' | 'name' | 'identifier' | 'birthDate' | 'gender'>;

/** An order with what belongs to it. */
export interface KnownOrder {
  readonly request: Request;
  readonly medication?: Medication;
  readonly patient?: ListedPatient;
  readonly place: Whereabouts;
  readonly pharmacy: Pharmacy;
  readonly dispenses: readonly Dispense[];
  /** Was it verified before it was changed? */
  readonly changed: boolean;
}

/** Reads what belongs to some orders. */
export async function known(
  context: Context,
  places: Places,
  requests: readonly Request[],
): Promise<readonly KnownOrder[]> {
  const ids = (of: (request: Request) => string | undefined): readonly string[] => [
    ...new Set(requests.flatMap((request) => of(request) ?? [])),
  ];
  const [dispenses, medications, patients, stays] = await Promise.all([
    findAmong(
      context,
      'MedicationDispense',
      'prescription',
      requests.map(({ id = '' }) => `MedicationRequest/${id}`),
    ),
    findAmong(
      context,
      'Medication',
      '_id',
      ids(({ medicationReference }) => idIn(medicationReference, 'Medication')),
    ),
    findAmong(
      context,
      'Patient',
      '_id',
      ids(({ subject }) => idIn(subject, 'Patient')),
    ),
    findAmong(
      context,
      'Encounter',
      '_id',
      ids(({ encounter }) => idIn(encounter, 'Encounter')),
    ),
  ]);
  const pharmacists = await pharmacistsAmong(context, performersOf(dispenses));
  const ofOrder = Map.groupBy(dispenses, (one) => idIn(one.authorizingPrescription?.[0], 'MedicationRequest') ?? '');
  const [byProduct, byPatient, byStay] = [byId(medications), byId(patients), byId(stays)];
  const found: KnownOrder[] = [];
  for (const request of requests) {
    const own = ofOrder.get(request.id ?? '') ?? [];
    const medication = byProduct.get(idIn(request.medicationReference, 'Medication') ?? '');
    const patient = byPatient.get(idIn(request.subject, 'Patient') ?? '');
    const stay = byStay.get(idIn(request.encounter, 'Encounter') ?? '');
    found.push({
      request,
      ...(medication === undefined ? {} : { medication }),
      ...(patient === undefined ? {} : { patient: listed(patient) }),
      place: stay === undefined ? {} : await places.of(context, stay),
      pharmacy: pharmacyFrom(request, own, pharmacists),
      dispenses: own,
      changed: own.some(({ meta }) => (momentOf(meta?.lastUpdated) ?? 0) < (momentOf(request.meta?.lastUpdated) ?? 0)),
    });
  }
  return found;
}

function byId<One extends { readonly id?: string }>(resources: readonly One[]): ReadonlyMap<string, One> {
  return new Map(resources.map((one) => [one.id ?? '', one]));
}

/** Name, number, birth date and sex: enough to tell one from another. */
export function listed({ id, name, identifier, birthDate, gender }: ResourceOfType['Patient']): ListedPatient {
  return {
    ...(id === undefined ? {} : { id }),
    ...(name === undefined ? {} : { name }),
    ...(identifier === undefined ? {} : { identifier }),
    ...(birthDate === undefined ? {} : { birthDate }),
    ...(gender === undefined ? {} : { gender }),
  };
}
