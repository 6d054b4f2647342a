import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { comparedText, mainColumns, parameterOf, parametersOf, SEARCH_TYPES, typeNumber } from '../../fhir/index.ts';
import type { SearchParameter } from '../../fhir/index.ts';
import type { Hash64 } from '../../kernel/index.ts';
import type { RowBuilder } from './builder.ts';
import {
  bareKey,
  codeKey,
  compartmentKey,
  exactKey,
  fullKey,
  identifierName,
  nameOf,
  ofTypeKey,
  otherKey,
  referenceKey,
  sqlKey,
  systemKey,
  targetKey,
  textKey,
  unitKey,
  unitNameKey,
  uriKey,
} from './keys.ts';
import { indexPlan } from './plan.ts';

const LOINC = 'http://loinc.org';
const UCUM = 'http://unitsofmeasure.org';
const SEOUL = { timeZone: 'Asia/Seoul' };

type Some = { readonly resourceType: string } & Readonly<Record<string, unknown>>;

function rowsOf(resource: Some, timeZone = 'UTC'): RowBuilder {
  return indexPlan(resource.resourceType, { timeZone }).rowsOf(resource);
}

function parameter(type: string, code: string): SearchParameter {
  const found = parameterOf(type, code);
  if (found === undefined) throw new Error(`no ${type}.${code}`);
  return found;
}

const has = (rows: RowBuilder, key: Hash64): boolean => rows.tokens.some((one) => sqlKey(one) === sqlKey(key));
const isMarked = (rows: RowBuilder, { bit }: SearchParameter): boolean =>
  (bit < 32 ? rows.bitsLow & (1 << bit) : rows.bitsHigh & (1 << (bit - 32))) !== 0;
const textsOf = (rows: RowBuilder): string[] => [...rows.strings].map(({ text }) => text);
const observation = (more: object = {}): Some => ({
  resourceType: 'Observation',
  id: 'o',
  status: 'final',
  code: { coding: [{ system: LOINC, code: '2160-0' }] },
  subject: { reference: 'Patient/p1' },
  ...more,
});

describe('whose a resource is', () => {
  it('is its own of a Patient, and the subject of everything else', () => {
    expect(rowsOf({ resourceType: 'Patient', id: 'p1' }).patient).toBe('Patient/p1');
    expect(rowsOf(observation()).patient).toBe('Patient/p1');
  });

  it.each([
    ['a group', { reference: 'Group/g' }],
    ['a patient of another server', { reference: 'https://elsewhere.example/fhir/Patient/p1' }],
    ['a name without reference', { display: '김민지' }],
    ['an identifier alone', { identifier: { value: '12345' } }],
  ])('is nobody here where the subject is %s', (_what, subject) => {
    const rows = rowsOf(observation({ subject }));
    expect(rows.patient).toBeUndefined();
    expect([...rows.compartments]).toEqual([]);
  });

  it('names every further patient in whose compartment it is, but not its own one twice', () => {
    const rows = rowsOf(observation({ performer: [{ reference: 'Patient/p2' }, { reference: 'Patient/p1' }] }));
    expect(rows.patient).toBe('Patient/p1');
    expect(has(rows, compartmentKey('p2'))).toBe(true);
    expect(has(rows, compartmentKey('p1'))).toBe(false);
  });

  it('is the same however the version of the reference is written', () => {
    const rows = rowsOf(observation({ subject: { reference: 'Patient/p1/_history/3' } }));
    expect(rows.references.map(sqlKey)).toContain(sqlKey(targetKey('Patient/p1')));
  });
});

describe('codes', () => {
  const code = parameter('Observation', 'code');

  it('stand in the column once, further ones as other keys, none as a bare token', () => {
    const codings = ['a', 'b', 'c'].map((one) => ({ system: LOINC, code: one }));
    const rows = rowsOf(observation({ code: { coding: codings } }));
    const name = nameOf(code);
    expect(sqlKey(rows.code ?? targetKey(''))).toBe(sqlKey(codeKey(typeNumber('Observation'), name, 'a')));
    expect(['a', 'b', 'c'].map((one) => has(rows, otherKey(name, one)))).toEqual([false, true, true]);
    expect(['a', 'b', 'c'].map((one) => has(rows, fullKey(name, LOINC, one)))).toEqual([true, true, true]);
    expect(['a', 'b', 'c'].some((one) => has(rows, bareKey(name, one)))).toBe(false);
    expect(rows.ownCodes).toHaveLength(3);
  });

  it('without a system are found with an empty one, and not under any system', () => {
    const rows = rowsOf(observation({ code: { coding: [{ code: 'x' }] } }));
    expect(has(rows, fullKey(nameOf(code), '', 'x'))).toBe(true);
    expect(has(rows, systemKey(nameOf(code), ''))).toBe(false);
    expect(rows.ownCodes.map(({ system }) => system)).toEqual([null]);
  });

  it('only written in words are found by the words, case apart', () => {
    const rows = rowsOf(observation({ code: { text: 'CREATININE 검사' } }));
    expect(rows.code).toBeUndefined();
    expect(has(rows, textKey(nameOf(code), comparedText('creatinine 검사')))).toBe(true);
    expect(has(rows, textKey(nameOf(code), comparedText('creatinine')))).toBe(false);
    expect(isMarked(rows, code)).toBe(true);
  });

  it('remembered from one resource never leak into the next', () => {
    const category = parameter('Observation', 'category');
    const of = (...codes: string[]) =>
      rowsOf(observation({ category: [{ coding: codes.map((one) => ({ system: 's', code: one })) }] }));
    of('laboratory', 'vital-signs');
    const rows = of('vital-signs');
    expect(has(rows, bareKey(nameOf(category), 'vital-signs'))).toBe(true);
    expect(has(rows, bareKey(nameOf(category), 'laboratory'))).toBe(false);
  });

  it('of statuses are found with the system that FHIR implies', () => {
    const rows = rowsOf(observation());
    const status = parameter('Observation', 'status');
    expect(has(rows, bareKey(nameOf(status), 'final'))).toBe(true);
    expect(has(rows, bareKey(nameOf(status), 'preliminary'))).toBe(false);
  });
});

describe('identifiers', () => {
  const patient = {
    resourceType: 'Patient',
    id: 'p',
    identifier: [
      {
        type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code: 'MR' }] },
        system: 'urn:hospital',
        value: '0012',
      },
    ],
  };

  it('keep their leading zeros, and are found with their type', () => {
    const rows = rowsOf(patient);
    const name = nameOf(parameter('Patient', 'identifier'));
    expect(has(rows, fullKey(name, 'urn:hospital', '0012'))).toBe(true);
    expect(has(rows, fullKey(name, 'urn:hospital', '12'))).toBe(false);
    expect(has(rows, ofTypeKey(name, 'http://terminology.hl7.org/CodeSystem/v2-0203', 'MR', '0012'))).toBe(true);
    expect(has(rows, ofTypeKey(name, 'http://terminology.hl7.org/CodeSystem/v2-0203', 'PPN', '0012'))).toBe(false);
  });

  it('inside a reference are found by that reference, not as the resource’s own', () => {
    const subject = { identifier: { system: 'urn:hospital', value: '0012' } };
    const rows = rowsOf(observation({ subject }));
    const ofSubject = identifierName(parameter('Observation', 'subject'));
    expect(has(rows, fullKey(ofSubject, 'urn:hospital', '0012'))).toBe(true);
    expect(has(rows, fullKey(nameOf(parameter('Observation', 'identifier')), 'urn:hospital', '0012'))).toBe(false);
  });

  it('of telephones are compared without punctuation', () => {
    const rows = rowsOf({ ...patient, telecom: [{ system: 'phone', value: '010-1234-5678' }] });
    const name = nameOf(parameter('Patient', 'telecom'));
    expect(has(rows, bareKey(name, '01012345678'))).toBe(true);
  });
});

describe('references', () => {
  it('are tokens of their parameter alone', () => {
    const rows = rowsOf(observation({ performer: [{ reference: 'Practitioner/d1' }] }));
    expect(has(rows, referenceKey(parameter('Observation', 'performer'), 'Practitioner/d1'))).toBe(true);
    expect(has(rows, referenceKey(parameter('Observation', 'subject'), 'Practitioner/d1'))).toBe(false);
  });

  it('name each target once, however often it stands there', () => {
    const rows = rowsOf(
      observation({ performer: Array.from({ length: 300 }, () => ({ reference: 'Practitioner/d' })) }),
    );
    const practitioner = sqlKey(targetKey('Practitioner/d'));
    expect(rows.references.filter((one) => sqlKey(one) === practitioner)).toHaveLength(1);
  });

  it('of a long list are all kept', () => {
    const entry = Array.from({ length: 500 }, (_, at) => ({ item: { reference: `Condition/c${at}` } }));
    const rows = rowsOf({ resourceType: 'List', id: 'l', status: 'current', mode: 'working', entry });
    expect(new Set(rows.references.map(sqlKey)).size).toBe(500);
  });
});

describe('numbers, quantities, dates', () => {
  const quantity = (value: number, more: object = { unit: 'mg/dL', system: UCUM, code: 'mg/dL' }) => ({
    valueQuantity: { value, ...more },
  });
  const unitRow = (more: object) =>
    rowsOf(observation(more)).quantities.find(({ p, code }) => {
      return code === undefined && sqlKey(p) === sqlKey(parameter('Observation', 'value-quantity').key);
    });

  it('keep a quantity with its unit, by code and as it is written', () => {
    const row = unitRow(quantity(1.2));
    expect(row).toMatchObject({ low: 1.2, high: 1.2 });
    expect(sqlKey(row?.unit ?? targetKey(''))).toBe(sqlKey(unitKey(UCUM, 'mg/dL')));
    expect(row?.label).toBeNull();
    const labelled = unitRow(quantity(1.2, { unit: 'milligrams', system: UCUM, code: 'mg' }));
    expect(sqlKey(labelled?.label ?? targetKey(''))).toBe(sqlKey(unitNameKey('milligrams')));
  });

  it.each([
    ['g', 'mg', 1, 1000],
    ['kg', 'g', 2, 2000],
    ['L', 'mL', 1.5, 1500],
  ])('know that %s and %s are one measure', (large, small, one, many) => {
    const of = (code: string, value: number) => unitRow(quantity(value, { system: UCUM, code }));
    const [a, b] = [of(large, one), of(small, many)];
    expect(sqlKey(a?.base ?? targetKey('a'))).toBe(sqlKey(b?.base ?? targetKey('b')));
    expect(a?.baseLow).not.toBeNull();
    expect(a?.baseLow).toBe(b?.baseLow);
    expect(a?.baseHigh).toBe(b?.baseHigh);
  });

  it('never take a quantity without a code for a measured unit', () => {
    const row = unitRow(quantity(5, { unit: 'tablets' }));
    expect(row).toMatchObject({ unit: null, name: null, base: null, baseLow: null });
    expect(sqlKey(row?.label ?? targetKey(''))).toBe(sqlKey(unitNameKey('tablets')));
  });

  it('keep no row of a value that is absent', () => {
    const rows = rowsOf(observation({ dataAbsentReason: { text: 'not done' } }));
    expect(rows.quantities).toEqual([]);
    expect(isMarked(rows, parameter('Observation', 'value-quantity'))).toBe(false);
    expect(isMarked(rows, parameter('Observation', 'data-absent-reason'))).toBe(true);
  });

  it('pair a component’s quantity with its own code and no other', () => {
    const component = ['8480-6', '8462-4'].map((code, at) => ({
      code: { coding: [{ system: LOINC, code }] },
      ...quantity(at === 0 ? 140 : 85, { system: UCUM, code: 'mm[Hg]' }),
    }));
    const rows = rowsOf(observation({ component }));
    const composite = parameter('Observation', 'component-code-value-quantity');
    const pairs = rows.quantities.filter(({ p }) => sqlKey(p) === sqlKey(composite.key));
    const keyOf = (code: string): string => sqlKey(bareKey(nameOf(composite), code));
    const values = new Map(pairs.flatMap(({ code, low }) => (code ? [[sqlKey(code), low] as const] : [])));
    expect(values.get(keyOf('8480-6'))).toBe(140);
    expect(values.get(keyOf('8462-4'))).toBe(85);
    expect(pairs).toHaveLength(2);
  });

  it('read a day in the zone of the hospital', () => {
    const day = observation({ effectiveDateTime: '2026-03-01' });
    const inSeoul = indexPlan('Observation', SEOUL).rowsOf(day).date;
    const inUtc = rowsOf(day).date;
    expect((inUtc?.low ?? 0) - (inSeoul?.low ?? 0)).toBe(9 * 3_600_000);
    expect((inSeoul?.high ?? 0) - (inSeoul?.low ?? 0)).toBe(24 * 3_600_000);
  });

  it('read an instant the same in every zone', () => {
    const moment = observation({ effectiveDateTime: '2026-03-01T00:30:00+09:00' });
    expect(indexPlan('Observation', SEOUL).rowsOf(moment).date).toEqual(rowsOf(moment).date);
  });

  it.each(['2026-13-01', 'yesterday', '', 20260301])('keep no date of %j', (effectiveDateTime) => {
    expect(rowsOf(observation({ effectiveDateTime })).date).toBeUndefined();
  });

  it('keep a place only where both coordinates are there', () => {
    const at = (position: object) => rowsOf({ resourceType: 'Location', id: 'l', position }).numbers;
    expect(at({ latitude: 37.5, longitude: 127 })).toHaveLength(1);
    expect(at({ latitude: 37.5 })).toEqual([]);
    expect(at({})).toEqual([]);
  });
});

describe('names and addresses', () => {
  it('are found by Korean given and family name in either order', () => {
    const rows = rowsOf({ resourceType: 'Patient', id: 'p', name: [{ family: '김', given: ['철수'] }] });
    expect(textsOf(rows)).toEqual(expect.arrayContaining(['김', '철수', '김철수']));
    expect(has(rows, exactKey(nameOf(parameter('Patient', 'family')), '김'))).toBe(true);
    expect(has(rows, exactKey(nameOf(parameter('Patient', 'family')), '철수'))).toBe(false);
  });

  it('of uris are whole, never by case', () => {
    const rows = rowsOf({ resourceType: 'ValueSet', id: 'v', status: 'active', url: 'http://Example.org/A' });
    const name = nameOf(parameter('ValueSet', 'url'));
    expect(has(rows, uriKey(name, 'http://Example.org/A'))).toBe(true);
    expect(has(rows, uriKey(name, 'http://example.org/a'))).toBe(false);
  });
});

describe('every type', () => {
  it('has no value of anything where the resource is empty, but its id and time', () => {
    // Whether a Patient has died is always answered: what says nothing of it says no.
    for (const type of SEARCH_TYPES.filter((one) => one !== 'Patient')) {
      const rows = rowsOf({ resourceType: type, id: 'x' });
      const marked = [...parametersOf(type).values()].filter((one) => isMarked(rows, one)).map(({ code }) => code);
      expect(
        marked.filter((code) => code !== '_id' && code !== '_lastUpdated'),
        type,
      ).toEqual([]);
      expect(rows.code, type).toBeUndefined();
      expect(rows.tokens, type).toEqual([]);
    }
  });

  it('takes whatever JSON a resource holds without falling over', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('Patient', 'Observation', 'MedicationRequest', 'Encounter', 'Location', 'List'),
        fc.dictionary(
          fc.constantFrom('code', 'subject', 'name', 'status', 'identifier', 'effectiveDateTime', 'period', 'entry'),
          fc.jsonValue({ maxDepth: 3 }),
        ),
        (resourceType, members) => {
          const rows = rowsOf({ ...members, resourceType, id: 'x' });
          const whole = rows.dates
            .concat(rows.numbers)
            .every(({ low, high }) => !Number.isNaN(low) && !Number.isNaN(high));
          expect(whole).toBe(true);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('of clinical work is found by its code, its date and its patient along one index each', () => {
    const clinical = ['Observation', 'Condition', 'Procedure', 'MedicationRequest', 'DiagnosticReport'];
    for (const type of clinical) {
      const { code, patient } = mainColumns(type);
      expect(code?.code, type).toBe('code');
      expect(patient, type).toBeDefined();
    }
  });
});
