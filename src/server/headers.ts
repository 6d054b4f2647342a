/**
 * Headers that every answer carries: what browsers may do with it, and who else may ask.
 *
 * The page loads nothing from anywhere but the house. Styles may be inline (the component library sets them so), scripts
 * only where their hash is known; the reader of the camera's codes is WebAssembly, which 'wasm-unsafe-eval' lets run (no text is).
 *
 * Source  https://www.w3.org/TR/CSP3/, https://fetch.spec.whatwg.org/#http-cors-protocol, OWASP Secure Headers
 * Proof   headers.test.ts, server.int.test.ts
 */
import { createHash } from 'node:crypto';

const EVERYWHERE = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(self), geolocation=(), microphone=(), payment=(), usb=()',
} as const;

/** Headers of every answer. */
export function securityHeaders(tls: boolean): Readonly<Record<string, string>> {
  return tls ? { ...EVERYWHERE, 'strict-transport-security': 'max-age=31536000' } : EVERYWHERE;
}

/** Policy of data: a browser that is led to it as a page runs and loads nothing. */
export const DATA_POLICY = "default-src 'none'; frame-ancestors 'none'";

/** Policy of the web app, whose page may hold scripts of its own. */
export function pagePolicy(page: string): string {
  const inline = [...page.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g)].map(([, text = '']) => text);
  const hashes = inline.map((text) => ` 'sha256-${createHash('sha256').update(text).digest('base64')}'`).join('');
  return [
    "default-src 'none'",
    `script-src 'self' 'wasm-unsafe-eval'${hashes}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

const EXPOSED = 'content-location, etag, last-modified, link, location, retry-after, www-authenticate, x-request-id';
const ALLOWED_METHODS = 'GET, HEAD, POST, PUT, PATCH, DELETE';
const ALLOWED_HEADERS =
  'accept, authorization, content-type, if-match, if-modified-since, if-none-exist, if-none-match, prefer, x-request-id';

/** Headers for a page of another site, if that site is allowed; empty where it is not. */
export function corsHeaders(origin: string | undefined, allowed: readonly string[]): Readonly<Record<string, string>> {
  if (allowed.length === 0) return {};
  if (origin === undefined || !allowed.includes(origin)) return { vary: 'origin' };
  return {
    vary: 'origin',
    'access-control-allow-origin': origin,
    'access-control-expose-headers': EXPOSED,
    'cross-origin-resource-policy': 'cross-origin',
  };
}

/** What a preflight request of an allowed site gets beside `corsHeaders`. */
export const PREFLIGHT = {
  'access-control-allow-methods': ALLOWED_METHODS,
  'access-control-allow-headers': ALLOWED_HEADERS,
  'access-control-max-age': '600',
} as const;
