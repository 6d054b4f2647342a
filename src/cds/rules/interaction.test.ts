import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DrugOrder } from '../drug.ts';
import { drug, KNOWLEDGE } from '../testing.ts';
import { checkInteractions } from './interaction.ts';

const found = (drafts: readonly DrugOrder[], active: readonly DrugOrder[] = []): readonly string[] =>
  checkInteractions(KNOWLEDGE.interactions, drafts, active).map(({ rule }) => rule);
const members = KNOWLEDGE.interactions.classes.flatMap((one) => one.members);

describe('interactions', () => {
  it('tell one alert per cause, however many classes two drugs are in', () => {
    expect(found([drug('simvastatin')], [drug('ritonavir')])).toEqual(['HP-11']);
    expect(found([drug('tranylcypromine')], [drug('procarbazine')])).toEqual(['HP-14']);
  });

  it('tell one alert for each other drug', () => {
    expect(found([drug('phenelzine')], [drug('fluoxetine'), drug('venlafaxine')])).toEqual(['HP-04', 'HP-04']);
  });

  it('see inside combinations', () => {
    expect(found([drug('J05AR10')], [drug('rifampin')])).toEqual(['HP-10']);
    expect(found([drug('N02AJ13')], [drug('phenelzine')])).toEqual(['HP-06']);
  });

  it('never find a combination against itself', () => {
    expect(found([drug('J05AR10')])).toEqual([]);
  });

  it('do not count the order that a draft takes the place of', () => {
    const active = drug('haloperidol', { id: 'MedicationRequest/old' });
    expect(found([drug('sotalol')], [active])).toEqual(['HP-08']);
    expect(found([drug('sotalol', { replaces: 'MedicationRequest/old' })], [active])).toEqual([]);
  });

  it('count an order once that is active and drafted (it is being changed)', () => {
    const one = drug('sotalol');
    expect(found([one, drug('haloperidol')], [one])).toEqual(['HP-08']);
  });

  it('do not depend on the order of two drugs, and never fire for one ingredient', () => {
    const name = fc.constantFrom(...members);
    fc.assert(
      fc.property(name, name, (a, b) => {
        const there = found([drug(a)], [drug(b, { id: 'other' })]);
        expect(found([drug(b)], [drug(a, { id: 'other' })])).toEqual(there);
        if (a === b) expect(there).toEqual([]);
      }),
    );
  });
});
