/**
 * The Patient compartment: whose record a resource belongs to.
 *
 * Source  https://hl7.org/fhir/R4/compartmentdefinition-patient.html
 * Proof   compartment.test.ts
 */
import { isLocalReference, referenceElement } from './elements.ts';
import { eachValue } from './extraction.ts';
import { compartmentParameters } from './parameters.ts';

/** The ids of the Patients whose compartment holds the resource; a Patient is in its own. */
export function patientsOf(type: string, resource: object): readonly string[] {
  const patients = new Set<string>();
  const { id } = resource as { id?: unknown };
  if (type === 'Patient' && typeof id === 'string') patients.add(id);
  for (const owner of ownersIn('Patient', type, resource)) patients.add(owner);
  return [...patients];
}

/** The ids of the owners (`Patient`, `Encounter`, …) to which the compartment parameters of the resource refer. */
export function ownersIn(owner: string, type: string, resource: object): string[] {
  const prefix = `${owner}/`;
  const owners = new Set<string>();
  for (const parameter of compartmentParameters(owner, type)) {
    eachValue(type, parameter, resource, (value, valueType) => {
      const [target = ''] = referenceElement(value, valueType).targets;
      if (target.startsWith(prefix) && isLocalReference(target)) owners.add(target.slice(prefix.length));
    });
  }
  return [...owners];
}
