import { beforeAll, describe, expect, it } from 'vitest';
import { validateResource, type Resource, type ResourceOfType } from '../fhir/index.ts';
import { parseJson, writeJson, type EpochMs } from '../kernel/index.ts';
import { simulateHospital } from './simulate.ts';
import { NOW, simulated, textsUnder, type Simulated } from './testing.ts';

function bytes(patients: number, seed: string | number, now = NOW): string {
  return [...simulateHospital({ patients, seed, now })].map((resource) => writeJson(resource)).join('\n');
}

function names({ charts }: Simulated): unknown {
  return charts.map(({ patient }) => patient.name?.[0]?.text);
}

function firstFive({ charts }: Simulated): unknown {
  return charts.slice(0, 5).map(({ patient }) => [patient.id, patient.birthDate, patient.name]);
}

describe('the same and another', () => {
  it('gives equal bytes for equal seed, patients and now', () => {
    expect(bytes(12, 7)).toBe(bytes(12, 7));
    expect(bytes(12, 7)).toBe(bytes(12, '7'));
  });

  it('gives another hospital for another seed', () => {
    const [one, other] = [simulated(10, 7), simulated(10, 8)];
    expect(names(one)).not.toEqual(names(other));
    const ids = new Set(one.charts.slice(1).map(({ patient }) => patient.id));
    expect(other.charts.slice(1).some(({ patient }) => ids.has(patient.id))).toBe(false);
  });

  it('keeps the first patients as they were when more are asked for', () => {
    const [few, many] = [simulated(4, 'grow'), simulated(9, 'grow')];
    expect(firstFive(few)).toEqual(firstFive(many));
  });

  it('lives one patient at a time: who stops after the second has not waited for the others', () => {
    let seen = 0;
    for (const { resourceType } of simulateHospital({ patients: 300, seed: 1, now: NOW })) {
      if (resourceType === 'Patient' && ++seen === 2) break;
    }
    expect(seen).toBe(2);
  });

  it('works at any present', () => {
    for (const now of ['2019-03-01T00:00:00Z', '2024-02-29T15:30:00Z', '2031-12-31T23:59:00Z']) {
      const { charts } = simulated(6, 'times', Date.parse(now) as EpochMs);
      const last = charts
        .flatMap(({ resources }) => textsUnder(resources, 'effectiveDateTime'))
        .map((text) => Date.parse(text));
      expect(Math.max(...last)).toBeLessThanOrEqual(Date.parse(now));
    }
  });
});

describe('a hospital of 150 patients', () => {
  let hospital: Simulated;
  let everything: readonly Resource[];
  beforeAll(() => {
    hospital = simulated(150, 'whole');
    everything = [...hospital.house, ...hospital.charts.flatMap(({ resources }) => resources)];
  });

  it('has 150 to 500 resources for each patient', () => {
    const mean = everything.length / 151;
    expect(mean).toBeGreaterThan(150);
    expect(mean).toBeLessThan(500);
  });

  it('holds valid FHIR R4 only', () => {
    const faults = everything.flatMap((resource) =>
      validateResource(parseJson(writeJson(resource))).map(
        ({ expression, message }) => `${resource.resourceType}: ${expression} ${message}`,
      ),
    );
    expect(faults).toEqual([]);
  });

  it('gives every resource an id of its own', () => {
    const ids = everything.map(({ resourceType, id }) => `${resourceType}/${id}`);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('refers to what is there, and to what came before, but for encounters and their diagnoses', () => {
    const before = new Set<string>();
    const all = new Set(everything.map(({ resourceType, id }) => `${resourceType}/${id}`));
    const lost: string[] = [];
    const early: string[] = [];
    for (const resource of everything) {
      for (const target of textsUnder(resource, 'reference')) {
        if (!all.has(target)) lost.push(target);
        else if (!before.has(target) && resource.resourceType !== 'Encounter') early.push(`${resource.id} → ${target}`);
      }
      before.add(`${resource.resourceType}/${resource.id}`);
    }
    expect(lost).toEqual([]);
    expect(early).toEqual([]);
  });

  it('codes everything with a system, a code and a display', () => {
    const bad = everything.flatMap((resource) =>
      codings(resource).filter(({ system, code, display }) => [system, code, display].includes(undefined)),
    );
    expect(bad).toEqual([]);
  });

  it('names conditions and drugs in Korean and English', () => {
    const formulary = hospital.house.filter(
      (one): one is ResourceOfType['Medication'] => one.resourceType === 'Medication',
    );
    const products = new Map(formulary.map((one) => [`Medication/${one.id}`, one]));
    for (const chart of hospital.charts) {
      for (const { code } of chart.of('Condition')) {
        expect(code?.text).toMatch(/[가-힣]/);
        expect(code?.coding?.[0]?.display).toMatch(/[A-Za-z]/);
        expect(code?.coding?.[0]?.system).toBe('http://www.hl7korea.or.kr/CodeSystem/kostat-kcd-8');
      }
      for (const { medicationCodeableConcept, medicationReference } of chart.of('MedicationRequest')) {
        const drug = medicationCodeableConcept ?? products.get(medicationReference?.reference ?? '')?.code;
        expect(drug?.coding?.[0]).toMatchObject({
          system: 'http://www.whocc.no/atc',
          code: expect.stringMatching(/^[A-Z]\d\d[A-Z]/) as string,
        });
        expect(drug?.text).toMatch(/[가-힣]/);
      }
    }
  });

  it('records nothing before birth, after death or after now', () => {
    const keys = [
      'effectiveDateTime',
      'issued',
      'authoredOn',
      'recordedDate',
      'occurrenceDateTime',
      'date',
      'start',
      'onsetDateTime',
      'abatementDateTime',
    ];
    for (const { patient, resources } of hospital.charts) {
      const end = patient.deceasedDateTime === undefined ? NOW : Date.parse(patient.deceasedDateTime);
      const own = resources.filter(({ resourceType }) => resourceType !== 'Coverage' && resourceType !== 'Patient');
      for (const resource of own) {
        for (const key of keys) {
          for (const text of textsUnder(resource, key)) {
            expect(text >= (patient.birthDate ?? '').slice(0, text.length), `${resource.id} ${key} ${text}`).toBe(true);
            if (key !== 'issued')
              expect(Date.parse(text), `${resource.id} ${key} ${text} of ${patient.id}`).toBeLessThanOrEqual(
                end + 86_400_000,
              );
          }
        }
      }
    }
  });

  it('measures within the encounter that it names, or shortly before it', () => {
    for (const chart of hospital.charts) {
      const encounters = new Map(chart.of('Encounter').map((one) => [`Encounter/${one.id}`, one]));
      for (const { encounter, effectiveDateTime = '', id } of chart.of('Observation')) {
        const { period } = encounters.get(encounter?.reference ?? '') as ResourceOfType['Encounter'];
        const at = Date.parse(effectiveDateTime);
        expect(at, id).toBeGreaterThanOrEqual(Date.parse(period?.start ?? '') - 3 * 3_600_000);
        expect(at, id).toBeLessThanOrEqual(period?.end === undefined ? NOW : Date.parse(period.end) + 3_600_000);
      }
    }
  });

  it('keeps stays of one patient apart', () => {
    for (const chart of hospital.charts) {
      const stays = chart.of('Encounter').filter(({ class: { code } }) => code === 'IMP');
      const spans = stays.map(
        ({ period }) =>
          [Date.parse(period?.start ?? ''), period?.end === undefined ? NOW : Date.parse(period.end)] as const,
      );
      const sorted = spans.toSorted((a, b) => a[0] - b[0]);
      for (let at = 1; at < sorted.length; at++)
        expect(sorted[at]?.[0]).toBeGreaterThanOrEqual(sorted[at - 1]?.[1] ?? 0);
    }
  });

  it('sees outpatients on working days within clinic hours', () => {
    const starts = hospital.charts.flatMap((chart) =>
      chart
        .of('Encounter')
        .filter(({ class: { code } }) => code === 'AMB')
        .map(({ period }) => period?.start ?? ''),
    );
    expect(starts.length).toBeGreaterThan(500);
    for (const start of starts) {
      expect([0, 6], start).not.toContain(new Date(`${start.slice(0, 10)}T00:00:00Z`).getUTCDay());
      expect(Number(start.slice(11, 13)), start).toBeGreaterThanOrEqual(9);
      expect(Number(start.slice(11, 13)), start).toBeLessThan(18);
    }
  });

  it('groups results into reports that name each result once', () => {
    for (const chart of hospital.charts) {
      const results = chart
        .of('DiagnosticReport')
        .flatMap(({ result }) => (result ?? []).map(({ reference }) => reference));
      const laboratory = chart
        .of('Observation')
        .filter(({ category }) => category?.[0]?.coding?.[0]?.code === 'laboratory');
      expect(new Set(results).size).toBe(results.length);
      expect(results.length).toBe(laboratory.length);
    }
  });

  it('has no resident number and no telephone that could ring', () => {
    const text = everything.map((resource) => writeJson(resource)).join('\n');
    expect(text).not.toMatch(/\b\d{6}-[1-8]\d{6}\b/);
    const phones = everything
      .flatMap((resource) => (resource.resourceType === 'Patient' ? textsUnder(resource, 'value') : []))
      .filter((one) => one.startsWith('010'));
    for (const phone of phones) expect(phone).toMatch(/^010-0\d{3}-\d{4}$/);
  });
});

type Coding = { system?: string; code?: string; display?: string };

function codings(value: unknown, found: Coding[] = []): Coding[] {
  if (Array.isArray(value)) for (const one of value) codings(one, found);
  else if (typeof value === 'object' && value !== null) {
    for (const [name, inner] of Object.entries(value)) {
      if (name === 'coding' && Array.isArray(inner)) found.push(...(inner as Coding[]));
      else codings(inner, found);
    }
  }
  return found;
}
