import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Route } from '../../access/index.ts';
import { embeddedTestStore } from '../../store/index.ts';
import { TestWard } from '../bedside/testing.ts';
import { openCare } from '../care.ts';

describe('the routes of laboratory, blood and milk', () => {
  let ward: TestWard;
  let routes: readonly Route[];
  beforeAll(async () => {
    ward = await TestWard.open(embeddedTestStore());
    routes = openCare({ record: ward.record, store: ward.store }).routes.filter(({ path }) =>
      /^\/care\/(laboratory|blood|milk)\//.test(path),
    );
  });
  afterAll(() => ward.close());

  const rolesOf = (method: string, path: string) =>
    routes.filter((one) => one.method === method && one.path === `/care/${path}`).map(({ access }) => access);

  it('let in those whose work it is, are bounded, and are audited by what they do', () => {
    expect(routes.length).toBe(9 + 12 + 5);
    for (const route of routes) {
      expect(route.audit).toEqual({ by: 'interaction' });
      expect(route.bodyLimit).toBeLessThanOrEqual(65_536);
      expect(JSON.stringify(route.access)).not.toMatch(/patient|researcher|executive|administrator|bed-manager/);
    }
    const technologist = [{ roles: ['laboratory'] }];
    for (const path of ['laboratory/receive', 'laboratory/reject', 'laboratory/result', 'blood/units', 'blood/issue'])
      expect(rolesOf('POST', path), path).toEqual(technologist);
    const bedside = [{ roles: ['nurse', 'physician'] }];
    for (const path of ['laboratory/acknowledge', 'blood/record', 'blood/vitals', 'blood/finish', 'milk/record'])
      expect(rolesOf('POST', path), path).toEqual(bedside);
  });

  it.each([
    ['/care/laboratory/result', { request: 'x' }],
    ['/care/laboratory/receive', { label: 7 }],
    ['/care/blood/record', { patient: 'anna', request: 'x', steps: [{ scan: 'product', raw: 'x' }] }],
    ['/care/blood/units', { number: '=A99972600010100', component: 'bone' }],
    ['/care/milk/bottles', { patient: 'anna', mother: '', expressedAt: 'yesterday' }],
    ['/care/milk/record', { patient: 'anna' }],
  ])('%s says what is wrong with a body', async (path, body) => {
    const told = await ward.call('POST', path, body);
    expect([told.status, told.fault]).toEqual([400, 'care.body-invalid']);
  });

  it('say which query they take', async () => {
    const told = await ward.call('GET', '/care/blood/transfusions?patient=a/b');
    expect(told.fault).toBe('care.query-invalid');
  });
});
