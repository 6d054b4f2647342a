import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { elementsOf, isResourceType as isDefined, RESOURCE_TYPES } from '../definitions/index.ts';
import {
  COMPARTMENTS,
  isResourceType,
  PARAMETER_ROWS,
  pathElement,
  SEARCH_TYPES,
  systemOfCode,
  typeNumber,
  unionParts,
  unwrapped,
} from './source.ts';

describe('resource types', () => {
  it('are those of the definitions, numbered from 1 without a gap: the numbers are stored', () => {
    expect(SEARCH_TYPES).toEqual([...RESOURCE_TYPES].toSorted());
    expect(SEARCH_TYPES.map(typeNumber)).toEqual(SEARCH_TYPES.map((_, at) => at + 1));
    // Stored rows carry these: they must never move.
    expect(['Account', 'Observation', 'Patient', 'VisionPrescription'].map(typeNumber)).toEqual([1, 96, 103, 146]);
  });

  it('are not what only looks like one', () => {
    for (const name of ['Resource', 'DomainResource', 'patient', 'HumanName', '', '__proto__', 'constructor']) {
      expect([typeNumber(name), isResourceType(name), isDefined(name)], name).toEqual([0, false, false]);
    }
  });
});

describe('the element behind a path', () => {
  it.each<[string, boolean, readonly string[]]>([
    ['Patient.birthDate', true, ['date']],
    ['Patient.name', false, ['HumanName']],
    ['Patient.name.family', false, ['string']],
    ['Observation.code', true, ['CodeableConcept']],
    ['Observation.component.code', false, ['CodeableConcept']],
    ['(Condition.onset.ofType(Period))', true, ['Period']],
    ['Encounter.class', true, ['Coding']],
    ['Encounter.period.start', true, ['dateTime']],
    ['Patient.deceased.ofType(boolean)', true, ['boolean']],
    ['Observation.value.ofType(Money)', true, []],
  ])('%s', (path, single, types) => {
    expect(pathElement(path)).toMatchObject({ single, types });
  });

  it('names the value set that implies the system of a code', () => {
    expect(pathElement('Patient.gender')?.requiredValueSet).toContain('administrative-gender');
    expect(pathElement('Patient.maritalStatus')?.requiredValueSet).toBeUndefined();
  });

  it.each([
    'Patient.nothing',
    'Nothing.name',
    'Patient.name[0]',
    "Patient.name.where(use = 'official')",
    'Patient.name | Patient.contact',
    'Patient.name.family.more',
    '',
  ])('%j is no plain path', (path) => {
    expect(pathElement(path)).toBeUndefined();
  });

  it('is single exactly where no step of it may repeat, for all paths of two steps', () => {
    for (const type of ['Patient', 'Observation', 'MedicationRequest', 'Encounter'])
      for (const { name, max, choice } of elementsOf(type).filter((one) => !one.choice))
        expect([pathElement(`${type}.${name}`)?.single, choice], `${type}.${name}`).toEqual([max === 1, false]);
  });
});

describe('expressions', () => {
  it.each([
    ['(a)', 'a'],
    ['((a | b))', 'a | b'],
    ['(a) | (b)', '(a) | (b)'],
    ['(a.b()).c', '(a.b()).c'],
    ['  ( a )  ', 'a'],
    ['()', ''],
    ['a', 'a'],
  ])('%s without the parentheses around it is %s', (text, expected) => {
    expect(unwrapped(text)).toBe(expected);
  });

  it.each<[string, readonly string[]]>([
    ['a', ['a']],
    ['a | b|c', ['a', 'b', 'c']],
    ['a.where(b | c) | d', ['a.where(b | c)', 'd']],
    ['(a | b) | c', ['a | b', 'c']],
  ])('the alternatives of %s', (text, expected) => {
    expect(unionParts(text)).toEqual(expected);
  });

  it('joined and divided again they are the same', () => {
    const part = fc.constantFrom('Patient.name', 'a.where(b | c)', 'x.ofType(Period)', 'f(g(h | i) | j)');
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 5 }), fc.integer({ min: 0, max: 3 }), (parts, around) => {
        expect(unionParts(parts.map((one) => `${'('.repeat(around)}${one}${')'.repeat(around)}`).join(' | '))).toEqual(
          parts,
        );
      }),
    );
  });
});

describe('what is generated', () => {
  // `{def}` says that a resource is in the compartment of itself.
  it('every parameter of a compartment is one of its type, and a reference', () => {
    for (const [owner, types] of Object.entries(COMPARTMENTS))
      for (const [type, codes] of Object.entries(types))
        for (const code of codes.filter((one) => one !== '{def}')) {
          const row = PARAMETER_ROWS[type]?.find((one) => one.code === code);
          expect(row?.kind, `${owner} of ${type} by ${code}`).toBe('reference');
        }
  });

  it('a code of a required value set has its system, another has none', () => {
    const genders = pathElement('Patient.gender')?.requiredValueSet ?? '';
    expect(systemOfCode(genders, 'female')).toBe('http://hl7.org/fhir/administrative-gender');
    expect(systemOfCode(genders, 'woman')).toBeUndefined();
    expect(systemOfCode(genders, 'constructor')).toBeUndefined();
    expect(systemOfCode('urn:none', 'female')).toBeUndefined();
  });
});
