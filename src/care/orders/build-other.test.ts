import { describe, expect, it } from 'vitest';
import { validateResource } from '../../fhir/index.ts';
import type { Circumstances } from './build-drug.ts';
import { buildOther } from './build-other.ts';
import { HIGH_RISK_KINDS, ORDERABLES } from './catalogue.ts';
import { KINDS, type Draft } from './draft.ts';
import { factsFrom } from './facts.ts';
import { NOW } from './testing.ts';

const ABOUT: Circumstances = {
  patient: 'anna',
  encounter: 'stay',
  inpatient: true,
  requester: 'physician',
  now: NOW,
  zone: 'Asia/Seoul',
  batch: 'batch-1',
  facts: factsFrom({ resourceType: 'Patient' }, [], NOW, 'Asia/Seoul'),
};

function order(draft: Omit<Draft, 'key'>, about: Partial<Circumstances> = {}) {
  const { resources, problems } = buildOther({ key: 'k', ...draft }, { ...ABOUT, ...about });
  expect(problems).toEqual([]);
  const [one] = resources;
  if (one === undefined || resources.length !== 1) throw new Error('not one order');
  expect(validateResource(one as never)).toEqual([]);
  return one;
}
function service(draft: Omit<Draft, 'key'>, about: Partial<Circumstances> = {}) {
  const one = order(draft, about);
  if (one.resourceType !== 'ServiceRequest') throw new Error(one.resourceType);
  return one;
}
const problemsOf = (draft: Omit<Draft, 'key'>) => buildOther({ key: 'k', ...draft }, ABOUT).problems;
const marks = (one: { extension?: readonly object[] }) => JSON.stringify(one.extension ?? []);

describe('an order that is no drug', () => {
  it('names patient, stay, physician and signature', () =>
    expect(order({ kind: 'laboratory', item: 'cbc' })).toMatchObject({
      resourceType: 'ServiceRequest',
      status: 'active',
      intent: 'order',
      priority: 'routine',
      subject: { reference: 'Patient/anna' },
      encounter: { reference: 'Encounter/stay' },
      requester: { reference: 'Practitioner/physician' },
      requisition: { value: 'batch-1' },
      category: [{ coding: [{ code: 'laboratory' }] }],
      authoredOn: '2026-11-24T12:00:00.000+09:00',
    }));

  it('has its names in both languages and the code that the laboratory knows', () => {
    const { code } = service({ kind: 'laboratory', item: 'lipid' });
    expect(code?.text).toBe('지질검사');
    expect(code?.coding?.map(({ display, code: one }) => display ?? one)).toEqual(['lipid panel', '24331-1']);
  });

  it('tells the bedside which tube, how long without food, and where a second identity is wanted', () => {
    const lipid = marks(service({ kind: 'laboratory', item: 'lipid' }));
    expect(lipid).toContain('SST-5');
    expect(lipid).toContain('"valueInteger":8');
    expect(lipid).not.toContain('second-identifier');
    expect(marks(service({ kind: 'laboratory', item: 'type-screen' }))).toContain('second-identifier');
    expect(marks(service({ kind: 'imaging', item: firstOf('imaging') }))).toBe('[]');
  });

  it('is marked as verbal where a nurse wrote it down', () => {
    const spoken = service({ kind: 'laboratory', item: 'cbc' }, { recorder: 'nurse' });
    expect(marks(spoken)).toContain('verbal');
    expect(marks(service({ kind: 'laboratory', item: 'cbc' }))).not.toContain('verbal');
  });

  it('takes the place of the one that it changes', () => {
    const replaces = { reference: 'ServiceRequest/old', version: '2', act: 'modify', reason: 'other' } as const;
    expect(service({ kind: 'laboratory', item: 'cbc', replaces }).replaces).toEqual([
      { reference: 'ServiceRequest/old' },
    ]);
  });

  it('repeats as the catalogue says, or as the physician says instead', () => {
    const repeat = (draft: Partial<Draft>) =>
      service({ kind: 'nursing', item: 'vitals-4h', ...draft }).occurrenceTiming?.repeat;
    expect(repeat({})).toMatchObject({ frequency: 1, period: 4, periodUnit: 'h' });
    expect(repeat({})?.boundsPeriod?.start).toBe('2026-11-24T12:00:00.000+09:00');
    expect(repeat({ timing: { kind: 'every', hours: 2 } })).toMatchObject({ period: 2 });
    expect(repeat({ days: 3, start: '2026-11-25T06:00:00+09:00' })?.boundsPeriod).toEqual({
      start: '2026-11-25T06:00:00+09:00',
      end: '2026-11-28T05:59:59.999+09:00',
    });
    expect(repeat({ start: '2026-11-25T06:00:00+09:00' })?.boundsPeriod?.start).toBe('2026-11-25T06:00:00+09:00');
  });

  it('is at its time, and without one where none was said', () => {
    const at = '2026-11-25T06:00:00+09:00';
    expect(service({ kind: 'laboratory', item: 'cbc', start: at }).occurrenceDateTime).toBe(at);
    expect(service({ kind: 'laboratory', item: 'cbc' })).not.toHaveProperty('occurrenceDateTime');
  });

  it('is so many units of blood', () => {
    const one = service({ kind: 'blood', item: 'rbc', units: 2, priority: 'stat' });
    expect(one).toMatchObject({ quantityQuantity: { value: 2 }, priority: 'stat' });
    expect(problemsOf({ kind: 'blood', item: 'rbc' })).toEqual([
      { ko: '몇 단위인지 입력하세요', en: 'say how many units' },
    ]);
  });

  it('asks a consultant something', () => {
    const consult = firstOf('consult');
    expect(service({ kind: 'consult', item: consult, reason: '심방세동' }).reasonCode).toEqual([{ text: '심방세동' }]);
    expect(problemsOf({ kind: 'consult', item: consult })).toEqual([
      { ko: '의뢰 내용을 적으세요', en: 'write what is asked' },
    ]);
  });

  it('is a NutritionOrder where it is a diet', () => {
    const diet = order({ kind: 'diet', item: firstOf('diet'), note: '땅콩 제외' }, { recorder: 'nurse' });
    expect(diet).toMatchObject({
      resourceType: 'NutritionOrder',
      patient: { reference: 'Patient/anna' },
      orderer: { reference: 'Practitioner/physician' },
      identifier: [{ value: 'batch-1' }],
      note: [{ text: '땅콩 제외' }],
      dateTime: '2026-11-24T12:00:00.000+09:00',
    });
    expect(marks(diet)).toContain('verbal');
  });

  it('is nothing where the catalogue has it as another kind, or not at all', () => {
    for (const draft of [
      { kind: 'imaging', item: 'cbc' },
      { kind: 'laboratory', item: 'nothing' },
      { kind: 'laboratory', item: 'constructor' },
      { kind: 'diet', item: 'rbc' },
    ] as const)
      expect(problemsOf(draft), draft.item).toEqual([{ ko: '처방 목록에 없음', en: 'not in the catalogue' }]);
  });
});

function firstOf(kind: Draft['kind']): string {
  const found = [...ORDERABLES.values()].find((one) => one.kind === kind);
  if (found === undefined) throw new Error(kind);
  return found.code;
}

describe('the catalogue of orderables', () => {
  it('has something of every kind but drugs, named in Korean and in English', () => {
    for (const kind of KINDS.filter((one) => one !== 'drug')) expect(firstOf(kind)).toBeDefined();
    for (const { ko, en, code } of ORDERABLES.values()) {
      expect(en, code).toMatch(/[A-Za-z]/);
      expect(ko.trim(), code).not.toBe('');
    }
  });

  it('has no two orderables of one kind that read the same', () => {
    for (const name of ['ko', 'en'] as const) {
      const names = [...ORDERABLES.values()].map((one) => `${one.kind} ${one[name]}`);
      expect(names.filter((one, at) => names.indexOf(one) !== at)).toEqual([]);
    }
  });

  it('wants a second identity for every test that blood is given by', () => {
    for (const code of ['type-screen', 'abo-rh', 'antibody-screen', 'crossmatch'])
      expect(ORDERABLES.get(code)?.second, code).toBe(true);
    expect(HIGH_RISK_KINDS.has('blood')).toBe(true);
  });
});
