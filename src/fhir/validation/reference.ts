/**
 * References: what their text may be, and which types of resource they may point to.
 *
 * Source  https://hl7.org/fhir/R4/references.html#literal
 * Proof   reference.test.ts
 */
import { isLogicalId, nearest } from '../../kernel/index.ts';
import { isResourceType, RESOURCE_TYPES } from '../definitions/index.ts';
import { shown, type Walk } from './walk.ts';

const DEFINITIONS = 'http://hl7.org/fhir/StructureDefinition/';

/** Checks a Reference that has the right structure already. */
export function checkReference(
  value: Readonly<Record<string, unknown>>,
  targets: ReadonlySet<string> | undefined,
  walk: Walk,
): void {
  const { reference, type } = value;
  const written = typeof reference === 'string' ? checkText(reference, targets, walk) : undefined;
  const said = typeof type === 'string' ? type.replace(DEFINITIONS, '') : undefined;
  if (said === undefined || !isResourceType(said)) return;
  if (written !== undefined && written !== said)
    faultAt('type', 'reference-target', `The type says ${said}, but the reference is to ${written}.`, walk);
  else if (written === undefined && targets !== undefined && !targets.has(said))
    faultAt('type', 'reference-target', notAllowed(targets, said), walk);
}

/** The type that the text of a reference names, if it names one. */
function checkText(text: string, targets: ReadonlySet<string> | undefined, walk: Walk): string | undefined {
  if (text.startsWith('#')) {
    walk.trail.enter('reference');
    walk.scope.refer(text, targets, walk);
    walk.trail.leave();
    return undefined;
  }
  const absolute = /^[A-Za-z][A-Za-z0-9+.-]{0,30}:/.test(text);
  const type = typeOf(text);
  if (type === undefined || !isResourceType(type)) {
    if (!absolute) faultAt('reference', 'bad-reference', badReference(text, type), walk);
    return undefined;
  }
  if (targets !== undefined && !targets.has(type))
    faultAt('reference', 'reference-target', notAllowed(targets, type), walk);
  return type;
}

/** The resource type in `Patient/1`, `Patient/1/_history/2`, `https://host/base/Patient/1` and `Patient?identifier=1`. */
function typeOf(text: string): string | undefined {
  const question = text.indexOf('?');
  if (question > 0)
    return /^[A-Za-z]+$/.test(text.slice(0, Math.min(question, 64))) ? text.slice(0, question) : undefined;
  const history = text.lastIndexOf('/_history/');
  const path = history > 0 && isLogicalId(text.slice(history + 10)) ? text.slice(0, history) : text;
  const slash = path.lastIndexOf('/');
  if (slash <= 0 || !isLogicalId(path.slice(slash + 1))) return undefined;
  return path.slice(path.lastIndexOf('/', slash - 1) + 1, slash);
}

function badReference(text: string, type: string | undefined): string {
  const meant = type === undefined ? undefined : nearest(type.slice(0, 64), RESOURCE_TYPES);
  const hint = meant === undefined ? 'Write Type/id, #id, urn:uuid:... or a full address' : `Did you mean ${meant}`;
  return `${shown(text)} refers to no resource of FHIR R4. ${hint}${meant === undefined ? '.' : '?'}`;
}

function notAllowed(targets: ReadonlySet<string>, type: string): string {
  return `This may refer to ${[...targets].join(', ')}, not to ${type}.`;
}

function faultAt(key: string, code: string, message: string, walk: Walk): void {
  walk.fault('value', code, message, `${walk.trail.toString()}.${key}`);
}
