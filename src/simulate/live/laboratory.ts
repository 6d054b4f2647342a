/**
 * Specimens from the bed to the result: label printed at the bed, tube and label scanned, received, resulted, critical values read back.
 *
 * Proof   ../../cli/living.int.test.ts
 */
import { intervalOf } from '../../kernel/index.ts';
import type { Random } from '../random.ts';
import { wordIn, type Answer, type Json, type Member } from './client.ts';
import { expiryAt } from './nursing.ts';
import { COMPLETED, endedBy, explained, type Ended } from './tally.ts';
import { attemptOf, once, someone, type World } from './world.ts';

/** A line of the laboratory's worklist. */
export interface WorkLine {
  readonly request: string;
  readonly stage: string;
  readonly patient: { readonly id: string };
  readonly tube?: string;
  readonly label?: string;
  readonly ordered?: string;
}

/** What was ordered for the next morning is drawn then: only newer requests are drawn at once. */
const AT_ONCE_MS = 2.5 * 3_600_000;

/** Is it to be drawn now? */
export function isToDraw(world: World, { stage, ordered = '' }: WorkLine): boolean {
  return stage === 'ordered' && (intervalOf(ordered)?.low ?? 0) > world.now() - AT_ONCE_MS;
}

/** The worklist, as a technologist sees it. */
export async function laboratoryWork(world: World): Promise<readonly WorkLine[]> {
  const { body, status } = await world.client.get(someone(world, 'laboratory'), '/care/laboratory/worklist');
  return status === 200 ? ((body['lines'] ?? []) as readonly WorkLine[]) : [];
}

/** What a nurse has to collect from a patient. */
export async function toCollect(world: World, patient: string, ward: string): Promise<readonly WorkLine[]> {
  const { body, status } = await world.client.get(
    someone(world, 'nurse', ward),
    `/care/specimen/due?patient=${patient}`,
  );
  return status === 200 ? ((body['lines'] ?? []) as readonly WorkLine[]) : [];
}

/** Collects at the bed: badge, band, label, tube, label. */
export function collect(world: World, ward: string, line: WorkLine): Promise<void> {
  const key = attemptOf('collect', line.request);
  return once(world, key, async () => {
    await world.tally.run('collection', world.signal, () => collectAtBed(world, ward, line, key));
  });
}

async function collectAtBed(world: World, ward: string, line: WorkLine, attempt: string): Promise<Ended> {
  const { client, house, random } = world;
  const nurse = someone(world, 'nurse', ward);
  const band = await house.bandOf(client, nurse, line.patient.id);
  if (band === undefined || line.tube === undefined) return explained('not-collectable');
  const about = { patient: line.patient.id, request: line.request };
  const scans = [
    { scan: 'badge', raw: `]d28017${house.badges.get(nurse.id) ?? ''}` },
    { scan: 'band', raw: band },
  ];
  const printed = await client.post(nurse, '/care/specimen/label', {
    attempt: attemptOf(attempt, 'label'),
    ...about,
    steps: scans,
  });
  const label = printed.body['label'] as { readonly code?: string } | undefined;
  if (printed.status !== 200) return endedBy(printed);
  if (label?.code === undefined) return explained(wordIn(printed.body, 'messageKey'));
  const expiry = expiryAt(world.now());
  const tube = (kind: string) => ({ scan: 'tube', raw: `]d291${kind}/T1/${expiry}` });
  const steps = [...scans, { action: 'print-label', at: 'bedside' }];
  const last = { scan: 'specimen-label', raw: label.code };
  if (random.chance(0.02)) {
    const wrong = line.tube === 'SST-5' ? 'EDTA-3' : 'SST-5';
    const slip = { attempt: attemptOf(attempt, 'slip'), ...about, steps: [...steps, tube(wrong), last] };
    const stopped = await client.post(nurse, '/care/specimen/record', slip);
    await world.tally.run('alert at the bed', world.signal, () =>
      Promise.resolve(explained(wordIn(stopped.body, 'messageKey') || (stopped.fault ?? ''))),
    );
  }
  const body = { attempt, ...about, steps: [...steps, tube(line.tube), last] };
  const answer = await client.post(nurse, '/care/specimen/record', body);
  if (answer.body['reasonRequired'] === true) {
    const again = { ...body, attempt: attemptOf(attempt, 'reason'), reason: 'urgent' };
    return collected(await client.post(nurse, '/care/specimen/record', again));
  }
  return collected(answer);
}

function collected(answer: Answer): Ended {
  if (answer.status !== 200) return endedBy(answer);
  return answer.body['decision'] === 'allow' || answer.body['recorded'] === true
    ? COMPLETED
    : explained(wordIn(answer.body, 'messageKey'));
}

/** Receives a tube and enters its results. */
export function analyse(world: World, line: WorkLine): Promise<void> {
  const key = attemptOf('analyse', line.request);
  return once(world, key, async () => {
    await world.tally.run('result', world.signal, () => analyseTube(world, line, key));
  });
}

async function analyseTube(world: World, line: WorkLine, attempt: string): Promise<Ended> {
  const { client } = world;
  const technologist = someone(world, 'laboratory');
  if (line.stage === 'collected') {
    const received = await client.post(technologist, '/care/laboratory/receive', {
      attempt: attemptOf(attempt, 'receive'),
      label: `]d291${line.label ?? ''}`,
    });
    if (received.status !== 200) return endedBy(received);
    if (received.body['decision'] === 'stop') return explained(wordIn(received.body, 'messageKey'));
    if (received.body['reasonRequired'] === true) {
      const again = await client.post(technologist, '/care/laboratory/receive', {
        attempt: attemptOf(attempt, 'accept'),
        label: `]d291${line.label ?? ''}`,
        accept: true,
        reason: 'accepted-by-technologist',
      });
      if (again.status !== 200) return endedBy(again);
    }
  }
  return enter(world, technologist, line, attempt);
}

interface EntryLine {
  readonly code: string;
  readonly digits?: number;
  readonly words?: readonly string[];
  readonly limits: {
    readonly low?: string;
    readonly high?: string;
    readonly criticalLow?: string;
    readonly criticalHigh?: string;
  };
  readonly earlier?: { readonly value: string };
}

async function enter(world: World, technologist: Member, line: WorkLine, attempt: string): Promise<Ended> {
  const { client, random } = world;
  const entry = await client.get(technologist, `/care/laboratory/entry?request=${line.request}`);
  if (entry.status !== 200) return endedBy(entry);
  const lines = (entry.body['lines'] ?? []) as readonly EntryLine[];
  const report = entry.body['report'] as { readonly version?: string } | undefined;
  const answer = await client.post(technologist, '/care/laboratory/result', {
    attempt: attemptOf(attempt, 'result'),
    request: line.request,
    ...(report?.version === undefined ? {} : { reportVersion: report.version }),
    release: true,
    values: lines.map((one) => valueOf(one, random)),
  });
  return answer.status === 200 ? COMPLETED : endedBy(answer);
}

/** A value near the last one, or within its limits where there is none; one in a hundred is critical. */
function valueOf({ code, digits = 1, words, limits, earlier }: EntryLine, random: Random): object {
  if (words !== undefined && words.length > 0)
    return { code, word: random.chance(0.85) ? words[0] : random.pick(words) };
  const { criticalLow, criticalHigh } = limits;
  if (criticalHigh !== undefined && random.chance(0.006))
    return { code, number: (Number(criticalHigh) * 1.08).toFixed(digits) };
  if (criticalLow !== undefined && random.chance(0.004))
    return { code, number: (Number(criticalLow) * 0.93).toFixed(digits) };
  const from = Number(limits.low ?? Number(limits.high ?? 10) * 0.4);
  const to = Number(limits.high ?? from * 1.8);
  const last = Number(earlier?.value ?? Number.NaN);
  const middle = Number.isFinite(last) && last > 0 ? last : (from + to) / 2;
  const value = Math.max(0, middle * 0.8 + ((from + to) / 2) * 0.2 + random.normal(0, (to - from) * 0.06));
  return { code, number: value.toFixed(digits) };
}

/** Reads back a critical result. */
export function readBack(world: World, call: Json): Promise<void> {
  const task = wordIn(call, 'task');
  const key = attemptOf('critical', task);
  return once(world, key, async () => {
    await world.tally.run('critical result', world.signal, async () => {
      const values = (call['values'] ?? []) as readonly { readonly code: string; readonly value: string }[];
      const answer = await world.client.post(someone(world, 'physician'), '/care/laboratory/acknowledge', {
        attempt: key,
        task,
        readBack: values.map(({ code, value }) => ({ code, value })),
        note: '확인함. 처치 시작.',
      });
      return answer.status === 200 ? COMPLETED : endedBy(answer);
    });
  });
}

/** Critical results that wait. */
export async function criticalCalls(world: World): Promise<readonly Json[]> {
  const { body, status } = await world.client.get(someone(world, 'physician'), '/care/laboratory/critical');
  return status === 200 ? ((body['calls'] ?? []) as readonly Json[]) : [];
}
