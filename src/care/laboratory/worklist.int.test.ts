import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { embeddedTestStore } from '../../store/index.ts';
import { TestWard, type Json } from '../bedside/testing.ts';
import { ANNA, BORA, NURSE } from '../loop/testing.ts';
import { collect, laboratory, laboratoryPeople, laboratoryRequest, receive } from './testing.ts';

const LAB = { by: { id: 'technologist', role: 'laboratory', gsrn: '' }, role: 'laboratory' } as const;

describe('where each specimen is', () => {
  let ward: TestWard;
  beforeAll(async () => {
    ward = await TestWard.open(embeddedTestStore());
    await laboratoryPeople(ward);
  });
  afterAll(() => ward.close());

  async function line(id: string): Promise<Json | undefined> {
    const { lines } = await ward.call<{ lines: Json[] }>('GET', '/care/laboratory/worklist', {}, LAB);
    return lines.find(({ request }) => request === id);
  }

  it('is told step by step, with what was done and nothing of what was not', async () => {
    await ward.put(laboratoryRequest('walk', '2823-3', { priority: 'stat' }));
    const ordered = await line('walk');
    expect(ordered).toMatchObject({
      stage: 'ordered',
      priority: 'stat',
      tube: 'SST-5',
      test: { ko: '칼륨', en: 'Potassium' },
    });
    for (const name of ['label', 'collected', 'received', 'released', 'report'])
      expect(ordered).not.toHaveProperty(name);
    const { label } = await collect(ward, 'walk', 'SST-5');
    const collected = await line('walk');
    expect(collected).toMatchObject({ stage: 'collected', label, collected: expect.any(String) });
    expect(collected).not.toHaveProperty('received');
    await receive(ward, label);
    expect(await line('walk')).toMatchObject({ stage: 'received', received: expect.any(String) });
    const enter = (release: boolean, more: Json = {}) =>
      laboratory(ward, 'result', { request: 'walk', release, values: [{ code: '2823-3', number: '4.1' }], ...more });
    await enter(false);
    const preliminary = await line('walk');
    expect(preliminary).toMatchObject({ stage: 'preliminary' });
    expect(preliminary).not.toHaveProperty('released');
    await enter(true, { reportVersion: '1' });
    expect(await line('walk')).toMatchObject({ stage: 'released', released: expect.any(String) });
  });

  it('is told of each patient alone where it is collected', async () => {
    await ward.put(laboratoryRequest('of-bora', '58410-2', {}, BORA.id));
    await ward.put(laboratoryRequest('fasting', '24331-1'));
    await ward.put(laboratoryRequest('group', '34532-2'));
    await ward.put(laboratoryRequest('gone', '2823-3', { status: 'revoked' }));
    const due = async (patient: string) =>
      (
        await ward.call<{ lines: Json[] }>(
          'GET',
          `/care/specimen/due?patient=${patient}`,
          {},
          { by: NURSE, role: 'nurse' },
        )
      ).lines;
    const anna = await due(ANNA.id);
    const ids = anna.map(({ request }) => request);
    expect(ids).toEqual(expect.arrayContaining(['fasting', 'group']));
    for (const other of ['of-bora', 'gone']) expect(ids).not.toContain(other);
    expect((await due(BORA.id)).map(({ request }) => request)).toEqual(['of-bora']);
    expect(anna.find(({ request }) => request === 'fasting')).toMatchObject({ fastingHours: 8 });
    expect(anna.find(({ request }) => request === 'group')).toMatchObject({ secondIdentifier: true });
    expect(anna.find(({ request }) => request === 'fasting')).not.toHaveProperty('secondIdentifier');
  });

  it('is asked with a patient, and by an id', async () => {
    for (const query of ['', '?patient=', '?patient=a%20b', `?patient=${ANNA.id}&all=yes`])
      expect(
        (await ward.call('GET', `/care/specimen/due${query}`, {}, { by: NURSE, role: 'nurse' }))['fault'],
        query,
      ).toBe('care.query-invalid');
    for (const query of ['', '?label=nothing', '?label=%5Dd291LB-260701-9999'])
      expect((await ward.call('GET', `/care/laboratory/entry${query}`, {}, LAB))['fault'], query).toBe(
        'care.specimen-unknown',
      );
  });

  it('shows a test of elsewhere by its own words, without a tube that nobody named', async () => {
    await ward.put(laboratoryRequest('rare', '0000-0', { code: { text: '희귀 검사' } }));
    const rare = await line('rare');
    expect(rare).toMatchObject({ stage: 'ordered', test: { ko: '희귀 검사', en: '희귀 검사' } });
    expect(rare).not.toHaveProperty('tube');
  });
});
