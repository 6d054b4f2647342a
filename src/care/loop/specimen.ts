/**
 * The specimen loop: scan the band, print the label at the bed, right tube, right label; received in the laboratory;
 * a critical result is acknowledged.
 *
 * Source  https://hl7.org/fhir/R4/specimen.html
 * Proof   test/conformance/closed-loop.test.ts
 */
import { instantOf } from '../../kernel/index.ts';
import type { ResourceOfType } from '../../fhir/index.ts';
import { fullDate } from '../gs1/index.ts';
import { internalText, lastScan, readBedside, today, type Bedside } from './bedside.ts';
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
import { decideReceipt } from './receipt.ts';
import { actionOf } from './steps.ts';
import type { SpecimenRequest, SpecimenState } from './state.ts';
import { hazard, judge, stop, warn, type Finding } from './verdict.ts';
import { create, placeOf, refer, taskOf, type Circumstances, type Write } from './writes.ts';

const MINUTE = 60_000;
const IDENTITY = { rule: 'S01', wrongPatient: 'loop.spec.wrong-patient' } as const;

/** Decides about a collection, a receipt, or a critical result that waits. */
export function decideSpecimen(state: SpecimenState): Decided {
  if (actionOf(state.steps, 'tick') !== undefined) return decideCritical(state);
  return state.place === 'laboratory' ? decideReceipt(state) : decideCollection(state);
}

function decideCollection(state: SpecimenState): Decided {
  const bedside = readBedside(state);
  const { request } = state;
  const label = lastScan(state.steps, 'specimen-label');
  const findings = [
    ...staffFindings(state, bedside),
    ...contextFindings(state),
    ...bandFindings(state, bedside, IDENTITY),
    ...goneFindings(state, 'S05'),
    ...printFindings(state, bedside),
    ...(request === undefined ? [] : collectionFindings(state, bedside, request)),
  ];
  const circumstances: Circumstances = {
    patient: state.chart,
    actor: performerOf(bedside)?.id ?? state.signedIn,
    at: state.now,
    focus: request === undefined ? undefined : refer('ServiceRequest', request.id),
  };
  const awaits = identityAwaited(bedside) ?? collectionAwaited(state, label);
  return {
    verdict: judge(findings, { messageKey: 'loop.spec.ok', awaits }),
    circumstances,
    main: request === undefined || awaits !== undefined ? [] : collected(state, request, circumstances),
  };
}

function collectionAwaited(
  state: SpecimenState,
  label: { readonly raw: string | null } | undefined,
): string | undefined {
  if (state.request === undefined) return 'order';
  if (actionOf(state.steps, 'print-label') === undefined) return 'label';
  if (lastScan(state.steps, 'tube') === undefined) return 'tube';
  return label === undefined ? 'specimen-label' : undefined;
}

/** A label is printed at the bed, after the band. */
function printFindings({ steps }: SpecimenState, { band }: Bedside): readonly Finding[] {
  const print = actionOf(steps, 'print-label');
  if (print === undefined) return [];
  const bandAt = steps.findIndex((step) => 'scan' in step && step.scan === 'band');
  const isAfter = band !== undefined && bandAt < steps.indexOf(print);
  return isAfter && print.at === 'bedside' ? [] : [stop('S02', 'loop.spec.print-at-bedside')];
}

function collectionFindings(state: SpecimenState, bedside: Bedside, request: SpecimenRequest): readonly Finding[] {
  const wrongChart = request.patient === state.chart ? [] : [hazard('S01', 'loop.spec.wrong-patient', 'wrong-patient')];
  return [
    ...wrongChart,
    ...requestFindings(state, request),
    ...tubeFindings(state, request),
    ...labelFindings(state, request),
    ...fastingFindings(state, request),
    ...secondPersonFindings(state, bedside, request),
  ];
}

function requestFindings(
  { collected: taken }: SpecimenState,
  { id, status, labelNumber }: SpecimenRequest,
): readonly Finding[] {
  if (status !== 'active') return [stop('S05', 'loop.spec.request-not-active')];
  if (taken.some(({ request }) => request === id))
    return [hazard('S05', 'loop.spec.already-collected', 'duplicate-collection')];
  return taken.some(({ label }) => label === labelNumber) ? [hazard('S05', 'loop.spec.label-used', 'label-used')] : [];
}

/** The tube's own code: type, lot and expiry (`YYMMDD`), separated by strokes. */
function tubeFindings(state: SpecimenState, { tube }: SpecimenRequest): readonly Finding[] {
  const scan = lastScan(state.steps, 'tube');
  if (scan === undefined) return [];
  const [type, , expiry = ''] = (internalText(state, scan.raw) ?? '').split('/');
  if (type !== tube) return [hazard('S04', 'loop.spec.wrong-tube', 'wrong-container')];
  const now = today(state);
  return /^\d{6}$/.test(expiry) && fullDate(expiry, Number(now.slice(0, 4))) >= now
    ? []
    : [stop('S04', 'loop.spec.tube-expired')];
}

function labelFindings(state: SpecimenState, { labelNumber }: SpecimenRequest): readonly Finding[] {
  const scan = lastScan(state.steps, 'specimen-label');
  return scan === undefined || internalText(state, scan.raw) === labelNumber
    ? []
    : [hazard('S03', 'loop.spec.wrong-label', 'wrong-label')];
}

function fastingFindings({ observations, now }: SpecimenState, { fastingHours }: SpecimenRequest): readonly Finding[] {
  if (fastingHours === undefined) return [];
  const hasEaten = observations.some(({ code, at }) => code === 'last-meal' && now - at < fastingHours * 60 * MINUTE);
  return hasEaten ? [warn('S06', 'loop.spec.not-fasting', { issue: { code: 'not-fasting', severity: 'low' } })] : [];
}

function secondPersonFindings(
  state: SpecimenState,
  bedside: Bedside,
  { secondIdentifier }: SpecimenRequest,
): readonly Finding[] {
  const isDone = lastScan(state.steps, 'specimen-label') !== undefined;
  return secondIdentifier === true && isDone && witnessFault(state, bedside) !== undefined
    ? [stop('S08', 'loop.spec.second-person')]
    : [];
}

function collected(state: SpecimenState, request: SpecimenRequest, circumstances: Circumstances): readonly Write[] {
  const { actor } = circumstances;
  const specimen: ResourceOfType['Specimen'] = {
    resourceType: 'Specimen',
    status: 'available',
    accessionIdentifier: { value: request.labelNumber },
    subject: refer('Patient', state.chart),
    request: [refer('ServiceRequest', request.id)],
    collection: {
      collectedDateTime: instantOf(state.now),
      ...(actor === undefined ? {} : { collector: refer('Practitioner', actor) }),
    },
  };
  return [create(specimen, placeOf(0)), create(taskOf('collect', circumstances, 'completed'), placeOf(1))];
}

/** A critical result nobody acknowledged is told to somebody on call. */
function decideCritical(state: SpecimenState): Decided {
  const { report, now, settings } = state;
  const isWaiting =
    report?.critical === true &&
    report.acknowledged !== true &&
    now - report.releasedAt > settings.criticalResultMinutes * MINUTE;
  const circumstances: Circumstances = {
    patient: state.chart,
    at: now,
    focus: report === undefined ? undefined : refer('DiagnosticReport', report.id),
  };
  const finding = warn('S09', 'loop.spec.critical-unacknowledged', { tasks: ['acknowledge-critical'] });
  return {
    verdict: judge(isWaiting ? [finding] : [], { messageKey: 'loop.spec.nothing-waits' }),
    circumstances,
    main: isWaiting ? [create(escalation(circumstances), placeOf(0))] : [],
  };
}

function escalation({ patient, at, focus }: Circumstances): ResourceOfType['Communication'] {
  return {
    resourceType: 'Communication',
    status: 'in-progress',
    subject: refer('Patient', patient),
    sent: instantOf(at),
    recipient: [{ type: 'PractitionerRole', display: 'on-call' }],
    ...(focus === undefined ? {} : { about: [focus] }),
  };
}
