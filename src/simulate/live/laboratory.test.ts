import { afterEach, describe, expect, it } from 'vitest';
import { instantOf, type EpochMs } from '../../kernel/index.ts';
import {
  analyse,
  collect,
  criticalCalls,
  isToDraw,
  laboratoryWork,
  readBack,
  toCollect,
  type WorkLine,
} from './laboratory.ts';
import { answerQuestion, openQuestions, pharmacyWork, verify, type VerifyLine } from './pharmacy.ts';
import { banded, NOW, TestHouse, type Body, type Said } from './testing.ts';

let house: TestHouse | undefined;
afterEach(() => house?.close());
const open = async (...given: Parameters<typeof TestHouse.open>): Promise<TestHouse> =>
  (house = await TestHouse.open(...given));

const LINE: WorkLine = { request: 'r-1', stage: 'ordered', patient: { id: 'anna' }, tube: 'EDTA-3', label: 'LB-1' };
const ago = (minutes: number): string => instantOf((NOW - minutes * 60_000) as EpochMs);

describe('what is drawn now', () => {
  it.each<[string, Partial<WorkLine>, boolean]>([
    ['ordered a moment ago', { ordered: ago(1) }, true],
    ['ordered for this hour', { ordered: ago(149) }, true],
    ['ordered the evening before', { ordered: ago(151) }, false],
    ['ordered nobody knows when', {}, false],
    ['collected already', { stage: 'collected', ordered: ago(1) }, false],
  ])('%s: %s', async (_, more, drawn) => {
    const { world } = await open({});
    expect(isToDraw(world, { ...LINE, ...more })).toBe(drawn);
  });
});

const LABEL = 'POST /care/specimen/label';
const RECORD = 'POST /care/specimen/record';
const steps = (body: Body | undefined): readonly Readonly<Record<string, string>>[] =>
  (body?.['steps'] ?? []) as readonly Readonly<Record<string, string>>[];

describe('a collection', () => {
  const bed = {
    [LABEL]: { body: { label: { code: '91LB-7' } } },
    'GET /fhir/R4/Patient/anna': { body: banded('anna') },
  };

  it('prints the label at the bed after badge and band, then scans the tube that was ordered, then the label', async () => {
    const { world, asked } = await open({ ...bed, [RECORD]: { body: { decision: 'allow', recorded: true } } });
    await collect(world, 'ward-51', LINE);
    const [label, record] = asked.filter(({ method }) => method === 'POST');
    expect(steps(label?.body).map(({ scan }) => scan)).toEqual(['badge', 'band']);
    expect(steps(record?.body).map(({ scan, action }) => scan ?? action)).toEqual([
      'badge',
      'band',
      'print-label',
      'tube',
      'specimen-label',
    ]);
    expect(steps(record?.body)[3]?.['raw']).toMatch(/^\]d291EDTA-3\/T1\/271231$/);
    expect(steps(record?.body)[4]?.['raw']).toBe('91LB-7');
    expect(world.tally.loops.get('collection')).toMatchObject({ completed: 1 });
  });

  it('that is warned of is recorded with a reason', async () => {
    const { world } = await open({
      ...bed,
      [RECORD]: (_, nth) => ({ body: nth === 1 ? { reasonRequired: true } : { decision: 'warn', recorded: true } }),
    });
    await collect(world, 'ward-51', LINE);
    expect(house?.at(RECORD).map(({ body }) => body['reason'])).toEqual([undefined, 'urgent']);
    expect(world.tally.loops.get('collection')).toMatchObject({ completed: 1 });
  });

  it.each<[string, Readonly<Record<string, Said>>, Partial<WorkLine>, string]>([
    ['nobody wears a band', { 'GET /fhir/R4/Patient/anna': { body: {} } }, {}, 'not-collectable'],
    ['no tube is known', {}, { tube: undefined as unknown as string }, 'not-collectable'],
    ['the patient has gone', { [LABEL]: { body: { messageKey: 'loop.gone.discharged' } } }, {}, 'loop.gone.discharged'],
    ['a colleague was first', { [RECORD]: { status: 409, fault: 'care.collected' } }, {}, '409 care.collected'],
    [
      'it was fasting',
      { [RECORD]: { body: { decision: 'stop', messageKey: 'loop.spec.fasting' } } },
      {},
      'loop.spec.fasting',
    ],
  ])('is explained where %s', async (_, more, line, reason) => {
    const { world } = await open({ ...bed, ...more });
    await collect(world, 'ward-51', { ...LINE, ...line });
    expect(world.tally.reasons.get(`collection: explained ${reason}`)).toBe(1);
  });

  it('of one request happens once', async () => {
    const { world } = await open({ ...bed, [RECORD]: { body: { decision: 'allow' } } });
    await Promise.all([collect(world, 'ward-51', LINE), collect(world, 'ward-51', LINE)]);
    expect(house?.at(RECORD)).toHaveLength(1);
  });

  it('is asked of the house for the patient at whose bed the nurse stands', async () => {
    const { world, asked } = await open({ 'GET /care/specimen/due': { body: { lines: [LINE] } } });
    expect(await toCollect(world, 'anna', 'ward-51')).toEqual([LINE]);
    expect(asked[0]?.query.get('patient')).toBe('anna');
  });
});

const RECEIVE = 'POST /care/laboratory/receive';
const ENTRY = 'GET /care/laboratory/entry';
const RESULT = 'POST /care/laboratory/result';
const TESTS = [
  { code: 'na', digits: 0, limits: { low: '135', high: '145', criticalLow: '120', criticalHigh: '160' } },
  {
    code: 'k',
    digits: 1,
    limits: { low: '3.5', high: '5.1', criticalLow: '2.5', criticalHigh: '6.5' },
    earlier: { value: '4.2' },
  },
  { code: 'crp', digits: 2, limits: { high: '0.5' } },
  { code: 'odd', limits: {} },
  { code: 'ua', words: ['음성', '양성'], limits: {} },
];

describe('a tube in the laboratory', () => {
  const analyser = { [RECEIVE]: { body: { decision: 'allow' } }, [ENTRY]: { body: { lines: TESTS } }, [RESULT]: {} };

  it('is received by its label and resulted by the same technologist', async () => {
    const { world, asked } = await open(analyser);
    await analyse(world, { ...LINE, stage: 'collected' });
    expect(asked.map(({ method, path, by }) => `${method} ${path} ${by}`)).toEqual([
      `${RECEIVE} mt-1`,
      `${ENTRY} mt-1`,
      `${RESULT} mt-1`,
    ]);
    expect(house?.at(RECEIVE)[0]?.body['label']).toBe(']d291LB-1');
    expect(house?.at(RESULT)[0]?.body).toMatchObject({ request: 'r-1', release: true });
  });

  it('that was received before is not received again, and a new version follows the one that was read', async () => {
    const { world } = await open({ ...analyser, [ENTRY]: { body: { lines: TESTS, report: { version: '5' } } } });
    await analyse(world, { ...LINE, stage: 'received' });
    expect(house?.at(RECEIVE)).toEqual([]);
    expect(house?.at(RESULT)[0]?.body['reportVersion']).toBe('5');
  });

  it('that is refused at receipt gets no result', async () => {
    const { world } = await open({
      ...analyser,
      [RECEIVE]: { body: { decision: 'stop', messageKey: 'loop.spec.too-late' } },
    });
    await analyse(world, { ...LINE, stage: 'collected' });
    expect(house?.at(RESULT)).toEqual([]);
    expect(world.tally.reasons.get('result: explained loop.spec.too-late')).toBe(1);
  });

  it('that is warned of at receipt is accepted with a reason, then resulted', async () => {
    const { world } = await open({
      ...analyser,
      [RECEIVE]: ({ body }) => ({ body: body['accept'] === true ? {} : { reasonRequired: true } }),
    });
    await analyse(world, { ...LINE, stage: 'collected' });
    expect(house?.at(RECEIVE)[1]?.body).toMatchObject({ accept: true, reason: 'accepted-by-technologist' });
    expect(house?.at(RESULT)).toHaveLength(1);
  });

  it('has values with the digits of the test, never below nothing, rarely critical, and words that the test has', async () => {
    const { world } = await open(analyser);
    for (let nth = 0; nth < 150; nth++) await analyse(world, { ...LINE, request: `r-${nth}`, stage: 'received' });
    const values = (house?.at(RESULT) ?? []).flatMap(
      ({ body }) => body['values'] as readonly { code: string; number?: string; word?: string }[],
    );
    const of = (code: string) => values.filter((one) => one.code === code);
    for (const { number = '0' } of of('na')) expect(number).toMatch(/^\d{2,3}$/);
    for (const { number = '0' } of of('k')) expect(number).toMatch(/^\d\.\d$/);
    for (const { number = '0' } of of('crp')) expect(number).toMatch(/^\d+\.\d\d$/);
    for (const { number = '' } of of('odd')) expect(Number(number)).toBeGreaterThanOrEqual(0);
    for (const { word } of of('ua')) expect(['음성', '양성']).toContain(word);
    const critical = of('na').filter(({ number }) => Number(number) <= 120 || Number(number) >= 160);
    expect(critical.length).toBeLessThan(10);
    const words = of('ua').filter(({ word }) => word === '음성');
    expect(words.length).toBeGreaterThan(100);
  });
});

describe('a critical result', () => {
  it('is read back by a physician, value for value, once', async () => {
    const path = 'POST /care/laboratory/acknowledge';
    const values = [{ code: 'k', value: '6.9', unit: 'mmol/L', display: 'Potassium' }];
    const { world } = await open({
      [path]: {},
      'GET /care/laboratory/critical': { body: { calls: [{ task: 't-1', values }] } },
    });
    for (let at = 0; at < 2; at++) for (const call of await criticalCalls(world)) await readBack(world, call);
    const [told, ...more] = house?.at(path) ?? [];
    expect(told?.by).toBe('dr-car-1');
    expect(told?.body).toMatchObject({ task: 't-1', readBack: [{ code: 'k', value: '6.9' }] });
    expect(more).toEqual([]);
  });
});

describe('a list that cannot be read', () => {
  it('is no work, and nothing is made up', async () => {
    const { world } = await open({});
    expect(await laboratoryWork(world)).toEqual([]);
    expect(await criticalCalls(world)).toEqual([]);
    expect(await toCollect(world, 'anna', 'ward-51')).toEqual([]);
    expect(await pharmacyWork(world)).toEqual([]);
    expect(await openQuestions(world)).toEqual([]);
  });
});

const READ = 'GET /care/pharmacy/order';
const DECIDE = 'POST /care/pharmacy/decide';
const WAITING: VerifyLine = { order: 'o-1', version: '2', standing: 'waiting', readable: true };

describe('a pharmacist', () => {
  const desk = (tier: number): Readonly<Record<string, Said>> => ({
    [READ]: { body: { reading: 'seen-1', findings: { tier } } },
    [DECIDE]: {},
  });

  it.each<[string, number, Partial<VerifyLine>, string]>([
    ['verifies what is plain', 3, { standing: 'answered' }, 'verify'],
    ['verifies with words what interrupts', 2, { standing: 'answered' }, 'verify'],
    ['rejects a hard stop', 1, {}, 'reject'],
    ['rejects what cannot be read, however plain it seems', 3, { readable: false }, 'reject'],
  ])('%s', async (_, tier, more, decision) => {
    const { world } = await open(desk(tier));
    await verify(world, { ...WAITING, ...more });
    const [decided] = house?.at(DECIDE) ?? [];
    expect(decided?.by).toBe('ph-1');
    expect(decided?.body).toMatchObject({ order: 'o-1', version: '2', reading: 'seen-1', decision });
    expect(decided?.body['text'] !== undefined).toBe(tier < 3 || decision === 'reject');
    expect(world.tally.failed).toBe(0);
  });

  it('never verifies an order that was not read first', async () => {
    const { world } = await open({ [READ]: { status: 404, fault: 'care.no-such-order' } });
    await verify(world, WAITING);
    expect(house?.at(DECIDE)).toEqual([]);
    expect(world.tally.failed).toBe(1);
  });

  it('waits while the prescriber is asked', async () => {
    const { world, asked } = await open(desk(3));
    await verify(world, { ...WAITING, standing: 'asked' });
    expect(asked).toEqual([]);
  });

  it('asks about a few of many, and never decides about a version twice', async () => {
    const { world } = await open(desk(3));
    for (let nth = 0; nth < 150; nth++) await verify(world, { ...WAITING, order: `o-${nth % 120}` });
    const decided = (house?.at(DECIDE) ?? []).map(({ body }) => body['decision']);
    expect(decided).toHaveLength(120);
    expect(decided.filter((one) => one === 'question').length).toBeGreaterThan(0);
    expect(decided.filter((one) => one === 'question').length).toBeLessThan(20);
  });

  it('is answered by a physician', async () => {
    const { world } = await open({
      'GET /care/pharmacy/questions': { body: { questions: [{ task: 't-9' }] } },
      'POST /care/pharmacy/answer': {},
    });
    for (const question of await openQuestions(world)) await answerQuestion(world, question);
    const [told] = house?.at('POST /care/pharmacy/answer') ?? [];
    expect([told?.by, told?.body['task']]).toEqual(['dr-car-1', 't-9']);
  });
});
