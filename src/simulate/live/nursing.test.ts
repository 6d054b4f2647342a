import { afterEach, describe, expect, it } from 'vitest';
import { parseGs1 } from '../../care/index.ts';
import { instantOf, type EpochMs } from '../../kernel/index.ts';
import { withCheckDigit } from '../gs1.ts';
import {
  answerCall,
  chartFluid,
  chartRound,
  dueOf,
  expiryAt,
  give,
  isBegun,
  isToGive,
  lotAt,
  packStep,
  type DueLine,
} from './nursing.ts';
import { banded, INPATIENT, NOW, TestHouse, type Asked, type Body, type Said } from './testing.ts';

const RECORD = 'POST /care/medication/record';
const TABLET = {
  id: 'm-1',
  gtin: withCheckDigit('0880991200001'),
  amount: 500,
  unit: 'mg',
  multiDose: false,
  highAlert: false,
};
const HEPARIN = {
  ...TABLET,
  id: 'm-2',
  gtin: withCheckDigit('0880991200002'),
  amount: 5000,
  unit: '[iU]',
  highAlert: true,
};

const LINE: DueLine = {
  patient: 'anna',
  order: 'o-1',
  orderVersion: '4',
  standing: 'due',
  product: 'm-1',
  slot: '2026-07-01T00:00:00Z',
  dose: { value: 500, unit: 'mg' },
  verified: true,
};
const RECORDED: Body = { decision: 'allow', recorded: true };

let house: TestHouse | undefined;
afterEach(() => house?.close());

async function open(
  record: Said | ((asked: Asked, nth: number) => Said) = { body: RECORDED },
  seed = '1',
): Promise<TestHouse> {
  house = await TestHouse.open(
    {
      [RECORD]: record,
      'GET /fhir/R4/Patient/anna': { body: banded('anna') },
      'GET /fhir/R4/Patient/borabora': { body: banded('borabora') },
    },
    seed,
  );
  const { packs, badges } = house.world.house;
  for (const one of [TABLET, HEPARIN]) packs.set(one.id, one);
  for (const [at, id] of ['rn-51-1', 'rn-51-2', 'rn-62-1'].entries()) badges.set(id, `880123400000005${at}00`);
  const bed = (id: string, patient: string) => ({
    bed: id,
    ward: 'ward-51',
    state: 'occupied',
    stay: { patient: { id: patient } },
  });
  house.world.house.take({ revision: '1', beds: [bed('bed-1', 'anna'), bed('bed-2', 'borabora')] });
  return house;
}

type Step = Readonly<Record<string, string>>;
const stepsOf = ({ body }: Asked): readonly Step[] => body['steps'] as readonly Step[];
const kinds = (asked: Asked): string[] => stepsOf(asked).map(({ scan, action }) => scan ?? action ?? '');
const isRight = (asked: Asked): boolean => kinds(asked).slice(0, 3).join() === 'badge,band,product';

/** A seed with which nothing goes wrong. */
const CALM = '1';

describe('what is given now', () => {
  it.each<[string, Partial<DueLine>, boolean]>([
    ['due', {}, true],
    ['late', { standing: 'late' }, true],
    ['given already', { standing: 'given' }, false],
    ['refused', { standing: 'refused' }, false],
    ['on hold', { standing: 'held' }, false],
    ['unreadable', { standing: 'unreadable' }, false],
    ['running', { standing: 'running' }, false],
    ['not verified by a pharmacist', { verified: false }, false],
    ['a product that nobody has', { product: 'm-9' }, false],
  ])('%s', async (_, more, given) => {
    const { world } = await open();
    expect(isToGive(world, { ...LINE, ...more })).toBe(given);
  });

  it('is asked of the house for what is late, and the next twenty minutes', async () => {
    house = await TestHouse.open({ 'GET /care/medication/due': { body: { doses: [LINE] } } });
    expect(await dueOf(house.world, 'ward-51')).toEqual([LINE]);
    const { query, by } = house.asked[0] as Asked;
    expect([query.get('ward'), by.startsWith('rn-51')]).toEqual(['ward-51', true]);
    expect(query.get('from')).toBe(instantOf((NOW - 7_200_000) as EpochMs));
    expect(query.get('to')).toBe(instantOf((NOW + 1_200_000) as EpochMs));
  });

  it('is nothing where the list cannot be read', async () => {
    house = await TestHouse.open({ 'GET /care/medication/due': { status: 500 } });
    expect(await dueOf(house.world, 'ward-51')).toEqual([]);
  });
});

describe('a dose', () => {
  it('is given after badge, band and pack, of the version that the list showed', async () => {
    const { world, at } = await opened();
    await give(world, 'ward-51', LINE);
    const [asked] = at(RECORD);
    expect(asked?.body).toMatchObject({ patient: 'anna', order: 'o-1', orderVersion: '4', slot: LINE.slot });
    expect(kinds(asked as Asked)).toEqual(['badge', 'band', 'product']);
    expect(world.tally.loops.get('dose')).toEqual({ started: 1, completed: 1, explained: 0, failed: 0 });
  });

  it('is begun once by a run, also when the list still shows it', async () => {
    const { world, at } = await opened();
    expect(isBegun(world, LINE)).toBe(false);
    await Promise.all([give(world, 'ward-51', LINE), give(world, 'ward-51', LINE)]);
    expect(isBegun(world, LINE)).toBe(true);
    expect(isBegun(world, { ...LINE, slot: '2026-07-01T08:00:00Z' })).toBe(false);
    expect(at(RECORD)).toHaveLength(1);
  });

  it.each<[string, Partial<DueLine>, number]>([
    ['500 mg', {}, 1],
    ['750 mg', { dose: { value: 750, unit: 'mg' } }, 2],
    ['1000 mg', { dose: { value: 1000, unit: 'mg' } }, 2],
    ['half a tablet', { dose: { value: 250, unit: 'mg' } }, 1],
    ['1 g: another unit is not converted here', { dose: { value: 1, unit: 'g' } }, 1],
    ['an amount beyond any tray', { dose: { value: 100_000, unit: 'mg' } }, 12],
  ])('of %s has so many packs, each with a serial of its own', async (_, more, packs) => {
    const { world, at } = await opened();
    await give(world, 'ward-51', { ...LINE, ...more });
    const scanned = stepsOf(at(RECORD)[0] as Asked).filter(({ scan }) => scan === 'product');
    expect(new Set(scanned.map(({ raw }) => raw)).size).toBe(packs);
  });

  it('of a high alert drug has a second person’s badge at the end, who is another', async () => {
    const { world, at } = await opened();
    await give(world, 'ward-51', { ...LINE, product: 'm-2', dose: { value: 5000, unit: '[iU]' } });
    const badges = stepsOf(at(RECORD)[0] as Asked).filter(({ scan }) => scan === 'badge');
    expect(badges).toHaveLength(2);
    expect(badges[0]?.['raw']).not.toBe(badges[1]?.['raw']);
  });

  it('taken when needed says what for', async () => {
    const { world, at } = await opened();
    const { slot: _, ...prn } = LINE;
    await give(world, 'ward-51', { ...prn, standing: 'as-needed' });
    expect(stepsOf(at(RECORD)[0] as Asked).at(-1)).toEqual({ action: 'prn-reason', code: 'pain' });
    expect(at(RECORD)[0]?.body).not.toHaveProperty('slot');
  });

  it('that is warned of is given with a reason, as a new attempt', async () => {
    const warned: Body = { decision: 'warn', reasonRequired: true, awaits: 'reason', recorded: false };
    const { world, at } = await opened((_, nth) => ({ body: nth === 1 ? warned : RECORDED }));
    await give(world, 'ward-51', LINE);
    const [first, second] = at(RECORD);
    expect([first?.body['reason'], second?.body['reason']]).toEqual([undefined, 'clinical-decision']);
    expect(second?.body['attempt']).not.toBe(first?.body['attempt']);
    expect(world.tally.loops.get('dose')).toMatchObject({ completed: 1 });
  });

  it.each<[string, Said, string, string]>([
    [
      'stopped by a rule',
      { body: { decision: 'stop', messageKey: 'loop.med.wrong-dose', recorded: true } },
      'explained',
      'loop.med.wrong-dose',
    ],
    ['taken by a colleague', { status: 409, fault: 'care.dose-given' }, 'explained', '409 care.dose-given'],
    ['not understood', { status: 400, fault: 'care.body-invalid' }, 'failed', '400 care.body-invalid'],
    ['left half done', { body: { decision: 'wait', awaits: 'product' } }, 'failed', 'awaits product'],
    ['refused by a house that is broken', { status: 500, fault: 'server.fault' }, 'failed', '500 server.fault'],
  ])('%s is told by its reason', async (_, said, ending, reason) => {
    const { world } = await opened(said);
    await give(world, 'ward-51', LINE);
    expect([...world.tally.reasons]).toEqual([[`dose: ${ending} ${reason}`, 1]]);
  });

  it('is not given to somebody without a band', async () => {
    const { world, at } = await opened();
    await give(world, 'ward-51', { ...LINE, patient: 'nobody' });
    expect(at(RECORD)).toEqual([]);
    expect([...world.tally.reasons.keys()]).toEqual(['dose: explained patient-without-band']);
  });
});

/** Opens a house and keeps `at` bound. */
async function opened(...given: Parameters<typeof open>): Promise<{ world: TestHouse['world']; at: TestHouse['at'] }> {
  const one = await open(given[0], given[1] ?? CALM);
  return { world: one.world, at: (address) => one.at(address) };
}

describe('of many doses', () => {
  it('a few begin with a mistake or are refused; every mistake is followed by the right one', async () => {
    const stop: Body = { decision: 'stop', messageKey: 'stopped', rules: ['x'], recorded: true };
    const { world, at } = await opened((asked) => {
      const band = stepsOf(asked).find(({ scan }) => scan === 'band')?.['raw'] ?? '';
      const product = stepsOf(asked).find(({ scan }) => scan === 'product')?.['raw'] ?? TABLET.gtin;
      const isOwn = band.includes('88099930000000' + 'anna'.length) && product.includes(TABLET.gtin);
      return { body: isOwn && (isRight(asked) || kinds(asked).includes('not-given')) ? RECORDED : stop };
    });
    for (let nth = 0; nth < 250; nth++) await give(world, 'ward-51', { ...LINE, order: `o-${nth}` });
    const doses = world.tally.loops.get('dose');
    const alerts = world.tally.loops.get('alert at the bed')?.started ?? 0;
    const refused = world.tally.reasons.get('dose: explained patient-refused') ?? 0;
    expect(doses).toMatchObject({ started: 250, failed: 0 });
    expect(doses?.completed).toBe(250 - refused);
    expect(alerts).toBeGreaterThan(1);
    expect(alerts).toBeLessThan(40);
    expect(refused).toBeLessThan(15);
    expect(at(RECORD)).toHaveLength(250 + alerts);
  });

  it('mistakes are possible also in a house of one patient and one product', async () => {
    const { world } = await opened(({ body }) => ({
      body:
        isRight({ body } as Asked) && !JSON.stringify(body).includes('018000')
          ? RECORDED
          : { decision: 'stop', rules: ['x'] },
    }));
    world.house.packs.delete('m-2');
    world.house.take({ revision: '2', beds: [{ bed: 'bed-2', ward: 'ward-51', state: 'free' }] });
    for (let nth = 0; nth < 150; nth++) await give(world, 'ward-51', { ...LINE, order: `o-${nth}` });
    expect(world.tally.loops.get('alert at the bed')?.started).toBeGreaterThan(0);
    expect([...world.tally.reasons.keys()].filter((reason) => reason.includes('thrown'))).toEqual([]);
  });

  it('a mistake that the house lets pass is a failure of the run', async () => {
    const { world } = await opened();
    for (let nth = 0; nth < 120; nth++) await give(world, 'ward-51', { ...LINE, order: `o-${nth}` });
    expect(world.tally.reasons.get('dose: failed a mistake was allowed')).toBeGreaterThan(0);
  });
});

describe('a pack', () => {
  it('bears a code that a scanner reads: product, lot, an end next year, a serial', async () => {
    const { world } = await opened();
    const reading = parseGs1(String(packStep(world, TABLET, 'o-1')['raw']), { asOf: '2026-07-01' });
    if (!reading.ok) throw new Error('not read');
    expect(reading.facts.gtin).toBe(TABLET.gtin);
    expect(packStep(world, TABLET, 'o-1')).toEqual(packStep(world, TABLET, 'o-1'));
    expect(packStep(world, TABLET, 'o-1')).not.toEqual(packStep(world, TABLET, 'o-2'));
  });

  it.each([
    ['2026-07-01T00:00:00Z', '271231'],
    ['2026-12-31T23:59:59Z', '271231'],
    ['2027-01-01T00:00:00Z', '281231'],
  ])('at %s is good until %s', (at, expiry) => {
    expect(expiryAt(Date.parse(at) as EpochMs)).toBe(expiry);
    expect(lotAt(Date.parse(at) as EpochMs)).toMatch(/^L\d+$/);
  });
});

describe('charting', () => {
  const ROUNDS = 'POST /care/ward/rounds';
  const roundsOf = async (news2: number): Promise<readonly Body[]> => {
    house = await TestHouse.open({ [ROUNDS]: {} }, `round-${news2}`);
    for (let at = 0; at < 60; at++)
      await chartRound(house.world, { ...INPATIENT, news2, vitalsDue: `2026-07-01T00:${at}:00Z` });
    return house.at(ROUNDS).map(({ body }) => body);
  };
  const numbers = (rounds: readonly Body[], name: string): number[] =>
    rounds.map(({ values }) => Number((values as Record<string, string>)[name]));
  const mean = (of: readonly number[]): number => of.reduce((sum, one) => sum + one, 0) / of.length;

  it('has values that people have, and says of oxygen what is true', async () => {
    const rounds = await roundsOf(2);
    expect(rounds).toHaveLength(60);
    const bounds = {
      respirationRate: [8, 40],
      spo2: [80, 100],
      pulse: [40, 160],
      systolic: [70, 180],
      temperature: [34, 42],
    };
    for (const [name, [low = 0, high = 0]] of Object.entries(bounds))
      expect(numbers(rounds, name).every((one) => one >= low && one <= high)).toBe(true);
    for (const { air, values, consciousness } of rounds) {
      expect(air === true).toBe(!Object.hasOwn(values as object, 'oxygenFlow'));
      expect(consciousness).toBe('A');
    }
  });

  it('is worse in those who were worse at the last round', async () => {
    const [well, ill] = [await roundsOf(0), await (await house?.close(), roundsOf(9))];
    for (const name of ['pulse', 'respirationRate', 'temperature'])
      expect(mean(numbers(ill, name))).toBeGreaterThan(mean(numbers(well, name)));
    expect(mean(numbers(ill, 'spo2'))).toBeLessThan(mean(numbers(well, 'spo2')));
  });

  it('of the same round happens once', async () => {
    house = await TestHouse.open({ [ROUNDS]: {} });
    for (let at = 0; at < 3; at++) await chartRound(house.world, INPATIENT);
    expect(house.at(ROUNDS)).toHaveLength(1);
  });

  it('of fluids is in whole tens of millilitres, into the stay', async () => {
    house = await TestHouse.open({ 'POST /care/ward/fluids': {} });
    for (let nth = 0; nth < 30; nth++) await chartFluid(house.world, INPATIENT, nth);
    for (const { body } of house.at('POST /care/ward/fluids')) {
      const millilitres = Number(body['millilitres']);
      expect([millilitres % 10, millilitres >= 50, millilitres <= 600]).toEqual([0, true, true]);
      expect(body).toMatchObject({ patient: 'anna', encounter: 'stay-1' });
    }
  });
});

describe('a call', () => {
  const TASK = 'POST /care/ward/task';

  it('is taken, and then ended with what was done', async () => {
    house = await TestHouse.open({ [TASK]: {} });
    await answerCall(house.world, { task: 't-1' });
    expect(house.at(TASK).map(({ by, body }) => [by, body['act'], body['result'] === undefined])).toEqual([
      ['dr-car-1', 'acknowledge', true],
      ['dr-car-1', 'complete', false],
    ]);
  });

  it('that somebody else took is left to them', async () => {
    house = await TestHouse.open({ [TASK]: { status: 409, fault: 'care.task-taken' } });
    await answerCall(house.world, { task: 't-1' });
    expect(house.at(TASK)).toHaveLength(1);
    expect(house.world.tally.loops.get('escalation')).toMatchObject({ explained: 1, failed: 0 });
  });
});
