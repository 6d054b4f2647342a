import { describe, expect, it } from 'vitest';
import type { Store } from '../../store/index.ts';
import { CLI_CLIENT, Clients, WEB_CLIENT, WEB_SCOPES, type NewClient } from './clients.ts';
import { isPlainScope, parseFhirScope } from '../scopes.ts';

interface Kept {
  readonly id: string;
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** A store that keeps what is inserted, and knows these ids already. */
function keeping(...taken: readonly string[]) {
  const kept: Kept[] = [];
  const query = (_text: string, [id = '', , metadata = '{}']: readonly string[]): Promise<unknown[]> => {
    if (taken.includes(id)) return Promise.resolve([]);
    kept.push({ id, metadata: JSON.parse(metadata) as Kept['metadata'] });
    return Promise.resolve([{}]);
  };
  return { clients: new Clients({ query } as unknown as Store), kept };
}

const app = (more: Partial<NewClient> = {}): NewClient => ({
  id: 'growth-chart',
  name: 'Growth chart',
  scopes: ['openid', 'launch', 'patient/Observation.rs'],
  redirectUris: ['https://growth.example/callback'],
  ...more,
});
const JWKS = { keys: [{ kty: 'EC', crv: 'P-256', x: 'x', y: 'y' }] };
const backend = (more: Partial<NewClient> = {}): NewClient => ({
  id: 'reporter',
  name: '감염병 보고',
  scopes: ['system/Observation.rs'],
  jwks: JWKS,
  ...more,
});

async function refusal(client: NewClient): Promise<string> {
  const { clients, kept } = keeping();
  try {
    await clients.add(client);
    return 'registered';
  } catch (error) {
    expect(kept).toEqual([]);
    return `${(error as { code: string }).code}: ${(error as Error).message}`;
  }
}

async function metadataOf(client: NewClient): Promise<Kept['metadata']> {
  const { clients, kept } = keeping();
  await clients.add(client);
  return kept[0]?.metadata ?? {};
}

describe('where an app is sent back to', () => {
  it.each([
    'https://growth.example/callback',
    'http://127.0.0.1:4000/cb',
    'http://localhost/cb',
    'http://[::1]:8080/cb',
    'health.maru.app://callback',
  ])('%s may be used', async (uri) => {
    expect(await refusal(app({ redirectUris: [uri] }))).toBe('registered');
  });

  it.each([
    ['plain http of another machine', 'http://growth.example/callback'],
    ['a name that only begins like this machine', 'http://localhost.evil.example/cb'],
    ['an address that only begins like this machine', 'http://127.0.0.1.evil.example/cb'],
    ['a fragment, which browsers keep', 'https://growth.example/cb#x'],
    ['a user name, which hides the host', 'https://maru.example@evil.example/cb'],
    ['script', 'javascript:alert(1)'],
    ['data', 'data:text/html,x'],
    ['a file', 'file:///etc/passwd'],
    ['a scheme without a domain', 'growth://callback'],
    ['no address', 'callback'],
  ])('%s is refused', async (_what, uri) => {
    expect(await refusal(app({ redirectUris: [uri] }))).toContain('access.client-invalid');
  });

  it('is refused where one of several is not safe', async () => {
    const redirectUris = ['https://growth.example/cb', 'http://growth.example/cb'];
    expect(await refusal(app({ redirectUris }))).toContain('access.client-invalid');
  });
});

describe('what a client may be called and ask for', () => {
  it.each(['a', '-start', 'with space', 'x'.repeat(65), '앱', 'a/b', ''])('the id %j is refused', async (id) => {
    expect(await refusal(app({ id }))).toContain('access.client-invalid');
  });

  it.each([WEB_CLIENT, CLI_CLIENT])('%s is Maru’s own and cannot be taken', async (id) => {
    expect(await refusal(app({ id }))).toContain(`'${id}' belongs to Maru itself`);
  });

  it('names every scope that is none', async () => {
    const scopes = ['openid', 'patient/Observation.sr', 'all'];
    expect(await refusal(app({ scopes }))).toMatch(/no scopes are: patient\/Observation\.sr all$/);
    expect(await refusal(app({ scopes: [] }))).toContain('access.client-invalid');
  });

  it('refuses what it does not know, so that a slip of the pen is not lost', async () => {
    expect(await refusal({ ...app(), redirectURIs: [] } as NewClient)).toContain('access.client-invalid');
  });

  it('says what to do where the id is taken', async () => {
    const { clients } = keeping('growth-chart');
    await expect(clients.add(app())).rejects.toMatchObject({ code: 'access.client-exists', status: 409 });
  });
});

describe('kinds of clients', () => {
  it('an app without keys is public, and gets codes alone', async () => {
    expect(await metadataOf(app())).toMatchObject({
      token_endpoint_auth_method: 'none',
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      application_type: 'web',
    });
  });

  it('an app with keys must prove that it is itself', async () => {
    const metadata = await metadataOf(app({ jwks: JWKS }));
    expect(metadata).toMatchObject({ token_endpoint_auth_method: 'private_key_jwt', jwks: JWKS });
  });

  it('an app with any address on the own machine is native', async () => {
    const redirectUris = ['https://growth.example/cb', 'http://127.0.0.1/cb'];
    expect(await metadataOf(app({ redirectUris }))).toMatchObject({ application_type: 'native' });
  });

  it('a backend service proves itself by keys and is never sent a code', async () => {
    expect(await metadataOf(backend())).toMatchObject({
      redirect_uris: [],
      response_types: [],
      grant_types: ['client_credentials'],
      token_endpoint_auth_method: 'private_key_jwt',
    });
    const { jwks: _jwks, ...bare } = backend();
    expect(await metadataOf({ ...bare, jwksUri: 'https://r.example/jwks' })).toMatchObject({
      jwks_uri: 'https://r.example/jwks',
    });
  });

  it.each([
    ['no keys', { jwks: undefined }],
    ['keys twice', { jwksUri: 'https://r.example/jwks' }],
    ['keys over plain http', { jwks: undefined, jwksUri: 'http://r.example/jwks' }],
    ['an empty key set', { jwks: { keys: [] } }],
    ['scopes of a person', { scopes: ['system/Observation.rs', 'user/Patient.rs'] }],
    ['scopes of a sign-in', { scopes: ['openid'] }],
  ])('a backend service with %s is refused', async (_what, more) => {
    expect(await refusal(backend(more as Partial<NewClient>))).toContain('access.client-invalid');
  });

  it('the web app asks for scopes that exist', () => {
    expect(WEB_SCOPES.filter((scope) => !isPlainScope(scope) && parseFhirScope(scope) === undefined)).toEqual([]);
  });
});
