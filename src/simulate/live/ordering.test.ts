import { afterEach, describe, expect, it } from 'vitest';
import { OVERRIDE_REASONS } from '../../cds/index.ts';
import { order, writeNote } from './prescribing.ts';
import { banded, INPATIENT, TestHouse, type Asked, type Body, type Said } from './testing.ts';

const READ = 'GET /care/orders/basket';
const KEEP = 'PUT /care/orders/basket';
const SIGN = 'POST /care/orders/sign';

let house: TestHouse | undefined;
afterEach(() => house?.close());

const drafts = ({ body }: Asked): readonly Body[] => body['drafts'] as readonly Body[];
const ASKED: Body = { signed: false, findings: [], stops: [], reasons: [], incomplete: [] };

/** A house whose basket holds what is put in. */
async function open(
  sign: Said | ((asked: Asked, nth: number) => Said),
  more: Readonly<Record<string, Said>> = {},
  seed = '1',
): Promise<TestHouse> {
  let version = 4;
  house = await TestHouse.open(
    {
      [READ]: () => ({ body: { version, lines: [] } }),
      [KEEP]: (asked) => ({
        body: { version: ++version, lines: drafts(asked).map((draft) => ({ draft, problems: [] })) },
      }),
      [SIGN]: sign,
      'GET /fhir/R4/Patient/anna': { body: banded('anna', '김서연') },
      ...more,
    },
    seed,
  );
  return house;
}
const signed: Said = { body: { signed: true } };

describe('an order', () => {
  it('goes into the basket as it is now, and is signed as it was put there', async () => {
    const { world } = await open(signed);
    expect(await order(world, INPATIENT, 'drug', 1)).toMatchObject({ ending: 'completed' });
    const [kept] = house?.at(KEEP) ?? [];
    expect(kept?.body).toMatchObject({ patient: 'anna', version: 4 });
    expect(house?.at(SIGN)[0]?.body).toMatchObject({ patient: 'anna', version: 5 });
  });

  it('of a drug names product, dose with unit, route and when; of tests one to three different ones', async () => {
    const { world } = await open(signed);
    for (let nth = 0; nth < 40; nth++) await order(world, INPATIENT, nth % 2 === 0 ? 'drug' : 'laboratory', nth);
    for (const asked of house?.at(KEEP) ?? []) {
      const own = drafts(asked);
      expect(new Set(own.map(({ item }) => item)).size).toBe(own.length);
      expect(new Set(own.map(({ key }) => key)).size).toBe(own.length);
      if (own[0]?.['kind'] === 'laboratory') expect([1, 2, 3]).toContain(own.length);
      else {
        expect(own[0]).toMatchObject({
          kind: 'drug',
          route: expect.stringMatching(/^\d+$/) as string,
          priority: 'stat',
        });
        expect(own[0]?.['dose']).toMatchObject({ unit: expect.stringMatching(/^(mg|g)$/) as string });
        expect(JSON.stringify(own[0]?.['dose'])).not.toMatch(/"value":(0|-|null)[,}]/);
        expect(Object.hasOwn(own[0] as object, 'timing')).not.toBe(Object.hasOwn(own[0] as object, 'prn'));
      }
    }
  });

  it('that a rule stops is taken out of the basket again, and never signed', async () => {
    const { world } = await open({ body: { ...ASKED, stops: ['f-1'] } });
    expect(await order(world, INPATIENT, 'drug', 1)).toEqual({ ending: 'explained', reason: 'hard stop' });
    expect(house?.at(SIGN)).toHaveLength(1);
    expect(house?.at(KEEP).at(-1)?.body).toMatchObject({ version: 5, drafts: [] });
  });

  it('that is not complete is taken out again', async () => {
    const lines = [{ draft: { key: 'x' }, problems: ['no dose'] }];
    const { world } = await open(signed, { [KEEP]: { body: { version: 5, lines } } });
    expect(await order(world, INPATIENT, 'drug', 1)).toEqual({ ending: 'explained', reason: 'incomplete' });
    expect(house?.at(SIGN)).toEqual([]);
  });

  it('with an alert is either left, or signed with a reason that decision support knows, for each alert', async () => {
    const known = OVERRIDE_REASONS.map(({ code }) => code);
    const { world } = await open(({ body }) =>
      body['overrides'] === undefined ? { body: { ...ASKED, reasons: ['f-1', 'f-2'] } } : signed,
    );
    for (let nth = 0; nth < 40; nth++) await order(world, INPATIENT, 'drug', nth);
    const again = (house?.at(SIGN) ?? []).filter(({ body }) => body['overrides'] !== undefined);
    for (const { body } of again) {
      const overrides = body['overrides'] as readonly { finding: string; reason: { code: string } }[];
      expect(overrides.map(({ finding }) => finding)).toEqual(['f-1', 'f-2']);
      for (const { reason } of overrides) expect(known).toContain(reason.code);
    }
    const left = world.tally.reasons.get('order drug: explained alert accepted') ?? 0;
    expect(again.length + left).toBe(40);
    expect(Math.min(again.length, left)).toBeGreaterThan(5);
  });

  it('of high risk has the patient’s initials typed, of the Korean name', async () => {
    const { world } = await open(({ body }) =>
      body['identity'] === undefined ? { body: { ...ASKED, identity: 'initials' } } : signed,
    );
    expect(await order(world, INPATIENT, 'drug', 1)).toMatchObject({ ending: 'completed' });
    expect(house?.at(SIGN)[1]?.body['identity']).toBe('ㄱㅅㅇ');
    expect(house?.at(SIGN)[1]?.body['attempt']).not.toBe(house?.at(SIGN)[0]?.body['attempt']);
  });

  it('that is still not signed then is given up, with an empty basket', async () => {
    const { world } = await open({ body: { ...ASKED, identity: 'initials' } });
    expect(await order(world, INPATIENT, 'drug', 1)).toEqual({ ending: 'explained', reason: 'not signed' });
    expect(drafts(house?.at(KEEP).at(-1) as Asked)).toEqual([]);
  });

  it('into a basket that a colleague changed is not forced', async () => {
    const { world } = await open(signed, { [KEEP]: { status: 409, fault: 'care.basket-changed' } });
    expect(await order(world, INPATIENT, 'drug', 1)).toEqual({
      ending: 'explained',
      reason: '409 care.basket-changed',
    });
    expect(house?.at(SIGN)).toEqual([]);
  });
});

describe('a note', () => {
  const START = 'POST /care/documents/start';
  const SAVE = 'POST /care/documents/save';
  const SIGN_NOTE = 'POST /care/documents/sign';
  const quote = { kind: 'result', of: 'Observation/1', text: 'Na 140' };
  const sections = [
    { key: 'subjective', text: '', quotes: [] },
    { key: 'objective', text: '혈압 안정적', quotes: [quote] },
    { key: 'assessment', problem: 'Condition/1', text: '  ', quotes: [] },
  ];
  const desk = {
    [START]: { body: { id: 'n-1', version: '1', sections } },
    [SAVE]: { body: { id: 'n-1', version: '2' } },
    [SIGN_NOTE]: {},
  };

  it('keeps what was pulled in, says something where nothing was, and is signed as it was saved', async () => {
    house = await TestHouse.open(desk);
    expect(await writeNote(house.world, INPATIENT, 1)).toMatchObject({ ending: 'completed' });
    const saved = house.at(SAVE)[0]?.body['sections'] as readonly {
      key: string;
      text: string;
      problem?: string;
      quotes: unknown;
    }[];
    expect(saved.map(({ key }) => key)).toEqual(['subjective', 'objective', 'assessment']);
    expect(saved[1]).toEqual({
      key: 'objective',
      text: '혈압 안정적',
      quotes: [{ kind: 'result', of: 'Observation/1' }],
    });
    expect(saved[0]?.text).toContain('폐렴');
    expect(saved[2]?.problem).toBe('Condition/1');
    expect(house.at(SIGN_NOTE)[0]?.body).toEqual({ id: 'n-1', version: '2' });
  });

  it('of somebody whose reason is not known does not make one up', async () => {
    house = await TestHouse.open(desk);
    await writeNote(house.world, { ...INPATIENT, reason: '' }, 1);
    expect(JSON.stringify(house.at(SAVE)[0]?.body)).toContain('(입원 치료 중)');
  });

  it('that could not be saved is not signed', async () => {
    house = await TestHouse.open({ ...desk, [SAVE]: { status: 409, fault: 'care.note-changed' } });
    expect(await writeNote(house.world, INPATIENT, 1)).toMatchObject({ ending: 'explained' });
    expect(house.at(SIGN_NOTE)).toEqual([]);
  });
});
