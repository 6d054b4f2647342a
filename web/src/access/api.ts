/**
 * The JSON endpoints of access, as the sign-in page and the chart use them (src/access/README.md).
 */
import { request } from '../fhir/client.ts';

export type Role =
  | 'physician'
  | 'nurse'
  | 'pharmacist'
  | 'laboratory'
  | 'bed-manager'
  | 'researcher'
  | 'patient'
  | 'executive'
  | 'administrator';

export interface BothNames {
  readonly ko: string;
  readonly en: string;
}

export interface BreakGlass {
  readonly id: string;
  readonly patient: string;
  readonly reason: string;
  readonly from: string;
  readonly until: string;
}

/** Who is signed in. */
export interface Me {
  readonly id: string;
  readonly login: string;
  readonly name: BothNames;
  readonly role: Role;
  readonly fhirUser?: string;
  readonly patient?: string;
  readonly clientId: string;
  readonly scopes: readonly string[];
  readonly mayBreakGlass: boolean;
  readonly breakGlass: readonly BreakGlass[];
}

/** What the sign-in page is asked to do. */
export interface Interaction {
  readonly uid: string;
  readonly prompt: 'login' | 'consent';
  readonly client: { readonly id: string; readonly name: string; readonly firstParty: boolean; readonly uri?: string };
  readonly demo: boolean;
  readonly loginHint?: string;
  readonly person?: { readonly login: string; readonly name: BothNames; readonly role: Role };
  readonly scopes?: readonly { readonly scope: string; readonly ko: string; readonly en: string }[];
  readonly patientNeeded?: boolean;
}

export interface DemoPerson {
  readonly id: string;
  readonly login: string;
  readonly name: BothNames;
  readonly role: Role;
}

export async function readMe(signal?: AbortSignal): Promise<Me> {
  return (await request('/access/me', { signal })) as Me;
}

export async function readInteraction(uid: string, signal?: AbortSignal): Promise<Interaction> {
  return (await request(`/access/interaction/${encodeURIComponent(uid)}`, { signal })) as Interaction;
}

export async function readDemoPeople(signal?: AbortSignal): Promise<readonly DemoPerson[]> {
  return ((await request('/access/demo-people', { signal })) as { people: DemoPerson[] }).people;
}

/** Answers the interaction; gives the address to go on to. */
export async function answerInteraction(
  uid: string,
  step: 'login' | 'consent' | 'abort',
  body: object = {},
): Promise<string> {
  const path = `/access/interaction/${encodeURIComponent(uid)}/${step}`;
  return ((await request(path, { method: 'POST', body })) as { location: string }).location;
}

export async function breakGlass(patient: string, reason: string): Promise<BreakGlass> {
  return (await request('/access/break-glass', { method: 'POST', body: { patient, reason } })) as BreakGlass;
}

export async function endBreakGlass(id: string): Promise<void> {
  await request(`/access/break-glass/${encodeURIComponent(id)}`, { method: 'DELETE' });
}

export async function signOut(): Promise<void> {
  await request('/access/sign-out', { method: 'POST', body: {} });
}
