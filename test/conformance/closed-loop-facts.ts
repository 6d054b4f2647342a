/**
 * The facts that the acceptance cases tell of a resource, and whether a resource has them.
 *
 * Proof   closed-loop.test.ts, src/care/blood/conformance.int.test.ts
 */
export type Json = Readonly<Record<string, unknown>>;

/** What stands at a place such as `code.coding.0.code`. */
function at(value: unknown, place: string): unknown {
  return place.split('.').reduce<unknown>((here, step) => (here as Json | undefined)?.[step], value);
}

const idOf = (reference: unknown): string | undefined => (reference as string | undefined)?.split('/')[1];
const extension = (resource: Json, name: string, member: string): unknown =>
  at(
    (resource['extension'] as Json[] | undefined)?.find(({ url }) => String(url).endsWith(`/${name}`)),
    member,
  );

function performers(resource: Json, role: string | undefined): (string | undefined)[] {
  const all = (resource['performer'] ?? []) as Json[];
  const wanted = role === undefined ? all : all.filter((one) => at(one, 'function.coding.0.code') === role);
  return wanted.map((one) => idOf(at(one, 'actor.reference')));
}

/** The fact of a name, as the cases write it. */
const FACTS: Readonly<Record<string, (resource: Json, wanted: unknown) => unknown>> = {
  type: (one) => one['resourceType'],
  status: (one) => one['status'],
  id: (one) => one['id'],
  code: (one) => at(one, 'code.coding.0.code'),
  severity: (one) => one['severity'],
  mitigation: (one) => one['mitigation'] !== undefined,
  request: (one) => idOf(at(one, 'request.reference')),
  partOf: (one) => one['partOf'] ?? null,
  device: (one) => at(one, 'device.0.display'),
  effective: (one, wanted) =>
    Date.parse(one['effectiveDateTime'] as string) === Date.parse(wanted as string) ? wanted : one['effectiveDateTime'],
  dose: (one) => at(one, 'dosage.dose.value'),
  statusReason: (one) => at(one, 'statusReason.0.coding.0.code'),
  scanned: (one) => extension(one, 'scanned', 'valueBoolean'),
  queued: (one) => extension(one, 'queued', 'valueBoolean'),
  orderVersion: (one) => Number(extension(one, 'order-version', 'valueString')),
  rejection: (one) => extension(one, 'rejection', 'valueString'),
  performer: (one, wanted) =>
    Array.isArray(wanted)
      ? performers(one, undefined)
      : performers(one, one['resourceType'] === 'MedicationAdministration' ? 'performer' : undefined)[0],
  witness: (one) => performers(one, 'witness')[0],
  accession: (one) => at(one, 'accessionIdentifier.value'),
  collector: (one) => idOf(at(one, 'collection.collector.reference')),
  condition: (one) => at(one, 'condition.0.coding.0.code'),
  comment: (one) => one['conclusion'] !== undefined,
  recipient: (one) => at(one, 'recipient.0.display'),
  productCategory: (one) => one['productCategory'],
  actuality: (one) => one['actuality'],
};

/** Has the resource all the facts? */
export function fits(resource: Json, wanted: Json): boolean {
  return Object.entries(wanted).every(([name, value]) => {
    if (name === 'count') return true;
    const fact = FACTS[name];
    if (fact === undefined) throw new Error(`no fact '${name}'`);
    return JSON.stringify(fact(resource, value)) === JSON.stringify(value);
  });
}
