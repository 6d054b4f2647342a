/**
 * Receipt of a specimen in the laboratory: never relabelled there; refused without label or when too old.
 *
 * Proof   test/conformance/closed-loop.test.ts
 */
import { instantOf } from '../../kernel/index.ts';
import type { ResourceOfType } from '../../fhir/index.ts';
import { internalText, lastScan } from './bedside.ts';
import type { Decided } from './plan.ts';
import { actionOf } from './steps.ts';
import type { SpecimenState } from './state.ts';
import { hazard, judge, stop, warn, type Finding } from './verdict.ts';
import { create, concept, placeOf, refer, worded, type Circumstances, type Write } from './writes.ts';

const MINUTE = 60_000;

/** Decides whether the laboratory takes it. */
export function decideReceipt(state: SpecimenState): Decided {
  const { request, staff, signedIn, settings } = state;
  const scan = lastScan(state.steps, 'specimen-label');
  const person = staff.find(({ id }) => id === signedIn);
  const isEntitled =
    person !== undefined && person.badge !== 'revoked' && settings.laboratoryRoles.includes(person.role);
  const findings = [
    ...(isEntitled ? [] : [stop('R01', 'loop.staff.not-entitled', { audit: '8' })]),
    ...(scan === undefined ? [] : receiptFindings(state, internalText(state, scan.raw))),
  ];
  const circumstances: Circumstances = {
    patient: state.chart,
    actor: signedIn,
    at: state.now,
    focus: request === undefined ? undefined : refer('ServiceRequest', request.id),
  };
  const needsComment =
    state.specimen?.condition !== undefined && actionOf(state.steps, 'accept-with-comment') === undefined;
  const awaits = scan === undefined ? 'specimen-label' : needsComment ? 'comment' : undefined;
  return {
    verdict: judge(findings, { messageKey: 'loop.spec.received', awaits }),
    circumstances,
    main: received(state),
  };
}

function receiptFindings(state: SpecimenState, label: string | undefined): readonly Finding[] {
  const { request, specimen, now } = state;
  if (label === undefined)
    return [
      stop('S07', 'loop.spec.unlabelled', { tasks: ['recollect'], writes: [refusedSpecimen(state, 'unlabelled')] }),
    ];
  if (request === undefined) return [stop('S03', 'loop.spec.unknown-label')];
  if (label !== request.labelNumber) return [hazard('S03', 'loop.spec.wrong-label', 'wrong-label')];
  if (specimen === undefined) return [stop('S07', 'loop.spec.not-collected')];
  if (specimen.received === true) return [stop('S05', 'loop.spec.already-received')];
  const most = request.maxTransportMinutes;
  if (most !== undefined && now - specimen.collectedAt > most * MINUTE)
    return [
      stop('S07', 'loop.spec.too-old', { tasks: ['recollect'], writes: [refusedSpecimen(state, 'transport-time')] }),
    ];
  return specimen.condition === undefined ? [] : [warn('S07', 'loop.spec.condition')];
}

/** An unlabelled tube belongs to nobody: its Specimen names no patient. */
function refusedSpecimen(state: SpecimenState, rejection: string): Write {
  const { request, specimen } = state;
  const extension = [worded('rejection', rejection)];
  if (specimen?.id !== undefined)
    return { op: 'amend', type: 'Specimen', id: specimen.id, set: { status: 'unsatisfactory', extension } };
  const isKnown = rejection !== 'unlabelled' && request !== undefined;
  const resource: ResourceOfType['Specimen'] = {
    resourceType: 'Specimen',
    extension,
    status: 'unsatisfactory',
    ...(isKnown
      ? { accessionIdentifier: { value: request.labelNumber }, subject: refer('Patient', request.patient) }
      : {}),
    receivedTime: instantOf(state.now),
  };
  return create(resource, placeOf(0));
}

function received(state: SpecimenState): readonly Write[] {
  const { request, specimen, now } = state;
  if (request === undefined) return [];
  const condition = specimen?.condition === undefined ? {} : { condition: [concept(specimen.condition)] };
  const set = { status: 'available' as const, receivedTime: instantOf(now), ...condition };
  const tube: Write =
    specimen?.id === undefined
      ? create(
          {
            resourceType: 'Specimen',
            ...set,
            accessionIdentifier: { value: request.labelNumber },
            subject: refer('Patient', request.patient),
            request: [refer('ServiceRequest', request.id)],
          },
          placeOf(0),
        )
      : { op: 'amend', type: 'Specimen', id: specimen.id, set };
  return specimen?.condition === undefined ? [tube] : [tube, create(commented(state, specimen.condition), placeOf(1))];
}

/** The result that is wanted in spite of the condition says so. */
function commented({ request, chart, now }: SpecimenState, condition: string): ResourceOfType['DiagnosticReport'] {
  return {
    resourceType: 'DiagnosticReport',
    status: 'final',
    code: { text: request?.test ?? '' },
    subject: refer('Patient', request?.patient ?? chart),
    issued: instantOf(now),
    ...(request === undefined ? {} : { basedOn: [refer('ServiceRequest', request.id)] }),
    conclusion: `Specimen condition: ${condition}.`,
  };
}
