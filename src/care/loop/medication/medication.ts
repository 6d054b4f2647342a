/**
 * The medication loop: a dose is given, refused, retracted, runs as an infusion, or comes from a device that was offline.
 *
 * Proof   test/conformance/closed-loop.test.ts
 */
import { readBedside } from '../bedside.ts';
import { identityAwaited, performerOf } from '../identity.ts';
import type { Decided } from '../plan.ts';
import { actionOf } from '../steps.ts';
import type { GivenDose, MedicationOrder, MedicationState, Staff } from '../state.ts';
import { hazard, judge, stop, type Finding } from '../verdict.ts';
import { concept, type Write } from '../writes.ts';
import { circumstancesOf, decideGive, identityFindings } from './give.ts';
import { decideInfusion } from './infusion.ts';
import { orderFindings } from './order-rules.ts';
import { orderFor } from './product-rules.ts';
import { doseWrite } from './record.ts';
import { decideSync } from './sync.ts';

/** Decides about what happened. */
export function decideMedication(state: MedicationState): Decided {
  const { steps } = state;
  const retraction = actionOf(steps, 'retract');
  if (retraction !== undefined) return decideRetraction(state, retraction.administration, retraction.reason);
  const act = actionOf(steps, 'infusion');
  if (act !== undefined) return decideInfusion(state, act);
  const refusal = actionOf(steps, 'not-given');
  if (refusal !== undefined) return decideNotGiven(state, refusal.reason);
  return actionOf(steps, 'sync') === undefined ? decideGive(state) : decideSync(state);
}

/** A dose that was not given, with the reason: its slot stays open. */
function decideNotGiven(state: MedicationState, reason: string): Decided {
  const bedside = readBedside(state);
  const order = orderFor(state, bedside);
  const awaits = identityAwaited(bedside) ?? (order === undefined ? 'order' : reason === '' ? 'reason' : undefined);
  const findings = [
    ...identityFindings(state, bedside),
    ...(order === undefined ? [] : [...orderFindings(state, order), ...slotFindings(state.given, order)]),
  ];
  const by = performerOf(bedside);
  return {
    verdict: judge(findings, { messageKey: 'loop.med.not-given', rules: ['R30'], awaits }),
    circumstances: circumstancesOf(state, bedside, order),
    main: order === undefined ? [] : [refused(state, order, by, reason)],
  };
}

function refused(state: MedicationState, order: MedicationOrder, by: Staff | undefined, reason: string): Write {
  return doseWrite({
    order,
    patient: state.chart,
    at: state.now,
    by,
    product: order.product,
    scanned: false,
    version: order.version,
    slot: order.due,
    notGiven: reason,
  });
}

function slotFindings(given: readonly GivenDose[], { id, due }: MedicationOrder): readonly Finding[] {
  const isGiven =
    due !== undefined && given.some((one) => one.order === id && one.slot === due && one.status === 'completed');
  return isGiven ? [hazard('R18', 'loop.med.already-given', 'duplicate-administration')] : [];
}

/** A wrong entry is marked; its old version stays readable and its slot opens. */
function decideRetraction(state: MedicationState, administration: string, reason: string): Decided {
  const bedside = readBedside(state);
  const dose = state.given.find(({ id }) => id === administration);
  const isOpen = dose !== undefined && dose.status !== 'entered-in-error';
  const awaits = bedside.badges.length === 0 ? 'badge' : reason === '' ? 'reason' : undefined;
  return {
    verdict: judge(
      [...identityFindings(state, bedside), ...(isOpen ? [] : [stop('R31', 'loop.med.retract-unknown')])],
      {
        messageKey: 'loop.med.retracted',
        rules: ['R31'],
        awaits,
      },
    ),
    circumstances: circumstancesOf(state, bedside, undefined),
    main: [
      {
        op: 'amend',
        type: 'MedicationAdministration',
        id: administration,
        set: { status: 'entered-in-error', statusReason: [concept(reason)] },
      },
    ],
  };
}
