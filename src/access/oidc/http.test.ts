import { describe, expect, it } from 'vitest';
import type { Provider } from 'oidc-provider';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { accessHttp } from './http.ts';
import { escapeHtml, failureHtml, pageHtml } from './pages.ts';

function mounted(issuer: string) {
  const seen: IncomingMessage[] = [];
  const callback = () => (request: IncomingMessage) => Promise.resolve(void seen.push(request));
  return { http: accessHttp({ issuer, callback } as unknown as Provider), seen };
}

describe('accessHttp', () => {
  it.each(['/oidc/auth', '/oidc/token', '/oidc/auth/x', '/.well-known/openid-configuration'])('takes %s', (path) => {
    expect(mounted('https://maru.example').http.handles(path)).toBe(true);
  });

  it.each(['/', '/oidc', '/oidcx', '/access/me', '/fhir/R4/Patient', '/.well-known/other', '/x/oidc/auth'])(
    'leaves %s',
    (path) => {
      expect(mounted('https://maru.example').http.handles(path)).toBe(false);
    },
  );

  it('believes the issuer and not what a request says of host, scheme and address', async () => {
    const { http, seen } = mounted('https://maru.example');
    const headers = {
      host: 'evil.example',
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'http',
      'x-forwarded-for': '1.2.3.4',
    };
    await http.handle({ headers } as unknown as IncomingMessage, {} as ServerResponse, '10.0.0.7');
    expect(seen[0]?.headers).toEqual({
      host: 'maru.example',
      'x-forwarded-proto': 'https',
      'x-forwarded-for': '10.0.0.7',
    });
  });
});

describe('pages', () => {
  it('escape whatever they repeat', () => {
    expect(escapeHtml(`<a href="x" title='y'>&</a>`)).toBe(
      '&#60;a href=&#34;x&#34; title=&#39;y&#39;&#62;&#38;&#60;/a&#62;',
    );
    expect(failureHtml('<img src=x onerror=alert(1)>')).not.toContain('<img');
  });

  it('speak both languages, load nothing and run nothing', () => {
    const html = failureHtml('x') + pageHtml('Title', '<p>body</p>');
    expect(html).toContain('<html lang="ko">');
    expect(html).toContain('lang="en"');
    expect(html).not.toMatch(/<script|src=|<link|url\(/);
  });
});
