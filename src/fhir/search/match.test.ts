import { describe, expect, it } from 'vitest';
import type { EpochMs } from '../../kernel/index.ts';
import type { Resource } from '../generated/types.ts';
import { matchesSearch } from './match.ts';
import { parseSearch } from './parse.ts';
import type { World } from './world.ts';

const NOW = Date.UTC(2026, 0, 1) as EpochMs;

function matches(resource: object, query: string, world: Partial<World> = {}): boolean {
  const { resourceType } = resource as { resourceType: string };
  return matchesSearch(resource as Resource, parseSearch(resourceType, query), { timeZone: 'UTC', now: NOW, ...world });
}

const observation = {
  resourceType: 'Observation',
  id: 'o',
  meta: { lastUpdated: '2025-06-01T00:00:00Z', profile: ['http://a.org/profile/bp'] },
  status: 'final',
  code: { coding: [{ system: 'http://loinc.org', code: '85354-9', display: 'Blood pressure' }, { code: 'local' }] },
  subject: { reference: 'Patient/p' },
  effectivePeriod: { start: '2020-01-10', end: '2020-01-20' },
  component: [
    { code: { coding: [{ code: 'sys' }] }, valueQuantity: { value: 150, unit: 'mmHg' } },
    { code: { coding: [{ code: 'dia' }] }, valueQuantity: { value: 70, unit: 'mmHg' } },
  ],
};

describe('one observation', () => {
  it.each([
    ['code=85354-9', true],
    ['code=http://loinc.org|85354-9', true],
    ['code=http://loinc.org|', true],
    ['code=http://snomed.info/sct|', false],
    ['code=|local', true],
    ['code=|85354-9', false],
    ['code=LOCAL', false],
    ['code:not=local', false],
    ['code:not=other', true],
    ['code:text=blood', true],
    ['code:text=pressure', false],
    ['status=http://hl7.org/fhir/observation-status|final', true],
    ['_id=o', true],
    ['_id=O', false],
    ['_lastUpdated=2025-06', true],
    ['_profile=http://a.org/profile/bp', true],
    ['_profile:below=http://a.org/profile', true],
    ['_profile:below=http://a.org/pro', false],
    ['_profile:above=http://a.org/profile/bp/more', true],
    ['subject=Patient/p', true],
    ['subject=p', true],
    ['patient=p', true],
    ['subject:Group=p', false],
    ['encounter:missing=true', true],
    ['encounter:missing=false', false],
    ['component-code-value-quantity=sys$gt140', true],
    ['component-code-value-quantity=dia$gt140', false],
    ['component-value-quantity=70', true],
    ['component-value-quantity=70||mmHg', true],
    ['component-value-quantity=70||kg', false],
    ['component-value-quantity=ap75', true],
  ])('%s is %s', (query, expected) => {
    expect(matches(observation, query)).toBe(expected);
  });

  // From 10 January, 0:00, until the end of 20 January.
  it.each([
    ['2020-01', true],
    ['2020-01-15', false],
    ['ne2020-01', false],
    ['ne2020-01-15', true],
    ['gt2020-01-15', true],
    ['gt2020-01-20', false],
    // The specification counts what reaches beyond the day, or lies within it.
    ['ge2020-01-20', false],
    ['ge2020-01-19', true],
    ['lt2020-01-10', false],
    ['lt2020-01-11', true],
    ['le2020-01-09', false],
    ['sa2020-01-09', true],
    ['sa2020-01-10', false],
    ['eb2020-01-21', true],
    ['eb2020-01-20', false],
    ['ap2020-02', true],
    ['ap2024', false],
  ])('date=%s is %s', (date, expected) => {
    expect(matches(observation, `date=${date}`)).toBe(expected);
  });
});

const risk = (prediction: object) => ({ resourceType: 'RiskAssessment', prediction: [prediction] });

describe('numbers', () => {
  it.each([
    ['0.5', true],
    ['0.50', true],
    ['0.51', false],
    ['ne0.5', false],
    ['gt0.5', false],
    ['ge0.5', true],
    ['lt0.5', false],
    ['le0.5', true],
    ['ap0.53', true],
    ['sa0.4', true],
    ['eb0.4', false],
  ])('probability=%s is %s', (value, expected) => {
    expect(matches(risk({ probabilityDecimal: 0.5 }), `probability=${value}`)).toBe(expected);
  });

  it('of a range overlap', () => {
    const range = risk({ probabilityRange: { low: { value: 0.2 }, high: { value: 0.4 } } });
    expect(matches(range, 'probability=gt0.3')).toBe(true);
    expect(matches(range, 'probability=sa0.3')).toBe(false);
    expect(matches(range, 'probability=eb0.5')).toBe(true);
  });
});

describe('words', () => {
  const noted = {
    resourceType: 'Condition',
    text: { div: '<div title="hidden">Chest <b>pain</b></div>' },
    code: { text: 'Angina' },
  };

  it('are found in the narrative, or anywhere', () => {
    expect(matches(noted, '_text=PAIN chest')).toBe(true);
    expect(matches(noted, '_text=hidden')).toBe(false);
    expect(matches(noted, '_text=angina')).toBe(false);
    expect(matches(noted, '_content=angina pain')).toBe(true);
    expect(matches(noted, '_content=div')).toBe(true);
    expect(matches(noted, '_content=cough')).toBe(false);
  });
});

describe('names', () => {
  const patient = {
    resourceType: 'Patient',
    name: [{ family: 'Müller', given: ['Anna Maria'] }],
    deceasedDateTime: '2020',
  };

  it.each([
    ['name=mul', true],
    ['name=MÜL', true],
    ['name=maria', false],
    ['name:contains=maria', true],
    ['family:exact=Müller', true],
    ['family:exact=müller', false],
    ['name=anna maria mül', true],
    ['name=x,mul', true],
    ['deceased=true', true],
  ])('%s is %s', (query, expected) => {
    expect(matches(patient, query)).toBe(expected);
  });
});

describe('what depends on others', () => {
  const patient = { resourceType: 'Patient', id: 'p', name: [{ family: 'Kim' }] } as unknown as Resource;
  const list = {
    resourceType: 'List',
    id: 'l',
    entry: [{ item: { reference: 'Observation/o' } }],
  } as unknown as Resource;
  const world: Partial<World> = {
    find: (reference) => ({ 'Patient/p': patient, 'List/l': list })[reference],
    all: (type) => (type === 'Observation' ? [observation as unknown as Resource] : []),
  };

  it('follows chains, reverse chains and lists', () => {
    expect(matches(observation, 'subject:Patient.name=kim', world)).toBe(true);
    expect(matches(observation, 'subject.name=lee', world)).toBe(false);
    expect(matches(patient, '_has:Observation:subject:code=local', world)).toBe(true);
    expect(matches(patient, '_has:Observation:subject:code=other', world)).toBe(false);
    expect(matches(observation, '_list=l', world)).toBe(true);
    expect(matches(observation, '_list=m', world)).toBe(false);
  });

  it('says so where it has nobody to ask', () => {
    expect(() => matches(observation, 'subject:Patient.name=kim')).toThrow(/other resources/);
    expect(() => matches(observation, 'code:in=http://a.org/vs')).toThrow(/not known/);
  });

  it('asks a terminology for sets and hierarchies', () => {
    const codes = {
      codesIn: () => [{ system: 'http://loinc.org', code: '85354-9' }],
      below: () => [{ system: 's', code: 'none' }],
      above: () => undefined,
    };
    expect(matches(observation, 'code:in=http://a.org/vs', { codes })).toBe(true);
    expect(matches(observation, 'code:not-in=http://a.org/vs', { codes })).toBe(false);
    expect(matches(observation, 'code:below=s|x', { codes })).toBe(false);
    expect(() => matches(observation, 'code:above=s|x', { codes })).toThrow(/not known/);
  });
});

describe('places', () => {
  const place = { resourceType: 'Location', id: 'l', position: { latitude: 37.5665, longitude: 126.978 } };

  it('are near by great circles', () => {
    // Seoul to Suwon is about 30 km.
    expect(matches(place, 'near=37.2636|127.0286|35|km')).toBe(true);
    expect(matches(place, 'near=37.2636|127.0286|30|km')).toBe(false);
    expect(matches({ resourceType: 'Location' }, 'near=0|0')).toBe(false);
  });
});
