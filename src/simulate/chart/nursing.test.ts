import { beforeAll, describe, expect, it } from 'vitest';
import { codeOf, NOW, numberOf, simulated, type PatientChart } from '../testing.ts';

describe('what nurses chart for those who are in', () => {
  let inpatients: readonly PatientChart[];
  beforeAll(() => {
    inpatients = simulated(0, 'nursing', NOW, { beds: 40, days: 3 }).charts.filter((chart) =>
      chart.of('Encounter').some(({ status, class: { code } }) => status === 'in-progress' && code === 'IMP'),
    );
  });

  it('has one open round for each grown patient, not long overdue', () => {
    for (const chart of inpatients.filter(({ age }) => age > 0)) {
      const rounds = chart
        .of('Task')
        .filter(({ code, status }) => codeOf(code) === 'vital-signs' && status === 'requested');
      expect(rounds, chart.patient.id).toHaveLength(1);
      const due = Date.parse(rounds[0]?.restriction?.period?.end ?? '');
      expect(due).toBeGreaterThan(NOW - 3_600_000);
      expect(due).toBeLessThan(NOW + 13 * 3_600_000);
      if (chart.age >= 16 && rounds[0]?.input !== undefined)
        expect(rounds[0].input.map(({ type }) => codeOf(type))).toEqual(['news2', 'news2-band']);
    }
  });

  it('tells the newest score with the round that is due, for most', () => {
    const told = inpatients.flatMap((chart) => chart.of('Task')).filter(({ code }) => codeOf(code) === 'vital-signs');
    expect(told.filter(({ input }) => input !== undefined).length / told.length).toBeGreaterThan(0.5);
  });

  it('has intake and output in amounts that people drink and pass, within the stay', () => {
    const fluids = inpatients.flatMap((chart) =>
      chart.of('Observation').filter(({ code }) => /^(intake|output)-/.test(codeOf(code) ?? '')),
    );
    expect(fluids.length).toBeGreaterThan(100);
    for (const { valueQuantity, effectiveDateTime = '', id } of fluids) {
      expect(valueQuantity?.code, id).toBe('mL');
      expect(numberOf(valueQuantity?.value), id).toBeGreaterThanOrEqual(50);
      expect(numberOf(valueQuantity?.value), id).toBeLessThan(1500);
      expect(Date.parse(effectiveDateTime), id).toBeLessThan(NOW);
    }
  });

  it('finds the old in more danger than the young', () => {
    const [old, young] = [true, false].map((isOld) =>
      fallScores(inpatients.filter(({ age }) => age >= 18 && age > 65 === isOld)),
    );
    expect(old?.length).toBeGreaterThan(5);
    expect(mean(old)).toBeGreaterThan(mean(young));
  });
});

function fallScores(charts: readonly PatientChart[]): readonly number[] {
  return charts
    .flatMap((chart) => chart.of('Observation').filter(({ code }) => codeOf(code) === 'assessment-falls'))
    .map(({ valueQuantity }) => numberOf(valueQuantity?.value));
}

function mean(values: readonly number[] = []): number {
  return values.reduce((sum, one) => sum + one, 0) / values.length;
}
