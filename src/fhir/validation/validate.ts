/**
 * Says whether a resource has the structure that FHIR R4 defines, and names each fault by its FHIRPath.
 *
 * Source  https://hl7.org/fhir/R4/validation.html (structure, cardinality, value domains, required bindings)
 * Proof   validate.test.ts, mutation.test.ts, test/conformance/r4-examples.test.ts
 */
import type { OutcomeIssue } from '../../kernel/index.ts';
import { checkOwnScope, resourceTypeOf } from './object.ts';
import { ENOUGH, Walk } from './walk.ts';

/** Options of `validateResource`. */
export interface ValidationOptions {
  /** The type that the resource must have, for example that of the address it was sent to. */
  readonly expectedType?: string;
}

/** The faults of a resource; none where it is valid. After 100 the walk ends, and says so. */
export function validateResource(resource: unknown, options: ValidationOptions = {}): readonly OutcomeIssue[] {
  const walk = new Walk();
  try {
    check(resource, options, walk);
  } catch (error) {
    if (error !== ENOUGH) throw error;
    const { category, code, message } = ENOUGH;
    walk.issues.push({ severity: 'information', category, code, message });
  }
  return walk.issues;
}

function check(resource: unknown, { expectedType }: ValidationOptions, walk: Walk): void {
  const type = resourceTypeOf(resource, walk);
  if (type === undefined) return;
  if (expectedType !== undefined && expectedType !== type) {
    const message = `A resource of type ${expectedType} is expected here, not ${type}.`;
    walk.fault('invalid', 'other-type', message, type);
    return;
  }
  walk.trail.enter(type);
  checkOwnScope(resource as Record<string, unknown>, type, walk);
}
