/**
 * Allergies, flags and the team of a stay. "No known allergy" is a statement of its own; where nothing was asked, nothing is recorded.
 *
 * Source  https://hl7.org/fhir/R4/allergyintolerance.html, https://hl7.org/fhir/R4/flag.html, https://hl7.org/fhir/R4/careteam.html
 * Proof   ../population.test.ts
 */
import type { ResourceOfType } from '../../fhir/index.ts';
import { dateText, momentText, type Day, type Minute } from '../calendar.ts';
import { bilingual, coding, concept, reference } from '../codes.ts';
import { REACTIONS, type Allergen } from '../data/allergens.ts';
import { HOSPITAL, HOSPITAL_NAME } from '../hospital/organization.ts';
import { staffReference } from '../hospital/staff.ts';
import { doctorReference, encounterReference, type Chart, type Setting } from './chart.ts';

type AllergyIntolerance = ResourceOfType['AllergyIntolerance'];

/** An allergy as it was first told. */
export interface AllergyFacts {
  readonly allergen: Allergen;
  readonly reaction: string;
  readonly severe: boolean;
  readonly onset: Day;
  readonly recorded: Minute;
}

export function addAllergy(chart: Chart, setting: Setting, facts: AllergyFacts): AllergyIntolerance {
  const { allergen, severe, onset, recorded } = facts;
  const [code, en, ko] = REACTIONS[facts.reaction] ?? ['271807003', 'Eruption of skin', '발진'];
  const drug = allergen.category === 'medication';
  return chart.add<AllergyIntolerance>({
    resourceType: 'AllergyIntolerance',
    id: chart.nextId('AllergyIntolerance'),
    clinicalStatus: concept('allergyClinical', 'active', 'Active'),
    verificationStatus: concept(
      'allergyVerification',
      severe ? 'confirmed' : 'unconfirmed',
      severe ? 'Confirmed' : 'Unconfirmed',
    ),
    type: 'allergy',
    category: [allergen.category],
    criticality: severe ? 'high' : 'low',
    code: { coding: [bilingual(drug ? 'atc' : 'snomed', allergen.code, allergen.en, allergen.ko)], text: allergen.ko },
    patient: chart.subject,
    encounter: encounterReference(setting),
    onsetDateTime: dateText(onset).slice(0, 4),
    recordedDate: momentText(recorded),
    recorder: doctorReference(setting),
    reaction: [{ manifestation: [concept('snomed', code, en, ko)], severity: severe ? 'severe' : 'mild' }],
  });
}

/** The patient was asked and knows of none. */
export function addNoKnownAllergy(chart: Chart, setting: Setting, at: Minute): AllergyIntolerance {
  return chart.add<AllergyIntolerance>({
    resourceType: 'AllergyIntolerance',
    id: chart.nextId('AllergyIntolerance'),
    clinicalStatus: concept('allergyClinical', 'active', 'Active'),
    verificationStatus: concept('allergyVerification', 'confirmed', 'Confirmed'),
    code: concept('snomed', '716186003', 'No known allergy', '알려진 알레르기 없음'),
    patient: chart.subject,
    encounter: encounterReference(setting),
    recordedDate: momentText(at),
    recorder: doctorReference(setting),
  });
}

const FLAGS = {
  fall: ['129839007', 'At increased risk for falls', '낙상 고위험', 'safety', 'Safety'],
  isolation: ['40174006', 'Isolation procedure', '격리 주의(호흡기)', 'clinical', 'Clinical'],
} as const;

/** A warning during a stay; it ends with the stay. */
export function addFlag(
  chart: Chart,
  setting: Setting,
  kind: keyof typeof FLAGS,
  start: Minute,
  end: Minute | undefined,
): void {
  const [code, en, ko, category, display] = FLAGS[kind];
  chart.add<ResourceOfType['Flag']>({
    resourceType: 'Flag',
    id: chart.nextId('Flag'),
    status: end === undefined ? 'active' : 'inactive',
    category: [concept('flagCategory', category, display)],
    code: { coding: [bilingual('snomed', code, en, ko)], text: ko },
    subject: chart.subject,
    period: { start: momentText(start), ...(end === undefined ? {} : { end: momentText(end) }) },
    encounter: encounterReference(setting),
    author: staffReference(setting.nurse),
  });
}

/** Who looks after a patient during a stay. */
export function addCareTeam(chart: Chart, setting: Setting, start: Minute, end: Minute | undefined): void {
  const period = { start: momentText(start), ...(end === undefined ? {} : { end: momentText(end) }) };
  chart.add<ResourceOfType['CareTeam']>({
    resourceType: 'CareTeam',
    id: chart.nextId('CareTeam'),
    status: end === undefined ? 'active' : 'inactive',
    name: '입원 진료팀',
    subject: chart.subject,
    encounter: encounterReference(setting),
    period,
    participant: [
      {
        role: [{ coding: [coding('practitionerRole', 'doctor', 'Doctor')], text: '담당의' }],
        member: doctorReference(setting),
        period,
      },
      {
        role: [{ coding: [coding('practitionerRole', 'nurse', 'Nurse')], text: '담당간호사' }],
        member: staffReference(setting.nurse),
        period,
      },
    ],
    managingOrganization: [reference(HOSPITAL, HOSPITAL_NAME)],
  });
}
