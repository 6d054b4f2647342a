/**
 * What is written for a decision: all of it together, or nothing.
 *
 * Proof   loops.test.ts, test/conformance/closed-loop.test.ts
 */
import type { AuditCode, Finding, Verdict } from './verdict.ts';
import { create, issueOf, placeOf, provenanceOf, targetOf, taskOf, type Circumstances, type Write } from './writes.ts';

/** A decision with what may be written for it. */
export interface Decided {
  readonly verdict: Verdict;
  readonly circumstances: Circumstances;
  /** What is done where nothing stops. */
  readonly main: readonly Write[];
  /** No audit entry is written by a device that has no network; the house writes it at replay. */
  readonly offline?: boolean;
}

/** Resources and the outcome for the audit log. */
export interface Plan {
  readonly writes: readonly Write[];
  readonly audit?: AuditCode;
}

const NOTHING: Plan = { writes: [] };

/** What is written; `reason` is why somebody goes on in spite of warnings. */
export function planOf({ verdict, circumstances, main, offline }: Decided, reason?: string): Plan {
  if (verdict.decision === 'wait') return NOTHING;
  if (verdict.decision === 'stop') return stopped(verdict.findings, circumstances);
  const given = reason ?? verdict.findings.find((one) => one.reason !== undefined)?.reason;
  if (verdict.reasonRequired && given === undefined) return NOTHING;
  const consequences = verdict.findings.flatMap((one) => consequencesOf(one, circumstances, given));
  const provenance = provenanceOf(main.map(targetOf), circumstances, verdict.messageKey);
  const writes = [...main, ...placed([...consequences, ...(main.length === 0 ? [] : [provenance])], main.length)];
  return offline === true ? { writes } : { writes, audit: '0' };
}

function stopped(findings: readonly Finding[], circumstances: Circumstances): Plan {
  const own = findings.flatMap((one) => one.writes ?? []);
  const more = findings.flatMap((one) => consequencesOf(one, circumstances));
  return { writes: [...own, ...placed(more, own.length)], audit: findings[0]?.audit ?? '4' };
}

type Resource = Extract<Write, { readonly op: 'create' }>['resource'];

function consequencesOf(finding: Finding, circumstances: Circumstances, reason?: string): readonly Resource[] {
  const { issue, tasks = [] } = finding;
  return [
    ...(issue === undefined ? [] : [issueOf(issue.code, issue.severity, circumstances, reason)]),
    ...tasks.map((code) => taskOf(code, circumstances)),
  ];
}

function placed(resources: readonly Resource[], after: number): readonly Write[] {
  return resources.map((resource, at) => create(resource, placeOf(after + at + 1)));
}
