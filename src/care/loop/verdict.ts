/**
 * From findings to one decision, and from the decision to what is written.
 *
 * A stop tells the first failing rule by precedence. Several warnings share one dialog, gravest first; a warning without a
 * reason writes nothing. A note is a rule that looked at something unusual and let it pass.
 *
 * Proof   loops.test.ts, test/conformance/closed-loop.test.ts
 */
import { PRECEDENCE, stageOf, type RuleId } from './rules.ts';
import type { Severity, Write } from './writes.ts';

/** FHIR outcome of an AuditEvent: success, minor failure (stopped), serious failure (not entitled). */
export type AuditCode = '0' | '4' | '8';

/** What one rule found. */
export interface Finding {
  readonly decision: 'stop' | 'warn' | 'note';
  /** The rule that decides, then others it rests on. */
  readonly rules: readonly [RuleId, ...RuleId[]];
  readonly messageKey: string;
  /** Written as a DetectedIssue. */
  readonly issue?: { readonly code: string; readonly severity: Severity };
  /** Written as Tasks to be done. */
  readonly tasks?: readonly string[];
  readonly audit?: AuditCode;
  /** Further resources that a stop writes. */
  readonly writes?: readonly Write[];
  /** A reason that was given with the step itself. */
  readonly reason?: string;
}

/** Details of a finding. */
export type FindingDetails = Omit<Finding, 'decision' | 'rules' | 'messageKey'>;

type Rules = RuleId | readonly [RuleId, ...RuleId[]];

export function stop(rules: Rules, messageKey: string, details: FindingDetails = {}): Finding {
  return { decision: 'stop', rules: listOf(rules), messageKey, ...details };
}

export function warn(rules: Rules, messageKey: string, details: FindingDetails = {}): Finding {
  return { decision: 'warn', rules: listOf(rules), messageKey, ...details };
}

export function note(rule: RuleId): Finding {
  return { decision: 'note', rules: [rule], messageKey: '' };
}

function listOf(rules: Rules): readonly [RuleId, ...RuleId[]] {
  return typeof rules === 'string' ? [rules] : rules;
}

/** A stop that is a high-severity issue. */
export function hazard(rules: Rules, messageKey: string, code: string): Finding {
  return stop(rules, messageKey, { issue: { code, severity: 'high' } });
}

/** What is decided. `wait`: nothing is wrong, and something is still to be scanned or chosen. */
export interface Verdict {
  readonly decision: 'allow' | 'warn' | 'stop' | 'wait';
  readonly messageKey: string;
  readonly rules: readonly RuleId[];
  /** The findings that decide: the stop, or all warnings. */
  readonly findings: readonly Finding[];
  readonly reasonRequired: boolean;
  /** What comes next where the decision is `wait`. */
  readonly awaits?: string;
}

/** What happens where nothing stops. */
export interface Outcome {
  readonly messageKey: string;
  readonly rules?: readonly RuleId[];
  /** What is still missing: then nothing is decided yet. */
  readonly awaits?: string | undefined;
}

/** The one decision of all findings. */
export function judge(findings: readonly Finding[], { messageKey, rules = [], awaits }: Outcome): Verdict {
  const ordered = findings.toSorted((a, b) => rank(a) - rank(b));
  const first = ordered.find(({ decision }) => decision === 'stop');
  if (first !== undefined) return verdict('stop', first.messageKey, [first]);
  if (awaits !== undefined)
    return { ...verdict('wait', awaits.includes('.') ? awaits : `loop.awaits.${awaits}`, []), awaits };
  const warnings = ordered.filter(({ decision }) => decision === 'warn').toSorted((a, b) => grave(a) - grave(b));
  const notes = ordered.filter(({ decision }) => decision === 'note').flatMap((one) => one.rules);
  const [gravest] = warnings;
  return gravest === undefined
    ? { ...verdict('allow', messageKey, []), rules: distinct([...rules, ...notes]) }
    : {
        ...verdict('warn', gravest.messageKey, warnings),
        rules: distinct([...warnings.flatMap((one) => one.rules), ...notes]),
      };
}

function verdict(decision: Verdict['decision'], messageKey: string, findings: readonly Finding[]): Verdict {
  const rules = findings.flatMap((one) => one.rules);
  return { decision, messageKey, rules, findings, reasonRequired: decision === 'warn' };
}

function rank(finding: Finding): number {
  return PRECEDENCE.indexOf(stageOf(finding.rules[0]));
}

function grave({ issue }: Finding): number {
  return issue === undefined ? 3 : ['high', 'moderate', 'low'].indexOf(issue.severity);
}

function distinct(rules: readonly RuleId[]): readonly RuleId[] {
  return [...new Set(rules)];
}
