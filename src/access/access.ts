/**
 * The room put together: what the server and the command line open once and hand to the other rooms.
 *
 * Proof   oidc.int.test.ts, commands.int.test.ts
 */
import { join } from 'node:path';
import { SILENT, systemClock, type Clock, type Log } from '../kernel/index.ts';
import type { Store } from '../store/index.ts';
import { sweepAttempts } from './attempts.ts';
import { anchorFile } from './audit/anchors.ts';
import { AnonymousAudit } from './audit/anonymous.ts';
import { openAuditLog, type AuditLog } from './audit/log.ts';
import { BreakGlasses } from './break-glass.ts';
import { ExternalProvider, type ExternalOptions } from './external/provider.ts';
import { ExternalSignIns } from './external/sign-in.ts';
import type { Authentication } from './tokens.ts';
import { TokenVerifier } from './tokens.ts';
import { digestOf, endGrant, endSession, sweepArtifacts } from './oidc/adapter.ts';
import { Clients } from './oidc/clients.ts';
import { accessHttp, type AccessHttp } from './oidc/http.ts';
import { Interactions } from './oidc/interaction.ts';
import { loadKeys } from './oidc/keys.ts';
import { makeProvider } from './oidc/provider.ts';
import { ensureDemoPeople, People } from './people.ts';
import { loadPolicies, type Policies } from './policies.ts';

/** What the room is opened with. */
export interface AccessOptions {
  readonly store: Store;
  /** The data folder: keys and anchors are kept in its `access` folder. */
  readonly dataDir: string;
  /** Scheme, host and port of the house as browsers see it. */
  readonly issuer: string;
  readonly demo: boolean;
  /** The hospital's own role policies. */
  readonly policiesFile?: string;
  readonly clock?: Clock;
  readonly log?: Log;
  /** The hospital's own OpenID Connect provider. */
  readonly external?: Omit<ExternalOptions, 'audience'> & { readonly audience?: string };
}

/** The open room. */
export interface Access {
  readonly issuer: string;
  readonly fhirBase: string;
  readonly demo: boolean;
  readonly store: Store;
  readonly clock: Clock;
  readonly policies: Policies;
  readonly people: People;
  readonly clients: Clients;
  readonly audit: AuditLog;
  readonly breakGlass: BreakGlasses;
  readonly interactions: Interactions;
  /** Signing in at the hospital's own provider, where it knows us as its client. */
  readonly external: ExternalSignIns | undefined;
  /** The OAuth server, to be mounted by the HTTP server. */
  readonly http: AccessHttp;
  /** Who sends this `Authorization` header from this address; throws a `login` failure (401). */
  authenticate(authorization: string | undefined, address: string): Promise<Authentication>;
  /** Ends the session and the grant of an access token. */
  signOut(bearer: string): Promise<void>;
  /** Forgets what is known of tokens: call after changing people or break-glass. */
  forget(): void;
  close(): Promise<void>;
}

const SWEEP_EVERY = 3_600_000;

/** Opens the room. The store's migrations must have run. */
export async function openAccess(options: AccessOptions): Promise<Access> {
  const { store, demo, clock = systemClock, log = SILENT } = options;
  const issuer = options.issuer.replace(/\/$/, '');
  const fhirBase = `${issuer}/fhir/R4`;
  const folder = join(options.dataDir, 'access');
  const policies = loadPolicies(options.policiesFile);
  const keys = await loadKeys(join(folder, 'keys.json'));
  if (demo) await ensureDemoPeople(store);
  const audit = openAuditLog({ store, clock, log, anchors: anchorFile(join(folder, 'audit-anchors.ndjson')) });
  const strangers = new AnonymousAudit(audit, clock);
  const people = new People(store, demo);
  const clients = new Clients(store);
  const outside =
    options.external === undefined ? undefined : new ExternalProvider({ audience: fhirBase, ...options.external });
  const external = outside?.options.clientId === undefined ? undefined : new ExternalSignIns(outside, store, issuer);
  const verifier = new TokenVerifier({ store, policies, clock, demo, fhirBase, external: outside });
  const forget = (): void => verifier.forget();
  const provider = makeProvider({
    store,
    people,
    clients,
    policies,
    audit,
    strangers,
    keys,
    issuer,
    fhirBase,
    onRevoked: forget,
  });
  const sweep = setInterval(() => void sweepAll(store, clock), SWEEP_EVERY);
  sweep.unref();
  return {
    issuer,
    fhirBase,
    demo,
    store,
    clock,
    policies,
    people,
    clients,
    audit,
    forget,
    external,
    breakGlass: new BreakGlasses(store, audit, policies, clock),
    interactions: new Interactions({ provider, store, people, audit, strangers, clock, demo, fhirBase, external }),
    http: accessHttp(provider),
    authenticate: (authorization, address) => verifier.authenticate(authorization, address),
    signOut: (bearer) => signOut(store, bearer).finally(forget),
    async close() {
      clearInterval(sweep);
      await audit.close();
    },
  };
}

/** What is over is deleted now and then; a failure waits for the next time. */
async function sweepAll(store: Store, clock: Clock): Promise<void> {
  await Promise.allSettled([sweepArtifacts(store), sweepAttempts(store, clock)]);
}

async function signOut(store: Store, bearer: string): Promise<void> {
  const text = `select payload from access_artifact where model = 'AccessToken' and id = decode($1, 'hex')`;
  const [row] = await store.query<{ payload: { sessionUid?: string; grantId?: string } }>(text, [digestOf(bearer)]);
  if (row?.payload.sessionUid !== undefined) await endSession(store, row.payload.sessionUid);
  if (row?.payload.grantId !== undefined) await endGrant(store, row.payload.grantId);
  await store.query(`delete from access_artifact where model = 'AccessToken' and id = decode($1, 'hex')`, [
    digestOf(bearer),
  ]);
}
