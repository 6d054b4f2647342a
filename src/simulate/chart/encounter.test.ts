import { describe, expect, it } from 'vitest';
import { DAY, minuteOf } from '../calendar.ts';
import { bedsOf } from '../hospital/location.ts';
import { codeOf, lifeOf, NOW } from '../testing.ts';
import { addEncounter, type EncounterFacts } from './encounter.ts';
import { addAllergy, addCareTeam, addFlag, addNoKnownAllergy } from './safety.ts';
import type { Setting } from './chart.ts';
import { ALLERGENS } from '../data/allergens.ts';

const { chart, roster } = (() => {
  const life = lifeOf({ age: 60 });
  return { chart: life.chart, roster: life.chart.roster };
})();
const start = minuteOf(NOW) - 3 * DAY;
const [doctor] = roster.doctorsOf('CAR');
const [nurse] = roster.nursesOf('61');
if (doctor === undefined || nurse === undefined) throw new Error('nobody works here');
const [first, second] = bedsOf(roster.ward('61'), 'male');

const encounter = (more: Partial<EncounterFacts> = {}) =>
  addEncounter(chart, {
    kind: 'IMP',
    department: 'CAR',
    start,
    end: undefined,
    doctor,
    nurse,
    reason: '흉통',
    moves: [{ from: start, to: undefined, bed: first }],
    aid: false,
    ...more,
  });

describe('a stay', () => {
  it('that goes on has no end anywhere: nobody is discharged by a period', () => {
    const { status, period, length, location = [], hospitalization, participant = [] } = encounter();
    expect([status, period?.end, length, hospitalization?.dischargeDisposition]).toEqual([
      'in-progress',
      undefined,
      undefined,
      undefined,
    ]);
    expect(location.map((one) => [one.status, one.period?.end])).toEqual([['active', undefined]]);
    expect(participant.every((one) => one.period?.end === undefined)).toBe(true);
  });

  it('that is over says where the patient went, and for how long they were here', () => {
    const end = start + 2 * DAY;
    const moves = [{ from: start, to: end, bed: first }];
    const home = encounter({ end, moves });
    expect([home.status, codeOf(home.hospitalization?.dischargeDisposition)]).toEqual(['finished', 'home']);
    expect(home.length).toMatchObject({ value: 2, unit: '일', code: 'd' });
    expect(codeOf(encounter({ end, moves, died: true }).hospitalization?.dischargeDisposition)).toBe('exp');
  });

  it('names each bed in turn, and only the last is active', () => {
    const moved = start + DAY;
    const { location = [] } = encounter({
      moves: [
        { from: start, to: moved, bed: first },
        { from: moved, to: undefined, bed: second },
      ],
    });
    expect(location.map(({ status }) => status)).toEqual(['completed', 'active']);
    expect(location[0]?.period?.end).toBe(location[1]?.period?.start);
    expect(location[0]?.location.reference).not.toBe(location[1]?.location.reference);
    expect(location.map(({ physicalType }) => codeOf(physicalType))).toEqual(['bd', 'bd']);
  });

  it('says where the patient came from', () => {
    const emergency = encounter({ kind: 'EMER', department: 'EM', end: start + 90, moves: [], bay: 3 });
    expect(codeOf(encounter().hospitalization?.admitSource)).toBe('outp');
    const fromEmergency = encounter({ partOf: emergency });
    expect(codeOf(fromEmergency.hospitalization?.admitSource)).toBe('emd');
    expect(fromEmergency.partOf?.reference).toBe(`Encounter/${emergency.id}`);
    expect(codeOf(encounter({ born: true }).hospitalization?.admitSource)).toBe('born');
  });

  it('has an id and a number of its own', () => {
    const [one, other] = [encounter(), encounter()];
    expect(one.id).not.toBe(other.id);
    expect(one.identifier?.[0]?.value).not.toBe(other.identifier?.[0]?.value);
  });
});

describe('a visit', () => {
  it('to a clinic is in the clinic of its department, without nurse or priority', () => {
    const visit = encounter({ kind: 'AMB', end: start + 25, moves: [] });
    expect(visit.location?.map((one) => one.location.reference)).toEqual(['Location/clinic-car']);
    expect(visit.participant).toHaveLength(1);
    expect(visit.priority).toBeUndefined();
    expect(visit.hospitalization).toBeUndefined();
    expect(visit.length).toMatchObject({ value: 25, unit: '분', code: 'min' });
  });

  it('to the emergency room is an emergency in its bay', () => {
    const visit = encounter({ kind: 'EMER', department: 'EM', moves: [], bay: 3 });
    expect(visit.location?.[0]).toMatchObject({ location: { reference: 'Location/er-bay-3' }, status: 'active' });
    expect(codeOf(visit.priority)).toBe('EM');
  });

  it('of somebody on medical aid says so; of nobody’s reason makes up none', () => {
    expect(encounter({ aid: true }).extension?.[0]?.valueCodeableConcept).toMatchObject({ coding: [{ code: '5' }] });
    expect(encounter().extension?.[0]?.valueCodeableConcept).toMatchObject({ coding: [{ code: '4' }] });
    expect(encounter({ reason: '' })).not.toHaveProperty('reasonCode');
  });
});

describe('what warns of a patient', () => {
  const setting: Setting = { encounter: encounter(), doctor, nurse };
  const allergen = ALLERGENS.find(({ category }) => category === 'medication');
  if (allergen === undefined) throw new Error('no allergen');
  const facts = { allergen, reaction: 'none such', onset: 10_000, recorded: start };

  it('is graver where the reaction was', () => {
    const [severe, mild] = [true, false].map((one) => addAllergy(chart, setting, { ...facts, severe: one }));
    expect([severe?.criticality, mild?.criticality]).toEqual(['high', 'low']);
    expect([codeOf(severe?.verificationStatus), codeOf(mild?.verificationStatus)]).toEqual([
      'confirmed',
      'unconfirmed',
    ]);
    expect(severe?.reaction?.[0]?.severity).toBe('severe');
  });

  it('is named in both languages', () => {
    const { code } = addAllergy(chart, setting, { ...facts, severe: true });
    expect(code?.text).toMatch(/[가-힣]/);
    expect(code?.coding?.[0]?.display).toBeTruthy();
  });

  it('or does not: that nobody knows of one was asked, and is a statement', () => {
    const none = addNoKnownAllergy(chart, setting, start);
    expect([codeOf(none.code), none.code?.text, none.criticality]).toEqual([
      '716186003',
      '알려진 알레르기 없음',
      undefined,
    ]);
  });

  it('ends with the stay, and so does the team', () => {
    const count = (type: 'Flag' | 'CareTeam') =>
      chart.resources().filter(({ resourceType }) => resourceType === type) as unknown as {
        status: string;
        period: object;
      }[];
    addFlag(chart, setting, 'fall', start, undefined);
    addFlag(chart, setting, 'isolation', start, start + DAY);
    addCareTeam(chart, setting, start, undefined);
    addCareTeam(chart, setting, start, start + DAY);
    for (const type of ['Flag', 'CareTeam'] as const) {
      const [running, over] = count(type);
      expect([running?.status, over?.status]).toEqual(['active', 'inactive']);
      expect([Object.keys(running?.period ?? {}), Object.keys(over?.period ?? {})]).toEqual([
        ['start'],
        ['start', 'end'],
      ]);
    }
  });
});
