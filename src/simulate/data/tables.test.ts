import { describe, expect, it } from 'vitest';
import { ALLERGENS, REACTIONS } from './allergens.ts';
import { CARE } from './care.ts';
import { DEPARTMENTS } from './departments.ts';
import { DISEASES } from './diseases.ts';
import { EPISODES } from './episodes.ts';
import { panelOf } from './panels.ts';
import { procedureOf, PROCEDURES, STUDIES, studyOf } from './procedures.ts';
import { ADULT_VACCINES, CHILD_VACCINES, TARGETS } from './vaccines.ts';

describe('the tables', () => {
  it('name panels, studies, procedures and departments that exist', () => {
    const departments = new Set(DEPARTMENTS.map(({ key }) => key));
    for (const { key, panels, studies, procedures, department, risks } of EPISODES) {
      for (const panel of panels) expect(() => panelOf(panel), `${key}: ${panel}`).not.toThrow();
      for (const study of studies) expect(() => studyOf(study), `${key}: ${study}`).not.toThrow();
      for (const procedure of procedures) expect(() => procedureOf(procedure), `${key}: ${procedure}`).not.toThrow();
      for (const { disease } of risks)
        expect(
          DISEASES.some((one) => one.key === disease),
          `${key}: ${disease}`,
        ).toBe(true);
      expect(departments.has(department), `${key}: ${department}`).toBe(true);
    }
    for (const { key, panels, studies } of CARE.values()) {
      for (const panel of panels) expect(() => panelOf(panel.key), key).not.toThrow();
      for (const study of studies) expect(() => studyOf(study.key), key).not.toThrow();
    }
  });

  it('have SNOMED CT codes with right check digits for procedures, allergens, reactions and targets of vaccines', () => {
    const codes = [
      ...PROCEDURES.filter(({ system }) => system === 'sct').map(({ code }) => code),
      ...ALLERGENS.filter(({ category }) => category !== 'medication').map(({ code }) => code),
      ...Object.values(REACTIONS).map(([code]) => code),
      ...Object.keys(TARGETS),
    ];
    for (const code of codes) expect(verhoeff(code), code).toBe(true);
  });

  it('have LOINC codes of the right form for studies, each once', () => {
    const codes = STUDIES.map(({ loinc }) => loinc);
    for (const code of codes) expect(code).toMatch(/^\d{4,5}-\d$/);
    expect(new Set(codes).size).toBe(codes.length);
  });

  it('say of every vaccine what it is against, and order the ages of its doses', () => {
    for (const { key, target, cvx, months } of [...CHILD_VACCINES, ...Object.values(ADULT_VACCINES)]) {
      expect(TARGETS[target], key).toBeDefined();
      expect(cvx, key).toMatch(/^\d{2,3}$/);
      expect(months, key).toEqual(months.toSorted((a, b) => a - b));
    }
  });

  it('find the reactions of every allergen', () => {
    for (const { key, reactions } of ALLERGENS)
      for (const reaction of reactions) expect(REACTIONS[reaction], `${key}: ${reaction}`).toBeDefined();
  });

  it('have well-formed KCD-8 and SNOMED CT codes, with right SNOMED check digits', () => {
    for (const { kcd, snomed, ko } of [...DISEASES, ...EPISODES]) {
      expect(kcd, ko).toMatch(/^[A-Z]\d\d(\.\d)?$/);
      if (snomed !== '') expect(verhoeff(snomed), `${ko} ${snomed}`).toBe(true);
    }
  });
});

const D5 = [
  [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
  [1, 2, 3, 4, 0, 6, 7, 8, 9, 5],
  [2, 3, 4, 0, 1, 7, 8, 9, 5, 6],
  [3, 4, 0, 1, 2, 8, 9, 5, 6, 7],
  [4, 0, 1, 2, 3, 9, 5, 6, 7, 8],
  [5, 9, 8, 7, 6, 0, 4, 3, 2, 1],
  [6, 5, 9, 8, 7, 1, 0, 4, 3, 2],
  [7, 6, 5, 9, 8, 2, 1, 0, 4, 3],
  [8, 7, 6, 5, 9, 3, 2, 1, 0, 4],
  [9, 8, 7, 6, 5, 4, 3, 2, 1, 0],
];
const TURN = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];

/** SNOMED CT identifiers end in a check digit by Verhoeff. */
function verhoeff(code: string): boolean {
  let sum = 0;
  for (const [at, digit] of [...code].toReversed().entries()) {
    let turned = Number(digit);
    for (let turn = 0; turn < at % 8; turn++) turned = TURN[turned] ?? 0;
    sum = D5[sum]?.[turned] ?? 0;
  }
  return sum === 0;
}
