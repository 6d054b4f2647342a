import { beforeAll, describe, expect, it } from 'vitest';
import { DEMO_PEOPLE } from '../../access/index.ts';
import type { Resource, ResourceOfType, ResourceType } from '../../fhir/index.ts';
import { DEPARTMENTS, WARDS } from '../data/departments.ts';
import { EPISODES } from '../data/episodes.ts';
import { Random } from '../random.ts';
import { textsUnder } from '../testing.ts';
import { hospitalOf, type Hospital } from './hospital.ts';
import { bedsOf } from './location.ts';

describe('the hospital', () => {
  let hospital: Hospital;
  let byId: Map<string, Resource>;
  beforeAll(() => {
    hospital = hospitalOf(new Random('hospital test'));
    byId = new Map(hospital.resources.map((one) => [`${one.resourceType}/${one.id}`, one]));
  });

  function all<Type extends ResourceType>(type: Type): ResourceOfType[Type][] {
    return hospital.resources.filter(({ resourceType }) => resourceType === type) as ResourceOfType[Type][];
  }

  it('is one organization with a department for each of the table, all part of it', () => {
    expect(byId.get('Organization/maru')).toMatchObject({ name: '마루병원' });
    for (const { key, ko } of DEPARTMENTS) {
      expect(byId.get(`Organization/dept-${key.toLowerCase()}`), key).toMatchObject({
        name: ko,
        partOf: { reference: 'Organization/maru' },
      });
      expect(byId.has(`HealthcareService/service-${key.toLowerCase()}`)).toBe(true);
      expect(byId.has(`Location/clinic-${key.toLowerCase()}`)).toBe(true);
    }
  });

  it('lists what others refer to first', () => {
    const seen = new Set<string>();
    for (const resource of hospital.resources) {
      for (const target of textsUnder(resource, 'reference'))
        expect(seen.has(target), `${resource.id} → ${target}`).toBe(true);
      seen.add(`${resource.resourceType}/${resource.id}`);
    }
  });

  it('leads from every bed over room, ward and building to the site', () => {
    const beds = all('Location')
      .filter(({ physicalType }) => physicalType?.coding?.[0]?.code === 'bd')
      .filter(({ id = '' }) => id.startsWith('bed-'));
    expect(beds.length).toBe(WARDS.reduce((sum, ward) => sum + ward.rooms * ward.beds, 0));
    for (const bed of beds) {
      const kinds: (string | undefined)[] = [];
      for (let place: ResourceOfType['Location'] | undefined = bed; place !== undefined;) {
        kinds.push(place.physicalType?.coding?.[0]?.code);
        place = byId.get(place.partOf?.reference ?? '') as ResourceOfType['Location'] | undefined;
      }
      expect(kinds).toEqual(['bd', 'ro', 'wa', 'bu', 'si']);
    }
  });

  it('has wards 61 and 62, intensive care and an emergency room', () => {
    for (const id of ['ward-61', 'ward-62', 'ward-icu', 'er', 'room-6101', 'bed-6101-1'])
      expect(byId.has(`Location/${id}`), id).toBe(true);
  });

  it('has every demo person but the patient, with a role', () => {
    for (const { role, fhirUser, id, wards } of DEMO_PEOPLE) {
      if (role === 'patient') continue;
      expect(byId.has(fhirUser), fhirUser).toBe(true);
      const duty = byId.get(`PractitionerRole/role-${id}`) as ResourceOfType['PractitionerRole'];
      expect(duty.practitioner?.reference).toBe(fhirUser);
      expect((duty.location ?? []).map(({ reference }) => reference)).toEqual(
        wards.map((ward) => `Location/ward-${ward}`),
      );
    }
  });

  it('staffs every department with physicians and every ward with nurses', () => {
    for (const { key, doctors } of DEPARTMENTS)
      expect(hospital.roster.doctorsOf(key).length).toBeGreaterThanOrEqual(doctors);
    for (const { key } of WARDS) expect(hospital.roster.nursesOf(key).length).toBeGreaterThanOrEqual(5);
    for (const { department } of EPISODES)
      expect(hospital.roster.doctorsOf(department)[0]?.department).toBe(department);
    const names = hospital.roster.everybody.map(({ id }) => id);
    expect(new Set(names).size).toBe(names.length);
  });

  it('gives physicians a specialty and a licence that cannot be real', () => {
    const physicians = all('PractitionerRole').filter(({ code }) => code?.[0]?.coding?.[0]?.code === 'doctor');
    expect(physicians.length).toBeGreaterThan(80);
    for (const { specialty } of physicians)
      expect(specialty?.[0]?.coding?.[0]?.system).toContain('hira-medical-department');
    for (const { qualification } of all('Practitioner')) {
      for (const { identifier } of qualification ?? []) expect(identifier?.[0]?.value).toMatch(/^SYNTHETIC-/);
    }
  });

  it('parts rooms by sex except where wards are mixed', () => {
    for (const ward of WARDS) {
      const [men, women] = [bedsOf(ward, 'male'), bedsOf(ward, 'female')];
      const shared = men.filter(({ bed }) => women.some((one) => one.bed === bed));
      expect(shared.length, ward.key).toBe(ward.mixed ? men.length : 0);
      expect(new Set([...men, ...women].map(({ bed }) => bed)).size).toBe(bedsOf(ward, undefined).length);
    }
  });
});
