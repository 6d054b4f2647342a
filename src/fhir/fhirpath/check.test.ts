import { describe, expect, it } from 'vitest';
import { PARAMETER_ROWS } from '../search/source.ts';
import type { CheckMode } from './api.ts';
import { compilePath } from './path.ts';

function codeOf(expression: string, type: string, check: CheckMode): string | undefined {
  try {
    compilePath(expression, { type, check });
    return undefined;
  } catch (error) {
    return (error as { code: string }).code;
  }
}

describe('strict checking', () => {
  it.each([
    ['name.given1', 'Patient', 'fhirpath.unknown-element'],
    ['Encounter.name', 'Patient', 'fhirpath.unknown-element'],
    ['name.where(usage = 1)', 'Patient', 'fhirpath.unknown-element'],
    ['name.select(given | surname)', 'Patient', 'fhirpath.unknown-element'],
    ['name.exists(nickname)', 'Patient', 'fhirpath.unknown-element'],
    ['name.first().nickname', 'Patient', 'fhirpath.unknown-element'],
    ['name[0].nickname', 'Patient', 'fhirpath.unknown-element'],
    ['(name | contact.name).nickname', 'Patient', 'fhirpath.unknown-element'],
    ['%resource.nickname', 'Patient', 'fhirpath.unknown-element'],
    ['value.valueQuantity', 'Observation', 'fhirpath.unknown-element'],
    ['valueQuantity', 'Observation', 'fhirpath.unknown-element'],
    ['(value as Period).unit', 'Observation', 'fhirpath.unknown-element'],
    ['value.ofType(Quantity).units', 'Observation', 'fhirpath.unknown-element'],
    ['iif(active, name.nickname)', 'Patient', 'fhirpath.unknown-element'],
    ['-multipleBirth.nothing', 'Patient', 'fhirpath.unknown-element'],
    ['name.given = name.nickname', 'Patient', 'fhirpath.unknown-element'],
    ['name.extension.nothing', 'Patient', 'fhirpath.unknown-element'],
    ["extension('x').nothing", 'Patient', 'fhirpath.unknown-element'],
    ['children().first()', 'Patient', 'fhirpath.no-order'],
    ['descendants()[0]', 'Patient', 'fhirpath.no-order'],
    ['children().skip(1)', 'Patient', 'fhirpath.no-order'],
    ['children().where(true).take(1)', 'Patient', 'fhirpath.no-order'],
  ])('%s of %s: %s', (expression, type, code) => {
    expect(codeOf(expression, type, 'strict')).toBe(code);
  });

  it.each([
    ['Patient.name.given', 'Patient'],
    ['name.given.first()', 'Patient'],
    ['Resource.id', 'Patient'],
    ['DomainResource.text', 'Patient'],
    ['value.unit', 'Observation'],
    ['value.value', 'Observation'],
    ['birthDate.value', 'Patient'],
    ['birthDate.extension.url', 'Patient'],
    ['contained.anything', 'Patient'],
    ['entry.resource.name', 'Bundle'],
    ['subject.resolve().name', 'Observation'],
    ['children().count()', 'Patient'],
    ['children().sort(id).first()', 'Patient'],
    ['%anything.at.all', 'Patient'],
    ['name.where($this.use = $index)', 'Patient'],
    ['name.aggregate($total.what)', 'Patient'],
    ['component.value.ofType(Quantity).value', 'Observation'],
    ['component.code.coding.code', 'Observation'],
    ['value.code', 'Observation.component'],
    ['{}.anything', 'Patient'],
    ['now() > birthDate', 'Patient'],
    ['1.type().name', 'Patient'],
    ["(1 'mg').value", 'Patient'],
  ])('nothing against %s of %s', (expression, type) => {
    expect(codeOf(expression, type, 'strict')).toBeUndefined();
  });
});

describe('lenient checking', () => {
  it.each([
    ['valueQuantity.exists()', 'Observation', 'fhirpath.unknown-element'],
    ['component.valueString', 'Observation', 'fhirpath.unknown-element'],
    ["identifier.startsWith('x')", 'Patient', 'fhirpath.wrong-type'],
    ["name.matches('x')", 'Patient', 'fhirpath.wrong-type'],
    ["iif('text', 1, 2)", 'Patient', 'fhirpath.wrong-type'],
    ['iif(name, 1, 2)', 'Patient', 'fhirpath.wrong-type'],
    ['iif(1 | 2, 1, 2)', 'Patient', 'fhirpath.wrong-type'],
    ['birthDate + 7', 'Patient', 'fhirpath.wrong-type'],
    ['@2020 - 1', 'Patient', 'fhirpath.wrong-type'],
  ])('%s of %s: %s', (expression, type, code) => {
    expect(codeOf(expression, type, 'lenient')).toBe(code);
    expect(codeOf(expression, type, 'none')).toBeUndefined();
  });

  it.each([
    ['name.given1', 'Patient'],
    ['Encounter.name', 'Patient'],
    ['children().first()', 'Patient'],
    ["name.given.startsWith('x')", 'Patient'],
    ["value.startsWith('x')", 'Observation'],
    ['birthDate + 7 days', 'Patient'],
    ['iif(active, 1, 2)', 'Patient'],
    ['iif(name.exists(), 1, 2)', 'Patient'],
    ['iif({}, 1, 2)', 'Patient'],
  ])('nothing against %s of %s', (expression, type) => {
    expect(codeOf(expression, type, 'lenient')).toBeUndefined();
  });
});

describe('messages', () => {
  it('say what to write for a JSON name, and where', () => {
    expect(() => compilePath('Observation.valueQuantity', { type: 'Observation' })).toThrow(
      "FHIRPath: write 'value' or 'value.ofType(…)' for 'valueQuantity' (position 13).",
    );
  });
});

describe('search parameters of R4', () => {
  it('have no fault in lenient checking', () => {
    for (const [type, rows] of Object.entries(PARAMETER_ROWS))
      for (const { expression } of rows)
        if (expression !== undefined)
          expect([expression, codeOf(expression, type, 'lenient')]).toEqual([expression, undefined]);
  });
});
