/**
 * Compiles each type to a table of checks by JSON property, and walks a value with it. One pass: nothing is allocated for
 * what is right, and a path is written only for what is wrong.
 *
 * Source  https://hl7.org/fhir/R4/json.html, https://hl7.org/fhir/R4/elementdefinition.html
 * Proof   object.test.ts, validate.test.ts
 */
import { MAX_DEPTH, nearest } from '../../kernel/index.ts';
import { elementsOf, isResourceType, propertiesOf, RESOURCE_TYPES } from '../definitions/index.ts';
import { isObject } from '../definitions/index.ts';
import { ContainedScope } from './contained.ts';
import { itemCheck, propertyCheck, siblingCheck, type PropertyCheck } from './property.ts';
import { shown, type Walk } from './walk.ts';

type Json = Readonly<Record<string, unknown>>;

interface Member {
  /** Step in FHIRPath: the element's name, with its type where it is a choice. */
  readonly step: string;
  /** Bit of an element that is required or a choice; 0 for others. */
  readonly bit: number;
  readonly choice: string | undefined;
  /** For a sibling `_key`: it stands for the element only where the value itself is absent. */
  readonly valueKey: string | undefined;
  readonly check: PropertyCheck;
}

/** What is known of one type: its properties and what must be there. */
interface TypeTable {
  readonly type: string;
  readonly members: ReadonlyMap<string, Member>;
  readonly required: number;
  readonly requiredNames: readonly (readonly [bit: number, name: string])[];
}

const tables = new Map<string, TypeTable>();

function tableOf(type: string): TypeTable {
  const known = tables.get(type);
  if (known !== undefined) return known;
  const table = compileTable(type);
  tables.set(type, table);
  return table;
}

function compileTable(type: string): TypeTable {
  const watched = elementsOf(type).filter((element) => element.min > 0 || element.choice);
  // One bit of a 32-bit integer for each.
  if (watched.length > 30) throw new Error(`${type} has too many required and choice elements for one integer.`);
  const bits = new Map(watched.map((element, at) => [element.name, 1 << at]));
  const requiredNames = watched
    .filter((element) => element.min > 0)
    .map((element) => [bits.get(element.name) ?? 0, element.choice ? `${element.name}[x]` : element.name] as const);
  return {
    type,
    members: new Map([...propertiesOf(type).values()].flatMap((property) => memberEntries(property, bits))),
    required: requiredNames.reduce((mask, [bit]) => mask | bit, 0),
    requiredNames,
  };
}

type CompiledProperty = Parameters<typeof propertyCheck>[0];

function memberEntries(property: CompiledProperty, bits: ReadonlyMap<string, number>): [string, Member][] {
  const { key, type, element, primitive } = property;
  const step = element.choice ? `${element.name}.ofType(${type})` : key;
  const shared = { step, bit: bits.get(element.name) ?? 0, choice: element.choice ? element.name : undefined };
  const check = propertyCheck(property, itemCheck(property, checkTyped, checkResource));
  const own: [string, Member] = [key, { ...shared, valueKey: undefined, check }];
  if (!primitive) return [own];
  return [own, [`_${key}`, { ...shared, valueKey: key, check: siblingCheck(property, checkTyped) }]];
}

/** Checks an object of a type: unknown, missing, doubled and empty elements, and each element's own rules. */
function checkTyped(object: Json, type: string, walk: Walk): void {
  checkMembers(object, tableOf(type), walk, false);
}

function checkMembers(object: Json, table: TypeTable, walk: Walk, isResource: boolean): void {
  if (walk.trail.depth > 2 * MAX_DEPTH) {
    walk.fault('structure', 'too-deep', 'The resource nests too deep; flatten it.');
    return;
  }
  let seen = 0;
  let empty = true;
  for (const key of Object.keys(object)) {
    const member = table.members.get(key);
    if (member !== undefined) seen = checkMember(object, key, member, seen, walk);
    else if (key === 'resourceType' && isResource) continue;
    else unknownElement(key, table, walk);
    empty = false;
  }
  if (empty) emptyObject(table, walk, isResource);
  if ((seen & table.required) !== table.required) missingElements(seen, table, walk);
}

function checkMember(object: Json, key: string, member: Member, seen: number, walk: Walk): number {
  walk.trail.enter(member.step);
  member.check(object[key], object, walk);
  const counts = member.valueKey === undefined || object[member.valueKey] === undefined;
  if (counts && member.choice !== undefined && (seen & member.bit) !== 0) choiceTwice(member.choice, walk);
  walk.trail.leave();
  return counts ? seen | member.bit : seen;
}

function choiceTwice(name: string, walk: Walk): void {
  walk.fault('structure', 'choice-twice', `${name}[x] may have one type only; another one is there already.`);
}

function emptyObject(table: TypeTable, walk: Walk, isResource: boolean): void {
  if (!isResource) walk.fault('structure', 'empty', `An object of ${table.type} must not be empty: leave it out.`);
}

function missingElements(seen: number, table: TypeTable, walk: Walk): void {
  for (const [bit, name] of table.requiredNames) {
    if ((seen & bit) === 0) walk.fault('required', 'missing-element', `${table.type} needs the element ${name}.`);
  }
}

function unknownElement(key: string, table: TypeTable, walk: Walk): void {
  walk.trail.enter(key);
  walk.fault('structure', 'unknown-element', `${table.type} has no element ${shown(key)}.${elementHint(key, table)}`);
  walk.trail.leave();
}

function elementHint(key: string, table: TypeTable): string {
  const choices = [...table.members].filter(([name, { choice }]) => choice === key && !name.startsWith('_'));
  if (choices.length > 0) {
    const names = choices.slice(0, 4).map(([name]) => name);
    return ` Write its type into the name: ${names.join(', ')}${choices.length > 4 ? ' ...' : ''}.`;
  }
  const names = [...table.members.keys()].filter((name) => key.startsWith('_') === name.startsWith('_'));
  const meant = nearest(key.slice(0, 64), names);
  return meant === undefined ? '' : ` Did you mean '${meant}'?`;
}

/** Checks a resource inside of another one: contained, in a Bundle's entry, or in a parameter. */
function checkResource(value: unknown, walk: Walk, contained: boolean): void {
  const type = resourceTypeOf(value, walk);
  if (type === undefined) return;
  const resource = value as Json;
  if (!contained) checkOwnScope(resource, type, walk);
  else if (walk.scope.inContained)
    walk.fault(
      'structure',
      'contained-nested',
      'A contained resource must not contain another; put it beside this one.',
    );
  else {
    walk.scope.enter(resource, walk);
    checkMembers(resource, tableOf(type), walk, true);
    walk.scope.leave();
  }
}

/** Checks a resource that stands for itself, with its own contained resources. */
export function checkOwnScope(resource: Json, type: string, walk: Walk): void {
  const outer = walk.scope;
  walk.scope = new ContainedScope();
  checkMembers(resource, tableOf(type), walk, true);
  // The values of Parameters may be parts of another resource, as in a patch.
  if (tableOf(type).members.has('contained')) walk.scope.finish(walk);
  walk.scope = outer;
}

/** The type of a resource, or undefined after a fault. */
export function resourceTypeOf(value: unknown, walk: Walk): string | undefined {
  if (!isObject(value)) {
    walk.fault('structure', 'wrong-type', 'A resource is a JSON object with a resourceType.');
    return undefined;
  }
  const type = value['resourceType'];
  if (isResourceType(type)) return type;
  const meant = typeof type === 'string' ? nearest(type.slice(0, 64), RESOURCE_TYPES) : undefined;
  const hint = meant === undefined ? '' : ` Did you mean '${meant}'?`;
  const message =
    typeof type === 'string'
      ? `${shown(type)} is no resource type of FHIR R4.${hint}`
      : 'The resource needs a resourceType.';
  walk.fault('structure', 'unknown-resource-type', message);
  return undefined;
}
