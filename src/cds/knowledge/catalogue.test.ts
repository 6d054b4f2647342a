import { describe, expect, it } from 'vitest';
import { KNOWLEDGE } from '../testing.ts';

const { catalogue } = KNOWLEDGE;
const of = (codes: readonly string[], ...words: readonly string[]): readonly string[] =>
  catalogue.product(codes, words).ingredients;

describe('what a product holds', () => {
  it('is told by its ATC code, whatever the words say', () => {
    expect(of(['C10AA01'], 'warfarin')).toEqual(['simvastatin']);
  });

  it('is told by Korean, English, American and brandless names, strengths left aside', () => {
    expect(of([], '아목시실린 500 mg')).toEqual(['amoxicillin']);
    expect(of([], 'Paracetamol')).toEqual(['acetaminophen']);
    expect(of([], 'Simvastatin 20 MG Oral Tablet')).toEqual(['simvastatin']);
    expect(of([], '  RIFAMPICIN ')).toEqual(['rifampin']);
  });

  it('splits listed combinations, and those that the ATC rule tells', () => {
    expect(of(['J01CR02'])).toEqual(['amoxicillin', 'clavulanic acid']);
    expect(catalogue.product(['N02BE71'], [])).toMatchObject({ ingredients: ['acetaminophen'], combination: true });
    expect(of([], 'amoxicillin / clavulanic acid 625 mg')).toEqual(['amoxicillin', 'clavulanic acid']);
  });

  it('keeps the code as the ingredient where the list has no name', () => {
    expect(of(['L04AB04'])).toEqual(['L04AB04']);
    expect(catalogue.codesOf('L04AB04')).toEqual(['L04AB04']);
    expect(of(['A12AX'])).toEqual(['A12AX']);
  });

  it('is unknown without a code and without a name, and no name is found inside another word', () => {
    expect(of([], 'something herbal')).toEqual([]);
    expect(of([], 'prowarfarinol')).toEqual([]);
    expect(of(['nonsense'], '')).toEqual([]);
  });

  it('finds the longer name first', () => {
    expect(of([], 'penicillin v potassium')).toEqual(['penicillin v']);
    expect(of([], 'escitalopram 10 mg')).toEqual(['escitalopram']);
    expect(of([], 'dextromethorphan syrup')).toEqual(['dextromethorphan']);
  });
});
