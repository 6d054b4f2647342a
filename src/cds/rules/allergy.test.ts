import { describe, expect, it } from 'vitest';
import type { Allergy, DrugOrder } from '../drug.ts';
import { allergy, drug, KNOWLEDGE } from '../testing.ts';
import { checkAllergies } from './allergy.ts';

const found = (draft: DrugOrder, ...allergies: readonly Allergy[]): readonly string[] =>
  checkAllergies(KNOWLEDGE.allergies, KNOWLEDGE.catalogue, [draft], allergies).map(
    ({ rule, decision }) => `${rule} ${decision}`,
  );

describe('allergy and order', () => {
  it('tells only the strongest of several reasons', () => {
    expect(found(drug('ampicillin'), allergy('amoxicillin'))).toEqual(['AX-01 stop']);
    expect(found(drug('J01CR02'), allergy('amoxicillin'))).toEqual(['same-ingredient stop']);
  });

  it('tells each allergy on its own', () => {
    expect(found(drug('amoxicillin'), allergy('amoxicillin'), allergy('penicillin g'))).toEqual([
      'same-ingredient stop',
      'AX-01 stop',
    ]);
  });

  it('reaches members of a group that only their ATC group tells', () => {
    expect(found(drug('J01CA08'), allergy('penicillin g'))).toEqual(['AX-01 stop']);
  });

  it('does not stretch sulfonamide antibiotics to diuretics, nor ester anaesthetics to amides', () => {
    expect(found(drug('furosemide'), allergy('sulfamethoxazole'))).toEqual([]);
    expect(found(drug('N01BB02'), allergy('procaine'))).toEqual([]);
  });
});

describe('an allergy recorded as a group', () => {
  const penicillins = allergy('페니실린계 항생제', { classes: ['J01C'] });

  it('stops every member, by code or by word', () => {
    expect(found(drug('amoxicillin'), penicillins)).toEqual(['AX-01 stop']);
    expect(found(drug('piperacillin'), allergy('penicillins'))).toEqual(['AX-01 stop']);
  });

  it('leaves the answers of knowledge as they are: carbapenems inform, cefazolin is silent', () => {
    expect(found(drug('meropenem'), penicillins)).toEqual(['AX-06 inform']);
    expect(found(drug('cefazolin'), penicillins)).toEqual([]);
  });

  it('stops what is below the recorded ATC group where no group of ours speaks', () => {
    expect(found(drug('V08AB02'), allergy('조영제', { classes: ['V08A'] }))).toEqual(['recorded-class stop']);
    expect(found(drug('ceftriaxone'), allergy('cephalosporins', { classes: ['J01DD'] }))).toEqual([
      'recorded-class stop',
    ]);
    expect(found(drug('celecoxib'), allergy('NSAID', { classes: ['M01A'] }))).toEqual(['AX-09 inform']);
  });
});

describe('what happened', () => {
  it('stops every beta-lactam after a severe delayed reaction to one, by code or by words', () => {
    const coded = allergy('cefazolin', { reactions: ['73442001'] });
    const worded = allergy('cefazolin', { reactions: ['suspected dress syndrome'] });
    for (const one of [coded, worded]) {
      expect(found(drug('meropenem'), one)).toEqual(['severe-delayed-beta-lactam stop']);
      expect(found(drug('amoxicillin'), one)).toEqual(['severe-delayed-beta-lactam stop']);
      expect(found(drug('vancomycin'), one)).toEqual([]);
    }
    expect(found(drug('meropenem'), allergy('cefazolin', { reactions: ['urticaria'] }))).toEqual([]);
  });

  it('only informs of an intolerance', () => {
    expect(found(drug('codeine'), allergy('codeine', { intolerance: true }))).toEqual(['same-ingredient inform']);
  });

  it('names allergy, drug, source and date, and offers to leave the order out', () => {
    const [alert] = checkAllergies(
      KNOWLEDGE.allergies,
      KNOWLEDGE.catalogue,
      [drug('amoxicillin')],
      [allergy('penicillin g')],
    );
    expect(alert?.summary.en).toBe('Allergy to penicillin g: amoxicillin (Penicillins)');
    expect(alert?.source).toMatchObject({ knowledge: 'allergies', date: KNOWLEDGE.allergies.date, reviewed: false });
    expect(alert?.remedies).toEqual([
      {
        kind: 'remove',
        order: 'MedicationRequest/amoxicillin',
        label: expect.objectContaining({ en: 'Do not order amoxicillin' }),
      },
    ]);
  });
});
