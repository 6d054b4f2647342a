/**
 * The JSON endpoints of this room, as described in its README.
 *
 * What changes something without an access token (the sign-in page) is refused from other sites: by the cookie (strict, bound
 * to the interaction), by `Origin` and `Sec-Fetch-Site`, and by taking JSON only.
 *
 * Proof   routes.int.test.ts, oidc.int.test.ts
 */
import { OutcomeError, operationOutcome } from '../kernel/index.ts';
import type { Access } from './access.ts';
import { breakGlassBody, consentBody, launchBody, passwordBody, readBody, signInBody } from './api.ts';
import { countAttempt, forgetAttempts, TooManyAttempts } from './attempts.ts';
import type { BreakGlass } from './break-glass.ts';
import { RETURN_PATH } from './external/sign-in.ts';
import { sessionOf } from './oidc/adapter.ts';
import { makeLaunch } from './oidc/launch.ts';
import { failureHtml } from './oidc/pages.ts';
import { INTERACTION_COOKIE } from './oidc/provider.ts';
import { smartConfiguration } from './oidc/smart-configuration.ts';
import { isPassword } from './password.ts';
import { refuseWithoutPassword } from './people.ts';
import type { Route, RouteRequest, RouteResponse } from './route.ts';
import { bearerOf } from './tokens.ts';

/** The routes of this room. */
export function accessRoutes(access: Access): readonly Route[] {
  return [
    ...publicRoutes(access),
    ...signInRoutes(access),
    ...externalRoutes(access),
    ...ownRoutes(access),
    ...breakGlassRoutes(access),
  ];
}

const OWN = { none: 'shows the caller nothing but itself' } as const;
const LOGGED = { by: 'interaction' } as const;
const NO_STORE = { 'cache-control': 'no-store' };

function json(status: number, body?: unknown): RouteResponse {
  return body === undefined
    ? { status, headers: NO_STORE }
    : { status, headers: NO_STORE, body, contentType: 'application/json' };
}

function publicRoutes(access: Access): readonly Route[] {
  const smart: Route = {
    method: 'GET',
    path: '/fhir/R4/.well-known/smart-configuration',
    access: { public: 'apps read it before they have a token' },
    audit: { none: 'no patient data' },
    handle: () =>
      Promise.resolve({
        status: 200,
        body: smartConfiguration(access.issuer),
        contentType: 'application/json',
        headers: { 'access-control-allow-origin': '*' },
      }),
  };
  const demoPeople: Route = {
    method: 'GET',
    path: '/access/demo-people',
    access: { public: 'the sign-in page of the demo lists them' },
    audit: { none: 'invented people' },
    async handle() {
      const people = await access.people.demoPeople();
      return json(200, {
        people: people.map(({ id, login, name, role, fhirUser }) => ({ id, login, name, role, fhirUser })),
      });
    },
  };
  return access.demo ? [smart, demoPeople] : [smart];
}

function signInRoutes(access: Access): readonly Route[] {
  const page = { public: 'the sign-in page; bound to the browser by a cookie' } as const;
  const base = '/access/interaction/:uid';
  const step = (
    path: string,
    act: (uid: string, cookie: string | undefined, request: RouteRequest) => Promise<string>,
  ): Route => ({
    method: 'POST',
    path: `${base}/${path}`,
    access: page,
    audit: LOGGED,
    bodyLimit: 64 * 1024,
    async handle(request) {
      refuseOtherSites(request, access.issuer);
      return throttled(async () => json(200, { location: await act(uidOf(request), cookieOf(request), request) }));
    },
  });
  return [
    {
      method: 'GET',
      path: base,
      access: page,
      audit: { none: 'the state of one’s own sign-in' },
      handle: async (request) => json(200, await access.interactions.show(uidOf(request), cookieOf(request))),
    },
    step('login', (uid, cookie, request) =>
      access.interactions.signIn(uid, cookie, readBody(signInBody, request.body), request.caller.address),
    ),
    step('consent', (uid, cookie, request) =>
      access.interactions.consent(uid, cookie, readBody(consentBody, request.body), request.caller.address),
    ),
    step('abort', (uid, cookie) => access.interactions.abort(uid, cookie)),
    ...(access.external === undefined
      ? []
      : [step('external', (uid, cookie) => access.interactions.beginExternally(uid, cookie))]),
  ];
}

/** Signing in at the hospital's own provider, where one is configured. */
function externalRoutes(access: Access): readonly Route[] {
  const { external } = access;
  if (external === undefined) return [];
  const back: Route = {
    method: 'GET',
    path: RETURN_PATH,
    access: { public: 'people come back here from the hospital’s own sign-in server; bound by a one-time state' },
    audit: LOGGED,
    async handle({ query, caller }) {
      try {
        const location = await access.interactions.signInExternally(await external.finish(query), caller.address);
        return { status: 303, headers: { ...NO_STORE, location } };
      } catch (error) {
        if (!(error instanceof OutcomeError)) throw error;
        await access.interactions.refusedExternally(error, caller.address);
        const headers = { ...NO_STORE, 'content-security-policy': "default-src 'none';style-src 'unsafe-inline'" };
        return {
          status: error.status,
          headers,
          body: failureHtml(error.message),
          contentType: 'text/html; charset=utf-8',
        };
      }
    },
  };
  return [back];
}

function uidOf(request: RouteRequest): string {
  return request.params['uid'] ?? '';
}

function cookieOf(request: RouteRequest): string | undefined {
  const pairs = (request.headers['cookie'] ?? '').split(';').map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(`${INTERACTION_COOKIE}=`))?.slice(INTERACTION_COOKIE.length + 1);
}

function refuseOtherSites(request: RouteRequest, issuer: string): void {
  const { origin, 'sec-fetch-site': site, 'content-type': type = '' } = request.headers;
  const isJson = type.startsWith('application/json') || (type === '' && request.body === '');
  if ((origin === undefined || origin === issuer) && (site === undefined || site === 'same-origin') && isJson) return;
  throw new OutcomeError(
    'forbidden',
    'access.other-site',
    `This is for the sign-in page of ${issuer} alone, with a JSON body.`,
  );
}

/** Adds `Retry-After` to the answer of somebody who tried too often. */
async function throttled(act: () => Promise<RouteResponse>): Promise<RouteResponse> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof TooManyAttempts)) throw error;
    return {
      status: error.status,
      headers: { ...NO_STORE, 'retry-after': String(error.retryAfter) },
      body: operationOutcome(error.issues),
      contentType: 'application/fhir+json',
    };
  }
}

function ownRoutes(access: Access): readonly Route[] {
  const signedIn = { signedIn: true } as const;
  return [
    {
      method: 'GET',
      path: '/access/me',
      access: signedIn,
      audit: OWN,
      handle: async (request) => json(200, await whoAmI(access, request)),
    },
    {
      method: 'POST',
      path: '/access/sign-out',
      access: signedIn,
      audit: { action: 'E', subtype: 'logout' },
      async handle(request) {
        await access.signOut(bearerOf(request.headers['authorization']));
        return json(204);
      },
    },
    {
      method: 'POST',
      path: '/access/password',
      access: signedIn,
      audit: LOGGED,
      handle: (request) => throttled(() => changePassword(access, request)),
    },
    {
      method: 'POST',
      path: '/access/launch',
      access: signedIn,
      audit: LOGGED,
      async handle(request) {
        const { patient } = readBody(launchBody, request.body);
        await access.audit.append({
          agent: request.caller,
          kind: 'security',
          interaction: 'launch',
          action: 'E',
          outcome: 'success',
          patients: [patient],
        });
        return json(201, { launch: await makeLaunch(access.store, request.caller.id, patient) });
      },
    },
  ];
}

async function whoAmI(access: Access, { caller }: RouteRequest): Promise<object> {
  const person = await access.people.byId(caller.id);
  const { id, role, fhirUser, patient, clientId, scopes } = caller;
  return {
    id,
    role,
    fhirUser,
    patient,
    clientId,
    scopes,
    login: person?.login ?? caller.id,
    name: person?.name ?? { ko: caller.name, en: caller.name },
    wards: person?.wards ?? [],
    mayBreakGlass: access.policies.roles[role].breakGlass,
    breakGlass: (await access.breakGlass.running(caller.id)).map(withoutPerson),
  };
}

async function changePassword(access: Access, { caller, body, headers }: RouteRequest): Promise<RouteResponse> {
  const given = readBody(passwordBody, body);
  const person = await access.people.byId(caller.id);
  const entry = { agent: caller, kind: 'security', interaction: 'password', action: 'U' } as const;
  if (person === undefined) throw new OutcomeError('forbidden', 'access.no-password', 'Programs have no password.');
  refuseWithoutPassword(person);
  await countAttempt(access.store, access.clock, person.login, caller.address);
  if (!(await isPassword(given.old, await access.people.passwordHash(person.id)))) {
    await access.audit.append({ ...entry, outcome: 'refused', outcomeText: 'access.wrong-credentials' });
    throw new OutcomeError('login', 'access.wrong-credentials', 'The old password is not right.');
  }
  await access.people.setPassword(person, given.new, await sessionOf(access.store, bearerOf(headers['authorization'])));
  access.forget();
  await forgetAttempts(access.store, person.login, caller.address);
  await access.audit.append({ ...entry, outcome: 'success' });
  return json(204);
}

function withoutPerson({ person: _person, ...rest }: BreakGlass): Omit<BreakGlass, 'person'> {
  return rest;
}

function breakGlassRoutes(access: Access): readonly Route[] {
  const signedIn = { signedIn: true } as const;
  return [
    {
      method: 'POST',
      path: '/access/break-glass',
      access: signedIn,
      audit: LOGGED,
      async handle({ caller, body }) {
        const { patient, reason } = readBody(breakGlassBody, body);
        const started = await access.breakGlass.start(caller, patient, reason);
        access.forget();
        return json(201, withoutPerson(started));
      },
    },
    {
      method: 'GET',
      path: '/access/break-glass',
      access: signedIn,
      audit: { action: 'R', subtype: 'break-glass-list' },
      async handle({ caller }) {
        if (caller.role === 'administrator') return json(200, { breakGlass: await access.breakGlass.recent() });
        return json(200, { breakGlass: (await access.breakGlass.running(caller.id)).map(withoutPerson) });
      },
    },
    {
      method: 'DELETE',
      path: '/access/break-glass/:id',
      access: signedIn,
      audit: LOGGED,
      async handle({ caller, params }) {
        await access.breakGlass.end(caller, params['id'] ?? '');
        access.forget();
        return json(204);
      },
    },
  ];
}
