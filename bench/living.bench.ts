/**
 * The living hospital: 500 beds at sixty times the pace of life, for ten minutes, all through the public API of a server in its
 * own process on the same machine. No fault, every loop completed or explained, the screens' queries answered in time, the bed
 * board fresh.
 *
 * `LIVING_MINUTES` and `LIVING_BEDS` make a trial run shorter and smaller.
 */
import { BenchHouse } from './house.ts';
import type { BenchResult } from './result.ts';

const PORT = 28_443;
const MINUTES = process.env['LIVING_MINUTES'] ?? '10';
const BEDS = process.env['LIVING_BEDS'] ?? '500';

interface Living {
  readonly seconds: number;
  readonly patients: number;
  readonly loops: Readonly<Record<string, Readonly<Record<'started' | 'completed' | 'explained' | 'failed', number>>>>;
  readonly reasons: Readonly<Record<string, number>>;
  readonly requests: readonly Requested[];
  readonly screens: { readonly count: number; readonly p50: number; readonly p99: number };
  readonly board: { readonly count: number; readonly p99: number; readonly most: number };
}

interface Requested {
  readonly address: string;
  readonly count: number;
  readonly faults: number;
  readonly p50: number;
  readonly p99: number;
}

function sumOf({ loops }: Living, what: 'started' | 'completed' | 'explained' | 'failed'): number {
  return Object.values(loops).reduce((sum, one) => sum + one[what], 0);
}

function figuresOf(living: Living): readonly BenchResult[] {
  const { requests, screens, board, seconds } = living;
  const asked = requests.reduce((sum, { count }) => sum + count, 0);
  const faults = requests.reduce((sum, one) => sum + one.faults, 0);
  const slowest = requests
    .filter(({ address, count }) => address.startsWith('GET') && !address.endsWith('/board') && count >= 20)
    .toSorted((a, b) => b.p99 - a.p99)
    .slice(0, 5)
    .map(({ address, p99 }) => `${address} ${p99} ms`);
  return [
    {
      name: 'answers that were faults of the server, or none',
      measured: faults,
      unit: 'requests',
      target: { atMost: 0 },
    },
    { name: 'loops that failed', measured: sumOf(living, 'failed'), unit: 'loops', target: { atMost: 0 } },
    {
      name: 'queries of screens, p99',
      measured: screens.p99,
      unit: 'ms',
      target: { atMost: 300 },
      note: slowest.join('; '),
    },
    { name: 'queries of screens, p50', measured: screens.p50, unit: 'ms' },
    {
      name: 'a change of beds until the board shows it, slowest',
      measured: board.most,
      unit: 'ms',
      target: { atMost: 2000 },
    },
    { name: 'changes of beds that were watched', measured: board.count, unit: 'changes', target: { atLeast: 1 } },
    { name: 'loops completed', measured: sumOf(living, 'completed'), unit: 'loops' },
    { name: 'loops explained', measured: sumOf(living, 'explained'), unit: 'loops' },
    { name: 'requests', measured: asked / seconds, unit: 'requests/s' },
    { name: 'patients in beds', measured: living.patients, unit: 'patients' },
  ];
}

export default async function run(log: (line: string) => void): Promise<readonly BenchResult[]> {
  const house = new BenchHouse();
  try {
    log(`filling ${BEDS} beds`);
    await house.run('simulate', '--patients', '20', '--beds', BEDS, '--days', '2', '--seed', 'living');
    const serving = await house.serve(PORT, '--demo', 'true');
    log(`living for ${MINUTES} minutes`);
    const words = ['simulate', '--live', '--speed', '60', '--minutes', MINUTES, '--url', serving.origin, '--json'];
    const { text } = await house.run(...words, '--demo', 'true', '--port', String(PORT));
    await serving.stop();
    const living = JSON.parse(text.trim().split('\n').at(-1) ?? '{}') as Living;
    for (const [reason, count] of Object.entries(living.reasons)) log(`${count}  ${reason}`);
    return figuresOf(living);
  } finally {
    house.remove();
  }
}
