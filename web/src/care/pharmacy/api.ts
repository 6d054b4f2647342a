/**
 * What the pharmacy's screens ask of the server (src/care/pharmacy/README.md).
 */
import { queryOptions } from '@tanstack/react-query';
import { request } from '../../fhir/client.ts';
import type {
  AllergyIntolerance,
  Condition,
  Flag,
  Medication,
  MedicationRequest,
  Observation,
  Patient,
  Reference,
  Resource,
} from '../../fhir/types.ts';

/** Words in both languages. */
export interface Words {
  readonly ko: string;
  readonly en: string;
}

export interface Place extends Words {
  readonly id: string;
}

export interface Whereabouts {
  readonly ward?: Place;
  readonly bed?: Place;
}

interface Listed {
  readonly request: MedicationRequest;
  readonly medication?: Medication;
  readonly patient?: Patient;
  readonly place: Whereabouts;
}

export type Standing = 'waiting' | 'asked' | 'answered' | 'again';

export interface WorkLine extends Listed {
  readonly order: string;
  readonly version: string;
  readonly standing: Standing;
  readonly stat: boolean;
  readonly urgent: boolean;
  readonly firstDue?: string;
  readonly highAlert: boolean;
  readonly lookAlikes: readonly string[];
  readonly readable: boolean;
  readonly since: string;
}

export interface Worklist {
  readonly at: string;
  readonly sweptAt: string;
  readonly lines: readonly WorkLine[];
}

export type Calculated =
  | { readonly ok: true; readonly value: number; readonly unit: string; readonly formula: string }
  | { readonly ok: false; readonly because: Words };

export interface Measured {
  readonly value: number;
  readonly unit: string;
  readonly at: string;
}

export interface Alert {
  readonly rule: string;
  readonly tier: 1 | 2 | 3;
  readonly summary: Words;
  readonly detail: Words;
  readonly source: { readonly source: string; readonly date: string; readonly reviewed: boolean };
}

export interface Message {
  readonly id: string;
  readonly kind: 'question' | 'answer' | 'rejection';
  readonly at: string;
  readonly by: Reference;
  readonly text: string;
}

export interface OrderFacts extends Listed {
  readonly reading: string;
  readonly order: string;
  readonly version: string;
  readonly standing: Standing;
  readonly verified: boolean;
  readonly highAlert: boolean;
  readonly lookAlikes: readonly string[];
  readonly readable: boolean;
  readonly asNeeded: boolean;
  readonly nextDoses: readonly string[];
  readonly facts: {
    readonly patient?: Patient;
    readonly weight?: Measured;
    readonly height?: Measured;
    readonly kidney: { readonly egfr: Calculated; readonly clearance: Calculated; readonly creatinineAt?: string };
    readonly pregnancy: { readonly state: 'yes' | 'no' | 'unknown' | 'not-applicable'; readonly at?: string };
    readonly allergies: readonly AllergyIntolerance[];
    readonly problems: readonly Condition[];
    readonly drugs: readonly MedicationRequest[];
    readonly medications: readonly Medication[];
    readonly results: readonly { readonly name: string; readonly observations: readonly Observation[] }[];
    readonly missing: readonly string[];
  };
  readonly findings: {
    readonly tier: 0 | 1 | 2 | 3;
    readonly alerts: readonly Alert[];
    readonly unchecked: readonly { readonly check: string; readonly reason: Words }[];
    readonly checked: boolean;
  };
  readonly substitutes: readonly Medication[];
  readonly messages: readonly Message[];
}

export interface Question extends Listed {
  readonly task: string;
  readonly own: boolean;
  readonly kind: 'question' | 'rejection';
  readonly since: string;
  readonly due?: string;
  readonly messages: readonly Message[];
}

export interface Review extends Listed {
  readonly task: string;
  readonly since: string;
  readonly verified: boolean;
  readonly requester?: Reference;
  readonly administrations: readonly (Resource & { readonly effectiveDateTime?: string })[];
}

export interface PrepareLine extends Omit<Listed, 'medication'> {
  readonly order: string;
  readonly version: string;
  readonly product: Medication;
  readonly substituted: boolean;
  readonly highAlert: boolean;
  readonly lookAlikes: readonly string[];
  readonly asNeeded: boolean;
  readonly slots: readonly string[];
  readonly unitsPerDose: number;
}

export interface Pack {
  readonly gtin: string;
  readonly lot: string;
  readonly expiry: string;
  readonly serial?: string;
}

export interface Scanned {
  readonly pack: Pack;
  readonly product: Medication;
  readonly expired: boolean;
}

export interface DrawnLabel {
  readonly kind: string;
  readonly width: number;
  readonly height: number;
  readonly symbol: {
    readonly x: number;
    readonly y: number;
    readonly module: number;
    readonly rows: readonly string[];
  };
  readonly texts: readonly {
    readonly text: string;
    readonly x: number;
    readonly y: number;
    readonly size: number;
    readonly weight: 'regular' | 'bold';
    readonly bar?: number;
  }[];
}

export interface StockLine {
  readonly gtin: string;
  readonly product?: Medication;
  readonly highAlert: boolean;
  readonly place: string;
  readonly quantity: number;
  readonly usable: number;
  readonly minimum?: number;
  readonly low: boolean;
  readonly lots: readonly {
    readonly lot: string;
    readonly expiry: string;
    readonly quantity: number;
    readonly expired: boolean;
    readonly nearExpiry: boolean;
  }[];
}

export interface Recall {
  readonly gtin: string;
  readonly lot: string;
  readonly product?: Medication;
  readonly flag?: Flag;
  readonly patients: readonly {
    readonly patient: Patient;
    readonly telecom: NonNullable<Patient['telecom']>;
    readonly address: NonNullable<Patient['address']>;
    readonly deceased: boolean;
    readonly doses: number;
    readonly first: string;
    readonly last: string;
  }[];
  readonly holds: readonly { readonly place: Place; readonly quantity: number; readonly expiry: string }[];
  readonly awaits: readonly (Listed & { readonly units: number })[];
}

export interface RunningRecall {
  readonly flag: Flag;
  readonly lots: readonly string[];
  readonly product?: Medication;
}

const ROOT = '/care/pharmacy';

function path(name: string, query: Readonly<Record<string, string | undefined>> = {}): string {
  const given = Object.entries(query).flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const]));
  const text = new URLSearchParams(given.map(([key, value]) => [key, value])).toString();
  return `${ROOT}/${name}${text === '' ? '' : `?${text}`}`;
}

async function get<Answer>(
  name: string,
  query: Readonly<Record<string, string | undefined>>,
  signal?: AbortSignal,
): Promise<Answer> {
  return (await request(path(name, query), { signal })) as Answer;
}

/** Does something once: the attempt is named, so that a repeated request does nothing more. */
export async function act<Answer>(name: string, body: object): Promise<Answer> {
  return (await request(path(name), {
    method: 'POST',
    body: { attempt: crypto.randomUUID(), ...body },
  })) as Answer;
}

const OFTEN = 10_000;

export function worklistQuery() {
  return queryOptions({
    queryKey: ['pharmacy', 'worklist'],
    queryFn: ({ signal }) => get<Worklist>('worklist', {}, signal),
    refetchInterval: OFTEN,
  });
}

export function orderQuery(order: string, language: 'ko' | 'en') {
  return queryOptions({
    queryKey: ['pharmacy', 'order', order],
    queryFn: ({ signal }) => get<OrderFacts>('order', { order, language }, signal),
    staleTime: 300_000,
  });
}

export function questionsQuery() {
  return queryOptions({
    queryKey: ['pharmacy', 'questions'],
    queryFn: async ({ signal }) => (await get<{ questions: readonly Question[] }>('questions', {}, signal)).questions,
    refetchInterval: OFTEN,
  });
}

export function reviewsQuery() {
  return queryOptions({
    queryKey: ['pharmacy', 'reviews'],
    queryFn: async ({ signal }) => (await get<{ reviews: readonly Review[] }>('reviews', {}, signal)).reviews,
    refetchInterval: 3 * OFTEN,
  });
}

export function placesQuery() {
  return queryOptions({
    queryKey: ['pharmacy', 'places'],
    queryFn: async ({ signal }) => (await get<{ places: readonly Place[] }>('places', {}, signal)).places,
    staleTime: 300_000,
  });
}

export function prepareQuery(ward: string | undefined, hours: number) {
  return queryOptions({
    queryKey: ['pharmacy', 'prepare', ward ?? '', hours],
    queryFn: async ({ signal }) =>
      (await get<{ lines: readonly PrepareLine[] }>('prepare', { ward, hours: String(hours) }, signal)).lines,
    refetchInterval: 3 * OFTEN,
  });
}

export function stockQuery(place: string | undefined) {
  return queryOptions({
    queryKey: ['pharmacy', 'stock', place ?? ''],
    queryFn: async ({ signal }) => (await get<{ lines: readonly StockLine[] }>('stock', { place }, signal)).lines,
    refetchInterval: 3 * OFTEN,
  });
}

export function recallsQuery() {
  return queryOptions({
    queryKey: ['pharmacy', 'recalls'],
    queryFn: async ({ signal }) => (await get<{ recalls: readonly RunningRecall[] }>('recalls', {}, signal)).recalls,
  });
}

export function recallQuery(gtin: string, lot: string) {
  return queryOptions({
    queryKey: ['pharmacy', 'recall', gtin, lot],
    queryFn: ({ signal }) => get<Recall>('recall', { gtin, lot }, signal),
  });
}

/** What a scanned pack is. */
export function readScan(raw: string): Promise<Scanned> {
  return get<Scanned>('scan', { raw });
}

export function labelsQuery(dispense: string, language: 'ko' | 'en') {
  return queryOptions({
    queryKey: ['pharmacy', 'labels', dispense, language],
    queryFn: async ({ signal }) =>
      (await get<{ labels: readonly DrawnLabel[] }>('labels', { dispense, language, format: 'layout' }, signal)).labels,
  });
}

export function labelFile(dispense: string, language: 'ko' | 'en', format: 'zpl' | 'pdf'): string {
  return path('labels', { dispense, language, format });
}
