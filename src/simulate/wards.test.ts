import { beforeAll, describe, expect, it } from 'vitest';
import { validateResource, type Resource, type ResourceOfType } from '../fhir/index.ts';
import { parseJson, writeJson } from '../kernel/index.ts';
import { PRODUCTS } from './data/products.ts';
import { codeOf, NOW, numberOf, simulated, textsUnder, type PatientChart, type Simulated } from './testing.ts';

type Encounter = ResourceOfType['Encounter'];

const EXTENSION = 'https://maru.health/fhir/StructureDefinition/';

function extensionOf(
  holder: { extension?: { url: string; valueDateTime?: string; valueBoolean?: boolean }[] },
  name: string,
) {
  return holder.extension?.find(({ url }) => url === EXTENSION + name);
}

function staysOf(chart: PatientChart): Encounter[] {
  return chart.of('Encounter').filter((one) => one.class.code === 'IMP');
}

describe('a hospital of 60 beds and ten days', () => {
  let hospital: Simulated;
  let everything: readonly Resource[];
  let inpatients: readonly PatientChart[];
  beforeAll(() => {
    hospital = simulated(3, 'wards', NOW, { beds: 60, days: 10 });
    everything = [...hospital.house, ...hospital.charts.flatMap(({ resources }) => resources)];
    inpatients = hospital.charts.filter((chart) => staysOf(chart).some(({ status }) => status === 'in-progress'));
  });

  it('holds valid FHIR R4 only, with ids of their own and references that lead somewhere', () => {
    const ids = everything.map(({ resourceType, id }) => `${resourceType}/${id}`);
    const known = new Set(ids);
    expect(known.size).toBe(ids.length);
    expect(textsUnder(everything, 'reference').filter((target) => !known.has(target))).toEqual([]);
    const faults = everything.flatMap((resource) =>
      validateResource(parseJson(writeJson(resource))).map(
        ({ expression, message }) => `${resource.resourceType}: ${expression} ${message}`,
      ),
    );
    expect(faults).toEqual([]);
  });

  it('is nearly full, each bed with one patient at most', () => {
    const beds = hospital.house.filter(({ resourceType, id }) => resourceType === 'Location' && id?.startsWith('bed-'));
    const taken = inpatients.flatMap((chart) =>
      staysOf(chart).flatMap(({ location = [] }) =>
        location.filter(({ status }) => status === 'active').map((one) => one.location.reference),
      ),
    );
    expect(new Set(taken).size).toBe(taken.length);
    expect(taken.length / beds.length).toBeGreaterThan(0.7);
    expect(taken.length / beds.length).toBeLessThanOrEqual(1);
  });

  it('had other patients in the same beds before, never two at a time', () => {
    const spans = new Map<string, (readonly [number, number])[]>();
    for (const chart of hospital.charts) {
      for (const { location = [] } of staysOf(chart)) {
        const last = location.at(-1);
        const bed = last?.location.reference ?? '';
        const from = Date.parse(last?.period?.start ?? '');
        if (from < NOW - 9 * 86_400_000) continue;
        const to = last?.period?.end === undefined ? NOW : Date.parse(last.period.end);
        spans.set(bed, [...(spans.get(bed) ?? []), [from, to]]);
      }
    }
    const shared = [...spans].filter(([bed, all]) => !bed.includes('icu') && all.length > 1);
    expect(shared.length).toBeGreaterThan(10);
    for (const [bed, all] of shared) {
      const sorted = all.toSorted((a, b) => a[0] - b[0]);
      for (let at = 1; at < sorted.length; at++)
        expect(sorted[at]?.[0], bed).toBeGreaterThanOrEqual(sorted[at - 1]?.[1] ?? 0);
    }
  });

  it('puts a band on everybody who is in, and on nobody else', () => {
    for (const chart of hospital.charts) {
      const { patient } = chart;
      const bands = (patient.identifier ?? []).filter(({ system }) => system === 'https://id.gs1.org/8018');
      const isIn = chart.of('Encounter').some((one) => one.status === 'in-progress' && one.class.code !== 'AMB');
      expect(bands.length, patient.id).toBe(isIn ? 1 : 0);
    }
  });

  it('orders products of the formulary in amounts that packs add up to', () => {
    const orders = inpatients
      .flatMap((chart) => chart.of('MedicationRequest'))
      .filter(({ status }) => status === 'active');
    const own = orders.filter(({ category }) => codeOf(category?.[0]) === 'inpatient');
    expect(own.length).toBeGreaterThan(100);
    for (const { id, medicationReference, dosageInstruction } of own) {
      const product = PRODUCTS.find((one) => medicationReference?.reference === `Medication/${one.id}`);
      expect(product, id).toBeDefined();
      const quantity = dosageInstruction?.[0]?.doseAndRate?.[0]?.doseQuantity;
      if (product?.multiDose === false) expect(quantity?.code, id).toBe(product.unit);
      expect(numberOf(quantity?.value), id).toBeGreaterThan(0);
    }
  });

  it('has nearly every running order verified by a pharmacist, and the others waiting', () => {
    const checks = inpatients.flatMap((chart) => chart.of('Task')).filter(({ code }) => codeOf(code) === 'verify');
    const waiting = checks.filter(({ status }) => status === 'requested').length;
    expect(waiting).toBeGreaterThan(0);
    expect(waiting / checks.length).toBeLessThan(0.15);
    const dispensed = new Set(
      inpatients
        .flatMap((chart) => chart.of('MedicationDispense'))
        .flatMap((one) => textsUnder(one.authorizingPrescription, 'reference')),
    );
    for (const { status, focus } of checks) expect(dispensed.has(focus?.reference ?? '')).toBe(status === 'completed');
  });

  it('gives each dose once, about when it is due, nearly always after both scans', () => {
    const doses = hospital.charts.flatMap((chart) => chart.of('MedicationAdministration'));
    expect(doses.length).toBeGreaterThan(1500);
    const slots = doses.flatMap((one) => {
      const slot = extensionOf(one, 'dose-slot')?.valueDateTime;
      return slot === undefined ? [] : [`${one.request?.reference} ${slot}`];
    });
    expect(new Set(slots).size).toBe(slots.length);
    const given = doses.filter(({ status }) => status === 'completed');
    const scanned = given.filter((one) => extensionOf(one, 'scanned')?.valueBoolean === true);
    expect(scanned.length / given.length).toBeGreaterThan(0.93);
    expect(scanned.length / given.length).toBeLessThan(0.985);
    expect(given.length / doses.length).toBeGreaterThan(0.95);
    for (const { id, effectiveDateTime = '' } of doses)
      expect(Date.parse(effectiveDateTime), id).toBeLessThanOrEqual(NOW);
  });

  it('names a second person for each high-alert dose that was given', () => {
    const alert = new Set(PRODUCTS.filter(({ highAlert }) => highAlert).map(({ id }) => `Medication/${id}`));
    const doses = hospital.charts
      .flatMap((chart) => chart.of('MedicationAdministration'))
      .filter((one) => one.status === 'completed' && alert.has(one.medicationReference?.reference ?? ''));
    expect(doses.length).toBeGreaterThan(20);
    for (const { performer = [] } of doses) expect(new Set(performer.map(({ actor }) => actor.reference)).size).toBe(2);
  });

  it('labels each laboratory request once, and rests each result of these days on one', () => {
    const requests = hospital.charts.flatMap((chart) => chart.of('ServiceRequest'));
    const labels = requests.map(({ identifier }) => identifier?.[0]?.value);
    expect(new Set(labels).size).toBe(labels.length);
    expect(requests.some(({ status }) => status === 'active')).toBe(true);
    const specimens = hospital.charts.flatMap((chart) => chart.of('Specimen'));
    expect(specimens.length).toBe(requests.filter(({ status }) => status === 'completed').length);
    const reports = hospital.charts.flatMap((chart) => chart.of('DiagnosticReport'));
    expect(reports.filter(({ basedOn }) => basedOn !== undefined).length).toBeGreaterThanOrEqual(
      specimens.length * 0.9,
    );
  });

  it('lets some patients get worse, and calls a physician', () => {
    const scores = hospital.charts
      .flatMap((chart) => chart.of('Observation'))
      .filter(({ code }) => codeOf(code) === 'news2')
      .map(({ valueQuantity }) => numberOf(valueQuantity?.value));
    const high = scores.filter((score) => score >= 7).length / scores.length;
    expect(scores.length).toBeGreaterThan(1000);
    expect(high).toBeGreaterThan(0.005);
    expect(high).toBeLessThan(0.2);
    const calls = hospital.charts
      .flatMap((chart) => chart.of('Task'))
      .filter(({ code }) => codeOf(code) === 'news2-escalation');
    expect(calls.length).toBe(scores.filter((score) => score >= 5).length);
  });

  it('tells the ten stories', () => {
    const illnesses = new Set(
      hospital.charts.flatMap((chart) => chart.of('Condition').map(({ code }) => codeOf(code) ?? '')),
    );
    for (const kcd of ['J18.9', 'A41.9', 'I21.0', 'I63.9', 'K80.0', 'I50.0', 'Z51.1', 'O80.9'])
      expect(illnesses.has(kcd), kcd).toBe(true);
  });
});
