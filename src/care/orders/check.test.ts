import { describe, expect, it } from 'vitest';
import { CARD_EXTENSION, type Card } from '../../cds/index.ts';
import { OutcomeError } from '../../kernel/index.ts';
import type { Circumstances } from './build-drug.ts';
import { checkLines } from './check.ts';
import type { Draft } from './draft.ts';
import { factsFrom } from './facts.ts';
import { drugOf } from './formulary.ts';
import { draftResources, keyOf, lineOf, type Line, type Ordering } from './lines.ts';
import { drug, NOW, PARACETAMOL, PRODUCTS } from './testing.ts';

const DRUGS = new Map(PRODUCTS.flatMap((one) => drugOf(one as never) ?? []).map((one) => [one.id, one]));
const ABOUT: Circumstances = {
  patient: 'anna',
  inpatient: true,
  now: NOW,
  zone: 'Asia/Seoul',
  batch: 'draft',
  facts: factsFrom({ resourceType: 'Patient' }, [], NOW, 'Asia/Seoul'),
};
const line = (draft: object): Line => lineOf(draft as Draft, DRUGS, ABOUT);
const WARFARIN = line(drug('one', 'warfarin', 2));
const IBUPROFEN = line(drug('two', 'ibuprofen', 200));
const CBC = line({ key: 'blood', kind: 'laboratory', item: 'cbc' });

type Consult = (request: unknown, asker: unknown) => Promise<{ cards: readonly Card[] }>;
const REQUEST = { caller: {}, reach: {}, origin: 'http://x', headers: { 'accept-language': 'en-GB' } } as never;

function checked(consult: Consult | undefined, lines: readonly Line[] = [WARFARIN], up: 'up' | 'down' = 'up') {
  const cds = consult === undefined ? undefined : { consult };
  const ordering = { cds, safetyCheck: () => Promise.resolve(up) } as unknown as Ordering;
  return checkLines(ordering, REQUEST, 'anna', lines, DRUGS, 'order-sign');
}
const card = (facts: object, more: object = {}): Card =>
  ({
    uuid: 'card-1',
    summary: 'summary of the card',
    indicator: 'warning',
    source: { label: 'somebody' },
    extension: { [CARD_EXTENSION]: facts },
    ...more,
  }) as unknown as Card;
const answering =
  (...cards: Card[]): Consult =>
  () =>
    Promise.resolve({ cards });

describe('a checker that does not answer', () => {
  it.each([
    ['there is none', () => checked(undefined)],
    ['the house says that it is down', () => checked(answering(), [WARFARIN], 'down')],
    ['it breaks', () => checked(() => Promise.reject(new Error('away')))],
  ])('interrupts, in both languages, and is never shown as no finding: %s', async (_name, act) => {
    const [finding, ...more] = await act();
    expect(more).toEqual([]);
    expect(finding).toMatchObject({ id: 'checker-unavailable', tier: 2, suggestions: [] });
    expect(finding?.summary.ko).toContain('점검되지 않은 처방');
    expect(finding?.summary.en).toContain('not checked');
    expect(finding?.detail.en).toContain('allergies');
    expect(finding).not.toHaveProperty('card');
  });

  it('does not hide that the chart is of another patient', async () => {
    const fault = new OutcomeError('business-rule', 'cds.wrong-patient', 'another patient');
    await expect(checked(() => Promise.reject(fault))).rejects.toBe(fault);
  });

  it('is not asked, nor missed, where there is no drug', async () => {
    let asked = 0;
    const consult: Consult = () => {
      asked += 1;
      return Promise.resolve({ cards: [] });
    };
    expect(await checked(consult, [CBC])).toEqual([]);
    expect(await checked(undefined, [CBC])).toEqual([]);
    expect(await checked(undefined, [])).toEqual([]);
    expect(asked).toBe(0);
    expect(await checked(consult, [CBC, WARFARIN])).toEqual([]);
    expect(asked).toBe(1);
  });
});

describe('what a checker is asked', () => {
  it('names the patient, every order as a draft, and each product once', async () => {
    let asked: unknown;
    await checked(
      (request) => {
        asked = request;
        return Promise.resolve({ cards: [] });
      },
      [WARFARIN, { ...WARFARIN, draft: { ...WARFARIN.draft, key: 'again' } }, CBC],
    );
    const { context, hook } = asked as {
      hook: string;
      context: {
        patientId: string;
        draftOrders: { entry: { resource: { resourceType: string; id: string; status?: string } }[] };
      };
    };
    expect([hook, context.patientId]).toEqual(['order-sign', 'anna']);
    const all = context.draftOrders.entry.map(({ resource }) => resource);
    expect(all.filter(({ resourceType }) => resourceType === 'Medication').map(({ id }) => id)).toEqual(['warfarin']);
    const orders = all.filter(({ resourceType }) => resourceType !== 'Medication');
    expect(orders.map(({ id, status }) => [id, status])).toEqual([
      ['one.0', 'draft'],
      ['again.0', 'draft'],
      ['blood.0', 'draft'],
    ]);
  });

  it('leads back from each order to its line', () => {
    for (const { id = '', resourceType } of draftResources([WARFARIN, CBC], DRUGS))
      if (resourceType !== 'Medication') expect(['one', 'blood']).toContain(keyOf(`${resourceType}/${id}`));
    expect([keyOf('MedicationRequest/a-b.11'), keyOf('MedicationRequest/real'), keyOf(undefined), keyOf('')]).toEqual([
      'a-b',
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe('what a card says', () => {
  const facts = {
    rule: 'DDI',
    tier: 1,
    order: 'MedicationRequest/one.0',
    against: ['MedicationRequest/two.0', 'AllergyIntolerance/a'],
    summary: { ko: '와파린 2 mg: 출혈', en: '와파린 2 mg: bleeding' },
    detail: { ko: '설명', en: '이부프로펜 200 mg is the reason' },
    source: { source: 'label', date: '2026-01-01' },
  };

  it('is of its line and of what it is against: of a draft its key, of the record its reference', async () => {
    const [found] = await checked(answering(card(facts)), [WARFARIN, IBUPROFEN]);
    expect(found).toMatchObject({
      id: 'DDI|one|two|AllergyIntolerance/a',
      card: 'card-1',
      tier: 1,
      draft: 'one',
      against: ['two', 'AllergyIntolerance/a'],
      source: 'label (2026-01-01)',
      service: 'maru-order-sign',
    });
  });

  it('names products in English to who reads English, and leaves the Korean as it is', async () => {
    const [found] = await checked(answering(card(facts)), [WARFARIN, IBUPROFEN]);
    expect(found?.summary).toEqual({ ko: '와파린 2 mg: 출혈', en: 'warfarin 2 mg: bleeding' });
    expect(found?.detail.en).toBe('ibuprofen 200 mg is the reason');
  });

  it.each([
    ['critical', 1],
    ['warning', 2],
    ['info', 3],
  ] as const)('of another house counts as loud as it says it is: %s', async (indicator, tier) => {
    const [found] = await checked(answering(card({}, { indicator, uuid: undefined })));
    expect(found).toMatchObject({ id: 'external|', rule: 'external', tier, against: [], source: 'somebody' });
    expect(found?.summary).toEqual({ ko: 'summary of the card', en: 'summary of the card' });
    expect(found).not.toHaveProperty('card');
  });

  it('says what could not be checked, each reason once, in both languages', async () => {
    const reason = { ko: '체중 모름', en: 'weight is not known' };
    const unchecked = [
      { check: 'dose', reason },
      { check: 'most', reason },
      { check: 'kidney', reason: { ko: '크레아티닌 모름', en: 'no creatinine' } },
    ];
    const [found] = await checked(answering(card({ rule: 'unchecked', unchecked })));
    expect(found?.detail).toEqual({ ko: '체중 모름\n크레아티닌 모름', en: 'weight is not known\nno creatinine' });
  });

  it('offers to leave a line out or to take something in, and nothing else', async () => {
    const suggestion = (action: object) => ({ label: 'do', uuid: 's', actions: [action] });
    const suggestions = [
      suggestion({ type: 'delete', resourceId: 'MedicationRequest/one.0' }),
      suggestion({ type: 'delete', resourceId: 'MedicationRequest/running' }),
      suggestion({ type: 'create', resource: { resourceType: 'ServiceRequest' } }),
      suggestion({ type: 'update', resource: {} }),
      { label: 'nothing', uuid: 's' },
    ];
    const [found] = await checked(answering(card({}, { suggestions })));
    expect(found?.suggestions).toEqual([
      { id: 's', label: 'do', remove: 'one' },
      { id: 's', label: 'do', create: { resourceType: 'ServiceRequest' } },
    ]);
  });
});

describe('a line of the basket', () => {
  it.each([
    ['enoxaparin', true],
    ['norepinephrine', true],
    ['oxaliplatin', true],
    ['paracetamol', false],
  ])('asks for the identity again before a drug of high risk: %s', (item, risk) =>
    expect(line(drug('k', item, 1)).highRisk).toBe(risk),
  );

  it('asks for it before blood too', () =>
    expect([line({ key: 'k', kind: 'blood', item: 'rbc', units: 1 }).highRisk, CBC.highRisk]).toEqual([true, false]));

  it('keeps what nobody knows as a line that says so, instead of losing it', () => {
    const lost = line({ ...PARACETAMOL, item: 'unknown' });
    expect(lost).not.toHaveProperty('item');
    expect(lost.problems).toHaveLength(1);
    expect(lost.resources).toEqual([]);
    expect(line({ key: 'k', kind: 'imaging', item: 'unknown' }).problems).toHaveLength(1);
  });
});
