/**
 * The breast milk loop: the bottle is labelled for the baby whose band was scanned, and the milk is within its time.
 *
 * Proof   test/conformance/closed-loop.test.ts
 */
import { instantOf } from '../../kernel/index.ts';
import type { ResourceOfType } from '../../fhir/index.ts';
import { internalText, lastScan, readBedside } from './bedside.ts';
import {
  bandFindings,
  contextFindings,
  goneFindings,
  identityAwaited,
  performerOf,
  staffFindings,
} from './identity.ts';
import type { Decided } from './plan.ts';
import type { MilkState } from './state.ts';
import { hazard, judge, type Finding } from './verdict.ts';
import { concept, create, placeOf, refer, type Circumstances } from './writes.ts';

const HOUR = 3_600_000;
const IDENTITY = { rule: 'R03', wrongPatient: 'loop.milk.wrong-patient' } as const;

/** Decides about a bottle. */
export function decideMilk(state: MilkState): Decided {
  const bedside = readBedside(state);
  const scan = lastScan(state.steps, 'bottle');
  const findings = [
    ...staffFindings(state, bedside),
    ...contextFindings(state),
    ...bandFindings(state, bedside, IDENTITY),
    ...goneFindings(state, 'R07'),
    ...orderFindings(state),
    ...(scan === undefined ? [] : bottleFindings(state, internalText(state, scan.raw))),
  ];
  const awaits = identityAwaited(bedside) ?? (scan === undefined ? 'bottle' : undefined);
  const circumstances: Circumstances = {
    patient: state.chart,
    actor: performerOf(bedside)?.id,
    at: state.now,
    focus: refer('NutritionOrder', state.order.id),
  };
  return {
    verdict: judge(findings, { messageKey: 'loop.milk.ok', awaits }),
    circumstances,
    main: awaits === undefined ? [create(fed(state, circumstances), placeOf(0))] : [],
  };
}

function orderFindings({ order, chart }: MilkState): readonly Finding[] {
  if (order.patient !== chart) return [hazard('R03', 'loop.milk.wrong-patient', 'wrong-patient')];
  return order.status === undefined || order.status === 'active'
    ? []
    : [hazard('R07', 'loop.milk.order-not-active', 'order-not-active')];
}

function bottleFindings({ order, now, settings }: MilkState, bottle: string | undefined): readonly Finding[] {
  if (bottle !== order.bottle) return [hazard('K01', 'loop.milk.wrong-bottle', 'wrong-bottle')];
  if (order.used === true) return [hazard('K02', 'loop.milk.already-fed', 'already-fed')];
  const { thawedAt } = order;
  return thawedAt !== undefined && now - thawedAt > settings.thawedMilkHours * HOUR
    ? [hazard('K02', 'loop.milk.expired', 'expired-product')]
    : [];
}

function fed({ order, chart }: MilkState, { actor, at }: Circumstances): ResourceOfType['Procedure'] {
  return {
    resourceType: 'Procedure',
    status: 'completed',
    code: concept('expressed-milk-feeding'),
    identifier: [{ value: order.bottle }],
    subject: refer('Patient', chart),
    performedDateTime: instantOf(at),
    ...(actor === undefined ? {} : { performer: [{ actor: refer('Practitioner', actor) }] }),
  };
}
