/**
 * Access tokens without a sign-in, for scripts: given to whoever may open the database itself (the local administrator), and
 * audited.
 *
 * Such a token is bound to the database it stands in rather than to an address, so that it works on whatever port the house
 * is served.
 *
 * Proof   commands.int.test.ts
 */
import { randomBytes } from 'node:crypto';
import { userInfo } from 'node:os';
import { OutcomeError } from '../kernel/index.ts';
import type { Access } from './access.ts';
import type { AuditAgent } from './audit/entry.ts';
import type { Caller } from './caller.ts';
import { digestOf } from './oidc/adapter.ts';
import { CLI_CLIENT } from './oidc/clients.ts';
import type { Person } from './people.ts';
import { narrowToRole } from './reach.ts';
import { isPlainScope, parseFhirScope } from './scopes.ts';
import { LOCAL_AUDIENCE } from './tokens.ts';

/** Longest life of such a token, in seconds. */
export const LONGEST_TTL = 24 * 3600;

/** What token is wanted. */
export interface TokenOrder {
  /** Login or id of a person, or `system`. */
  readonly as: string;
  readonly scopes: readonly string[];
  /** Seconds. */
  readonly ttl: number;
  /** Patient in context, for `patient/` scopes. */
  readonly patient?: string;
}

/** A token that was made. */
export interface IssuedToken {
  readonly token: string;
  readonly as: string;
  readonly role: Caller['role'];
  readonly scope: string;
  readonly expiresIn: number;
}

type Parts = Pick<Access, 'store' | 'people' | 'policies' | 'audit'>;

/** The local administrator, as the audit log names it. */
export function localAdministrator(): AuditAgent {
  return { id: `local:${localUser()}`, name: localUser(), role: 'system', clientId: CLI_CLIENT, address: '' };
}

function localUser(): string {
  try {
    return userInfo().username;
  } catch {
    return 'unknown';
  }
}

/** Makes a token; throws where the person is unknown or the scopes come to nothing. */
export async function issueToken(access: Parts, order: TokenOrder): Promise<IssuedToken> {
  const person = order.as === 'system' ? undefined : await personOf(access, order.as);
  const role = person?.role ?? 'system';
  const scope = grantedScopes(access, order, role).join(' ');
  refuseTtl(order.ttl);
  const token = randomBytes(32).toString('base64url');
  await access.audit.append({
    agent: localAdministrator(),
    kind: 'security',
    interaction: 'token',
    action: 'E',
    outcome: 'success',
    outcomeText: `${order.ttl} s as ${person?.id ?? 'system'}: ${scope}`,
    ...(order.patient === undefined ? {} : { patients: [order.patient] }),
  });
  await keep(access, token, person, scope, order);
  return { token, as: person?.login ?? 'system', role, scope, expiresIn: order.ttl };
}

async function personOf(access: Parts, name: string): Promise<Person> {
  const person = await access.people.findAny(name);
  if (person !== undefined && !person.disabled) return person;
  const text = `Nobody called '${name}' may sign in. \`maru person list\` shows who may; \`--as system\` needs no person.`;
  throw new OutcomeError('not-found', 'access.person-unknown', text);
}

function grantedScopes(access: Parts, order: TokenOrder, role: Caller['role']): readonly string[] {
  const wrong = order.scopes.filter((scope) => !isPlainScope(scope) && parseFhirScope(scope) === undefined);
  if (wrong.length > 0) {
    const text = `No scopes are: ${wrong.join(' ')}. A scope is, for example, user/Observation.rs or system/*.cruds.`;
    throw new OutcomeError('invalid', 'access.scope-invalid', text);
  }
  const granted = narrowToRole(order.scopes, role, access.policies);
  if (granted.length > 0) return granted;
  const kind = role === 'system' ? 'system/' : 'user/ or patient/';
  throw new OutcomeError(
    'forbidden',
    'access.scope-refused',
    `The role ${role} may do nothing of ${order.scopes.join(' ')}; its scopes begin with ${kind}.`,
  );
}

function refuseTtl(ttl: number): void {
  if (Number.isSafeInteger(ttl) && ttl >= 1 && ttl <= LONGEST_TTL) return;
  const text = 'A token lives 1 second to 24 hours, for example 15m, 8h or 900 (seconds).';
  throw new OutcomeError('invalid', 'access.ttl-invalid', text);
}

async function keep(
  { store }: Parts,
  token: string,
  person: Person | undefined,
  scope: string,
  order: TokenOrder,
): Promise<void> {
  const model = person === undefined ? 'ClientCredentials' : 'AccessToken';
  const payload = {
    kind: model,
    clientId: CLI_CLIENT,
    aud: LOCAL_AUDIENCE,
    scope,
    ...(person === undefined ? {} : { accountId: person.id }),
    ...(order.patient === undefined ? {} : { extra: { patient: order.patient } }),
  };
  const text = `insert into access_artifact (model, id, payload, expires)
    values ($1, decode($2, 'hex'), $3, now() + make_interval(secs => $4))`;
  await store.query(text, [model, digestOf(token), JSON.stringify(payload), order.ttl]);
}
