/**
 * The people who work here: physicians of every department, nurses of every ward, pharmacists, and the demo people.
 *
 * Source  https://hl7.org/fhir/R4/practitioner.html, https://hl7.org/fhir/R4/practitionerrole.html, KR Core Practitioner profiles
 * Proof   hospital.test.ts
 */
import { DEMO_PEOPLE, type DemoPerson } from '../../access/index.ts';
import type { ResourceOfType } from '../../fhir/index.ts';
import { hash64 } from '../../kernel/index.ts';
import { dateText, dayOf } from '../calendar.ts';
import { bilingual, coding, concept, NAMING, reference } from '../codes.ts';
import { DEPARTMENTS, departmentOf, WARDS, type Ward } from '../data/departments.ts';
import { FAMILY_NAMES, givenNames } from '../data/names.ts';
import { withCheckDigit } from '../gs1.ts';
import type { Random } from '../random.ts';
import { humanNames, koreanName, type KoreanName } from './name.ts';
import { departmentReference, serviceReference } from './organization.ts';

type Practitioner = ResourceOfType['Practitioner'];
type PractitionerRole = ResourceOfType['PractitionerRole'];
type Profession = 'doctor' | 'nurse' | 'pharmacist' | 'technologist' | 'researcher' | 'administrator';

/** A member of staff. */
export interface Staff {
  readonly id: string;
  readonly number: string;
  readonly name: KoreanName;
  readonly sex: 'male' | 'female';
  readonly birth: number;
  readonly profession: Profession;
  readonly department: string;
  readonly wards: readonly string[];
}

/** The number of a badge: a GSRN of the company 9991, which is no real one, made of the id. */
export function badgeOf({ id }: Pick<Staff, 'id'>): string {
  const { high, low } = hash64(`badge/${id}`);
  const digits = `8809991${String(high % 100_000).padStart(5, '0')}${String(low % 100_000).padStart(5, '0')}`;
  return withCheckDigit(digits);
}

/** How a member of staff is referred to. */
export function staffReference({ id, name }: Staff): { reference: string; display: string } {
  return { reference: `Practitioner/${id}`, display: name.family + name.given };
}

/** Everybody who works here, by department and ward. */
export class Roster {
  readonly everybody: readonly Staff[];
  readonly #doctors: ReadonlyMap<string, readonly Staff[]>;
  readonly #nurses: ReadonlyMap<string, readonly Staff[]>;

  /** The wards with their rooms. */
  readonly wards: readonly Ward[];

  constructor(everybody: readonly Staff[], wards: readonly Ward[] = WARDS) {
    this.everybody = everybody;
    this.wards = wards;
    this.#doctors = Map.groupBy(
      everybody.filter(({ profession }) => profession === 'doctor'),
      ({ department }) => department,
    );
    const nurses = everybody.filter(({ profession }) => profession === 'nurse');
    this.#nurses = Map.groupBy(nurses, (nurse) => nurse.wards[0] ?? '');
  }

  doctorsOf(department: string): readonly Staff[] {
    return this.#doctors.get(department) ?? this.#doctors.get('GI') ?? [];
  }

  nursesOf(ward: string): readonly Staff[] {
    return this.#nurses.get(ward) ?? this.#nurses.get('61') ?? [];
  }

  get pharmacists(): readonly Staff[] {
    return this.everybody.filter(({ profession }) => profession === 'pharmacist');
  }

  get technologists(): readonly Staff[] {
    return this.everybody.filter(({ profession }) => profession === 'technologist');
  }

  /** The ward of a key, with the rooms that this hospital has. */
  ward(key: string): Ward {
    return this.wards.find((one) => one.key === key) ?? (this.wards[0] as Ward);
  }

  /** The demo physician, who treats patients of wards 61 and 62. */
  get demoPhysician(): Staff {
    return this.everybody.find(({ id }) => id === 'demo-physician') ?? (this.everybody[0] as Staff);
  }
}

const PROFESSIONS: Readonly<Partial<Record<DemoPerson['role'], [Profession, string]>>> = {
  physician: ['doctor', 'CAR'],
  nurse: ['nurse', 'NUR'],
  pharmacist: ['pharmacist', 'PHA'],
  laboratory: ['technologist', 'LAB'],
  'bed-manager': ['administrator', 'ADM'],
  researcher: ['researcher', 'ADM'],
  executive: ['administrator', 'ADM'],
  administrator: ['administrator', 'ADM'],
};

function demoStaff(): Staff[] {
  return DEMO_PEOPLE.flatMap((person, at) => {
    const [profession, department] = PROFESSIONS[person.role] ?? [];
    if (profession === undefined || department === undefined) return [];
    const [familyLatin = '', givenLatin = ''] = person.name.en.split(' ');
    const name = { family: person.name.ko.slice(0, 1), given: person.name.ko.slice(1), familyLatin, givenLatin };
    const sex = ['pharmacist', 'executive', 'administrator'].includes(person.role) ? 'male' : 'female';
    return [
      {
        id: person.id,
        number: `D${at + 1}`,
        name,
        sex,
        birth: dayOf(1980 + at, 3, 3 + at),
        profession,
        department,
        wards: person.wards,
      },
    ];
  });
}

/** The whole staff, the same for a seed. */
export function rosterOf(random: Random, wards: readonly Ward[] = WARDS): Roster {
  const staff: Staff[] = demoStaff();
  for (const { key, doctors } of DEPARTMENTS) {
    for (let at = 1; at <= doctors; at++) staff.push(member(random, `dr-${key}-${at}`, 'doctor', key, [], 0.35));
  }
  for (const { key } of WARDS) {
    for (let at = 1; at <= 5; at++) staff.push(member(random, `rn-${key}-${at}`, 'nurse', 'NUR', [key], 0.93));
  }
  for (let at = 1; at <= 4; at++) staff.push(member(random, `rn-ER-${at}`, 'nurse', 'NUR', ['ER'], 0.85));
  for (let at = 1; at <= 3; at++) staff.push(member(random, `ph-${at}`, 'pharmacist', 'PHA', [], 0.7));
  for (let at = 1; at <= 5; at++) staff.push(member(random, `mt-${at}`, 'technologist', 'LAB', [], 0.6));
  return new Roster(staff, wards);
}

function member(
  base: Random,
  id: string,
  profession: Profession,
  department: string,
  wards: readonly string[],
  women: number,
): Staff {
  const random = base.stream(`staff/${id}`);
  const sex = random.chance(women) ? 'female' : 'male';
  const year = random.whole(profession === 'doctor' ? 1962 : 1970, profession === 'doctor' ? 1991 : 1999);
  const [family] = random.weighted(FAMILY_NAMES, ([, perMille]) => perMille);
  const name = koreanName(family, random.pick(givenNames(sex, year)));
  const birth = dayOf(year, random.whole(1, 12), random.whole(1, 28));
  return {
    id: id.toLowerCase(),
    number: `S${random.whole(10_000, 99_999)}`,
    name,
    sex,
    birth,
    profession,
    department,
    wards,
  };
}

const QUALIFICATION: Readonly<Record<Profession, readonly [ko: string, en: string] | undefined>> = {
  doctor: ['의사', 'Medical doctor'],
  nurse: ['간호사', 'Nurse'],
  pharmacist: ['약사', 'Pharmacist'],
  technologist: ['임상병리사', 'Medical technologist'],
  researcher: undefined,
  administrator: undefined,
};

/** The Practitioner of a member of staff. Licence numbers are marked as synthetic. */
export function practitioner(staff: Staff): Practitioner {
  const qualified = QUALIFICATION[staff.profession];
  const identifier = [{ system: NAMING.license, value: `SYNTHETIC-${staff.number}` }];
  return {
    resourceType: 'Practitioner',
    id: staff.id,
    identifier: [
      { use: 'official', system: NAMING.staff, value: staff.number },
      { use: 'official', system: NAMING.badge, value: badgeOf(staff) },
    ],
    active: true,
    name: humanNames(staff.name),
    gender: staff.sex,
    birthDate: dateText(staff.birth),
    ...(qualified === undefined
      ? {}
      : {
          qualification: [
            { identifier, code: { coding: [bilingual('qualification', qualified[0], qualified[1], qualified[0])] } },
          ],
        }),
  };
}

const ROLE: Readonly<Record<Profession, readonly [code: string, display: string, ko: string]>> = {
  doctor: ['doctor', 'Doctor', '의사'],
  nurse: ['nurse', 'Nurse', '간호사'],
  pharmacist: ['pharmacist', 'Pharmacist', '약사'],
  technologist: ['technologist', 'Medical technologist', '임상병리사'],
  researcher: ['researcher', 'Researcher', '연구자'],
  administrator: ['ict', 'ICT professional', '행정·정보'],
};

/** The PractitionerRole of a member of staff. */
export function practitionerRole(staff: Staff): PractitionerRole {
  const [code, display, ko] = ROLE[staff.profession];
  const wards = staff.wards.map((ward) =>
    reference(ward === 'ER' ? 'Location/er' : `Location/ward-${ward.toLowerCase()}`),
  );
  return {
    resourceType: 'PractitionerRole',
    id: `role-${staff.id}`,
    identifier: [{ system: NAMING.staff, value: `${staff.number}-1` }],
    active: true,
    practitioner: staffReference(staff),
    organization: reference(departmentReference(staff.department)),
    code: [concept('practitionerRole', code, display, ko)],
    ...specialty(staff),
    ...(wards.length === 0 ? {} : { location: wards }),
  };
}

function specialty(staff: Staff): Partial<PractitionerRole> {
  if (staff.profession !== 'doctor') return {};
  const { hira, ko } = departmentOf(staff.department);
  return {
    specialty: [{ coding: [coding('department', hira, ko)], text: ko }],
    healthcareService: [reference(serviceReference(staff.department), `${ko} 진료`)],
  };
}
