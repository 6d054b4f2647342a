import { describe, expect, it } from 'vitest';
import { ageOn, civil, dayOf } from '../calendar.ts';
import { patientResource } from '../chart/patient.ts';
import { FAMILY_NAMES, givenNames } from '../data/names.ts';
import { rosterOf } from '../hospital/staff.ts';
import { Random } from '../random.ts';
import { identityOf, personOf, POPULATION, type Person } from './person.ts';
import { bodyMassOn, heightOn } from './traits.ts';

const TODAY = dayOf(2026, 11, 24);
const base = new Random('people');
const PEOPLE: readonly Person[] = Array.from({ length: 6000 }, (_, index) =>
  personOf(base.stream(`patient/${index}`), 'people', index, TODAY),
);
const roster = rosterOf(base);
const facts = { today: TODAY, died: undefined, generalPractitioner: roster.demoPhysician };

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function men(group: readonly Person[]): number {
  return group.filter(({ sex }) => sex === 'male').length / group.length;
}

function share(name: string): number {
  return PEOPLE.filter((one) => one.name.family === name).length / PEOPLE.length;
}

function tall(sex: string, from: number, to: number): number[] {
  return PEOPLE.filter((one) => one.sex === sex)
    .filter(({ birth }) => ageOn(birth, TODAY) >= from && ageOn(birth, TODAY) < to)
    .map((one) => heightOn(one, TODAY));
}

describe('the population', () => {
  it('has the age pyramid of Korea', () => {
    const millions = POPULATION.reduce((sum, [, band]) => sum + band, 0);
    for (const [from, band] of POPULATION) {
      const to = from === 90 ? 120 : from + 10;
      const part =
        PEOPLE.filter(({ birth }) => ageOn(birth, TODAY) >= from && ageOn(birth, TODAY) < to).length / PEOPLE.length;
      expect(Math.abs(part - band / millions), `from ${from}`).toBeLessThan(0.02);
    }
  });

  it('has as many men as women, and more women among the old', () => {
    expect(men(PEOPLE)).toBeGreaterThan(0.47);
    expect(men(PEOPLE)).toBeLessThan(0.53);
    expect(men(PEOPLE.filter(({ birth }) => ageOn(birth, TODAY) > 80))).toBeLessThan(0.45);
  });

  it('has family names as often as they are', () => {
    expect(share('김')).toBeCloseTo(0.22, 1);
    expect(share('이')).toBeCloseTo(0.15, 1);
    expect(share('김') > share('이') && share('이') > share('박') && share('박') > share('최')).toBe(true);
    expect(new Set(FAMILY_NAMES.map(([name]) => name)).size).toBe(FAMILY_NAMES.length);
  });

  it('names people by the fashion of their birth years', () => {
    expect(givenNames('female', 1952)).toContain('영숙');
    expect(givenNames('female', 2015)).toContain('서윤');
    expect(givenNames('female', 2015)).not.toContain('영숙');
    for (const { name, sex, birth } of PEOPLE.slice(0, 300))
      expect(givenNames(sex, civil(birth)[0])).toContain(name.given);
  });

  it('gives each an id and a number of their own', () => {
    const identities = Array.from({ length: 50_000 }, (_, index) => identityOf('ids', index));
    expect(new Set(identities.map(({ id }) => id)).size).toBe(50_000);
    expect(new Set(identities.map(({ number }) => number)).size).toBe(50_000);
    for (const { id, number } of identities.slice(0, 50)) {
      expect(id).toMatch(/^p[0-9a-z]{11}$/);
      expect(number).toMatch(/^\d{8}$/);
    }
  });
});

describe('bodies', () => {
  it('are as tall as Koreans are, the young taller than the old', () => {
    expect(mean(tall('male', 20, 35))).toBeCloseTo(174, -0.5);
    expect(mean(tall('female', 20, 35))).toBeCloseTo(161, -0.5);
    expect(mean(tall('male', 75, 99))).toBeLessThan(168);
    expect(mean(tall('female', 75, 99))).toBeLessThan(155);
  });

  it('grow from birth to eighteen, and not after', () => {
    for (const person of PEOPLE.slice(0, 60)) {
      const at = (age: number): number => heightOn(person, Math.floor(person.birth + age * 365.25));
      for (let age = 0; age < 17.5; age += 0.5) expect(at(age + 0.5)).toBeGreaterThan(at(age));
      expect(at(40)).toBeCloseTo(at(20), 1);
    }
  });

  it('weigh what Koreans weigh', () => {
    const masses = PEOPLE.filter((one) => ageOn(one.birth, TODAY) > 20).map((one) => bodyMassOn(one, TODAY));
    expect(mean(masses)).toBeGreaterThan(22.5);
    expect(mean(masses)).toBeLessThan(25);
    expect(masses.filter((one) => one >= 25).length / masses.length).toBeGreaterThan(0.25);
    expect(masses.filter((one) => one >= 25).length / masses.length).toBeLessThan(0.45);
    expect(Math.max(...masses)).toBeLessThan(42);
    expect(Math.min(...masses)).toBeGreaterThanOrEqual(15);
  });
});

describe('the Patient', () => {
  const patients = PEOPLE.slice(0, 400).map((person) => patientResource(person, facts));

  it('has an official name in Hangul and a Latin one, each marked', () => {
    for (const { name } of patients) {
      const [hangul, latin] = name ?? [];
      expect(hangul?.use).toBe('official');
      expect(hangul?.text).toBe(`${hangul?.family}${hangul?.given?.join('')}`);
      expect(hangul?.text).toMatch(/^[가-힣]{2,4}$/);
      expect(hangul?.extension?.[0]?.valueCode).toBe('SYL');
      expect(latin?.text).toMatch(/^[A-Z][a-z]* [A-Z][a-z]*(-[a-z]+)*$/);
      expect(latin?.extension?.[0]?.valueCode).toBe('ABC');
    }
  });

  it('lives at a Korean road name address with a postal code of its district', () => {
    for (const { address } of patients) {
      const [home] = address ?? [];
      expect(home?.postalCode).toMatch(/^\d{5}$/);
      expect(home?.text).toContain(home?.city ?? '?');
      expect(home?.extension?.[0]?.extension?.map(({ url }) => url)).toEqual([
        'district',
        'roadName',
        'detailedAddress',
      ]);
    }
    const seoul = patients.filter(({ address }) => address?.[0]?.state === '서울특별시');
    expect(seoul.length / patients.length).toBeGreaterThan(0.5);
  });

  it('marries at a likely age, and names a likely next of kin', () => {
    for (const { maritalStatus, birthDate = '', contact } of patients) {
      const status = maritalStatus?.coding?.[0]?.code;
      const relation = contact?.[0]?.relationship?.[0]?.text;
      if (birthDate > '2003') expect(status).toBe('S');
      if (status === 'M') expect(relation).toBe('배우자');
      if (birthDate > '1990' && status === 'S') expect(relation).toBe('부모');
    }
    const old = patients.filter(({ birthDate = '' }) => birthDate < '1960');
    expect(
      old.filter(({ maritalStatus }) => maritalStatus?.coding?.[0]?.code !== 'S').length / old.length,
    ).toBeGreaterThan(0.85);
  });

  it('tells of death where there was one', () => {
    const [person] = PEOPLE as [Person];
    expect(patientResource(person, facts)).not.toHaveProperty('deceasedDateTime');
    expect(patientResource(person, { ...facts, died: TODAY * 1440 })).toMatchObject({
      deceasedDateTime: '2026-11-24T00:00:00+09:00',
    });
  });
});
