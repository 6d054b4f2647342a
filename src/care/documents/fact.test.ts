import { describe, expect, it } from 'vitest';
import type { Resource } from '../../fhir/index.ts';
import { parseJson } from '../../kernel/index.ts';
import { factOf, isQuotable } from './fact.ts';
import { nameOf, testName, type Language } from './names.ts';
import { ago, observation, POTASSIUM, quantity, type Json } from './testing.ts';

const ZONE = 'Asia/Seoul';

function line(resource: Json, language: Language = 'ko') {
  const one = { id: 'x', meta: { versionId: '4' }, ...resource } as unknown as Resource;
  return factOf({ kind: 'value', of: [`${one.resourceType}/x`] }, [one], { language, zone: ZONE });
}

function textOf(resource: Json): string {
  return line(resource).text;
}

describe('a line from the record', () => {
  it('keeps every digit as it was written, and names its source with the version', () => {
    const value = parseJson('{"value":7.0,"unit":"mmol/L"}') as Json;
    const fact = line(observation('x', 'laboratory', POTASSIUM, { effectiveDateTime: ago(1), valueQuantity: value }));
    expect(fact).toMatchObject({ text: '칼륨 7.0 mmol/L', sources: ['Observation/x/_history/4'], at: ago(1) });
  });

  it.each<[string, Json, string, string]>([
    [
      'a comparator',
      { valueQuantity: { value: 5, comparator: '<', unit: '회/분', code: '/min' } },
      '칼륨 <5 회/분',
      'Potassium <5 /min',
    ],
    ['words', { valueString: '음성' }, '칼륨 음성', 'Potassium 음성'],
    [
      'a code',
      { valueCodeableConcept: { coding: [{ display: 'Positive' }], text: '양성' } },
      '칼륨 양성',
      'Potassium Positive',
    ],
    ['an absent value', { dataAbsentReason: { text: '검체 부족' } }, '칼륨 검체 부족', 'Potassium 검체 부족'],
    [
      'components',
      { component: [{ code: { text: '눈' }, valueQuantity: quantity(4, '점') }] },
      '칼륨 눈 4 점',
      'Potassium 눈 4 점',
    ],
  ])('reads %s in both languages', (_name, more, ko, en) => {
    const one = observation('x', 'laboratory', POTASSIUM, more);
    expect([line(one).text, line(one, 'en').text]).toEqual([ko, en]);
  });

  it('says what a resource of each kind means', () => {
    expect(
      textOf({
        resourceType: 'MedicationRequest',
        medicationReference: { display: 'cefazolin 1 g' },
        dosageInstruction: [{ doseAndRate: [{ doseQuantity: quantity(1, 'g') }], route: { text: '정맥' } }],
      }),
    ).toBe('cefazolin 1 g · 1 g 정맥');
    expect(
      textOf({ resourceType: 'Condition', code: { text: '폐렴' }, clinicalStatus: { coding: [{ code: 'resolved' }] } }),
    ).toBe('폐렴 (지난 문제)');
    expect(
      textOf({
        resourceType: 'MedicationAdministration',
        status: 'not-done',
        medicationCodeableConcept: { text: '헤파린' },
      }),
    ).toBe('헤파린 투여하지 않음');
    expect(
      textOf({
        resourceType: 'Task',
        status: 'requested',
        description: '재검',
        restriction: { period: { end: ago(-3) } },
        owner: { display: '이지은' },
      }),
    ).toBe('재검 — 07-01 12:00 (이지은)');
    expect(textOf({ resourceType: 'DiagnosticReport', code: { text: '흉부 X선' }, conclusion: '침윤 감소' })).toBe(
      '흉부 X선: 침윤 감소',
    );
    expect(
      textOf({
        resourceType: 'Appointment',
        status: 'booked',
        start: ago(-24),
        description: '호흡기내과 외래',
        participant: [],
      }),
    ).toBe('호흡기내과 외래 — 07-02 09:00');
    expect(
      textOf({ resourceType: 'Encounter', class: {}, type: [{ text: '입원' }], reasonCode: [{ text: '기침' }] }),
    ).toBe('입원: 기침');
  });

  it('is void where its source was taken back', () => {
    expect(line({ resourceType: 'Observation', status: 'entered-in-error', code: POTASSIUM }).void).toBe(true);
    const verificationStatus = { coding: [{ code: 'entered-in-error' }] };
    expect(line({ resourceType: 'Condition', code: { text: '폐렴' }, verificationStatus }).void).toBe(true);
    expect(line({ resourceType: 'Observation', status: 'final', code: POTASSIUM })).not.toHaveProperty('void');
  });

  it('gives lowest, highest and last of a sign, by value and not by text', () => {
    const pulses = [98, 102, 61].map((value, at) =>
      observation(
        `p${at}`,
        'vital-signs',
        { text: '맥박' },
        { effectiveDateTime: ago(3 - at), valueQuantity: quantity(value, '회/분') },
      ),
    ) as unknown as readonly Resource[];
    const fact = factOf({ kind: 'range', of: ['Observation/p0'] }, pulses, { language: 'ko', zone: ZONE });
    expect(fact.text).toBe('맥박 61–102, 마지막 61 회/분 (07-01 08:00)');
    expect(fact.at).toBe(ago(1));
  });

  it('takes the Korean name from the text or from the translation of the display', () => {
    const translated = {
      coding: [
        {
          display: 'cefazolin',
          _display: {
            extension: [
              {
                url: 'http://hl7.org/fhir/StructureDefinition/translation',
                extension: [
                  { url: 'lang', valueCode: 'ko' },
                  { url: 'content', valueString: '세파졸린' },
                ],
              },
            ],
          },
        },
      ],
    };
    expect([nameOf(translated, 'ko'), nameOf(translated, 'en'), nameOf(undefined, 'ko')]).toEqual([
      '세파졸린',
      'cefazolin',
      '',
    ]);
  });

  it('is short: a LOINC name loses what a reader knows, and keeps where it was measured if that is not blood', () => {
    const named = (display: string) => testName({ coding: [{ display }], text: '검사' }, 'en');
    expect(named('C reactive protein [Mass/volume] in Serum or Plasma')).toBe('C reactive protein');
    expect(named('Troponin I.cardiac [Mass/volume] in Serum or Plasma by High sensitivity method')).toBe(
      'Troponin I.cardiac',
    );
    expect(named('Hemoglobin [Presence] in Urine by Test strip')).toBe('Hemoglobin (Urine)');
    expect(named('Body temperature')).toBe('Body temperature');
    expect(testName({ coding: [{ display: 'x [y] in Blood' }], text: '혈색소' }, 'ko')).toBe('혈색소');
  });

  it('can be made of what is about a patient, not of people or places', () => {
    expect(['Observation', 'Task', 'Consent'].every(isQuotable)).toBe(true);
    expect(['Practitioner', 'Location', 'constructor', ''].some(isQuotable)).toBe(false);
  });
});
