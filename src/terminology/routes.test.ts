import { describe, expect, it } from 'vitest';
import { openTerminology, terminologyRoutes } from './index.ts';

const routes = terminologyRoutes(openTerminology(), '/fhir/R4');

describe('the routes of the terminology', () => {
  it('are the operations, asked by GET and by POST', () => {
    const paths = [...new Set(routes.map(({ path }) => path))];
    expect(paths).toEqual([
      '/fhir/R4/ValueSet/$expand',
      '/fhir/R4/ValueSet/:id/$expand',
      '/fhir/R4/ValueSet/$validate-code',
      '/fhir/R4/ValueSet/:id/$validate-code',
      '/fhir/R4/CodeSystem/$validate-code',
      '/fhir/R4/CodeSystem/:id/$validate-code',
      '/fhir/R4/CodeSystem/$lookup',
      '/fhir/R4/CodeSystem/$subsumes',
    ]);
    for (const path of paths) {
      const methods = routes.filter((route) => route.path === path).map(({ method }) => method);
      expect(methods, path).toEqual(['GET', 'POST']);
    }
  });

  it('are for whoever signed in, and say why they write no audit entry', () => {
    for (const { access, audit } of routes) {
      expect(access).toEqual({ signedIn: true });
      expect(audit).toEqual({ none: expect.stringContaining('no patient data') });
    }
  });
});
