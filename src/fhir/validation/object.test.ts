import { describe, expect, it } from 'vitest';
import { elementsOf, propertiesOf, RESOURCE_TYPES } from '../definitions/index.ts';
import { validateResource } from './validate.ts';

const found = (resource: object) =>
  validateResource(resource).map(({ code, message, expression }) => ({
    code: code.replace('validation.', ''),
    message,
    expression,
  }));

const codesOf = (resource: object) => found(resource).map(({ code }) => code);

describe('every resource type', () => {
  it.each(RESOURCE_TYPES)('%s names each element that must be there, and nothing else', (type) => {
    const needed = elementsOf(type)
      .filter(({ min }) => min > 0)
      .map(({ name, choice }) => `${type} needs the element ${name}${choice ? '[x]' : ''}.`);
    const faults = found({ resourceType: type });
    expect(faults.map(({ message }) => message).toSorted()).toEqual(needed.toSorted());
    expect(faults.every(({ code }) => code === 'missing-element')).toBe(true);
  });

  it('takes a list where an element may repeat, and only there', () => {
    const wrong: string[] = [];
    for (const type of RESOURCE_TYPES)
      for (const { key, element } of propertiesOf(type).values()) {
        const listed = found({ resourceType: type, [key]: [] }).find(({ code }) => code !== 'missing-element');
        const expected = element.max === 1 ? 'not-repeating' : 'empty';
        if (listed?.code !== expected) wrong.push(`${type}.${key}: ${listed?.code}`);
        const single = codesOf({ resourceType: type, [key]: 5 });
        if (single.includes('not-a-list') !== element.max > 1) wrong.push(`${type}.${key}: ${single.join()}`);
      }
    expect(wrong).toEqual([]);
  });

  it('refuses null wherever it stands by itself', () => {
    const wrong: string[] = [];
    for (const type of RESOURCE_TYPES)
      for (const key of propertiesOf(type).keys())
        if (!codesOf({ resourceType: type, [key]: null }).includes('null')) wrong.push(`${type}.${key}`);
    expect(wrong).toEqual([]);
  });

  it('has no element under the name of a choice alone: the type is part of the name', () => {
    const wrong: string[] = [];
    for (const type of RESOURCE_TYPES)
      for (const { name } of elementsOf(type).filter(({ choice }) => choice)) {
        const fault = found({ resourceType: type, [name]: {} }).find(({ code }) => code === 'unknown-element');
        if (fault?.message.includes(`Write its type into the name: ${name}`) !== true) wrong.push(`${type}.${name}`);
      }
    expect(wrong).toEqual([]);
  });

  it('takes one type of a choice, and not two', () => {
    const wrong: string[] = [];
    for (const type of RESOURCE_TYPES)
      for (const { name } of elementsOf(type).filter(({ choice }) => choice)) {
        const keys = [...propertiesOf(type).values()]
          .filter(({ element }) => element.name === name)
          .map(({ key }) => key);
        const [first = '', second] = keys;
        if (codesOf({ resourceType: type, [first]: {} }).includes('choice-twice')) wrong.push(`${type}.${first}`);
        if (second === undefined) continue;
        if (!codesOf({ resourceType: type, [first]: {}, [second]: {} }).includes('choice-twice'))
          wrong.push(`${type}.${first} with ${second}`);
      }
    expect(wrong).toEqual([]);
  });

  it('has extensions of a primitive beside it, and of nothing else', () => {
    const wrong: string[] = [];
    for (const type of RESOURCE_TYPES)
      for (const { key, primitive } of propertiesOf(type).values())
        if (codesOf({ resourceType: type, [`_${key}`]: { id: 'x' } }).includes('unknown-element') === primitive)
          wrong.push(`${type}._${key}`);
    expect(wrong).toEqual([]);
  });
});

describe('what people type wrong', () => {
  it.each([
    ['Patient', 'birthdate', 'birthDate'],
    ['Patient', 'adress', 'address'],
    ['Observation', 'efectiveDateTime', 'effectiveDateTime'],
    ['MedicationRequest', 'dosageInstructions', 'dosageInstruction'],
    ['Encounter', 'hospitalisation', 'hospitalization'],
    ['Condition', 'onsetDatetime', 'onsetDateTime'],
    ['AllergyIntolerance', '_recordeddate', '_recordedDate'],
  ])('%s.%s was meant to be %s', (type, key, meant) => {
    const fault = found({ resourceType: type, [key]: 'x' }).find(({ code }) => code === 'unknown-element');
    expect(fault?.message).toContain(`Did you mean '${meant}'?`);
    expect(fault?.expression).toBe(`${type}.${key}`);
  });

  it('of a name far from any nothing is guessed', () => {
    expect(found({ resourceType: 'Patient', favouriteColour: 'blue' })[0]?.message).toBe(
      "Patient has no element 'favouriteColour'.",
    );
  });
});
