/**
 * The blood loop: the band and the unit match, the groups are compatible, two people, vital signs; a reaction stops the unit.
 *
 * R4 has no transfusion resource: a Procedure, and a BiologicallyDerivedProduct for the unit.
 *
 * Source  https://hl7.org/fhir/R4/biologicallyderivedproduct.html; ABO and Rh D rules are common transfusion practice
 * Proof   test/conformance/closed-loop.test.ts, loops.test.ts
 */
import { instantOf, intervalOf } from '../../kernel/index.ts';
import type { ResourceOfType } from '../../fhir/index.ts';
import { lastScan, readBedside, type Bedside } from './bedside.ts';
import { donationOf } from './donation.ts';
import { groupFindings } from './groups.ts';
import {
  bandFindings,
  contextFindings,
  goneFindings,
  identityAwaited,
  performerOf,
  staffFindings,
  witnessFault,
} from './identity.ts';
import type { Decided } from './plan.ts';
import { actionOf } from './steps.ts';
import type { BloodState, BloodUnit } from './state.ts';
import { hazard, judge, stop, warn, type Finding } from './verdict.ts';
import {
  concept,
  create,
  placeOf,
  refer,
  referred,
  targetOf,
  taskOf,
  type Circumstances,
  type Write,
} from './writes.ts';

const MINUTE = 60_000;
const IDENTITY = { rule: 'B01', wrongPatient: 'loop.blood.wrong-patient' } as const;

/** Decides about a unit that is to be started, or a reaction. */
export function decideBlood(state: BloodState): Decided {
  return actionOf(state.steps, 'reaction') === undefined ? decideStart(state) : decideReaction(state);
}

function decideStart(state: BloodState): Decided {
  const bedside = readBedside(state);
  const scan = lastScan(state.steps, 'blood-unit');
  const number = scan?.raw === undefined || scan.raw === null ? undefined : donationOf(scan.raw)?.serial;
  const unit = state.units.find((one) => one.unit === number);
  const findings = [
    ...staffFindings(state, bedside),
    ...contextFindings(state),
    ...bandFindings(state, bedside, IDENTITY),
    ...goneFindings(state, 'R07'),
    ...requestFindings(state),
    ...(scan === undefined ? [] : unitFindings(state, bedside, unit)),
  ];
  const awaits = identityAwaited(bedside) ?? (scan === undefined ? 'blood-unit' : undefined);
  return {
    verdict: judge(findings, { messageKey: 'loop.blood.ok', awaits }),
    circumstances: circumstancesOf(state, performerOf(bedside)?.id),
    main: unit === undefined || awaits !== undefined ? [] : started(state, bedside, unit, scan?.raw ?? ''),
  };
}

function circumstancesOf({ chart, now, request }: BloodState, actor: string | undefined): Circumstances {
  return { patient: chart, actor, at: now, focus: refer('ServiceRequest', request.id) };
}

function requestFindings({ request, chart }: BloodState): readonly Finding[] {
  if (request.patient !== chart) return [hazard('B01', 'loop.blood.wrong-patient', 'wrong-patient')];
  return request.status === 'active' ? [] : [stop('R07', 'loop.blood.request-not-active')];
}

/** Group O Rh D negative red cells may go to anybody in an emergency, uncrossmatched, with a reason. */
function emergencyReason({ steps }: BloodState, { component, abo, rhd, issuedTo }: BloodUnit): string | undefined {
  const isUniversal = component === 'red cells' && abo === 'O' && rhd === 'negative' && issuedTo === 'emergency-stock';
  const reason = actionOf(steps, 'emergency')?.reason;
  return isUniversal && reason !== '' ? reason : undefined;
}

function unitFindings(state: BloodState, bedside: Bedside, unit: BloodUnit | undefined): readonly Finding[] {
  if (unit === undefined) return [hazard('B02', 'loop.blood.unit-not-for-patient', 'wrong-unit')];
  const reason = emergencyReason(state, unit);
  const released =
    reason === undefined
      ? assignedFindings(state, unit)
      : [
          warn('B11', 'loop.blood.emergency-release', {
            issue: { code: 'uncrossmatched', severity: 'high' },
            tasks: ['crossmatch-afterwards'],
            reason,
          }),
        ];
  return [
    ...released,
    ...runningFindings(state, unit),
    ...groupFindings(state.request, unit),
    ...expiryFindings(state, unit),
    ...attributeFindings(state, unit),
    ...vitalsFindings(state),
    ...(witnessFault(state, bedside) === undefined ? [] : [stop('B06', 'loop.blood.second-person')]),
    ...startFindings(state, unit),
  ];
}

/** Crossmatched for, and issued to, this patient; sample young enough; consent given. */
function assignedFindings({ request, now, settings }: BloodState, unit: BloodUnit): readonly Finding[] {
  const { crossmatch, consent, patient } = request;
  if (crossmatch?.unit !== unit.unit || unit.issuedTo !== patient)
    return [hazard('B02', 'loop.blood.unit-not-for-patient', 'wrong-unit')];
  const isOld = now - crossmatch.sampleAt > settings.crossmatchHours * 60 * MINUTE;
  return [
    ...(isOld ? [hazard('B05', 'loop.blood.sample-expired', 'sample-expired')] : []),
    ...(consent ? [] : [stop('B10', 'loop.blood.consent-missing')]),
  ];
}

function runningFindings({ running }: BloodState, { unit }: BloodUnit): readonly Finding[] {
  return running?.unit === unit ? [hazard('B02', 'loop.blood.already-running', 'already-running')] : [];
}

/** A date counts to its end; what cannot be read counts as expired. */
function expiryFindings({ now, zone }: BloodState, { expiry }: BloodUnit): readonly Finding[] {
  const end = intervalOf(expiry, zone)?.high;
  return end !== undefined && now < end ? [] : [hazard('B04', 'loop.blood.expired', 'expired-product')];
}

function attributeFindings({ request: { requires = [] } }: BloodState, { attributes }: BloodUnit): readonly Finding[] {
  return requires.every((one) => attributes.includes(one))
    ? []
    : [hazard('B08', 'loop.blood.attribute-missing', 'attribute-missing')];
}

function vitalsFindings({ observations, now, settings }: BloodState): readonly Finding[] {
  const most = settings.transfusionVitalsMinutes * MINUTE;
  const isMeasured = observations.some(({ code, at }) => code === 'vital-signs' && at <= now && now - at <= most);
  return isMeasured ? [] : [stop('B07', 'loop.blood.vitals-missing')];
}

function startFindings({ now, settings }: BloodState, { issuedAt }: BloodUnit): readonly Finding[] {
  return now - issuedAt > settings.bloodStartMinutes * MINUTE
    ? [warn('B09', 'loop.blood.start-late', { issue: { code: 'start-late', severity: 'moderate' } })]
    : [];
}

/** The unit in the record is marked as running; one that the record does not know yet is written. */
function started(state: BloodState, { badges }: Bedside, unit: BloodUnit, raw: string): readonly Write[] {
  const known: Write | undefined =
    unit.id === undefined
      ? undefined
      : { op: 'amend', type: 'BiologicallyDerivedProduct', id: unit.id, set: { status: 'unavailable' } };
  const staff = badges.flatMap((one) => one.staff?.id ?? []);
  const procedure: ResourceOfType['Procedure'] = {
    resourceType: 'Procedure',
    extension: [referred('transfused-unit', known === undefined ? placeOf(1) : (targetOf(known).reference ?? ''))],
    status: 'in-progress',
    code: concept('transfusion'),
    subject: refer('Patient', state.chart),
    basedOn: [refer('ServiceRequest', state.request.id)],
    performedPeriod: { start: instantOf(state.now) },
    performer: [...new Set(staff)].map((id) => ({ actor: refer('Practitioner', id) })),
  };
  const product: ResourceOfType['BiologicallyDerivedProduct'] = {
    resourceType: 'BiologicallyDerivedProduct',
    identifier: [{ system: 'urn:maru:isbt128-donation', value: raw.slice(1) }],
    productCategory: unit.component === 'plasma' ? 'fluid' : 'cells',
    productCode: { text: unit.component },
    status: 'available',
    request: [refer('ServiceRequest', state.request.id)],
  };
  return [create(procedure, placeOf(0)), known ?? create(product, placeOf(1))];
}

/** The unit is stopped at once; unit and samples go back. */
function decideReaction(state: BloodState): Decided {
  const { running, steps, now } = state;
  const circumstances = circumstancesOf(state, state.signedIn);
  const signs = actionOf(steps, 'reaction')?.signs ?? [];
  const findings = running === undefined ? [stop('B12', 'loop.blood.nothing-runs')] : [];
  return {
    verdict: judge(findings, { messageKey: 'loop.blood.reaction', rules: ['B12'] }),
    circumstances,
    main: running === undefined ? [] : reacted(circumstances, running.procedure, signs, instantOf(now)),
  };
}

function reacted(
  circumstances: Circumstances,
  procedure: string,
  signs: readonly string[],
  at: string,
): readonly Write[] {
  const event: ResourceOfType['AdverseEvent'] = {
    resourceType: 'AdverseEvent',
    actuality: 'actual',
    event: { ...concept('transfusion-reaction'), text: signs.join(', ') || 'transfusion reaction' },
    subject: refer('Patient', circumstances.patient),
    date: at,
    suspectEntity: [{ instance: refer('Procedure', procedure) }],
  };
  return [
    { op: 'amend', type: 'Procedure', id: procedure, set: { status: 'stopped' } },
    create(event, placeOf(1)),
    create(taskOf('return-unit', circumstances), placeOf(2)),
    create(taskOf('transfusion-reaction-workup', circumstances), placeOf(3)),
  ];
}
