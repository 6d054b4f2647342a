/**
 * What a patient takes at home, as told at admission: the ground of reconciliation.
 *
 * Source  https://hl7.org/fhir/R4/medicationstatement.html
 * Proof   ../inpatients.test.ts
 */
import type { ResourceOfType } from '../../fhir/index.ts';
import { momentText, type Minute } from '../calendar.ts';
import { coding, reference } from '../codes.ts';
import { encounterReference, type Chart, type Setting } from './chart.ts';

type Statement = ResourceOfType['MedicationStatement'];

/** A prescription that was running when the patient came. */
export function addHomeDrug(
  chart: Chart,
  setting: Setting,
  { id, medicationCodeableConcept, dosageInstruction, authoredOn }: ResourceOfType['MedicationRequest'],
  at: Minute,
): Statement {
  return chart.add<Statement>({
    resourceType: 'MedicationStatement',
    id: chart.nextId('MedicationStatement'),
    basedOn: [reference(`MedicationRequest/${id}`)],
    status: 'active',
    category: {
      coding: [coding('statementCategory', 'community', 'Community')],
      text: '지참약',
    },
    ...(medicationCodeableConcept === undefined ? {} : { medicationCodeableConcept }),
    subject: chart.subject,
    context: encounterReference(setting),
    effectivePeriod: { start: authoredOn ?? momentText(at) },
    dateAsserted: momentText(at),
    informationSource: chart.subject,
    ...(dosageInstruction === undefined ? {} : { dosage: dosageInstruction.map(({ text = '' }) => ({ text })) }),
  });
}
