import { beforeAll, describe, expect, it } from 'vitest';
import { validateResource } from '../../fhir/index.ts';
import { parseJson, writeJson } from '../../kernel/index.ts';
import { codeOf, NOW, simulated, textsUnder, type PatientChart, type Simulated } from '../testing.ts';

describe('the emergency room now', () => {
  let hospital: Simulated;
  let here: readonly PatientChart[];
  beforeAll(() => {
    hospital = simulated(0, 'emergency', NOW, { beds: 20, days: 1 });
    here = hospital.charts.filter((chart) =>
      chart.of('Encounter').some(({ status, class: { code } }) => status === 'in-progress' && code === 'EMER'),
    );
  });

  it('has people in bays of their own, each there for less than four hours', () => {
    expect(here.length).toBeGreaterThan(2);
    const places = new Set(hospital.house.map(({ resourceType, id }) => `${resourceType}/${id}`));
    const bays = here.flatMap((chart) => textsUnder(chart.of('Encounter')[0]?.location, 'reference'));
    expect(new Set(bays).size).toBe(bays.length);
    for (const bay of bays) expect(places.has(bay), bay).toBe(true);
    for (const chart of here) {
      const start = Date.parse(chart.of('Encounter')[0]?.period?.start ?? '');
      expect(NOW - start).toBeLessThan(4 * 3_600_000);
      expect(NOW - start).toBeGreaterThan(0);
    }
  });

  it('has a band, a score and a suspected diagnosis for each, valid and of this moment', () => {
    for (const chart of here) {
      expect(textsUnder(chart.patient.identifier, 'system')).toContain('https://id.gs1.org/8018');
      expect(chart.of('Condition').length).toBeGreaterThan(0);
      expect(chart.of('Observation').some(({ code }) => codeOf(code) === 'news2')).toBe(true);
      for (const resource of chart.resources) {
        expect(validateResource(parseJson(writeJson(resource))), resource.id).toEqual([]);
        for (const at of textsUnder(resource, 'effectiveDateTime')) expect(Date.parse(at)).toBeLessThanOrEqual(NOW);
      }
    }
  });
});
