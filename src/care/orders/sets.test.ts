import { describe, expect, it } from 'vitest';
import { validateResource } from '../../fhir/index.ts';
import { applySet, chosenDrafts, type Applied } from './apply.ts';
import { buildDrug, type Circumstances } from './build-drug.ts';
import { buildOther } from './build-other.ts';
import type { Draft } from './draft.ts';
import { factsFrom } from './facts.ts';
import { drugOf, type Drug } from './formulary.ts';
import { fromDosage } from './from-dosage.ts';
import { BUILT_IN, summaryOf, type Activity } from './sets.ts';
import { medication, NOW } from './testing.ts';

const activities = BUILT_IN.flatMap(({ contained = [] }) => contained as unknown as Activity[]);

/** A product for each drug of each set, in the unit and for the route that the set orders. */
const DRUGS = new Map(
  activities
    .filter(({ kind }) => kind === 'MedicationRequest')
    .flatMap(({ productCodeableConcept, dosage }, at): [string, Drug][] => {
      const { dose, route } = fromDosage(dosage?.[0]);
      const atc = productCodeableConcept?.coding?.[0]?.code ?? '';
      const drug = drugOf(
        medication(`p${at}`, atc, ['약', 'drug'], [dose?.value ?? 1, dose?.unit ?? ''], route ?? '') as never,
      );
      return drug === undefined ? [] : [[drug.id, drug]];
    }),
);

function measured(code: string, value: number | undefined, unit: string) {
  return value === undefined
    ? []
    : [
        {
          resourceType: 'Observation',
          status: 'final',
          code: { coding: [{ code }] },
          effectiveDateTime: new Date(NOW).toISOString(),
          valueQuantity: { value, code: unit },
        },
      ];
}

function factsOf(creatinine: number | undefined, weight: number | undefined = 70) {
  const found = [
    ...measured('29463-7', weight, 'kg'),
    ...measured('8302-2', 170, 'cm'),
    ...measured('2160-0', creatinine, 'mg/dL'),
    ...measured('2823-3', 4, 'mmol/L'),
  ];
  return factsFrom(
    { resourceType: 'Patient', birthDate: '1958-03-05', gender: 'male' },
    found as never,
    NOW,
    'Asia/Seoul',
  );
}

function appliedTo(id: string, facts = factsOf(1)): readonly Applied[] {
  const plan = BUILT_IN.find((one) => one.id === id);
  if (plan === undefined) throw new Error(id);
  return applySet(plan, { facts, drugs: DRUGS, activities: new Map(), now: NOW, zone: 'Asia/Seoul' });
}

function leaves(nodes: readonly Applied[]): readonly Applied[] {
  return nodes.flatMap((node) => (node.children === undefined ? [node] : leaves(node.children)));
}

function problemsOf(draft: Omit<Draft, 'key'>, facts: Circumstances['facts']): readonly unknown[] {
  const about: Circumstances = { patient: 'anna', inpatient: true, now: NOW, zone: 'Asia/Seoul', batch: 'b', facts };
  const whole = { ...draft, key: 'k' };
  return draft.kind === 'drug'
    ? buildDrug(whole, DRUGS.get(draft.item), about).problems
    : buildOther(whole, about).problems;
}

describe('the sets of the house', () => {
  it('are the ten of the wards, valid, with title and description in both languages and sources', () => {
    expect(BUILT_IN.map(({ id }) => id)).toEqual([
      'cholecystectomy',
      'community-pneumonia',
      'diabetic-ketoacidosis',
      'folfox',
      'heart-failure',
      'hip-replacement',
      'ischaemic-stroke',
      'normal-delivery',
      'sepsis-bundle',
      'stemi',
    ]);
    for (const plan of BUILT_IN) {
      expect(validateResource(plan as never), plan.id).toEqual([]);
      const { title, description, sources } = summaryOf(plan);
      for (const { ko, en } of [title, description])
        expect([/[가-힣]/.test(ko), /^[^가-힣]+$/.test(en)], plan.id).toEqual([true, true]);
      expect(sources.length, plan.id).toBeGreaterThan(0);
      for (const { url } of sources) expect(url).toMatch(/^https:\/\/(doi\.org|www\.who\.int)\//);
    }
  });

  it('hold activities that can all be ordered', () => {
    const facts = factsOf(1);
    for (const { id = '' } of BUILT_IN) {
      const all = leaves(appliedTo(id, facts));
      expect(all.length, id).toBeGreaterThan(10);
      for (const { draft, title } of all) {
        expect(draft, `${id}: ${title.en}`).toBeDefined();
        if (draft !== undefined) expect(problemsOf(draft, facts), `${id}: ${title.en}`).toEqual([]);
      }
    }
  });

  it('choose one of alternatives by kidney function, and none where nobody knows it', () => {
    const prophylaxis = (creatinine: number | undefined) =>
      leaves(appliedTo('community-pneumonia', factsOf(creatinine)))
        .filter(({ chosen, title }) => chosen && /enoxaparin|heparin/.test(title.en))
        .map(({ title }) => title.en);
    expect(prophylaxis(1)).toEqual(['enoxaparin']);
    expect(prophylaxis(5)).toEqual(['heparin']);
    expect(prophylaxis(undefined)).toEqual([]);
    const unknown = leaves(appliedTo('community-pneumonia', factsOf(undefined))).filter(
      ({ condition }) => condition?.lacks !== undefined,
    );
    expect(unknown.length).toBeGreaterThan(3);
  });

  it('never choose two of alternatives', () => {
    const check = (node: Applied): void => {
      const chosen = node.children?.filter((child) => child.chosen).length ?? 0;
      if (node.behaviour === 'exactly-one' || node.behaviour === 'at-most-one')
        expect(chosen, node.title.en).toBeLessThanOrEqual(1);
      for (const child of node.children ?? []) check(child);
    };
    for (const creatinine of [0.5, 1, 2, 4, undefined])
      for (const { id = '' } of BUILT_IN) appliedTo(id, factsOf(creatinine)).forEach(check);
  });

  it('dose by weight and surface, with the calculation', () => {
    const folfox = leaves(appliedTo('folfox')).filter(({ draft }) => draft?.dose?.per === 'm2');
    expect(folfox.map(({ calculation }) => calculation?.en)).toEqual(
      expect.arrayContaining([expect.stringContaining('85 mg/m² × 1.818 m²')]),
    );
    const heavy = leaves(appliedTo('ischaemic-stroke', factsOf(1, 130))).find(({ title }) => title.en === 'alteplase');
    expect(heavy?.calculation?.en).toContain('at most 90 mg');
    const blank = leaves(appliedTo('folfox', factsFrom({ resourceType: 'Patient' }, [], NOW, 'Asia/Seoul')));
    expect(blank.filter(({ chosen, draft }) => chosen && draft?.dose?.per !== undefined)).toEqual([]);
  });

  it('begin the days of a pathway on their day', () => {
    const days = chosenDrafts(appliedTo('hip-replacement'), undefined).map(({ item, start }) => [
      item,
      start?.slice(0, 10),
    ]);
    expect(days).toContainEqual(['hip-xray', undefined]);
    expect(days).toContainEqual(['hip-arthroplasty', '2026-11-25']);
    expect(days).toContainEqual(['foley-out', '2026-11-26']);
  });

  it('give the chosen activities and no others', () => {
    const nodes = appliedTo('sepsis-bundle');
    const [first] = leaves(nodes);
    expect(chosenDrafts(nodes, [first?.path ?? '']).map(({ item }) => item)).toEqual(['lactate']);
    expect(chosenDrafts(nodes, [])).toEqual([]);
  });
});
