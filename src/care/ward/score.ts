/**
 * NEWS2 of a round as an Observation, or why there is none.
 *
 * Scale 2 of oxygen saturation counts only where a physician prescribed the target range; not under 16, nor in pregnancy.
 *
 * Source  Royal College of Physicians, National Early Warning Score (NEWS) 2, London 2017 (acknowledged), by src/cds
 * Proof   round.int.test.ts, vitals.test.ts
 */
import { news2, type News2Input, type News2Result } from '../../cds/index.ts';
import { intervalOf, type EpochMs } from '../../kernel/index.ts';
import { findResources, readResource } from '../bedside/chart.ts';
import type { Session } from '../bedside/session.ts';
import { CARE_SYSTEM } from '../loop/index.ts';
import { careConcept, LOINC, UCUM, type Observation } from './codes.ts';
import type { Level, SignName } from './vitals.ts';

/** What a round measured, as numbers. */
export type Readings = Partial<Record<SignName, number>> & {
  readonly consciousness?: Level;
  readonly oxygen?: boolean;
};

/** What decides about the score besides the readings. */
export interface ScoreFacts {
  readonly ageYears?: number;
  readonly pregnant: boolean;
  readonly scale: 1 | 2;
}

/** The order that allows scale 2. */
export const SCALE_2_ORDER = 'spo2-target-88-92';
const PREGNANCY = '82810-3';
const PREGNANT = new Set(['LA15173-0', '77386006']);

/** Reads what decides, whatever the caller may see: a score by the wrong scale is worse than a look. */
export async function scoreFacts(session: Session, patient: string): Promise<ScoreFacts> {
  const of = { patient: `Patient/${patient}` };
  const [person, orders, pregnancy] = [
    await readResource(session.own, 'Patient', patient),
    await findResources(session.safety, 'ServiceRequest', {
      ...of,
      code: `${CARE_SYSTEM}|${SCALE_2_ORDER}`,
      status: 'active',
    }),
    await findResources(session.safety, 'Observation', { ...of, code: `${LOINC}|${PREGNANCY}`, _sort: '-date' }),
  ];
  const age = person.birthDate === undefined ? undefined : yearsBetween(person.birthDate, session.own.clock.now());
  const newest = pregnancy.find(({ status }) => status !== 'entered-in-error' && status !== 'cancelled');
  const pregnant = (newest?.valueCodeableConcept?.coding ?? []).some(({ code = '' }) => PREGNANT.has(code));
  return { ...(age === undefined ? {} : { ageYears: age }), pregnant, scale: orders.length > 0 ? 2 : 1 };
}

/** Full years since a date. */
export function yearsBetween(birth: string, now: EpochMs): number | undefined {
  const born = intervalOf(birth)?.low;
  return born === undefined ? undefined : Math.floor((now - born) / (365.2425 * 86_400_000));
}

/** Scores a round. */
export function scoreOf(readings: Readings, facts: ScoreFacts): News2Result {
  const { respirationRate, spo2, systolic, pulse, temperature, consciousness, oxygen } = readings;
  const input: News2Input = {
    ...(respirationRate === undefined ? {} : { respirationRate }),
    ...(spo2 === undefined ? {} : { spo2 }),
    ...(oxygen === undefined ? {} : { oxygen }),
    ...(systolic === undefined ? {} : { systolicBP: systolic }),
    ...(pulse === undefined ? {} : { pulse }),
    ...(temperature === undefined ? {} : { temperature }),
    ...(consciousness === undefined ? {} : { consciousness }),
    ...(facts.ageYears === undefined ? {} : { ageYears: facts.ageYears }),
    pregnant: facts.pregnant,
    spo2Scale: facts.scale,
    scale2Authorised: facts.scale === 2,
  };
  return news2(input);
}

const POINTS = { system: UCUM, code: '{score}', unit: '점' };

/** What a score adds to an Observation. */
export function scoreMembers(
  result: Extract<News2Result, { status: 'complete' }>,
  scale: 1 | 2,
): Pick<Observation, 'code' | 'valueQuantity' | 'interpretation' | 'component'> {
  const parts: Record<string, number> = { ...result.parameterScores };
  return {
    code: careConcept('news2', 'NEWS2'),
    valueQuantity: { value: result.total, ...POINTS },
    interpretation: [careConcept(`news2-${result.band}`)],
    component: [
      ...Object.entries(parts).map(([name, value]) => ({
        code: careConcept(`news2-${dashed(name)}`),
        valueQuantity: { value, ...POINTS },
      })),
      { code: careConcept('news2-spo2-scale'), valueInteger: scale },
    ],
  };
}

function dashed(name: string): string {
  return name.replaceAll(/[A-Z]+/g, (letters) => `-${letters.toLowerCase()}`);
}
