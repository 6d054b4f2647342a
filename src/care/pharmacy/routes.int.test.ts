import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { embeddedTestStore } from '../../store/index.ts';
import { openCare } from '../care.ts';
import { TABLET } from '../loop/testing.ts';
import { packOf, TestPharmacy } from './testing.ts';

const PHARMACISTS_ONLY = [
  'worklist',
  'order',
  'decide',
  'reviews',
  'review',
  'prepare',
  'dispense',
  'scan',
  'labels',
  'movements',
  'move',
  'level',
  'recall',
  'recall-end',
];

describe('the routes of the pharmacy', () => {
  let house: TestPharmacy;
  beforeAll(async () => {
    house = await TestPharmacy.open(embeddedTestStore());
  });
  afterAll(() => house.close());

  it('let pharmacists decide, prescribers answer, and wards see stock; each is audited and bounded', () => {
    const { record, store } = house.ward;
    const routes = openCare({ record, store }).routes.filter(({ path }) => path.startsWith('/care/pharmacy/'));
    const rolesOf = (name: string): unknown[] =>
      routes.filter(({ path }) => path === `/care/pharmacy/${name}`).map(({ access }) => access);
    for (const name of PHARMACISTS_ONLY)
      expect(new Set(rolesOf(name).map((one) => JSON.stringify(one))), name).toEqual(
        new Set(['{"roles":["pharmacist"]}']),
      );
    expect(rolesOf('answer')).toEqual([{ roles: ['physician'] }]);
    expect(rolesOf('stock')).toEqual([{ roles: ['pharmacist', 'nurse'] }]);
    for (const { audit, bodyLimit, method } of routes) {
      expect(audit).toEqual({ by: 'interaction' });
      if (method === 'POST') expect(bodyLimit).toBeLessThanOrEqual(131_072);
    }
  });

  it('answer a scan with the product, and say what is wrong with it', async () => {
    const told = await house.ask('GET', 'scan', { raw: packOf(TABLET) });
    expect(told).toMatchObject({ product: { id: TABLET.id }, pack: { lot: 'L1' }, expired: false });
    expect(await house.ask('GET', 'scan', { raw: packOf(TABLET, 'L1', '250101') })).toMatchObject({ expired: true });
    expect(await house.ask('GET', 'scan', { raw: 'x' })).toMatchObject({ fault: 'care.code-unreadable' });
  });

  it('refuse within the reach of the caller, and note the refusal', async () => {
    await house.order('order');
    const { reading, version } = await house.ask('GET', 'order', { order: 'order' });
    const body = { order: 'order', version, reading, decision: 'verify' };
    const told = await house.ask('POST', 'decide', body, { scopes: ['user/MedicationRequest.rs', 'user/Task.rs'] });
    expect(told).toMatchObject({ status: 403, fault: 'record.out-of-reach' });
    expect(await house.ward.find('MedicationDispense', 'prescription=MedicationRequest/order')).toEqual([]);
    expect(JSON.stringify(await house.ward.audit.list({ agent: 'pharmacist', limit: 20 }))).toContain(
      'record.out-of-reach',
    );
  });
});
