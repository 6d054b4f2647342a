import { intervalOf } from '../../kernel/index.ts';
import { describe, expect, it } from 'vitest';
import type { DrugOrder } from '../drug.ts';
import { drug, KNOWLEDGE } from '../testing.ts';
import { checkDuplicates } from './duplicate.ts';

const found = (a: DrugOrder, b: DrugOrder): readonly string[] =>
  checkDuplicates(KNOWLEDGE.duplicates, [a], [b]).map(({ rule }) => rule);
const other = (words: string, more: Partial<DrugOrder> = {}): DrugOrder => drug(words, { id: 'other', ...more });
const week = (start: string): Pick<DrugOrder, 'period'> => {
  const period = intervalOf(start);
  return period === undefined ? {} : { period };
};

describe('duplicate therapy', () => {
  it('is the same ingredient by any route, and by code or by name', () => {
    expect(found(drug('C03CA01', { route: 'iv' }), other('furosemide', { route: 'oral' }))).toEqual(['DT-01']);
    expect(found(drug('L04AB04'), other('L04AB04'))).toEqual(['DT-01']);
  });

  it('is an ingredient that a combination holds, and the same combination twice', () => {
    expect(found(drug('J01CR02'), other('amoxicillin'))).toEqual(['DT-03']);
    expect(found(drug('C09DB01'), other('C09DX04'))).toEqual(['DT-03']);
    expect(found(drug('J01CR02'), other('J01CR02'))).toEqual(['DT-01']);
  });

  it('is two of one ATC class', () => {
    expect(found(drug('apixaban'), other('rivaroxaban'))).toEqual(['DT-02']);
    expect(found(drug('lisinopril'), other('losartan'))).toEqual([]);
  });
});

describe('no duplicate', () => {
  it('are steps that do not overlap', () => {
    expect(found(drug('H02AB06', week('2026-11')), other('H02AB06', week('2026-12')))).toEqual([]);
    expect(found(drug('H02AB06', week('2026-11')), other('H02AB06', week('2026')))).toEqual(['DT-01']);
  });

  it('are a cream beside a tablet', () => {
    expect(found(drug('diclofenac', { topical: true }), other('diclofenac', { topical: false }))).toEqual([]);
    expect(found(drug('D07AC01'), other('H02AB06'))).toEqual([]);
    expect(found(drug('D07AC01'), other('D07AC04'))).toEqual([]);
  });

  it('are scheduled and as needed, loading and maintenance, where one person wrote them together', () => {
    const set = { orderSet: 'set-1', prescriber: 'Practitioner/1' };
    expect(found(drug('morphine', { ...set, prn: true }), other('morphine', set))).toEqual([]);
    expect(found(drug('phenytoin', { ...set, once: true }), other('phenytoin', set))).toEqual([]);
    expect(found(drug('morphine', set), other('morphine', set))).toEqual(['DT-01']);
    expect(found(drug('morphine', { ...set, prn: true }), other('morphine', { ...set, prescriber: 'x' }))).toEqual([
      'DT-01',
    ]);
    expect(found(drug('morphine', { ...set, prn: true }), other('morphine'))).toEqual(['DT-01']);
  });

  it('is what the draft takes the place of', () => {
    expect(found(drug('morphine', { replaces: 'other' }), other('morphine'))).toEqual([]);
  });
});
