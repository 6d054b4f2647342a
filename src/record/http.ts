/**
 * Between HTTP and the interactions: reads a request as an `Ask`, writes an `Answer` as a response.
 *
 * Source  https://hl7.org/fhir/R4/http.html
 * Proof   http.int.test.ts
 */
import type { RouteRequest, RouteResponse } from '../access/index.ts';
import { operationOutcome, OutcomeError, parseJson, writeJson, type OperationOutcomeJson } from '../kernel/index.ts';
import type { Answer, Ask } from './ask.ts';
import { noteRead } from './audit-note.ts';
import { etagOf } from './conditions.ts';
import type { Context } from './context.ts';
import { httpDateOf } from './http-date.ts';
import { demandJsonBody, FHIR_JSON, formatOf, isForm, type Format } from './negotiate.ts';
import { preferenceOf, type Preference } from './prefer.ts';

/** Runs `act` for a request and writes what it answers, or what went wrong, as FHIR wants it. */
export async function answerRequest(
  context: Context,
  request: RouteRequest,
  path: readonly string[],
  act: (ask: Ask) => Promise<Answer>,
): Promise<RouteResponse> {
  try {
    const format = formatOf(request.query, request.headers['accept']);
    const answer = await act(askOf(request, path));
    return responseOf(context, request.method, answer, format, preferenceOf(request.headers['prefer']));
  } catch (error) {
    if (!(error instanceof OutcomeError)) throw error;
    if (error.category === 'forbidden') await noteRefused(context, request, path);
    return outcomeResponse(error, request.query);
  }
}

/** A request as an `Ask`. */
export function askOf(request: RouteRequest, path: readonly string[]): Ask {
  const { method, headers } = request;
  const isSearch = path.at(-1) === '_search';
  const query = isSearch && request.body !== '' ? joined(request.query, formBody(request)) : request.query;
  return {
    method,
    path,
    query,
    conditions: {
      ifMatch: headers['if-match'],
      ifNoneMatch: headers['if-none-match'],
      ifNoneExist: headers['if-none-exist'],
      ifModifiedSince: headers['if-modified-since'],
    },
    handling: preferenceOf(headers['prefer']).handling,
    ...(isSearch || request.body === '' ? {} : { body: jsonBody(request) }),
  };
}

function joined(query: string, form: string): string {
  return query === '' ? form : `${query}&${form}`;
}

function formBody({ headers, body }: RouteRequest): string {
  if (isForm(headers['content-type'])) return body;
  const text = 'The parameters of _search are sent as application/x-www-form-urlencoded.';
  throw new OutcomeError('unsupported-media-type', 'record.body-format', text);
}

function jsonBody({ headers, body }: RouteRequest): unknown {
  demandJsonBody(headers['content-type']);
  return parseJson(body);
}

/** An answer as a response. */
export function responseOf(
  { base }: Pick<Context, 'base'>,
  method: string,
  answer: Answer,
  format: Format,
  { give }: Preference,
): RouteResponse {
  const headers = versionHeaders(base, answer);
  const isRead = method === 'GET' || method === 'HEAD' || answer.whole === true;
  if (answer.status === 304) return { status: 304, headers };
  if (!isRead && give === 'OperationOutcome') {
    const outcome = answer.outcome ?? doneOutcome(answer);
    return { status: answer.status === 204 ? 200 : answer.status, headers, ...fhirBody(writeJson(outcome), format) };
  }
  const text = answer.text ?? (answer.outcome === undefined ? undefined : writeJson(answer.outcome));
  if (text === undefined || (!isRead && give === 'minimal')) return { status: answer.status, headers };
  return { status: answer.status, headers, ...fhirBody(text, format) };
}

function versionHeaders(base: string, { version, located }: Answer): Readonly<Record<string, string>> {
  if (version === undefined) return {};
  const { type, fid, ver, ts } = version;
  return {
    etag: etagOf(ver),
    'last-modified': httpDateOf(ts),
    ...(located === true ? { location: `${base}/${type}/${fid}/_history/${ver}` } : {}),
  };
}

function fhirBody(text: string, { pretty }: Format): Pick<RouteResponse, 'body' | 'contentType'> {
  return { body: pretty ? writeJson(parseJson(text), true) : text, contentType: FHIR_JSON };
}

/** Tells what a write did, where the client asked for an OperationOutcome. */
export function doneOutcome({ status, version }: Answer): OperationOutcomeJson {
  const what =
    version === undefined ? 'Nothing had to be changed' : `${version.type}/${version.fid} is version ${version.ver}`;
  const verb = status === 201 ? 'created' : status === 204 ? 'deleted or not there' : 'done';
  const message = `${what} (${verb}).`;
  return operationOutcome([{ severity: 'information', category: 'business-rule', code: 'record.done', message }]);
}

/** What went wrong as a response in FHIR's format. */
export function outcomeResponse(error: OutcomeError, query = ''): RouteResponse {
  const pretty = /(?:^|&)_pretty=true(?:&|$)/.test(query);
  const headers = error.category === 'unavailable' || error.category === 'throttled' ? { 'retry-after': '5' } : {};
  const text = writeJson(operationOutcome(error.issues), pretty);
  return { status: error.status, headers, body: text, contentType: FHIR_JSON };
}

async function noteRefused(context: Context, { method, query }: RouteRequest, path: readonly string[]): Promise<void> {
  const action = ({ GET: 'R', HEAD: 'R', DELETE: 'D', PUT: 'U', PATCH: 'U', POST: 'C' } as const)[method] ?? 'E';
  const [type, id] = path;
  const isInstance = type !== undefined && id !== undefined && !/^[$_]/.test(id);
  const entities = isInstance ? [`${type}/${id}`] : [];
  const patients = isInstance && type === 'Patient' ? [id] : [];
  const interaction = `${method.toLowerCase()} ${type ?? ''}`.trim();
  await noteRead(context, { action, interaction, entities, patients, query, outcome: 'refused', kind: 'security' });
}
