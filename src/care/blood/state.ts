/**
 * What decides about a transfusion, read from the record as it stands: request, unit, groups, crossmatch, consent, vital signs.
 *
 * Two group results of a patient that differ count as unknown: nothing is guessed.
 *
 * Source  LOINC 883-9 (ABO group), 10331-7 (Rh); https://hl7.org/fhir/R4/consent.html
 * Proof   blood.int.test.ts, conformance.int.test.ts
 */
import type { Context } from '../../record/index.ts';
import type { ResourceOfType } from '../../fhir/index.ts';
import { instantOf, intervalOf, type EpochMs } from '../../kernel/index.ts';
import { findResources, firstResources, idIn, readResource } from '../bedside/chart.ts';
import { hereOf } from '../bedside/gone.ts';
import { signedInOf, staffOf, wearerOf } from '../bedside/people.ts';
import type { Session } from '../bedside/session.ts';
import { codeIn, valueText } from '../laboratory/entry.ts';
import { LOINC } from '../laboratory/catalogue.ts';
import { CARE_SYSTEM, type BloodState, type LoopSettings, type Step } from '../loop/index.ts';
import { donationOf } from '../loop/donation.ts';
import type { BloodGroup, RhD } from '../loop/state.ts';
import { codesIn, extensionsIn, momentOf } from '../systems.ts';
import { transfusionConsents } from './consent.ts';
import type { BloodBody } from './body.ts';
import { unitIds } from './register.ts';
import { componentOf, factsOf, loopUnit, serialOf, type Product } from './unit.ts';

const ABO = '883-9';
const RHD = '10331-7';
const GROUPS = new Set(['A', 'B', 'AB', 'O']);
const STANDING = new Set(['final', 'amended', 'corrected']);
const MINUTE = 60_000;

/** The donation number that was scanned last; undefined where there is none that can be read. */
export function scannedUnit(steps: readonly Step[]): string | undefined {
  const scan = steps.findLast((step) => 'scan' in step && step.scan === 'blood-unit');
  const raw = scan !== undefined && 'scan' in scan ? scan.raw : null;
  return raw === null || donationOf(raw) === undefined ? undefined : raw.slice(1);
}

/** The units with the scanned number. */
export async function unitsScanned(
  session: Session,
  { steps }: BloodBody,
  component: string,
): Promise<readonly Product[]> {
  const number = scannedUnit(steps);
  if (number === undefined) return [];
  const [id] = await unitIds(session.transaction, number, component);
  return id === undefined ? [] : [await readResource(session.safety, 'BiologicallyDerivedProduct', id)];
}

/** Everything that decides. */
export async function bloodState(session: Session, body: BloodBody, settings: LoopSettings): Promise<BloodState> {
  const { own } = session;
  const signedIn = signedInOf(session);
  const request = await readResource(own, 'ServiceRequest', body.request);
  const units = await unitsScanned(session, body, componentOf(request));
  const running = await runningOf(session, body, units);
  return {
    now: own.clock.now(),
    zone: own.settings.timeZone,
    settings,
    steps: body.steps,
    chart: body.patient,
    signedIn,
    staff: await staffOf(session, body.steps, signedIn),
    ...(await hereOf(session, await wearerOf(session, body.patient), request.encounter)),
    products: [],
    observations: await vitalsOf(session, body.patient, settings),
    request: await requestOf(session, request, units[0]),
    units: units.map((unit) => loopUnit(factsOf(unit))),
    ...(running === undefined ? {} : { running }),
  };
}

async function requestOf(
  session: Session,
  request: ResourceOfType['ServiceRequest'],
  unit: Product | undefined,
): Promise<BloodState['request']> {
  const patient = idIn(request.subject, 'Patient') ?? '';
  const crossmatch = unit === undefined ? undefined : await crossmatchOf(session.safety, request.id ?? '', unit);
  return {
    id: request.id ?? '',
    patient,
    component: componentOf(request),
    status: request.status,
    ...(await groupsOf(session.safety, patient)),
    ...(crossmatch === undefined ? {} : { crossmatch }),
    consent: await hasConsent(session, patient),
    requires: extensionsIn(request, 'requires').flatMap(({ valueString, valueCode }) => valueString ?? valueCode ?? []),
  };
}

/** The patient's groups, where all results agree. */
export async function groupsOf(
  context: Context,
  patient: string,
): Promise<{ readonly abo?: BloodGroup; readonly rhd?: RhD }> {
  const code = `${LOINC}|${ABO},${LOINC}|${RHD}`;
  const found = (await findResources(context, 'Observation', { patient: `Patient/${patient}`, code })).filter(
    ({ status }) => STANDING.has(status),
  );
  const said = (loinc: string) => [...new Set(found.filter((one) => codeIn(one) === loinc).map(valueText))];
  const [abo, ...otherAbo] = said(ABO);
  const [rhd, ...otherRhd] = said(RHD);
  return {
    ...(abo !== undefined && GROUPS.has(abo) && otherAbo.length === 0 ? { abo: abo as BloodGroup } : {}),
    ...((rhd === 'positive' || rhd === 'negative') && otherRhd.length === 0 ? { rhd } : {}),
  };
}

/** The crossmatch of this unit for this request that says compatible, with when its sample was taken. */
export async function crossmatchOf(
  context: Context,
  request: string,
  unit: Product,
): Promise<{ readonly unit: number; readonly sampleAt: EpochMs } | undefined> {
  const criteria = { 'based-on': `ServiceRequest/${request}`, code: `${CARE_SYSTEM}|crossmatch`, _sort: '-date' };
  const found = await firstResources(context, 'Observation', criteria, 100);
  const latest = found.find(
    ({ focus = [], status }) =>
      STANDING.has(status) && focus.some((one) => idIn(one, 'BiologicallyDerivedProduct') === unit.id),
  );
  const sampleAt = momentOf(latest?.effectiveDateTime);
  if (latest === undefined || sampleAt === undefined || valueText(latest) !== 'compatible') return undefined;
  return { unit: serialOf(factsOf(unit).number), sampleAt };
}

/** An active consent to transfusion that has not ended. */
async function hasConsent(session: Session, patient: string): Promise<boolean> {
  const found = await transfusionConsents(session, patient);
  const now = session.safety.clock.now();
  return found.some(({ provision }) => {
    const end = provision?.period?.end;
    return provision?.type !== 'deny' && (end === undefined || (intervalOf(end)?.high ?? 0) > now);
  });
}

/** Vital signs that are young enough to stand before a transfusion. */
async function vitalsOf(
  { safety }: Session,
  patient: string,
  { transfusionVitalsMinutes }: LoopSettings,
): Promise<BloodState['observations']> {
  const from = instantOf((safety.clock.now() - (transfusionVitalsMinutes + 1) * MINUTE) as EpochMs);
  const criteria = { patient: `Patient/${patient}`, category: 'vital-signs', date: `ge${from}` };
  const found = await findResources(safety, 'Observation', criteria);
  return found.flatMap(({ status, effectiveDateTime, effectiveInstant }) => {
    const at = momentOf(effectiveDateTime ?? effectiveInstant);
    return at === undefined || !STANDING.has(status) ? [] : [{ code: 'vital-signs', at }];
  });
}

/** The transfusion of the scanned unit, whoever gets it; else one of the request that runs (for a reaction). */
async function runningOf(
  session: Session,
  { patient, request, steps }: BloodBody,
  units: readonly Product[],
): Promise<BloodState['running']> {
  const [unit] = units;
  if (unit !== undefined) {
    const text = 'select procedure from care_transfusion where unit = $1';
    const [row] = await session.transaction.query<{ procedure: string }>(text, [unit.id ?? ''], 'care_transfusion');
    if (row !== undefined) return { procedure: row.procedure, unit: serialOf(factsOf(unit).number) };
  }
  const isReaction = steps.some((step) => 'action' in step && step.action === 'reaction');
  const own = isReaction ? await runningFor(session.own, patient) : [];
  const procedure = own.find(({ basedOn = [] }) => basedOn.some((one) => idIn(one, 'ServiceRequest') === request));
  return procedure === undefined ? undefined : { procedure: procedure.id ?? '' };
}

/** Transfusions of a patient that run. */
export async function runningFor(context: Context, patient: string): Promise<readonly ResourceOfType['Procedure'][]> {
  const criteria = { patient: `Patient/${patient}`, status: 'in-progress', code: `${CARE_SYSTEM}|transfusion` };
  const found = await findResources(context, 'Procedure', criteria);
  return found.filter(({ code }) => codesIn(code).includes('transfusion'));
}
