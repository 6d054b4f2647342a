/**
 * An AuditEvent as people read it: who, in which role, did what to what, why, from where, with which outcome. Events of one
 * person within a minute are one line, so that opening a chart is not thirty lines.
 *
 * Source  https://hl7.org/fhir/R4/auditevent.html
 * Proof   audit-line.test.ts
 */
import type { AuditEvent, Reference } from '../../fhir/types.ts';
import { timeOf } from '../../format/date.ts';

export interface AuditLine {
  readonly key: string;
  readonly recorded: string;
  readonly who: string;
  /** The same as a reference, for the name in the language of the screen. */
  readonly person: Reference | undefined;
  readonly role: string | undefined;
  readonly app: string | undefined;
  readonly interactions: readonly string[];
  readonly types: readonly string[];
  readonly reason: string | undefined;
  readonly emergency: boolean;
  readonly address: string | undefined;
  readonly outcome: 'success' | 'refused' | 'failed';
  readonly count: number;
}

function lineOf(event: AuditEvent): AuditLine {
  const person = event.agent.find(({ requestor }) => requestor) ?? event.agent[0];
  const app = event.agent.find(({ requestor }) => !requestor);
  const purpose = [...(event.purposeOfEvent ?? []), ...(person?.purposeOfUse ?? [])];
  return {
    key: event.id ?? event.recorded,
    recorded: event.recorded,
    who: person?.who?.display ?? person?.name ?? person?.who?.identifier?.value ?? person?.altId ?? '',
    person: person?.who?.reference === undefined ? undefined : person.who,
    role: person?.role?.[0]?.text,
    app: app?.who?.identifier?.value,
    interactions: [event.subtype?.[0]?.code ?? event.action ?? ''],
    types: typesOf(event),
    reason: purpose.map(({ text, coding }) => text ?? coding?.[0]?.display).find((one) => one !== undefined),
    emergency: purpose.some(({ coding }) => coding?.some(({ code }) => code === 'BTG' || code === 'ETREAT') === true),
    address: person?.network?.address,
    outcome: event.outcome === '4' ? 'refused' : event.outcome === '8' || event.outcome === '12' ? 'failed' : 'success',
    count: 1,
  };
}

/** The types of what was touched: from the references, else from the query. */
function typesOf({ entity = [] }: AuditEvent): readonly string[] {
  const types = entity.flatMap(({ what }) => what?.reference?.split('/')[0] ?? []);
  const rest = types.filter((type) => type !== 'Patient');
  return [...new Set(rest.length > 0 ? rest : types)];
}

const TOGETHER_MS = 60_000;

function together(a: AuditLine, b: AuditLine): boolean {
  const near = Math.abs(timeOf(a.recorded) - timeOf(b.recorded)) < TOGETHER_MS;
  return (
    near &&
    a.who === b.who &&
    a.person?.reference === b.person?.reference &&
    a.role === b.role &&
    a.app === b.app &&
    a.reason === b.reason &&
    a.outcome === b.outcome &&
    a.address === b.address
  );
}

function joined(a: AuditLine, b: AuditLine): AuditLine {
  return {
    ...a,
    interactions: [...new Set([...a.interactions, ...b.interactions])],
    types: [...new Set([...a.types, ...b.types])],
    count: a.count + b.count,
  };
}

/** The lines of events, newest first. */
export function auditLines(events: readonly AuditEvent[]): readonly AuditLine[] {
  const lines: AuditLine[] = [];
  for (const line of events.map(lineOf)) {
    const last = lines.at(-1);
    if (last !== undefined && together(last, line)) lines[lines.length - 1] = joined(last, line);
    else lines.push(line);
  }
  return lines;
}
