/**
 * The people of the demo hospital: one of each role, and a second nurse, because some drugs need two. They exist in demo mode only and have no password: the sign-in page
 * lists them. Their ids and FHIR references are fixed, so that the synthetic hospital can hold their resources.
 *
 * Proof   people.int.test.ts
 */
import type { Role } from './caller.ts';

/** One demo person. */
export interface DemoPerson {
  readonly id: string;
  readonly login: string;
  readonly name: { readonly ko: string; readonly en: string };
  readonly role: Exclude<Role, 'system'>;
  readonly fhirUser: string;
  readonly wards: readonly string[];
}

function demo(role: DemoPerson['role'], ko: string, en: string, wards: readonly string[] = [], login = role as string) {
  const type = role === 'patient' ? 'Patient' : 'Practitioner';
  return { id: `demo-${login}`, login, name: { ko, en }, role, fhirUser: `${type}/demo-${login}`, wards };
}

/** In the order in which the sign-in page lists them. */
export const DEMO_PEOPLE: readonly DemoPerson[] = [
  demo('physician', '김서연', 'Kim Seo-yeon', ['61', '62']),
  demo('nurse', '이지은', 'Lee Ji-eun', ['61']),
  demo('nurse', '문소희', 'Moon So-hui', ['61'], 'nurse-2'),
  demo('pharmacist', '박준호', 'Park Jun-ho'),
  demo('laboratory', '한지우', 'Han Ji-u'),
  demo('bed-manager', '서다은', 'Seo Da-eun'),
  demo('researcher', '최유진', 'Choi Yu-jin'),
  demo('patient', '정하늘', 'Jeong Ha-neul'),
  demo('executive', '강민석', 'Kang Min-seok'),
  demo('administrator', '윤도현', 'Yoon Do-hyun'),
];
