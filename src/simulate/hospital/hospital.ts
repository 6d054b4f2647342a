/**
 * The hospital as resources, those that others refer to first.
 *
 * Proof   hospital.test.ts
 */
import type { Resource } from '../../fhir/index.ts';
import { WARDS, type Ward } from '../data/departments.ts';
import type { Random } from '../random.ts';
import { formulary } from './formulary.ts';
import { locations } from './location.ts';
import { healthcareServices, organizations } from './organization.ts';
import { practitioner, practitionerRole, rosterOf, type Roster } from './staff.ts';

/** What the patients' lives need of the hospital. */
export interface Hospital {
  readonly roster: Roster;
  readonly resources: readonly Resource[];
}

/** The hospital of a seed. */
export function hospitalOf(random: Random, wards: readonly Ward[] = WARDS): Hospital {
  const roster = rosterOf(random, wards);
  const resources: Resource[] = [
    ...organizations(),
    ...locations(wards),
    ...healthcareServices(),
    ...formulary(),
    ...roster.everybody.map(practitioner),
    ...roster.everybody.map(practitionerRole),
  ];
  return { roster, resources };
}
