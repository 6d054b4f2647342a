/**
 * Pharmacists: every order that waits is read and decided about; physicians answer what they ask.
 *
 * Proof   ../../cli/living.int.test.ts
 */
import { wordIn, type Json } from './client.ts';
import { COMPLETED, endedBy, explained, type Ended } from './tally.ts';
import { attemptOf, once, someone, type World } from './world.ts';

/** A line of the worklist. */
export interface VerifyLine {
  readonly order: string;
  readonly version: string;
  readonly standing: string;
  readonly readable: boolean;
}

/** What waits. */
export async function pharmacyWork(world: World): Promise<readonly VerifyLine[]> {
  const { body, status } = await world.client.get(someone(world, 'pharmacist'), '/care/pharmacy/worklist');
  return status === 200 ? ((body['lines'] ?? []) as readonly VerifyLine[]) : [];
}

/** Verifies an order, or asks, or rejects what nobody may give. */
export function verify(world: World, line: VerifyLine): Promise<void> {
  const key = attemptOf('verify', line.order, line.version, line.standing);
  return once(world, key, async () => {
    await world.tally.run('verification', world.signal, () => decide(world, line, key));
  });
}

async function decide(
  world: World,
  { order, version, standing, readable }: VerifyLine,
  attempt: string,
): Promise<Ended> {
  const { client, random } = world;
  if (standing === 'asked') return explained('waits for the prescriber');
  const pharmacist = someone(world, 'pharmacist');
  const read = await client.get(pharmacist, `/care/pharmacy/order?order=${order}`);
  if (read.status !== 200) return endedBy(read);
  const { reading, findings } = read.body as unknown as { reading: string; findings: { tier: number } };
  const about = { attempt, order, version, reading };
  const path = '/care/pharmacy/decide';
  if (!readable || findings.tier === 1) {
    const text = '안전하게 투여할 수 없는 처방입니다. 다시 처방해 주세요.';
    const answer = await client.post(pharmacist, path, { ...about, decision: 'reject', reason: REJECTED, text });
    return answer.status === 200 ? explained('rejected') : endedBy(answer);
  }
  if (standing === 'waiting' && random.chance(0.04)) {
    const answer = await client.post(pharmacist, path, {
      ...about,
      decision: 'question',
      text: '용량을 확인해 주세요.',
    });
    return answer.status === 200 ? explained('asked back') : endedBy(answer);
  }
  const text = findings.tier === 2 ? { text: '처방의와 확인함. 모니터링하며 투여.' } : {};
  const answer = await client.post(pharmacist, path, { ...about, decision: 'verify', ...text });
  return answer.status === 200 ? COMPLETED : endedBy(answer);
}

const REJECTED = 'contraindicated';

/** Questions that wait for a prescriber. */
export async function openQuestions(world: World): Promise<readonly Json[]> {
  const { body, status } = await world.client.get(someone(world, 'physician'), '/care/pharmacy/questions');
  return status === 200 ? ((body['questions'] ?? []) as readonly Json[]) : [];
}

/** The prescriber answers. */
export function answerQuestion(world: World, question: Json): Promise<void> {
  const task = wordIn(question, 'task');
  const key = attemptOf('answer', task);
  return once(world, key, async () => {
    await world.tally.run('question', world.signal, async () => {
      const body = { attempt: key, task, text: '체중과 신기능 확인하였습니다. 그대로 진행해 주세요.' };
      const answer = await world.client.post(someone(world, 'physician'), '/care/pharmacy/answer', body);
      return answer.status === 200 ? COMPLETED : endedBy(answer);
    });
  });
}
