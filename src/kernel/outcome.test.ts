import { describe, expect, it } from 'vitest';
import { OUTCOME_MAP, OutcomeError, operationOutcome, type OutcomeCategory } from './outcome.ts';

// https://hl7.org/fhir/R4/valueset-issue-type.html
const ISSUE_TYPES = new Set(
  (
    'invalid structure required value invariant security login unknown expired forbidden suppressed processing ' +
    'not-supported duplicate multiple-matches not-found deleted too-long code-invalid extension too-costly ' +
    'business-rule conflict transient lock-error no-store exception timeout incomplete throttled informational'
  ).split(' '),
);

describe('OutcomeError', () => {
  it('has an R4 issue type and an HTTP error status for every category', () => {
    for (const [category, { issue, status }] of Object.entries(OUTCOME_MAP)) {
      expect(ISSUE_TYPES, category).toContain(issue);
      expect(status, category).toBeGreaterThanOrEqual(400);
      expect(status, category).toBeLessThan(600);
    }
  });

  it.each<[OutcomeCategory, number]>([
    ['not-found', 404],
    ['deleted', 410],
    ['precondition', 412],
    ['multiple-matches', 412],
    ['login', 401],
    ['forbidden', 403],
    ['too-large', 413],
    ['conflict', 409],
    ['value', 422],
    ['unavailable', 503],
  ])('answers %s with %i', (category, status) => {
    expect(new OutcomeError(category, 'test.code', 'Text').status).toBe(status);
  });

  it('names the element at fault', () => {
    const error = new OutcomeError('value', 'validation.bad-date', 'Not a date', { expression: 'Patient.birthDate' });
    expect(operationOutcome(error.issues)).toEqual({
      resourceType: 'OperationOutcome',
      issue: [
        {
          severity: 'error',
          code: 'value',
          details: {
            coding: [{ system: 'https://maru.health/fhir/CodeSystem/outcome-code', code: 'validation.bad-date' }],
            text: 'Not a date',
          },
          diagnostics: 'Not a date',
          expression: ['Patient.birthDate'],
        },
      ],
    });
  });

  it('carries several issues and its cause', () => {
    const cause = new Error('below');
    const issues = [
      { severity: 'error', category: 'required', code: 'a.b', message: 'one' },
      { severity: 'warning', category: 'value', code: 'c.d', message: 'two' },
    ] as const;
    const error = new OutcomeError('value', 'a.b', 'both', { issues, cause });
    expect(error.issues).toBe(issues);
    expect(error.cause).toBe(cause);
    expect(operationOutcome(error.issues).issue.map((issue) => issue.severity)).toEqual(['error', 'warning']);
  });
});
