/**
 * From an `Authorization` header to a caller and its reach.
 *
 * A token is looked up by its digest, with its session, its person and running break-glass in one query. What was found is
 * kept for five seconds at most and forgotten at once when this process revokes anything; a revocation by another process
 * (`maru person disable`) counts five seconds later at the latest.
 *
 * Source  RFC 6750
 * Proof   tokens.int.test.ts (missing, malformed, foreign, expired, revoked; session and person ended)
 */
import { OutcomeError, type Clock } from '../kernel/index.ts';
import type { Store } from '../store/index.ts';
import type { Caller, Reach } from './caller.ts';
import { identityOf } from './external/claims.ts';
import type { ExternalProvider } from './external/provider.ts';
import { digestOf } from './oidc/adapter.ts';
import { CLI_CLIENT } from './oidc/clients.ts';
import { PERSON_COLUMNS, personOf, type Person, type PersonRow } from './people.ts';
import type { Policies } from './policies.ts';
import { reachOf } from './reach.ts';
import { splitScopes } from './scopes.ts';

/** Who asks, and what that reaches. */
export interface Authentication {
  readonly caller: Caller;
  readonly reach: Reach;
}

interface Glass {
  readonly patient: string;
  readonly reason: string;
  /** ms */
  readonly until: number;
}

interface TokenPayload {
  readonly accountId?: string;
  readonly clientId: string;
  readonly scope?: string;
  readonly aud?: string;
  readonly grantId?: string;
  readonly expiresWithSession?: boolean;
  readonly extra?: { readonly patient?: string };
}

interface SessionPayload {
  readonly accountId?: string;
  readonly authorizations?: Readonly<Record<string, { readonly grantId?: string }>>;
}

interface TokenRow extends PersonRow {
  readonly model: string;
  readonly payload: TokenPayload;
  /** s */
  readonly expires: number;
  readonly session: SessionPayload | null;
  readonly granted: boolean;
  readonly person_id: string | null;
  readonly glass: readonly Glass[] | null;
}

interface Known {
  readonly caller: Caller;
  readonly glass: readonly Glass[];
  /** ms */
  readonly expires: number;
  readonly checked: number;
  reach?: { readonly key: string; readonly reach: Reach };
}

/** How long a found token is believed, in ms. */
export const BELIEVED = 5000;
const MOST_KNOWN = 10_000;
/** Audience of tokens that the local administrator makes (issue.ts): whoever serves this database. */
export const LOCAL_AUDIENCE = 'local';

const GLASS_OF = `select jsonb_agg(jsonb_build_object('patient', b.patient, 'reason', b.reason, 'until', extract(epoch from b.until) * 1000) order by b.since desc)
  from access_break_glass b where b.person = $person and b.until > now()`;

const LOOK_UP = `select a.model, a.payload, extract(epoch from a.expires)::float8 as expires, s.payload as session,
    p.id as person_id, ${PERSON_COLUMNS}, g.id is not null as granted,
    (${GLASS_OF.replace('$person', 'p.id')}) as glass
  from access_artifact a
  left join access_person p on p.id = a.payload->>'accountId'
  left join access_artifact s on s.model = 'Session' and s.uid = a.payload->>'sessionUid' and s.expires > now()
  left join access_artifact g on g.model = 'Grant' and g.id = sha256(convert_to(a.payload->>'grantId', 'UTF8'))
  where a.model in ('AccessToken', 'ClientCredentials') and a.id = decode($1, 'hex')`;

export interface TokenVerifierOptions {
  readonly store: Store;
  readonly policies: Policies;
  readonly clock: Clock;
  readonly demo: boolean;
  readonly fhirBase: string;
  readonly external?: ExternalProvider | undefined;
}

/** Verifies access tokens. */
export class TokenVerifier {
  readonly #options: TokenVerifierOptions;
  readonly #known = new Map<string, Known>();
  #generation = 0;

  constructor(options: TokenVerifierOptions) {
    this.#options = options;
  }

  /** Forgets what was found: something may have been revoked. */
  forget(): void {
    this.#generation += 1;
    this.#known.clear();
  }

  /** Who sends this header; throws a `login` failure where nobody valid does. */
  async authenticate(authorization: string | undefined, address: string): Promise<Authentication> {
    const digest = digestOf(bearerOf(authorization));
    const now = this.#options.clock.now();
    const known = this.#fresh(digest, now) ?? (await this.#find(digest, bearerOf(authorization), now));
    if (known.expires <= now) throw expired();
    const glass = known.glass.filter((one) => one.until > now);
    return { caller: callerAt(known.caller, glass, address), reach: this.#reach(known, glass) };
  }

  #fresh(digest: string, now: number): Known | undefined {
    const known = this.#known.get(digest);
    return known !== undefined && now - known.checked < BELIEVED && now >= known.checked ? known : undefined;
  }

  async #find(digest: string, bearer: string, now: number): Promise<Known> {
    const generation = this.#generation;
    const { external } = this.#options;
    const known =
      external !== undefined && isSigned(bearer)
        ? await this.#findExternal(external, bearer, now)
        : await this.#findOwn(digest, bearer, now);
    if (generation === this.#generation) this.#keep(digest, known);
    return known;
  }

  async #findOwn(digest: string, bearer: string, now: number): Promise<Known> {
    const [row] = await this.#options.store.query<TokenRow>(LOOK_UP, [digest], 'access_token_look_up');
    if (row === undefined) throw unknown(bearer);
    return { caller: this.#callerOf(row), glass: row.glass ?? [], expires: row.expires * 1000, checked: now };
  }

  /** Somebody whom the hospital's own provider vouches for. */
  async #findExternal(external: ExternalProvider, bearer: string, now: number): Promise<Known> {
    const claims = await external.access(bearer);
    const { issuer, roleClaim } = external.options;
    const { login: _login, patient: context, ...identity } = identityOf(claims, issuer, roleClaim);
    const text = `select (select disabled from access_person where id = $1) as disabled, (${GLASS_OF.replace('$person', '$1')}) as glass`;
    const [row] = await this.#options.store.query<{ disabled: boolean | null; glass: readonly Glass[] | null }>(text, [
      identity.id,
    ]);
    if (row?.disabled === true) throw ended('The person may not sign in any more.');
    const patient = patientOf(identity.role, identity.fhirUser, context);
    const caller = { ...identity, address: '', ...(patient === undefined ? {} : { patient }) };
    return { caller, glass: row?.glass ?? [], expires: (claims.exp ?? 0) * 1000, checked: now };
  }

  #keep(digest: string, known: Known): void {
    if (this.#known.size >= MOST_KNOWN) this.#known.clear();
    this.#known.set(digest, known);
  }

  #callerOf(row: TokenRow): Caller {
    const { payload } = row;
    if (!this.#isFor(payload)) throw foreign(`It was made for ${payload.aud ?? 'something else'}.`);
    const scopes = splitScopes(payload.scope);
    const base = { clientId: payload.clientId, scopes, address: '' };
    if (payload.accountId === undefined)
      return { ...base, id: payload.clientId, name: payload.clientId, role: 'system' };
    const person = row.person_id === null ? undefined : personOf(row);
    if (person === undefined || person.disabled || (person.demo && !this.#options.demo))
      throw ended('The person may not sign in any more.');
    if (payload.grantId !== undefined && !row.granted) throw ended('What it was granted for has been revoked.');
    if (payload.expiresWithSession === true && !isOfSession(payload, row.session))
      throw ended('The session it belongs to has ended.');
    return { ...base, ...personCaller(person, payload.extra?.patient) };
  }

  #isFor({ aud, clientId }: TokenPayload): boolean {
    return aud === this.#options.fhirBase || (aud === LOCAL_AUDIENCE && clientId === CLI_CLIENT);
  }

  #reach(known: Known, glass: readonly Glass[]): Reach {
    const patients = glass.map((one) => one.patient);
    const key = patients.join(' ');
    if (known.reach?.key !== key) known.reach = { key, reach: reachOf(known.caller, this.#options.policies, patients) };
    return known.reach.reach;
  }
}

function personCaller(
  person: Person,
  context: string | undefined,
): Pick<Caller, 'id' | 'name' | 'role' | 'fhirUser' | 'patient'> {
  const { id, name, role, fhirUser } = person;
  const patient = patientOf(role, fhirUser, context);
  return {
    id,
    name: name.ko,
    role,
    ...(fhirUser === undefined ? {} : { fhirUser }),
    ...(patient === undefined ? {} : { patient }),
  };
}

/** A patient's own record; for others the patient in context. */
function patientOf(
  role: Caller['role'],
  fhirUser: string | undefined,
  context: string | undefined,
): string | undefined {
  if (role !== 'patient') return context;
  return fhirUser?.startsWith('Patient/') === true ? fhirUser.slice('Patient/'.length) : undefined;
}

function callerAt(caller: Caller, glass: readonly Glass[], address: string): Caller {
  const broken = glass.map(({ patient, reason }) => ({ patient, reason }));
  const [newest] = broken;
  return newest === undefined
    ? { ...caller, address }
    : { ...caller, address, breakGlass: newest, brokenGlass: broken };
}

function isOfSession(payload: TokenPayload, session: SessionPayload | null): boolean {
  if (session === null || session.accountId !== payload.accountId) return false;
  return session.authorizations?.[payload.clientId]?.grantId === payload.grantId;
}

const BEARER = /^Bearer +([A-Za-z0-9\-._~+/]+=*)$/i;

/** The token of an `Authorization: Bearer` header. */
export function bearerOf(authorization: string | undefined): string {
  if (authorization === undefined || authorization === '') {
    throw new OutcomeError(
      'login',
      'access.token-missing',
      'Sign in, and send the access token as `Authorization: Bearer …`.',
    );
  }
  const token = BEARER.exec(authorization)?.[1];
  if (token !== undefined) return token;
  throw new OutcomeError('login', 'access.token-malformed', 'The Authorization header is not `Bearer` and one token.');
}

function isSigned(bearer: string): boolean {
  return bearer.split('.').length === 3;
}

function unknown(bearer: string): OutcomeError {
  return isSigned(bearer)
    ? foreign('It is a signed token; this house gives out opaque ones.')
    : ended('It is not known here, was revoked, or has expired.');
}

function foreign(detail: string): OutcomeError {
  return new OutcomeError(
    'login',
    'access.token-foreign',
    `This access token was not made for this server. ${detail} Sign in here.`,
  );
}

function ended(detail: string): OutcomeError {
  return new OutcomeError('login', 'access.token-ended', `This access token is not valid. ${detail} Sign in again.`);
}

function expired(): OutcomeError {
  return new OutcomeError(
    'login',
    'access.token-expired',
    'This access token has expired; refresh it or sign in again.',
  );
}

/** The `WWW-Authenticate` header that goes with a `login` or scope failure. */
export function challengeOf(error: OutcomeError): string {
  const realm = 'Bearer realm="Maru"';
  if (error.code === 'access.token-missing') return realm;
  const kind = error.code === 'access.token-malformed' ? 'invalid_request' : 'invalid_token';
  return `${realm}, error="${kind}", error_description="${error.message.replace(/["\\]/g, "'").replace(/[^\x20-\x7e]/g, '')}"`;
}
