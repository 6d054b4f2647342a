import { describe, expect, it } from 'vitest';
import { writeJson } from '../../src/kernel/index.ts';
import { readFhirXml } from './fhir-xml.ts';

const inFhir = (name: string, body: string): string => `<${name} xmlns="http://hl7.org/fhir">${body}</${name}>`;

describe('FHIR XML as JSON', () => {
  it('makes lists of what may repeat and single values of the rest', () => {
    const xml = inFhir(
      'Patient',
      '<id value="a"/><active value="true"/><name><given value="B"/></name><birthDate value="1980-02"/>',
    );
    expect(readFhirXml(xml)).toEqual({
      resourceType: 'Patient',
      id: 'a',
      active: true,
      name: [{ given: ['B'] }],
      birthDate: '1980-02',
    });
  });

  it('keeps the digits of a decimal and the type of a choice', () => {
    const xml = inFhir('Observation', '<valueQuantity><value value="1.50"/><code value="mg"/></valueQuantity>');
    expect(writeJson(readFhirXml(xml))).toBe(
      '{"resourceType":"Observation","valueQuantity":{"value":1.50,"code":"mg"}}',
    );
  });

  it('puts extensions of primitives beside them, at their place in a list', () => {
    const extension = '<extension url="http://x"><valueString value="y"/></extension>';
    const xml = inFhir('Patient', `<name><given value="A"/><given id="g">${extension}</given></name>`);
    const added = { id: 'g', extension: [{ url: 'http://x', valueString: 'y' }] };
    expect(readFhirXml(xml)).toEqual({
      resourceType: 'Patient',
      name: [{ given: ['A', null], _given: [null, added] }],
    });
  });

  it('reads contained resources and narrative', () => {
    const xml = inFhir(
      'Patient',
      '<text><status value="generated"/><div xmlns="http://www.w3.org/1999/xhtml"><b>1 &lt; 2</b><br/></div></text><contained><Group><id value="g"/></Group></contained>',
    );
    expect(readFhirXml(xml)).toEqual({
      resourceType: 'Patient',
      text: { status: 'generated', div: '<div xmlns="http://www.w3.org/1999/xhtml"><b>1 &lt; 2</b><br/></div>' },
      contained: [{ resourceType: 'Group', id: 'g' }],
    });
  });

  it('refuses what the definitions do not know', () => {
    expect(() => readFhirXml(inFhir('Patient', '<nickname value="x"/>'))).toThrow('Patient has no element <nickname>');
    expect(() => readFhirXml('<Patients/>')).toThrow('no resource');
  });
});
