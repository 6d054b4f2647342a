/**
 * Encounter resources: outpatient visits, emergencies, stays with their movements through rooms and beds.
 *
 * Source  https://hl7.org/fhir/R4/encounter.html, KR Core Encounter with its insurance extension
 * Proof   ../simulate.test.ts, ../inpatients.test.ts
 */
import type { ResourceOfType } from '../../fhir/index.ts';
import { momentText, type Minute } from '../calendar.ts';
import { coding, concept, NAMING, reference } from '../codes.ts';
import { departmentOf } from '../data/departments.ts';
import type { Bed } from '../hospital/location.ts';
import { departmentReference } from '../hospital/organization.ts';
import { staffReference, type Staff } from '../hospital/staff.ts';
import type { Chart } from './chart.ts';

type Encounter = ResourceOfType['Encounter'];
type EncounterLocation = NonNullable<Encounter['location']>[number];

export type EncounterClass = 'AMB' | 'EMER' | 'IMP';

const CLASS: Readonly<Record<EncounterClass, string>> = {
  AMB: 'ambulatory',
  EMER: 'emergency',
  IMP: 'inpatient encounter',
};
const TYPE: Readonly<Record<EncounterClass, readonly [string, string, string]>> = {
  AMB: ['185347001', 'Encounter for problem', '외래'],
  EMER: ['50849002', 'Emergency room admission', '응급'],
  IMP: ['32485007', 'Hospital admission', '입원'],
};
const INSURANCE = 'http://www.hl7korea.or.kr/fhir/krcore/StructureDefinition/krcore-insuranceTypes';

/** A piece of a stay in one place. */
export interface Move {
  readonly from: Minute;
  readonly to: Minute | undefined;
  readonly bed: Bed | undefined;
}

export interface EncounterFacts {
  readonly kind: EncounterClass;
  readonly department: string;
  readonly start: Minute;
  /** Undefined while it lasts. */
  readonly end: Minute | undefined;
  readonly doctor: Staff;
  readonly nurse: Staff | undefined;
  readonly reason: string;
  readonly moves: readonly Move[];
  /** The bay of the emergency room. */
  readonly bay?: number;
  readonly aid: boolean;
  readonly died?: boolean;
  /** Did the stay begin with the patient's birth? */
  readonly born?: boolean;
  readonly partOf?: Encounter | undefined;
}

export function addEncounter(chart: Chart, facts: EncounterFacts): Encounter {
  const { kind, start, end, department } = facts;
  const id = chart.nextId('Encounter');
  return chart.add<Encounter>({
    resourceType: 'Encounter',
    id,
    extension: [
      {
        url: INSURANCE,
        valueCodeableConcept: concept('insurance', facts.aid ? '5' : '4', facts.aid ? '의료급여' : '건강보험'),
      },
    ],
    identifier: [
      { use: 'official', system: NAMING.encounter, value: `${chart.person.number}-${chart.count('Encounter') + 1}` },
    ],
    status: end === undefined ? 'in-progress' : 'finished',
    class: coding('act', kind, CLASS[kind]),
    type: [concept('snomed', ...TYPE[kind])],
    serviceType: {
      coding: [coding('department', departmentOf(department).hira, departmentOf(department).ko)],
      text: departmentOf(department).ko,
    },
    ...(kind === 'AMB'
      ? {}
      : { priority: concept('priority', kind === 'EMER' ? 'EM' : 'R', kind === 'EMER' ? 'emergency' : 'routine') }),
    subject: chart.namedSubject,
    participant: participants(facts),
    period: { start: momentText(start), ...(end === undefined ? {} : { end: momentText(end) }) },
    ...(end === undefined ? {} : { length: lengthOf(start, end) }),
    ...(facts.reason === '' ? {} : { reasonCode: [{ text: facts.reason }] }),
    ...hospitalization(facts),
    location: kind === 'IMP' ? facts.moves.map(moveLocation) : [placeOf(facts)],
    serviceProvider: reference(departmentReference(department), departmentOf(department).ko),
    ...(facts.partOf === undefined ? {} : { partOf: reference(`Encounter/${facts.partOf.id}`) }),
  });
}

function lengthOf(start: Minute, end: Minute): NonNullable<Encounter['length']> {
  const minutes = Math.round(end - start);
  const [value, unit, code] = minutes >= 1440 ? [Math.round(minutes / 1440), '일', 'd'] : [minutes, '분', 'min'];
  return { value, unit, system: 'http://unitsofmeasure.org', code };
}

function participants({ kind, doctor, nurse, start, end }: EncounterFacts): NonNullable<Encounter['participant']> {
  const period = { start: momentText(start), ...(end === undefined ? {} : { end: momentText(end) }) };
  const attending = {
    type: [concept('participation', 'ATND', 'attender', kind === 'IMP' ? '담당의' : '진료의')],
    period,
    individual: staffReference(doctor),
  };
  if (nurse === undefined || kind === 'AMB') return [attending];
  return [
    attending,
    {
      type: [concept('participation', 'PPRF', 'primary performer', '담당간호사')],
      period,
      individual: staffReference(nurse),
    },
  ];
}

function placeOf({ kind, department, start, end, bay }: EncounterFacts): EncounterLocation {
  const period = { start: momentText(start), ...(end === undefined ? {} : { end: momentText(end) }) };
  const location =
    kind === 'EMER'
      ? reference(
          bay === undefined ? 'Location/er' : `Location/er-bay-${bay}`,
          bay === undefined ? '응급실' : `응급실 ${bay}번 구역`,
        )
      : reference(`Location/clinic-${department.toLowerCase()}`, `${departmentOf(department).ko} 외래`);
  return { location, status: end === undefined ? 'active' : 'completed', period };
}

function moveLocation({ from, to, bed }: Move): EncounterLocation {
  return {
    location:
      bed === undefined
        ? reference('Location/er', '응급실')
        : reference(`Location/${bed.bed.toLowerCase()}`, `${bed.ward.ko} ${bed.name}`),
    status: to === undefined ? 'active' : 'completed',
    physicalType: bed === undefined ? concept('physical', 'wa', 'Ward') : concept('physical', 'bd', 'Bed'),
    period: { start: momentText(from), ...(to === undefined ? {} : { end: momentText(to) }) },
  };
}

const SOURCES = {
  born: ['born', 'Born in hospital'],
  emergency: ['emd', 'From accident/emergency department'],
  clinic: ['outp', 'From outpatient department'],
} as const;

function sourceOf(from: keyof typeof SOURCES): readonly [code: string, display: string] {
  return SOURCES[from];
}

function hospitalization({ kind, end, partOf, died, born }: EncounterFacts): Partial<Encounter> {
  if (kind !== 'IMP') return {};
  const emergency = partOf !== undefined;
  const disposition =
    died === true ? concept('disposition', 'exp', 'Expired', '사망') : concept('disposition', 'home', 'Home', '귀가');
  return {
    hospitalization: {
      admitSource: concept('admitSource', ...sourceOf(born === true ? 'born' : emergency ? 'emergency' : 'clinic')),
      ...(end === undefined ? {} : { dischargeDisposition: disposition }),
    },
  };
}
