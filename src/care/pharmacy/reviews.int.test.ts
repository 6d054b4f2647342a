import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { instantOf } from '../../kernel/index.ts';
import { embeddedTestStore } from '../../store/index.ts';
import { badge, band, ANNA, NURSE, pack, TABLET } from '../loop/testing.ts';
import { TestPharmacy } from './testing.ts';

describe('doses that were given before verification', () => {
  let house: TestPharmacy;
  beforeAll(async () => {
    house = await TestPharmacy.open(embeddedTestStore());
    await house.order('order');
  });
  afterAll(() => house.close());

  it('an emergency dose waits for its review, which is closed once with a word about it', async () => {
    await house.ward.put({
      resourceType: 'Task',
      id: 'emergency',
      status: 'requested',
      intent: 'order',
      code: { coding: [{ system: 'https://maru.health/fhir/CodeSystem/care', code: 'verify-afterwards' }] },
      focus: { reference: 'MedicationRequest/order' },
      for: { reference: 'Patient/anna' },
      authoredOn: '2026-07-01T00:00:00Z',
    });
    expect((await house.ask('GET', 'reviews', {}))['reviews']).toMatchObject([{ task: 'emergency', verified: false }]);
    const body = { task: 'emergency', outcome: 'concern' };
    expect(await house.ask('POST', 'review', body)).toMatchObject({ fault: 'care.reason-required' });
    expect(await house.ask('POST', 'review', { ...body, text: '용량 초과' })).toMatchObject({ status: 200 });
    expect(await house.ask('POST', 'review', { ...body, text: '용량 초과' })).toMatchObject({
      fault: 'care.review-done',
    });
    expect((await house.ask('GET', 'reviews', {}))['reviews']).toEqual([]);
  });

  it('come from the bedside itself: what is given on the emergency path waits here, with the dose', async () => {
    const due = house.ward.now;
    const orderVersion = await house.order('urgent', {}, [due]);
    const emergency = { action: 'emergency' as const, reason: 'resuscitation' };
    const steps = [badge(NURSE), band(ANNA), pack(TABLET, 'E1'), emergency];
    const body = { order: 'urgent', orderVersion, slot: instantOf(due), steps, reason: 'resuscitation' };
    expect(await house.ward.ask('record', { body })).toMatchObject({ recorded: true });
    const { reviews } = await house.ask('GET', 'reviews', {});
    expect(reviews).toMatchObject([
      {
        request: { id: 'urgent' },
        verified: false,
        patient: { id: ANNA.id },
        administrations: [{ status: 'completed' }],
      },
    ]);
  });
});
