/**
 * Every write passes here: the resource is of the type it is addressed as, and valid FHIR.
 *
 * Source  https://hl7.org/fhir/R4/validation.html
 * Proof   bad-input.int.test.ts
 */
import { isResourceType, validateResource } from '../fhir/index.ts';
import { OutcomeError } from '../kernel/index.ts';
import { referenceOf, type AnyResource } from './resource.ts';

/** Most faults told of one resource. */
const MOST_ISSUES = 100;

/** A parsed body as a valid resource of `type`; throws with every fault found. */
export function demandValid(body: unknown, type?: string): AnyResource {
  const resource = demandResource(body);
  if (type !== undefined && resource.resourceType !== type) {
    const text = `The address is of type ${type}, but the resource says '${resource.resourceType.slice(0, 60)}'; make them equal.`;
    throw new OutcomeError('invalid', 'record.type-differs', text, { expression: 'resourceType' });
  }
  if (resource.resourceType === 'AuditEvent') throw auditIsTheHouses();
  const issues = validateResource(resource).filter(({ severity }) => severity === 'error' || severity === 'fatal');
  const [first] = issues;
  if (first === undefined) return resource;
  throw new OutcomeError(first.category, first.code, first.message, { issues: issues.slice(0, MOST_ISSUES) });
}

/** A parsed body as a resource of a known type, its content not yet checked. */
export function demandResource(body: unknown): AnyResource {
  if (!isObject(body)) {
    throw new OutcomeError(
      'structure',
      'record.not-a-resource',
      'The body must be one FHIR resource as a JSON object.',
    );
  }
  const type = body['resourceType'];
  if (typeof type !== 'string' || !isResourceType(type)) {
    const text = `'${String(type).slice(0, 60)}' is not a resource type of FHIR R4; name it in resourceType.`;
    throw new OutcomeError('structure', 'record.not-a-resource', text, { expression: 'resourceType' });
  }
  return body as unknown as AnyResource;
}

/** Is this a JSON object? */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An id as it was sent, which need not be a text where nothing was checked yet. */
export function shownId(id: unknown): string {
  return String(id).slice(0, 64);
}

/** The body's id must be the one of the address. */
export function demandSameId(resource: AnyResource, type: string, fid: string): void {
  if (resource.id === fid) return;
  const said = resource.id === undefined ? 'the resource has no id' : `the resource says id '${shownId(resource.id)}'`;
  const text = `The address is ${referenceOf(type, fid)}, but ${said}; make them equal.`;
  throw new OutcomeError('invalid', 'record.id-differs', text, { expression: `${type}.id` });
}

function auditIsTheHouses(): OutcomeError {
  const text = 'AuditEvents are written by the house itself and by nobody else.';
  return new OutcomeError('method-not-allowed', 'record.audit-read-only', text);
}
