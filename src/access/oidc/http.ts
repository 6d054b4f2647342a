/**
 * The OAuth server as a plain Node HTTP handler, to be mounted in front of everything that reads bodies.
 *
 * Addresses are made from the issuer, never from what a request says its host is.
 *
 * Proof   oidc.int.test.ts
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Provider } from 'oidc-provider';

/** Handles requests below `/oidc/` and OIDC discovery. */
export interface AccessHttp {
  /** Is this path (without query) the OAuth server's? */
  handles(path: string): boolean;
  /** Answers. `address` is where the request came from, proxies considered. */
  handle(request: IncomingMessage, response: ServerResponse, address: string): Promise<void>;
}

const DISCOVERY = '/.well-known/openid-configuration';

/** The handler of a provider. */
export function accessHttp(provider: Provider): AccessHttp {
  const { host, protocol } = new URL(provider.issuer);
  const callback = provider.callback();
  return {
    handles: (path) => path.startsWith('/oidc/') || path === DISCOVERY,
    async handle(request, response, address) {
      delete request.headers['x-forwarded-host'];
      request.headers.host = host;
      request.headers['x-forwarded-proto'] = protocol.slice(0, -1);
      request.headers['x-forwarded-for'] = address;
      await callback(request, response);
    },
  };
}
