import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawBoard, wardOf } from './board.ts';
import type { Census } from './census.ts';
import { participation, performerConcept, type Encounter, type Location, type Task } from './codes.ts';
import { person, place } from './testing.ts';

const EXTENSION = 'https://maru.health/fhir/StructureDefinition/';
const CARE = 'https://maru.health/fhir/CodeSystem/care';

const stay = (id: string, patient: string, bed: string | undefined, more: Partial<Encounter> = {}): Encounter => ({
  resourceType: 'Encounter',
  id,
  meta: { versionId: '3' },
  status: 'in-progress',
  class: { code: 'IMP' },
  subject: { reference: `Patient/${patient}`, display: patient },
  ...(bed === undefined ? {} : { location: [{ location: { reference: `Location/${bed}` }, status: 'active' }] }),
  ...more,
});

const HOUSE = [
  place('ward-61', 'wa', undefined, { name: '61병동', alias: ['Ward 61'] }),
  place('room-1', 'ro', 'ward-61', { name: '6101호' }),
  ...['bed-1', 'bed-2', 'bed-10'].map((id) => place(id, 'bd', 'room-1')),
  place('stray', 'bd'),
  place('or-1', 'ro', undefined, { name: '수술실 1', type: [{ coding: [{ code: 'OR' }] }] }),
];

interface Told {
  readonly stays?: readonly Encounter[];
  readonly places?: readonly object[];
  readonly people?: readonly object[];
  readonly tasks?: readonly object[];
  readonly flags?: readonly object[];
  readonly staff?: readonly object[];
}

/** What the board would hold; only the maps are read. */
function census({ stays = [], places = HOUSE, people = [], tasks = [], flags = [], staff = [] }: Told): Census {
  const byId = (all: readonly object[]) => new Map(all.map((one) => [(one as { id: string }).id, one]));
  return {
    encounters: byId(stays),
    locations: byId(places),
    patients: byId(people),
    tasks: byId(tasks),
    flags: byId(flags),
    practitioners: byId(staff),
  } as unknown as Census;
}

const boardOf = (told: Told) => drawBoard(census(told));
const bedOf = (told: Told, bed: string) => boardOf(told).beds.find((one) => one.bed === bed);
const one = (told: Told = {}, more: Partial<Encounter> = {}) =>
  bedOf({ ...told, stays: [stay('e1', 'anna', 'bed-1', more)] }, 'bed-1')?.stay;

describe('beds on the board', () => {
  it('stand in the order of their numbers, with room and ward in both scripts', () => {
    const { beds, wards } = boardOf({});
    expect(beds.map(({ bed }) => bed)).toEqual(['bed-1', 'bed-2', 'bed-10']);
    expect(beds[0]).toMatchObject({ room: 'room-1', roomName: '6101호', ward: 'ward-61', state: 'free' });
    expect(wards).toEqual([{ ward: 'ward-61', name: '61병동', latin: 'Ward 61' }]);
  });

  it('are taken where somebody lies in them, whatever their own state says', () => {
    const cleaning = place('bed-1', 'bd', 'room-1', { operationalStatus: { code: 'H' } });
    const places = [...HOUSE.filter(({ id }) => id !== 'bed-1'), cleaning];
    expect(bedOf({ places }, 'bed-1')?.state).toBe('cleaning');
    expect(bedOf({ places, stays: [stay('e1', 'anna', 'bed-1')] }, 'bed-1')?.state).toBe('occupied');
  });

  it('are free where they say that they are taken and nobody is in them', () => {
    const taken = place('bed-1', 'bd', 'room-1', { operationalStatus: { code: 'O' } });
    const places = [...HOUSE.filter(({ id }) => id !== 'bed-1'), taken];
    expect(bedOf({ places }, 'bed-1')).toMatchObject({ state: 'free' });
  });

  it('are reserved for who is expected, and stay theirs while they are away', () => {
    expect(bedOf({ stays: [stay('e1', 'anna', 'bed-1', { status: 'planned' })] }, 'bed-1')?.state).toBe('reserved');
    const away = stay('e1', 'anna', undefined, {
      location: [
        { location: { reference: 'Location/bed-1' }, status: 'reserved' },
        { location: { reference: 'Location/or-1', display: '수술실 1' }, status: 'active' },
      ],
    });
    expect(bedOf({ stays: [away] }, 'bed-1')).toMatchObject({ state: 'occupied', stay: { elsewhere: '수술실 1' } });
  });

  it('that were left are not held by who was in them', () => {
    const moved = stay('e1', 'anna', undefined, {
      location: [
        { location: { reference: 'Location/bed-1' }, status: 'completed', period: { end: '2026-11-24T03:00:00Z' } },
        { location: { reference: 'Location/bed-2' }, status: 'active' },
      ],
    });
    expect(bedOf({ stays: [moved] }, 'bed-1')?.stay).toBeUndefined();
    expect(bedOf({ stays: [moved] }, 'bed-2')?.stay?.encounter).toBe('e1');
  });

  it('of no ward are not on the board, but who lies there is', () => {
    const { beds, waiting } = boardOf({ stays: [stay('e1', 'anna', 'stray')] });
    expect(beds.some(({ bed }) => bed === 'stray')).toBe(false);
    expect(waiting.map(({ encounter }) => encounter)).toEqual(['e1']);
  });

  it('a bed that two stays claim hides neither of them', () => {
    const { beds, waiting } = boardOf({ stays: [stay('e1', 'anna', 'bed-1'), stay('e2', 'bora', 'bed-1')] });
    const shown = [
      ...beds.flatMap(({ stay: held }) => held?.encounter ?? []),
      ...waiting.map((line) => line.encounter),
    ];
    expect(shown.toSorted()).toEqual(['e1', 'e2']);
  });

  it('nobody who is here is missing, and nobody stands there twice', () => {
    const bed = fc.constantFrom('bed-1', 'bed-2', 'bed-10', 'stray', 'nowhere', undefined);
    const status = fc.constantFrom<Encounter['status']>('planned', 'arrived', 'in-progress', 'onleave');
    fc.assert(
      fc.property(fc.array(fc.record({ bed, status }), { maxLength: 8 }), (all) => {
        const stays = all.map((each, at) => stay(`e${at}`, `p${at}`, each.bed, { status: each.status }));
        const { beds, waiting } = boardOf({ stays });
        const shown = [...beds.flatMap((line) => line.stay ?? []), ...waiting].map(({ encounter }) => encounter);
        expect(shown.toSorted()).toEqual(stays.map(({ id = '' }) => id).toSorted());
      }),
    );
  });
});

describe('a patient on the board', () => {
  it('is told with both names, number, birth date and who is responsible now', () => {
    const people = [
      person('anna', {
        name: [{ text: '김안나' }, { family: 'Kim', given: ['Anna'] }],
        identifier: [
          { system: 'https://id.gs1.org/8018', value: '1' },
          { system: 'https://maru.health/fhir/NamingSystem/patient-number', value: '00012345' },
        ],
      }),
    ];
    const staff = [{ resourceType: 'Practitioner', id: 'doc-2', name: [{ text: '이의사' }] }];
    const participant = [
      { type: [participation('ATND')], individual: { reference: 'Practitioner/doc-1' }, period: { end: '2026-11-23' } },
      {
        type: [participation('ATND')],
        individual: { reference: 'Practitioner/doc-2' },
        period: { start: '2026-11-23' },
      },
      { type: [participation('PPRF')], individual: { reference: 'Practitioner/nurse-1', display: '박간호' } },
    ];
    expect(one({ people, staff }, { participant })).toMatchObject({
      version: '3',
      patient: { id: 'anna', name: '김안나', latin: 'Kim Anna' },
      number: '00012345',
      gender: 'female',
      birthDate: '1950-02-03',
      attending: { id: 'doc-2', name: '이의사' },
      nurse: { id: 'nurse-1', name: '박간호' },
    });
  });

  it('whose record is not read yet has at least the name of the stay, and nothing invented', () => {
    const line = one();
    expect(line?.patient).toEqual({ id: 'anna', name: 'anna' });
    for (const name of ['gender', 'birthDate', 'number', 'attending', 'news2', 'flags', 'tasks'] as const) {
      expect(line).not.toHaveProperty(name);
    }
  });

  it.each(['R', 'V'])('whose record is restricted (%s) is not named, nor what is wrong with them', (code) => {
    const hidden = { encounter: 'e1', version: '3', status: 'in-progress', kind: 'IMP', restricted: true };
    const meta = { security: [{ code }] };
    expect(one({}, { meta: { versionId: '3', ...meta }, reasonCode: [{ text: '폐렴' }] })).toEqual(hidden);
    expect(one({ people: [person('anna', { meta })] }, { reasonCode: [{ text: '폐렴' }] })).toEqual(hidden);
  });

  it('has their own flags once each, and nobody else’s', () => {
    const flag = (id: string, code: string, patient: string) => ({
      resourceType: 'Flag',
      id,
      status: 'active',
      code: { coding: [{ system: CARE, code }] },
      subject: { reference: `Patient/${patient}` },
    });
    const flags = [
      flag('1', 'fall-risk', 'anna'),
      flag('2', 'dnr', 'anna'),
      flag('3', 'dnr', 'anna'),
      flag('4', 'isolation-contact', 'bora'),
    ];
    expect(one({ flags })?.flags).toEqual(['dnr', 'fall-risk']);
  });

  it('has what is planned: discharge expected and decided, back from leave', () => {
    const extension = [
      { url: `${EXTENSION}expected-discharge`, valueDate: '2026-11-28' },
      { url: `${EXTENSION}discharge-decided`, valueDateTime: '2026-11-27T01:00:00Z' },
      { url: `${EXTENSION}leave-until`, valueDateTime: '2026-11-25T09:00:00Z' },
    ];
    expect(one({}, { extension })).toMatchObject({
      expectedDischarge: '2026-11-28',
      dischargeDecided: '2026-11-27T01:00:00Z',
      leaveUntil: '2026-11-25T09:00:00Z',
    });
  });

  it('has the tasks of their own, soonest first; what has no time comes last', () => {
    const task = (id: string, patient: string, end?: string): Task => ({
      resourceType: 'Task',
      id,
      status: 'requested',
      intent: 'order',
      for: { reference: `Patient/${patient}` },
      performerType: [performerConcept('nurse')],
      ...(end === undefined ? {} : { restriction: { period: { end } } }),
    });
    const tasks = [
      task('1', 'anna'),
      task('2', 'anna', '2026-11-24T05:00:00Z'),
      task('3', 'anna', '2026-11-24T13:00:00+09:00'),
      task('4', 'bora', '2026-11-24T01:00:00Z'),
    ];
    expect(one({ tasks })?.tasks).toEqual({ open: 3, first: '2026-11-24T13:00:00+09:00' });
    expect(one({ tasks: [task('1', 'anna')] })?.tasks).toEqual({ open: 1 });
  });
});

describe('the ward of a place', () => {
  it('is found through its room, and a ring of places ends', () => {
    const { locations } = census({});
    expect(wardOf(census({}), locations.get('bed-1') as Location)).toBe('ward-61');
    const ring = census({ places: [place('a', 'ro', 'b'), place('b', 'ro', 'a')] });
    expect(wardOf(ring, ring.locations.get('a') as Location)).toBeUndefined();
    expect(wardOf(census({}), locations.get('stray') as Location)).toBeUndefined();
  });
});
