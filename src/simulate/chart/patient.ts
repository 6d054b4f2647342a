/**
 * The Patient resource and the insurance.
 *
 * Source  https://hl7.org/fhir/R4/patient.html, https://hl7.org/fhir/R4/coverage.html, KR Core Patient, KR Core road name address
 * Proof   ../person/person.test.ts
 */
import type { Address, Identifier, ResourceOfType } from '../../fhir/index.ts';
import { ageOn, dateText, momentText, type Day, type Minute } from '../calendar.ts';
import { CARE_EXTENSION, coding, concept, NAMING, reference } from '../codes.ts';
import { FAMILY_NAMES, givenNames } from '../data/names.ts';
import { withCheckDigit } from '../gs1.ts';
import { humanNames, koreanName } from '../hospital/name.ts';
import { HOSPITAL, HOSPITAL_NAME, INSURER } from '../hospital/organization.ts';
import { staffReference, type Staff } from '../hospital/staff.ts';
import { phoneOf, type Home, type Person } from '../person/person.ts';
import type { Chart } from './chart.ts';

type Patient = ResourceOfType['Patient'];

const ROAD_NAME = 'http://www.hl7korea.or.kr/fhir/krcore/StructureDefinition/krcore-roadNameAddress';

/** What of a life the Patient shows. */
export interface PatientFacts {
  readonly today: Day;
  readonly died: Minute | undefined;
  readonly generalPractitioner: Staff;
  readonly isInpatient?: boolean;
  /** The RelatedPerson as which the patient is the mother in a child's chart. */
  readonly motherIn?: string | undefined;
}

/** The band that the patient wears: a GSRN made of the patient number, its first print. */
export function bandOf({ number }: Person): Identifier {
  const digits = `880999200${number.padStart(8, '0')}`;
  return {
    extension: [{ url: `${CARE_EXTENSION}band-instance`, valueString: '1' }],
    system: NAMING.band,
    value: withCheckDigit(digits),
  };
}

export function patientResource(person: Person, facts: PatientFacts): Patient {
  const marital = maritalOf(person, facts.today);
  return {
    resourceType: 'Patient',
    id: person.id,
    identifier: [
      {
        use: 'official',
        type: concept('identifier', 'MR', 'Medical record number', '환자번호'),
        system: NAMING.patient,
        value: person.number,
        assigner: reference(HOSPITAL, HOSPITAL_NAME),
      },
      ...(facts.isInpatient === true ? [bandOf(person)] : []),
    ],
    active: true,
    name: humanNames(person.name),
    telecom: [{ system: 'phone', value: person.phone, use: 'mobile', rank: 1 }],
    gender: person.sex,
    birthDate: dateText(person.birth),
    ...(facts.died === undefined ? {} : { deceasedDateTime: momentText(facts.died) }),
    address: [addressOf(person.home)],
    maritalStatus: concept('marital', marital.code, marital.display, marital.ko),
    contact: [contactOf(person, facts.today, marital.code)],
    communication: [
      {
        language: { coding: [{ system: 'urn:ietf:bcp:47', code: 'ko', display: 'Korean' }], text: '한국어' },
        preferred: true,
      },
    ],
    generalPractitioner: [staffReference(facts.generalPractitioner)],
    managingOrganization: reference(HOSPITAL, HOSPITAL_NAME),
    ...(facts.motherIn === undefined
      ? {}
      : { link: [{ other: reference(`RelatedPerson/${facts.motherIn}`), type: 'seealso' }] }),
  };
}

function addressOf({ place, road, house, flat, postal }: Home): Address {
  const district = `${place.province} ${place.district}`;
  const parts = [
    { url: 'district', valueString: district },
    { url: 'roadName', valueString: road },
    { url: 'detailedAddress', valueString: `${house}, ${flat}` },
  ];
  return {
    extension: [{ url: ROAD_NAME, extension: parts }],
    use: 'home',
    type: 'both',
    text: `${district} ${road} ${house}, ${flat}`,
    line: [`${road} ${house}, ${flat}`],
    city: place.district,
    state: place.province,
    postalCode: postal,
    country: 'KR',
  };
}

const MARITAL = {
  S: { code: 'S', display: 'Never Married', ko: '미혼' },
  M: { code: 'M', display: 'Married', ko: '기혼' },
  W: { code: 'W', display: 'Widowed', ko: '사별' },
  D: { code: 'D', display: 'Divorced', ko: '이혼' },
} as const;

function maritalOf({ sex, birth, random }: Person, today: Day): (typeof MARITAL)[keyof typeof MARITAL] {
  const draw = random.stream('marital').next();
  const age = ageOn(birth, today);
  if (age < 24 || draw > marriedBy(age)) return MARITAL.S;
  const widowed = Math.max(0, age - 62) * (sex === 'female' ? 0.024 : 0.006);
  if (draw < widowed * marriedBy(age)) return MARITAL.W;
  return draw > marriedBy(age) - 0.09 ? MARITAL.D : MARITAL.M;
}

function marriedBy(age: number): number {
  return Math.min(0.95, Math.max(0.02, (age - 25) * 0.055));
}

const KIN = {
  child: { code: 'N', ko: '자녀' },
  spouse: { code: 'N', ko: '배우자' },
  parent: { code: 'N', ko: '부모' },
} as const;

/** Next of kin: a parent of the young, the spouse of the married, a child of the widowed. */
function contactOf(person: Person, today: Day, marital: string): NonNullable<Patient['contact']>[number] {
  const draw = person.random.stream('contact');
  const kind = kinOf(marital, ageOn(person.birth, today));
  const sex = kind === 'spouse' ? other(person.sex) : draw.pick(['male', 'female'] as const);
  const born = { child: 30, spouse: 0, parent: -31 }[kind];
  const year = Math.floor(1970 + person.birth / 365.25 + born);
  const ownFamily = kind === 'child' ? person.sex === 'male' : kind === 'parent' && sex === 'male';
  const [family] = ownFamily ? [person.name.family] : draw.weighted(FAMILY_NAMES, ([, perMille]) => perMille);
  const [name] = humanNames(koreanName(family, draw.pick(givenNames(sex, year))));
  return {
    relationship: [{ coding: [coding('contactRole', KIN[kind].code, 'Next-of-Kin')], text: KIN[kind].ko }],
    ...(name === undefined ? {} : { name }),
    telecom: [{ system: 'phone', value: phoneOf(draw), use: 'mobile' }],
    gender: sex,
  };
}

function kinOf(marital: string, age: number): keyof typeof KIN {
  if (marital === 'M') return 'spouse';
  return age > 55 ? 'child' : 'parent';
}

function other(sex: 'male' | 'female'): 'male' | 'female' {
  return sex === 'male' ? 'female' : 'male';
}

/** National health insurance, or medical aid. */
export function coverage(chart: Chart, aid: boolean): ResourceOfType['Coverage'] {
  const { birth } = chart.person;
  return {
    resourceType: 'Coverage',
    id: chart.nextId('Coverage'),
    status: 'active',
    type: concept('insurance', aid ? '5' : '4', aid ? '의료급여' : '건강보험', aid ? '의료급여' : '국민건강보험'),
    beneficiary: chart.subject,
    relationship: concept('relationship', 'self', 'Self', '본인'),
    period: { start: dateText(Math.max(birth, 7122)) },
    payor: [reference(INSURER, '국민건강보험공단')],
  };
}
