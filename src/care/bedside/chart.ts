/**
 * Reads resources of the record by its interactions.
 *
 * Proof   medication.int.test.ts
 */
import type { ResourceOfType } from '../../fhir/index.ts';
import { OutcomeError, parseJson } from '../../kernel/index.ts';
import { interact, type Context } from '../../record/index.ts';

/** Most resources that one question may bring: more cannot be looked through safely, so it is refused. */
const MOST_FOUND = 1000;

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

/** All resources of a type that match. */
export async function findResources<Type extends keyof Types>(
  context: Context,
  type: Type,
  criteria: Readonly<Record<string, string>>,
): Promise<readonly Types[Type][]> {
  const query = new URLSearchParams({ ...criteria, _count: String(MOST_FOUND) }).toString();
  const answer = await interact(context, { method: 'GET', path: [type], query, conditions: {} });
  const bundle = parseJson(answer.text ?? '{}') as {
    readonly link?: readonly { readonly relation: string }[];
    readonly entry?: readonly { readonly resource: Types[Type] }[];
  };
  if (bundle.link?.some(({ relation }) => relation === 'next') === true) throw tooMuch(type);
  return (bundle.entry ?? []).map(({ resource }) => resource);
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
