/**
 * A few Synthea patients as the record holds them: references resolved to ids.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { parseJson, writeJson } from '../../src/kernel/index.ts';
import { sharedPath } from '../material.ts';
import type { TestResource } from './loader.ts';

/** Folder of the bundles. */
export const SYNTHEA = 'data/synthea-r4/bundles';

interface Entry {
  readonly fullUrl: string;
  readonly resource: TestResource;
}

/** The resources of the first `count` bundles, every `urn:uuid:` reference as `Type/id`. */
export function syntheaResources(count: number): TestResource[] {
  const folder = sharedPath(SYNTHEA);
  const files = readdirSync(folder).toSorted().slice(0, count);
  const resources = files.flatMap((file) => resolved(gunzipSync(readFileSync(`${folder}/${file}`)).toString('utf8')));
  return [...new Map(resources.map((resource) => [`${resource.resourceType}/${resource.id}`, resource])).values()];
}

function resolved(text: string): TestResource[] {
  const { entry } = parseJson(text) as { entry: Entry[] };
  const targets = new Map(entry.map(({ fullUrl, resource }) => [fullUrl, `${resource.resourceType}/${resource.id}`]));
  const walk = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(walk);
    if (typeof value !== 'object' || value === null || 'rawJSON' in value) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, replaced(key, inner, targets, walk)]));
  };
  return entry.map(({ resource }) => parseJson(writeJson(walk(resource))) as TestResource);
}

function replaced(
  key: string,
  value: unknown,
  targets: ReadonlyMap<string, string>,
  walk: (value: unknown) => unknown,
): unknown {
  return key === 'reference' && typeof value === 'string' ? (targets.get(value) ?? value) : walk(value);
}
