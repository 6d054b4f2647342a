import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EpochMs } from '../../kernel/index.ts';
import { embeddedTestStore } from '../../store/index.ts';
import { dispense, dosage, request, type Json } from '../bedside/testing.ts';
import { ANNA, HEPARIN } from '../loop/testing.ts';
import { TestPharmacy } from './testing.ts';

const MINUTE = 60_000;

describe('the verification worklist', () => {
  let house: TestPharmacy;
  beforeAll(async () => {
    house = await TestPharmacy.open(embeddedTestStore());
  });
  afterAll(() => house.close());

  const lines = async (): Promise<readonly Json[]> => {
    house.ward.now = (house.ward.now + 31_000) as EpochMs;
    const read = async (): Promise<readonly Json[]> =>
      (await house.ask('GET', 'worklist', {}))['lines'] as readonly Json[];
    await read();
    await new Promise((resolve) => setTimeout(resolve, 300));
    return read();
  };
  const task = (id: string): Promise<string> =>
    house.ward.put({
      resourceType: 'Task',
      id: `task-${id}`,
      status: 'requested',
      intent: 'order',
      code: { coding: [{ system: 'https://maru.health/fhir/CodeSystem/care', code: 'verify' }] },
      focus: { reference: `MedicationRequest/${id}` },
      for: { reference: `Patient/${ANNA.id}` },
    });

  it('holds every running order of a stay that nobody verified, with or without a task; stat first, then the soonest', async () => {
    const at = (minutes: number): readonly EpochMs[] => [(house.ward.now + minutes * MINUTE) as EpochMs];
    await house.order('later', {}, at(300));
    await task('later');
    await house.order('forgotten', {}, at(60));
    await house.order('stat', { priority: 'stat' }, at(400));
    await house.order('needed', { dosageInstruction: [dosage({ asNeededBoolean: true })] });
    await house.order('verified', {}, at(10));
    await house.ward.put(dispense('verified'));
    await house.order('stopped', { status: 'stopped' }, at(10));
    await house.ward.put(request('outside', {}, at(10)));
    const found = await lines();
    expect(found.map(({ order }) => order)).toEqual(['stat', 'forgotten', 'later', 'needed']);
    expect(found[1]).toMatchObject({
      standing: 'waiting',
      place: { ward: { id: 'ward-61', ko: '61병동' }, bed: { id: 'bed-6101-1' } },
      patient: { id: ANNA.id },
      medication: { id: 'paracetamol' },
      readable: true,
    });
  });

  it('marks high-alert drugs, names that are mixed up, orders that changed, and those that cannot be read', async () => {
    const heparin = await house.ward.get('Medication', HEPARIN.id);
    const alike = { url: 'https://maru.health/fhir/StructureDefinition/look-alike', valueString: '헤스판' };
    await house.ward.put({ ...heparin, extension: [...(heparin['extension'] as Json[]), alike] });
    const medicationReference = { reference: `Medication/${HEPARIN.id}` };
    await house.order('heparin', { medicationReference, dosageInstruction: [dosage({}, 5000, '[iU]', '47625008')] });
    await house.order('verified', { note: [{ text: 'changed' }] });
    await house.order('vague', { dosageInstruction: [{ text: 'as before' }] });
    const found = await lines();
    const of = (order: string): Json | undefined => found.find((line) => line['order'] === order);
    expect(of('heparin')).toMatchObject({ highAlert: true, lookAlikes: ['헤스판'] });
    expect(of('verified')).toMatchObject({ standing: 'again' });
    expect(of('vague')).toMatchObject({ readable: false });
  });

  it('finds an order without a task that was written or changed since all were read, and forgets those that ended', async () => {
    await lines();
    await house.order('new');
    const stat = await house.ward.get('MedicationRequest', 'stat');
    await house.ward.put({ ...stat, status: 'stopped' });
    const found = (await lines()).map(({ order }) => order);
    expect(found).toContain('new');
    expect(found).not.toContain('stat');
    house.ward.now = (house.ward.now + 3_600_000) as EpochMs;
    expect(new Set((await lines()).map(({ order }) => order))).toEqual(new Set(found));
  });
});
