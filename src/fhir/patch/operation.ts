/**
 * Reads the operations of a FHIRPath Patch out of its Parameters resource.
 *
 * Source  https://hl7.org/fhir/R4/fhirpatch.html
 * Proof   operation.test.ts, fhirpath-patch.test.ts
 */
import { nearest } from '../../kernel/index.ts';
import { isObject } from '../definitions/index.ts';
import { demandFewOperations, MOST_PATH_OPERATIONS, patchError } from './limits.ts';

/** One part of an operation's value: a typed value, or the parts of a backbone element. */
export interface ValuePart {
  readonly name: string;
  /** `Date` of `valueDate`, `HumanName` of `valueHumanName`. */
  readonly typeSuffix?: string;
  readonly value?: unknown;
  /** Id and extensions of a primitive value. */
  readonly element?: unknown;
  readonly parts?: readonly ValuePart[];
}

/** One operation, checked for having what its type needs. */
export type PatchOperation =
  | { readonly type: 'add'; readonly path: string; readonly name: string; readonly value: ValuePart }
  | { readonly type: 'insert'; readonly path: string; readonly index: number; readonly value: ValuePart }
  | { readonly type: 'delete'; readonly path: string }
  | { readonly type: 'replace'; readonly path: string; readonly value: ValuePart }
  | { readonly type: 'move'; readonly path: string; readonly source: number; readonly destination: number };

const TYPES = ['add', 'insert', 'delete', 'replace', 'move'] as const;
type OperationType = (typeof TYPES)[number];

/** The operations of a Parameters resource. Throws `patch.malformed`. */
export function readOperations(parameters: unknown): readonly PatchOperation[] {
  if (!isObject(parameters) || parameters['resourceType'] !== 'Parameters')
    throw malformed('a FHIRPath Patch is a Parameters resource');
  const list = parameters['parameter'] ?? [];
  if (!Array.isArray(list)) throw malformed('parameter is no list');
  demandFewOperations(list.length, MOST_PATH_OPERATIONS);
  return list.map((parameter: unknown, at) => readOperation(parameter, at + 1));
}

function malformed(reason: string): Error {
  return patchError('invalid', 'malformed', `This patch cannot be read: ${reason}.`);
}

/** The parts of one operation by name. */
class Parts {
  readonly #parts: readonly ValuePart[];
  readonly #at: number;

  constructor(parts: readonly ValuePart[], at: number) {
    this.#parts = parts;
    this.#at = at;
  }

  find(name: string): ValuePart {
    const found = this.#parts.filter((part) => part.name === name);
    if (found.length === 1 && found[0] !== undefined) return found[0];
    throw malformed(`operation ${this.#at} needs one part named ${name}`);
  }

  text(name: string): string {
    const { value } = this.find(name);
    if (typeof value === 'string') return value;
    throw malformed(`the part ${name} of operation ${this.#at} needs a text`);
  }

  index(name: string): number {
    const { value } = this.find(name);
    if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return value;
    throw malformed(`the part ${name} of operation ${this.#at} needs a whole number from 0`);
  }

  type(): OperationType {
    const text = this.text('type');
    const type = TYPES.find((known) => known === text);
    if (type !== undefined) return type;
    const meant = nearest(text.slice(0, 20), TYPES);
    throw malformed(
      `operation ${this.#at} has none of the types ${TYPES.join(', ')}${meant ? ` (did you mean ${meant}?)` : ''}`,
    );
  }
}

function readOperation(parameter: unknown, at: number): PatchOperation {
  if (!isObject(parameter) || parameter['name'] !== 'operation')
    throw malformed(`parameter ${at} is not named 'operation'`);
  const parts = new Parts(readParts(parameter['part'], at), at);
  const type = parts.type();
  const path = parts.text('path');
  switch (type) {
    case 'add':
      return { type, path, name: parts.text('name'), value: parts.find('value') };
    case 'insert':
      return { type, path, index: parts.index('index'), value: parts.find('value') };
    case 'replace':
      return { type, path, value: parts.find('value') };
    case 'move':
      return { type, path, source: parts.index('source'), destination: parts.index('destination') };
    default:
      return { type, path };
  }
}

function readParts(parts: unknown, at: number): ValuePart[] {
  if (!Array.isArray(parts)) throw malformed(`operation ${at} has no parts`);
  return parts.map((part: unknown) => readPart(part, at));
}

function readPart(part: unknown, at: number): ValuePart {
  if (!isObject(part) || typeof part['name'] !== 'string') throw malformed(`a part of operation ${at} has no name`);
  const name = part['name'];
  if (part['part'] !== undefined) return { name, parts: readParts(part['part'], at) };
  if (part['resource'] !== undefined) return { name, typeSuffix: 'Resource', value: part['resource'] };
  const keys = Object.keys(part).filter((key) => /^_?value[A-Z]/.test(key));
  const typeSuffix = keys[0]?.replace(/^_?value/, '');
  if (typeSuffix === undefined || keys.some((key) => key.replace(/^_?value/, '') !== typeSuffix))
    throw malformed(`the part ${name.slice(0, 40)} of operation ${at} needs one value`);
  return { name, typeSuffix, value: part[`value${typeSuffix}`], element: part[`_value${typeSuffix}`] };
}
