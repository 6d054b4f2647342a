/**
 * What a file holds, one resource at a time: a line of NDJSON, an entry of a Bundle, or the one resource that the file is.
 *
 * Resources keep their ids: an import means PUT. A Bundle of any kind is a set of resources; references to the fullUrls of
 * its entries become `Type/id`. What cannot be read is an item too, with its fault, so that nothing is lost silently.
 *
 * Source  https://hl7.org/fhir/R4/nd-json.html, https://hl7.org/fhir/R4/bundle.html
 * Proof   items.test.ts, import.int.test.ts
 */
import { isUtf8 } from 'node:buffer';
import { isLogicalId, OutcomeError, parseJsonBytes, writeJson } from '../../kernel/index.ts';
import type { AnyResource } from '../resource.ts';
import { rewritten } from '../transaction-references.ts';
import { demandResource, isObject } from '../validation.ts';
import { linesOf, type Line } from './lines.ts';

/** Longest line of NDJSON, and largest Bundle file, in bytes. */
const LONGEST_LINE = 64 * 1_048_576;
const LARGEST_JSON = 480 * 1_048_576;

/** One resource of a file, or why there is none. */
export interface Item {
  /** From 1: the line of NDJSON, the entry of a Bundle. */
  readonly position: number;
  /** With its id. */
  readonly resource?: AnyResource;
  readonly fault?: OutcomeError;
  /** What was there, for the errors file. */
  readonly raw: () => string;
}

/** Is this the name of a file of lines? */
export function isLineFile(name: string): boolean {
  return /\.(?:ndjson|jsonl)(?:\.gz)?$/i.test(name);
}

/** The items of NDJSON; empty lines are none. */
export async function* lineItems(chunks: AsyncIterable<Buffer>): AsyncGenerator<Item> {
  for await (const line of linesOf(chunks, LONGEST_LINE)) {
    if (line.bytes === undefined || !isBlank(line.bytes)) yield lineItem(line);
  }
}

function isBlank(bytes: Buffer): boolean {
  return bytes.every((byte) => byte === 0x20 || byte === 0x0d || byte === 0x09);
}

function lineItem({ number: position, bytes }: Line): Item {
  if (bytes === undefined) {
    const text = `The line is longer than ${LONGEST_LINE} bytes.`;
    return { position, fault: new OutcomeError('too-large', 'import.line-too-long', text), raw: () => '' };
  }
  const raw = (): string => bytes.toString('utf8');
  return attempt(position, raw, () => identified(demandResource(parseUtf8(bytes))));
}

function parseUtf8(bytes: Buffer): unknown {
  if (isUtf8(bytes)) return parseJsonBytes(bytes);
  throw new OutcomeError('structure', 'import.not-utf8', 'The text is not UTF-8.');
}

function attempt(position: number, raw: () => string, read: () => AnyResource): Item {
  try {
    return { position, resource: read(), raw };
  } catch (fault) {
    if (fault instanceof OutcomeError) return { position, fault, raw };
    throw fault;
  }
}

function identified(resource: AnyResource): AnyResource {
  if (typeof resource.id === 'string' && isLogicalId(resource.id)) return resource;
  const text = `An imported ${resource.resourceType} needs an id: without it, importing again would double it.`;
  throw new OutcomeError('required', 'import.no-id', text, { expression: `${resource.resourceType}.id` });
}

/** The items of a JSON file: a Bundle's resources or the one resource; none where it is no FHIR at all. */
export async function* jsonItems(chunks: AsyncIterable<Buffer>): AsyncGenerator<Item> {
  const kept: Buffer[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > LARGEST_JSON) throw tooLarge();
    kept.push(chunk);
  }
  if (size === 0) return;
  const content = parseUtf8(Buffer.concat(kept, size));
  if (!isObject(content) || content['resourceType'] === undefined) throw notFhir();
  if (content['resourceType'] === 'Bundle') yield* bundleItems(content);
  else
    yield attempt(
      1,
      () => writeJson(content),
      () => identified(demandResource(content)),
    );
}

/** The fault of a JSON file without FHIR in it: it is told, and left out. */
export const NOT_FHIR = 'import.not-fhir';

function notFhir(): OutcomeError {
  return new OutcomeError(
    'structure',
    NOT_FHIR,
    'The file is JSON, but neither a Bundle nor a resource; it is left out.',
  );
}

function tooLarge(): OutcomeError {
  const text = `A JSON file is read as a whole and may have ${LARGEST_JSON} bytes; write it as NDJSON or split it.`;
  return new OutcomeError('too-large', 'import.too-large', text);
}

function* bundleItems(bundle: Readonly<Record<string, unknown>>): Generator<Item> {
  const entries: readonly unknown[] = Array.isArray(bundle['entry']) ? bundle['entry'] : [];
  const links = linksOf(entries);
  for (const [at, entry] of entries.entries()) {
    yield attempt(
      at + 1,
      () => writeJson(entry),
      () => entryResource(entry, links),
    );
  }
}

function linksOf(entries: readonly unknown[]): ReadonlyMap<string, string> {
  const links = new Map<string, string>();
  for (const entry of entries) {
    const { fullUrl, resource } = isObject(entry) ? entry : {};
    if (typeof fullUrl !== 'string' || !isObject(resource)) continue;
    const id = idOf(resource, fullUrl);
    if (typeof resource['resourceType'] === 'string' && id !== undefined)
      links.set(fullUrl, `${resource['resourceType']}/${id}`);
  }
  return links;
}

/** The resource's id; where it has none, the UUID of its fullUrl. */
function idOf({ id }: Readonly<Record<string, unknown>>, fullUrl: unknown): string | undefined {
  if (typeof id === 'string') return id;
  return typeof fullUrl === 'string' ? /^urn:uuid:([0-9a-fA-F-]{36})$/.exec(fullUrl)?.[1] : undefined;
}

function entryResource(entry: unknown, links: ReadonlyMap<string, string>): AnyResource {
  if (!isObject(entry)) throw new OutcomeError('structure', 'import.bad-entry', 'The entry is no JSON object.');
  const { resource: body, fullUrl, request } = entry;
  const method = isObject(request) ? request['method'] : undefined;
  if (method !== undefined && method !== 'POST' && method !== 'PUT') {
    const text = `An import takes resources as they are; another request.method is for a transaction sent to the FHIR base.`;
    throw new OutcomeError('not-supported', 'import.bad-entry', text);
  }
  const resource = demandResource(body);
  const id = idOf(resource, fullUrl);
  const whole = identified(id === undefined || id === resource.id ? resource : { ...resource, id });
  return rewritten(whole, typeof fullUrl === 'string' ? fullUrl : undefined, links);
}
