/**
 * Parameters of an operation: from the query of a GET or the Parameters resource of a POST.
 *
 * Source  https://hl7.org/fhir/R4/operations.html#executing
 * Proof   operations.test.ts
 */
import type { RouteRequest } from '../access/index.ts';
import { validateResource } from '../fhir/index.ts';
import { nearest, OutcomeError, parseJson } from '../kernel/index.ts';

/** Values of the parameters by name, as they were sent. */
export class OperationParameters {
  readonly #values: ReadonlyMap<string, unknown>;

  constructor(values: ReadonlyMap<string, unknown>) {
    this.#values = values;
  }

  text(name: string): string | undefined {
    const value = this.#values.get(name);
    if (value === undefined) return undefined;
    if (typeof value === 'string') return value;
    throw badParameter(name, 'a text');
  }

  need(name: string): string {
    const text = this.text(name);
    if (text !== undefined) return text;
    throw new OutcomeError('invalid', 'terminology.missing-parameter', `The operation needs the parameter '${name}'.`);
  }

  flag(name: string): boolean {
    const value = this.#values.get(name);
    if (value === undefined || value === false || value === 'false') return false;
    if (value === true || value === 'true') return true;
    throw badParameter(name, 'true or false');
  }

  count(name: string): number | undefined {
    const value = this.#values.get(name);
    if (value === undefined) return undefined;
    const count = typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value;
    if (typeof count === 'number' && Number.isInteger(count) && count >= 0) return count;
    throw badParameter(name, 'a whole number from 0');
  }

  object(name: string): Readonly<Record<string, unknown>> | undefined {
    const value = this.#values.get(name);
    if (value === undefined) return undefined;
    if (typeof value === 'object' && value !== null) {
      if ('resourceType' in value) refuseInvalid(value);
      return value as Readonly<Record<string, unknown>>;
    }
    throw badParameter(name, 'an object in the body of a POST');
  }
}

/** A resource that is sent along is worked on as it is, so it must be one; what it is not stored for, its status, may be absent. */
function refuseInvalid(resource: object): void {
  const issues = validateResource(resource).filter(
    ({ severity, code, expression }) =>
      (severity === 'error' || severity === 'fatal') &&
      !(code === 'validation.missing-element' && /^[A-Z]\w*(?:\.status)?$/.test(expression ?? '')),
  );
  const [first] = issues;
  if (first !== undefined) throw new OutcomeError(first.category, first.code, first.message, { issues });
}

function badParameter(name: string, expected: string): OutcomeError {
  return new OutcomeError('invalid', 'terminology.bad-parameter', `The parameter '${name}' must be ${expected}.`);
}

/** Reads the parameters of a request; refuses one whose name is not in `known`. */
export function readParameters(
  request: Pick<RouteRequest, 'method' | 'query' | 'body'>,
  known: readonly string[],
): OperationParameters {
  const entries = [...queryEntries(request.query), ...(request.method === 'POST' ? bodyEntries(request.body) : [])];
  const values = new Map<string, unknown>();
  for (const [name, value] of entries) {
    if (!known.includes(name)) throw unknownParameter(name, known);
    if (values.has(name)) throw badParameter(name, 'given once');
    values.set(name, value);
  }
  return new OperationParameters(values);
}

const OF_EVERY_REQUEST = new Set(['_format', '_pretty']);

function queryEntries(query: string): [string, unknown][] {
  return [...new URLSearchParams(query)].filter(([name]) => !OF_EVERY_REQUEST.has(name));
}

function unknownParameter(name: string, known: readonly string[]): OutcomeError {
  const meant = nearest(name.slice(0, 40), known);
  const hint = meant === undefined ? `Known are ${known.join(', ')}.` : `Did you mean '${meant}'?`;
  const text = `The parameter '${name.slice(0, 40)}' is not known to this operation. ${hint}`;
  return new OutcomeError('not-supported', 'terminology.unknown-parameter', text);
}

function bodyEntries(body: string): [string, unknown][] {
  if (body === '') return [];
  const resource = parseJson(body) as { resourceType?: unknown; parameter?: unknown } | null;
  if (resource?.resourceType !== 'Parameters')
    throw new OutcomeError(
      'structure',
      'terminology.not-parameters',
      'The body of an operation is a Parameters resource.',
    );
  if (resource.parameter === undefined) return [];
  if (!Array.isArray(resource.parameter)) throw badParameter('parameter', 'a list');
  return resource.parameter.map((parameter: unknown) => bodyEntry(parameter));
}

function bodyEntry(parameter: unknown): [string, unknown] {
  if (typeof parameter !== 'object' || parameter === null) throw badParameter('parameter', 'a list of objects');
  const entries = Object.entries(parameter);
  const name = entries.find(([key]) => key === 'name')?.[1];
  if (typeof name !== 'string') throw badParameter('name', 'a text in each parameter');
  const value = entries.find(([key]) => key === 'resource' || /^value[A-Z]/.test(key))?.[1];
  return [name, value];
}
