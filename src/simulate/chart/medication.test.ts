import { beforeAll, describe, expect, it } from 'vitest';
import type { ResourceOfType } from '../../fhir/index.ts';
import { unitOf } from '../../kernel/index.ts';
import { INSTEAD, ONE_OF_A_CLASS } from '../data/care.ts';
import { ANALYTES } from '../data/analytes.ts';
import { drugOf, DRUGS } from '../data/drugs.ts';
import { EPISODES } from '../data/episodes.ts';
import { codeOf, drugCodeOf, numberOf, simulated, type PatientChart } from '../testing.ts';
import { safeDrug } from './medication.ts';

type MedicationRequest = ResourceOfType['MedicationRequest'];

describe('the drug table', () => {
  it('has a well-formed ATC code, Korean and English names, a UCUM unit and a dose', () => {
    for (const { key, atc, en, ko, unit, dose, periodDays } of DRUGS) {
      expect(atc, key).toMatch(/^[A-Z]\d\d[A-Z]([A-Z](\d\d)?)?$/);
      expect(en, key).toMatch(/^[a-z]/);
      expect(ko, key).toMatch(/[가-힣]/);
      expect(unitOf(unit), `${key}: ${unit}`).toBeDefined();
      expect(dose, key).toBeGreaterThan(0);
      expect(periodDays, key).toBeGreaterThan(0);
    }
  });

  it('is all that episodes prescribe', () => {
    for (const { drugs, home } of EPISODES)
      for (const key of [...drugs, ...home]) expect(() => drugOf(key), key).not.toThrow();
    for (const key of Object.values(INSTEAD)) expect(() => drugOf(key)).not.toThrow();
  });

  it('measures analytes in units that UCUM knows', () => {
    for (const { key, unit } of ANALYTES) expect(unitOf(unit), `${key}: ${unit}`).toBeDefined();
  });
});

describe('safeDrug', () => {
  const nobody = { allergies: new Set<string>(), conditions: new Set<string>() };

  it('is the drug itself where nothing speaks against it', () => {
    expect(safeDrug('amoxiclav', nobody)?.key).toBe('amoxiclav');
  });

  it.each([
    ['amoxiclav', ['penicillin'], [], 'levofloxacin'],
    ['aceclofenac', ['nsaid'], [], 'acetaminophen'],
    ['aspirin', ['nsaid'], [], 'clopidogrel'],
    ['metformin1000', [], ['ckd4'], 'linagliptin'],
    ['losartan50', [], ['pregnant'], 'amlodipine5'],
    ['celecoxib', [], ['heartFailure'], 'acetaminophen'],
  ])('%s with %j and %j becomes %s', (key, allergies, conditions, instead) => {
    expect(safeDrug(key, { allergies: new Set(allergies), conditions: new Set(conditions) })?.key).toBe(instead);
  });

  it('is nothing where the other will not do either', () => {
    expect(
      safeDrug('amoxiclav', { allergies: new Set(['penicillin']), conditions: new Set(['child']) }),
    ).toBeUndefined();
    expect(safeDrug('sumatriptan', { ...nobody, conditions: new Set(['coronaryDisease']) })).toBeUndefined();
  });
});

describe('prescriptions', () => {
  let charts: readonly PatientChart[];
  let all: readonly MedicationRequest[];
  beforeAll(() => {
    ({ charts } = simulated(120, 'drugs'));
    all = charts.flatMap((chart) => chart.of('MedicationRequest'));
  });

  it('say how often, how much, by which way, for how long, and how many are handed out', () => {
    expect(all.length).toBeGreaterThan(1000);
    for (const { id, dosageInstruction, dispenseRequest } of all) {
      const [dosage] = dosageInstruction ?? [];
      expect(dosage?.text, id).toMatch(/^(1일|\d+일마다|1회)/);
      expect(numberOf(dosage?.doseAndRate?.[0]?.doseQuantity?.value), id).toBeGreaterThan(0);
      expect(dosage?.timing?.repeat?.frequency, id).toBeGreaterThanOrEqual(1);
      expect(dosage?.route?.coding?.[0]?.system, id).toBe('http://snomed.info/sct');
      expect(numberOf(dispenseRequest?.quantity?.value), id).toBeGreaterThan(0);
      expect(numberOf(dispenseRequest?.expectedSupplyDuration?.value), id).toBeGreaterThan(0);
    }
  });

  it('hand out dose × times × days', () => {
    const tablets = all.filter(
      ({ dosageInstruction, dispenseRequest, medicationReference }) =>
        medicationReference === undefined &&
        dispenseRequest?.quantity?.code === '{tbl}' &&
        dosageInstruction?.[0]?.asNeededBoolean !== true,
    );
    for (const { id, dosageInstruction, dispenseRequest } of tablets) {
      const { timing, doseAndRate } = dosageInstruction?.[0] ?? {};
      const days = numberOf(dispenseRequest?.expectedSupplyDuration?.value);
      const each = numberOf(doseAndRate?.[0]?.doseQuantity?.value) * (timing?.repeat?.frequency ?? 1);
      expect(numberOf(dispenseRequest?.quantity?.value), id).toBe(
        Math.max(1, Math.ceil((each * days) / numberOf(timing?.repeat?.period))),
      );
    }
  });

  it('respect the allergies on record', () => {
    for (const chart of charts) {
      const allergies = new Set(chart.of('AllergyIntolerance').map(({ code }) => codeOf(code)));
      const drugs = chart.of('MedicationRequest').map(drugCodeOf);
      if (allergies.has('J01C')) expect(drugs.filter((atc) => atc.startsWith('J01C'))).toEqual([]);
      if (allergies.has('M01A')) expect(drugs.filter((atc) => atc.startsWith('M01A'))).toEqual([]);
      if (allergies.has('J01DD'))
        expect(drugs.filter((atc) => atc.startsWith('J01D') && atc !== 'J01DH02')).toEqual([]);
    }
  });

  it('run today only within their supply, and once for each drug', () => {
    for (const chart of charts) {
      const running = chart
        .of('MedicationRequest')
        .filter(({ status, category }) => status === 'active' && category?.[0]?.coding?.[0]?.code !== 'inpatient');
      for (const { dispenseRequest } of running)
        expect(Date.parse(dispenseRequest?.validityPeriod?.end ?? '')).toBeGreaterThan(
          Date.parse('2026-11-24T14:00:00+09:00'),
        );
      const oral = running
        .filter(({ dosageInstruction }) => dosageInstruction?.[0]?.route?.text === '경구')
        .map(({ medicationCodeableConcept }) => codeOf(medicationCodeableConcept) ?? '');
      expect(new Set(oral).size, chart.patient.id).toBe(oral.length);
      for (const prefix of ONE_OF_A_CLASS)
        expect(oral.filter((atc) => atc.startsWith(prefix)).length, `${chart.patient.id} ${prefix}`).toBeLessThan(2);
    }
  });

  it('give reasons that are conditions of the same patient', () => {
    const reasoned = all.filter(({ reasonReference }) => reasonReference !== undefined);
    expect(reasoned.length / all.length).toBeGreaterThan(0.95);
  });

  it('stop with death', () => {
    for (const chart of charts.filter(({ patient }) => patient.deceasedDateTime !== undefined)) {
      expect(chart.of('MedicationRequest').filter(({ status }) => status === 'active')).toEqual([]);
    }
  });
});
