/**
 * Reads one search condition: a parameter with its modifier, a chain (`subject:Patient.name`), or `_has`.
 *
 * Source  https://hl7.org/fhir/R4/search.html#modifiers, #chaining, #has
 * Proof   criteria.test.ts, parse.test.ts
 */
import { OutcomeError } from '../../kernel/index.ts';
import { commonParameters, parametersOf, type SearchParameter } from './parameters.ts';
import type { Criterion, Modifier } from './query.ts';
import { isResourceType, type ParameterKind } from './source.ts';
import { badValue, readValue, splitEscaped, unescaped, type ValueOptions } from './values.ts';

/** What one request may ask at most: beyond it the answer is 403, not a server that hangs. */
export const SEARCH_LIMITS = { parameters: 256, alternatives: 2048, hops: 6, length: 262_144 } as const;

const MODIFIERS: Readonly<Record<ParameterKind, readonly Modifier[]>> = {
  string: ['exact', 'contains'],
  token: ['text', 'not', 'above', 'below', 'in', 'not-in', 'of-type'],
  reference: ['identifier', 'above', 'below'],
  uri: ['above', 'below'],
  date: [],
  number: [],
  quantity: [],
  composite: [],
  special: [],
};

/** Parameters by code of a type; of all resources where there is no type. */
export function parametersFor(type: string | undefined): ReadonlyMap<string, SearchParameter> {
  return type === undefined ? commonParameters() : parametersOf(type);
}

/** Reads the condition `name=value`. `value` is decoded from the URL, its escapes are still there. */
export function readCriterion(
  type: string | undefined,
  name: string,
  value: string,
  options: ValueOptions,
  hops = 0,
): Criterion {
  if (hops > SEARCH_LIMITS.hops) {
    throw new OutcomeError(
      'too-costly',
      'search.chain-too-long',
      `'${name}' has more than ${SEARCH_LIMITS.hops} links; shorten the chain.`,
    );
  }
  if (name.startsWith('_has:')) return hasCriterion(type, name, value, options, hops);
  const dot = name.indexOf('.');
  if (dot > 0) return chainCriterion(type, name.slice(0, dot), name.slice(dot + 1), value, options, hops);
  const [code = '', modifier, ...more] = name.split(':');
  if (code === '_list' && modifier === undefined) return listCriterion(name, value);
  const parameter = demandParameter(type, code, name);
  if (more.length > 0) throw unknownModifier(name, [modifier, ...more].join(':'), parameter);
  return modifier === 'missing' ? missing(parameter, name, value) : values(parameter, modifier, name, value, options);
}

function demandParameter(type: string | undefined, code: string, name: string): SearchParameter {
  const parameter = parametersFor(type).get(code);
  if (parameter === undefined) {
    const where = type === undefined ? 'a search of all types' : type;
    throw new OutcomeError(
      'not-supported',
      'search.unknown-parameter',
      `'${name}' is not a search parameter of ${where}.`,
    );
  }
  if (parameter.answer.from === 'nothing') {
    const text = `The search parameter '${code}' is not supported: ${parameter.answer.reason}.`;
    throw new OutcomeError('not-supported', 'search.unsupported-parameter', text);
  }
  return parameter;
}

function unknownModifier(name: string, modifier: string, parameter: SearchParameter): OutcomeError {
  const allowed = ['missing', ...MODIFIERS[parameter.kind], ...(parameter.kind === 'reference' ? ['[type]'] : [])];
  const list = allowed.map((one) => `:${one}`).join(', ');
  const text = `':${modifier}' is not a modifier of the search parameter '${parameter.code}' (${parameter.kind}); it takes ${list}.`;
  return new OutcomeError(
    'not-supported',
    'search.unknown-modifier',
    name.length > 200 ? text : `${text} Asked: '${name}'.`,
  );
}

function missing(parameter: SearchParameter, name: string, value: string): Criterion {
  if (parameter.kind === 'composite' || parameter.kind === 'special' || isFullText(parameter)) {
    throw unknownModifier(name, 'missing', parameter);
  }
  if (value !== 'true' && value !== 'false') throw badValue(name, value, "write 'true' or 'false'");
  return { of: 'missing', name, parameter, missing: value === 'true' };
}

function values(
  parameter: SearchParameter,
  modifier: string | undefined,
  name: string,
  value: string,
  options: ValueOptions,
): Criterion {
  const narrowed = modifier === undefined ? undefined : narrowedTo(parameter, modifier);
  const allowed = modifier === undefined || narrowed !== undefined || isModifier(parameter, modifier);
  if (!allowed) throw unknownModifier(name, modifier ?? '', parameter);
  const own = narrowed === undefined ? modifier : undefined;
  const asked = narrowed ?? parameter;
  const pieces = splitEscaped(value, ',');
  if (pieces.length > SEARCH_LIMITS.alternatives) throw tooMany(name, pieces.length);
  const read = pieces.map((piece) => readValue(asked, own as Modifier | undefined, piece, name, options));
  if (narrowed !== undefined) refuseOtherType(pieces, narrowed, name);
  return { of: 'values', name, parameter: asked, modifier: own as Modifier | undefined, values: read };
}

function tooMany(name: string, count: number): OutcomeError {
  const text = `'${name}' has ${count} alternatives; at most ${SEARCH_LIMITS.alternatives} are allowed. Ask in several searches.`;
  return new OutcomeError('too-costly', 'search.too-many-values', text);
}

/** `_text` and `_content` are read from the bodies. */
function isFullText({ code }: SearchParameter): boolean {
  return code === '_text' || code === '_content';
}

function isModifier(parameter: SearchParameter, modifier: string): boolean {
  if (parameter.code === '_id' || parameter.code === 'phonetic' || isFullText(parameter)) return false;
  return (MODIFIERS[parameter.kind] as readonly string[]).includes(modifier);
}

/** The parameter with a single target type, where the modifier is one of its target types. */
function narrowedTo(parameter: SearchParameter, modifier: string): SearchParameter | undefined {
  if (parameter.kind !== 'reference' || !parameter.targets.includes(modifier)) return undefined;
  return { ...parameter, targets: [modifier] };
}

function refuseOtherType(pieces: readonly string[], narrowed: SearchParameter, name: string): void {
  const [target = ''] = narrowed.targets;
  const other = pieces.find((piece) => /^[A-Z]\w*\//.test(piece) && !piece.startsWith(`${target}/`));
  if (other !== undefined) throw badValue(name, other, `it is not a ${target}`);
}

function chainCriterion(
  type: string | undefined,
  head: string,
  rest: string,
  value: string,
  options: ValueOptions,
  hops: number,
): Criterion {
  const name = `${head}.${rest}`;
  const [code = '', modifier, ...more] = head.split(':');
  const parameter = demandParameter(type, code, name);
  if (parameter.kind !== 'reference') {
    throw new OutcomeError(
      'not-supported',
      'search.not-a-reference',
      `'${code}' in '${name}' is no reference: nothing can be chained to it.`,
    );
  }
  const narrowed = modifier === undefined ? parameter : narrowedTo(parameter, modifier);
  if (narrowed === undefined || more.length > 0) throw unknownModifier(name, [modifier, ...more].join(':'), parameter);
  return {
    of: 'chain',
    name,
    parameter: narrowed,
    targets: chainTargets(narrowed.targets, rest, value, options, hops),
  };
}

/** The condition for each target type that knows the parameter; where none does, the fault of the first. */
function chainTargets(
  types: readonly string[],
  rest: string,
  value: string,
  options: ValueOptions,
  hops: number,
): { type: string; criterion: Criterion }[] {
  let fault: OutcomeError | undefined;
  const targets: { type: string; criterion: Criterion }[] = [];
  for (const type of types) {
    try {
      targets.push({ type, criterion: readCriterion(type, rest, value, options, hops + 1) });
    } catch (error) {
      if (!(error instanceof OutcomeError) || error.category !== 'not-supported') throw error;
      fault ??= error;
    }
  }
  if (targets.length === 0 && fault !== undefined) throw fault;
  return targets;
}

function hasCriterion(
  type: string | undefined,
  name: string,
  value: string,
  options: ValueOptions,
  hops: number,
): Criterion {
  const [, source = '', code = '', ...rest] = name.split(':');
  if (rest.length === 0) throw badHas(name, 'write _has:[type]:[reference parameter]:[parameter]');
  if (!isResourceType(source)) throw badHas(name, `'${source}' is not a resource type`);
  const parameter = demandParameter(source, code, name);
  if (parameter.kind !== 'reference') throw badHas(name, `'${code}' of ${source} is no reference`);
  if (type !== undefined && !parameter.targets.includes(type))
    throw badHas(name, `'${code}' of ${source} never refers to a ${type}`);
  return {
    of: 'has',
    name,
    type: source,
    parameter,
    criterion: readCriterion(source, rest.join(':'), value, options, hops + 1),
  };
}

function badHas(name: string, want: string): OutcomeError {
  return new OutcomeError('not-supported', 'search.bad-has', `'${name}' cannot be searched: ${want}.`);
}

function listCriterion(name: string, value: string): Criterion {
  const lists = splitEscaped(value, ',').map((piece) => unescaped(piece).replace(/^List\//, ''));
  const bad = lists.find((id) => !/^[A-Za-z0-9\-.]{1,64}$/.test(id));
  if (bad !== undefined)
    throw badValue(name, bad, 'write the id of a List (functional lists such as $current-problems are not kept)');
  return { of: 'list', name, lists };
}
