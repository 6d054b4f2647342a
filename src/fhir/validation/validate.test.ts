import { describe, expect, it } from 'vitest';
import { operationOutcome, parseJson } from '../../kernel/index.ts';
import { MOST_FAULTS } from './walk.ts';
import { validateResource } from './validate.ts';

const PATIENT = {
  resourceType: 'Patient',
  id: 'p',
  meta: { versionId: '1', lastUpdated: '2026-11-24T05:00:00.000Z', tag: [{ system: 'urn:x', code: 'y' }] },
  text: { status: 'generated', div: '<div xmlns="http://www.w3.org/1999/xhtml">Kim Ji-woo</div>' },
  extension: [{ url: 'http://example.org/a', extension: [{ url: 'b', valueDecimal: 1.5 }] }],
  identifier: [{ system: 'urn:oid:1.2', value: '7', assigner: { display: 'Maru' } }],
  name: [{ family: 'Kim', given: ['Ji-woo', null], _given: [null, { id: 'hangul' }] }],
  gender: 'female',
  birthDate: '1974-12-25',
  _birthDate: { extension: [{ url: 'http://example.org/time', valueDateTime: '1974-12-25T14:35:45+09:00' }] },
  deceasedBoolean: false,
  contact: [{ relationship: [{ text: 'son' }], period: { start: '2012' } }],
};

const codesAt = (resource: unknown) =>
  validateResource(resource).map(({ code, expression }) => `${code.replace('validation.', '')} ${expression}`);

const messageOf = (parts: object) =>
  validateResource({ resourceType: 'Observation', status: 'final', code: { text: 'x' }, ...parts })[0]?.message;

describe('validateResource', () => {
  it('finds nothing wrong with what is right', () => {
    expect(validateResource(PATIENT)).toEqual([]);
    expect(validateResource({ resourceType: 'Patient' })).toEqual([]);
    expect(validateResource(PATIENT, { expectedType: 'Patient' })).toEqual([]);
  });

  it.each<[string, object, string]>([
    ['an unknown element', { brithDate: '1974' }, 'unknown-element Patient.brithDate'],
    ['an unknown element below', { name: [{ familly: 'Kim' }] }, 'unknown-element Patient.name[0].familly'],
    ['an element of another type', { valueQuantity: {} }, 'unknown-element Patient.valueQuantity'],
    [
      'a resourceType inside',
      { name: [{ resourceType: 'HumanName' }] },
      'unknown-element Patient.name[0].resourceType',
    ],
    ['a sibling of what is no primitive', { _name: [{ id: 'x' }] }, 'unknown-element Patient._name'],
    ['a comment', { fhir_comments: ['x'] }, 'unknown-element Patient.fhir_comments'],
    ['a missing element', { communication: [{ preferred: true }] }, 'missing-element Patient.communication[0]'],
    ['a list for one', { gender: ['male'] }, 'not-repeating Patient.gender'],
    ['one for a list', { name: { family: 'Kim' } }, 'not-a-list Patient.name'],
    ['one for a list of texts', { name: [{ given: 'Kim' }] }, 'not-a-list Patient.name[0].given'],
    ['an empty list', { name: [] }, 'empty Patient.name'],
    ['an empty object', { name: [{}] }, 'empty Patient.name[0]'],
    ['an empty text', { name: [{ family: '' }] }, 'empty Patient.name[0].family'],
    ['an empty sibling', { _birthDate: {} }, 'empty Patient.birthDate'],
    ['null', { gender: null }, 'null Patient.gender'],
    ['null for a list', { name: null }, 'null Patient.name'],
    ['null in a list of objects', { name: [null] }, 'null Patient.name[0]'],
    ['null with nothing beside', { name: [{ given: ['a', null] }] }, 'null Patient.name[0].given[1]'],
    ['null on both sides', { name: [{ given: [null], _given: [null] }] }, 'null Patient.name[0].given[0]'],
    ['null with no value beside', { name: [{ _given: [null] }] }, 'null Patient.name[0].given[0]'],
    [
      'siblings of unequal length',
      { name: [{ given: ['a'], _given: [null, { id: 'x' }] }] },
      'siblings-apart Patient.name[0].given',
    ],
    ['a text for a boolean', { active: 'true' }, 'wrong-type Patient.active'],
    ['a number for a text', { birthDate: 1974 }, 'wrong-type Patient.birthDate'],
    ['a text for an object', { maritalStatus: 'married' }, 'wrong-type Patient.maritalStatus'],
    ['an object for a text', { gender: { code: 'male' } }, 'wrong-type Patient.gender'],
    ['a list in a list', { name: [[{ family: 'Kim' }]] }, 'wrong-type Patient.name[0]'],
    ['a text for a sibling', { _birthDate: 'x' }, 'wrong-type Patient.birthDate'],
    ['a bad date', { birthDate: '1974-02-30' }, 'bad-format Patient.birthDate'],
    ['a bad id', { id: 'a b' }, 'bad-format Patient.id'],
    ['a bad code', { gender: 'woman' }, 'unknown-code Patient.gender'],
    [
      'two types of a choice',
      { deceasedBoolean: true, deceasedDateTime: '2026' },
      'choice-twice Patient.deceased.ofType(dateTime)',
    ],
    [
      'two types of a choice, one by its sibling',
      { deceasedBoolean: true, _deceasedDateTime: { id: 'x' } },
      'choice-twice Patient.deceased.ofType(dateTime)',
    ],
    ['a choice without its type', { deceased: true }, 'unknown-element Patient.deceased'],
    ['an extension without url', { extension: [{ valueString: 'x' }] }, 'missing-element Patient.extension[0]'],
    ['an extension with nothing', { extension: [{ url: 'http://x' }] }, 'extension-value Patient.extension[0]'],
    [
      'an extension with both',
      { extension: [{ url: 'http://x', valueString: 'x', extension: [{ url: 'y', valueString: 'z' }] }] },
      'extension-value Patient.extension[0]',
    ],
    [
      'an extension of a primitive',
      { _birthDate: { extension: [{ url: 'x', valueDate: '0' }] } },
      'bad-format Patient.birthDate.extension[0].value.ofType(date)',
    ],
    [
      'a narrative that runs',
      { text: { status: 'generated', div: '<div xmlns="http://www.w3.org/1999/xhtml"><script/></div>' } },
      'narrative-active Patient.text.div',
    ],
    ['a contained thing that is no resource', { contained: ['x'] }, 'wrong-type Patient.contained[0]'],
    ['a contained resource of no type', { contained: [{ id: 'x' }] }, 'unknown-resource-type Patient.contained[0]'],
  ])('names %s', (_, parts, expected) => {
    expect(codesAt({ resourceType: 'Patient', ...parts })).toEqual([expected]);
  });

  it('names faults in the middle of long paths as FHIRPath', () => {
    const observation = {
      resourceType: 'Observation',
      status: 'final',
      code: { text: 'BP' },
      component: [{ code: { text: 'a' } }, { code: { text: 'b' }, valueQuantity: { value: '120' } }],
    };
    expect(codesAt(observation)).toEqual(['wrong-type Observation.component[1].value.ofType(Quantity).value']);
  });

  it('says which element was meant', () => {
    expect(messageOf({ subjekt: {} })).toContain("Did you mean 'subject'?");
    expect(messageOf({ value: 1 })).toContain('valueQuantity');
    expect(messageOf({ _isued: {} })).toContain("Did you mean '_issued'?");
  });

  it('counts a mandatory element with only a reason why it is absent as there', () => {
    const extension = [{ url: 'http://hl7.org/fhir/StructureDefinition/data-absent-reason', valueCode: 'unknown' }];
    expect(codesAt({ resourceType: 'Observation', _status: { extension }, code: { text: 'x' } })).toEqual([]);
    expect(codesAt({ resourceType: 'Observation' })).toEqual([
      'missing-element Observation',
      'missing-element Observation',
    ]);
  });

  it('accepts one mandatory choice, and wants one', () => {
    const request = {
      resourceType: 'MedicationRequest',
      status: 'active',
      intent: 'order',
      subject: { reference: 'Patient/1' },
    };
    expect(codesAt({ ...request, medicationCodeableConcept: { text: 'aspirin' } })).toEqual([]);
    expect(validateResource(request)[0]?.message).toContain('medication[x]');
  });

  it('refuses what is no resource', () => {
    for (const value of [null, undefined, 'x', 1, [], true, parseJson('1.0')])
      expect(validateResource(value)[0]?.code).toBe('validation.wrong-type');
    expect(validateResource({})[0]?.message).toContain('needs a resourceType');
    expect(validateResource({ resourceType: 'Pateint' })[0]?.message).toContain("Did you mean 'Patient'?");
    for (const abstract of ['Resource', 'DomainResource', 'HumanName', '__proto__', 'constructor'])
      expect(validateResource({ resourceType: abstract })[0]?.code).toBe('validation.unknown-resource-type');
  });

  it('refuses another type than the one expected', () => {
    const [issue] = validateResource(PATIENT, { expectedType: 'Observation' });
    expect(issue).toMatchObject({ code: 'validation.other-type', expression: 'Patient' });
  });

  it('goes into the entries of a Bundle and the parameters of Parameters', () => {
    const bad = { resourceType: 'Patient', gender: 'x' };
    expect(codesAt({ resourceType: 'Bundle', type: 'collection', entry: [{ resource: bad }] })).toEqual([
      'unknown-code Bundle.entry[0].resource.gender',
    ]);
    const parameters = { resourceType: 'Parameters', parameter: [{ name: 'a', part: [{ name: 'b', resource: bad }] }] };
    expect(codesAt(parameters)).toEqual(['unknown-code Parameters.parameter[0].part[0].resource.gender']);
  });

  it('does not let a member named __proto__ pass', () => {
    const resource = parseJson('{"resourceType":"Patient","__proto__":{"active":true},"name":[{"constructor":"x"}]}');
    expect(codesAt(resource)).toEqual([
      'unknown-element Patient.__proto__',
      'unknown-element Patient.name[0].constructor',
    ]);
  });

  it('lists the first hundred faults, says that there may be more, and does not go on', () => {
    const name = Array.from({ length: 250 }, () => ({ family: 1 }));
    const issues = validateResource({ resourceType: 'Patient', name });
    expect(issues).toHaveLength(MOST_FAULTS + 1);
    expect(issues.at(-1)).toMatchObject({ severity: 'information', code: 'validation.more-faults' });
    expect(issues.at(-1)?.message).toContain('may be more');
    const start = performance.now();
    const many = Array.from({ length: 200_000 }, () => ({ familly: 'x' }));
    expect(validateResource({ resourceType: 'Patient', name: many })).toHaveLength(MOST_FAULTS + 1);
    expect(performance.now() - start).toBeLessThan(20_000);
  });

  it('survives nesting that no resource needs', () => {
    let extension: object = { url: 'x', valueString: 'deep' };
    for (let level = 0; level < 5000; level++) extension = { url: 'x', extension: [extension] };
    expect(validateResource({ resourceType: 'Patient', extension: [extension] }).map(({ code }) => code)).toContain(
      'validation.too-deep',
    );
  });

  it('keeps messages short, whatever the names and values', () => {
    const issues = validateResource({ resourceType: 'Patient', ['x'.repeat(100_000)]: 1, gender: 'y'.repeat(100_000) });
    expect(issues).toHaveLength(2);
    expect(JSON.stringify(operationOutcome(issues)).length).toBeLessThan(3000);
  });
});
