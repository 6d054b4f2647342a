/**
 * The search parameters of R4, each with how Maru answers it: from stored values, as a union of other parameters
 * (`combo-code` = `code` or `component-code`), or as another parameter narrowed to one target type (`patient` = `subject`
 * that is a Patient). What is answered by others is not stored twice.
 *
 * Source  https://hl7.org/fhir/R4/searchparameter-registry.html
 * Proof   parameters.test.ts
 */
import { hash64, OutcomeError, type Hash64 } from '../../kernel/index.ts';
import {
  COMPARTMENTS,
  isResourceType,
  PARAMETER_ROWS,
  pathElement,
  unionParts,
  unwrapped,
  type ParameterKind,
  type ParameterRow,
} from './source.ts';

/** One search parameter of a resource type. */
export interface SearchParameter {
  /** `Observation`, or `Resource` for what every type has. */
  readonly base: string;
  readonly code: string;
  readonly kind: ParameterKind;
  /** Hash of `base.code`: the column `p` of the index tables. */
  readonly key: Hash64;
  readonly expression: string | undefined;
  /** Resource types that a reference may point to. */
  readonly targets: readonly string[];
  readonly components: readonly { readonly parameter: SearchParameter; readonly expression: string }[];
  readonly answer: Answer;
  /** Place among the parameters of its type (0 to 62): the bit that says whether a resource has a value. */
  readonly bit: number;
  /** At most one value in a resource. */
  readonly single: boolean;
  /** Composite whose context is the resource itself: the conjunction of its parts. */
  readonly wholeResource: boolean;
}

/** How a parameter is answered. */
export type Answer =
  | { readonly from: 'index' }
  | { readonly from: 'union'; readonly of: readonly SearchParameter[] }
  | { readonly from: 'narrowed'; readonly wide: SearchParameter; readonly target: string }
  | { readonly from: 'nothing'; readonly reason: string };

/** What the record keeps beside the row of each resource of a type. */
export interface MainColumns {
  /** Parameter behind the `code` column. */
  readonly code: SearchParameter | undefined;
  /** Parameter behind the `d` and `dh` columns. */
  readonly date: SearchParameter | undefined;
  /** Parameter whose Patient is exactly the `pat` column. */
  readonly patient: SearchParameter | undefined;
}

interface TypeParameters {
  readonly byCode: ReadonlyMap<string, SearchParameter>;
  readonly main: MainColumns;
}

const known = new Map<string, TypeParameters>();

/** The search parameters of a resource type by code, those of every type included. */
export function parametersOf(type: string): ReadonlyMap<string, SearchParameter> {
  return typeParameters(type).byCode;
}

/** A search parameter by its code. */
export function parameterOf(type: string, code: string): SearchParameter | undefined {
  return typeParameters(type).byCode.get(code);
}

/** The parameters behind the main columns of a type. */
export function mainColumns(type: string): MainColumns {
  return typeParameters(type).main;
}

/** What every resource has (system search). */
export function commonParameters(): ReadonlyMap<string, SearchParameter> {
  return typeParameters('Resource').byCode;
}

function typeParameters(type: string): TypeParameters {
  let found = known.get(type);
  if (found === undefined) known.set(type, (found = build(type)));
  return found;
}

const UNANSWERED: Readonly<Record<string, string>> = {
  _query: 'Maru has no named queries',
};

function build(type: string): TypeParameters {
  if (type !== 'Resource' && !isResourceType(type)) {
    throw new OutcomeError('not-found', 'search.unknown-type', `'${type}' is not a resource type of FHIR R4.`);
  }
  const byCode = new Map<string, SearchParameter>();
  const shared = [...(PARAMETER_ROWS['Resource'] ?? []), ...(PARAMETER_ROWS['DomainResource'] ?? [])];
  for (const row of shared) byCode.set(row.code, sharedParameter(row, byCode.size));
  const rows = type === 'Resource' ? [] : (PARAMETER_ROWS[type] ?? []);
  const plain = rows.filter((row) => row.kind !== 'composite');
  for (const row of plain) byCode.set(row.code, ownParameter(type, row, plain, byCode));
  const composites = rows.filter((row) => row.kind === 'composite');
  // Those of one context first: those of several are their union.
  composites.sort((a, b) => unionParts(a.expression ?? '').length - unionParts(b.expression ?? '').length);
  for (const row of composites) byCode.set(row.code, composite(type, row, byCode));
  return { byCode, main: mainOf(type, byCode) };
}

function sharedParameter(row: ParameterRow, bit: number): SearchParameter {
  const reason = UNANSWERED[row.code];
  const answer: Answer = reason === undefined ? { from: 'index' } : { from: 'nothing', reason };
  return { ...common('Resource', row, bit), answer };
}

function common(base: string, row: ParameterRow, bit: number): Omit<SearchParameter, 'answer'> {
  const parts = unionParts(row.expression ?? '');
  return {
    base,
    code: row.code,
    kind: row.kind,
    key: hash64(`${base}.${row.code}`),
    expression: row.expression,
    targets: (row.target ?? []).filter(isResourceType),
    components: [],
    bit,
    single: isSingle(parts),
    wholeResource: false,
  };
}

/** At most one value: every alternative is a plain path without repetition, and all are choices of one element. */
function isSingle(parts: readonly string[]): boolean {
  const stems = new Set(parts.map((part) => part.replace(/\.ofType\(\w+\)$/, '')));
  return stems.size === 1 && parts.every((part) => pathElement(part)?.single === true);
}

const NARROWING = /^(.*)\.where\(resolve\(\) is (\w+)\)$/;

function ownParameter(
  type: string,
  row: ParameterRow,
  rows: readonly ParameterRow[],
  before: Map<string, SearchParameter>,
): SearchParameter {
  const already = before.get(row.code);
  if (already !== undefined) return already;
  // The answer first: it may bring in other parameters, and each has a bit of its own.
  const answer = answerOf(type, row, rows, before);
  return { ...common(type, row, before.size), answer };
}

function answerOf(
  type: string,
  row: ParameterRow,
  rows: readonly ParameterRow[],
  before: Map<string, SearchParameter>,
): Answer {
  const narrowing = NARROWING.exec(unwrapped(row.expression ?? ''));
  if (narrowing !== null && !(row.expression ?? '').includes('|')) {
    const [, path = '', target = ''] = narrowing;
    const wide = rows.find((other) => other.kind === 'reference' && unwrapped(other.expression ?? '') === path);
    if (wide !== undefined) return { from: 'narrowed', wide: demand(type, wide, rows, before), target };
  }
  const parts = coveringRows(row, rows);
  if (parts.length === 0) return { from: 'index' };
  return { from: 'union', of: parts.map((part) => demand(type, part, rows, before)) };
}

function demand(
  type: string,
  row: ParameterRow,
  rows: readonly ParameterRow[],
  before: Map<string, SearchParameter>,
): SearchParameter {
  const parameter = ownParameter(type, row, rows, before);
  before.set(row.code, parameter);
  return parameter;
}

/** Other parameters of the kind whose alternatives together are exactly those of `row`; the first of equals is stored. */
function coveringRows(row: ParameterRow, rows: readonly ParameterRow[]): ParameterRow[] {
  const own = new Set(unionParts(row.expression ?? ''));
  const covered = new Set<string>();
  const chosen: ParameterRow[] = [];
  for (const other of rows) {
    // By sound is another comparison: it neither covers nor is covered.
    if (other === row || other.kind !== row.kind || other.code === 'phonetic' || row.code === 'phonetic') continue;
    const parts = unionParts(other.expression ?? '');
    if (!parts.every((part) => own.has(part)) || parts.every((part) => covered.has(part))) continue;
    if (parts.length === own.size && rows.indexOf(other) > rows.indexOf(row)) continue;
    chosen.push(other);
    for (const part of parts) covered.add(part);
  }
  return covered.size === own.size ? chosen : [];
}

function composite(type: string, row: ParameterRow, byCode: ReadonlyMap<string, SearchParameter>): SearchParameter {
  const expressions = componentExpressions(type, row);
  const components = (row.component ?? []).map(({ code }, at) => {
    const expression = expressions[at] ?? '';
    const parameter = byCode.get(code);
    if (parameter === undefined)
      throw new Error(`${type}.${row.code}: its component ${code} is not a parameter of ${type}`);
    return { parameter, expression };
  });
  const contexts = unionParts(row.expression ?? '');
  const union = contexts.length > 1 ? compositeParts(row, contexts, byCode) : [];
  const answer: Answer = union.length > 1 ? { from: 'union', of: union } : { from: 'index' };
  return { ...common(type, row, byCode.size), components, answer, wholeResource: row.expression === type };
}

/** R4 has the expressions of DocumentReference.relationship the wrong way round. */
function componentExpressions(type: string, row: ParameterRow): string[] {
  const expressions = (row.component ?? []).map(({ expression }) => expression);
  return type === 'DocumentReference' && row.code === 'relationship' ? expressions.toReversed() : expressions;
}

/** `combo-code-value-quantity` is `code-value-quantity` or `component-code-value-quantity`. */
function compositeParts(
  row: ParameterRow,
  contexts: readonly string[],
  byCode: ReadonlyMap<string, SearchParameter>,
): SearchParameter[] {
  return contexts.flatMap((context) => {
    const part = [...byCode.values()].find(
      (other) =>
        other.kind === 'composite' &&
        other.expression === context &&
        other.components.map((c) => c.expression).join() === (row.component ?? []).map((c) => c.expression).join(),
    );
    return part === undefined ? [] : [part];
  });
}

const MAIN_CODES = ['code', 'vaccine-code', 'class', 'type'];
const MAIN_DATES = (
  'date created authoredon authored-on authored birthdate onset-date started start-date sent effective-time effective ' +
  'whenhandedover collected recorded identified issued start period timestamp last-updated'
).split(' ');
/** Where the first single-valued parameter of the compartment is not the patient that the resource is about. */
const MAIN_PATIENTS: Readonly<Record<string, string>> = { Coverage: 'beneficiary' };

function mainOf(type: string, byCode: ReadonlyMap<string, SearchParameter>): MainColumns {
  const single = (codes: readonly string[], kind: ParameterKind): SearchParameter | undefined =>
    codes.map((code) => byCode.get(code)).find((p) => p?.kind === kind && p.single && p.answer.from === 'index');
  return {
    code: MAIN_CODES.map((code) => byCode.get(code)).find((p) => p !== undefined && isMainCode(p)),
    date: single(MAIN_DATES, 'date'),
    patient: mainPatient(type, byCode),
  };
}

function isMainCode(parameter: SearchParameter): boolean {
  const concept = unionParts(parameter.expression ?? '').every((part) =>
    pathElement(part)?.types.every((name) => name === 'CodeableConcept' || name === 'Coding'),
  );
  return parameter.kind === 'token' && parameter.single && concept && parameter.answer.from === 'index';
}

function mainPatient(type: string, byCode: ReadonlyMap<string, SearchParameter>): SearchParameter | undefined {
  if (type === 'Patient') return undefined;
  const preferred = MAIN_PATIENTS[type];
  const codes = preferred === undefined ? (COMPARTMENTS['Patient']?.[type] ?? []) : [preferred];
  const stored = codes.map((code) => storedReference(byCode.get(code)));
  return stored.find((parameter) => parameter?.single === true);
}

/** The parameter whose references are stored: itself, the wide one, or the one of equal expression. */
export function storedReference(parameter: SearchParameter | undefined): SearchParameter | undefined {
  if (parameter?.answer.from === 'narrowed') return storedReference(parameter.answer.wide);
  if (parameter?.answer.from === 'union' && parameter.answer.of.length === 1)
    return storedReference(parameter.answer.of[0]);
  return parameter;
}

/** The stored parameters behind a parameter: itself, or the parts of its union. */
export function storedParts(parameter: SearchParameter): readonly SearchParameter[] {
  return parameter.answer.from === 'union' ? parameter.answer.of.flatMap(storedParts) : [parameter];
}

/** The reference parameters that put a resource of `type` into the compartment of a `owner`. */
export function compartmentParameters(owner: string, type: string): readonly SearchParameter[] {
  const codes = COMPARTMENTS[owner]?.[type] ?? [];
  const stored = codes.map((code) => storedReference(parametersOf(type).get(code)));
  return [...new Set(stored.filter((parameter) => parameter !== undefined))];
}
