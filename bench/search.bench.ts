/**
 * Search over about a million resources (30 copies of the Synthea patients), over HTTP, with the disk that they take.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { measureDisk } from './copy.ts';
import { BenchHouse } from './house.ts';
import { load, LoadClient } from './load.ts';
import type { BenchResult } from './result.ts';
import { SEARCHES, type Material, type SearchKind } from './searches.ts';
import { copyOf, syntheaLines } from './synthea.ts';

const PORT = 28_418;
const COPIES = 30;
const CLIENTS = 2;
const ASKED = 300;
/** Times that each kind is asked before anything is measured. */
const WARMED = 40;
const FIRST = SEARCHES[0]?.name ?? '';

type Log = (line: string) => void;

/** Loads the copies one after the other. */
async function fill(house: BenchHouse, lines: readonly string[], log: Log): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'maru-copies-'));
  const file = join(folder, 'copy.ndjson');
  try {
    for (let copy = 0; copy < COPIES; copy++) {
      writeFileSync(file, copyOf(lines, copy).join('\n'));
      const { seconds } = await house.run('import', file, '--json');
      log(`copy ${copy + 1} of ${COPIES} in ${seconds.toFixed(1)} s`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface PatientLine {
  readonly id: string;
  readonly name?: readonly { readonly family?: string }[];
  readonly identifier?: readonly { readonly system?: string; readonly value?: string }[];
}

function materialOf(lines: readonly string[]): Material {
  const ours = lines.filter((line) => line.startsWith('{"resourceType":"Patient"'));
  const copies = Array.from({ length: COPIES }, (_, copy) => copyOf(ours, copy)).flat();
  const patients = copies.map((line) => JSON.parse(line) as PatientLine);
  return {
    patients: patients.map(({ id }) => id),
    names: [...new Set(patients.flatMap(({ name }) => name?.[0]?.family ?? []))],
    identifiers: patients.flatMap(({ identifier }) => identifier?.[0]?.value ?? []),
  };
}

async function measure(client: LoadClient, kind: SearchKind, material: Material, log: Log): Promise<BenchResult[]> {
  const paths = Array.from({ length: ASKED }, (_, at) => ({ path: `/fhir/R4/${kind.query(at, material)}` }));
  const { failed, p50, p99 } = await load(client, CLIENTS, paths);
  if (failed[0] !== undefined) throw new Error(`${kind.name}: ${failed[0].status} ${failed[0].body.slice(0, 400)}`);
  log(`${kind.name}: p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`);
  const slow: BenchResult = { name: `${kind.name}, p99`, measured: p99, unit: 'ms', target: { atMost: 100 } };
  const usual: BenchResult = { name: `${kind.name}, p50`, measured: p50, unit: 'ms' };
  return [kind.name === FIRST ? { ...usual, target: { atMost: 5 } } : usual, slow];
}

function warmUp(kind: SearchKind, material: Material): { path: string }[] {
  return Array.from({ length: WARMED }, (_, at) => ({ path: `/fhir/R4/${kind.query(ASKED + at, material)}` }));
}

async function searches(house: BenchHouse, material: Material, log: Log): Promise<BenchResult[]> {
  const serving = await house.serve(PORT);
  const client = new LoadClient(serving.origin, await house.token(PORT), CLIENTS);
  try {
    // The first answers of a process compile code and fill caches; people meet a server that runs.
    await load(
      client,
      CLIENTS,
      SEARCHES.flatMap((kind) => warmUp(kind, material)),
    );
    const results: BenchResult[] = [];
    for (const kind of SEARCHES) results.push(...(await measure(client, kind, material, log)));
    return results;
  } finally {
    client.close();
    await serving.stop();
  }
}

export default async function run(log: Log): Promise<readonly BenchResult[]> {
  const house = new BenchHouse();
  const lines = syntheaLines();
  try {
    await house.run('migrate');
    await fill(house, lines, log);
    const disk = await measureDisk(house.data);
    log(`${disk.resources} resources, ${Math.round(disk.bytes / disk.resources)} B each`);
    const found = await searches(house, materialOf(lines), log);
    const size: BenchResult[] = [
      { name: 'resources', measured: disk.resources, unit: 'resources' },
      {
        name: 'disk of a resource, all indexes',
        measured: disk.bytes / disk.resources,
        unit: 'B',
        target: { atMost: 2500 },
      },
    ];
    return [...size, ...found];
  } finally {
    house.remove();
  }
}
