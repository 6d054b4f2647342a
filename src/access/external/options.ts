/**
 * The hospital's own provider, from the settings.
 *
 * Proof   claims.test.ts
 */
import type { Configuration } from '../../kernel/index.ts';
import type { AccessOptions } from '../access.ts';

type Settings = Pick<
  Configuration,
  'oidcIssuer' | 'oidcAudience' | 'oidcRoleClaim' | 'oidcClientId' | 'oidcClientSecret'
>;

/** What `openAccess` takes as `external`; undefined where none is configured. */
export function externalOptions(settings: Settings): AccessOptions['external'] {
  const { oidcIssuer: issuer, oidcAudience, oidcRoleClaim: roleClaim, oidcClientId, oidcClientSecret } = settings;
  if (issuer === undefined) return undefined;
  return {
    issuer,
    roleClaim,
    ...(oidcAudience === undefined ? {} : { audience: oidcAudience }),
    ...(oidcClientId === undefined ? {} : { clientId: oidcClientId }),
    ...(oidcClientSecret === undefined ? {} : { clientSecret: oidcClientSecret }),
  };
}
