/**
 * `$everything`: a patient, everything in the patient's compartment, and what it refers to, in pages.
 *
 * It takes `_since`, `_type`, `start`, `end`, `_count` and `_cursor`, in the query or as Parameters. What the caller may not
 * see is left out, as in every search.
 *
 * Source  https://hl7.org/fhir/R4/patient-operation-everything.html
 * Proof   search-interaction.int.test.ts; what is found: search/everything.int.test.ts
 */
import { OutcomeError } from '../kernel/index.ts';
import type { Answer, Ask } from './ask.ts';
import type { Context } from './context.ts';
import { findCurrent, parsedResource } from './current.ts';
import { readParameters, wholeNumber } from './parameters.ts';
import { demandGrant, isAllowed, notFound } from './permission.ts';
import { notedPage, searchsetText } from './search-interaction.ts';
import { patientEverything } from './search/index.ts';
import { isObject } from './validation.ts';

const PARAMETERS = ['_since', '_type', 'start', 'end', '_count', '_cursor'];

/** `GET Patient/1/$everything` (or POST with a Parameters body) */
export async function everything(context: Context, ask: Ask, fid: string): Promise<Answer> {
  demandGrant(context, 'read', 'Patient');
  await demandPatient(context, fid);
  const parameters = new Map([...readParameters(ask.query, PARAMETERS), ...bodyParameters(ask.body)]);
  const count = parameters.get('_count');
  const page = await patientEverything(context, fid, {
    since: parameters.get('_since'),
    types: parameters.get('_type')?.split(','),
    start: parameters.get('start'),
    end: parameters.get('end'),
    count: count === undefined ? undefined : wholeNumber('_count', count, 1),
    cursor: parameters.get('_cursor'),
  });
  const place = `Patient/${fid}/$everything`;
  await notedPage(context, page, { interaction: 'operation', query: `${place}?${ask.query}`, owner: fid });
  const asked = [...parameters].filter(([name]) => name !== '_cursor');
  return { status: 200, text: searchsetText(context, page, { place, asked }), whole: true };
}

async function demandPatient(context: Context, fid: string): Promise<void> {
  const { text } = (await findCurrent(context.connection, 'Patient', fid)) ?? { text: null };
  if (text === null || !isAllowed(context, 'read', parsedResource(text))) throw notFound('Patient', fid);
}

/** The parameters of a POST, by name; their values as the query would have them. */
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
    if (typeof name !== 'string' || !PARAMETERS.includes(name)) throw unknown(String(name));
    if (typeof value !== 'string' && typeof value !== 'number') continue;
    const before = found.get(name);
    found.set(name, before === undefined ? String(value) : `${before},${value}`);
  }
  return found;
}

function unknown(name: string): OutcomeError {
  const text = `'${name.slice(0, 60)}' is not a parameter of $everything: it takes ${PARAMETERS.join(', ')}.`;
  return new OutcomeError('not-supported', 'record.unknown-parameter', text);
}
