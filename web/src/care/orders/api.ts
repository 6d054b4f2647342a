/**
 * The routes of ordering, as the screens use them (src/care/orders/README.md).
 *
 * Proof   test/journey/orders.test.ts
 */
import { queryOptions } from '@tanstack/react-query';
import { request } from '../../fhir/client.ts';
import type { HumanName, MedicationRequest, Resource } from '../../fhir/types.ts';
import type { Language } from '../../format/language.ts';

export type Kind = 'drug' | 'laboratory' | 'imaging' | 'nursing' | 'diet' | 'blood' | 'procedure' | 'consult';
export const KINDS: readonly Kind[] = [
  'drug',
  'laboratory',
  'imaging',
  'nursing',
  'diet',
  'blood',
  'procedure',
  'consult',
];

export type Text = Readonly<Record<Language, string>>;

export interface NamePart {
  readonly text: string;
  readonly strong: boolean;
}

export type Timing =
  | { readonly kind: 'once' }
  | { readonly kind: 'daily'; readonly times: readonly string[] }
  | { readonly kind: 'every'; readonly hours: number };

export interface Dose {
  readonly value: number;
  readonly unit: string;
  readonly per?: 'kg' | 'm2';
  readonly max?: number;
}

/** The part of a draft that a preset fills in. */
export interface Preset {
  readonly dose?: Dose;
  readonly route?: string;
  readonly timing?: Timing;
  readonly prn?: { readonly reason?: string; readonly hours: number; readonly perDay?: number };
  readonly rate?: { readonly value: number; readonly unit: string; readonly per?: 'kg' | 'm2' };
  readonly days?: number;
}

export interface Draft extends Preset {
  readonly key: string;
  readonly kind: Kind;
  readonly item: string;
  readonly start?: string;
  readonly taper?: readonly { readonly value: number; readonly days: number }[];
  readonly priority?: 'routine' | 'urgent' | 'stat';
  readonly reason?: string;
  readonly note?: string;
  readonly units?: number;
  readonly set?: string;
  readonly category?: 'inpatient' | 'discharge';
  readonly replaces?: {
    readonly reference: string;
    readonly version: string;
    readonly act: 'modify' | 'renew';
    readonly reason: string;
  };
}

export interface CatalogueItem {
  readonly kind: Kind;
  readonly id: string;
  readonly name: Text;
  readonly parts: Readonly<Record<Language, readonly NamePart[]>>;
  readonly strength?: string;
  readonly unit?: string;
  readonly routes?: readonly string[];
  readonly highRisk: boolean;
  readonly presets: readonly Preset[];
  readonly tube?: string;
  readonly fasting?: number;
}

export interface Line {
  readonly draft: Draft;
  readonly item?: CatalogueItem;
  /** Another product that gives the dose in whole tablets. */
  readonly whole?: CatalogueItem;
  readonly highRisk: boolean;
  readonly problems: readonly Text[];
  readonly calculations: readonly Text[];
  readonly resources: readonly Resource[];
}

type Calculated =
  | { readonly ok: true; readonly value: number; readonly unit: string }
  | { readonly ok: false; readonly because: Text };
interface Fact {
  readonly value: number;
  readonly at: number;
}

export interface DoseFacts {
  readonly weight?: Fact;
  readonly height?: Fact;
  readonly creatinine?: Fact;
  readonly potassium?: Fact;
  readonly age?: number;
  readonly surface: Calculated;
  readonly clearance: Calculated;
  readonly egfr: Calculated;
}

export interface Basket {
  readonly version: number;
  /** Other patients of this name who are in the house. */
  readonly namesakes: number;
  readonly facts: DoseFacts;
  readonly lines: readonly Line[];
}

export interface Finding {
  readonly id: string;
  readonly card?: string;
  readonly rule: string;
  readonly tier: 1 | 2 | 3;
  readonly draft?: string;
  readonly against: readonly string[];
  readonly summary: Text;
  readonly detail: Text;
  readonly source: string;
  readonly suggestions: readonly { readonly id: string; readonly label: string; readonly remove?: string }[];
  readonly service: string;
}

export interface OrderLine {
  readonly reference: string;
  readonly version: string;
  readonly kind: Kind;
  readonly status: string;
  readonly name: Text;
  readonly parts: Readonly<Record<Language, readonly NamePart[]>>;
  readonly strength?: string;
  readonly highAlert: boolean;
  readonly authored: string;
  readonly coSign: boolean;
  readonly changeable: boolean;
  readonly resource: MedicationRequest;
}

export interface Favourite {
  readonly id: string;
  readonly draft: Omit<Draft, 'key'>;
  readonly item?: CatalogueItem;
}

export interface Words {
  readonly prnReasons: Readonly<Record<string, Text>>;
  readonly changeReasons: Readonly<Record<string, Text>>;
}

const ROOT = '/care/orders';

async function ask<Answer>(
  path: string,
  body?: unknown,
  method: 'GET' | 'POST' | 'PUT' | 'DELETE' = 'POST',
  signal?: AbortSignal,
) {
  if (body === undefined)
    return (await request(`${ROOT}${path}`, { method: method === 'POST' ? 'GET' : method, signal })) as Answer;
  return (await request(`${ROOT}${path}`, { method, body, signal })) as Answer;
}

export function basketQuery(patient: string) {
  return queryOptions({
    queryKey: ['orders', patient, 'basket'],
    queryFn: ({ signal }) => ask<Basket>(`/basket?patient=${patient}`, undefined, 'GET', signal),
    staleTime: 0,
  });
}

export function putBasket(patient: string, version: number, drafts: readonly Draft[]): Promise<Basket> {
  return ask('/basket', { patient, version, drafts }, 'PUT');
}

/** What decision support says of the basket as it is in this version. */
export function checkQuery(patient: string, version: number, hook: 'order-select' | 'order-sign') {
  return queryOptions({
    queryKey: ['orders', patient, 'check', hook, version],
    queryFn: async ({ signal }) =>
      (await ask<{ findings: readonly Finding[] }>('/check', { patient, hook }, 'POST', signal)).findings,
    staleTime: Infinity,
  });
}

export function catalogueQuery(typed: string) {
  return queryOptions({
    queryKey: ['orders', 'catalogue', typed],
    queryFn: async ({ signal }) => {
      const query = new URLSearchParams({ q: typed, limit: '12' }).toString();
      return (await ask<{ items: readonly CatalogueItem[] }>(`/catalogue?${query}`, undefined, 'GET', signal)).items;
    },
    enabled: typed.trim() !== '',
    placeholderData: (before) => before,
    staleTime: 60_000,
  });
}

export function listQuery(patient: string) {
  return queryOptions({
    queryKey: ['orders', patient, 'list'],
    queryFn: async ({ signal }) =>
      (await ask<{ orders: readonly OrderLine[] }>(`/list?patient=${patient}`, undefined, 'GET', signal)).orders,
  });
}

export function favouritesQuery() {
  return queryOptions({
    queryKey: ['orders', 'favourites'],
    queryFn: async ({ signal }) =>
      (await ask<{ favourites: readonly Favourite[] }>('/favourites', undefined, 'GET', signal)).favourites,
  });
}

export function wordsQuery() {
  return queryOptions({
    queryKey: ['orders', 'words'],
    queryFn: ({ signal }) => ask<Words>('/words', undefined, 'GET', signal),
    staleTime: Infinity,
  });
}

export interface Prescriber {
  readonly id: string;
  readonly name: readonly HumanName[];
}

export function prescribersQuery() {
  return queryOptions({
    queryKey: ['orders', 'prescribers'],
    queryFn: async ({ signal }) =>
      (await ask<{ people: readonly Prescriber[] }>('/prescribers', undefined, 'GET', signal)).people,
    staleTime: 300_000,
  });
}

export function keepFavourite(draft: Omit<Draft, 'key' | 'replaces' | 'start'>): Promise<unknown> {
  return ask('/favourites', { draft });
}

export function dropFavourite(id: string): Promise<unknown> {
  return ask(`/favourites/${id}`, undefined, 'DELETE');
}

export interface Override {
  readonly finding: string;
  readonly reason: { readonly code: string; readonly comment?: string };
}

export interface SignAsk {
  readonly attempt: string;
  readonly patient: string;
  readonly version: number;
  readonly overrides: readonly Override[];
  readonly identity?: string;
  readonly verbal?: { readonly prescriber: string; readonly readBack: true };
}

export type SignAnswer =
  | { readonly signed: true; readonly orders: readonly string[]; readonly basket: number }
  | {
      readonly signed: false;
      readonly findings: readonly Finding[];
      readonly stops: readonly string[];
      readonly reasons: readonly string[];
      readonly identity?: 'identity' | 'identity-mismatch';
      readonly incomplete: readonly string[];
    };

export function signBasket(body: SignAsk): Promise<SignAnswer> {
  return ask(body.verbal === undefined ? '/sign' : '/verbal', body);
}

export type ChangeAct = 'hold' | 'resume' | 'stop' | 'modify' | 'renew';

/** Holding, taking up and stopping happen at once; changing and renewing put a draft into the basket. */
export function changeOrder(
  reference: string,
  act: ChangeAct,
  version: string,
  reason: Override['reason'],
  attempt: string,
): Promise<unknown> {
  const isDraft = act === 'modify' || act === 'renew';
  return ask(`/${reference}/${act}`, { version, reason, ...(isDraft ? {} : { attempt }) });
}

/** Tells decision support that a suggestion was taken. */
export async function acceptSuggestion({ service, card, suggestions }: Finding): Promise<void> {
  if (card === undefined || service === '') return;
  const [first] = suggestions;
  const outcome = { card, outcome: 'accepted', outcomeTimestamp: new Date().toISOString() };
  const feedback = [{ ...outcome, ...(first === undefined ? {} : { acceptedSuggestions: [{ id: first.id }] }) }];
  await request(`/cds-services/${service}/feedback`, { method: 'POST', body: { feedback } });
}

export interface SetSummary {
  readonly id: string;
  readonly title: Text;
  readonly description: Text;
  readonly kind: string;
  readonly highRisk: boolean;
  readonly sources: readonly { readonly text: string; readonly url?: string }[];
}

export interface Applied {
  readonly path: string;
  readonly title: Text;
  readonly note?: Text;
  readonly day?: number;
  readonly behaviour?: string;
  readonly children?: readonly Applied[];
  readonly draft?: Omit<Draft, 'key'>;
  readonly chosen: boolean;
  readonly condition?: { readonly expression: string; readonly fits?: boolean; readonly lacks?: Text };
  readonly calculation?: Text;
  readonly problem?: Text;
}

export function setsQuery() {
  return queryOptions({
    queryKey: ['orders', 'sets'],
    queryFn: async ({ signal }) => (await ask<{ sets: readonly SetSummary[] }>('/sets', undefined, 'GET', signal)).sets,
    staleTime: 60_000,
  });
}

export interface SetForPatient {
  readonly set: SetSummary;
  readonly facts: DoseFacts;
  readonly groups: readonly Applied[];
}

export function setQuery(id: string, patient: string) {
  return queryOptions({
    queryKey: ['orders', patient, 'set', id],
    queryFn: ({ signal }) => ask<SetForPatient>(`/sets/${id}?patient=${patient}`, undefined, 'GET', signal),
  });
}

export function applySet(id: string, patient: string, version: number, choices: readonly string[]): Promise<Basket> {
  return ask(`/sets/${id}/apply`, { patient, version, choices });
}

export interface CoSignLine {
  readonly task: string;
  readonly due?: string;
  readonly overdue: boolean;
  readonly patient: {
    readonly id: string;
    readonly name: readonly HumanName[];
    readonly birthDate?: string;
    readonly gender?: string;
  };
  readonly recorder?: string;
  readonly order: OrderLine;
}

export function coSignQuery() {
  return queryOptions({
    queryKey: ['orders', 'co-sign'],
    queryFn: async ({ signal }) =>
      (await ask<{ lines: readonly CoSignLine[] }>('/co-sign', undefined, 'GET', signal)).lines,
  });
}

export function coSign(attempt: string, tasks: readonly string[]): Promise<unknown> {
  return ask('/co-sign', { attempt, tasks });
}

export type Moment = 'admission' | 'transfer' | 'discharge';
export type Decision = 'continue' | 'change' | 'stop';

export interface ReconcileLine {
  readonly source: string;
  readonly from: 'home' | 'stay';
  readonly name: Text;
  readonly words: string;
  readonly dosage: NonNullable<MedicationRequest['dosageInstruction']>;
  readonly ordered?: string;
  readonly item?: string;
}

export interface ReconcileList {
  readonly id?: string;
  readonly title?: string;
  readonly date?: string;
  readonly code?: { readonly coding?: readonly { readonly code?: string }[] };
  readonly entry?: readonly { readonly flag?: { readonly coding?: readonly { readonly code?: string }[] } }[];
}

export interface Reconciliation {
  readonly lines: readonly ReconcileLine[];
  readonly before: readonly ReconcileList[];
}

export function reconciliationQuery(patient: string) {
  return queryOptions({
    queryKey: ['orders', patient, 'reconciliation'],
    queryFn: ({ signal }) => ask<Reconciliation>(`/reconciliation?patient=${patient}`, undefined, 'GET', signal),
  });
}

export function reconcile(body: {
  readonly attempt: string;
  readonly patient: string;
  readonly moment: Moment;
  readonly decisions: readonly { readonly source: string; readonly decision: Decision; readonly reason?: string }[];
}): Promise<{ readonly drafts: number; readonly stopped: readonly string[] }> {
  return ask('/reconciliation', body);
}
