/**
 * JSON Pointers, and the place in a document that one names.
 *
 * Source  RFC 6901
 * Proof   pointer.test.ts, json-patch.test.ts
 */
import { isObject } from '../definitions/index.ts';
import { patchError } from './limits.ts';

/** Where a pointer leads: the list or object that holds the value, and under which name or position. */
export interface Target {
  readonly pointer: string;
  readonly parent: unknown;
  readonly token: string;
}

/** The reference tokens of a pointer, unescaped. Throws `patch.bad-pointer`. */
export function pointerTokens(pointer: string): string[] {
  if (pointer === '') return [];
  if (!pointer.startsWith('/')) throw badPointer(pointer, 'it must be empty or start with /');
  const tokens = pointer.slice(1).split('/');
  if (tokens.some((token) => /~(?![01])/.test(token))) throw badPointer(pointer, 'write ~ as ~0 and / as ~1');
  const names = tokens.map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
  if (names.includes('__proto__')) throw badPointer(pointer, '__proto__ is no element');
  return names;
}

function badPointer(pointer: string, reason: string): Error {
  return patchError('invalid', 'bad-pointer', `'${pointer.slice(0, 100)}' is no JSON Pointer: ${reason}.`);
}

/** Follows a pointer that is not empty to the list or object that holds its last token. */
export function targetOf(document: unknown, pointer: string): Target {
  const tokens = pointerTokens(pointer);
  const token = tokens.pop();
  if (token === undefined) throw badPointer(pointer, 'the whole document cannot be used here');
  let parent = document;
  for (const step of tokens) parent = memberOf(parent, step, pointer);
  if (!Array.isArray(parent) && !isObject(parent)) throw noTarget(pointer);
  return { pointer, parent, token };
}

/** The value at a pointer. Throws `patch.no-target` where there is none. */
export function valueAt(document: unknown, pointer: string): unknown {
  return pointerTokens(pointer).reduce((value, token) => memberOf(value, token, pointer), document);
}

function memberOf(value: unknown, token: string, pointer: string): unknown {
  if (Array.isArray(value)) return value[indexOf(value.length - 1, token, pointer)];
  if (isObject(value) && Object.hasOwn(value, token)) return value[token];
  throw noTarget(pointer);
}

/** A position in a list: 0 to `last`, without leading zeros. */
export function indexOf(last: number, token: string, pointer: string): number {
  if (!/^(?:0|[1-9]\d{0,8})$/.test(token))
    throw badPointer(pointer, `'${token.slice(0, 40)}' is no position in a list`);
  const index = Number(token);
  if (index > last) throw noTarget(pointer);
  return index;
}

/** The fault of a pointer that leads nowhere. */
export function noTarget(pointer: string): Error {
  return patchError('value', 'no-target', `There is nothing at '${pointer.slice(0, 100)}'; nothing was changed.`);
}
