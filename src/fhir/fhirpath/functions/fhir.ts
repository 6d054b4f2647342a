/**
 * What FHIR adds: extension, hasValue, getValue, resolve, conformsTo, memberOf, subsumes, htmlChecks, checkModifiers.
 *
 * Source  https://hl7.org/fhir/R4/fhirpath.html#functions
 * Proof   fhir.test.ts
 */
import { checkNarrative } from '../../validation/narrative.ts';
import { ofInput, ofSingle, ofStrings, withArgs, type FunctionTable } from '../call.ts';
import { childrenOf, pushMember, rootNode } from '../navigate.ts';
import { EMPTY, type Collection, type PathNode } from '../node.ts';
import { containedResource, textOfReference } from '../reference.ts';
import { pathError, type Run } from '../run.ts';
import { booleans, isSystem, single, singleString, systemNodes, systemValue } from '../value.ts';

const BASE_PROFILE = 'http://hl7.org/fhir/StructureDefinition/';

function extension(input: Collection, [urlNodes = EMPTY]: readonly Collection[], run: Run): Collection {
  const url = singleString(urlNodes, 'extension()', run.model);
  if (url === undefined) return EMPTY;
  const out: PathNode[] = [];
  for (const node of input) pushMember(node, 'extension', run.model.element(node.type, 'extension'), run.model, out);
  run.spend(input.length + out.length);
  return out.filter((child) => (child.value as { url?: unknown } | undefined)?.url === url);
}

function resolve(input: Collection, run: Run): Collection {
  const out: PathNode[] = [];
  for (const node of input) {
    const target = resolveOne(node, run);
    if (target !== undefined) out.push(target);
  }
  run.spend(input.length);
  return out;
}

function resolveOne(node: PathNode, run: Run): PathNode | undefined {
  const text = textOfReference(node.value);
  if (text === undefined) return undefined;
  const { resource, rootResource, resolve: find } = run.environment;
  const container = rootResource ?? resource ?? run.root[0]?.value;
  const found = text.startsWith('#') ? containedResource(text, container) : find?.(text);
  return found === undefined || found === null ? undefined : rootNode(found);
}

function conformsTo(input: Collection, [urlNodes = EMPTY]: readonly Collection[], run: Run): Collection {
  const node = single(input, 'conformsTo()');
  const url = singleString(urlNodes, 'conformsTo()', run.model);
  if (node === undefined || url === undefined) return EMPTY;
  const type = url.startsWith(BASE_PROFILE) ? url.slice(BASE_PROFILE.length) : '';
  if (run.model.has(type)) return booleans(run.model.isA(node.type, type));
  const answer = run.environment.conformsTo?.(node.value, url);
  if (answer === undefined) throw pathError('unknown-profile', `the profile ${url} is not known here.`);
  return booleans(answer);
}

function memberOf(input: Collection, [urlNodes = EMPTY]: readonly Collection[], run: Run): Collection {
  const node = single(input, 'memberOf()');
  const url = singleString(urlNodes, 'memberOf()', run.model);
  if (node === undefined || url === undefined) return EMPTY;
  if (run.environment.memberOf === undefined) throw noTerminology('memberOf()');
  return booleans(run.environment.memberOf(node.value, url));
}

function subsumes(general: Collection, special: Collection, run: Run, name: string): Collection {
  const [a, b] = [single(general, `${name}()`), single(special, `${name}()`)];
  if (a === undefined || b === undefined) return EMPTY;
  if (run.environment.subsumes === undefined) throw noTerminology(`${name}()`);
  return booleans(run.environment.subsumes(a.value, b.value));
}

function noTerminology(what: string): Error {
  return pathError('no-terminology', `${what} needs a terminology, and this evaluation has none.`);
}

/** An error where an element has a modifier extension that is not expected; otherwise the input. */
function checkModifiers(input: Collection, allowed: readonly Collection[], run: Run): Collection {
  const expected = new Set(allowed.flat().map((node) => node.value));
  for (const child of input.flatMap((node) => childrenOf(node, run.model))) {
    if (child.key !== 'modifierExtension') continue;
    const { url } = child.value as { url?: unknown };
    if (!expected.has(url))
      throw pathError('unexpected-modifier', `the modifier extension ${String(url)} is not expected here.`);
  }
  return input;
}

function getValue(input: Collection, run: Run): Collection {
  const [node] = input;
  return input.length === 1 && node !== undefined && isPrimitive(node, run)
    ? systemNodes(systemValue(node, run.model))
    : EMPTY;
}

/** The functions of this group. */
export const FHIR: FunctionTable = {
  extension: withArgs(1, 1, extension),
  hasValue: ofInput((input, run) => booleans(input.length === 1 && input.every((node) => hasValue(node, run)))),
  getValue: ofInput(getValue),
  resolve: ofInput(resolve),
  conformsTo: withArgs(1, 1, conformsTo),
  memberOf: withArgs(1, 1, memberOf),
  subsumes: withArgs(1, 1, (input, [other = EMPTY], run, name) => subsumes(input, other, run, name)),
  subsumedBy: withArgs(1, 1, (input, [other = EMPTY], run, name) => subsumes(other, input, run, name)),
  htmlChecks: ofStrings(0, (text) => booleans(checkNarrative(text) === undefined)),
  checkModifiers: withArgs(0, 50, checkModifiers),
  elementDefinition: ofSingle(() => {
    throw pathError('not-supported', 'elementDefinition() is not supported; read the StructureDefinition itself.');
  }),
  slice: withArgs(2, 2, () => {
    throw pathError('not-supported', 'slice() is not supported: Maru knows base definitions, not slices of profiles.');
  }),
};

function hasValue(node: PathNode, run: Run): boolean {
  return node.value !== undefined && isPrimitive(node, run);
}

function isPrimitive(node: PathNode, run: Run): boolean {
  return isSystem(node) || run.model.isPrimitive(node.type);
}
