import { afterEach, describe, expect, it } from 'vitest';
import { Random } from '../random.ts';
import { HouseMap } from './house.ts';
import { banded, MEMBERS, TestHouse, type Body } from './testing.ts';
import { attemptOf, colleague, once, someone } from './world.ts';

const [NURSE, SECOND, OTHER] = MEMBERS as readonly [
  (typeof MEMBERS)[number],
  (typeof MEMBERS)[number],
  (typeof MEMBERS)[number],
];
let opened: TestHouse | undefined;
afterEach(() => opened?.close());
const open = async (...given: Parameters<typeof TestHouse.open>): Promise<TestHouse> =>
  (opened = await TestHouse.open(...given));

const stay = (patient: string, more: Body = {}): Body => ({
  patient: { id: patient },
  encounter: `stay-${patient}`,
  version: '1',
  since: '2026-06-28T00:00:00Z',
  reason: '폐렴',
  ...more,
});
const bed = (id: string, state: string, more: Body = {}): Body => ({ bed: id, ward: 'ward-51', state, ...more });
const board = (...beds: readonly Body[]): Body => ({ revision: 'r-1', beds });

describe('who lies where', () => {
  it('is everybody in an occupied bed, with what is known of them', () => {
    const map = new HouseMap();
    map.take(
      board(
        bed('bed-1', 'occupied', { stay: stay('anna', { news2: { total: 5 }, vitalsDue: '2026-07-01T01:00:00Z' }) }),
        bed('bed-2', 'occupied', { stay: stay('bora', { dischargeDecided: '2026-07-01T00:00:00Z' }) }),
      ),
    );
    expect(
      map.inpatients.map(({ patient, news2, vitalsDue, decided }) => [patient, news2, vitalsDue, decided]),
    ).toEqual([
      ['anna', 5, '2026-07-01T01:00:00Z', false],
      ['bora', undefined, undefined, true],
    ]);
  });

  it('is nobody who is only expected, and no newborn in a cot', () => {
    const map = new HouseMap();
    map.take(
      board(
        bed('bed-1', 'reserved', { stay: stay('anna') }),
        bed('cot-1', 'occupied', { stay: stay('bora') }),
        bed('bed-2', 'occupied', { stay: { ...stay('x'), patient: undefined } }),
        bed('bed-3', 'free'),
      ),
    );
    expect(map.inpatients).toEqual([]);
  });

  it('changes with what the board says next, and keeps what it did not say', () => {
    const map = new HouseMap();
    map.take(board(bed('bed-1', 'occupied', { stay: stay('anna') }), bed('bed-2', 'occupied', { stay: stay('bora') })));
    map.take({ revision: 'r-2', beds: [bed('bed-1', 'free')] });
    expect(map.inpatients.map(({ patient }) => patient)).toEqual(['bora']);
    expect(map.revision).toBe('r-2');
  });
});

describe('a free bed', () => {
  it('is one where nobody lies and nobody is expected; never a dirty one, a closed one, or a cot', () => {
    const map = new HouseMap();
    map.take(
      board(
        bed('bed-1', 'occupied', { stay: stay('anna') }),
        bed('bed-2', 'free', { stay: stay('bora') }),
        bed('bed-3', 'cleaning'),
        bed('bed-4', 'closed'),
        bed('cot-1', 'free'),
        bed('bed-5', 'free'),
      ),
    );
    for (let at = 0; at < 50; at++) expect(map.freeBeds(new Random(String(at)))?.bed).toBe('bed-5');
  });

  it('is none in a full house', () => {
    expect(new HouseMap().freeBeds(new Random('1'))).toBeUndefined();
  });
});

describe('what is scanned', () => {
  const url = (name: string): string => `https://maru.health/fhir/StructureDefinition/${name}`;

  it('is read from the house: packs with strength and marks, badges in use', async () => {
    const gtin = (value: string, more: Body = {}): Body => ({ system: 'https://id.gs1.org/01', value, ...more });
    const strength = { numerator: { value: 2.5, code: 'mg' } };
    const medications = [
      {
        id: 'm-1',
        identifier: [gtin('1')],
        extension: [{ url: url('high-alert'), valueBoolean: true }],
        ingredient: [{ strength }],
      },
      {
        id: 'm-2',
        identifier: [gtin('9', { use: 'old' }), gtin('2')],
        extension: [
          { url: url('multi-dose'), valueBoolean: true },
          { url: url('high-alert'), valueBoolean: false },
        ],
      },
      { id: 'm-3', identifier: [gtin('3', { use: 'old' })] },
    ];
    const badge = (value: string, more: Body = {}): Body => ({ system: 'https://id.gs1.org/8017', value, ...more });
    const people = [
      { id: 'rn-51-1', identifier: [badge('old', { use: 'old' }), badge('880')] },
      { id: 'rn-51-2', identifier: [] },
    ];
    const bundle = (all: readonly object[]) => ({ body: { entry: all.map((resource) => ({ resource })) } });
    const { world } = await open({
      'GET /fhir/R4/Medication': bundle(medications),
      'GET /fhir/R4/Practitioner': bundle(people),
    });
    await world.house.read(world.client, NURSE);
    expect([...world.house.packs.values()]).toEqual([
      { id: 'm-1', gtin: '1', amount: 2.5, unit: 'mg', multiDose: false, highAlert: true },
      { id: 'm-2', gtin: '2', amount: undefined, unit: '', multiDose: true, highAlert: false },
    ]);
    expect([...world.house.badges]).toEqual([['rn-51-1', '880']]);
  });

  it('of a patient is the band with its instance, read once', async () => {
    const { world, asked } = await open({ 'GET /fhir/R4/Patient/anna': { body: banded('anna') } });
    const codes = [
      await world.house.bandOf(world.client, NURSE, 'anna'),
      await world.house.bandOf(world.client, NURSE, 'anna'),
    ];
    expect(codes).toEqual([']d28018880999300000004\u001D80192', ']d28018880999300000004\u001D80192']);
    expect(asked).toHaveLength(1);
  });

  it('is nothing where the patient has no band or may not be seen, and is asked again', async () => {
    const { world, asked } = await open({ 'GET /fhir/R4/Patient/bora': { body: { id: 'bora' } } });
    for (const patient of ['bora', 'bora', 'hidden'])
      expect(await world.house.bandOf(world.client, NURSE, patient)).toBeUndefined();
    expect(asked).toHaveLength(3);
  });
});

describe('people', () => {
  it('of a ward act in their ward; where the ward has none, somebody of the role does', async () => {
    const { world } = await open({});
    for (let at = 0; at < 20; at++) {
      expect(someone(world, 'nurse', 'ward-62')).toBe(OTHER);
      expect(someone(world, 'nurse', 'ward-99').role).toBe('nurse');
      expect(someone(world, 'pharmacist').id).toBe('ph-1');
    }
  });

  it('have a witness of their own ward, who is never themselves', async () => {
    const { world } = await open({});
    expect(colleague(world, NURSE)).toBe(SECOND);
    expect(colleague(world, SECOND)).toBe(NURSE);
    expect(colleague(world, OTHER).id).not.toBe(OTHER.id);
    expect(colleague(world, OTHER).role).toBe('nurse');
  });

  it('begin nothing twice', async () => {
    const { world } = await open({});
    let done = 0;
    const act = () => once(world, 'dose-1', () => Promise.resolve(void done++));
    await Promise.all([act(), act(), act()]);
    expect(done).toBe(1);
  });

  it('name different acts differently, however alike they are', () => {
    const names = Array.from({ length: 2000 }, (_, at) => attemptOf('dose', `o-${at}`, 1));
    expect(new Set(names).size).toBe(2000);
    expect(attemptOf('a', 'bc')).not.toBe(attemptOf('ab', 'c'));
  });
});
