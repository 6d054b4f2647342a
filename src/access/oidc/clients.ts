/**
 * OAuth clients: `maru-web` (ours, fixed) and those that the hospital registers (`maru client add`).
 *
 * Proof   oidc.int.test.ts, commands.int.test.ts
 */
import type { AdapterPayload } from 'oidc-provider';
import { z } from 'zod';
import { isLoopback, OutcomeError } from '../../kernel/index.ts';
import type { Store } from '../../store/index.ts';
import { isPlainScope, parseFhirScope } from '../scopes.ts';

/** The client of the web app. */
export const WEB_CLIENT = 'maru-web';
/** The client that tokens of `maru token` name. */
export const CLI_CLIENT = 'maru-cli';

/** Scopes that the web app may ask for. */
export const WEB_SCOPES = [
  'openid',
  'profile',
  'fhirUser',
  'offline_access',
  'launch/patient',
  'user/*.cruds',
  'patient/*.cruds',
];

const ID = /^[A-Za-z0-9][A-Za-z0-9._-]{1,63}$/;

/** Where a code may be sent: over TLS, to a program on the same machine, or to an app by its own (reverse domain) scheme. */
function isRedirect(text: string): boolean {
  const url = URL.parse(text);
  if (url === null) return false;
  const { protocol, hostname, hash, username } = url;
  if (hash !== '' || username !== '') return false;
  if (protocol === 'https:') return true;
  return protocol === 'http:'
    ? isLoopback(hostname.replace(/^\[(.*)\]$/, '$1'))
    : /^[a-z][a-z0-9+-]*(?:\.[a-z0-9+-]+)+:$/.test(protocol);
}

const newClientShape = z.strictObject({
  id: z.string().regex(ID),
  name: z.string().min(1).max(200),
  scopes: z.array(z.string()).min(1),
  redirectUris: z.array(z.url().refine(isRedirect, 'https, http on this machine, or an app’s own scheme')).default([]),
  jwks: z.object({ keys: z.array(z.looseObject({ kty: z.string() })).min(1) }).optional(),
  jwksUri: z.url({ protocol: /^https$/ }).optional(),
});

/** An app (with redirect addresses) or a backend service (with keys). */
export type NewClient = z.input<typeof newClientShape>;

/** A registered client. */
export interface Client {
  readonly id: string;
  readonly name: string;
  readonly kind: 'app' | 'backend';
  readonly scopes: readonly string[];
  readonly disabled: boolean;
}

interface ClientRow {
  readonly id: string;
  readonly name: string;
  readonly metadata: AdapterPayload;
  readonly scopes: string[];
  readonly disabled: boolean;
}

/** The clients of the house. */
export class Clients {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** As oidc-provider wants it. */
  async find(id: string): Promise<AdapterPayload | undefined> {
    const [row] = await this.#store.query<ClientRow>(
      'select * from access_client where id = $1 and not disabled',
      [id],
      'access_client_find',
    );
    if (row === undefined) return undefined;
    return { ...row.metadata, client_id: row.id, client_name: row.name, maru_scopes: row.scopes };
  }

  async list(): Promise<readonly Client[]> {
    const rows = await this.#store.query<ClientRow>('select * from access_client order by id');
    return rows.map((row) => ({
      id: row.id,
      name: row.name,
      kind: kindOf(row.metadata),
      scopes: row.scopes,
      disabled: row.disabled,
    }));
  }

  async add(client: NewClient): Promise<void> {
    const { id, name, scopes, metadata } = checked(client);
    const text =
      'insert into access_client (id, name, metadata, scopes) values ($1, $2, $3, $4) on conflict (id) do nothing returning 1';
    const rows = await this.#store.query(text, [id, name, JSON.stringify(metadata), scopes]);
    if (rows.length === 0)
      throw new OutcomeError(
        'duplicate',
        'access.client-exists',
        `A client '${id}' is registered already; remove it first.`,
      );
  }

  /** Locks a client out (its tokens end) or lets it in again. False where there is none. */
  async setDisabled(id: string, disabled: boolean): Promise<boolean> {
    return this.#store.transaction(async (transaction) => {
      if (disabled) await transaction.query(`delete from access_artifact where payload->>'clientId' = $1`, [id]);
      const text = 'update access_client set disabled = $2 where id = $1 returning 1';
      return (await transaction.query(text, [id, disabled])).length > 0;
    });
  }

  /** Removes a client; tokens it holds end with it. False where there was none. */
  async remove(id: string): Promise<boolean> {
    return this.#store.transaction(async (transaction) => {
      await transaction.query(`delete from access_artifact where payload->>'clientId' = $1`, [id]);
      return (await transaction.query('delete from access_client where id = $1 returning 1', [id])).length > 0;
    });
  }
}

function kindOf(metadata: AdapterPayload): Client['kind'] {
  return metadata.grant_types?.includes('client_credentials') === true ? 'backend' : 'app';
}

function checked(client: NewClient): { id: string; name: string; scopes: string[]; metadata: AdapterPayload } {
  const parsed = newClientShape.safeParse(client);
  if (!parsed.success) throw invalid(z.prettifyError(parsed.error), parsed.error);
  const { id, name, scopes, redirectUris, jwks, jwksUri } = parsed.data;
  if (id === WEB_CLIENT || id === CLI_CLIENT) throw invalid(`'${id}' belongs to Maru itself`);
  const unknown = scopes.filter((scope) => !isPlainScope(scope) && parseFhirScope(scope) === undefined);
  if (unknown.length > 0) throw invalid(`no scopes are: ${unknown.join(' ')}`);
  const keys = { ...(jwks === undefined ? {} : { jwks }), ...(jwksUri === undefined ? {} : { jwks_uri: jwksUri }) };
  const metadata = redirectUris.length > 0 ? appMetadata(redirectUris, keys) : backendMetadata(scopes, keys);
  return { id, name, scopes, metadata };
}

function appMetadata(redirectUris: string[], keys: object): AdapterPayload {
  const method = Object.keys(keys).length === 0 ? 'none' : 'private_key_jwt';
  return {
    application_type: redirectUris.every((uri) => uri.startsWith('https:')) ? 'web' : 'native',
    redirect_uris: redirectUris,
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    token_endpoint_auth_method: method,
    ...keys,
  };
}

function backendMetadata(scopes: readonly string[], keys: object): AdapterPayload {
  if (Object.keys(keys).length !== 1)
    throw invalid('a backend service needs its public keys (jwks or jwksUri), an app its redirect address');
  const foreign = scopes.filter((scope) => !scope.startsWith('system/'));
  if (foreign.length > 0) throw invalid(`a backend service has system/ scopes only, not ${foreign.join(' ')}`);
  return {
    redirect_uris: [],
    response_types: [],
    grant_types: ['client_credentials'],
    token_endpoint_auth_method: 'private_key_jwt',
    ...keys,
  };
}

function invalid(detail: string, cause?: unknown): OutcomeError {
  return new OutcomeError('invalid', 'access.client-invalid', `This client cannot be registered: ${detail}`, { cause });
}
