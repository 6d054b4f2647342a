/**
 * `maru simulate --live`: staffs a demo house and lets it live, then says what came of it.
 *
 * Proof   ../../cli/living.int.test.ts
 */
import type { Access } from '../../access/index.ts';
import { OutcomeError, type Clock, type CommandCall } from '../../kernel/index.ts';
import { quantileOf } from './client.ts';
import { liveOn, type LiveResult } from './live.ts';
import { sendHome, staffTheHouse } from './staffing.ts';

/** What it needs of the house: its address, its clock, and accounts. */
export interface LiveNeeds {
  readonly configuration: { readonly publicUrl: string };
  readonly clock: Clock;
  access(): Promise<Access>;
}

/** Runs it; the exit status is 0 where nothing failed. */
export async function runLive(call: CommandCall, house: LiveNeeds): Promise<number> {
  const { options, output, signal } = call;
  const speed = numberOf(options['speed'] ?? '60', 'speed', 600);
  const minutes = numberOf(options['minutes'] ?? '60', 'minutes', 600);
  const url = typeof options['url'] === 'string' ? options['url'] : house.configuration.publicUrl;
  const access = await house.access();
  const members = await staffTheHouse(access, url, signal);
  output.line(
    `${members.length} members of staff work at ${url} for ${minutes} minutes, at ${speed} times the pace of life.`,
  );
  try {
    if (signal.aborted) return 0;
    const result = await liveOn({
      url,
      members,
      speed,
      minutes,
      seed: typeof options['seed'] === 'string' ? options['seed'] : '1',
      now: () => house.clock.now(),
      signal,
      progress: (text) => output.progress(text),
    });
    tell(call, result);
    return result.tally.failed === 0 ? 0 : 1;
  } finally {
    await sendHome(access);
  }
}

function numberOf(given: unknown, name: string, most: number): number {
  const value = typeof given === 'string' && /^\d{1,3}(\.\d)?$/.test(given) ? Number(given) : Number.NaN;
  if (value > 0 && value <= most) return value;
  const text = `--${name} takes a number up to ${most}, for example --${name} 10.`;
  throw new OutcomeError('invalid', 'simulate.bad-option', text);
}

/** What a screen asks and somebody waits for; the board waits by itself until something changes. */
function isScreen(address: string): boolean {
  return (address.startsWith('GET ') && !address.endsWith('/ward/board')) || address.endsWith('/maru-patient-view');
}

/** Sums for people and for machines. */
function tell({ output }: CommandCall, { tally, client, board, seconds, patients }: LiveResult): void {
  for (const [kind, { started, completed, explained, failed }] of tally.loops)
    output.line(
      `${kind.padEnd(20)} ${started} begun, ${completed} completed, ${explained} explained, ${failed} failed`,
    );
  for (const [reason, count] of [...tally.reasons].toSorted((a, b) => b[1] - a[1]).slice(0, 30))
    output.line(`  ${String(count).padStart(5)}  ${reason}`);
  const requests = [...client.timings].map(([address, { count, faults, durations }]) => ({
    address,
    count,
    faults,
    p50: Math.round(quantileOf(durations, 0.5)),
    p99: Math.round(quantileOf(durations, 0.99)),
  }));
  for (const { address, count, faults, p50, p99 } of requests.toSorted((a, b) => b.count - a.count))
    output.line(`${address.padEnd(44)} ${count} times, ${faults} faults, p50 ${p50} ms, p99 ${p99} ms`);
  const seen = board.length === 0 ? 'none' : `p99 ${Math.round(quantileOf(board, 0.99))} ms`;
  output.line(`Changes of beds seen on the board: ${board.length}, ${seen}. ${patients} patients in beds at the end.`);
  const screens = [...client.timings].flatMap(([address, { durations }]) => (isScreen(address) ? durations : []));
  const [p50, p99] = [quantileOf(screens, 0.5), quantileOf(screens, 0.99)];
  output.line(`Queries of screens: ${screens.length}, p50 ${Math.round(p50)} ms, p99 ${Math.round(p99)} ms.`);
  const loops = Object.fromEntries(tally.loops);
  output.result({
    seconds,
    patients,
    loops,
    reasons: Object.fromEntries(tally.reasons),
    requests,
    screens: { count: screens.length, p50, p99 },
    board: { count: board.length, p99: quantileOf(board, 0.99), most: Math.max(0, ...board) },
  });
}
