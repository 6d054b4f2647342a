import { describe, expect, it } from 'vitest';
import { validateResource } from '../../fhir/index.ts';
import { parseJson, writeJson } from '../../kernel/index.ts';
import { drugOf, DRUGS } from '../data/drugs.ts';
import { doseInMass, productFor, PRODUCTS } from '../data/products.ts';
import { codeOf, numberOf, textsUnder } from '../testing.ts';
import { formulary } from './formulary.ts';

describe('the product file', () => {
  it('has one product for each drug, each with an id and a GTIN of its own', () => {
    expect(PRODUCTS.length).toBe(DRUGS.length);
    expect(new Set(PRODUCTS.map(({ id }) => id)).size).toBe(PRODUCTS.length);
    expect(new Set(PRODUCTS.map(({ gtin }) => gtin)).size).toBe(PRODUCTS.length);
    for (const { gtin, id } of PRODUCTS) expect(gtin, id).toMatch(/^0880\d{10}$/);
  });

  it('marks what harms most: insulins, heparins, opioids, potassium, cytotoxics, pressors', () => {
    for (const key of [
      'insulinRegular',
      'heparin',
      'morphine',
      'fentanyl',
      'potassiumChlorideIv',
      'oxaliplatin',
      'norepinephrine',
      'alteplase',
    ])
      expect(productFor(drugOf(key)).highAlert, key).toBe(true);
    for (const key of ['amlodipine5', 'ceftriaxone', 'saline', 'acetaminophen'])
      expect(productFor(drugOf(key)).highAlert, key).toBe(false);
  });

  it('counts tablets, vials and bags, not what a pen, a bottle or an inhaler holds', () => {
    for (const key of ['glargine', 'acetaminophenSyrup', 'salbutamol', 'latanoprost', 'heparin'])
      expect(productFor(drugOf(key)).multiDose, key).toBe(true);
    for (const key of ['aspirin', 'ceftriaxone', 'saline', 'enoxaparin', 'oxaliplatin'])
      expect(productFor(drugOf(key)).multiDose, key).toBe(false);
  });

  it.each([
    ['aspirin', 100, 'mg'],
    ['ceftriaxone', 2, 'g'],
    ['furosemideIv', 40, 'mg'],
    ['heparin', 5000, '[IU]'],
    ['acetaminophenSyrup', 160, 'mg'],
    ['glargine', 16, '[IU]'],
    ['fentanyl', 50, 'ug'],
    ['saline', 1000, 'mL'],
    ['fentanylPca', 10, 'ug'],
    ['budesonideFormoterol', 320, 'ug'],
    ['potassiumChlorideIv', 40, 'meq'],
  ])('a dose of %s is %d %s', (key, value, unit) => {
    expect(doseInMass(drugOf(key))).toEqual({ value, unit });
  });

  it('holds look-alikes both ways', () => {
    for (const { drug, lookAlikes } of PRODUCTS)
      for (const other of lookAlikes) expect(productFor(drugOf(other)).lookAlikes).toContain(drug.key);
  });
});

describe('the formulary', () => {
  const medications = formulary();

  it('is valid FHIR with what the bedside matches', () => {
    for (const medication of medications) {
      expect(validateResource(parseJson(writeJson(medication))), medication.id).toEqual([]);
      expect(medication.identifier?.[0]?.system).toBe('https://id.gs1.org/01');
      expect(codeOf(medication.code)).toMatch(/^[A-Z]\d\d[A-Z]/);
      expect(medication.code?.text).toMatch(/[가-힣]/);
      expect(textsUnder(medication.extension, 'valueCode').length).toBeGreaterThan(0);
    }
  });

  it('says how much one pack holds where packs are counted', () => {
    for (const [at, { amount, multiDose, id }] of PRODUCTS.entries()) {
      if (multiDose) continue;
      expect(amount, id).toBeGreaterThan(0);
      expect(numberOf(medications[at]?.ingredient?.[0]?.strength?.numerator?.value), id).toBe(amount);
    }
  });
});
