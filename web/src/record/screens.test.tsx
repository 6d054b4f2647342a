import type { QueryKey } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { describe, expect, it } from 'vitest';
import { concept, encounter, observation, prescription } from '../fhir/testing.ts';
import type { AllergyIntolerance, Condition, Flag, Immunization, Patient, Resource } from '../fhir/types.ts';
import { html, words, type Shown } from '../ui/testing.tsx';
import AllergiesPage from './allergies/AllergiesPage.tsx';
import { PatientBanner } from './banner/PatientBanner.tsx';
import EncountersPage from './encounters/EncountersPage.tsx';
import ImmunizationsPage from './immunizations/ImmunizationsPage.tsx';
import MedicationsPage from './medications/MedicationsPage.tsx';
import ProblemsPage from './problems/ProblemsPage.tsx';
import {
  allergiesQuery,
  conditionsQuery,
  encountersQuery,
  flagsQuery,
  immunizationsQuery,
  medicationsQuery,
  pastMedicationsQuery,
  resultsQuery,
} from './queries.ts';
import { LaboratoryCard } from './summary/LaboratoryCard.tsx';
import { EncounterCard, ImmunizationCard, MedicationCard, ProblemCard } from './summary/ListCards.tsx';

type Answer = readonly [QueryKey, unknown];

const CLINICAL = 'http://terminology.hl7.org/CodeSystem/condition-clinical';
const VERIFICATION = 'http://terminology.hl7.org/CodeSystem/condition-ver-status';
const ALLERGY = 'http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical';

const found = (matches: readonly unknown[], more = false, included: readonly unknown[] = []) => ({
  matches,
  included,
  more,
});

function allergy(text: string, more: Partial<AllergyIntolerance> = {}): AllergyIntolerance {
  return {
    resourceType: 'AllergyIntolerance',
    id: text,
    patient: { reference: 'Patient/p-1' },
    code: concept(text),
    clinicalStatus: concept('', 'active', ALLERGY),
    ...more,
  };
}

function condition(text: string, more: Partial<Condition> = {}): Condition {
  return {
    resourceType: 'Condition',
    id: text,
    subject: { reference: 'Patient/p-1' },
    code: concept(text),
    clinicalStatus: concept('', 'active', CLINICAL),
    ...more,
  };
}

function immunization(text: string, date: string, more: Partial<Immunization> = {}): Immunization {
  return {
    resourceType: 'Immunization',
    id: `${text}-${date}`,
    status: 'completed',
    patient: { reference: 'Patient/p-1' },
    vaccineCode: concept(text, text, 'http://hl7.org/fhir/sid/cvx'),
    occurrenceDateTime: date,
    ...more,
  };
}

const flag = (text: string, status: Flag['status'] = 'active'): Flag => ({
  resourceType: 'Flag',
  id: text,
  status,
  subject: { reference: 'Patient/p-1' },
  code: concept(text),
});

const drawn = (page: ReactNode, path: string, data: readonly Answer[], more: Shown = {}) =>
  words(page, { at: `/patients/p-1/${path}`, role: 'physician', data, ...more });

describe('the banner', () => {
  const patient: Patient = {
    resourceType: 'Patient',
    id: 'p-1',
    name: [{ use: 'official', text: '김민준', family: '김', given: ['민준'] }],
    gender: 'male',
    birthDate: '1961-03-02',
    identifier: [
      { type: concept('환자번호', 'MR', 'http://terminology.hl7.org/CodeSystem/v2-0203'), value: '00012345' },
    ],
  };
  const banner = (
    allergies: readonly AllergyIntolerance[] | undefined,
    flags: readonly Flag[] = [],
    of: Patient = patient,
    more: Shown = {},
  ) =>
    drawn(
      <PatientBanner patient={of} />,
      '',
      [
        ...(allergies === undefined ? [] : ([[allergiesQuery('p-1').queryKey, found(allergies)]] as const)),
        [flagsQuery('p-1').queryKey, found(flags)],
      ],
      more,
    );

  it('has name, birth date with age, sex and number', () => {
    const text = banner([]);
    for (const part of ['김민준', '1961', '세', '남', '00012345']) expect(text).toContain(part);
  });

  it('tells not recorded from none known, and both from not yet loaded', () => {
    expect(banner([])).toContain('기록 없음 (확인되지 않음)');
    const none = allergy('없음', { code: concept('', '716186003', 'http://snomed.info/sct') });
    expect(banner([none])).toContain('알려진 알레르기 없음');
    expect(banner(undefined)).toContain('불러오는 중');
    expect(banner(undefined)).not.toContain('없음');
  });

  it('names every allergy, and says in words which is dangerous', () => {
    const markup = html(<PatientBanner patient={patient} />, {
      data: [
        [allergiesQuery('p-1').queryKey, found([allergy('페니실린', { criticality: 'high' }), allergy('라텍스')])],
        [flagsQuery('p-1').queryKey, found([])],
      ],
    });
    expect(markup).toContain('페니실린');
    expect(markup).toContain('라텍스');
    expect(markup.match(/aria-label="[^"]*위험[^"]*"|data-tone="high"/g)?.length).toBeGreaterThan(0);
  });

  it('leaves out what is over', () => {
    expect(banner([allergy('페니실린', { clinicalStatus: concept('', 'resolved', ALLERGY) })])).not.toContain(
      '페니실린',
    );
    expect(banner([], [flag('격리', 'inactive')])).not.toContain('격리');
    expect(banner([], [flag('격리')])).toContain('격리');
  });

  it('says what is not known in words', () => {
    const unknown: Patient = { resourceType: 'Patient', id: 'p-1' };
    const text = banner([], [], unknown);
    expect(text).toContain('기록 없음');
    expect(text).not.toContain('undefined');
    expect(banner([], [], unknown, { language: 'en' })).toMatch(/not recorded/i);
  });

  it('says of the dead that they are, with the age they reached', () => {
    const text = banner([], [], { ...patient, deceasedDateTime: '2001-03-03' });
    expect(text).toContain('사망');
    expect(text).toContain('40세');
    expect(banner([], [], { ...patient, deceasedBoolean: true })).toContain('사망');
  });

  it('keeps a very long name whole', () => {
    const long = '황보'.repeat(20);
    expect(banner([], [], { ...patient, name: [{ text: long }] })).toContain(long);
  });
});

describe('problems', () => {
  const page = (conditions: readonly Condition[], more = false, shown: Shown = {}) =>
    drawn(<ProblemsPage />, 'problems', [[conditionsQuery('p-1').queryKey, found(conditions, more)]], shown);

  it('parts what is there from what is over, with counts', () => {
    const text = page([
      condition('고혈압', { onsetDateTime: '2019-04' }),
      condition('폐렴', { clinicalStatus: concept('', 'resolved', CLINICAL), abatementDateTime: '2020-02-01' }),
    ]);
    expect(text).toMatch(/지금 있는 문제 1 .*고혈압.*지난 문제 1 .*폐렴/);
    expect(text).toContain('2019');
  });

  it('marks what is not confirmed, and never shows it as a diagnosis', () => {
    const text = page([condition('결핵', { verificationStatus: concept('', 'provisional', VERIFICATION) })]);
    expect(text).toMatch(/결핵.*(잠정|추정|가진단)/);
    expect(page([condition('결핵', { verificationStatus: concept('', 'confirmed', VERIFICATION) })])).not.toMatch(
      /잠정|추정|가진단/,
    );
  });

  it('says of an unknown state that it is unknown', () => {
    const { clinicalStatus: _, ...plain } = condition('두통');
    expect(page([plain as Condition])).toMatch(/두통.*알 수 없음|두통.*모름/);
  });

  it('says that nothing is recorded, and that a cut list is cut', () => {
    expect(page([])).toContain('기록된 현재 문제가 없습니다.');
    expect(page([condition('고혈압')], true)).toMatch(/더 (있|많)/);
    expect(page([], false, { language: 'en' })).toMatch(/no .*problem/i);
  });

  it('is not empty while it loads', () => {
    expect(drawn(<ProblemsPage />, 'problems', [])).not.toContain('없습니다');
  });

  it('opens one at the side by its address', () => {
    const text = words(<ProblemsPage />, {
      at: '/patients/p-1/problems?detail=Condition%2F고혈압',
      data: [[conditionsQuery('p-1').queryKey, found([condition('고혈압', { severity: concept('중증') })])]],
    });
    expect(text).toContain('중증');
  });
});

describe('allergies', () => {
  const page = (allergies: readonly AllergyIntolerance[], shown: Shown = {}) =>
    drawn(<AllergiesPage />, 'allergies', [[allergiesQuery('p-1').queryKey, found(allergies)]], shown);

  it('say that an empty list does not mean none', () => {
    expect(page([])).toContain('알레르기가 없다는 뜻이 아닙니다');
    expect(page([], { language: 'en' })).toMatch(/not mean|does not/i);
  });

  it('show danger by sign and word, with the reaction', () => {
    const text = page([
      allergy('페니실린', {
        criticality: 'high',
        category: ['medication'],
        reaction: [{ manifestation: [concept('아나필락시스')], severity: 'severe' }],
      }),
    ]);
    expect(text).toContain('▲');
    expect(text).toMatch(/아나필락시스 \(.+\)/);
  });

  it('say that a reaction was not recorded instead of leaving it blank', () => {
    expect(page([allergy('라텍스')])).toContain('기록 없음');
  });

  it('keep what is over apart', () => {
    const text = page([allergy('우유', { clinicalStatus: concept('', 'resolved', ALLERGY) })]);
    expect(text).toContain('지난 기록 1');
    expect(text).toContain('알레르기가 없다는 뜻이 아닙니다');
  });
});

describe('medications', () => {
  const page = (
    current: readonly unknown[],
    past: readonly unknown[] = [],
    included: readonly Resource[] = [],
    shown: Shown = {},
  ) =>
    drawn(
      <MedicationsPage />,
      'medications',
      [
        [medicationsQuery('p-1').queryKey, found(current, false, included)],
        [pastMedicationsQuery('p-1').queryKey, found(past)],
      ],
      shown,
    );

  it('show each drug with its strength and dosage whole', () => {
    const text = page([
      prescription({
        id: '1',
        medicationCodeableConcept: concept('와파린 5 mg'),
        dosageInstruction: [{ text: '하루 한 번 2.5 mg' }],
        authoredOn: '2026-06-01',
      }),
    ]);
    expect(text).toContain('와파린');
    expect(text).toContain('5 mg');
    expect(text).toContain('2.5 mg');
  });

  it('say clearly that something is not to be taken', () => {
    expect(page([prescription({ id: '1', doNotPerform: true })])).toMatch(/쓰지 말 것/);
  });

  it('mark what is on hold in words', () => {
    expect(page([prescription({ id: '1', status: 'on-hold' })])).toContain('보류');
  });

  it('name a drug that stands in a Medication of its own', () => {
    const medication = { resourceType: 'Medication', id: 'm-1', code: concept('세파졸린 주사 1 g') } as Resource;
    const { medicationCodeableConcept: _, ...rest } = prescription({ id: '1' });
    const request = { ...rest, medicationReference: { reference: 'Medication/m-1' } };
    expect(page([request], [], [medication])).toContain('세파졸린');
  });

  it('count renewals of one drug once among the past', () => {
    const past = ['2025-01-01', '2025-02-01', '2025-03-01'].map((authoredOn, at) =>
      prescription({
        id: `${at}`,
        status: 'completed',
        medicationCodeableConcept: concept('암로디핀 5 mg', 'C08CA01', 'atc'),
        authoredOn,
      }),
    );
    expect(page([], past)).toContain('모두 3번');
  });

  it('say that nothing current is recorded', () => {
    expect(page([])).toContain('기록된 현재 약이 없습니다.');
    expect(page([])).toContain('기록된 지난 약이 없습니다.');
  });
});

describe('encounters', () => {
  const page = (encounters: readonly unknown[], more = false) =>
    drawn(<EncountersPage />, 'encounters', [[encountersQuery('p-1').queryKey, found(encounters, more)]]);

  it('list visits with kind and place, and mark one that runs', () => {
    const text = page([
      encounter({
        id: '1',
        status: 'in-progress',
        class: { code: 'IMP' },
        type: [concept('입원')],
        period: { start: '2026-11-20T09:00:00+09:00' },
        location: [{ location: { reference: 'Location/b', display: '6101호 1번 병상' } }],
      }),
      encounter({ id: '2', period: { start: '2026-01-05', end: '2026-01-05' } }),
    ]);
    expect(text).toContain('입원');
    expect(text).toContain('6101호 1번 병상');
    expect(text).toMatch(/진행|입원 중/);
  });

  it('tell of visits without a date instead of losing them', () => {
    expect(page([encounter({ id: '1', period: { start: '2026-01-05' } }), encounter({ id: '2' })])).toContain(
      '날짜가 없어 그릴 수 없는 진료: 1건',
    );
  });

  it('say that there are none', () => {
    expect(page([])).toContain('기록된 진료가 없습니다.');
  });
});

describe('immunizations', () => {
  const page = (all: readonly Immunization[]) =>
    drawn(<ImmunizationsPage />, 'immunizations', [[immunizationsQuery('p-1').queryKey, found(all)]]);

  it('show each vaccine once with its doses in time', () => {
    const text = page([
      immunization('인플루엔자', '2025-10-01'),
      immunization('인플루엔자', '2024-10-02'),
      immunization('파상풍', '2020-05-05'),
    ]);
    expect(text.match(/인플루엔자/g)).toHaveLength(1);
    expect(text).toContain('2024');
    expect(text).toContain('2025');
  });

  it('do not show a dose that was not given as one that was', () => {
    expect(page([immunization('홍역', '2020-01-01', { status: 'not-done' })])).toMatch(/접종하지 않|안 함|미접종/);
  });

  it('say that none is recorded', () => {
    expect(page([])).toContain('기록된 예방접종이 없습니다.');
  });
});

describe('the summary', () => {
  it('has only problems that are there', () => {
    const text = drawn(<ProblemCard />, '', [
      [
        conditionsQuery('p-1').queryKey,
        found([condition('고혈압'), condition('폐렴', { clinicalStatus: concept('', 'resolved', CLINICAL) })]),
      ],
    ]);
    expect(text).toContain('고혈압');
    expect(text).not.toContain('폐렴');
    expect(text).toContain('기록 없음');
  });

  it('has the drugs with dosage, the last five visits and the last five vaccines', () => {
    const drugs = [
      [
        medicationsQuery('p-1').queryKey,
        found([prescription({ id: '1', dosageInstruction: [{ text: '아침 식후' }] })]),
      ],
    ] as const;
    expect(drawn(<MedicationCard />, '', drugs)).toContain('아침 식후');
    const visits = Array.from({ length: 9 }, (_, at) =>
      encounter({ id: `${at}`, type: [concept(`방문 ${at}`)], period: { start: `2026-0${at + 1}-01` } }),
    );
    const seen = drawn(<EncounterCard />, '', [[encountersQuery('p-1').queryKey, found(visits)]]);
    expect(seen.match(/방문 \d/g)).toHaveLength(5);
    const shots = Array.from({ length: 9 }, (_, at) => immunization(`백신 ${at}`, `2026-0${at + 1}-01`));
    expect(
      drawn(<ImmunizationCard />, '', [[immunizationsQuery('p-1').queryKey, found(shots)]]).match(/백신 \d/g),
    ).toHaveLength(5);
  });

  it('puts results outside of their range first, with flag and value before', () => {
    const result = (text: string, code: string, value: number, at: string, high?: boolean) =>
      observation({
        id: `${code}${at}`,
        code: concept(text, code, 'http://loinc.org'),
        effectiveDateTime: at,
        valueQuantity: { value, unit: 'mmol/L' },
        ...(high === true
          ? { interpretation: [concept('', 'H', 'http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation')] }
          : {}),
      });
    const page = {
      matches: [
        result('나트륨', '2951-2', 140, '2026-11-02'),
        result('칼륨', '2823-3', 6.1, '2026-11-02', true),
        result('칼륨', '2823-3', 4.2, '2026-11-01'),
      ],
      included: [],
      next: undefined,
    };
    const text = drawn(<LaboratoryCard />, '', [
      [resultsQuery('p-1', 'laboratory').queryKey, { pages: [page], pageParams: [''] }],
    ]);
    expect(text.indexOf('칼륨')).toBeLessThan(text.indexOf('나트륨'));
    expect(text).toContain('6.1');
    expect(text).toContain('4.2');
    expect(text).toMatch(/▲/);
  });

  it('is in plain words for the patient', () => {
    const data = [[medicationsQuery('p-1').queryKey, found([])]] as const;
    expect(drawn(<MedicationCard />, '', data, { role: 'patient' })).toContain('지금 먹거나 쓰는 약');
  });
});
