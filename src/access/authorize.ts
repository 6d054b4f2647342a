/**
 * The gate before every route: who may enter it at all. What a caller may see behind it is decided by its reach.
 *
 * Proof   routes.int.test.ts, route.test.ts
 */
import { OutcomeError } from '../kernel/index.ts';
import type { Access } from './access.ts';
import { anonymousCaller, NOTHING } from './caller.ts';
import type { Route } from './route.ts';
import type { Authentication } from './tokens.ts';

/** The caller of a route and its reach; throws `login` (401) or `access.role-refused` (403). */
export async function authorizeRoute(
  access: Pick<Access, 'authenticate'>,
  route: Pick<Route, 'access'>,
  authorization: string | undefined,
  address: string,
): Promise<Authentication> {
  if ('public' in route.access) return { caller: anonymousCaller(address), reach: NOTHING };
  const authentication = await access.authenticate(authorization, address);
  if ('roles' in route.access && !route.access.roles.includes(authentication.caller.role)) {
    const allowed = route.access.roles.join(', ');
    throw new OutcomeError(
      'forbidden',
      'access.role-refused',
      `Only ${allowed} may do this; you signed in as ${authentication.caller.role}.`,
    );
  }
  return authentication;
}
