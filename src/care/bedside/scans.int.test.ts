/**
 * The ward's list and how the ward scans: by the beds that its patients are in.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { instantOf } from '../../kernel/index.ts';
import { embeddedTestStore } from '../../store/index.ts';
import { ANNA, BORA, minutes, NOW, NURSE, badge, band } from '../loop/testing.ts';
import { dispense, request, scans, TestWard, type Json } from './testing.ts';
import type { WardScans } from './scans.ts';

const place = (id: string, partOf?: string): Json => ({
  resourceType: 'Location',
  id,
  name: id.toUpperCase(),
  ...(partOf === undefined ? {} : { partOf: { reference: `Location/${partOf}` } }),
});
const stay = (owner: string, bed: string, more: Json = {}): Json => ({
  resourceType: 'Encounter',
  id: `stay-${owner}`,
  status: 'in-progress',
  class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'IMP' },
  subject: { reference: `Patient/${owner}` },
  period: { start: instantOf(minutes(-600)) },
  location: [
    { location: { reference: `Location/${bed}` }, status: 'active', period: { start: instantOf(minutes(-600)) } },
  ],
  ...more,
});
const moved = {
  location: [
    {
      location: { reference: 'Location/bed-2' },
      status: 'completed',
      period: { start: instantOf(minutes(-600)), end: instantOf(minutes(-10)) },
    },
    { location: { reference: 'Location/far' }, status: 'active', period: { start: instantOf(minutes(-10)) } },
  ],
};

describe('a ward', () => {
  let ward: TestWard;
  beforeAll(async () => {
    ward = await TestWard.open(embeddedTestStore());
    for (const one of [
      place('ward'),
      place('room', 'ward'),
      place('bed-1', 'room'),
      place('bed-2', 'room'),
      place('far'),
    ])
      await ward.put(one);
    await ward.put(stay(ANNA.id, 'bed-1'));
    await ward.put(stay(BORA.id, 'bed-2', moved));
    for (const id of ['a', 'b', 'c', 'd']) await ward.order(id);
    await ward.put(request('bora', { subject: { reference: 'Patient/bora' } }));
    await ward.put(dispense('bora'));
  });
  afterAll(() => ward.close());

  const ask = (more: Json) => {
    const query = { ward: 'ward', from: instantOf(NOW), to: instantOf(minutes(60)), ...more };
    return ward.call<WardScans>('GET', `/care/medication/scans?${new URLSearchParams(query as never).toString()}`);
  };
  const window = { from: instantOf(minutes(-60)), to: instantOf(minutes(60)) };

  it('lists the doses of those who lie in its beds now, with who they are', async () => {
    const { doses, patients, at } = await ward.due({ ward: 'ward', ...window });
    expect(at).toBe(instantOf(NOW));
    expect(doses.map(({ order }) => order).toSorted()).toEqual(['a', 'b', 'c', 'd']);
    expect(patients).toMatchObject([{ id: ANNA.id, bed: 'BED-1' }]);
    expect((await ward.due({ ward: 'far', ...window })).doses.map(({ order }) => order)).toEqual(['bora']);
    expect(await ward.due({ ward: 'bed-2', ...window })).toMatchObject({ doses: [], patients: [], effects: [] });
    expect((await ward.due({ ward: 'nowhere', ...window })).status).toBe(404);
    expect((await ward.due({ ward: 'ward', patient: ANNA.id, ...window })).fault).toBe('care.body-invalid');
    expect((await ward.due(window as never)).fault).toBe('care.body-invalid');
  });

  it('counts its scans: closed, overridden, not scanned and why, alerts, labels to be replaced', async () => {
    await ward.give('a', '1');
    ward.now = minutes(61);
    await ward.give('b', '1', NOW, { reason: 'patient-off-ward' });
    ward.now = NOW;
    const byHand = { action: 'manual-entry', product: 'paracetamol' };
    const unread = { scan: 'product', raw: null };
    await ward.give('c', '1', NOW, { steps: [badge(NURSE), band(ANNA), unread, byHand], reason: 'code-unreadable' });
    await ward.give('d', '1', NOW, { steps: scans(NURSE, BORA) });
    ward.now = minutes(-30);
    const bora = { patient: BORA.id, order: 'bora', orderVersion: '1', steps: scans(NURSE, BORA) };
    await ward.ask('record', { body: bora });
    ward.now = minutes(90);
    const query = new URLSearchParams({
      ward: 'ward',
      from: instantOf(minutes(-120)),
      to: instantOf(minutes(120)),
    }).toString();
    const counted = await ward.call<WardScans>('GET', `/care/medication/scans?${query}`);
    expect(counted).toMatchObject({ completed: 4, closedLoop: 2, overridden: 1, notScanned: 1 });
    expect(counted.reasons).toEqual([{ code: 'relabel-product', count: 1 }]);
    expect(counted.alerts).toEqual(
      expect.arrayContaining([
        { code: 'late', count: 1, overridden: 1 },
        { code: 'wrong-patient', count: 1, overridden: 0 },
      ]),
    );
    expect(counted.relabel).toMatchObject([{ patient: ANNA.id, order: 'c' }]);
    expect(counted.days).toEqual([{ day: '2026-07-01', completed: 4, closedLoop: 2 }]);
  });

  it('is asked about within bounds, by those who may', async () => {
    expect((await ask({ to: instantOf(minutes(60 * 24 * 32)) })).fault).toBe('care.body-invalid');
    expect((await ask({ ward: '../x' })).fault).toBe('care.body-invalid');
    expect((await ask({ ward: 'nowhere' })).status).toBe(404);
    expect((await ask({})).completed).toBe(2);
  });
});
