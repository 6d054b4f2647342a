import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { instantOf, type EpochMs } from '../../kernel/index.ts';
import { embeddedTestStore } from '../../store/index.ts';
import type { Json } from '../bedside/testing.ts';
import { ANNA, STRONG } from '../loop/testing.ts';
import { TestPharmacy } from './testing.ts';

const UCUM = 'http://unitsofmeasure.org';

describe('the facts of an order', () => {
  let house: TestPharmacy;
  beforeAll(async () => {
    house = await TestPharmacy.open(embeddedTestStore());
    await house.order('later', {}, [(house.ward.now + 7_200_000) as EpochMs]);
  });
  afterAll(() => house.close());

  const measured = (id: string, code: string, value: number, unit: string): Promise<string> =>
    house.ward.put({
      resourceType: 'Observation',
      id,
      status: 'final',
      code: { coding: [{ system: 'http://loinc.org', code }] },
      subject: { reference: `Patient/${ANNA.id}` },
      effectiveDateTime: instantOf(house.ward.now),
      valueQuantity: { value, unit, system: UCUM, code: unit },
    });

  it('tells the facts that decide, and which part could not be read', async () => {
    const taken = instantOf(house.ward.now);
    await house.ward.put({
      resourceType: 'Observation',
      id: 'potassium',
      status: 'final',
      code: { coding: [{ system: 'http://loinc.org', code: '2823-3' }] },
      subject: { reference: `Patient/${ANNA.id}` },
      effectiveDateTime: taken,
      valueQuantity: { value: 6.1, unit: 'mmol/L', system: 'http://unitsofmeasure.org', code: 'mmol/L' },
    });
    const told = await house.ask('GET', 'order', { order: 'later' });
    expect(told).toMatchObject({
      order: 'later',
      findings: { checked: true },
      facts: {
        kidney: { egfr: { ok: false }, clearance: { ok: false } },
        results: [{ name: 'potassium', observations: [{ id: 'potassium' }] }],
        missing: [],
      },
    });
    const seen = ['MedicationRequest', 'Medication', 'MedicationDispense', 'PractitionerRole', 'Patient', 'Task'];
    const blind = { scopes: [...seen, 'Encounter', 'Location', 'Communication'].map((type) => `user/${type}.rs`) };
    const { facts } = await house.ask('GET', 'order', { order: 'later' }, blind);
    expect((facts as { missing: readonly string[] }).missing).toEqual(
      expect.arrayContaining(['allergies', 'problems', 'results', 'body']),
    );
  });

  it('are those of the patient: age, weight, kidney function with its formula, allergies, problems, other drugs', async () => {
    const anna = await house.ward.get('Patient', ANNA.id);
    await house.ward.put({ ...anna, gender: 'female', birthDate: '1950-01-01', name: [{ text: '안나' }] });
    await measured('creatinine', '2160-0', 1.8, 'mg/dL');
    await measured('weight', '29463-7', 54, 'kg');
    const about = { patient: { reference: `Patient/${ANNA.id}` } };
    await house.ward.put({ resourceType: 'AllergyIntolerance', id: 'allergy', code: { text: 'penicillin' }, ...about });
    await house.ward.put({
      resourceType: 'Condition',
      id: 'problem',
      clinicalStatus: {
        coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code: 'active' }],
      },
      code: { text: '만성 신부전' },
      subject: { reference: `Patient/${ANNA.id}` },
    });
    await house.order('other', { medicationReference: { reference: `Medication/${STRONG.id}` } });
    const { facts, nextDoses } = await house.ask('GET', 'order', { order: 'later' });
    expect(facts).toMatchObject({
      patient: { name: [{ text: '안나' }] },
      age: { value: 76, unit: 'a' },
      weight: { value: 54, unit: 'kg' },
      kidney: {
        egfr: { ok: true, formula: 'CKD-EPI 2021 (creatinine)' },
        clearance: { ok: true, formula: expect.stringContaining('Cockcroft-Gault') },
      },
      pregnancy: { state: 'not-applicable' },
      allergies: [{ id: 'allergy' }],
      problems: [{ id: 'problem' }],
    });
    const { drugs } = facts as { readonly drugs: readonly Json[] };
    expect(drugs.map(({ id }) => id)).toEqual(expect.arrayContaining(['later', 'other']));
    expect(nextDoses).toHaveLength(1);
    await house.end('other');
  });

  it('a warning against this order is found with rule, source and tier, and the reading keeps it', async () => {
    await house.order('twin');
    const { findings, reading } = await house.ask('GET', 'order', { order: 'later' });
    const { alerts, tier } = findings as { readonly tier: number; readonly alerts: readonly Json[] };
    expect(tier).toBe(2);
    expect(alerts[0]).toMatchObject({
      rule: 'DT-01',
      source: { date: expect.any(String) },
    });
    const [kept] = await house.ward.store.query<Json>(
      'select tier, rules, version from care_pharmacy_reading where id = $1',
      [reading],
    );
    expect(kept).toMatchObject({ tier: 2, version: '1', rules: [alerts[0]?.['rule']] });
    await house.end('twin');
  });

  it('a reading that is older than half an hour decides nothing', async () => {
    const { reading, version } = await house.ask('GET', 'order', { order: 'later' });
    house.ward.now = (house.ward.now + 31 * 60_000) as EpochMs;
    const told = await house.ask('POST', 'decide', { order: 'later', version, reading, decision: 'verify' });
    expect(told).toMatchObject({ status: 409, fault: 'care.reading-expired' });
  });
});
