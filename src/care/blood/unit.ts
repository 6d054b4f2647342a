/**
 * A unit of blood as a FHIR resource: number, component, group, expiry, and where it is.
 *
 * The number has the structure of ISBT 128 only; one donation gives several components, so a unit is number and component.
 *
 * Source  https://hl7.org/fhir/R4/biologicallyderivedproduct.html
 * Proof   unit.test.ts, blood.int.test.ts
 */
import type { Extension, ResourceOfType } from '../../fhir/index.ts';
import { instantOf, OutcomeError, type EpochMs } from '../../kernel/index.ts';
import { idIn } from '../bedside/chart.ts';
import type { BloodGroup, BloodUnit, RhD } from '../loop/state.ts';
import { donationOf } from '../loop/donation.ts';
import { CARE_SYSTEM } from '../loop/index.ts';
import { worded } from '../loop/writes.ts';
import { codesIn, extensionsIn, momentOf, textIn } from '../systems.ts';

export type Product = ResourceOfType['BiologicallyDerivedProduct'];

export const DONATION_SYSTEM = 'urn:maru:isbt128-donation';

/** Components, their order codes, and whether they are cells. */
export const COMPONENTS = ['red cells', 'platelets', 'plasma', 'cryoprecipitate'] as const;
export type Component = (typeof COMPONENTS)[number];
const ORDERED: ReadonlyMap<string, Component> = new Map([
  ['rbc', 'red cells'],
  ['platelet', 'platelets'],
  ['platelet-apheresis', 'platelets'],
  ['ffp', 'plasma'],
  ['cryo', 'cryoprecipitate'],
]);

/** Where a unit is. */
export const UNIT_STATES = [
  'available',
  'reserved',
  'issued',
  'transfusing',
  'transfused',
  'quarantined',
  'discarded',
] as const;
export type UnitState = (typeof UNIT_STATES)[number];

/** For whom a unit may be used without a crossmatch. */
export const EMERGENCY = 'emergency-stock';

/** What is known of a unit. */
export interface UnitFacts {
  readonly id: string;
  readonly number: string;
  readonly component: string;
  readonly abo: BloodGroup;
  readonly rhd: RhD;
  readonly expiry: string;
  readonly attributes: readonly string[];
  readonly state: UnitState;
  /** Patient, or `emergency-stock`. */
  readonly issuedTo?: string;
  readonly issuedAt?: string;
  readonly reservedFor?: string;
  readonly request?: string;
}

/** The component that a request asks for. */
export function componentOf(request: ResourceOfType['ServiceRequest']): string {
  const said = textIn(request, 'component');
  return said ?? codesIn(request.code).flatMap((code) => ORDERED.get(code) ?? [])[0] ?? request.code?.text ?? '';
}

/** What a resource says of its unit. */
export function factsOf(product: Product): UnitFacts {
  const [issuedTo, issuedAt, reservedFor] = [
    textIn(product, 'issued-to'),
    extensionsIn(product, 'issued-at')[0]?.valueDateTime,
    textIn(product, 'reserved-for'),
  ];
  const request = idIn(product.request?.[0], 'ServiceRequest');
  return {
    id: product.id ?? '',
    number: product.identifier?.find(({ system }) => system === DONATION_SYSTEM)?.value ?? '',
    component: product.productCode?.text ?? '',
    abo: (textIn(product, 'abo') ?? '') as BloodGroup,
    rhd: (textIn(product, 'rhd') ?? '') as RhD,
    expiry: textIn(product, 'expiry') ?? '',
    attributes: extensionsIn(product, 'attribute').flatMap(({ valueString }) => valueString ?? []),
    state: (textIn(product, 'unit-state') ?? 'available') as UnitState,
    ...(issuedTo === undefined ? {} : { issuedTo }),
    ...(issuedAt === undefined ? {} : { issuedAt }),
    ...(reservedFor === undefined ? {} : { reservedFor }),
    ...(request === undefined ? {} : { request }),
  };
}

/** The unit as the loop sees it. */
export function loopUnit(facts: UnitFacts): BloodUnit {
  return {
    id: facts.id,
    unit: serialOf(facts.number),
    component: facts.component,
    abo: facts.abo,
    rhd: facts.rhd,
    expiry: facts.expiry,
    issuedAt: momentOf(facts.issuedAt) ?? (0 as EpochMs),
    issuedTo: facts.issuedTo ?? '',
    attributes: facts.attributes,
  };
}

/** Serial part of a donation number without `=`; -1 where it is none. */
export function serialOf(number: string): number {
  return donationOf(`=${number}`)?.serial ?? -1;
}

const SINGLE = new Set(['unit-state', 'issued-to', 'issued-at', 'reserved-for']);

/** Where a unit goes, and for whom; what is undefined is taken away. */
export interface Move {
  readonly state?: UnitState;
  readonly issuedTo?: string | undefined;
  readonly issuedAt?: string | undefined;
  readonly reservedFor?: string | undefined;
  readonly request?: string | undefined;
}

/** Changes where a unit is; what is not told stays, what is told as undefined goes. */
export function moved(product: Product, change: Move): Product {
  const next = { ...factsOf(product), ...change };
  const kept = (product.extension ?? []).filter(({ url }) => !SINGLE.has(url.split('/').at(-1) ?? ''));
  const extension: Extension[] = [...kept, worded('unit-state', next.state)];
  if (next.issuedTo !== undefined) extension.push(worded('issued-to', next.issuedTo));
  if (next.issuedAt !== undefined) extension.push(dated('issued-at', next.issuedAt));
  if (next.reservedFor !== undefined) extension.push(worded('reserved-for', next.reservedFor));
  const { request: _, ...rest } = product;
  return {
    ...rest,
    extension,
    status: next.state === 'available' || next.state === 'reserved' ? 'available' : 'unavailable',
    ...(next.request === undefined ? {} : { request: [{ reference: `ServiceRequest/${next.request}` }] }),
  };
}

function dated(name: string, value: string): Extension {
  return { url: `https://maru.health/fhir/StructureDefinition/${name}`, valueDateTime: value };
}

/** A new unit. */
export function unitResource(facts: Omit<UnitFacts, 'id' | 'state'>, at: EpochMs): Product {
  const isCells = facts.component === 'red cells' || facts.component === 'platelets';
  return {
    resourceType: 'BiologicallyDerivedProduct',
    extension: [
      worded('abo', facts.abo),
      worded('rhd', facts.rhd),
      worded('expiry', facts.expiry),
      worded('unit-state', facts.issuedTo === undefined ? 'available' : 'issued'),
      ...facts.attributes.map((one) => worded('attribute', one)),
      ...(facts.issuedTo === undefined ? [] : [worded('issued-to', facts.issuedTo), dated('issued-at', instantOf(at))]),
    ],
    identifier: [{ system: DONATION_SYSTEM, value: facts.number }],
    productCategory: isCells ? 'cells' : 'fluid',
    productCode: {
      coding: [{ system: CARE_SYSTEM, code: facts.component.replaceAll(' ', '-') }],
      text: facts.component,
    },
    status: facts.issuedTo === undefined ? 'available' : 'unavailable',
  };
}

/** The number of a scanned unit, without `=`; throws where it has not the structure of one. */
export function scannedNumber(raw: string): string {
  const text = raw.startsWith('=') ? raw : `=${raw}`;
  if (donationOf(text) !== undefined) return text.slice(1);
  const fault =
    'This is no donation number of ISBT 128 (= and 15 characters); scan the code at the upper left of the bag.';
  throw new OutcomeError('invalid', 'care.donation-number', fault);
}
