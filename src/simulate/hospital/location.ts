/**
 * Where care happens: site, building, clinics, emergency room, wards with rooms and beds.
 *
 * Beds are numbered `WARD-ROOM-BED`. Where sexes are parted, rooms with odd numbers are for women and even ones for men.
 *
 * Source  https://hl7.org/fhir/R4/location.html
 * Proof   hospital.test.ts
 */
import type { ResourceOfType } from '../../fhir/index.ts';
import { concept, coding, NAMING, reference } from '../codes.ts';
import { DEPARTMENTS, WARDS, type Department, type Ward } from '../data/departments.ts';
import type { Random } from '../random.ts';
import { departmentReference, HOSPITAL, HOSPITAL_NAME } from './organization.ts';

type Location = ResourceOfType['Location'];
type Sex = 'male' | 'female';

/** A bed and where it stands. */
export interface Bed {
  readonly ward: Ward;
  readonly room: string;
  readonly bed: string;
  readonly name: string;
  /** Whose room it is, where sexes are parted. */
  readonly only: Sex | undefined;
}

function roomNumber(ward: Ward, at: number): string {
  return `${ward.key}${String(at + 1).padStart(2, '0')}`;
}

/** The beds of a ward that a person of this sex can lie in. */
export function bedsOf(ward: Ward, sex: Sex | undefined): Bed[] {
  const beds: Bed[] = [];
  for (let room = 0; room < ward.rooms; room++) {
    const only = ward.mixed ? undefined : room % 2 === 0 ? 'female' : 'male';
    if (sex !== undefined && only !== undefined && only !== sex) continue;
    for (let bed = 1; bed <= ward.beds; bed++) beds.push(bedAt(ward, roomNumber(ward, room), bed, only));
  }
  return beds;
}

function bedAt(ward: Ward, room: string, bed: number, only: Sex | undefined): Bed {
  return { ward, room: `room-${room}`, bed: `bed-${room}-${bed}`, name: `${room}호 ${bed}번 병상`, only };
}

/** Some bed of a ward, for a stay that is over. */
export function anyBed(ward: Ward, sex: Sex, random: Random): Bed {
  return random.pick(bedsOf(ward, sex));
}

function place(
  id: string,
  name: string,
  alias: string,
  physical: readonly [string, string],
  partOf?: string,
): Location {
  return {
    resourceType: 'Location',
    id: id.toLowerCase(),
    identifier: [{ system: NAMING.location, value: id.toLowerCase() }],
    status: 'active',
    name,
    alias: [alias],
    mode: 'instance',
    physicalType: concept('physical', physical[0], physical[1]),
    managingOrganization: reference(HOSPITAL, HOSPITAL_NAME),
    ...(partOf === undefined ? {} : { partOf: reference(`Location/${partOf.toLowerCase()}`) }),
  };
}

const BUILDING = ['bu', 'Building'] as const;
const WARD = ['wa', 'Ward'] as const;
const ROOM = ['ro', 'Room'] as const;
const BED = ['bd', 'Bed'] as const;

function clinic({ key, ko, en, floor }: Department): Location {
  return {
    ...place(`clinic-${key}`, `${ko} 외래`, `${en} clinic`, ROOM, 'building-main'),
    description: floor === 0 ? '지하 1층' : `${floor}층`,
    managingOrganization: reference(departmentReference(key), ko),
  };
}

function wardPlaces(ward: Ward): Location[] {
  const id = `ward-${ward.key}`;
  const places = [wardPlace(ward, id)];
  const seen = new Set<string>();
  for (const { room, bed, name } of bedsOf(ward, undefined)) {
    if (!seen.has(room)) places.push(place(room, `${room.slice(5)}호`, `Room ${room.slice(5)}`, ROOM, id));
    seen.add(room);
    places.push(place(bed, name, `Bed ${bed.slice(4)}`, BED, room));
  }
  return places;
}

function wardPlace(ward: Ward, id: string): Location {
  const intensive = ward.key === 'ICU';
  const type = intensive
    ? concept('locationRole', 'ICU', 'Intensive care unit')
    : concept('locationRole', 'HU', 'Hospital unit');
  return { ...place(id, ward.ko, ward.en, WARD, 'building-main'), type: [type] };
}

/** Places for treatment in the emergency room. */
export const ER_BAYS: readonly number[] = Array.from({ length: 14 }, (_, at) => at + 1);

/** Operating rooms and where else patients are treated. */
const THEATRES: readonly (readonly [id: string, ko: string, en: string])[] = [
  ...[1, 2, 3, 4].map((at) => [`or-${at}`, `수술실 ${at}`, `Operating room ${at}`] as const),
  ['cath-lab', '심혈관조영실', 'Catheterization laboratory'],
  ['delivery-room', '분만실', 'Delivery room'],
];

/** The cot of the child whose mother lies in a bed of the ward. */
export function cotOf(ward: Ward, mothersBed: string): Bed {
  const at = bedsOf(ward, undefined).findIndex(({ bed }) => bed === mothersBed) + 1;
  return { ward, room: 'nursery', bed: `cot-${at}`, name: `신생아실 ${at}번 아기침대`, only: undefined };
}

function cots(wards: readonly Ward[]): Location[] {
  const ward = wards.find(({ key }) => key === '51');
  const beds = ward === undefined ? [] : bedsOf(ward, undefined);
  return beds.map((_, at) => place(`cot-${at + 1}`, `신생아실 ${at + 1}번 아기침대`, `Cot ${at + 1}`, BED, 'nursery'));
}

/** Every location, those that hold others first. */
export function locations(wards: readonly Ward[] = WARDS): Location[] {
  const emergency = place('er', '응급실', 'Emergency room', WARD, 'building-main');
  return [
    place('site', `${HOSPITAL_NAME} 본원`, 'Maru Hospital main campus', ['si', 'Site']),
    place('building-main', '본관', 'Main building', BUILDING, 'site'),
    place('building-annex', '별관(건강증진센터)', 'Annex (health promotion centre)', BUILDING, 'site'),
    { ...emergency, type: [{ coding: [coding('locationRole', 'ER', 'Emergency room')] }] },
    ...DEPARTMENTS.map(clinic),
    ...ER_BAYS.map((bay) => place(`er-bay-${bay}`, `응급실 ${bay}번 구역`, `Emergency bay ${bay}`, BED, 'er')),
    ...THEATRES.map(([id, ko, en]) => place(id, ko, en, ROOM, 'building-main')),
    ...wards.flatMap(wardPlaces),
    place('nursery', '신생아실', 'Nursery', ROOM, 'ward-51'),
    ...cots(wards),
  ];
}
