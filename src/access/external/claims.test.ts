import { describe, expect, it } from 'vitest';
import { externalId, identityOf, personRole } from './claims.ts';
import { externalOptions } from './options.ts';

const ISSUER = 'https://login.hospital.example/realms/main';
const claims = { sub: 'u-1', roles: ['staff', 'nurse'], name: '한지민', preferred_username: 'Jimin.Han' };

describe('identityOf', () => {
  it('makes a person whose id and login belong to the provider', () => {
    const identity = identityOf(
      { ...claims, fhirUser: 'https://x.example/fhir/Practitioner/n-1', azp: 'ward-app', scope: 'openid user/*.rs' },
      ISSUER,
      'roles',
    );
    expect(identity).toEqual({
      id: externalId(ISSUER, 'u-1'),
      login: 'jimin.han@login.hospital.example',
      name: '한지민',
      role: 'nurse',
      fhirUser: 'Practitioner/n-1',
      clientId: 'ward-app',
      scopes: ['openid', 'user/*.rs'],
    });
    expect(identity.id).not.toBe(externalId('https://other.example', 'u-1'));
    expect(identity.id).toMatch(/^ext-[\w-]{32}$/);
  });

  it.each<[string, string, unknown, string]>([
    ['a list', 'roles', ['x', 'physician'], 'physician'],
    ['a text', 'role', 'pharmacist', 'pharmacist'],
    ['a text of several', 'role', 'staff, maru-executive', 'executive'],
    ['nested claims', 'realm_access.roles', undefined, 'researcher'],
    ['a claim with dots in its name', 'https://maru.health/role', 'administrator', 'administrator'],
  ])('reads the role from %s', (_name, claim, value, role) => {
    const nested = value === undefined ? { realm_access: { roles: ['researcher'] } } : { [claim]: value };
    expect(identityOf({ sub: 'u', ...nested }, ISSUER, claim).role).toBe(role);
  });

  it.each([
    [{}],
    [{ roles: [] }],
    [{ roles: ['boss'] }],
    [{ roles: { nurse: true } }],
    [{ roles: 'supernurse' }],
    [{ roles: [null, 1] }],
  ])('takes nobody without a role: %j', (more) => {
    expect(() => identityOf({ sub: 'u', ...more }, ISSUER, 'roles')).toThrow(/no role in Maru/);
  });

  it('does not look for roles in what every object has', () => {
    expect(() => identityOf({ sub: 'u' }, ISSUER, 'constructor.name')).toThrow(/no role/);
    expect(() => identityOf({ sub: 'u' }, ISSUER, '__proto__')).toThrow(/no role/);
  });

  it.each([undefined, 'x y', '<script>', 'ㄱ', '@example.org'])('does without a login that is none: %j', (name) => {
    const identity = identityOf({ ...claims, preferred_username: name }, ISSUER, 'roles');
    expect(identity.login).toBe(identity.id);
  });

  it('reads a list of scopes as well, and patients in either form', () => {
    const identity = identityOf(
      { ...claims, scp: ['patient/*.rs', 'openid'], patient: 'Patient/p-1' },
      ISSUER,
      'roles',
    );
    expect(identity.scopes).toEqual(['patient/*.rs', 'openid']);
    expect(identity.patient).toBe('p-1');
    expect(identityOf({ ...claims, patient: '../x' }, ISSUER, 'roles').patient).toBeUndefined();
    expect(identityOf({ ...claims, fhirUser: 'Group/1' }, ISSUER, 'roles').fhirUser).toBeUndefined();
  });
});

describe('personRole', () => {
  it('knows people from programs', () => {
    expect(personRole('nurse')).toBe('nurse');
    expect(() => personRole('system')).toThrow(/programs/);
  });
});

describe('externalOptions', () => {
  it('is nothing where no provider is configured', () => {
    expect(externalOptions({ oidcRoleClaim: 'roles', oidcClientId: 'maru' })).toBeUndefined();
    expect(externalOptions({ oidcIssuer: ISSUER, oidcRoleClaim: 'roles', oidcAudience: 'maru' })).toEqual({
      issuer: ISSUER,
      roleClaim: 'roles',
      audience: 'maru',
    });
  });
});
