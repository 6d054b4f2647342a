import { describe, expect, it } from 'vitest';
import { OutcomeError, parseJson, type EpochMs } from '../../kernel/index.ts';
import type { Context } from '../../record/index.ts';
import { SPECIMEN_LABEL } from '../systems.ts';
import { TESTS, testOf } from './catalogue.ts';
import { codeIn, entryOf, personOf, valueText, type Work } from './entry.ts';
import { labelNumber } from './receipt.ts';
import { labelOf, specimenRequestOf, testNames, tubeOf, type ServiceRequest } from './requests.ts';
import { judged } from './result.ts';
import { laboratoryRequest } from './testing.ts';
import { personOf as shownPerson } from './worklist.ts';

const AT = 1_782_864_000_000 as EpochMs;
const EXTENSIONS = 'https://maru.health/fhir/StructureDefinition/';
const request = (more: object = {}, loinc = '2823-3') =>
  laboratoryRequest('r-1', loinc, more as never) as unknown as ServiceRequest;
type Observation = Parameters<typeof valueText>[0];
const observation = (more: object) =>
  ({ resourceType: 'Observation', status: 'final', code: {}, ...more }) as Observation;

function work(more: Partial<Work> = {}): Work {
  return {
    request: request(),
    patient: { resourceType: 'Patient', id: 'anna' },
    person: { sex: 'female', age: 65 },
    specimen: undefined,
    report: undefined,
    results: new Map(),
    analytes: testOf(request().code)?.analytes ?? [],
    earlier: new Map(),
    ...more,
  };
}
function faultOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof OutcomeError) return `${error.code}: ${error.message}`;
    throw error;
  }
  return 'taken';
}

describe('a value that is entered', () => {
  it('is judged with the limits of the person, and beside the last one', () => {
    const earlier = new Map([['2823-3', { value: '4.0', at: (AT - 3_600_000) as EpochMs }]]);
    const [found] = judged(work({ earlier }), [{ code: '2823-3', number: '6.4' }], AT);
    expect(found?.found).toMatchObject({ flag: 'HH', critical: true, delta: true });
  });

  it('is refused where it is of another test, and says which', () =>
    expect(faultOf(() => judged(work(), [{ code: '718-7', number: '12' }], AT))).toBe(
      'care.result-unknown: 718-7 is no part of this test.',
    ));

  it('is refused where it is no word of its analyte, and says which there are', () => {
    const group = work({ analytes: TESTS.get('34532-2')?.analytes ?? [] });
    expect(faultOf(() => judged(group, [{ code: '883-9', word: 'blue' }], AT))).toMatch(
      /^care.result-word: .*A, B, AB, O/,
    );
    expect(faultOf(() => judged(group, [{ code: '883-9', number: '1' }], AT))).toContain('care.result-word');
    expect(judged(group, [{ code: '883-9', word: 'AB' }], AT)).toHaveLength(1);
  });

  it('is a text without flag where nobody measured', () => {
    const [found] = judged(work(), [{ code: '2823-3', text: '용혈' }], AT);
    expect(found?.found).toMatchObject({ critical: false, delta: false });
    expect(found?.found.flag).toBeUndefined();
  });
});

describe('the screen of entry', () => {
  it('shows what is not there as not there: no label, specimen, report or value', () => {
    const entry = entryOf(work());
    for (const name of ['label', 'specimen', 'report']) expect(entry).not.toHaveProperty(name);
    expect(entry).toMatchObject({ request: 'r-1', patient: 'anna', test: { ko: '칼륨', en: 'Potassium' } });
    for (const line of entry.lines)
      for (const name of ['value', 'earlier', 'status', 'flag']) expect(line).not.toHaveProperty(name);
  });

  it('keeps the digits of what was released, its flag, and the last value before', () => {
    const released = parseJson(
      '{"resourceType":"Observation","id":"o","status":"final","code":{},"valueQuantity":{"value":6.40,"code":"mmol/L"},"interpretation":[{"coding":[{"code":"HH"}]}]}',
    ) as Observation;
    const earlier = new Map([['2823-3', { value: '4.00', at: AT }]]);
    const [line] = entryOf(work({ results: new Map([['2823-3', released]]), earlier })).lines;
    expect(line).toMatchObject({
      value: '6.40',
      flag: 'HH',
      status: 'final',
      unit: 'mmol/L',
      earlier: { value: '4.00' },
    });
  });

  it('shows a specimen with its condition', () => {
    const specimen = {
      resourceType: 'Specimen',
      id: 's',
      status: 'available',
      collection: { collectedDateTime: '2026-07-01T09:00:00+09:00' },
      receivedTime: '2026-07-01T09:30:00+09:00',
      condition: [{ coding: [{ code: 'haemolysed' }] }],
    } as unknown as NonNullable<Work['specimen']>;
    expect(entryOf(work({ specimen })).specimen).toEqual({
      id: 's',
      status: 'available',
      collected: '2026-07-01T09:00:00+09:00',
      received: '2026-07-01T09:30:00+09:00',
      condition: 'haemolysed',
    });
  });

  it.each([
    ['final', [{ reference: 'Observation/o' }], true],
    ['corrected', [{ reference: 'Observation/o' }], true],
    ['preliminary', [{ reference: 'Observation/o' }], false],
    ['final', undefined, false],
  ])('says whether a report was released: %s with %o', (status, result, released) => {
    const report = {
      resourceType: 'DiagnosticReport',
      id: 'd',
      status,
      meta: { versionId: '3' },
      code: {},
      result,
    } as unknown as NonNullable<Work['report']>;
    expect(entryOf(work({ report })).report).toEqual({ id: 'd', version: '3', status, released });
  });
});

describe('what a result says', () => {
  it.each([
    ['a word', { valueCodeableConcept: { coding: [{ code: 'positive' }], text: '양성' } }, 'positive'],
    ['words', { valueCodeableConcept: { text: '양성' } }, '양성'],
    ['a text', { valueString: '용혈' }, '용혈'],
    ['nothing', {}, undefined],
    ['a quantity without value', { valueQuantity: { code: 'mg' } }, undefined],
  ])('%s', (_name, more, text) => expect(valueText(observation(more))).toBe(text));

  it('is of the LOINC code, whichever stands first', () => {
    const code = {
      coding: [
        { system: 'urn:own', code: 'K' },
        { system: 'http://loinc.org', code: '2823-3' },
      ],
    };
    expect(codeIn(observation({ code }))).toBe('2823-3');
    expect(codeIn(observation({ code: { coding: [{ system: 'urn:own', code: 'K' }] } }))).toBe('K');
    expect(codeIn(observation({}))).toBe('');
  });
});

describe('whom it is of', () => {
  it('has an age in years with fractions, and none where nobody knows the birth', () => {
    const age = (birthDate?: string) =>
      personOf({ resourceType: 'Patient', ...(birthDate === undefined ? {} : { birthDate }) }, AT).age;
    expect(age('2026-06-24')).toBeCloseTo(7 / 365.25, 2);
    expect(age('1961-07-01')).toBeCloseTo(65, 1);
    expect(age()).toBeUndefined();
  });

  it('is shown with the number of the hospital alone, and as no more than an id where the record has nobody', () => {
    const identifier = [
      { value: '900101-1234567', type: { coding: [{ code: 'NI' }] } },
      { value: '00012345', type: { coding: [{ code: 'MR' }] } },
    ];
    const patient = { resourceType: 'Patient', identifier, gender: 'female', name: [{ text: '김안나' }] } as never;
    expect(shownPerson(patient, 'anna')).toEqual({
      id: 'anna',
      names: [{ text: '김안나' }],
      number: '00012345',
      sex: 'female',
    });
    expect(shownPerson(undefined, 'anna')).toEqual({ id: 'anna', names: [] });
  });
});

describe('a request', () => {
  it('has its tube from itself, then from the catalogue, and cannot be matched without', () => {
    const own = { extension: [{ url: `${EXTENSIONS}tube`, valueString: 'EDTA-6' }] };
    expect(tubeOf(request())).toBe('SST-5');
    expect(tubeOf(request(own))).toBe('EDTA-6');
    expect(tubeOf(request({}, '0000-0'))).toBeUndefined();
    expect(faultOf(() => specimenRequestOf(request({}, '0000-0')))).toMatch(
      /^care.request-unreadable: ServiceRequest\/r-1/,
    );
    expect(faultOf(() => specimenRequestOf(request({ doNotPerform: true })))).toContain('care.request-unreadable');
  });

  it('has the label of now, not the one of before', () => {
    const identifier = [
      { system: SPECIMEN_LABEL, value: 'LB-1', use: 'old' },
      { system: SPECIMEN_LABEL, value: 'LB-2' },
    ];
    expect(labelOf(request({ identifier }))).toBe('LB-2');
    expect(labelOf(request({ identifier: identifier.slice(0, 1) }))).toBeUndefined();
    expect(specimenRequestOf(request()).labelNumber).toBe('');
  });

  it('asks for fasting and for a second identity as it says, else as its test does', () => {
    expect(specimenRequestOf(request({}, '34532-2')).secondIdentifier).toBe(true);
    expect(specimenRequestOf(request())).not.toHaveProperty('fastingHours');
    const fasting = { extension: [{ url: `${EXTENSIONS}fasting-hours`, valueInteger: 12 }] };
    expect(specimenRequestOf(request(fasting)).fastingHours).toBe(12);
  });

  it('has names in both languages, and its own words where the catalogue has none', () => {
    expect(testNames(request())).toEqual({ ko: '칼륨', en: 'Potassium' });
    expect(testNames(request({ code: { text: '희귀 검사' } }))).toEqual({ ko: '희귀 검사', en: '희귀 검사' });
    expect(testNames(request({ code: undefined }))).toEqual({ ko: '', en: '' });
  });
});

describe('a label that was scanned', () => {
  const context = { clock: { now: () => AT }, settings: { timeZone: 'Asia/Seoul' } } as unknown as Context;
  it.each([
    [']d291LB-260701-0001', 'LB-260701-0001'],
    ['91LB-260701-0001', 'LB-260701-0001'],
    [']d20108801234567893', undefined],
    ['nothing at all', undefined],
    ['', undefined],
    [null, undefined],
  ])('%j is %j', (raw, number) => expect(labelNumber(context, raw)).toBe(number));
});
