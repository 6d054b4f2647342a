import { beforeAll, describe, expect, it } from 'vitest';
import { DEMO_PEOPLE } from '../../access/index.ts';
import { DEPARTMENTS, WARDS } from '../data/departments.ts';
import { Random } from '../random.ts';
import { anyBed, bedsOf, cotOf, ER_BAYS, locations } from './location.ts';
import { badgeOf, practitioner, practitionerRole, rosterOf, type Roster } from './staff.ts';

describe('the staff', () => {
  let roster: Roster;
  beforeAll(() => {
    roster = rosterOf(new Random('staff test'));
  });

  it('is the same for a seed, and others for another', () => {
    const names = (seed: string) => rosterOf(new Random(seed)).everybody.map(({ name }) => name.family + name.given);
    expect(names('a')).toEqual(names('a'));
    expect(names('a')).not.toEqual(names('b'));
  });

  it('has a badge each that opens nothing for anybody else', () => {
    const badges = roster.everybody.map(badgeOf);
    expect(new Set(badges).size).toBe(badges.length);
    for (const badge of badges) expect(badge).toMatch(/^8809991\d{11}$/);
  });

  it('keeps a badge whatever the seed: it hangs on the id', () => {
    expect(badgeOf({ id: 'demo-nurse' })).toBe(badgeOf({ id: 'demo-nurse' }));
    expect(badgeOf({ id: 'demo-nurse' })).not.toBe(badgeOf({ id: 'demo-physician' }));
  });

  it('has enough nurses on every ward for three shifts and a witness, and a physician in every department', () => {
    for (const { key } of WARDS) expect(roster.nursesOf(key).length, key).toBeGreaterThanOrEqual(5);
    expect(roster.nursesOf('ER').length).toBeGreaterThanOrEqual(4);
    for (const { key } of DEPARTMENTS) {
      const own = roster.doctorsOf(key);
      expect(own.length, key).toBeGreaterThan(0);
      expect(
        own.every(({ department }) => department === key),
        key,
      ).toBe(true);
    }
    expect([roster.pharmacists.length >= 3, roster.technologists.length >= 3]).toEqual([true, true]);
  });

  it('finds somebody also for a ward or department that the hospital does not have', () => {
    expect(roster.nursesOf('99').length).toBeGreaterThan(0);
    expect(roster.doctorsOf('XYZ').length).toBeGreaterThan(0);
    expect(roster.ward('99')).toBe(roster.wards[0]);
  });

  it('has everybody of the demo who works in a hospital, with the role that their account has', () => {
    const ids = new Set(roster.everybody.map(({ id }) => id));
    const working = DEMO_PEOPLE.filter(({ role }) => ['physician', 'nurse', 'pharmacist', 'laboratory'].includes(role));
    expect(working.length).toBeGreaterThanOrEqual(4);
    for (const { id } of working) expect(ids.has(id), id).toBe(true);
    expect(roster.demoPhysician.profession).toBe('doctor');
  });

  it('marks every licence as invented, and gives none to who needs none', () => {
    for (const one of roster.everybody) {
      const { qualification = [] } = practitioner(one);
      const needs = ['doctor', 'nurse', 'pharmacist', 'technologist'].includes(one.profession);
      expect(qualification.length, one.id).toBe(needs ? 1 : 0);
      for (const { identifier = [] } of qualification) expect(identifier[0]?.value).toMatch(/^SYNTHETIC-/);
    }
  });

  it('is old enough to work, and has names in both scripts', () => {
    for (const one of roster.everybody) {
      const { birthDate = '', name = [] } = practitioner(one);
      expect(Number(birthDate.slice(0, 4)), one.id).toBeLessThan(2005);
      expect(name.map(({ text = '' }) => /[가-힣]/.test(text))).toEqual([true, false]);
    }
  });

  it('is a pharmacist to the bedside only who is one: verification rests on it', () => {
    for (const one of roster.everybody) {
      const code = practitionerRole(one).code?.[0]?.coding?.[0]?.code;
      expect(code === 'pharmacist', one.id).toBe(one.profession === 'pharmacist');
      expect(code === 'doctor', one.id).toBe(one.profession === 'doctor');
    }
  });
});

describe('beds', () => {
  it('of shared rooms are for one sex each, and every bed is somebody’s', () => {
    for (const ward of WARDS) {
      const [women, men, all] = [bedsOf(ward, 'female'), bedsOf(ward, 'male'), bedsOf(ward, undefined)].map((beds) =>
        beds.map(({ bed }) => bed),
      ) as [string[], string[], string[]];
      expect(all.length, ward.key).toBe(ward.rooms * ward.beds);
      expect([...new Set([...women, ...men])].toSorted(), ward.key).toEqual(all.toSorted());
      const shared = women.filter((bed) => men.includes(bed));
      expect(shared.length, ward.key).toBe(ward.mixed ? all.length : 0);
    }
  });

  it('that are picked for somebody are ones that they may lie in', () => {
    const random = new Random('beds');
    for (const ward of WARDS)
      for (const sex of ['female', 'male'] as const) {
        if (bedsOf(ward, sex).length === 0) continue;
        const { only } = anyBed(ward, sex, random);
        expect(only === undefined || only === sex, ward.key).toBe(true);
      }
  });

  it('of mothers have a cot each, which is a place of the house', () => {
    const ward = WARDS.find(({ key }) => key === '51');
    if (ward === undefined) throw new Error('no ward 51');
    const places = new Set(locations().map(({ id }) => id));
    const cots = bedsOf(ward, undefined).map(({ bed }) => cotOf(ward, bed).bed);
    expect(new Set(cots).size).toBe(cots.length);
    for (const cot of cots) expect(places.has(cot), cot).toBe(true);
  });

  it('and bays have ids of their own, in small letters', () => {
    const ids = locations().map(({ id = '' }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[a-z0-9-]{1,64}$/);
    expect(ids.filter((id) => id.startsWith('er-bay-'))).toHaveLength(ER_BAYS.length);
  });
});
