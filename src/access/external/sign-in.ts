/**
 * Signing in at the hospital's own provider, from our sign-in page and back (authorization code, PKCE, nonce, one-time state).
 *
 * Somebody who comes back is bound to the browser that went: what follows the return (`/oidc/auth/:uid`) needs the signed
 * cookie that the sign-in began with.
 *
 * Source  https://openid.net/specs/openid-connect-core-1_0.html#CodeFlowAuth, RFC 7636
 * Proof   external.int.test.ts
 */
import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { OutcomeError } from '../../kernel/index.ts';
import type { Store } from '../../store/index.ts';
import { digestOf } from '../oidc/adapter.ts';
import { personOf, PERSON_COLUMNS, type Person, type PersonRow } from '../people.ts';
import { identityOf, personRole, type ExternalIdentity } from './claims.ts';
import { unavailable, type ExternalProvider } from './provider.ts';

interface Begun {
  readonly uid: string;
  readonly nonce: string;
  readonly verifier: string;
}

const MINUTES = 10;
const TIMEOUT = 10_000;

/** Where a provider sends people back to. */
export const RETURN_PATH = '/access/external';

/** Sign-ins at the provider. */
export class ExternalSignIns {
  readonly #provider: ExternalProvider;
  readonly #store: Store;
  readonly #redirect: string;

  constructor(provider: ExternalProvider, store: Store, issuer: string) {
    this.#provider = provider;
    this.#store = store;
    this.#redirect = `${issuer}${RETURN_PATH}`;
  }

  /** The provider's name, as people may know it. */
  get host(): string {
    return new URL(this.#provider.options.issuer).host;
  }

  /** The address at the provider to go to. */
  async begin(uid: string): Promise<string> {
    const { authorization_endpoint: endpoint } = await this.#provider.metadata();
    const [state, nonce, verifier] = [token(), token(), token()];
    const text = `insert into access_artifact (model, id, payload, expires)
      values ('ExternalSignIn', decode($1, 'hex'), $2, now() + make_interval(mins => ${MINUTES}))`;
    await this.#store.query(text, [digestOf(state), JSON.stringify({ uid, nonce, verifier } satisfies Begun)]);
    const address = new URL(endpoint);
    const asked = {
      client_id: this.#provider.options.clientId ?? '',
      response_type: 'code',
      redirect_uri: this.#redirect,
      scope: 'openid profile',
      state,
      nonce,
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
    };
    for (const [name, value] of Object.entries(asked)) address.searchParams.set(name, value);
    return address.href;
  }

  /** Who came back, and to which sign-in. */
  async finish(query: string): Promise<{ readonly uid: string; readonly person: Person }> {
    const answer = new URLSearchParams(query);
    const begun = await this.#take(answer.get('state') ?? '');
    const code = answer.get('code');
    if (code === null) throw refused();
    const claims = await this.#provider.identity(await this.#redeem(code, begun.verifier), begun.nonce);
    const { issuer, roleClaim } = this.#provider.options;
    return { uid: begun.uid, person: await keepPerson(this.#store, identityOf(claims, issuer, roleClaim), issuer) };
  }

  async #take(state: string): Promise<Begun> {
    const text = `delete from access_artifact where model = 'ExternalSignIn' and id = decode($1, 'hex') and expires > now() returning payload`;
    const [row] = await this.#store.query<{ payload: Begun }>(text, [digestOf(state)]);
    if (row !== undefined) return row.payload;
    throw new OutcomeError('not-found', 'access.interaction-ended', 'This sign-in is over. Start again.');
  }

  async #redeem(code: string, verifier: string): Promise<string> {
    const { token_endpoint: endpoint } = await this.#provider.metadata();
    const { clientId = '', clientSecret } = this.#provider.options;
    const form = new URLSearchParams({
      grant_type: 'authorization_code',
      code,
      redirect_uri: this.#redirect,
      client_id: clientId,
      code_verifier: verifier,
      ...(clientSecret === undefined ? {} : { client_secret: clientSecret }),
    });
    const parsed = z.object({ id_token: z.string() }).safeParse(await post(endpoint, form));
    if (parsed.success) return parsed.data.id_token;
    throw refused();
  }
}

function token(): string {
  return randomBytes(32).toString('base64url');
}

async function post(endpoint: string, body: URLSearchParams): Promise<unknown> {
  try {
    const response = await fetch(endpoint, {
      method: 'POST',
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT),
    });
    return await response.json();
  } catch (cause) {
    throw unavailable(cause);
  }
}

function refused(): OutcomeError {
  const text = 'The hospital’s sign-in server did not sign you in. Start again.';
  return new OutcomeError('login', 'access.external-refused', text);
}

/** Keeps who came: name and role follow the provider at each sign-in; somebody locked out here stays so. */
async function keepPerson(store: Store, identity: ExternalIdentity, issuer: string): Promise<Person> {
  const { id, login, name, role, fhirUser } = identity;
  const text = `insert into access_person as p (id, login, name_ko, name_en, role, fhir_user, issuer)
    values ($1, $2, $3, $3, $4, $5, $6)
    on conflict (id) do update set name_ko = excluded.name_ko, name_en = excluded.name_en, role = excluded.role, fhir_user = excluded.fhir_user
    returning ${PERSON_COLUMNS}`;
  const given = personRole(role);
  if (given === 'patient' && fhirUser?.startsWith('Patient/') !== true) throw noRecord();
  const values = [id, login, name, given, fhirUser ?? null, issuer];
  const rows = await store.query<PersonRow>(text, values).catch(() => store.query<PersonRow>(text, values.with(1, id)));
  const person = rows[0] === undefined ? undefined : personOf(rows[0]);
  if (person !== undefined && !person.disabled) return person;
  throw new OutcomeError(
    'forbidden',
    'access.person-locked',
    'You may not sign in here any more. Ask an administrator.',
  );
}

function noRecord(): OutcomeError {
  const text = 'Your account does not say whose record it is (claim fhirUser: Patient/ID). Ask its administrator.';
  return new OutcomeError('forbidden', 'access.fhir-user-missing', text);
}
