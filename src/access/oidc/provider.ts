/**
 * The OAuth 2.1 and OpenID Connect server: oidc-provider, set up for SMART.
 *
 * What is ours on top: PKCE always; one resource, the FHIR base, whose scopes are computed (SMART scopes are no fixed list);
 * scopes narrowed to what the client and then the person's role may have; the patient in context; opaque tokens.
 *
 * Source  https://hl7.org/fhir/smart-app-launch/STU2.2/, https://github.com/panva/node-oidc-provider/blob/main/docs/README.md
 * Proof   oidc.int.test.ts
 */
import {
  errors,
  interactionPolicy,
  Provider,
  type Account,
  type Configuration,
  type KoaContextWithOIDC,
} from 'oidc-provider';
import type { Store } from '../../store/index.ts';
import type { AnonymousAudit } from '../audit/anonymous.ts';
import type { AuditLog } from '../audit/log.ts';
import type { People } from '../people.ts';
import type { Policies } from '../policies.ts';
import { narrowToRole } from '../reach.ts';
import { limitScopes, PLAIN_SCOPES, splitScopes } from '../scopes.ts';
import { StoreAdapter } from './adapter.ts';
import { WEB_CLIENT, WEB_SCOPES, type Clients } from './clients.ts';
import type { AccessKeys } from './keys.ts';
import { contextPatient, withTokenAnswer } from './launch.ts';
import { errorPage, signedOutPage, signOutPage } from './pages.ts';

/** What the provider is made of. */
export interface ProviderParts {
  readonly store: Store;
  readonly people: People;
  readonly clients: Clients;
  readonly policies: Policies;
  readonly audit: AuditLog;
  readonly strangers: AnonymousAudit;
  readonly keys: AccessKeys;
  /** Scheme, host and port of the house, without a slash at the end. */
  readonly issuer: string;
  /** The FHIR base: the one resource that tokens are for. */
  readonly fhirBase: string;
  readonly onRevoked: () => void;
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;
/** A session lasts a shift. */
const SESSION = 12 * HOUR;
const OFFLINE = 30 * 24 * HOUR;

/** Lifetimes in seconds. */
export const LIFETIMES = {
  accessToken: 15 * MINUTE,
  backendToken: 5 * MINUTE,
  session: SESSION,
  interaction: 30 * MINUTE,
} as const;

/** Name of the cookie that ties the sign-in page to its interaction. */
export const INTERACTION_COOKIE = 'maru_sign_in';

/** Makes the provider. */
export function makeProvider(parts: ProviderParts): Provider {
  const provider = new Provider(parts.issuer, configurationOf(parts));
  provider.proxy = true;
  provider.use(withHeaders);
  provider.use(withTokenAnswer(parts));
  return provider;
}

/** No other site may frame these pages, and no address of ours goes out as a referrer. */
function withHeaders(ctx: KoaContextWithOIDC, next: () => Promise<void>): Promise<void> {
  ctx.set(
    'content-security-policy',
    "default-src 'none';style-src 'unsafe-inline';script-src 'self';frame-ancestors 'none'",
  );
  ctx.set('referrer-policy', 'no-referrer');
  ctx.set('x-content-type-options', 'nosniff');
  return next();
}

function configurationOf(parts: ProviderParts): Configuration {
  return {
    adapter: (model: string) => new StoreAdapter(model, parts.store, (id) => parts.clients.find(id), parts.onRevoked),
    ...staticConfiguration(parts),
    clients: [webClient(parts.issuer)],
    findAccount: (_ctx, id) => accountOf(parts, id),
    loadExistingGrant: (ctx) => grantOf(parts, ctx),
    extraTokenClaims: (_ctx, token) => tokenClaims(parts, token),
    features: featuresOf(parts),
    interactions: { policy: consentPolicy(), url: (ctx, interaction) => signInPage(ctx, interaction.uid) },
    renderError: (ctx, out) => errorPage(ctx, out.error, out.error_description),
  };
}

function staticConfiguration({ keys, issuer }: ProviderParts): Configuration {
  return {
    jwks: keys.jwks,
    scopes: [...PLAIN_SCOPES],
    claims: {
      openid: ['sub'],
      profile: ['name', 'locale'],
      fhirUser: ['fhirUser'],
      acr: null,
      sid: null,
      auth_time: null,
      iss: null,
    },
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    responseTypes: ['code'],
    clientAuthMethods: ['none', 'private_key_jwt'],
    clientDefaults: { id_token_signed_response_alg: 'ES256' },
    enabledJWA: {
      clientAuthSigningAlgValues: ['ES256', 'ES384', 'RS384', 'PS384', 'EdDSA', 'RS256'],
      idTokenSigningAlgValues: ['ES256', 'RS256'],
    },
    extraClientMetadata: { properties: ['maru_scopes'] },
    extraParams: ['aud', 'launch'],
    clientBasedCORS: (_ctx, origin, client) =>
      origin === issuer || (client.redirectUris ?? []).some((uri) => URL.parse(uri)?.origin === origin),
    rotateRefreshToken: true,
    issueRefreshToken: (_ctx, client, code) =>
      Promise.resolve(client.grantTypeAllowed('refresh_token') && code.scopes.size > 0),
    expiresWithSession: (_ctx, code) => Promise.resolve(!code.scopes.has('offline_access')),
    cookies: cookiesOf(keys),
    routes: ROUTES,
    ttl: ttlOf(),
  };
}

const ROUTES = {
  authorization: '/oidc/auth',
  token: '/oidc/token',
  jwks: '/oidc/jwks',
  introspection: '/oidc/introspect',
  revocation: '/oidc/revoke',
  end_session: '/oidc/end',
} as const;

/** The session's cookie goes to the provider alone; all are signed, hidden from scripts and not sent along by other sites' posts. */
function cookiesOf(keys: AccessKeys): NonNullable<Configuration['cookies']> {
  return {
    keys: [...keys.cookies],
    names: { session: 'maru_session', interaction: 'maru_interaction', resume: 'maru_resume' },
    long: { httpOnly: true, sameSite: 'lax', signed: true, path: '/oidc' },
    short: { httpOnly: true, sameSite: 'lax', signed: true },
  };
}

function ttlOf(): NonNullable<Configuration['ttl']> {
  return {
    AccessToken: LIFETIMES.accessToken,
    AuthorizationCode: MINUTE,
    ClientCredentials: LIFETIMES.backendToken,
    Grant: OFFLINE,
    IdToken: LIFETIMES.accessToken,
    Interaction: LIFETIMES.interaction,
    Session: SESSION,
    RefreshToken: (ctx, token) =>
      ctx.oidc.entities.RotatedRefreshToken?.remainingTTL ?? (token.scopes.has('offline_access') ? OFFLINE : SESSION),
  };
}

function webClient(issuer: string): NonNullable<Configuration['clients']>[number] {
  return {
    client_id: WEB_CLIENT,
    client_name: 'Maru',
    application_type: 'web',
    token_endpoint_auth_method: 'none',
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    redirect_uris: [`${issuer}/signed-in`],
    post_logout_redirect_uris: [`${issuer}/`],
    maru_scopes: WEB_SCOPES,
  };
}

function featuresOf(parts: ProviderParts): NonNullable<Configuration['features']> {
  return {
    devInteractions: { enabled: false },
    userinfo: { enabled: false },
    dPoP: { enabled: false },
    pushedAuthorizationRequests: { enabled: false },
    clientCredentials: { enabled: true },
    introspection: {
      enabled: true,
      allowedPolicy: (_ctx, client, token) => Promise.resolve(token.clientId === client.clientId),
    },
    revocation: {
      enabled: true,
      allowedPolicy: (_ctx, client, token) => Promise.resolve(token.clientId === client.clientId),
    },
    rpInitiatedLogout: { enabled: true, logoutSource: signOutPage, postLogoutSuccessSource: signedOutPage },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => parts.fhirBase,
      useGrantedResource: () => true,
      getResourceServerInfo: (ctx, resource) => Promise.resolve(resourceServer(parts, ctx, resource)),
    },
  };
}

/** The FHIR base as the provider's resource: its scopes are those asked for, as far as the client may have them. */
function resourceServer(
  parts: ProviderParts,
  ctx: KoaContextWithOIDC,
  resource: string,
): { scope: string; audience: string; accessTokenFormat: 'opaque' } {
  const asked = typeof ctx.oidc.params?.['aud'] === 'string' ? ctx.oidc.params['aud'] : parts.fhirBase;
  if (resource !== parts.fhirBase || asked.replace(/\/$/, '') !== parts.fhirBase)
    throw new errors.InvalidTarget(`the only resource here is ${parts.fhirBase}`);
  const { AuthorizationCode: code, RefreshToken: refresh } = ctx.oidc.entities;
  const scopes = splitScopes(code?.scope ?? refresh?.scope ?? askedScope(ctx));
  const limited = limitScopes(scopes, allowedScopes(ctx));
  if (ctx.oidc.params !== undefined && typeof ctx.oidc.params['scope'] === 'string' && refresh === undefined)
    ctx.oidc.params['scope'] = limited.join(' ');
  return { scope: limited.join(' '), audience: parts.fhirBase, accessTokenFormat: 'opaque' };
}

/**
 * The scope parameter. OpenID Connect drops `offline_access` where no `prompt=consent` came with it; SMART apps ask without,
 * and consent is asked here whenever a scope is new.
 */
function askedScope(ctx: KoaContextWithOIDC): string {
  const { scope } = ctx.oidc.params ?? {};
  const kept = typeof scope === 'string' ? scope : '';
  const asked = ctx.oidc.route === 'authorization' ? ctx.query['scope'] : undefined;
  return typeof asked === 'string' && splitScopes(asked).includes('offline_access') ? `${kept} offline_access` : kept;
}

function allowedScopes(ctx: KoaContextWithOIDC): readonly string[] {
  const allowed: unknown = ctx.oidc.client?.['maru_scopes'];
  return Array.isArray(allowed) ? allowed.map(String) : [];
}

async function accountOf({ people }: ProviderParts, id: string): Promise<Account | undefined> {
  const person = await people.byId(id);
  if (person === undefined) return undefined;
  const { name, fhirUser } = person;
  return {
    accountId: id,
    claims: () => ({ sub: id, name: name.ko, locale: 'ko-KR', ...(fhirUser === undefined ? {} : { fhirUser }) }),
  };
}

/**
 * Narrows what is asked to the person's role, and finds the grant that stands. Our own web client gets one without asking.
 */
async function grantOf(
  parts: ProviderParts,
  ctx: KoaContextWithOIDC,
): Promise<InstanceType<Provider['Grant']> | undefined> {
  const {
    provider,
    session,
    client,
    account,
    params,
    resourceServers = {},
  } = ctx.oidc as typeof ctx.oidc & { resourceServers?: Record<string, { scope: string }> };
  if (client === undefined || account === undefined || params === undefined) return undefined;
  const person = await parts.people.byId(account.accountId);
  const scopes =
    person === undefined
      ? []
      : narrowToRole(splitScopes(params['scope'] as string | undefined), person.role, parts.policies);
  params['scope'] = scopes.join(' ');
  for (const server of Object.values(resourceServers)) server.scope = scopes.join(' ');
  const grantId = ctx.oidc.result?.consent?.grantId ?? session?.grantIdFor(client.clientId);
  const found = grantId === undefined ? undefined : await provider.Grant.find(grantId);
  const grant = found?.accountId === account.accountId ? found : undefined;
  if (client.clientId !== WEB_CLIENT) return grant;
  return grantAll(
    grant ?? new provider.Grant({ accountId: account.accountId, clientId: client.clientId }),
    scopes,
    parts.fhirBase,
  );
}

/** Adds scopes to a grant and keeps it. */
export async function grantAll<G extends InstanceType<Provider['Grant']>>(
  grant: G,
  scopes: readonly string[],
  fhirBase: string,
): Promise<G> {
  grant.addOIDCScope(scopes.filter((scope) => (PLAIN_SCOPES as readonly string[]).includes(scope)).join(' '));
  grant.addResourceScope(fhirBase, scopes.join(' '));
  await grant.save();
  return grant;
}

async function tokenClaims(
  parts: ProviderParts,
  token: { kind: string; accountId?: string; grantId?: string; scope?: string | undefined },
): Promise<Record<string, string> | undefined> {
  if (token.accountId === undefined) return undefined;
  const person = await parts.people.byId(token.accountId);
  const patient = person === undefined ? undefined : await contextPatient(parts.store, person, token.grantId);
  return {
    ...(patient === undefined ? {} : { patient }),
    ...(person?.fhirUser === undefined || !splitScopes(token.scope).includes('fhirUser')
      ? {}
      : { fhirUser: person.fhirUser }),
  };
}

/** Consent is asked anew whenever an app needs a patient in context and the person is not the patient. */
function consentPolicy(): ReturnType<typeof interactionPolicy.base> {
  const policy = interactionPolicy.base();
  const check = new interactionPolicy.Check(
    'patient_context',
    'a patient must be chosen',
    'interaction_required',
    (ctx) => {
      const { oidc } = ctx;
      const scopes = splitScopes(oidc.params?.['scope'] as string | undefined);
      const needed =
        oidc.client?.clientId !== WEB_CLIENT && (scopes.includes('launch/patient') || scopes.includes('launch'));
      return needed && oidc.result?.consent === undefined
        ? interactionPolicy.Check.REQUEST_PROMPT
        : interactionPolicy.Check.NO_NEED_TO_PROMPT;
    },
  );
  policy.get('consent')?.checks.add(check);
  return policy;
}

/** The web app's page for this interaction, and the cookie that ties the browser to it. */
function signInPage(ctx: KoaContextWithOIDC, uid: string): string {
  ctx.cookies.set(INTERACTION_COOKIE, uid, {
    httpOnly: true,
    sameSite: 'strict',
    signed: false,
    path: `/access/interaction/${uid}`,
    maxAge: LIFETIMES.interaction * 1000,
    overwrite: false,
  });
  return `/sign-in/${uid}`;
}
