import { afterAll, beforeAll, expect, it, describe } from 'vitest';
import { embeddedTestStore } from '../../store/index.ts';
import { openCare } from '../care.ts';
import { NOW, NURSE } from '../loop/testing.ts';
import { scans, TestWard } from './testing.ts';

describe('the routes of the bedside', () => {
  let ward: TestWard;
  beforeAll(async () => {
    ward = await TestWard.open(embeddedTestStore());
  });
  afterAll(() => ward.close());

  it('let in nurses and physicians only, are bounded, and are audited', () => {
    const { routes: all } = openCare({ record: ward.record, store: ward.store });
    const routes = all.filter(({ path }) => /^\/care\/(medication|specimen)\/(check|record|effect)$/.test(path));
    expect(routes.map(({ path }) => path)).toEqual([
      '/care/medication/effect',
      '/care/medication/check',
      '/care/medication/record',
      '/care/specimen/check',
      '/care/specimen/record',
    ]);
    for (const route of routes) {
      expect(route.access).toEqual({ roles: ['nurse', 'physician'] });
      expect(route.audit).toEqual({ by: 'interaction' });
      expect(route.bodyLimit).toBeLessThanOrEqual(65_536);
    }
  });

  it('note refusals that wrote nothing', async () => {
    const version = await ward.order('order');
    const told = await ward.ask('record', {
      body: { order: 'order', orderVersion: version, steps: scans() },
      scopes: ['openid'],
    });
    expect(told.status).toBe(403);
    const entries = JSON.stringify(await ward.audit.list({ agent: NURSE.id, limit: 20 }));
    expect(entries).toContain('record.out-of-reach');
  });

  it('take the thresholds of the hospital', async () => {
    const version = await ward.order('window');
    ward.now = (NOW + 20 * 60_000) as typeof NOW;
    expect((await ward.give('window', version)).decision).toBe('allow');
    const strict = await ward.order('strict');
    ward.settings = { doseWindowMinutes: 15 };
    expect((await ward.give('strict', strict)).messageKey).toBe('loop.med.late');
  });
});
