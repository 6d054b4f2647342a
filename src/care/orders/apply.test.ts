import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applySet, chosenDrafts, type Applied } from './apply.ts';
import { factsFrom } from './facts.ts';
import { drugOf } from './formulary.ts';
import type { Activity, Plan } from './sets.ts';
import { NOW, PRODUCTS } from './testing.ts';

const DRUGS = new Map(PRODUCTS.flatMap((one) => drugOf(one as never) ?? []).map((one) => [one.id, one]));
const ATC = 'http://www.whocc.no/atc';
const OWN = 'https://maru.health/fhir/CodeSystem/orderable';
const nobody = factsFrom({ resourceType: 'Patient' }, [], NOW, 'Asia/Seoul');
const old = factsFrom({ resourceType: 'Patient', birthDate: '1940-01-01' }, [], NOW, 'Asia/Seoul');

const drugActivity = (id: string, atc: string, dose: object, more: object = {}) => ({
  resourceType: 'ActivityDefinition',
  id,
  kind: 'MedicationRequest',
  productCodeableConcept: { coding: [{ system: ATC, code: atc }] },
  dosage: [
    {
      doseAndRate: [{ doseQuantity: dose }],
      route: { coding: [{ code: '26643006' }] },
      timing: { repeat: { frequency: 1, period: 1, periodUnit: 'd' } },
    },
  ],
  ...more,
});
const other = (id: string, code: string, more: object = {}) => ({
  resourceType: 'ActivityDefinition',
  id,
  kind: 'ServiceRequest',
  code: { coding: [{ system: OWN, code }] },
  ...more,
});
const CONTAINED = [
  drugActivity('warfarin', 'B01AA03', { value: 2, code: 'mg' }),
  drugActivity('heavy', 'N02BE01', { value: 15, code: 'mg/kg' }),
  drugActivity('elsewhere', 'Z99ZZ99', { value: 1, code: 'mg' }),
  other('cbc', 'cbc', { priority: 'stat' }),
  other('blood', 'rbc', { quantity: { value: 2 } }),
  other('consult', 'consult-cardiology'),
  other('nowhere', 'nothing'),
];
type Action = object;
const act = (id: string, more: object = {}): Action => ({
  title: id,
  precheckBehavior: 'yes',
  definitionCanonical: `#${id}`,
  ...more,
});
const when = (expression: string) => ({
  condition: [{ kind: 'applicability', expression: { language: 'text/fhirpath', expression } }],
});

function applied(
  action: readonly Action[],
  facts = nobody,
  more: { activities?: ReadonlyMap<string, Activity> } = {},
): readonly Applied[] {
  const plan = {
    resourceType: 'PlanDefinition',
    id: 'set',
    url: 'urn:set',
    title: 'chest pain',
    contained: CONTAINED,
    action,
  } as unknown as Plan;
  return applySet(plan, { facts, drugs: DRUGS, activities: new Map(), now: NOW, zone: 'Asia/Seoul', ...more });
}
const only = (action: Action, facts = nobody): Applied => {
  const [one] = applied([action], facts);
  if (one === undefined) throw new Error('nothing');
  return one;
};

describe('an activity of a set', () => {
  it('is a draft of the product of this hospital, marked with the set', () => {
    const one = only(act('warfarin'));
    expect(one).toMatchObject({
      path: '0',
      chosen: true,
      draft: { kind: 'drug', item: 'warfarin', dose: { value: 2, unit: 'mg' }, set: 'urn:set' },
    });
    expect(one.draft).not.toHaveProperty('start');
  });

  it.each(['elsewhere', 'nowhere', 'missing'])(
    'is shown, not chosen and explained where this hospital has it not: %s',
    (id) => {
      const one = only(act(id));
      expect(one).toMatchObject({ chosen: false });
      expect(one.problem?.ko).toContain('없음');
      expect(one.problem?.en).toContain('not in the formulary');
      expect(one).not.toHaveProperty('draft');
    },
  );

  it('is not chosen where its dose needs a weight that nobody knows, and says so', () => {
    const one = only(act('heavy'));
    expect(one).toMatchObject({ chosen: false, problem: { ko: '체중 모름', en: 'weight is not known' } });
    expect(one.draft).toBeDefined();
  });

  it('is chosen beforehand only where the set says so', () => {
    expect(only(act('cbc', { precheckBehavior: 'no' })).chosen).toBe(false);
    expect(only(act('cbc', { precheckBehavior: undefined })).chosen).toBe(false);
    expect(only(act('cbc')).chosen).toBe(true);
  });

  it('is chosen where it fits, not where it does not, and not where nobody knows', () => {
    expect(only(act('cbc', when('%age > 65')), old)).toMatchObject({ chosen: true, condition: { fits: true } });
    expect(only(act('cbc', when('%age < 65')), old)).toMatchObject({ chosen: false, condition: { fits: false } });
    const unknown = only(act('cbc', when('%age > 65')));
    expect(unknown).toMatchObject({ chosen: false, condition: { lacks: { en: 'age is not known' } } });
    expect(unknown.condition).not.toHaveProperty('fits');
  });

  it('keeps urgency, units, and the question of a consult', () => {
    expect(only(act('cbc')).draft).toMatchObject({ kind: 'laboratory', priority: 'stat' });
    expect(only(act('blood')).draft).toMatchObject({ kind: 'blood', units: 2 });
    expect(only(act('consult')).draft).toMatchObject({ kind: 'consult', reason: 'chest pain' });
  });

  it('begins on its day in the time of the hospital, and at once on the first', () => {
    const start = (id: string, value: number) => only(act(id, { timingDuration: { value, code: 'd' } })).draft?.start;
    expect(start('cbc', 0)).toBeUndefined();
    expect(start('cbc', 1)).toContain('2026-11-25T06:00:00');
    expect(start('cbc', 7)).toContain('2026-12-01T06:00:00');
    expect(start('warfarin', 1)).toMatch(/^2026-11-25T00:00:00.*\+09:00$/);
  });

  it('is named by the record where the set does not hold it', () => {
    const named = { ...other('x', 'cbc'), url: 'urn:activity' } as unknown as Activity;
    const [one] = applied([act('x', { definitionCanonical: 'urn:activity' })], nobody, {
      activities: new Map([['urn:activity', named]]),
    });
    expect(one?.draft).toMatchObject({ item: 'cbc' });
  });
});

describe('alternatives', () => {
  const ids = ['warfarin', 'cbc', 'blood', 'consult', 'elsewhere'];
  const chosenIn = (nodes: readonly Applied[] = []): number => nodes.filter(({ chosen }) => chosen).length;

  it('are one at most, the first that fits (property)', () => {
    const one = fc.record({ id: fc.constantFrom(...ids), fits: fc.boolean(), before: fc.boolean() });
    fc.assert(
      fc.property(
        fc.array(one, { minLength: 1, maxLength: 6 }),
        fc.constantFrom('exactly-one', 'at-most-one'),
        (all, selectionBehavior) => {
          const action = all.map(({ id, fits, before }) =>
            act(id, { ...when(fits ? '%age > 65' : '%age < 65'), precheckBehavior: before ? 'yes' : 'no' }),
          );
          const group = only({ title: 'one of', selectionBehavior, action }, old);
          const wanted = all.findIndex(({ id, fits, before }) => fits && before && id !== 'elsewhere');
          expect(group.children?.findIndex(({ chosen }) => chosen)).toBe(wanted);
          expect(chosenIn(group.children)).toBe(wanted < 0 ? 0 : 1);
          expect(group.chosen).toBe(wanted >= 0);
        },
      ),
    );
  });

  it('that were not taken leave nothing chosen inside', () => {
    const inner = (id: string) => ({ title: id, action: [act(id), act('cbc')] });
    const group = only({
      title: 'one of',
      selectionBehavior: 'exactly-one',
      action: [inner('warfarin'), inner('blood')],
    });
    expect(group.children?.map(({ children }) => chosenIn(children))).toEqual([2, 0]);
    expect(chosenDrafts([group], undefined).map(({ item }) => item)).toEqual(['warfarin', 'cbc']);
  });

  it('of a group without a rule may all be chosen', () =>
    expect(chosenIn(only({ title: 'all', action: [act('warfarin'), act('cbc')] }).children)).toBe(2));
});

describe('what is taken from a set', () => {
  const nodes = applied([
    { title: 'all', action: [act('warfarin'), act('cbc', { precheckBehavior: 'no' }), act('elsewhere')] },
  ]);
  it('is what is chosen beforehand, or exactly what the physician chose', () => {
    expect(chosenDrafts(nodes, undefined).map(({ item }) => item)).toEqual(['warfarin']);
    expect(chosenDrafts(nodes, ['0.1']).map(({ item }) => item)).toEqual(['cbc']);
    expect(chosenDrafts(nodes, [])).toEqual([]);
    expect(chosenDrafts(nodes, ['0.2', '9.9', '0'])).toEqual([]);
  });
});
