/**
 * Immunization resources.
 *
 * Source  https://hl7.org/fhir/R4/immunization.html, KR Core Immunization
 * Proof   ../population.test.ts
 */
import type { ResourceOfType } from '../../fhir/index.ts';
import { dateText, momentText, type Minute } from '../calendar.ts';
import { bilingual, coding, concept, quantity, reference } from '../codes.ts';
import { TARGETS, type Vaccine } from '../data/vaccines.ts';
import { HOSPITAL, HOSPITAL_NAME } from '../hospital/organization.ts';
import { routeConcept } from './medication.ts';
import type { Chart } from './chart.ts';

type Immunization = ResourceOfType['Immunization'];

const REGISTRY = {
  system: 'http://terminology.hl7.org/CodeSystem/immunization-origin',
  code: 'provider',
  display: 'Other Provider',
};
const LEFT_ARM = {
  coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ActSite', code: 'LA', display: 'left arm' }],
  text: '왼팔',
};

export interface Shot {
  readonly vaccine: Vaccine;
  readonly at: Minute;
  readonly dose: number;
  readonly doses: number | undefined;
  /** Given here, or told by the patient or the national registry. */
  readonly here: boolean;
  readonly lot: string;
}

export function addImmunization(chart: Chart, { vaccine, at, dose, doses, here, lot }: Shot): void {
  const codings = [bilingual('cvx', vaccine.cvx, vaccine.en, vaccine.ko)];
  if (vaccine.kr !== '') codings.push(coding('vaccine', vaccine.kr, vaccine.ko));
  chart.add<Immunization>({
    resourceType: 'Immunization',
    id: chart.nextId('Immunization'),
    status: 'completed',
    vaccineCode: { coding: codings, text: vaccine.ko },
    patient: chart.subject,
    occurrenceDateTime: here ? momentText(at) : dateText(Math.floor(at / 1440)),
    primarySource: here,
    ...(here ? given(vaccine, lot) : { reportOrigin: { coding: [REGISTRY], text: '예방접종등록시스템' } }),
    protocolApplied: [
      {
        targetDisease: [concept('snomed', vaccine.target, TARGETS[vaccine.target] ?? vaccine.en)],
        doseNumberPositiveInt: dose,
        ...(doses === undefined ? {} : { seriesDosesPositiveInt: doses }),
      },
    ],
  });
}

function given({ route }: Vaccine, lot: string): Partial<Immunization> {
  return {
    lotNumber: lot,
    route: routeConcept(route),
    ...(route === 'oral' ? {} : { doseQuantity: quantity(0.5, 'mL', 1), site: LEFT_ARM }),
    performer: [{ actor: reference(HOSPITAL, HOSPITAL_NAME) }],
  };
}
