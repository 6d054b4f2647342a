/**
 * Formats: JSON in, JSON out; anything else is refused in words. `_format` is stronger than the Accept header.
 *
 * Source  https://hl7.org/fhir/R4/http.html#mime-type, https://hl7.org/fhir/R4/http.html#parameters
 * Proof   negotiate.test.ts
 */
import { OutcomeError } from '../kernel/index.ts';

/** What every answer in FHIR's own format is. */
export const FHIR_JSON = 'application/fhir+json; charset=utf-8';

const JSON_TYPES = new Set(['application/fhir+json', 'application/json', 'application/json+fhir', 'text/json']);
const ANY_TYPES = new Set(['*/*', 'application/*']);
const VERSIONS = new Set(['4.0', '4.0.0', '4.0.1']);

interface MediaType {
  readonly type: string;
  readonly parameters: ReadonlyMap<string, string>;
}

function mediaTypeOf(text: string): MediaType {
  const [type = '', ...rest] = text.split(';').map((piece) => piece.trim());
  const pairs = rest.map((piece) => piece.split('=').map((part) => part.trim().replaceAll('"', '')));
  return {
    type: type.toLowerCase(),
    parameters: new Map(pairs.map(([name = '', value = '']) => [name.toLowerCase(), value])),
  };
}

/** How the answer is to be written. */
export interface Format {
  readonly pretty: boolean;
  /** FHIR's format was asked for by name; a Binary is else sent in its own. */
  readonly named: boolean;
}

/** Reads `_format`, `_pretty` and Accept; throws `record.format-unsupported` (406). */
export function formatOf(query: string, accept: string | undefined): Format {
  const parameters = new URLSearchParams(query);
  const asked = parameters.get('_format')?.replace('application/fhir json', 'application/fhir+json');
  const pretty = parameters.get('_pretty') === 'true';
  if (asked !== undefined && asked !== '') {
    if (asked === 'json' || isJson(mediaTypeOf(asked))) return { pretty, named: true };
    throw notAcceptable(asked);
  }
  const wanted = (accept ?? '*/*').split(',').map(mediaTypeOf);
  const named = wanted.some(isJson);
  if (named || wanted.some(({ type }) => ANY_TYPES.has(type) || type === '')) return { pretty, named };
  throw notAcceptable(accept ?? '');
}

/** Like `formatOf`, for a Binary, which has a format of its own. */
export function binaryFormatOf(query: string, accept: string | undefined): Format {
  const wanted = (accept ?? '*/*').split(',').map(mediaTypeOf);
  if (new URLSearchParams(query).has('_format') || wanted.some(({ type }) => isFhirType(type)))
    return formatOf(query, accept);
  return { pretty: false, named: false };
}

function isFhirType(type: string): boolean {
  return JSON_TYPES.has(type) || type === 'application/fhir+xml' || type === 'application/xml+fhir';
}

function isJson({ type, parameters }: MediaType): boolean {
  const version = parameters.get('fhirversion');
  return JSON_TYPES.has(type) && (version === undefined || VERSIONS.has(version));
}

function notAcceptable(asked: string): OutcomeError {
  const text = `Maru answers in application/fhir+json (FHIR 4.0) only, not in '${asked.slice(0, 80)}'.`;
  return new OutcomeError('not-acceptable', 'record.format-unsupported', text);
}

/** Is the body FHIR JSON (or, for a patch, JSON Patch)? Throws `record.body-format` (415). */
export function demandJsonBody(contentType: string | undefined): void {
  if (contentType === undefined || contentType === '') return;
  const media = mediaTypeOf(contentType);
  const charset = media.parameters.get('charset')?.toLowerCase() ?? 'utf-8';
  if ((isJson(media) || media.type === 'application/json-patch+json') && charset === 'utf-8') return;
  const text = `The body is '${contentType.slice(0, 80)}'; send application/fhir+json in UTF-8.`;
  throw new OutcomeError('unsupported-media-type', 'record.body-format', text);
}

/** Is this the type of an HTML form? */
export function isForm(contentType: string | undefined): boolean {
  return mediaTypeOf(contentType ?? '').type === 'application/x-www-form-urlencoded';
}

/** Does the content type name FHIR's own JSON (so that a Binary sent so is a resource, not bytes)? */
export function isFhirBody(contentType: string | undefined): boolean {
  return contentType === undefined || contentType === '' || isFhirType(mediaTypeOf(contentType).type);
}
