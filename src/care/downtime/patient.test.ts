import { describe, expect, it } from 'vitest';
import type { ResourceOfType } from '../../fhir/index.ts';
import { allergiesFrom, flagsFrom, headOf, namesOf, newestOf, problemsFrom } from './patient.ts';

type Allergy = ResourceOfType['AllergyIntolerance'];
type Observation = ResourceOfType['Observation'];

const CLINICAL = 'http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical';
const VERIFICATION = 'http://terminology.hl7.org/CodeSystem/allergyintolerance-verification';
const CATEGORY = 'http://terminology.hl7.org/CodeSystem/observation-category';
const CARE = 'https://maru.health/fhir/CodeSystem/care';

function allergy(text: string, more: Partial<Allergy> = {}): Allergy {
  return {
    resourceType: 'AllergyIntolerance',
    patient: { reference: 'Patient/p' },
    code: { text },
    ...more,
  };
}

function result(code: string, value: number, at: string, more: Partial<Observation> = {}): Observation {
  return {
    resourceType: 'Observation',
    status: 'final',
    category: [{ coding: [{ system: CATEGORY, code: 'laboratory' }] }],
    code: { text: code, coding: [{ system: 'http://loinc.org', code }] },
    effectiveDateTime: at,
    valueQuantity: { value, unit: 'mmol/L' },
    ...more,
  };
}

const patient = (more: object): ResourceOfType['Patient'] => ({ resourceType: 'Patient', id: 'p', ...more }) as never;

const flag = (code: string, system: string, status = 'active'): ResourceOfType['Flag'] =>
  ({ resourceType: 'Flag', status, subject: {}, code: { text: code, coding: [{ system, code }] } }) as never;

const problem = (code: object): ResourceOfType['Condition'] =>
  ({ resourceType: 'Condition', subject: {}, code }) as never;

describe('who a patient is', () => {
  it('takes the number of the record, not a band or another number', () => {
    const identifier = [
      { system: 'https://id.gs1.org/8018', value: '880' },
      {
        type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code: 'MR' }] },
        value: '00012345',
      },
    ];
    expect(headOf(patient({ identifier }), '6101')).toMatchObject({ number: '00012345', bed: '6101' });
  });

  it('says unknown where sex is not recorded, and leaves an unknown birth date away', () => {
    const head = headOf(patient({}), '');
    expect(head.sex).toBe('unknown');
    expect(head).not.toHaveProperty('birthDate');
  });

  it.each([
    [{ deceasedBoolean: true }, 'deceased'],
    [{ deceasedDateTime: '2026-07-01' }, 'deceased'],
    [{ deceasedBoolean: false }, undefined],
    [{}, undefined],
  ])('knows of %j that the patient is %s', (more, gone) => {
    expect(headOf(patient(more), '').gone).toBe(gone);
  });

  it.each([
    [[{ text: '김민준' }, { text: 'Kim Min-jun' }], { ko: '김민준', en: 'Kim Min-jun' }],
    [[{ text: 'Kim Min-jun' }], { ko: 'Kim Min-jun', en: 'Kim Min-jun' }],
    [[{ text: '김민준' }], { ko: '김민준', en: '김민준' }],
    [[{ family: '김', given: ['민준'] }], { ko: '김 민준', en: '김 민준' }],
    [[{ use: 'old' as const, text: '박민준' }, { text: '김민준' }], { ko: '김민준', en: '김민준' }],
    [[], { ko: '', en: '' }],
  ])('%j is called %j', (names, expected) => {
    expect(namesOf(names)).toEqual(expected);
  });
});

describe('allergies at the station', () => {
  it('tell not recorded from none known', () => {
    expect(allergiesFrom([]).allergyState).toBe('not-recorded');
    const none = allergy('알려진 알레르기 없음', {
      code: { coding: [{ system: 'http://snomed.info/sct', code: '716186003' }] },
    });
    expect(allergiesFrom([none])).toMatchObject({ allergyState: 'none-known', allergies: [], substances: [] });
  });

  it('count one real allergy over a statement that there is none', () => {
    const none = allergy('', { code: { coding: [{ system: 'http://snomed.info/sct', code: '716186003' }] } });
    expect(allergiesFrom([none, allergy('Latex')])).toMatchObject({ allergyState: 'listed', allergies: ['Latex'] });
  });

  it.each([
    ['inactive', { clinicalStatus: { coding: [{ system: CLINICAL, code: 'inactive' }] } }],
    ['resolved', { clinicalStatus: { coding: [{ system: CLINICAL, code: 'resolved' }] } }],
    ['refuted', { verificationStatus: { coding: [{ system: VERIFICATION, code: 'refuted' }] } }],
    ['entered in error', { verificationStatus: { coding: [{ system: VERIFICATION, code: 'entered-in-error' }] } }],
  ])('leave out what is %s', (_name, more) => {
    expect(allergiesFrom([allergy('Penicillin', more as Partial<Allergy>)])).toMatchObject({
      substances: [],
      allergies: [],
    });
  });

  it('are checked under every name: display, text, and the substances of reactions', () => {
    const one = allergy('페니실린', {
      code: { text: '페니실린', coding: [{ system: 'http://snomed.info/sct', code: '1', display: 'Penicillin' }] },
      reaction: [{ manifestation: [{ text: 'rash' }], substance: { text: 'Amoxicillin' } }],
    });
    expect(allergiesFrom([one]).substances).toEqual(expect.arrayContaining(['penicillin', '페니실린', 'amoxicillin']));
    expect(allergiesFrom([one]).allergies).toEqual(['페니실린']);
  });
});

describe('flags at the station', () => {
  it('decide only where they are our own, and are all shown', () => {
    const found = flagsFrom([flag('nil-by-mouth', CARE), flag('낙상 위험', 'http://other')]);
    expect(found.flags).toEqual(['nil-by-mouth']);
    expect(found.alerts).toEqual(['nil-by-mouth', '낙상 위험']);
  });

  it('are over when they are not active', () => {
    expect(flagsFrom([flag('nil-by-mouth', CARE, 'inactive')])).toEqual({ flags: [], alerts: [] });
  });
});

describe('problems at the station', () => {
  it('are named once, by their own words first', () => {
    const coded = { coding: [{ code: 'I10', display: 'Essential hypertension' }] };
    expect(
      problemsFrom([problem({ text: '고혈압' }), problem({ text: '고혈압' }), problem(coded), problem({})]),
    ).toEqual(['고혈압', 'Essential hypertension']);
  });
});

describe('results at the station', () => {
  it('are the newest of each kind, newest first', () => {
    const found = newestOf(
      [
        result('2823-3', 4.1, '2026-07-01T08:00:00+09:00'),
        result('2823-3', 5.9, '2026-07-01T09:00:00+09:00'),
        result('2160-0', 1.2, '2026-07-01T07:00:00+09:00'),
      ],
      'laboratory',
    );
    expect(found.map(({ name, value }) => [name, value])).toEqual([
      ['2823-3', '5.9 mmol/L'],
      ['2160-0', '1.2 mmol/L'],
    ]);
  });

  it.each(['entered-in-error', 'cancelled'])('leave out what is %s, so that the one before stands', (status) => {
    const wrong = result('2823-3', 9.9, '2026-07-01T09:00:00+09:00', { status: status as Observation['status'] });
    const right = result('2823-3', 4.1, '2026-07-01T08:00:00+09:00');
    expect(newestOf([wrong, right], 'laboratory').map(({ value }) => value)).toEqual(['4.1 mmol/L']);
  });

  it('leave out other categories', () => {
    expect(newestOf([result('2823-3', 4.1, '2026-07-01T08:00:00+09:00')], 'vital-signs')).toEqual([]);
  });

  it('keep the flag, and words and codes as values', () => {
    const flagged = result('2823-3', 6.8, '2026-07-01T08:00:00+09:00', {
      interpretation: [{ coding: [{ code: 'HH' }] }],
    });
    expect(newestOf([flagged], 'laboratory')[0]?.flag).toBe('HH');
    const { valueQuantity: _, ...plain } = result('culture', 0, '2026-07-01T08:00:00+09:00');
    expect(newestOf([{ ...plain, valueString: '자라지 않음' }], 'laboratory')[0]?.value).toBe('자라지 않음');
    const positive = { ...plain, valueCodeableConcept: { text: '양성' } } as Observation;
    expect(newestOf([positive], 'laboratory')[0]?.value).toBe('양성');
  });

  it('join the parts of a blood pressure', () => {
    const { valueQuantity: _, ...plain } = result('85354-9', 0, '2026-07-01T08:00:00+09:00');
    const component = [128, 76].map((value) => ({ code: {}, valueQuantity: { value, unit: 'mmHg' } }));
    expect(newestOf([{ ...plain, component }], 'laboratory')[0]?.value).toBe('128/76 mmHg');
  });
});
