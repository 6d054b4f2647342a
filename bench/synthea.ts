/**
 * The Synthea patients as benchmarks need them: bundles as text, or resources with plain references, in as many copies with
 * ids of their own as asked for.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { sharedPath } from '../test/material.ts';

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

interface Entry {
  readonly fullUrl: string;
  readonly resource: { readonly resourceType: string; readonly id: string };
}

/** Folder of the bundles. */
export const syntheaFolder = sharedPath('data/synthea-r4');

/** The text of each bundle, without needless white space. */
export function syntheaBundles(): string[] {
  const folder = join(syntheaFolder, 'bundles');
  const names = readdirSync(folder).toSorted();
  return names.map((name) => JSON.stringify(JSON.parse(gunzipSync(readFileSync(join(folder, name))).toString('utf8'))));
}

/** Each distinct resource once, as one line of JSON with references of the form `Type/id`. */
export function syntheaLines(): string[] {
  const lines = new Map<string, string>();
  for (const text of syntheaBundles()) {
    const { entry } = JSON.parse(text) as { entry: Entry[] };
    const names = new Map(entry.map(({ fullUrl, resource }) => [fullUrl, `${resource.resourceType}/${resource.id}`]));
    for (const { resource } of entry) {
      const line = JSON.stringify(resource).replaceAll(/urn:uuid:[0-9a-f-]{36}/g, (urn) => names.get(urn) ?? urn);
      lines.set(`${resource.resourceType}/${resource.id}`, line);
    }
  }
  return [...lines.values()];
}

/** A copy of some lines whose ids (and so references) are its own; copy 0 is the original. */
export function copyOf(lines: readonly string[], copy: number): string[] {
  if (copy === 0) return [...lines];
  const tail = copy.toString(16).padStart(3, '0');
  return lines.map((line) => line.replaceAll(UUID, (uuid) => `${uuid.slice(0, -3)}${tail}`));
}
