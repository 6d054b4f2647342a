/**
 * Condition resources: lasting diseases on the problem list, and diagnoses of one encounter.
 *
 * Source  https://hl7.org/fhir/R4/condition.html, KR Core Condition (encounter diagnosis)
 * Proof   ../simulate.test.ts
 */
import type { CodeableConcept, ResourceOfType } from '../../fhir/index.ts';
import { civil, dateText, dayAt, momentText, type Day, type Minute } from '../calendar.ts';
import { bilingual, coding, concept, reference } from '../codes.ts';
import type { Chart, Setting } from './chart.ts';
import { doctorReference, encounterReference } from './chart.ts';

type Condition = ResourceOfType['Condition'];

/** What is coded. */
export interface Illness {
  readonly kcd: string;
  readonly ko: string;
  readonly snomed: string;
  readonly en: string;
}

/** KCD-8 and, where there is one, SNOMED CT. */
export function illnessConcept({ kcd, ko, snomed, en }: Illness): CodeableConcept {
  const codings = [bilingual('kcd', kcd, en, ko)];
  if (snomed !== '') codings.push(coding('snomed', snomed, en));
  return { coding: codings, text: ko };
}

const CATEGORY: CodeableConcept = {
  coding: [
    coding('conditionCategory', '진단', '진단'),
    {
      system: 'http://terminology.hl7.org/CodeSystem/condition-category',
      code: 'encounter-diagnosis',
      display: 'Encounter Diagnosis',
    },
  ],
};
const PROBLEM: CodeableConcept = {
  coding: [
    coding('conditionCategory', '진단', '진단'),
    {
      system: 'http://terminology.hl7.org/CodeSystem/condition-category',
      code: 'problem-list-item',
      display: 'Problem List Item',
    },
  ],
};

export interface ConditionTimes {
  /** First day of the illness; a year alone where it began long before the hospital knew the patient. */
  readonly onset: Day;
  readonly recorded: Minute;
  readonly lasting: boolean;
}

export function addCondition(chart: Chart, setting: Setting, illness: Illness, times: ConditionTimes): Condition {
  return chart.add<Condition>({
    resourceType: 'Condition',
    id: chart.nextId('Condition'),
    clinicalStatus: concept('conditionClinical', 'active', 'Active'),
    verificationStatus: concept('conditionVerification', 'confirmed', 'Confirmed'),
    category: [times.lasting ? PROBLEM : CATEGORY],
    code: illnessConcept(illness),
    subject: chart.subject,
    encounter: encounterReference(setting),
    onsetDateTime: onsetText(times.onset, dayAt(times.recorded)),
    recordedDate: momentText(times.recorded),
    recorder: doctorReference(setting),
    asserter: doctorReference(setting),
  });
}

/** Recent onsets have a day, older ones a month or a year only, as patients remember them. */
function onsetText(onset: Day, recorded: Day): string {
  const [year, month] = civil(onset);
  if (recorded - onset > 900) return String(year);
  return recorded - onset > 120 ? `${year}-${String(month).padStart(2, '0')}` : dateText(onset);
}

/** Ends a condition. */
export function resolve(
  condition: Condition,
  day: Day,
  status: 'resolved' | 'remission' | 'inactive' = 'resolved',
): void {
  const display = { resolved: 'Resolved', remission: 'Remission', inactive: 'Inactive' }[status];
  condition.clinicalStatus = concept('conditionClinical', status, display);
  condition.abatementDateTime = dateText(day);
}

/** The stage of a cancer, in words. */
export function stage(condition: Condition, text: string): void {
  condition.stage = [{ summary: { text } }];
}

/** A condition as a diagnosis of an encounter. */
export function diagnosis(
  condition: Condition,
  rank: number,
  inpatient: boolean,
): NonNullable<ResourceOfType['Encounter']['diagnosis']>[number] {
  const use =
    rank === 1
      ? concept('diagnosisRole', inpatient ? 'AD' : 'CC', inpatient ? 'Admission diagnosis' : 'Chief complaint')
      : concept('diagnosisRole', 'CM', 'Comorbidity diagnosis');
  return { condition: reference(`Condition/${condition.id}`, condition.code?.text), use, rank };
}
