/**
 * Departments of the hospital, its wards and its titles.
 *
 * `hira` is the department code of the Health Insurance Review and Assessment Service; the subspecialties of internal medicine
 * share 01. `doctors` and `prefix` size the staff; `floor` places the clinic.
 *
 * Source  KR Core code system hira-medical-department
 * Proof   ../hospital/hospital.test.ts
 */
import { byKey, readTable, rowFor, words } from '../table.ts';

export interface Department {
  readonly key: string;
  readonly ko: string;
  readonly en: string;
  readonly hira: string;
  readonly doctors: number;
  readonly floor: number;
}

export const DEPARTMENTS: readonly Department[] = readTable<'key' | 'ko' | 'en' | 'hira' | 'doctors' | 'floor'>(`
key | ko | en | hira | doctors | floor
CAR | 순환기내과 | Cardiology | 01 | 6 | 2
PUL | 호흡기내과 | Pulmonology | 01 | 4 | 2
GI | 소화기내과 | Gastroenterology | 01 | 6 | 2
END | 내분비내과 | Endocrinology | 01 | 5 | 2
NEP | 신장내과 | Nephrology | 01 | 4 | 2
HON | 혈액종양내과 | Hematology and oncology | 01 | 4 | 3
INF | 감염내과 | Infectious diseases | 01 | 2 | 2
RHE | 류마티스내과 | Rheumatology | 01 | 2 | 2
NEU | 신경과 | Neurology | 02 | 4 | 3
PSY | 정신건강의학과 | Psychiatry | 03 | 3 | 4
GS | 외과 | Surgery | 04 | 6 | 3
OS | 정형외과 | Orthopedic surgery | 05 | 5 | 1
NS | 신경외과 | Neurosurgery | 06 | 4 | 3
CS | 심장혈관흉부외과 | Cardiothoracic surgery | 07 | 2 | 3
ANE | 마취통증의학과 | Anesthesiology and pain medicine | 09 | 4 | 5
OBG | 산부인과 | Obstetrics and gynecology | 10 | 4 | 4
PED | 소아청소년과 | Pediatrics | 11 | 5 | 4
OPH | 안과 | Ophthalmology | 12 | 3 | 1
ENT | 이비인후과 | Otorhinolaryngology | 13 | 3 | 1
DER | 피부과 | Dermatology | 14 | 2 | 1
URO | 비뇨의학과 | Urology | 15 | 3 | 3
RAD | 영상의학과 | Radiology | 16 | 4 | 0
PAT | 병리과 | Pathology | 18 | 2 | 0
LAB | 진단검사의학과 | Laboratory medicine | 19 | 2 | 0
REH | 재활의학과 | Rehabilitation medicine | 21 | 2 | 1
FM | 가정의학과·건강증진센터 | Family medicine and health promotion | 23 | 4 | 5
EM | 응급의학과 | Emergency medicine | 24 | 6 | 1
`).map((row) => ({ ...row, doctors: Number(row.doctors), floor: Number(row.floor) }));

const BY_KEY = byKey(DEPARTMENTS);

/** The department of a key. */
export function departmentOf(key: string): Department {
  return rowFor(BY_KEY, key);
}

/** A ward: its number is its name. Rooms hold `beds` patients each; odd rooms are for women, even ones for men, where sexes are parted. */
export interface Ward {
  readonly key: string;
  readonly ko: string;
  readonly en: string;
  readonly departments: readonly string[];
  readonly rooms: number;
  readonly beds: number;
  readonly mixed: boolean;
  /** How readily the ward is filled, as a weight. */
  readonly weight: number;
}

export const WARDS: readonly Ward[] = readTable<
  'key' | 'ko' | 'en' | 'departments' | 'rooms' | 'beds' | 'mixed' | 'weight'
>(`
key | ko | en | departments | rooms | beds | mixed | weight
61 | 61병동(순환기·내분비·신장내과) | Ward 61 (cardiology, endocrinology, nephrology) | CAR END NEP RHE | 10 | 4 | | 5
62 | 62병동(호흡기·소화기·감염내과) | Ward 62 (pulmonology, gastroenterology, infectious diseases) | PUL GI INF FM DER ENT | 10 | 4 | | 5
71 | 71병동(외과·비뇨의학과) | Ward 71 (surgery, urology) | GS URO CS OPH | 10 | 4 | | 4
72 | 72병동(정형외과·재활의학과) | Ward 72 (orthopedics, rehabilitation) | OS REH | 10 | 4 | | 3
81 | 81병동(신경과·신경외과) | Ward 81 (neurology, neurosurgery) | NEU NS PSY | 8 | 4 | | 2
82 | 82병동(혈액종양내과) | Ward 82 (hematology and oncology) | HON | 8 | 4 | | 2
51 | 51병동(산부인과) | Ward 51 (obstetrics and gynecology) | OBG | 8 | 2 | mixed | 1
52 | 52병동(소아청소년과) | Ward 52 (pediatrics) | PED | 8 | 4 | mixed | 1
ICU | 중환자실 | Intensive care unit | ICU | 16 | 1 | mixed | 2
`).map((row) => ({
  ...row,
  departments: words(row.departments),
  rooms: Number(row.rooms),
  beds: Number(row.beds),
  mixed: row.mixed === 'mixed',
  weight: Number(row.weight),
}));

/** The ward that takes the patients of a department; children go to 52. */
export function wardOf(department: string): Ward {
  return WARDS.find((ward) => ward.departments.includes(department)) ?? (WARDS[1] as Ward);
}
