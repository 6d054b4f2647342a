/**
 * What the audit log gives out: AuditEvents by their place in the chain.
 *
 * Proof   view.test.ts
 */

/** An AuditEvent resource with its place in the chain. */
export interface AuditRecord {
  readonly seq: number;
  readonly resource: { readonly resourceType: 'AuditEvent'; readonly id: string } & Readonly<Record<string, unknown>>;
}

/** The resource id of an entry: its place in the chain. */
export function auditEventId(seq: number): string {
  return `audit-${seq}`;
}

/** The place that a resource id names; undefined where it is none. */
export function auditPlace(id: string): number | undefined {
  const digits = /^audit-([1-9]\d{0,14})$/.exec(id)?.[1];
  return digits === undefined ? undefined : Number(digits);
}
