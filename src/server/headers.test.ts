import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { corsHeaders, DATA_POLICY, pagePolicy, securityHeaders } from './headers.ts';

function directive(policy: string, name: string): string | undefined {
  return policy
    .split('; ')
    .find((part) => part.startsWith(`${name} `))
    ?.slice(name.length + 1);
}

describe('the policy of the page', () => {
  it('loads nothing but from the house, and is framed by nobody', () => {
    const policy = pagePolicy('<!doctype html><script type="module" src="/assets/app.js"></script>');
    expect(directive(policy, 'default-src')).toBe("'none'");
    expect(directive(policy, 'script-src')).toBe("'self' 'wasm-unsafe-eval'");
    expect(directive(policy, 'frame-ancestors')).toBe("'none'");
    expect(directive(policy, 'base-uri')).toBe("'none'");
    expect(policy).not.toMatch(/https?:|\*|(?<!wasm-)unsafe-eval/);
  });

  it('lets the scripts run that stand in the page, by their hash, and no other', () => {
    const script = "document.documentElement.dataset.theme = 'dark'";
    const policy = pagePolicy(
      `<script>${script}</script><script src="/a.js"></script><script type="module">b()</script>`,
    );
    const hash = createHash('sha256').update(script).digest('base64');
    expect(directive(policy, 'script-src')?.split(' ')).toHaveLength(4);
    expect(directive(policy, 'script-src')).toContain(`'sha256-${hash}'`);
    expect(directive(policy, 'script-src')).not.toContain('unsafe-inline');
  });

  it('of data lets a browser run nothing at all', () => {
    expect(DATA_POLICY).toBe("default-src 'none'; frame-ancestors 'none'");
  });
});

describe('headers of every answer', () => {
  it('forbid guessing of types and framing', () => {
    expect(securityHeaders(false)).toMatchObject({ 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY' });
  });

  it('ask for TLS for a year only where there is TLS', () => {
    expect(securityHeaders(false)).not.toHaveProperty('strict-transport-security');
    expect(securityHeaders(true)).toHaveProperty('strict-transport-security');
  });
});

describe('pages of other sites', () => {
  const allowed = ['https://app.example'];

  it('get nothing where none is allowed', () => {
    expect(corsHeaders('https://app.example', [])).toEqual({});
  });

  it('get the house’s answers where they are named, each its own', () => {
    const headers = corsHeaders('https://app.example', allowed);
    expect(headers).toMatchObject({ vary: 'origin', 'access-control-allow-origin': 'https://app.example' });
    expect(headers).not.toHaveProperty('access-control-allow-credentials');
    expect(headers['access-control-expose-headers']).toContain('etag');
  });

  it.each(['https://evil.example', 'https://app.example.evil.example', 'http://app.example', 'null', undefined])(
    'get nothing as %s',
    (origin) => {
      expect(corsHeaders(origin, allowed)).toEqual({ vary: 'origin' });
    },
  );
});
