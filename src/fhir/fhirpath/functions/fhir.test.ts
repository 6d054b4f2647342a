import { describe, expect, it } from 'vitest';
import { failureCode, fails, gives, results } from '../../../../test/conformance/fhirpath-rows.ts';

const patient = {
  resourceType: 'Patient',
  id: 'p',
  extension: [
    { url: 'http://e/1', valueCode: 'x' },
    { url: 'http://e/2', valueString: 'y' },
  ],
  modifierExtension: [{ url: 'http://m/1', valueBoolean: true }],
  birthDate: '1980-02-03',
  _birthDate: { extension: [{ url: 'http://e/time', valueDateTime: '1980-02-03T10:00:00Z' }] },
  name: [{ given: [null, 'Ann'], _given: [{ extension: [{ url: 'http://e/unknown', valueCode: 'u' }] }] }],
  maritalStatus: { coding: [{ system: 's', code: 'M' }] },
  gender: 'female',
  text: { status: 'generated', div: '<div xmlns="http://www.w3.org/1999/xhtml"><b>Ann</b></div>' },
  managingOrganization: { reference: '#o' },
  generalPractitioner: [{ reference: 'Practitioner/d' }, { display: 'somebody' }],
  contained: [{ resourceType: 'Organization', id: 'o', name: 'House' }],
};
const focus = patient;

describe('extension', () => {
  gives(
    [
      ["extension('http://e/1').value", 'x'],
      ["extension('http://e/1') | extension('http://e/2').value.ofType(string)", patient.extension[0], 'y'],
      ["extension('http://e/3')"],
      ['extension({})'],
      ["birthDate.extension('http://e/time').value", '1980-02-03T10:00:00Z'],
      ["name.given.extension('http://e/unknown').value", 'u'],
      ["extension('http://m/1')"],
      ["1.extension('x')"],
    ],
    { focus },
  );
});

describe('hasValue and getValue', () => {
  gives(
    [
      ['birthDate.hasValue()', true],
      ['name.given[0].hasValue()', false],
      ['name.given[1].hasValue()', true],
      ['name.given.hasValue()', false],
      ['maritalStatus.hasValue()', false],
      ['nothing.hasValue()', false],
      ['1.hasValue()', true],
      ['birthDate.getValue() + 1 day', '1980-02-04'],
      ['name.given[0].getValue()'],
      ['maritalStatus.getValue()'],
      ['name.given.getValue()'],
      ['gender.getValue().type().name', 'String'],
    ],
    { focus },
  );
});

describe('resolve', () => {
  gives(
    [
      ['managingOrganization.resolve().name', 'House'],
      ['managingOrganization.resolve() is Organization', true],
      ['managingOrganization.resolve() is Patient', false],
      ['managingOrganization.reference.resolve().name', 'House'],
      ['generalPractitioner.resolve()'],
      ['generalPractitioner.where(resolve() is Practitioner).reference', 'Practitioner/d'],
      ['generalPractitioner.where(resolve() is Resource).reference', 'Practitioner/d'],
      ['generalPractitioner.where(resolve() is Patient)'],
      ['(generalPractitioner[0].resolve() is Practitioner)', true],
      ['1.resolve()'],
    ],
    { focus },
  );

  it('asks the caller for what is outside of the resource', () => {
    const asked: string[] = [];
    const resolve = (reference: string): unknown => {
      asked.push(reference);
      return { resourceType: 'Practitioner', id: 'd', active: true };
    };
    expect(results('generalPractitioner.resolve().active', { focus, environment: { resolve } })).toEqual([true]);
    expect(results('managingOrganization.resolve().name', { focus, environment: { resolve } })).toEqual(['House']);
    expect(asked).toEqual(['Practitioner/d']);
  });

  it('finds contained resources from inside of one', () => {
    const inner = { resourceType: 'Organization', id: 'q', partOf: { reference: '#o' } };
    const environment = { resource: inner, rootResource: patient };
    expect(results('partOf.resolve().name', { focus: inner, environment })).toEqual(['House']);
  });
});

const conformsTo = (_: unknown, profile: string): boolean | undefined =>
  profile === 'http://known' ? false : undefined;

describe('conformsTo', () => {
  const base = 'http://hl7.org/fhir/StructureDefinition/';
  gives(
    [
      [`conformsTo('${base}Patient')`, true],
      [`conformsTo('${base}DomainResource')`, true],
      [`conformsTo('${base}Person')`, false],
      [`maritalStatus.conformsTo('${base}CodeableConcept')`, true],
      [`{}.conformsTo('${base}Patient')`],
      ['conformsTo({})'],
    ],
    { focus },
  );
  fails([[`conformsTo('${base}my-profile')`, 'fhirpath.unknown-profile']], { focus });

  it('asks the caller about profiles', () => {
    expect(results("conformsTo('http://known')", { focus, environment: { conformsTo } })).toEqual([false]);
    expect(failureCode("conformsTo('http://unknown')", { focus, environment: { conformsTo } })).toBe(
      'fhirpath.unknown-profile',
    );
  });
});

describe('memberOf, subsumes, subsumedBy', () => {
  const environment = {
    memberOf: (value: unknown, set: string) => (set === 'http://set' ? value === 'female' : undefined),
    subsumes: (general: unknown, special: unknown) =>
      JSON.stringify(special).startsWith(JSON.stringify(general).slice(0, -1)),
  };
  gives(
    [
      ["gender.memberOf('http://set')", true],
      ["gender.memberOf('http://other')"],
      ["nothing.memberOf('http://set')"],
      ["'a'.subsumes('ab')", true],
      ["'ab'.subsumes('a')", false],
      ["'ab'.subsumedBy('a')", true],
      ["{}.subsumes('a')"],
    ],
    { focus, environment },
  );
  fails(
    [
      ["gender.memberOf('http://set')", 'fhirpath.no-terminology'],
      ["gender.subsumes('a')", 'fhirpath.no-terminology'],
      ["gender.subsumedBy('a')", 'fhirpath.no-terminology'],
    ],
    { focus },
  );
});

describe('htmlChecks and checkModifiers', () => {
  gives(
    [
      ['text.div.htmlChecks()', true],
      ["'<div><script>x</script></div>'.htmlChecks()", false],
      ["checkModifiers('http://m/1').id", 'p'],
      ['name.checkModifiers().count()', 1],
    ],
    { focus },
  );
  fails(
    [
      ['checkModifiers()', 'fhirpath.unexpected-modifier'],
      ["checkModifiers('http://m/2', 'http://m/3')", 'fhirpath.unexpected-modifier'],
    ],
    { focus },
  );
});

describe('what needs profiles', () => {
  fails(
    [
      ["maritalStatus.slice('http://profile', 'name')", 'fhirpath.not-supported'],
      ['maritalStatus.elementDefinition()', 'fhirpath.not-supported'],
    ],
    { focus },
  );
});
