/**
 * Writes resources as NDJSON, one file per type, plain or gzip.
 *
 * Files are written beside their final name and renamed at the end, so that a broken run leaves no half file under a real name.
 *
 * Source  https://hl7.org/fhir/uv/bulkdata/export.html (NDJSON files by type)
 * Proof   ndjson.test.ts
 */
import { createWriteStream, type WriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { createGzip, type Gzip } from 'node:zlib';
import type { Resource } from '../fhir/index.ts';
import { writeJson } from '../kernel/index.ts';

/** Bytes of text that are gathered before they are handed to the file. */
const CHUNK = 1 << 16;

/** One file that is being written. */
class TypeFile {
  readonly #path: string;
  readonly #sink: WriteStream;
  readonly #gzip: Gzip | undefined;
  #pending = '';

  constructor(path: string, gzip: boolean) {
    this.#path = path;
    this.#sink = createWriteStream(`${path}.part`);
    this.#gzip = gzip ? createGzip({ level: 6 }) : undefined;
    this.#gzip?.pipe(this.#sink);
  }

  async line(text: string): Promise<void> {
    this.#pending += `${text}\n`;
    if (this.#pending.length >= CHUNK) await this.#flush();
  }

  async #flush(): Promise<void> {
    const target = this.#gzip ?? this.#sink;
    const text = this.#pending;
    this.#pending = '';
    if (!target.write(text)) await new Promise((resolve) => void target.once('drain', () => resolve(undefined)));
  }

  async close(): Promise<void> {
    await this.#flush();
    (this.#gzip ?? this.#sink).end();
    await finished(this.#sink);
    await rename(`${this.#path}.part`, this.#path);
  }

  async abandon(): Promise<void> {
    this.#gzip?.destroy();
    this.#sink.destroy();
    await rm(`${this.#path}.part`, { force: true });
  }
}

/** What is written, and where. */
export interface NdjsonOptions {
  readonly folder: string;
  readonly gzip: boolean;
  readonly signal?: AbortSignal;
  readonly onProgress?: (written: number) => void;
}

/** Writes all resources; resolves to how many of each type. */
export async function writeNdjson(
  resources: Iterable<Resource>,
  options: NdjsonOptions,
): Promise<Record<string, number>> {
  await mkdir(options.folder, { recursive: true });
  const files = new Map<string, TypeFile>();
  try {
    const counts = await writeAll(resources, options, files);
    for (const file of files.values()) await file.close();
    return counts;
  } catch (error) {
    for (const file of files.values()) await file.abandon();
    throw error;
  }
}

async function writeAll(
  resources: Iterable<Resource>,
  { folder, gzip, signal, onProgress }: NdjsonOptions,
  files: Map<string, TypeFile>,
): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  let written = 0;
  for (const resource of resources) {
    signal?.throwIfAborted();
    const { resourceType } = resource;
    const file =
      files.get(resourceType) ?? new TypeFile(join(folder, `${resourceType}.ndjson${gzip ? '.gz' : ''}`), gzip);
    files.set(resourceType, file);
    await file.line(writeJson(resource));
    counts[resourceType] = (counts[resourceType] ?? 0) + 1;
    if (++written % 5000 === 0) onProgress?.(written);
  }
  return counts;
}
