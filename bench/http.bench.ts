/**
 * The record over HTTP: Synthea bundles as transactions from one client, then reads by id from eight.
 */
import { BenchHouse, type Serving } from './house.ts';
import { load, LoadClient, type Asked, type Load } from './load.ts';
import type { BenchResult } from './result.ts';
import { syntheaBundles } from './synthea.ts';

const PORT = 28_417;
const READS = 20_000;

interface Bundle {
  readonly entry: readonly { readonly response: { readonly location?: string } }[];
}

function refuseFailures(what: string, { failed }: Load): void {
  const [first] = failed;
  if (first !== undefined)
    throw new Error(`${what}: ${failed.length} failed, first ${first.status} ${first.body.slice(0, 400)}`);
}

/** Posts every bundle, one after the other; gives the references that were made. */
async function transactions(
  client: LoadClient,
  bundles: readonly string[],
): Promise<{ made: string[]; seconds: number }> {
  const made: string[] = [];
  const started = performance.now();
  for (const body of bundles) {
    const answer = await client.ask({ method: 'POST', path: '/fhir/R4', body });
    if (answer.status !== 200) throw new Error(`A transaction answered ${answer.status}: ${answer.body.slice(0, 400)}`);
    const { entry } = JSON.parse(answer.body) as Bundle;
    for (const { response } of entry) made.push((response.location ?? '').replace(/\/_history.*$/, ''));
  }
  return { made, seconds: (performance.now() - started) / 1000 };
}

/** Every n-th reference, so that reads do not follow the order of writing. */
function scattered(references: readonly string[], count: number): Asked[] {
  const step = 7919;
  return Array.from({ length: count }, (_, at) => {
    const reference = references[(at * step) % references.length] ?? '';
    return { path: `/fhir/R4/${reference.replace(/^.*\/fhir\/R4\//, '')}` };
  });
}

async function measured(serving: Serving, token: string): Promise<BenchResult[]> {
  const one = new LoadClient(serving.origin, token, 1);
  const eight = new LoadClient(serving.origin, token, 8);
  try {
    const { made, seconds } = await transactions(one, syntheaBundles());
    const writing = serving.peak();
    const warm = await load(eight, 8, scattered(made, 2000));
    refuseFailures('warm-up', warm);
    const reads = await load(eight, 8, scattered(made, READS));
    refuseFailures('reads', reads);
    return [
      {
        name: 'transactions from one client',
        measured: made.length / seconds,
        unit: 'resources/s',
        target: { atLeast: 2000 },
      },
      { name: 'peak memory of the server while they ran', measured: writing, unit: 'MB', target: { atMost: 1000 } },
      { name: 'read by id, 8 clients, p99', measured: reads.p99, unit: 'ms', target: { atMost: 10 } },
      { name: 'read by id, 8 clients, p50', measured: reads.p50, unit: 'ms' },
      { name: 'read by id, 8 clients', measured: reads.count / reads.seconds, unit: 'requests/s' },
    ];
  } finally {
    one.close();
    eight.close();
  }
}

export default async function run(): Promise<readonly BenchResult[]> {
  const house = new BenchHouse();
  try {
    const serving = await house.serve(PORT);
    const results = await measured(serving, await house.token(PORT));
    await serving.stop();
    return results;
  } finally {
    house.remove();
  }
}
