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
import { fits, type Json } from './closed-loop-facts.ts';

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
