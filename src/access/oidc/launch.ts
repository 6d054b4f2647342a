/**
 * The patient in context: of a person who is a patient always the own one; else chosen at consent, or given by a launch id
 * that a signed-in person made for an app.
 *
 * Source  https://hl7.org/fhir/smart-app-launch/STU2.2/scopes-and-launch-context.html
 * Proof   oidc.int.test.ts
 */
import { randomBytes } from 'node:crypto';
import type { KoaContextWithOIDC } from 'oidc-provider';
import type { Connection } from '../../store/index.ts';
import type { AnonymousAudit } from '../audit/anonymous.ts';
import type { AuditLog } from '../audit/log.ts';
import { digestOf } from './adapter.ts';

/** Lifetime of a launch id, in seconds. */
const LAUNCH_SECONDS = 300;

/** Who a patient in context is asked for. */
interface ContextPerson {
  readonly role: string;
  readonly fhirUser?: string;
}

/** The patient of a person, or of a grant. */
export async function contextPatient(
  connection: Connection,
  person: ContextPerson,
  grantId: string | undefined,
): Promise<string | undefined> {
  if (person.role === 'patient') return person.fhirUser?.slice('Patient/'.length);
  if (grantId === undefined) return undefined;
  const text = 'select patient from access_grant_patient where grant_id = $1';
  const [row] = await connection.query<{ patient: string }>(text, [grantId], 'access_grant_patient');
  return row?.patient;
}

/** Binds a patient to a grant. */
export async function bindPatient(connection: Connection, grantId: string, patient: string): Promise<void> {
  const text =
    'insert into access_grant_patient (grant_id, patient) values ($1, $2) on conflict (grant_id) do update set patient = excluded.patient';
  await connection.query(text, [grantId, patient]);
}

/** A launch id for an app, once and for five minutes. */
export async function makeLaunch(connection: Connection, person: string, patient: string): Promise<string> {
  const launch = randomBytes(24).toString('base64url');
  const text = `insert into access_launch (id, person, patient, expires) values (decode($1, 'hex'), $2, $3, now() + make_interval(secs => $4))`;
  await connection.query(text, [digestOf(launch), person, patient, LAUNCH_SECONDS]);
  return launch;
}

/** Uses a launch id up; its patient, if it was made by that person and is not over. */
export async function useLaunch(connection: Connection, launch: string, person: string): Promise<string | undefined> {
  const text = `delete from access_launch where id = decode($1, 'hex') and person = $2 and expires > now() returning patient`;
  const [row] = await connection.query<{ patient: string }>(text, [digestOf(launch), person]);
  return row?.patient;
}

/** The patient of a launch id that may still be used. */
export async function peekLaunch(connection: Connection, launch: string, person: string): Promise<string | undefined> {
  const text = `select patient from access_launch where id = decode($1, 'hex') and person = $2 and expires > now()`;
  const [row] = await connection.query<{ patient: string }>(text, [digestOf(launch), person]);
  return row?.patient;
}

interface TokenExtra {
  readonly extra?: { readonly patient?: string };
}

/** Audits token answers before they leave, and adds the patient in context to them, as SMART wants. */
export function withTokenAnswer(parts: { readonly audit: AuditLog; readonly strangers: AnonymousAudit }) {
  return async (ctx: KoaContextWithOIDC, next: () => Promise<void>): Promise<void> => {
    await next();
    if (ctx.path !== '/oidc/token' || ctx.method !== 'POST') return;
    const { AccessToken: access, ClientCredentials: backend, Client: client, Account: account } = ctx.oidc.entities;
    const body = ctx.body as Record<string, unknown>;
    const success = ctx.status === 200;
    const patient = (access as TokenExtra | undefined)?.extra?.patient;
    if (success && patient !== undefined) body['patient'] = patient;
    const agent = {
      id: account?.accountId ?? client?.clientId ?? 'anonymous',
      clientId: client?.clientId ?? 'unknown',
      address: ctx.ip,
    };
    await (success ? parts.audit : parts.strangers).append({
      agent: backend === undefined ? agent : { ...agent, role: 'system' },
      kind: 'sign-in',
      interaction: 'token',
      action: 'E',
      outcome: success ? 'success' : 'refused',
      ...(success ? {} : { outcomeText: typeof body['error'] === 'string' ? body['error'] : 'refused' }),
    });
  };
}
