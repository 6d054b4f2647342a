import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { embeddedTestStore } from '../../store/index.ts';
import { TestWard, type Json } from '../bedside/testing.ts';
import { bloodRequest, hang } from '../blood/testing.ts';
import { ANNA, badge, band, BORA, inner, NURSE } from '../loop/testing.ts';
import { laboratoryRequest } from './testing.ts';

const stay = (id: string, kind: string, status: string, patient = ANNA.id): Json => ({
  resourceType: 'Encounter',
  id,
  status,
  class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: kind },
  subject: { reference: `Patient/${patient}` },
});
const within = (id: string): Json => ({ encounter: { reference: `Encounter/${id}` } });

describe('a patient who is gone', () => {
  let ward: TestWard;
  beforeAll(async () => {
    ward = await TestWard.open(embeddedTestStore());
    await ward.put(stay('over', 'IMP', 'finished'));
    await ward.put(stay('visit', 'AMB', 'finished'));
    await ward.put(stay('now', 'IMP', 'in-progress'));
    for (const id of ['over', 'visit', 'now']) await ward.put(laboratoryRequest(id, '2823-3', within(id)));
    await ward.put(bloodRequest('blood-over', within('over')));
    await ward.put({
      resourceType: 'NutritionOrder',
      id: 'milk-over',
      status: 'active',
      intent: 'order',
      patient: { reference: `Patient/${ANNA.id}` },
      dateTime: '2026-07-01T06:00:00+09:00',
      ...within('over'),
    });
  });
  afterAll(() => ward.close());

  const label = async (request: string, wearer = ANNA) =>
    (
      await ward.call('POST', '/care/specimen/label', {
        patient: wearer.id,
        request,
        steps: [badge(NURSE), band(wearer)],
      })
    )['messageKey'];

  it('gets no label after the stay of the request, and one after a visit', async () => {
    expect([await label('over'), await label('visit'), await label('now')]).toEqual([
      'loop.patient.discharged',
      'loop.spec.label-printed',
      'loop.spec.label-printed',
    ]);
  });

  it('gets no blood and no milk', async () => {
    const start = await ward.call('POST', '/care/blood/record', {
      patient: ANNA.id,
      request: 'blood-over',
      steps: hang(101),
    });
    expect(start['messageKey']).toBe('loop.patient.discharged');
    const feed = await ward.call('POST', '/care/milk/record', {
      patient: ANNA.id,
      order: 'milk-over',
      steps: [badge(NURSE), band(ANNA), inner('bottle', 'MK1')],
    });
    expect(feed['messageKey']).toBe('loop.patient.discharged');
  });

  it('is told apart from a patient who died, and from a band that two have', async () => {
    await ward.put(laboratoryRequest('bora', '2823-3', {}, BORA.id));
    await ward.put({ ...(await ward.get('Patient', BORA.id)), deceasedBoolean: true });
    expect(await label('bora', BORA)).toBe('loop.patient.deceased');
    const { identifier } = await ward.get('Patient', ANNA.id);
    await ward.put({ resourceType: 'Patient', id: 'other', identifier });
    expect(await label('now')).not.toBe('loop.spec.label-printed');
  });
});
