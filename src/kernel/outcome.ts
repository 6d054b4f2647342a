/**
 * The one thrown class of Maru, and the one map from what went wrong to FHIR and HTTP.
 *
 * Source  https://hl7.org/fhir/R4/valueset-issue-type.html, https://hl7.org/fhir/R4/http.html
 * Proof   outcome.test.ts
 */

/** What kind of thing went wrong. Each category has one FHIR issue type and one HTTP status. */
export type OutcomeCategory =
  | 'structure'
  | 'required'
  | 'value'
  | 'invalid'
  | 'invariant'
  | 'business-rule'
  | 'not-supported'
  | 'not-found'
  | 'deleted'
  | 'method-not-allowed'
  | 'not-acceptable'
  | 'unsupported-media-type'
  | 'conflict'
  | 'duplicate'
  | 'precondition'
  | 'multiple-matches'
  | 'login'
  | 'forbidden'
  | 'too-large'
  | 'too-costly'
  | 'throttled'
  | 'unavailable'
  | 'timeout'
  | 'exception';

/** FHIR issue type and HTTP status of each category. */
export const OUTCOME_MAP: Readonly<Record<OutcomeCategory, { readonly issue: string; readonly status: number }>> = {
  structure: { issue: 'structure', status: 400 },
  required: { issue: 'required', status: 422 },
  value: { issue: 'value', status: 422 },
  invalid: { issue: 'invalid', status: 400 },
  invariant: { issue: 'invariant', status: 422 },
  'business-rule': { issue: 'business-rule', status: 422 },
  'not-supported': { issue: 'not-supported', status: 400 },
  'not-found': { issue: 'not-found', status: 404 },
  deleted: { issue: 'deleted', status: 410 },
  'method-not-allowed': { issue: 'not-supported', status: 405 },
  'not-acceptable': { issue: 'not-supported', status: 406 },
  'unsupported-media-type': { issue: 'not-supported', status: 415 },
  conflict: { issue: 'conflict', status: 409 },
  duplicate: { issue: 'duplicate', status: 409 },
  precondition: { issue: 'conflict', status: 412 },
  'multiple-matches': { issue: 'multiple-matches', status: 412 },
  login: { issue: 'login', status: 401 },
  forbidden: { issue: 'forbidden', status: 403 },
  'too-large': { issue: 'too-long', status: 413 },
  'too-costly': { issue: 'too-costly', status: 403 },
  throttled: { issue: 'throttled', status: 429 },
  unavailable: { issue: 'transient', status: 503 },
  timeout: { issue: 'timeout', status: 504 },
  exception: { issue: 'exception', status: 500 },
};

/** One fault among several in the same request, as OperationOutcome.issue wants it. */
export interface OutcomeIssue {
  readonly severity: 'fatal' | 'error' | 'warning' | 'information';
  readonly category: OutcomeCategory;
  /** Stable and named, for example `validation.unknown-element`; listed in docs/errors.md. */
  readonly code: string;
  readonly message: string;
  /** FHIRPath of the element at fault, for example `Patient.name[0].given[1]`. */
  readonly expression?: string;
}

/** Thrown for every expected failure: it says what happened, and what to do about it. */
export class OutcomeError extends Error {
  readonly category: OutcomeCategory;
  readonly code: string;
  readonly issues: readonly OutcomeIssue[];

  constructor(category: OutcomeCategory, code: string, message: string, options: OutcomeErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'OutcomeError';
    this.category = category;
    this.code = code;
    const own = { severity: 'error', category, code, message } as const;
    this.issues = options.issues ?? [
      options.expression === undefined ? own : { ...own, expression: options.expression },
    ];
  }

  /** HTTP status that answers this failure. */
  get status(): number {
    return OUTCOME_MAP[this.category].status;
  }
}

/** What an OutcomeError may carry beyond its own message. */
export interface OutcomeErrorOptions {
  readonly expression?: string;
  readonly issues?: readonly OutcomeIssue[];
  readonly cause?: unknown;
}

/** The code system of Maru's stable error codes. */
export const OUTCOME_CODE_SYSTEM = 'https://maru.health/fhir/CodeSystem/outcome-code';

/** FHIR OperationOutcome of some issues (one informational issue where there are none). */
export function operationOutcome(issues: readonly OutcomeIssue[]): OperationOutcomeJson {
  return { resourceType: 'OperationOutcome', issue: issues.map(issueJson) };
}

function issueJson(issue: OutcomeIssue): OperationOutcomeIssueJson {
  const json: OperationOutcomeIssueJson = {
    severity: issue.severity,
    code: OUTCOME_MAP[issue.category].issue,
    details: { coding: [{ system: OUTCOME_CODE_SYSTEM, code: issue.code }], text: issue.message },
    diagnostics: issue.message,
  };
  return issue.expression === undefined ? json : { ...json, expression: [issue.expression] };
}

/** OperationOutcome as JSON; the shape that fhir/ types the same way. */
export interface OperationOutcomeJson {
  readonly resourceType: 'OperationOutcome';
  readonly issue: readonly OperationOutcomeIssueJson[];
}

interface OperationOutcomeIssueJson {
  readonly severity: OutcomeIssue['severity'];
  readonly code: string;
  readonly details: { readonly coding: readonly { system: string; code: string }[]; readonly text: string };
  readonly diagnostics: string;
  readonly expression?: readonly string[];
}
