/**
 * Physicians: orders through the basket, checked and signed, with reasons where an alert asks for one; notes of the day.
 *
 * Proof   prescribing.test.ts, ../../cli/living.int.test.ts
 */
import type { Answer, Json, Member } from './client.ts';
import type { Inpatient } from './house.ts';
import { COMPLETED, endedBy, explained, type Ended } from './tally.ts';
import { attemptOf, someone, type World } from './world.ts';

interface Usual {
  readonly item: string;
  readonly value: number;
  readonly unit: string;
  readonly route: string;
  readonly weight: number;
  readonly prn?: boolean;
}

const ORAL = '26643006';
const VEIN = '47625008';

/** What wards order at any hour. Some of it is not for everybody: then the checks speak. */
const DRUGS: readonly Usual[] = [
  { item: 'med-acetaminophen', value: 650, unit: 'mg', route: ORAL, weight: 6 },
  { item: 'med-acetaminophen-iv', value: 1, unit: 'g', route: VEIN, weight: 4 },
  { item: 'med-ondansetron-iv', value: 8, unit: 'mg', route: VEIN, weight: 4 },
  { item: 'med-metoclopramide-iv', value: 10, unit: 'mg', route: VEIN, weight: 3 },
  { item: 'med-furosemide-iv', value: 20, unit: 'mg', route: VEIN, weight: 5 },
  { item: 'med-pantoprazole-iv', value: 40, unit: 'mg', route: VEIN, weight: 3 },
  { item: 'med-ceftriaxone', value: 2, unit: 'g', route: VEIN, weight: 3 },
  { item: 'med-piptazo', value: 4.5, unit: 'g', route: VEIN, weight: 2 },
  { item: 'med-potassium-chloride', value: 600, unit: 'mg', route: ORAL, weight: 3 },
  { item: 'med-magnesium-oxide', value: 500, unit: 'mg', route: ORAL, weight: 3 },
  { item: 'med-amlodipine-5', value: 5, unit: 'mg', route: ORAL, weight: 3 },
  { item: 'med-ketorolac', value: 30, unit: 'mg', route: VEIN, weight: 2, prn: true },
  { item: 'med-tramadol', value: 50, unit: 'mg', route: ORAL, weight: 2, prn: true },
  { item: 'med-morphine', value: 5, unit: 'mg', route: VEIN, weight: 1.5, prn: true },
  { item: 'med-levofloxacin-iv', value: 750, unit: 'mg', route: VEIN, weight: 1 },
  { item: 'med-ibuprofen', value: 400, unit: 'mg', route: ORAL, weight: 1 },
];
const TESTS = ['cbc', 'chem', 'electrolytes', 'crp', 'coag', 'abg', 'troponin', 'ua', 'lft', 'renal'];

interface Finding {
  readonly id: string;
  readonly tier: number;
  readonly draft?: string;
}

interface Basket {
  readonly version: number;
  readonly lines: readonly { readonly draft: { readonly key: string }; readonly problems: readonly unknown[] }[];
}

/** Orders a drug or some tests for a patient, as one signature. */
export function order(world: World, one: Inpatient, kind: 'drug' | 'laboratory', nth: number): Promise<Ended> {
  return world.tally.run(`order ${kind}`, world.signal, () => orderNow(world, one, kind, nth));
}

async function orderNow(world: World, one: Inpatient, kind: 'drug' | 'laboratory', nth: number): Promise<Ended> {
  const { client } = world;
  const physician = someone(world, 'physician');
  const before = await client.get(physician, `/care/orders/basket?patient=${one.patient}`);
  if (before.status !== 200) return endedBy(before);
  const { version } = before.body as unknown as Basket;
  const key = attemptOf(kind, one.patient, nth, world.now()).slice(0, 40);
  const drafts = kind === 'drug' ? [drugDraft(world, key)] : testDrafts(world, key);
  const kept = await client.put(physician, '/care/orders/basket', { patient: one.patient, version, drafts });
  if (kept.status !== 200) return endedBy(kept);
  const basket = kept.body as unknown as Basket;
  if (basket.lines.some(({ problems }) => problems.length > 0))
    return clear(world, physician, one, basket, 'incomplete');
  return sign(world, physician, one, basket, key);
}

function drugDraft({ random }: World, key: string): object {
  const { item, value, unit, route, prn } = random.weighted(DRUGS, ({ weight }) => weight);
  const schedule =
    prn === true && random.chance(0.5) ? { prn: { hours: 6, reason: 'pain' } } : { timing: { kind: 'once' } };
  return { key, kind: 'drug', item, dose: { value, unit }, route, ...schedule, days: 1, priority: 'stat' };
}

function testDrafts({ random }: World, key: string): object[] {
  const count = random.whole(1, 3);
  const first = random.whole(0, TESTS.length - 1);
  return Array.from({ length: count }, (_, at) => ({
    key: `${key}-${at}`,
    kind: 'laboratory',
    item: TESTS[(first + at) % TESTS.length],
    priority: random.chance(0.3) ? 'urgent' : 'routine',
  }));
}

/** Signs; an alert that interrupts gets a reason or makes the physician think again; a hard stop ends it. */
async function sign(world: World, physician: Member, one: Inpatient, basket: Basket, key: string): Promise<Ended> {
  const { client, random } = world;
  const body = { attempt: attemptOf('sign', key), patient: one.patient, version: basket.version };
  const first = await client.post(physician, '/care/orders/sign', body);
  if (first.status !== 200) return endedBy(first);
  if (first.body['signed'] === true) return COMPLETED;
  const asked = first.body as unknown as Asked;
  if (asked.stops.length > 0) return clear(world, physician, one, basket, 'hard stop');
  if (asked.incomplete.length > 0) return clear(world, physician, one, basket, 'incomplete');
  if (asked.reasons.length > 0 && random.chance(0.4)) return clear(world, physician, one, basket, 'alert accepted');
  const overrides = asked.reasons.map((finding) => ({ finding, reason: { code: reasonFor(world) } }));
  const identity = asked.identity === undefined ? {} : { identity: await initialsOf(world, physician, one.patient) };
  const again = { ...body, attempt: attemptOf('sign again', key), overrides, ...identity };
  return ended(world, physician, one, basket, await client.post(physician, '/care/orders/sign', again));
}

interface Asked {
  readonly findings: readonly Finding[];
  readonly stops: readonly string[];
  readonly reasons: readonly string[];
  readonly incomplete: readonly string[];
  readonly identity?: string;
}

function reasonFor({ random }: World): string {
  return random.pick(['benefit-outweighs', 'tolerated-before', 'monitored', 'no-alternative']);
}

function ended(world: World, by: Member, one: Inpatient, basket: Basket, answer: Answer): Ended | Promise<Ended> {
  if (answer.status !== 200) return endedBy(answer);
  return answer.body['signed'] === true ? COMPLETED : clear(world, by, one, basket, 'not signed');
}

/** The physician decides against it. */
async function clear(
  world: World,
  by: Member,
  { patient }: Inpatient,
  { version }: Basket,
  why: string,
): Promise<Ended> {
  await world.client.put(by, '/care/orders/basket', { patient, version, drafts: [] });
  return explained(why);
}

/** The first consonants of a Korean name, as they are typed before a high-risk order. */
export function chosungOf(name: string): string {
  return [...name]
    .map((letter) => (letter.codePointAt(0) ?? 0) - 0xac00)
    .filter((at) => at >= 0 && at < 11_172)
    .map((at) => 'ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ'[Math.floor(at / 588)] ?? '')
    .join('');
}

async function initialsOf({ client }: World, by: Member, patient: string): Promise<string> {
  const { body } = await client.get(by, `/fhir/R4/Patient/${patient}`);
  const names = (body['name'] ?? []) as readonly { readonly text?: string }[];
  return chosungOf(names.find(({ text = '' }) => /[가-힣]/.test(text))?.text ?? '');
}

/** Writes the progress note of a patient: what the template pulls in, and what is seen; signed at once. */
export function writeNote(world: World, one: Inpatient, nth: number): Promise<Ended> {
  return world.tally.run('note', world.signal, async () => {
    const { client } = world;
    const physician = someone(world, 'physician');
    const started = await client.post(physician, '/care/documents/start', {
      patient: one.patient,
      template: 'progress',
    });
    if (started.status !== 200) return endedBy(started);
    const note = started.body;
    const sections = ((note['sections'] ?? []) as readonly Section[]).map((section) => filled(section, one, nth));
    const saved = await client.post(physician, '/care/documents/save', {
      id: note['id'],
      version: note['version'],
      sections,
    });
    if (saved.status !== 200) return endedBy(saved);
    const signed = await client.post(physician, '/care/documents/sign', {
      id: saved.body['id'],
      version: saved.body['version'],
    });
    return signed.status === 200 ? COMPLETED : endedBy(signed);
  });
}

interface Section {
  readonly key: string;
  readonly problem?: string;
  readonly text: string;
  readonly quotes: readonly Json[];
}

const SAID: readonly string[] = [
  '전날보다 편안하다고 함. 식사 절반 이상.',
  '통증 조절됨. 밤사이 특이 사항 없음.',
  '호흡곤란 호전 중. 산소 감량 예정.',
  '미열 있으나 전신 상태 양호. 검사 추적.',
];

function filled({ key, problem, text, quotes }: Section, one: Inpatient, nth: number): object {
  const own = text.trim() === '' ? `${SAID[nth % SAID.length] ?? ''} (${one.reason || '입원 치료 중'})` : text;
  const bare = quotes.map(({ kind, of }) => ({ kind, of }));
  return { key, text: own, quotes: bare, ...(problem === undefined ? {} : { problem }) };
}
