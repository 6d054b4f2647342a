import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fails, gives, results } from '../../../test/conformance/fhirpath-rows.ts';

// Items of every kind, many of them equal to one another in another writing.
const item = fc.constantFrom(
  '1', '1.0', '1.00', '2', '0', 'true', 'false', "'1'", "'a'", "'A'", "'true'", '@2026', '@2026-11', '@2026-11-24',
  '@2026-11-24T10:00:00Z', '@2026-11-24T19:00:00+09:00', '@2026-11-24T10:00:00', '@2026-11-24T10:00:00.0Z', '@T10:00',
  '@T10:00:00', "1 'g'", "1000 'mg'", "1.0 'g'", "1 '1'", "1 'mL'", '1 day', "1 'd'", "24 'h'",
); // prettier-ignore
const items = fc.array(item, { maxLength: 7 });

/** A collection that keeps its repetitions. */
const collection = (texts: readonly string[]): string =>
  texts.length === 0 ? '{}' : texts.map((text) => `(${text})`).reduce((left, right) => `${left}.combine(${right})`);

const equal = (a: string, b: string): boolean => results(`(${a}) = (${b})`)[0] === true;

/** The slow way: one by one, by the operator itself. */
function distinctly(texts: readonly string[]): string[] {
  const kept: string[] = [];
  for (const text of texts) if (!kept.some((other) => equal(other, text))) kept.push(text);
  return kept;
}

const shownAll = (texts: readonly string[]) => texts.flatMap((text) => results(text));

describe('collections as sets', () => {
  it('distinct() keeps the first of what the operator = calls equal', () => {
    fc.assert(
      fc.property(items, (texts) => {
        expect(results(`${collection(texts)}.distinct()`)).toEqual(shownAll(distinctly(texts)));
      }),
      { numRuns: 150 },
    );
  });

  it('isDistinct() says whether distinct() leaves as many', () => {
    fc.assert(
      fc.property(items, (texts) => {
        expect(results(`${collection(texts)}.isDistinct()`)).toEqual([distinctly(texts).length === texts.length]);
      }),
      { numRuns: 100 },
    );
  });

  it('| and union() are what stands in either, once', () => {
    fc.assert(
      fc.property(items, items, (a, b) => {
        const expected = shownAll(distinctly([...a, ...b]));
        expect(results(`${collection(a)} | ${collection(b)}`)).toEqual(expected);
        expect(results(`${collection(a)}.union(${collection(b)})`)).toEqual(expected);
      }),
      { numRuns: 100 },
    );
  });

  it('intersect() is what stands in both, once; exclude() what does not stand in the other, as often as it does', () => {
    fc.assert(
      fc.property(items, items, (a, b) => {
        const isIn = (text: string) => b.some((other) => equal(other, text));
        const both = distinctly(a.filter(isIn));
        expect(results(`${collection(a)}.intersect(${collection(b)})`)).toEqual(shownAll(both));
        expect(results(`${collection(a)}.exclude(${collection(b)})`)).toEqual(
          shownAll(a.filter((text) => !isIn(text))),
        );
      }),
      { numRuns: 100 },
    );
  });

  it('subsetOf() and supersetOf() are one question from either side', () => {
    fc.assert(
      fc.property(items, items, (a, b) => {
        const inside = a.every((text) => b.some((other) => equal(other, text)));
        expect(results(`${collection(a)}.subsetOf(${collection(b)})`)).toEqual([inside]);
        expect(results(`${collection(b)}.supersetOf(${collection(a)})`)).toEqual([inside]);
      }),
      { numRuns: 100 },
    );
  });

  it('combine() keeps everything in order', () => {
    fc.assert(
      fc.property(items, items, (a, b) => {
        expect(results(`${collection(a)}.combine(${collection(b)})`)).toEqual(shownAll([...a, ...b]));
        expect(results(`${collection(a)}.combine(${collection(b)}).count()`)).toEqual([a.length + b.length]);
      }),
      { numRuns: 60 },
    );
  });

  gives([
    ['{}.distinct()'],
    ['{}.isDistinct()', true],
    ['{} | {}'],
    ['{}.union({})'],
    ['{}.combine({})'],
    ['{}.subsetOf({})', true],
    ['{}.subsetOf(1)', true],
    ['(1).subsetOf({})', false],
    ['{}.supersetOf({})', true],
    ['{}.supersetOf(1)', false],
    ['(1 | 2).intersect({})'],
    ['(1 | 2).exclude({})', 1, 2],
    ['{}.exclude(1)'],
  ]);
  fails([
    ['(1).union()', 'fhirpath.argument-count'],
    ['(1).combine(1, 2)', 'fhirpath.argument-count'],
    ['(1).intersect()', 'fhirpath.argument-count'],
  ]);
});

describe('elements of a resource as sets', () => {
  const focus = {
    resourceType: 'Patient',
    name: [
      { family: 'Kim', given: ['A', 'B'] },
      { given: ['A', 'B'], family: 'Kim' },
      { family: 'Kim', given: ['B', 'A'] },
    ],
    telecom: [{ value: '1', rank: 1 }, { rank: 1, value: '1' }, { value: '1' }],
  };
  gives(
    [
      ['name.distinct().count()', 2],
      ['name.given.distinct()', 'A', 'B'],
      ['telecom.distinct().count()', 2],
      ['telecom.isDistinct()', false],
      ['(name.family | telecom.value)', 'Kim', '1'],
      ['name[0].intersect(name[1]).family', 'Kim'],
      ['name.exclude(name[0]).given', 'B', 'A'],
    ],
    { focus },
  );
});

describe('names of variables', () => {
  const environment = { variables: { limit: 5, list: ['a', 'b'], none: undefined, nothing: null } };
  gives(
    [
      ['%limit + 1', 6],
      ['%list', 'a', 'b'],
      ['%none'],
      ['%nothing'],
      ['%ucum', 'http://unitsofmeasure.org'],
      ['%sct', 'http://snomed.info/sct'],
      ['%loinc', 'http://loinc.org'],
      ['%`vs-administrative-gender`', 'http://hl7.org/fhir/ValueSet/administrative-gender'],
      ['%`ext-patient-birthTime`', 'http://hl7.org/fhir/StructureDefinition/patient-birthTime'],
      ['%context.id', 'p'],
      ['%resource.id', 'p'],
      ['%rootResource.id', 'p'],
      ["name.where(%resource.id = 'p').family", 'Kim'],
    ],
    { focus: { resourceType: 'Patient', id: 'p', name: [{ family: 'Kim' }] }, environment },
  );
  fails(
    [
      ['%unknown', 'fhirpath.unknown-variable'],
      ['%constructor', 'fhirpath.unknown-variable'],
      ['%__proto__', 'fhirpath.unknown-variable'],
      ['%toString', 'fhirpath.unknown-variable'],
    ],
    { focus: { resourceType: 'Patient' }, environment },
  );
  gives(
    [
      ['%resource.id', 'inner'],
      ['%rootResource.id', 'outer'],
      ['%context.value', '1'],
    ],
    {
      focus: { value: '1' },
      environment: {
        resource: { resourceType: 'Patient', id: 'inner' },
        rootResource: { resourceType: 'Bundle', id: 'outer' },
      },
    },
  );
});
