import type { KoaContextWithOIDC } from 'oidc-provider';
import { describe, expect, it } from 'vitest';
import type { Connection } from '../../store/index.ts';
import type { AnonymousAudit } from '../audit/anonymous.ts';
import type { AuditEntry } from '../audit/entry.ts';
import type { AuditLog } from '../audit/log.ts';
import { contextPatient, makeLaunch, withTokenAnswer } from './launch.ts';

/** A database that answers one row, and notes what it is asked. */
function answering(row?: object) {
  const asked: unknown[][] = [];
  const query = (_text: string, values: unknown[]) =>
    Promise.resolve((asked.push(values), row === undefined ? [] : [row]));
  return { asked, connection: { query } as unknown as Connection };
}

describe('the patient in context', () => {
  it('of a patient is always the own one: no grant can name another', async () => {
    const { asked, connection } = answering({ patient: 'somebody-else' });
    const own = await contextPatient(connection, { role: 'patient', fhirUser: 'Patient/me' }, 'grant-1');
    expect([own, asked]).toEqual(['me', []]);
  });

  it('of staff is the one of the grant, and none without a grant', async () => {
    const physician = { role: 'physician', fhirUser: 'Practitioner/d' };
    expect(await contextPatient(answering({ patient: 'p1' }).connection, physician, 'grant-1')).toBe('p1');
    expect(await contextPatient(answering().connection, physician, 'grant-1')).toBeUndefined();
    expect(await contextPatient(answering({ patient: 'p1' }).connection, physician, undefined)).toBeUndefined();
  });

  it('of a patient whom the record does not know is nobody', async () => {
    expect(await contextPatient(answering({ patient: 'p1' }).connection, { role: 'patient' }, 'g')).toBeUndefined();
  });
});

describe('a launch id', () => {
  it('cannot be guessed, and is stored only as a digest', async () => {
    const { asked, connection } = answering();
    const made = await Promise.all([makeLaunch(connection, 'd', 'p1'), makeLaunch(connection, 'd', 'p1')]);
    expect(made[0]).not.toBe(made[1]);
    expect(made[0]).toMatch(/^[\w-]{32}$/);
    expect(JSON.stringify(asked)).not.toContain(made[0]);
    expect(asked[0]?.slice(1)).toEqual(['d', 'p1', 300]);
  });
});

interface Asked {
  readonly path?: string;
  readonly method?: string;
  readonly status?: number;
  readonly body?: Record<string, unknown>;
  readonly entities?: object;
}

async function answered({ path = '/oidc/token', method = 'POST', status = 200, body = {}, entities = {} }: Asked) {
  const signedIn: AuditEntry[] = [];
  const strangers: AuditEntry[] = [];
  const log = (into: AuditEntry[]) => ({ append: (entry: AuditEntry) => Promise.resolve(void into.push(entry)) });
  const parts = { audit: log(signedIn) as unknown as AuditLog, strangers: log(strangers) as unknown as AnonymousAudit };
  const ctx = { path, method, status, body: undefined as unknown, ip: '10.0.0.1', oidc: { entities } };
  const next = () => Promise.resolve(void (ctx.body = body));
  await withTokenAnswer(parts)(ctx as unknown as KoaContextWithOIDC, next);
  return { body: ctx.body, signedIn, strangers };
}

describe('a token that is given', () => {
  const entities = {
    Client: { clientId: 'growth-chart' },
    Account: { accountId: 'demo-physician' },
    AccessToken: { extra: { patient: 'p1' } },
  };

  it('tells the app whom it is about, and is noted with who, by which app, from where', async () => {
    const { body, signedIn, strangers } = await answered({ body: { access_token: 'secret' }, entities });
    expect(body).toEqual({ access_token: 'secret', patient: 'p1' });
    expect(signedIn).toEqual([
      expect.objectContaining({
        agent: { id: 'demo-physician', clientId: 'growth-chart', address: '10.0.0.1' },
        kind: 'sign-in',
        outcome: 'success',
      }),
    ]);
    expect(strangers).toEqual([]);
    expect(JSON.stringify(signedIn)).not.toContain('secret');
  });

  it('without a patient names none', async () => {
    const { body } = await answered({ body: { access_token: 'x' }, entities: { ...entities, AccessToken: {} } });
    expect(body).toEqual({ access_token: 'x' });
  });

  it('to a backend service is the system’s, under the name of the service', async () => {
    const { signedIn } = await answered({ entities: { ClientCredentials: {}, Client: { clientId: 'reporter' } } });
    expect(signedIn[0]?.agent).toMatchObject({ id: 'reporter', clientId: 'reporter', role: 'system' });
  });
});

describe('a token that is refused', () => {
  it('is noted among strangers, with why and without a patient', async () => {
    const body = { error: 'invalid_grant' };
    const {
      body: told,
      signedIn,
      strangers,
    } = await answered({
      status: 400,
      body,
      entities: { AccessToken: { extra: { patient: 'p1' } } },
    });
    expect(told).toEqual({ error: 'invalid_grant' });
    expect(signedIn).toEqual([]);
    expect(strangers).toEqual([
      expect.objectContaining({
        agent: { id: 'anonymous', clientId: 'unknown', address: '10.0.0.1' },
        outcome: 'refused',
        outcomeText: 'invalid_grant',
      }),
    ]);
  });

  it.each([
    ['/oidc/jwks', 'GET'],
    ['/oidc/token', 'OPTIONS'],
    ['/oidc/auth', 'POST'],
  ])('is not what %s %s is', async (path, method) => {
    const { signedIn, strangers } = await answered({ path, method });
    expect([...signedIn, ...strangers]).toEqual([]);
  });
});
