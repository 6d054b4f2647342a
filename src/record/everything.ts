/**
 * `$everything`: a patient, everything in the patient's compartment, and what it refers to, in pages.
 *
 * It takes `_since`, `_type`, `_count` and `_cursor`. What the caller may not see is left out, as in every search.
 *
 * Source  https://hl7.org/fhir/R4/patient-operation-everything.html
 * Proof   search-interaction.int.test.ts
 */
import { parseSearch } from '../fhir/index.ts';
import { OutcomeError } from '../kernel/index.ts';
import type { Answer, Ask } from './ask.ts';
import type { Context } from './context.ts';
import { findCurrent, parsedResource } from './current.ts';
import { readParameters } from './parameters.ts';
import { demandGrant, isAllowed, notFound } from './permission.ts';
import { answerSearch } from './search-interaction.ts';
import { isObject } from './validation.ts';

const PARAMETERS = ['_since', '_type', '_count', '_cursor'];

/** `GET Patient/1/$everything` (or POST with a Parameters body) */
export async function everything(context: Context, ask: Ask, fid: string): Promise<Answer> {
  demandGrant(context, 'read', 'Patient');
  const found = await findCurrent(context.connection, 'Patient', fid);
  if (found?.text === undefined || found.text === null) throw notFound('Patient', fid);
  if (!isAllowed(context, 'read', parsedResource(found.text))) throw notFound('Patient', fid);
  const parameters = new Map([...readParameters(ask.query, PARAMETERS), ...bodyParameters(ask.body)]);
  const query = parseSearch(undefined, searchText(parameters), {
    timeZone: context.settings.timeZone,
    bases: [context.base],
  });
  const shown = { ...query, understood: [...parameters].filter(([name]) => name !== '_cursor') };
  const includes = parameters.get('_type')?.split(',');
  const where = { place: `Patient/${fid}/$everything`, interaction: 'everything', includes };
  return answerSearch(context, ask, shown, where, { compartment: { type: 'Patient', id: fid } });
}

function searchText(parameters: ReadonlyMap<string, string>): string {
  const pairs = new URLSearchParams({ _include: '*' });
  for (const [name, value] of parameters) {
    if (name === '_since') pairs.set('_lastUpdated', `ge${value.replace(' ', '+')}`);
    else pairs.set(name, value);
  }
  return pairs.toString();
}

/** The parameters of a POST: `_since` as an instant, `_type` and `_count` as in the query. */
function bodyParameters(body: unknown): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  if (body === undefined) return found;
  const list = isObject(body) && body['resourceType'] === 'Parameters' ? (body['parameter'] ?? []) : undefined;
  if (!Array.isArray(list)) {
    throw new OutcomeError('structure', 'record.not-parameters', 'The body of $everything is a Parameters resource.');
  }
  for (const one of list as readonly unknown[]) {
    const { name, ...rest } = isObject(one) ? one : {};
    const [value] = Object.values(rest);
    if (typeof name !== 'string' || !PARAMETERS.includes(name)) {
      throw new OutcomeError(
        'not-supported',
        'record.unknown-parameter',
        `'${String(name).slice(0, 60)}' is not a parameter of $everything.`,
      );
    }
    if (typeof value === 'string' || typeof value === 'number') found.set(name, String(value));
  }
  return found;
}
