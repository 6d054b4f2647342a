/**
 * The 80 acceptance cases of the closed loop: decided as told, with the facts of the resources that are written.
 */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  decideBlood,
  decideMedication,
  decideMilk,
  decideSpecimen,
  MESSAGE_KEYS,
  planOf,
  PRECEDENCE,
  RULE_IDS,
  type Decided,
  type Plan,
} from '../../src/care/loop/index.ts';
import { validateResource } from '../../src/fhir/index.ts';
import { describeWithShared, sharedPath } from '../material.ts';
import {
  bloodState,
  medicationState,
  milkState,
  specimenState,
  type LoopCase,
  type LoopCases,
} from './closed-loop-state.ts';

const path = 'conformance/closed-loop/cases.json';

function readCases(): LoopCases {
  return existsSync(sharedPath(path))
    ? (JSON.parse(readFileSync(sharedPath(path), 'utf8')) as LoopCases)
    : { world: { timezone: 'UTC', patients: {}, staff: {}, products: {} }, rules: [], precedence: [], cases: [] };
}

function decide(cases: LoopCases, one: LoopCase): Decided {
  switch (one.loop) {
    case 'medication':
      return decideMedication(medicationState(cases, one));
    case 'specimen':
      return decideSpecimen(specimenState(cases, one));
    case 'blood':
      return decideBlood(bloodState(cases, one));
    default:
      return decideMilk(milkState(cases, one));
  }
}

type Json = Readonly<Record<string, unknown>>;

/** Resources as they stand after the plan; amended ones are known to be a given dose or a running transfusion. */
function resourcesOf({ writes }: Plan): Json[] {
  return writes.map((write) =>
    write.op === 'create'
      ? (write.resource as unknown as Json)
      : { resourceType: write.type, id: write.id, ...KNOWN[write.type], ...write.set },
  );
}

const KNOWN: Readonly<Record<string, Json>> = {
  Procedure: {
    status: 'in-progress',
    code: { coding: [{ code: 'transfusion' }] },
    subject: { reference: 'Patient/PT-1' },
  },
  MedicationAdministration: {
    medicationReference: { reference: 'Medication/PR-01' },
    subject: { reference: 'Patient/PT-1' },
    effectiveDateTime: '2026-07-01T08:50:00+09:00',
  },
};

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

function fits(resource: Json, wanted: Json): boolean {
  return Object.entries(wanted).every(([name, value]) => {
    if (name === 'count') return true;
    const fact = FACTS[name];
    if (fact === undefined) throw new Error(`no fact '${name}'`);
    return JSON.stringify(fact(resource, value)) === JSON.stringify(value);
  });
}

/** Every wanted resource is there, each by another one. */
function expectResources(plan: Plan, wanted: readonly Json[]): void {
  const resources = resourcesOf(plan);
  for (const one of wanted.filter(({ type }) => type !== 'AuditEvent')) {
    const found = resources.findIndex((resource) => fits(resource, one));
    expect(found, `${JSON.stringify(one)} in ${JSON.stringify(resources, null, 1)}`).toBeGreaterThanOrEqual(0);
    if (one['count'] !== undefined)
      expect(resources.filter((resource) => fits(resource, one))).toHaveLength(Number(one['count']));
    resources.splice(found, 1);
  }
  const audits = wanted.filter(({ type }) => type === 'AuditEvent').map(({ outcome }) => outcome);
  if (audits.length > 0) expect([plan.audit]).toEqual(audits);
}

describeWithShared(path, 'closed loop', () => {
  const cases = readCases();

  it('has all 80 cases, our 53 rules and the same precedence', () => {
    expect(cases.cases).toHaveLength(80);
    expect(RULE_IDS.toSorted()).toEqual(cases.rules.map(({ id }) => id).toSorted());
    expect([...PRECEDENCE]).toEqual(cases.precedence.map((stage) => stage.replace(/ \(R\d+\)$/, '')));
  });

  describe.each(cases.cases.map((one) => [`${one.id} ${one.title}`, one] as const))('%s', (_, one) => {
    const { decision, messageKey, rules, resources, absent = [], reasonGiven } = one.expect;
    const decided = decide(cases, one);

    it('decides as told', () => {
      const { verdict } = decided;
      expect({ decision: verdict.decision, messageKey: verdict.messageKey, rules: verdict.rules }).toEqual({
        decision,
        messageKey,
        rules,
      });
      expect(MESSAGE_KEYS).toContain(messageKey);
    });

    it('writes what is told, valid and no more', () => {
      const plan = planOf(decided, reasonGiven);
      expectResources(plan, resources);
      for (const resource of resourcesOf(plan)) {
        expect(validateResource(resource), JSON.stringify(resource)).toEqual([]);
        expect(absent).not.toContain(resource['resourceType']);
      }
    });

    if (decision === 'warn' && decided.verdict.findings.every(({ reason }) => reason === undefined)) {
      it('writes nothing without a reason', () => {
        expect(planOf(decided)).toEqual({ writes: [] });
      });
    }
  });
});
