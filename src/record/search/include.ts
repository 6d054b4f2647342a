/**
 * What the matches refer to (`_include`) and what refers to them (`_revinclude`), over and over with `:iterate`.
 *
 * Only what the caller may read (or search, where it is found by reference to a match) is included. Bounded: a search that
 * would include more is refused, never cut off.
 *
 * Source  https://hl7.org/fhir/R4/search.html#include
 * Proof   include.int.test.ts, infer.int.test.ts
 */
import { sql } from 'kysely';
import {
  eachValue,
  isLocalReference,
  parametersOf,
  referenceElement,
  typeOfReference,
  type Include,
  type Resource,
  type SearchParameter,
} from '../../fhir/index.ts';
import { OutcomeError, parseJson } from '../../kernel/index.ts';
import { targetKey } from '../index-rows/keys.ts';
import type { Found } from './api.ts';
import { allOf, anyOf, FALSE, isKey, run, type Fragment } from './fragment.ts';
import { foundOf, type PageRow } from './placed.ts';
import { ofTypes, reachOverTypes } from './reach-condition.ts';
import { targetsCondition } from './reference.ts';
import type { Scope } from './scope.ts';

const MOST = 10_000;
const DEEPEST = 16;

/** A resource while its references are followed. */
interface Node {
  readonly found: Found;
  readonly reference: string;
  readonly resource: Resource;
}

/** Everything that the includes of a search bring, without the matches. */
export async function includesOf(
  scope: Scope,
  includes: readonly Include[],
  matches: readonly Found[],
): Promise<Found[]> {
  if (includes.length === 0 || matches.length === 0) return [];
  const seen = new Set(matches.map(({ type, fid }) => `${type}/${fid}`));
  const included: Found[] = [];
  let edge = matches.map(nodeOf);
  for (let depth = 0; edge.length > 0; depth++) {
    if (depth > DEEPEST) throw tooMany(`deeper than ${DEEPEST} steps`);
    const wanted = depth === 0 ? includes : includes.filter(({ iterate }) => iterate);
    const next = (await step(scope, wanted, edge)).filter(({ reference }) => !seen.has(reference));
    edge = distinct(next);
    for (const { reference, found } of edge) {
      seen.add(reference);
      included.push(found);
    }
    if (included.length > MOST) throw tooMany(`more than ${MOST} resources`);
  }
  return included;
}

function tooMany(what: string): OutcomeError {
  return new OutcomeError(
    'too-costly',
    'search.too-many-includes',
    `The includes lead to ${what}; ask for a smaller page or fewer includes.`,
  );
}

function nodeOf(found: Found): Node {
  return { found, reference: `${found.type}/${found.fid}`, resource: parseJson(found.text) as Resource };
}

function distinct(nodes: readonly Node[]): Node[] {
  return [...new Map(nodes.map((node) => [node.reference, node])).values()];
}

/** One step from the edge: forward references together, each reverse include by itself. */
async function step(scope: Scope, includes: readonly Include[], edge: readonly Node[]): Promise<Node[]> {
  const forward = new Set<string>();
  const found: Node[] = [];
  for (const include of includes) {
    if (include.reverse) found.push(...(await referrers(scope, include, edge)));
    else for (const target of edge.flatMap((node) => targetsOf(node.resource, include))) forward.add(target);
  }
  return [...found, ...(await fetchTargets(scope, [...forward]))];
}

/** References of a resource that an include follows. */
function targetsOf(resource: Resource, { source, parameter, target }: Include): string[] {
  const type = resource.resourceType;
  if (source !== undefined && source !== type) return [];
  const targets: string[] = [];
  for (const one of parameter === undefined ? referenceParameters(type) : [parameter]) {
    eachValue(type, one, resource, (value, valueType) =>
      targets.push(...referenceElement(value, valueType).targets.slice(0, 1)),
    );
  }
  return targets.filter((one) => isLocalReference(one) && (target === undefined || typeOfReference(one) === target));
}

function referenceParameters(type: string): readonly SearchParameter[] {
  return [...parametersOf(type).values()].filter(
    ({ kind, answer }) => kind === 'reference' && answer.from !== 'nothing',
  );
}

async function fetchTargets(scope: Scope, references: readonly string[]): Promise<Node[]> {
  if (references.length === 0) return [];
  if (references.length > MOST) throw tooMany(`more than ${MOST} resources`);
  const types = [...new Set(references.map((one) => typeOfReference(one) ?? ''))];
  const where = allOf([
    isKey(sql`${scope.row}.key`, references.map(targetKey)),
    await reachOverTypes(anyType(scope), types, 'read'),
  ]);
  const wanted = new Set(references);
  return (await fetch(scope, where)).filter(({ reference }) => wanted.has(reference));
}

function anyType(scope: Scope): Scope {
  return { ...scope, type: undefined };
}

async function fetch({ row, context }: Scope, where: Fragment): Promise<Node[]> {
  if (where === FALSE) return [];
  const rows = await run<PageRow>(
    context.connection,
    sql`select ${row}.rid, ${row}.fid, ${row}.ver, ${row}.type, ${row}.ts, b.text
      from resource ${row} join body b on b.rid = ${row}.rid and b.ver = ${row}.ver
      where ${where} and not ${row}.del order by ${row}.rid limit ${sql.lit(MOST + 1)}`,
  );
  if (rows.length > MOST) throw tooMany(`more than ${MOST} resources`);
  return rows.map((one) => nodeOf(foundOf(one)));
}

/** The resources of the include's type that refer to the edge. */
async function referrers(
  scope: Scope,
  { source = '', parameter, target }: Include,
  edge: readonly Node[],
): Promise<Node[]> {
  const wanted = target === undefined ? edge : edge.filter(({ found }) => found.type === target);
  const references = wanted.map(({ reference }) => reference);
  if (references.length === 0) return [];
  const here = { ...scope, type: source };
  const parameters = parameter === undefined ? referenceParameters(source) : [parameter];
  const refers = anyOf(
    parameters.map((one) =>
      targetsCondition(
        here,
        one,
        references.filter((reference) => fits(one, reference)),
      ),
    ),
  );
  return fetch(scope, allOf([ofTypes(here, [source]), refers, await reachOverTypes(here, [source], 'search')]));
}

function fits({ targets }: SearchParameter, reference: string): boolean {
  return targets.includes(typeOfReference(reference) ?? '');
}
