/**
 * A resource as the record handles it: checked JSON of any type, and the text that is stored of it.
 *
 * The stored text is the JSON as it was written, decimals digit by digit, with `resourceType`, `id`, `meta.versionId` and
 * `meta.lastUpdated` in front. What follows them (the tail) does not depend on the version, so it is written once, also when
 * a transaction is tried again, and two versions with equal tails are the same content.
 *
 * Source  https://hl7.org/fhir/R4/resource.html#Meta
 * Proof   resource.test.ts (property: what is read back equals what was written)
 */
import { instantOf, writeJson, type EpochMs } from '../kernel/index.ts';

/** Any resource, parsed by kernel's `parseJson`. */
export interface AnyResource {
  readonly resourceType: string;
  readonly id?: string;
  readonly meta?: Readonly<Record<string, unknown>>;
  readonly [name: string]: unknown;
}

/** Which version of a resource a text is. */
export interface Stamp {
  readonly type: string;
  readonly fid: string;
  readonly ver: number;
  readonly ts: EpochMs;
}

/** Everything of a resource that its version does not change. */
export function tailOf(resource: AnyResource): string {
  const { resourceType: _type, id: _id, meta, ...rest } = resource;
  const members = inner(rest);
  return `${metaTail(meta)}}${members === '' ? '' : `,${members}`}}`;
}

function metaTail(meta: AnyResource['meta']): string {
  if (meta === undefined) return '';
  const { versionId: _versionId, lastUpdated: _lastUpdated, ...rest } = meta;
  const members = inner(rest);
  return members === '' ? '' : `,${members}`;
}

function inner(members: object): string {
  return writeJson(members).slice(1, -1);
}

/** The text of a version; ids and types need no escaping, their alphabets are checked. */
export function versionText({ type, fid, ver, ts }: Stamp, tail: string): string {
  return textAt(instantOf(ts), type, fid, ver, tail);
}

function textAt(instant: string, type: string, fid: string, ver: number, tail: string): string {
  return `{"resourceType":"${type}","id":"${fid}","meta":{"versionId":"${ver}","lastUpdated":"${instant}"${tail}`;
}

/** Stands where a time will be filled in; as long as any. */
export const NO_INSTANT = instantOf(0 as EpochMs);

/** The text of a first version whose time is not known yet. */
export function firstText(type: string, fid: string, tail: string): string {
  return textAt(NO_INSTANT, type, fid, 1, tail);
}

/** Is the stored text of this version the same content? */
export function isSameContent(stored: string, stamp: Stamp, tail: string): boolean {
  return stored.endsWith(tail) && stored.length === versionText(stamp, '').length + tail.length;
}

/** The resource with the id and meta of a version, for indexing. */
export function stamped(resource: AnyResource, { fid, ver, ts }: Stamp): AnyResource {
  return { ...resource, id: fid, meta: { ...resource.meta, versionId: String(ver), lastUpdated: instantOf(ts) } };
}

/** `Type/id` */
export function referenceOf(type: string, fid: string): string {
  return `${type}/${fid}`;
}
