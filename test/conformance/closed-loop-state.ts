/**
 * The acceptance cases of the closed loop as states of the decision core.
 */
import { DEFAULT_LOOP_SETTINGS, type Step } from '../../src/care/loop/index.ts';
import type {
  BloodState,
  LoopState,
  MedicationOrder,
  MedicationState,
  MilkState,
  SpecimenState,
} from '../../src/care/loop/index.ts';
import type { EpochMs } from '../../src/kernel/index.ts';

type Json = Readonly<Record<string, unknown>>;

/** One case as the file has it. */
export interface LoopCase {
  readonly id: string;
  readonly loop: 'medication' | 'specimen' | 'blood' | 'milk';
  readonly title: string;
  readonly setup: Json;
  readonly scans: readonly Json[];
  readonly expect: {
    readonly decision: string;
    readonly messageKey: string;
    readonly rules: readonly string[];
    readonly resources: readonly Json[];
    readonly absent?: readonly string[];
    readonly reasonGiven?: string;
  };
}

/** The file. */
export interface LoopCases {
  readonly world: {
    readonly timezone: string;
    readonly patients: Readonly<Record<string, { gsrn: string; bandInstance: string }>>;
    readonly staff: Readonly<Record<string, { role: string; gsrn: string; badge?: 'revoked' }>>;
    readonly products: Readonly<
      Record<
        string,
        { gtin: string; drug: string; route: string; unitAmount: number | null; unit: string; highAlert: boolean }
      >
    >;
  };
  readonly rules: readonly { readonly id: string }[];
  readonly precedence: readonly string[];
  readonly cases: readonly LoopCase[];
}

const moment = (text: unknown): EpochMs => Date.parse(text as string) as EpochMs;
/** An optional member, converted where it is there. */
const maybe = <T>(name: string, value: unknown, convert: (value: unknown) => T): Readonly<Record<string, T>> =>
  value === undefined || value === null ? {} : { [name]: convert(value) };
const list = (value: unknown): readonly Json[] => (value as readonly Json[] | undefined) ?? [];

/** What the four loops have in common. */
export function loopState({ world }: LoopCases, { setup, scans }: LoopCase): LoopState {
  return {
    now: moment(setup['now']),
    zone: world.timezone,
    settings: DEFAULT_LOOP_SETTINGS,
    steps: scans.map((step) => ('time' in step ? { ...step, time: moment(step['time']) } : step) as unknown as Step),
    chart: setup['openChart'] as string,
    signedIn: setup['staff'] as string,
    staff: Object.entries(world.staff).map(([id, one]) => ({ id, ...one })),
    patients: Object.entries(world.patients).map(([id, { gsrn, bandInstance }]) => ({ id, gsrn, bandInstance })),
    products: Object.entries(world.products).map(([id, { gtin, drug, route, unitAmount, unit, highAlert }]) => ({
      id,
      gtin,
      drug,
      routes: [route],
      unit,
      highAlert,
      ...maybe('unitAmount', unitAmount, (value) => value as number),
    })),
    observations: list(setup['observations']).map((one) => ({
      code: one['code'] as string,
      at: moment(one['at']),
      ...maybe('value', one['value'], (value) => value as number),
    })),
  };
}

function orderOf(order: Json): MedicationOrder {
  const { verification, dispense } = order as {
    verification: { status: string };
    dispense: { product: string; substitution?: boolean };
  };
  return {
    id: order['id'] as string,
    patient: order['patient'] as string,
    product: order['product'] as string,
    dose: order['dose'] as MedicationOrder['dose'],
    route: order['route'] as string,
    ...maybe('due', order['due'], moment),
    status: order['status'] as string,
    version: String(order['version']),
    verified: verification.status === 'verified',
    substitutes: dispense.substitution === true ? [dispense.product] : [],
    timeCritical: order['timeCritical'] === true,
    nilByMouthExempt: order['nilByMouthExempt'] === true,
    ...maybe('prn', order['prn'], (value) => value as NonNullable<MedicationOrder['prn']>),
    ...maybe('precheck', order['precheck'], (value) => value as NonNullable<MedicationOrder['precheck']>),
  };
}

/** A medication case. */
export function medicationState(cases: LoopCases, one: LoopCase): MedicationState {
  const { setup } = one;
  const order = orderOf(setup['order'] as Json);
  const drug = cases.world.products[order.product]?.drug ?? '';
  return {
    ...loopState(cases, one),
    orders: [order],
    ...maybe('selected', setup['selectedOrder'], (value) => value as string),
    ...maybe('readVersion', setup['listReadVersion'], String),
    allergies: list(setup['allergies']).map((allergy) => ({ substance: allergy['substance'] as string })),
    given: list(setup['given']).map((dose) => ({
      order: dose['order'] as string,
      drug: (dose['drug'] as string | undefined) ?? drug,
      at: moment(dose['at']),
      status: dose['status'] as string,
      ...maybe('id', dose['id'], (value) => value as string),
      ...maybe('slot', dose['slot'], moment),
      ...maybe('dose', dose['dose'], (value) => value as number),
    })),
    flags: (setup['flags'] as string[] | undefined) ?? [],
    recalls: list(setup['recalls']) as unknown as MedicationState['recalls'],
    serials: list(setup['usedSerials']) as unknown as MedicationState['serials'],
    safetyCheck: (setup['services'] as Json | undefined)?.['safety-check'] === 'down' ? 'down' : 'up',
    scanner: setup['scanner'] === 'absent' ? 'absent' : 'present',
    network: setup['network'] === 'down' ? 'down' : 'up',
    ...maybe('cacheMinutes', setup['cacheAgeMinutes'], (value) => value as number),
    queue: queueOf(setup, order),
  };
}

/** What the device kept: its own entries, or one unit recorded offline under the version that its list had. */
function queueOf(setup: Json, order: MedicationOrder): MedicationState['queue'] {
  const offline = setup['offlineRecordedAt'];
  const kept = offline === undefined ? list(setup['queue']) : [{ clientId: 'q-1', order: order.id, at: offline }];
  return kept.map((entry) => ({
    clientId: entry['clientId'] as string,
    order: entry['order'] as string,
    at: moment(entry['at']),
    product: order.product,
    units: 1,
    ...maybe('orderVersion', setup['listReadVersion'], String),
  }));
}

/** A specimen case. */
export function specimenState(cases: LoopCases, one: LoopCase): SpecimenState {
  const { setup } = one;
  return {
    ...loopState(cases, one),
    place: setup['place'] === 'laboratory' ? 'laboratory' : 'bedside',
    ...maybe('request', setup['request'], (value) => value as NonNullable<SpecimenState['request']>),
    collected: list(setup['collected']) as unknown as SpecimenState['collected'],
    ...maybe('specimen', setup['specimen'], (value) => {
      const specimen = value as Json;
      return { ...specimen, collectedAt: moment(specimen['collectedAt']) };
    }),
    ...maybe('report', setup['report'], (value) => {
      const report = value as Json;
      return { ...report, releasedAt: moment(report['releasedAt']) } as NonNullable<SpecimenState['report']>;
    }),
  };
}

/** A blood case. */
export function bloodState(cases: LoopCases, one: LoopCase): BloodState {
  const { setup } = one;
  const { crossmatch, ...request } = setup['request'] as Json;
  const unit = setup['unit'] as Json;
  return {
    ...loopState(cases, one),
    request: {
      ...(request as unknown as BloodState['request']),
      ...maybe('crossmatch', crossmatch, (value) => {
        const match = value as { unit: number; sampleAt: string };
        return { unit: match.unit, sampleAt: moment(match.sampleAt) };
      }),
    },
    units: [{ ...(unit as unknown as BloodState['units'][number]), issuedAt: moment(unit['issuedAt']) }],
    ...maybe('running', setup['running'], (value) => value as NonNullable<BloodState['running']>),
  };
}

/** A milk case. */
export function milkState(cases: LoopCases, one: LoopCase): MilkState {
  const { thawedAt, ...order } = one.setup['order'] as Json;
  return {
    ...loopState(cases, one),
    order: { ...(order as unknown as MilkState['order']), ...maybe('thawedAt', thawedAt, moment) },
  };
}
