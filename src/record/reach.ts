/**
 * May the caller do this with this one resource? The same rules as `search/reach-condition.ts`, in memory.
 *
 * Source  src/access/caller.ts (Grant): alternatives, each of patients and criteria that must all hold
 * Proof   reach.test.ts, search/infer.int.test.ts (both ways give the same answer)
 */
import type { Grant, Interaction, Reach } from '../access/index.ts';
import { matchesCriteria, patientsOf, type Resource } from '../fhir/index.ts';
import { systemClock } from '../kernel/index.ts';
import { grantCriteria } from './grant-criteria.ts';

/** May the caller do `interaction` with the resource as it stands? */
export function reachAllows(reach: Reach, interaction: Interaction, resource: Resource, timeZone = 'UTC'): boolean {
  const grants = reach.grants(resource.resourceType, interaction);
  if (isBlind(resource.resourceType, interaction)) return grants.some(isUnlimited);
  return grants.some((grant) => grantAllows(grant, resource, timeZone));
}

/**
 * Binaries are found only by who may see all of them: whose access rules one follows (`securityContext`) is asked where it is
 * read by its id.
 */
export function isBlind(type: string, interaction: Interaction): boolean {
  return type === 'Binary' && interaction === 'search';
}

/** A grant of everything. */
export function isUnlimited({ patients, criteria }: Grant): boolean {
  return patients === undefined && criteria === undefined;
}

function grantAllows({ patients, criteria }: Grant, resource: Resource, timeZone: string): boolean {
  if (patients !== undefined && !isAbout(resource, patients)) return false;
  return (criteria ?? []).every((text) => fulfils(resource, text, timeZone));
}

function isAbout(resource: Resource, patients: readonly string[]): boolean {
  return patientsOf(resource.resourceType, resource).some((id) => patients.includes(id));
}

/** A criterion that cannot be decided (a value set that needs a terminology) is not fulfilled. */
function fulfils(resource: Resource, text: string, timeZone: string): boolean {
  const criteria = grantCriteria(resource.resourceType, text, timeZone);
  if (criteria === undefined) return false;
  try {
    return matchesCriteria(resource, criteria, { timeZone, now: systemClock.now() });
  } catch {
    return false;
  }
}
