import { describe, expect, it } from 'vitest';
import { patientIn, reasonConcept, stopped } from './change.ts';
import { nameOf } from './list.ts';
import { draftOf } from './redraft.ts';
import { CHANGE_REASONS } from './words.ts';

describe('a stopped order', () => {
  it.each([
    ['MedicationRequest/a', 'no-longer-needed', 'stopped'],
    ['ServiceRequest/a', 'no-longer-needed', 'revoked'],
    ['NutritionOrder/a', 'adverse-effect', 'revoked'],
    ['MedicationRequest/a', 'wrong-patient', 'entered-in-error'],
    ['ServiceRequest/a', 'entered-by-mistake', 'entered-in-error'],
  ])('%s because of %s is %s', (reference, code, status) =>
    expect(stopped(reference, {}, { code }).status).toBe(status),
  );

  it('keeps the reason where its kind has a place for it, and beside what else is told where not', () => {
    const reason = { code: 'adverse-effect', comment: '발진' };
    expect(stopped('MedicationRequest/a', {}, reason)['statusReason']).toMatchObject({
      text: '발진',
      coding: [{ code: 'adverse-effect', display: 'adverse effect' }],
    });
    const before = {
      extension: [{ url: 'urn:tube' }, { url: 'https://maru.health/fhir/StructureDefinition/status-reason' }],
    };
    const { extension } = stopped('ServiceRequest/a', before, reason) as { extension: { url: string }[] };
    expect(extension.map(({ url }) => url.split(/[/:]/).at(-1))).toEqual(['tube', 'status-reason']);
  });

  it('says the reason in Korean where nobody wrote words, and keeps a code of elsewhere without any', () => {
    for (const [code, { ko, en }] of Object.entries(CHANGE_REASONS))
      expect(reasonConcept({ code })).toMatchObject({ text: ko, coding: [{ code, display: en }] });
    expect(reasonConcept({ code: 'constructor' })).toEqual({
      coding: [{ system: expect.any(String), code: 'constructor' }],
    });
  });

  it('is of the patient that it names', () => {
    expect(patientIn({ subject: { reference: 'Patient/anna' } })).toBe('anna');
    expect(patientIn({ patient: { reference: 'Patient/bora' } })).toBe('bora');
    expect(patientIn({})).toBe('');
  });
});

describe('an order as a draft again', () => {
  const request = (more: object) =>
    draftOf({ resourceType: 'MedicationRequest', status: 'active', intent: 'order', subject: {}, ...more } as never);
  const period = (start: string, end?: string) =>
    request({
      medicationReference: { reference: 'Medication/warfarin' },
      dosageInstruction: [{ timing: { repeat: { boundsPeriod: { start, ...(end === undefined ? {} : { end }) } } } }],
    }).days;

  it('is the same product, reason, note and urgency', () =>
    expect(
      request({
        medicationReference: { reference: 'Medication/warfarin', display: 'warfarin 2 mg' },
        reasonCode: [{ text: '심방세동' }],
        note: [{ text: '저녁' }],
        priority: 'stat',
        dosageInstruction: [{ doseAndRate: [{ doseQuantity: { value: 2, code: '{tbl}' } }] }],
      }),
    ).toEqual({
      kind: 'drug',
      item: 'warfarin',
      reason: '심방세동',
      note: '저녁',
      priority: 'stat',
      dose: { value: 4, unit: 'mg' },
    }));

  it('runs as many days as before, and without end where there was none', () => {
    expect(period('2026-11-24T09:00:00+09:00', '2026-12-01T08:59:59.999+09:00')).toBe(7);
    expect(period('2026-11-24T09:00:00+09:00', '2026-11-24T12:00:00+09:00')).toBe(1);
    expect(period('2026-11-24T09:00:00+09:00')).toBeUndefined();
    expect(period('2026-11-24T09:00:00+09:00', '2026-11-23T09:00:00+09:00')).toBeUndefined();
  });

  it('is unknown, to be chosen anew, where the record has only words', () => {
    expect(request({ medicationCodeableConcept: { text: '하얀 약' } })).toEqual({ kind: 'drug', item: 'unknown' });
    expect(draftOf({ resourceType: 'NutritionOrder' } as never)).toEqual({ kind: 'diet', item: 'unknown' });
    expect(draftOf({ resourceType: 'ServiceRequest' } as never)).toEqual({ kind: 'procedure', item: 'unknown' });
  });

  it('keeps how many units of blood were asked', () => {
    const system = 'https://maru.health/fhir/CodeSystem/';
    const blood = {
      resourceType: 'ServiceRequest',
      category: [{ coding: [{ system: `${system}care`, code: 'blood' }] }],
      code: { coding: [{ system: `${system}orderable`, code: 'rbc' }] },
      quantityQuantity: { value: 2 },
    };
    expect(draftOf(blood as never)).toEqual({ kind: 'blood', item: 'rbc', units: 2 });
  });
});

describe('the name of what is ordered', () => {
  const url = 'http://hl7.org/fhir/StructureDefinition/translation';
  const extension = [
    {
      url,
      extension: [
        { url: 'lang', valueCode: 'ko' },
        { url: 'content', valueString: '와파린' },
      ],
    },
  ];
  it.each([
    [
      'translated',
      { coding: [{ display: 'warfarin', _display: { extension } }], text: '쿠마딘' },
      '와파린',
      'warfarin',
    ],
    ['with words beside', { coding: [{ display: 'warfarin' }], text: '쿠마딘' }, '쿠마딘', 'warfarin'],
    ['English alone', { coding: [{ display: 'warfarin' }] }, 'warfarin', 'warfarin'],
    ['words alone', { text: '쿠마딘' }, '쿠마딘', '쿠마딘'],
    ['nothing', undefined, '', ''],
  ])('%s', (_name, concept, ko, en) => expect(nameOf(concept as never)).toEqual({ ko, en }));
});
