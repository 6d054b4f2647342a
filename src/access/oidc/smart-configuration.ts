/**
 * What SMART apps read first: `/.well-known/smart-configuration` below the FHIR base.
 *
 * Source  https://hl7.org/fhir/smart-app-launch/STU2.2/conformance.html
 * Proof   oidc.int.test.ts
 */
import { PLAIN_SCOPES } from '../scopes.ts';

/** The document of an issuer. */
export function smartConfiguration(issuer: string): Readonly<Record<string, unknown>> {
  return {
    issuer,
    jwks_uri: `${issuer}/oidc/jwks`,
    authorization_endpoint: `${issuer}/oidc/auth`,
    token_endpoint: `${issuer}/oidc/token`,
    token_endpoint_auth_methods_supported: ['none', 'private_key_jwt'],
    token_endpoint_auth_signing_alg_values_supported: ['ES256', 'ES384', 'RS384', 'PS384', 'EdDSA', 'RS256'],
    grant_types_supported: ['authorization_code', 'refresh_token', 'client_credentials'],
    introspection_endpoint: `${issuer}/oidc/introspect`,
    revocation_endpoint: `${issuer}/oidc/revoke`,
    end_session_endpoint: `${issuer}/oidc/end`,
    scopes_supported: [...PLAIN_SCOPES, 'patient/*.cruds', 'user/*.cruds', 'system/*.cruds'],
    response_types_supported: ['code'],
    code_challenge_methods_supported: ['S256'],
    capabilities: [
      'launch-ehr',
      'launch-standalone',
      'client-public',
      'client-confidential-asymmetric',
      'sso-openid-connect',
      'context-ehr-patient',
      'context-standalone-patient',
      'permission-offline',
      'permission-online',
      'permission-patient',
      'permission-user',
      'permission-v1',
      'permission-v2',
    ],
  };
}
