import { describe, expect, it } from 'vitest';
import { compositeExtractors, extractorOf } from './extraction.ts';
import {
  compartmentParameters,
  mainColumns,
  parameterOf,
  parametersOf,
  storedParts,
  storedReference,
} from './parameters.ts';
import {
  isResourceType,
  PARAMETER_ROWS,
  pathElement,
  SEARCH_TYPES,
  systemOfCode,
  typeNumber,
  unionParts,
  unwrapped,
} from './source.ts';

const columns = (type: string) => {
  const { code, date, patient } = mainColumns(type);
  return [code?.code, date?.code, patient?.code];
};

describe('search parameters of R4', () => {
  it('are all there for every type', () => {
    expect(SEARCH_TYPES.length).toBe(146);
    for (const type of SEARCH_TYPES) {
      const codes = new Set(parametersOf(type).keys());
      for (const row of PARAMETER_ROWS[type] ?? []) expect(codes, `${type}.${row.code}`).toContain(row.code);
      expect(codes).toContain('_id');
    }
  });

  it('have a bit of their own in each type', () => {
    for (const type of SEARCH_TYPES) {
      const bits = [...parametersOf(type).values()].map(({ bit }) => bit);
      expect(new Set(bits).size, type).toBe(bits.length);
      expect(Math.max(...bits)).toBeLessThan(63);
    }
  });

  it('are answered: only named queries are not', () => {
    const unanswered = SEARCH_TYPES.flatMap((type) =>
      [...parametersOf(type).values()].filter(({ answer }) => answer.from === 'nothing'),
    );
    expect(new Set(unanswered.map(({ code }) => code))).toEqual(new Set(['_query']));
  });

  it('can each be extracted', () => {
    for (const type of SEARCH_TYPES) {
      for (const parameter of parametersOf(type).values()) {
        if (parameter.answer.from === 'nothing' || parameter.expression === undefined) continue;
        if (parameter.kind === 'composite') expect(compositeExtractors(type, parameter).length).toBeGreaterThan(0);
        else expect(extractorOf(type, parameter).all({ resourceType: type }).length).toBeLessThan(2);
      }
    }
  });

  it('that others cover are not stored twice', () => {
    const combo = parameterOf('Observation', 'combo-code');
    expect(combo?.answer.from === 'union' && combo.answer.of.map(({ code }) => code)).toEqual([
      'code',
      'component-code',
    ]);
    const composite = parameterOf('Observation', 'combo-code-value-quantity');
    expect(composite?.answer.from === 'union' && composite.answer.of.map(({ code }) => code)).toEqual([
      'code-value-quantity',
      'component-code-value-quantity',
    ]);
    const patient = parameterOf('Observation', 'patient');
    expect(patient?.answer).toMatchObject({ from: 'narrowed', target: 'Patient', wide: { code: 'subject' } });
    expect(storedReference(patient)?.code).toBe('subject');
    expect(combo === undefined ? [] : storedParts(combo).map(({ code }) => code)).toEqual(['code', 'component-code']);
  });

  it('have the columns that a clinician searches by', () => {
    expect(columns('Observation')).toEqual(['code', 'date', 'subject']);
    expect(columns('MedicationRequest')).toEqual(['code', 'authoredon', 'subject']);
    expect(columns('Immunization')).toEqual(['vaccine-code', 'date', 'patient']);
    expect(columns('Patient')).toEqual([undefined, 'birthdate', undefined]);
  });

  it('put resources into compartments', () => {
    expect(compartmentParameters('Patient', 'Observation').map(({ code }) => code)).toEqual(['subject', 'performer']);
    expect(compartmentParameters('Patient', 'Organization')).toEqual([]);
  });
});

describe('definitions', () => {
  it('number the types by name', () => {
    expect(typeNumber('Account')).toBe(1);
    expect(typeNumber('Nothing')).toBe(0);
    expect(isResourceType('Element')).toBe(false);
  });

  it('know what stands behind a path', () => {
    expect(pathElement('Observation.code')).toMatchObject({ single: true, types: ['CodeableConcept'] });
    expect(pathElement('Observation.component.code')?.single).toBe(false);
    expect(pathElement('Observation.status')?.requiredValueSet).toContain('observation-status');
    expect(pathElement('Patient.telecom.where(system)')).toBeUndefined();
  });

  it('split unions outside of parentheses', () => {
    expect(unionParts('(A.b | C.d(e|f)) | (G)')).toEqual(['A.b | C.d(e|f)', 'G']);
    expect(unwrapped('((A.b))')).toBe('A.b');
    expect(unwrapped('(A) and (B)')).toBe('(A) and (B)');
  });

  it('know the system of a code of a required value set', () => {
    const set = pathElement('Observation.status')?.requiredValueSet ?? '';
    expect(systemOfCode(set, 'final')).toBe('http://hl7.org/fhir/observation-status');
    expect(systemOfCode(set, 'nonsense')).toBeUndefined();
  });
});
