/**
 * Works out value sets: which codes are in one, and whether a code is.
 *
 * What is not known is said, never guessed: a part that names a code system that is not here makes the question fail, unless
 * the answer does not depend on it (a code of another system, an explicit list of codes).
 *
 * Source  https://hl7.org/fhir/R4/valueset.html#compositions, https://hl7.org/fhir/R4/valueset-filter-operator.html
 * Proof   evaluate.test.ts
 */
import { OutcomeError } from '../kernel/index.ts';
import type { AskedCode, Concept } from './api.ts';
import type { CodeSystemIndex, ConceptNode } from './code-system.ts';
import type { Library } from './library.ts';
import { canonicalParts, type Filter, type Include, type ValueSetDefinition } from './value-set.ts';

/** Codes that an expansion may have. */
export const MOST_CODES = 20_000;
const DEEPEST_NESTING = 30;

/** What a value set holds. */
export interface Expanded {
  readonly concepts: readonly Concept[];
  /** Some code system is here in part only: there may be more codes than these. */
  readonly limited: boolean;
}

class Evaluation {
  readonly library: Library;
  limited = false;
  readonly #path: string[] = [];

  constructor(library: Library) {
    this.library = library;
  }

  /** Works on a value set that another one names; refuses circles. */
  inside<Result>(canonical: string, work: (definition: ValueSetDefinition) => Result): Result {
    const definition = this.library.valueSet(canonical);
    if (definition === undefined) throw unknownValueSet(canonical);
    if (this.#path.includes(canonical) || this.#path.length >= DEEPEST_NESTING) throw circle(canonical);
    this.#path.push(canonical);
    try {
      return work(definition);
    } finally {
      this.#path.pop();
    }
  }

  system(canonical: string): CodeSystemIndex {
    const index = this.library.codeSystem(canonicalParts(canonical).url);
    if (index === undefined || index.head.content === 'not-present') throw unknownCodeSystem(canonical);
    if (index.head.content !== 'complete') this.limited = true;
    return index;
  }
}

/** The fault of a value set that is neither of R4 nor stored. */
export function unknownValueSet(canonical: string): OutcomeError {
  const text = `The value set '${canonical.slice(0, 200)}' is not known here: store it as a ValueSet first.`;
  return new OutcomeError('not-found', 'terminology.unknown-value-set', text);
}

/** The fault of a code system that is neither of R4 nor stored. */
export function unknownCodeSystem(canonical: string): OutcomeError {
  const text = `The code system '${canonical.slice(0, 200)}' is not loaded here: store it as a CodeSystem with its concepts first.`;
  return new OutcomeError('not-supported', 'terminology.unknown-code-system', text);
}

function partOnly(canonical: string): OutcomeError {
  const text = `Only a part of the code system '${canonical.slice(0, 200)}' is here, so that a code which is not in it may be right.`;
  return new OutcomeError('not-supported', 'terminology.partial-code-system', text);
}

function circle(canonical: string): OutcomeError {
  const text = `The value set '${canonical.slice(0, 200)}' is made of itself, or nests too deep; mend its composition.`;
  return new OutcomeError('business-rule', 'terminology.circular-value-set', text);
}

function tooLarge(url: string): OutcomeError {
  const text = `The value set '${url.slice(0, 200)}' has more than ${MOST_CODES} codes: ask for one code by $validate-code instead.`;
  return new OutcomeError('too-costly', 'terminology.too-many-codes', text);
}

/** All codes of a value set. Throws where it has too many, or where a part of it is not known. */
export function expandValueSet(definition: ValueSetDefinition, library: Library): Expanded {
  const evaluation = new Evaluation(library);
  const concepts = [...codesOf(definition, evaluation).values()];
  return { concepts, limited: evaluation.limited };
}

type Codes = Map<string, Concept>;

function keyOf({ system, code }: { system: string; code: string }): string {
  return `${system}|${code}`;
}

function codesOf(definition: ValueSetDefinition, evaluation: Evaluation): Codes {
  const codes: Codes = new Map();
  for (const include of definition.include) {
    for (const [key, concept] of codesOfInclude(include, evaluation)) {
      if (!codes.has(key) && (definition.inactive || !concept.inactive)) codes.set(key, concept);
    }
    if (codes.size > MOST_CODES) throw tooLarge(definition.url);
  }
  if (codes.size > 0 && definition.exclude.length > 0) {
    for (const [key, concept] of codes) {
      if (isIncludedIn(definition.exclude, concept, evaluation)) codes.delete(key);
    }
  }
  return codes;
}

function codesOfInclude(include: Include, evaluation: Evaluation): Codes {
  const { system, valueSets } = include;
  if (system === undefined) {
    const [first, ...others] = valueSets;
    if (first === undefined) return new Map();
    const codes = evaluation.inside(first, (definition) => codesOf(definition, evaluation));
    return keptBy(codes, others, evaluation);
  }
  const concepts = new Map(conceptsOf(system, include, evaluation).map((concept) => [keyOf(concept), concept]));
  return keptBy(concepts, valueSets, evaluation);
}

/** The codes that are in each of the value sets as well. */
function keptBy(codes: Codes, valueSets: readonly string[], evaluation: Evaluation): Codes {
  if (valueSets.length === 0) return codes;
  return new Map([...codes].filter(([, concept]) => valueSets.every((name) => isInNamed(name, concept, evaluation))));
}

function conceptsOf(system: string, { concepts, filters }: Include, evaluation: Evaluation): Concept[] {
  if (concepts !== undefined) return concepts.map((concept) => listedConcept(system, concept, evaluation));
  const index = evaluation.system(system);
  const tests = filters.map((filter) => filterTest(filter, index));
  return [...index.all()].filter((node) => tests.every((test) => test(node)));
}

function listedConcept(
  system: string,
  { code, display }: { code: string; display?: string | undefined },
  { library }: Evaluation,
): Concept {
  const known = library.codeSystem(canonicalParts(system).url)?.find(code);
  const { abstract = false, inactive = false } = known ?? {};
  return { system: canonicalParts(system).url, code, display: display ?? known?.display, abstract, inactive };
}

type ConceptTest = (node: ConceptNode) => boolean;

function filterTest({ property, op, value }: Filter, index: CodeSystemIndex): ConceptTest {
  switch (op) {
    case 'is-a':
      return ({ code }) => index.subsumes(value, code);
    case 'descendent-of':
      return (node) => node !== index.find(value) && index.subsumes(value, node.code);
    case 'is-not-a':
      return ({ code }) => !index.subsumes(value, code);
    case 'generalizes':
      return ({ code }) => index.subsumes(code, value);
    case 'in':
      return propertyTest(property, value.split(','));
    case 'not-in':
      return negated(propertyTest(property, value.split(',')));
    case '=':
      return propertyTest(property, [value]);
    case 'exists':
      return existsTest(property, value);
    default:
      throw unknownFilter(op, property);
  }
}

function negated(test: ConceptTest): ConceptTest {
  return (node) => !test(node);
}

function propertyTest(property: string, values: readonly string[]): ConceptTest {
  const wanted = new Set(values.map((value) => value.trim()));
  return (node) => valuesOf(node, property).some((value) => wanted.has(value));
}

function existsTest(property: string, value: string): ConceptTest {
  return (node) => valuesOf(node, property).length > 0 === (value === 'true');
}

function valuesOf(node: ConceptNode, property: string): readonly string[] {
  if (property === 'concept' || property === 'code') return [node.code];
  if (property === 'display') return node.display === undefined ? [] : [node.display];
  if (property === 'parent') return node.parents;
  return (node.properties?.get(property) ?? []).map(String);
}

function unknownFilter(op: string, property: string): OutcomeError {
  const text = `The filter '${property.slice(0, 60)} ${op.slice(0, 20)}' of a value set cannot be worked out here; list the codes instead.`;
  return new OutcomeError('not-supported', 'terminology.unknown-filter', text);
}

/** Is the code in the value set? Throws where that cannot be known. */
export function isInValueSet(definition: ValueSetDefinition, asked: AskedCode, library: Library): boolean {
  return isIn(definition, asked, new Evaluation(library));
}

function isIn(definition: ValueSetDefinition, asked: AskedCode, evaluation: Evaluation): boolean {
  if (!isIncludedIn(definition.include, asked, evaluation)) return false;
  if (isIncludedIn(definition.exclude, asked, evaluation)) return false;
  return definition.inactive || !isInactive(asked, evaluation);
}

function isInactive({ system, code }: AskedCode, { library }: Evaluation): boolean {
  return system !== undefined && library.codeSystem(canonicalParts(system).url)?.find(code)?.inactive === true;
}

function isInNamed(name: string, asked: AskedCode, evaluation: Evaluation): boolean {
  return evaluation.inside(name, (definition) => isIn(definition, asked, evaluation));
}

/** Parts that say yes count even where another one cannot be known. */
function isIncludedIn(includes: readonly Include[], asked: AskedCode, evaluation: Evaluation): boolean {
  let unknown: OutcomeError | undefined;
  for (const include of includes) {
    try {
      if (isIncluded(include, asked, evaluation)) return true;
    } catch (error) {
      if (!(error instanceof OutcomeError)) throw error;
      unknown ??= error;
    }
  }
  if (unknown !== undefined) throw unknown;
  return false;
}

function isIncluded(include: Include, asked: AskedCode, evaluation: Evaluation): boolean {
  const { system, valueSets } = include;
  if (system === undefined && valueSets.length === 0) return false;
  if (system !== undefined && !isInSystem(system, include, asked, evaluation)) return false;
  return valueSets.every((name) => isInNamed(name, asked, evaluation));
}

const listed = new WeakMap<object, ReadonlySet<string>>();

/** The codes of a list, as a set that is made once. */
function codesListed(concepts: readonly { readonly code: string }[]): ReadonlySet<string> {
  const known = listed.get(concepts);
  if (known !== undefined) return known;
  const codes = new Set(concepts.map(({ code }) => code));
  listed.set(concepts, codes);
  return codes;
}

function isInSystem(system: string, { concepts, filters }: Include, asked: AskedCode, evaluation: Evaluation): boolean {
  if (asked.system !== undefined && asked.system !== canonicalParts(system).url) return false;
  if (concepts !== undefined) return codesListed(concepts).has(asked.code);
  const index = evaluation.system(system);
  const node = index.find(asked.code);
  if (node === undefined && index.head.content !== 'complete') throw partOnly(system);
  return node !== undefined && filters.every((filter) => filterTest(filter, index)(node));
}
