import { describe, expect, it } from 'vitest';
import { loadConfiguration } from '../../kernel/index.ts';
import { externalOptions } from './options.ts';

const file = new URL('../../server/test-house.json', import.meta.url).pathname;
const settings = (flags: NonNullable<Parameters<typeof loadConfiguration>[0]>['flags'] = {}) =>
  loadConfiguration({ file, flags: flags ?? {} }).values;
const ISSUER = 'https://id.hospital.example/realms/staff';

describe('the hospital’s own provider', () => {
  it('is none where no issuer is set: nobody can come in by it', () => {
    expect(externalOptions(settings())).toBeUndefined();
    expect(externalOptions({ ...settings(), oidcClientId: 'maru', oidcClientSecret: 'x' })).toBeUndefined();
  });

  it('has what is set, and no empty members for what is not', () => {
    const bare = externalOptions({ ...settings(), oidcIssuer: ISSUER, oidcRoleClaim: 'roles' });
    expect(bare).toEqual({ issuer: ISSUER, roleClaim: 'roles' });
    const whole = {
      oidcIssuer: ISSUER,
      oidcAudience: 'maru',
      oidcRoleClaim: 'r',
      oidcClientId: 'c',
      oidcClientSecret: 's',
    };
    expect(externalOptions({ ...settings(), ...whole })).toEqual({
      issuer: ISSUER,
      audience: 'maru',
      roleClaim: 'r',
      clientId: 'c',
      clientSecret: 's',
    });
  });
});
