/**
 * How a room declares an HTTP route: it cannot be declared without the scope it needs and the audit event it writes.
 *
 * Proof   route.test.ts; test/architecture/routes.test.ts reads every declared route
 */
import type { Caller, Reach } from './caller.ts';

/** What a request must carry: nothing (public, with the reason), any signed-in caller, or a role. FHIR scopes are decided by `Reach`. */
export type RouteAccess =
  | { readonly public: string }
  | { readonly signedIn: true }
  | { readonly roles: readonly Caller['role'][] };

/** What the audit log gets: written by the interaction itself with the resources it touched, one entry for the route, or none, with the reason. */
export type RouteAudit =
  | { readonly by: 'interaction' }
  | { readonly action: 'C' | 'R' | 'U' | 'D' | 'E'; readonly subtype: string }
  | { readonly none: string };

/** A request as rooms see it: no HTTP library in the rooms. */
export interface RouteRequest {
  readonly method: string;
  /** Path parameters by name. */
  readonly params: Readonly<Record<string, string>>;
  /** Raw query string, without the question mark. */
  readonly query: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Body text (JSON and forms); a stream where the route says `streaming`. */
  readonly body: string;
  readonly stream?: NodeJS.ReadableStream;
  /** Scheme, host and port that the client used. */
  readonly origin: string;
  readonly caller: Caller;
  readonly reach: Reach;
  /** Aborts when the client goes away. */
  readonly signal: AbortSignal;
}

/** What a handler answers. `body` objects are written as JSON (decimals kept); text and bytes go as they are. */
export interface RouteResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly contentType?: string;
}

/** One route of one room. `path` in fastify's syntax, for example `/fhir/R4/:type/:id`. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly access: RouteAccess;
  readonly audit: RouteAudit;
  /** Largest body in bytes; the server's default where absent. */
  readonly bodyLimit?: number;
  readonly streaming?: boolean;
  readonly handle: (request: RouteRequest) => Promise<RouteResponse>;
}
