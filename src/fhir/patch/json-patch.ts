/**
 * JSON Patch: all operations or none. The document is copied once and the copy changed.
 *
 * Source  RFC 6902, https://hl7.org/fhir/R4/http.html#patch
 * Proof   json-patch.test.ts, test/conformance/patch.test.ts
 */
import { nearest } from '../../kernel/index.ts';
import { copyJson, isObject, sameJson } from '../definitions/index.ts';
import { copyBudget, demandFewOperations, MOST_OPERATIONS, patchError } from './limits.ts';
import { indexOf, noTarget, pointerTokens, targetOf, valueAt, type Target } from './pointer.ts';

type Json = Record<string, unknown>;

/** The document while it is changed; its root may be replaced as well. */
interface Draft {
  root: unknown;
  readonly spend: () => void;
}

/** The document with the patch applied. Throws where an operation is malformed or cannot be done; the document stays. */
export function applyJsonPatch(document: unknown, patch: unknown): unknown {
  if (!Array.isArray(patch)) throw malformed('a JSON Patch is a list of operations');
  demandFewOperations(patch.length, MOST_OPERATIONS);
  const spend = copyBudget();
  const draft: Draft = { root: copyJson(document, spend), spend };
  for (const [at, operation] of patch.entries()) applyOperation(draft, operation, at);
  return draft.root;
}

function malformed(reason: string): Error {
  return patchError('invalid', 'malformed', `This patch cannot be read: ${reason}.`);
}

type Apply = (draft: Draft, operation: Json, path: string, at: number) => void;

const OPERATIONS: ReadonlyMap<unknown, Apply> = new Map<unknown, Apply>([
  ['add', (draft, operation, path, at) => add(draft, path, newValue(draft, operation, at))],
  ['remove', (draft, _operation, path) => remove(draft, path)],
  ['replace', (draft, operation, path, at) => replace(draft, path, newValue(draft, operation, at))],
  ['move', (draft, operation, path, at) => move(draft, textOf(operation, 'from', at), path)],
  ['copy', (draft, operation, path, at) => copy(draft, textOf(operation, 'from', at), path)],
  ['test', (draft, operation, path, at) => test(draft, path, valueOf(operation, at), at)],
]);

function applyOperation(draft: Draft, operation: unknown, at: number): void {
  if (!isObject(operation)) throw malformed(`operation ${at + 1} is no object`);
  const apply = OPERATIONS.get(operation['op']);
  if (apply === undefined) throw malformed(unknownOperation(operation['op'], at));
  apply(draft, operation, textOf(operation, 'path', at), at);
}

function unknownOperation(op: unknown, at: number): string {
  const names = [...OPERATIONS.keys()].map(String);
  const meant = typeof op === 'string' ? nearest(op.slice(0, 20), names) : undefined;
  return `operation ${at + 1} needs an op of ${names.join(', ')}${meant === undefined ? '' : ` (did you mean ${meant}?)`}`;
}

function textOf(operation: Json, name: string, at: number): string {
  const text = operation[name];
  if (typeof text === 'string') return text;
  throw malformed(`operation ${at + 1} needs ${name} as a JSON Pointer`);
}

function valueOf(operation: Json, at: number): unknown {
  if (Object.hasOwn(operation, 'value')) return operation['value'];
  throw malformed(`operation ${at + 1} needs a value`);
}

function newValue(draft: Draft, operation: Json, at: number): unknown {
  return copyJson(valueOf(operation, at), draft.spend);
}

function add(draft: Draft, path: string, value: unknown): void {
  if (path === '') draft.root = value;
  else insertAt(targetOf(draft.root, path), value);
}

function insertAt({ parent, token, pointer }: Target, value: unknown): void {
  if (!Array.isArray(parent)) (parent as Json)[token] = value;
  else if (token === '-') parent.push(value);
  else parent.splice(indexOf(parent.length, token, pointer), 0, value);
}

function remove(draft: Draft, path: string): unknown {
  const { parent, token } = targetOf(draft.root, path);
  if (Array.isArray(parent)) return parent.splice(indexOf(parent.length - 1, token, path), 1)[0];
  const object = parent as Json;
  if (!Object.hasOwn(object, token)) throw noTarget(path);
  const value = object[token];
  delete object[token];
  return value;
}

function replace(draft: Draft, path: string, value: unknown): void {
  if (path === '') {
    draft.root = value;
    return;
  }
  const { parent, token } = targetOf(draft.root, path);
  if (Array.isArray(parent)) parent[indexOf(parent.length - 1, token, path)] = value;
  else if (Object.hasOwn(parent as Json, token)) (parent as Json)[token] = value;
  else throw noTarget(path);
}

function move(draft: Draft, from: string, path: string): void {
  const [source, target] = [pointerTokens(from), pointerTokens(path)];
  if (source.length < target.length && source.every((token, at) => token === target[at]))
    throw malformed(`'${from.slice(0, 60)}' cannot be moved into itself`);
  if (from === path) valueAt(draft.root, from);
  else add(draft, path, remove(draft, from));
}

function copy(draft: Draft, from: string, path: string): void {
  add(draft, path, copyJson(valueAt(draft.root, from), draft.spend));
}

function test(draft: Draft, path: string, expected: unknown, at: number): void {
  if (sameJson(valueAt(draft.root, path), expected)) return;
  const message = `The test of operation ${at + 1} failed: the value at '${path.slice(0, 100)}' is another one. Nothing was changed.`;
  throw patchError('business-rule', 'test-failed', message);
}
