import { describe, expect, it } from 'vitest';
import { OutcomeError } from '../kernel/index.ts';
import { authorizeRoute } from './authorize.ts';
import { NOTHING, UNLIMITED, type Caller, type Role } from './caller.ts';
import type { RouteAccess } from './route.ts';
import type { Authentication } from './tokens.ts';

const caller = (role: Role): Caller => ({ id: 'p', name: '김', role, clientId: 'c', scopes: [], address: '10.0.0.1' });

/** A gate where everybody with a token is a `role`. */
function gate(role: Role) {
  const asked: (string | undefined)[] = [];
  const authenticate = (authorization: string | undefined): Promise<Authentication> => {
    asked.push(authorization);
    if (authorization === undefined) throw new OutcomeError('login', 'access.token-missing', 'Sign in.');
    return Promise.resolve({ caller: caller(role), reach: UNLIMITED });
  };
  return {
    asked,
    enter: (access: RouteAccess, token?: string) => authorizeRoute({ authenticate }, { access }, token, '10.0.0.1'),
  };
}

describe('a public route', () => {
  it('lets everybody in as nobody, who reaches nothing, whatever token comes along', async () => {
    const { asked, enter } = gate('physician');
    const { caller: who, reach } = await enter({ public: 'health' }, 'Bearer stolen');
    expect(who).toMatchObject({ id: 'anonymous', address: '10.0.0.1', scopes: [] });
    expect(reach).toBe(NOTHING);
    expect(reach.grants('Patient', 'read')).toEqual([]);
    expect(asked).toEqual([]);
  });
});

describe('a route for those signed in', () => {
  it('lets each role in, with what it reaches', async () => {
    const { reach } = await gate('patient').enter({ signedIn: true }, 'Bearer x');
    expect(reach).toBe(UNLIMITED);
  });

  it('keeps out who brings no token', async () => {
    await expect(Promise.resolve().then(() => gate('nurse').enter({ signedIn: true }))).rejects.toMatchObject({
      status: 401,
    });
  });
});

describe('a route for roles', () => {
  const onlyPharmacy: RouteAccess = { roles: ['pharmacist', 'administrator'] };

  it.each<[Role, boolean]>([
    ['pharmacist', true],
    ['administrator', true],
    ['physician', false],
    ['nurse', false],
    ['patient', false],
    ['system', false],
    ['executive', false],
  ])('%s: %s', async (role, isIn) => {
    const entered = await gate(role)
      .enter(onlyPharmacy, 'Bearer x')
      .then(() => true)
      .catch((error: unknown) => error);
    if (isIn) expect(entered).toBe(true);
    else
      expect(entered).toMatchObject({
        code: 'access.role-refused',
        status: 403,
        message: `Only pharmacist, administrator may do this; you signed in as ${role}.`,
      });
  });

  it('of nobody lets nobody in', async () => {
    await expect(gate('administrator').enter({ roles: [] }, 'Bearer x')).rejects.toMatchObject({ status: 403 });
  });
});
