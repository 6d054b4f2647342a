/**
 * From the claims of the hospital's own OpenID Connect provider to a person with a role.
 *
 * The role is taken from one claim (setting `oidcRoleClaim`); what names no role of Maru counts for nothing, and who has none
 * does not come in. Ids carry the issuer, so that nobody there can become somebody here.
 *
 * Source  https://openid.net/specs/openid-connect-core-1_0.html#StandardClaims, RFC 9068
 * Proof   claims.test.ts
 */
import { createHash } from 'node:crypto';
import type { JWTPayload } from 'jose';
import { OutcomeError } from '../../kernel/index.ts';
import type { Role } from '../caller.ts';
import { PERSON_ROLES, type PersonRole } from '../people.ts';
import { splitScopes } from '../scopes.ts';

/** Who a token of the provider speaks of. */
export interface ExternalIdentity {
  readonly id: string;
  readonly login: string;
  readonly name: string;
  readonly role: Role;
  readonly fhirUser?: string;
  readonly patient?: string;
  readonly clientId: string;
  readonly scopes: readonly string[];
}

const ROLES: readonly string[] = [...PERSON_ROLES, 'system'];
const REFERENCE = /(?:^|\/)((?:Practitioner|Patient|RelatedPerson|Person)\/[A-Za-z0-9\-.]{1,64})$/;
const PATIENT = /^(?:Patient\/)?([A-Za-z0-9\-.]{1,64})$/;

/** The identity of verified claims; throws `access.role-missing` where they give no role. */
export function identityOf(claims: JWTPayload, issuer: string, roleClaim: string): ExternalIdentity {
  const { sub } = claims;
  if (sub === undefined || sub === '') throw unusable('it names nobody (sub)');
  const id = externalId(issuer, sub);
  const fhirUser = REFERENCE.exec(textOf(claims['fhirUser']) ?? '')?.[1];
  const patient = PATIENT.exec(textOf(claims['patient']) ?? '')?.[1];
  const username = textOf(claims['preferred_username']) ?? textOf(claims['email']);
  return {
    id,
    login: loginOf(username, issuer) ?? id,
    name: (textOf(claims['name']) ?? username ?? sub).slice(0, 200),
    role: roleOf(claims, roleClaim),
    clientId: textOf(claims['azp']) ?? textOf(claims['client_id']) ?? 'unknown',
    scopes: scopesOf(claims),
    ...(fhirUser === undefined ? {} : { fhirUser }),
    ...(patient === undefined ? {} : { patient }),
  };
}

/** The id of somebody that a provider knows as `sub`. */
export function externalId(issuer: string, sub: string): string {
  return `ext-${createHash('sha256').update(`${issuer}\n${sub}`, 'utf8').digest('base64url').slice(0, 32)}`;
}

/** A role that a person may have (programs do not sign in at a page). */
export function personRole(role: Role): PersonRole {
  const found = PERSON_ROLES.find((one) => one === role);
  if (found !== undefined) return found;
  throw unusable('its role is one of programs');
}

function textOf(claim: unknown): string | undefined {
  return typeof claim === 'string' && claim !== '' ? claim : undefined;
}

/** With the provider's host, so that it is nobody's login here. */
function loginOf(username: string | undefined, issuer: string): string | undefined {
  const name = (username ?? '').toLowerCase().replace(/@.*$/, '');
  return /^[a-z0-9][a-z0-9._-]{0,63}$/.test(name) ? `${name}@${new URL(issuer).host}` : undefined;
}

function roleOf(claims: JWTPayload, roleClaim: string): Role {
  const values = listOf(claimAt(claims, roleClaim));
  const role = ROLES.find((one) => values.includes(one) || values.includes(`maru-${one}`));
  if (role !== undefined) return role as Role;
  const text = `Your account has no role in Maru. Its administrator gives it one of ${ROLES.join(', ')} in the claim '${roleClaim}'.`;
  throw new OutcomeError('forbidden', 'access.role-missing', text);
}

/** A claim by its own name, or inside others by dots (`realm_access.roles`). */
function claimAt(claims: JWTPayload, name: string): unknown {
  if (Object.hasOwn(claims, name)) return claims[name];
  let value: unknown = claims;
  for (const part of name.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
    value = (value as Record<string, unknown>)[part];
  }
  return value;
}

function listOf(claim: unknown): readonly string[] {
  if (typeof claim === 'string') return claim.split(/[\s,]+/);
  return Array.isArray(claim) ? claim.filter((one) => typeof one === 'string') : [];
}

function scopesOf(claims: JWTPayload): readonly string[] {
  const claim = claims['scope'] ?? claims['scp'];
  return splitScopes(Array.isArray(claim) ? listOf(claim).join(' ') : textOf(claim));
}

function unusable(detail: string): OutcomeError {
  const text = `This token of the hospital’s sign-in server cannot be used: ${detail}.`;
  return new OutcomeError('login', 'access.token-foreign', text);
}
