import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { instantOf, intervalOf } from '../../kernel/index.ts';
import { admit, discharge, transfer } from './beds.ts';
import { watchBoard } from './board.ts';
import { openChart } from './reading.ts';
import { banded, INPATIENT, TestHouse, type Body, type Said } from './testing.ts';

let house: TestHouse | undefined;
afterEach(() => house?.close());

const ADMIT = 'POST /care/ward/admissions';
const MOVE = 'POST /care/ward/transfers';
const DECIDE = 'POST /care/ward/discharges';
const LEAVE = 'POST /care/ward/departures';
const BEDS = 'POST /care/ward/beds';
const PUT = 'PUT /fhir/R4/Patient/new';
const FREE: Body = { bed: 'bed-9', ward: 'ward-51', state: 'free' };

async function open(
  answers: Readonly<Record<string, Said>>,
  beds: readonly Body[] = [FREE],
  seed = '1',
): Promise<TestHouse> {
  house = await TestHouse.open(
    {
      [ADMIT]: { body: { patient: 'new' } },
      [MOVE]: {},
      [DECIDE]: {},
      [LEAVE]: {},
      [BEDS]: {},
      [PUT]: {},
      'GET /fhir/R4/Patient/new': {
        body: { resourceType: 'Patient', id: 'new', identifier: [{ system: 'mrn', value: '7' }] },
      },
      ...answers,
    },
    seed,
  );
  house.world.house.take({ revision: '1', beds });
  return house;
}
const posts = (): string[] =>
  (house?.asked ?? []).filter(({ method }) => method !== 'GET').map(({ method, path }) => `${method} ${path}`);

describe('somebody who comes', () => {
  it('is admitted by a nurse of the ward to the free bed, and gets a band beside the numbers they had', async () => {
    const { world, at } = await opened();
    expect(await admit(world, 1)).toMatchObject({ ending: 'completed' });
    const [admission] = at(ADMIT);
    expect(admission?.body).toMatchObject({ bed: 'bed-9' });
    expect(admission?.by).toMatch(/^rn-51/);
    const known = at(PUT)[0]?.body['identifier'] as readonly { system: string; value: string }[];
    expect(known.map(({ system }) => system)).toEqual(['mrn', 'https://id.gs1.org/8018']);
    expect(known[1]?.value).toMatch(/^8809993\d{11}$/);
    expect(world.watched.has('bed-9')).toBe(true);
  });

  it('has a Korean name, a sex and a day of birth that exists', async () => {
    const { world, at } = await opened();
    for (let nth = 0; nth < 40; nth++) await admit(world, nth);
    for (const { body } of at(ADMIT)) {
      const { name, gender, birthDate } = body['newPatient'] as Record<string, string>;
      expect(name).toMatch(/^[가-힣]{2,4}$/);
      expect(['male', 'female']).toContain(gender);
      const day = intervalOf(birthDate ?? '', 'UTC')?.low;
      expect(day === undefined ? '' : instantOf(day).slice(0, 10)).toBe(birthDate);
      expect(['emd', 'outp']).toContain(body['source']);
    }
    expect(new Set(at(ADMIT).map(({ body }) => (body['newPatient'] as Body)['name'])).size).toBeGreaterThan(20);
  });

  it('who has a band already keeps it', async () => {
    await open({ 'GET /fhir/R4/Patient/new': { body: banded('new') } });
    await admit((house as TestHouse).world, 1);
    expect(house?.at(PUT)).toEqual([]);
  });

  it('waits where no bed is free', async () => {
    const { world } = await open({}, [{ ...FREE, state: 'cleaning' }]);
    expect(await admit(world, 1)).toEqual({ ending: 'explained', reason: 'no free bed' });
    expect(posts()).toEqual([]);
  });

  it('gets no band where somebody else took the bed', async () => {
    const { world } = await open({ [ADMIT]: { status: 409, fault: 'care.bed-taken' } });
    expect(await admit(world, 1)).toEqual({ ending: 'explained', reason: '409 care.bed-taken' });
    expect(house?.at(PUT)).toEqual([]);
    expect(world.watched.size).toBe(0);
  });
});

describe('somebody who moves', () => {
  it('is moved as they were seen, and the bed that they left is made', async () => {
    const { world, at } = await opened();
    expect(await transfer(world, INPATIENT)).toMatchObject({ ending: 'completed' });
    expect(at(MOVE)[0]?.body).toMatchObject({ encounter: 'stay-1', version: '3', bed: 'bed-9' });
    expect(at(BEDS)[0]?.body).toMatchObject({ bed: INPATIENT.bed, state: 'free' });
  });

  it('stays where they are when the stay changed meanwhile', async () => {
    const { world } = await open({ [MOVE]: { status: 412, fault: 'care.stay-changed' } });
    expect(await transfer(world, INPATIENT)).toMatchObject({ ending: 'explained' });
    expect(posts()).toEqual([MOVE]);
  });
});

describe('somebody who leaves', () => {
  it('has it decided by a physician, is seen off by a nurse, and the bed is made: in this order', async () => {
    const { world, at } = await opened();
    await discharge(world, INPATIENT);
    expect(posts()).toEqual([DECIDE, LEAVE, BEDS]);
    expect([at(DECIDE)[0]?.by, at(LEAVE)[0]?.by.slice(0, 5), at(BEDS)[0]?.by]).toEqual([
      'dr-car-1',
      'rn-51',
      'demo-bed-manager',
    ]);
  });

  it('of whom it was decided before is not decided about again', async () => {
    const { world } = await opened();
    await discharge(world, { ...INPATIENT, decided: true });
    expect(posts()).toEqual([LEAVE, BEDS]);
  });

  it.each<[string, string[]]>([
    [DECIDE, [DECIDE]],
    [LEAVE, [DECIDE, LEAVE]],
  ])('stays in bed where %s is refused', async (address, asked) => {
    const { world } = await open({ [address]: { status: 422, fault: 'care.orders-open' } });
    expect(await discharge(world, INPATIENT)).toEqual({ ending: 'explained', reason: '422 care.orders-open' });
    expect(posts()).toEqual(asked);
  });

  it('goes home mostly; of those who died the moment is told, and of nobody else', async () => {
    const { world, at } = await opened();
    for (let nth = 0; nth < 150; nth++) await discharge(world, { ...INPATIENT, encounter: `stay-${nth}` });
    const bodies = at(DECIDE).map(({ body }) => body);
    for (const { disposition, died } of bodies) expect(disposition === 'exp').toBe(died !== undefined);
    const share = (of: string) => bodies.filter(({ disposition }) => disposition === of).length / bodies.length;
    expect(share('home')).toBeGreaterThan(0.6);
    expect(share('exp')).toBeLessThan(0.1);
  });
});

describe('somebody who watches the board', () => {
  it('sees what it says, asks for what is newer, and measures how long a change took', async () => {
    const stop = new AbortController();
    house = await TestHouse.open(
      {
        'GET /care/ward/board': (_, nth) => {
          if (nth === 3) stop.abort();
          return { body: { revision: `r-${nth}`, beds: nth === 2 ? [FREE] : [] } };
        },
      },
      '1',
      stop.signal,
    );
    const { world, asked } = house;
    world.watched.set('bed-9', performance.now());
    const delays: number[] = [];
    await watchBoard(world, delays);
    expect(asked.slice(0, 3).map(({ query }) => query.get('since'))).toEqual([null, 'r-1', 'r-2']);
    expect(delays).toHaveLength(1);
    expect(delays[0]).toBeGreaterThanOrEqual(0);
    expect(world.watched.size).toBe(0);
    expect(world.house.beds.map(({ bed }) => bed)).toEqual(['bed-9']);
  });

  it('stops where the house refuses, and takes nothing of a refusal for a board', async () => {
    const { world } = await open({ 'GET /care/ward/board': { status: 403, fault: 'access.forbidden' } });
    await Promise.race([watchBoard(world, []), sleep(2000).then(() => expect.fail('still watching'))]);
    expect(world.house.revision).toBe('1');
  });
});

describe('somebody who reads a chart', () => {
  const lists = [
    '/care/orders/list',
    '/care/documents/list',
    '/fhir/R4/MedicationRequest',
    '/fhir/R4/DiagnosticReport',
    '/fhir/R4/Observation',
  ];
  const chart = {
    ...Object.fromEntries(
      [
        ...lists,
        '/fhir/R4/Patient/anna',
        '/fhir/R4/AllergyIntolerance',
        '/fhir/R4/Condition',
        '/fhir/R4/Encounter',
      ].map((path) => [`GET ${path}`, {}]),
    ),
    'POST /cds-services/maru-patient-view': {},
  };

  it('asks about this patient alone, and consults decision support by the rules', async () => {
    const { world } = await open(chart);
    expect(await openChart(world, INPATIENT)).toMatchObject({ ending: 'completed' });
    for (const { method, path, query } of house?.asked ?? [])
      if (method === 'GET' && path !== '/fhir/R4/Patient/anna') expect(query.get('patient')).toBe('anna');
    const [call] = house?.at('POST /cds-services/maru-patient-view') ?? [];
    expect(call?.body['context']).toEqual({ userId: `Practitioner/${call?.by}`, patientId: 'anna' });
    expect(call?.body['hookInstance']).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('is told where one of the first questions was refused', async () => {
    const { world } = await open({ ...chart, 'GET /fhir/R4/Condition': { status: 500, fault: 'server.fault' } });
    expect(await openChart(world, INPATIENT)).toEqual({ ending: 'failed', reason: '500 server.fault' });
  });
});

async function opened(): Promise<{ world: TestHouse['world']; at: TestHouse['at'] }> {
  const one = await open({});
  return { world: one.world, at: (address) => one.at(address) };
}
