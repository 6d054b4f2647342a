/**
 * Reads resources of the record by its interactions.
 *
 * Proof   medication.int.test.ts
 */
import type { ResourceOfType } from '../../fhir/index.ts';
import { OutcomeError, parseJson } from '../../kernel/index.ts';
import { interact, type Context } from '../../record/index.ts';

/** Most resources that one question may bring: more cannot be looked through safely, so it is refused. */
const MOST_FOUND = 10_000;
const PAGE = '1000';

type Types = ResourceOfType;

/** A resource by its id; throws what the record throws where it is not there or not to be seen. */
export async function readResource<Type extends keyof Types>(
  context: Context,
  type: Type,
  id: string,
): Promise<Types[Type]> {
  const answer = await interact(context, { method: 'GET', path: [type, id], query: '', conditions: {} });
  return parseJson(answer.text ?? '{}') as Types[Type];
}

/** Numbers as the platform reads them: for what is only shown, never written back (a decimal loses the digits it was written with). */
export function plainJson(text: string): unknown {
  return JSON.parse(text);
}

/** All resources of a type that match, page after page. */
export async function findResources<Type extends keyof Types>(
  context: Context,
  type: Type,
  criteria: Readonly<Record<string, string | readonly string[]>>,
  parse: (text: string) => unknown = parseJson,
): Promise<readonly Types[Type][]> {
  const found: Types[Type][] = [];
  const asked = Object.entries(criteria).flatMap(([name, value]) =>
    (typeof value === 'string' ? [value] : value).map((one): [string, string] => [name, one]),
  );
  let query: string | undefined = new URLSearchParams([...asked, ['_count', PAGE]]).toString();
  while (query !== undefined) {
    const answer = await interact(context, { method: 'GET', path: [type], query, conditions: {} });
    const page = parse(answer.text ?? '{}') as Page<Types[Type]>;
    found.push(...(page.entry ?? []).map(({ resource }) => resource));
    if (found.length > MOST_FOUND) throw tooMuch(type);
    query = page.link?.find(({ relation }) => relation === 'next')?.url.split('?')[1];
  }
  return found;
}

/** Most values of one question. */
const VALUES = 500;

/** All resources of a type that have one of the values (and match what else is asked), however many there are; none where there is none. */
export async function findAmong<Type extends keyof Types>(
  context: Context,
  type: Type,
  parameter: string,
  values: readonly string[],
  also: Readonly<Record<string, string>> = {},
  parse: (text: string) => unknown = parseJson,
): Promise<readonly Types[Type][]> {
  const parts = Array.from({ length: Math.ceil(values.length / VALUES) }, (_, at) =>
    values.slice(at * VALUES, (at + 1) * VALUES),
  );
  const found = await Promise.all(
    parts.map((part) => findResources(context, type, { ...also, [parameter]: part.join(',') }, parse)),
  );
  return found.flat();
}

interface Page<One> {
  readonly link?: readonly { readonly relation: string; readonly url: string }[];
  readonly entry?: readonly { readonly resource: One }[];
}

function tooMuch(type: string): OutcomeError {
  const text = `There are more than ${MOST_FOUND} ${type} to look through, so nothing can be decided; tell the pharmacy.`;
  return new OutcomeError('too-costly', 'care.too-much-to-check', text);
}

/** The logical id of a reference such as `Medication/x` or `Medication/x/_history/2`. */
export function idIn(reference: { readonly reference?: string } | undefined, type: string): string | undefined {
  const [found, id] = (reference?.reference ?? '').split('/').slice(0, 2);
  return found === type ? id : undefined;
}

/** The first resources of a type that match, at most `most` (1000), in the order that was asked for. */
export async function firstResources<Type extends keyof Types>(
  context: Context,
  type: Type,
  criteria: Readonly<Record<string, string>>,
  most: number,
): Promise<readonly Types[Type][]> {
  const query = new URLSearchParams({ ...criteria, _count: String(most) }).toString();
  const answer = await interact(context, { method: 'GET', path: [type], query, conditions: {} });
  const page = parseJson(answer.text ?? '{}') as Page<Types[Type]>;
  return (page.entry ?? []).map(({ resource }) => resource);
}
