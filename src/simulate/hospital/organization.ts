/**
 * The hospital and its departments, the insurer, and the services that patients come for.
 *
 * Source  https://hl7.org/fhir/R4/organization.html, https://hl7.org/fhir/R4/healthcareservice.html, KR Core Healthcare Organization
 * Proof   hospital.test.ts
 */
import type { ResourceOfType } from '../../fhir/index.ts';
import { bilingual, coding, concept, NAMING, reference } from '../codes.ts';
import { DEPARTMENTS, type Department } from '../data/departments.ts';

export const HOSPITAL = 'Organization/maru';
export const HOSPITAL_NAME = '마루병원';
export const INSURER = 'Organization/nhis';

/** The department's Organization. */
export function departmentReference(key: string): string {
  return `Organization/dept-${key.toLowerCase()}`;
}

export function serviceReference(key: string): string {
  return `HealthcareService/service-${key.toLowerCase()}`;
}

const ADDRESS = {
  use: 'work' as const,
  text: '서울특별시 은평구 통일로 1999 (가상의 주소)',
  state: '서울특별시',
  city: '은평구',
  line: ['통일로 1999'],
  postalCode: '03300',
  country: 'KR',
};

function hospital(): ResourceOfType['Organization'] {
  return {
    resourceType: 'Organization',
    id: 'maru',
    identifier: [{ use: 'official', system: NAMING.institution, value: 'SYNTHETIC-0001' }],
    active: true,
    type: [
      {
        coding: [
          coding('organizationType', 'prov', 'Healthcare Provider'),
          bilingual('organization', '11', 'General hospital', '종합병원'),
        ],
      },
    ],
    name: HOSPITAL_NAME,
    alias: ['Maru Hospital'],
    telecom: [{ system: 'phone', value: '02-000-1000', use: 'work' }],
    address: [ADDRESS],
  };
}

function insurer(): ResourceOfType['Organization'] {
  return {
    resourceType: 'Organization',
    id: 'nhis',
    active: true,
    type: [concept('organizationType', 'ins', 'Insurance Company', '보험자')],
    name: '국민건강보험공단',
    alias: ['National Health Insurance Service'],
  };
}

function departmentOrganization({ key, ko, en }: Department): ResourceOfType['Organization'] {
  return {
    resourceType: 'Organization',
    id: `dept-${key.toLowerCase()}`,
    identifier: [{ system: NAMING.location, value: key }],
    active: true,
    type: [concept('organizationType', 'dept', 'Hospital Department', '진료과')],
    name: ko,
    alias: [en],
    partOf: reference(HOSPITAL, HOSPITAL_NAME),
  };
}

/** Departments that treat nobody at a desk of their own. */
const SUPPORT: readonly { key: string; ko: string; en: string }[] = [
  { key: 'NUR', ko: '간호부', en: 'Nursing' },
  { key: 'PHA', ko: '약제부', en: 'Pharmacy' },
  { key: 'ADM', ko: '원무·의료정보부', en: 'Administration and medical informatics' },
];

function service({ key, ko, en, hira }: Department): ResourceOfType['HealthcareService'] {
  return {
    resourceType: 'HealthcareService',
    id: `service-${key.toLowerCase()}`,
    active: true,
    providedBy: reference(departmentReference(key), ko),
    specialty: [{ coding: [coding('department', hira, ko)], text: ko }],
    location: [reference(`Location/clinic-${key.toLowerCase()}`, `${ko} 외래`)],
    name: `${ko} 진료`,
    comment: en,
    appointmentRequired: key !== 'EM',
    availableTime: [
      key === 'EM'
        ? { allDay: true }
        : {
            daysOfWeek: ['mon', 'tue', 'wed', 'thu', 'fri'],
            availableStartTime: '09:00:00',
            availableEndTime: '17:00:00',
          },
    ],
  };
}

/** Hospital, insurer, departments. */
export function organizations(): ResourceOfType['Organization'][] {
  const support = SUPPORT.map((one) => departmentOrganization({ ...one, hira: '', doctors: 0, floor: 1 }));
  return [hospital(), insurer(), ...DEPARTMENTS.map(departmentOrganization), ...support];
}

export function healthcareServices(): ResourceOfType['HealthcareService'][] {
  return DEPARTMENTS.map(service);
}
