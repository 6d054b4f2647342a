import { beforeAll, describe, expect, it } from 'vitest';
import type { ResourceOfType } from '../fhir/index.ts';
import { planInpatients } from './inpatients.ts';
import { Random } from './random.ts';
import { NOW, simulated, type PatientChart, type Simulated } from './testing.ts';

type Encounter = ResourceOfType['Encounter'];

const TODAY = 20_781;

function openStays(chart: PatientChart): Encounter[] {
  return chart.of('Encounter').filter(({ status }) => status === 'in-progress');
}

function bedOf(stay: Encounter | undefined): string {
  return stay?.location?.at(-1)?.location.reference ?? '';
}

describe('beds', () => {
  it('gives about a tenth of the patients a bed, each another one', () => {
    const beds = planInpatients(new Random('beds'), 500, TODAY);
    expect(beds.size).toBeGreaterThan(25);
    expect(beds.size).toBeLessThan(100);
    expect(new Set([...beds.values()].map(({ bed }) => bed)).size).toBe(beds.size);
  });

  it('never fills all beds, however many patients there are', () => {
    const beds = planInpatients(new Random('many'), 20_000, TODAY);
    expect(beds.size).toBeGreaterThan(150);
    expect(beds.size).toBeLessThan(320);
  });
});

describe('the wards today', () => {
  let hospital: Simulated;
  let admitted: readonly PatientChart[];
  beforeAll(() => {
    hospital = simulated(320, 'wards');
    admitted = hospital.charts.filter((chart) => openStays(chart).length > 0);
  });

  it('hold a good number of patients, nobody twice, nobody in another patient’s bed', () => {
    expect(admitted.length).toBeGreaterThan(15);
    for (const chart of admitted) expect(openStays(chart)).toHaveLength(1);
    const beds = admitted.map((chart) => bedOf(openStays(chart)[0]));
    expect(new Set(beds).size).toBe(beds.length);
    const locations = new Set(hospital.house.map(({ resourceType, id }) => `${resourceType}/${id}`));
    for (const bed of beds) expect(locations.has(bed), bed).toBe(true);
  });

  it('part the sexes by room where rooms are shared', () => {
    for (const chart of admitted) {
      const [, ward = '', room = ''] = /bed-(61|62|71|72|81|82)(\d\d)-/.exec(bedOf(openStays(chart)[0])) ?? [];
      if (ward !== '') expect(Number(room) % 2 === 1, `${chart.patient.gender} in ${ward}${room}`).toBe(chart.woman);
    }
  });

  it('are open-ended: no discharge, an active last place, a team, running orders', () => {
    for (const chart of admitted) {
      const [stay] = openStays(chart);
      expect(stay?.period?.end).toBeUndefined();
      expect(stay?.hospitalization?.dischargeDisposition).toBeUndefined();
      expect(stay?.location?.filter(({ status }) => status === 'active')).toHaveLength(1);
      expect(chart.of('CareTeam').filter(({ status }) => status === 'active')).toHaveLength(1);
      expect(chart.patient.deceasedDateTime).toBeUndefined();
      expect(Date.parse(stay?.period?.start ?? '')).toBeLessThan(NOW - 2 * 3_600_000);
    }
    const ordered = admitted.filter((chart) =>
      chart
        .of('MedicationRequest')
        .some(({ status, category }) => status === 'active' && category?.[0]?.coding?.[0]?.code === 'inpatient'),
    );
    expect(ordered.length / admitted.length).toBeGreaterThan(0.8);
  });

  it('have been looked at today', () => {
    const today = admitted.filter((chart) =>
      chart.values('8867-4').some(({ at }) => Date.parse(at) > NOW - 14 * 3_600_000),
    );
    expect(today.length / admitted.length).toBeGreaterThan(0.9);
  });

  it('have the demo physician look after some patients of her wards', () => {
    const hers = admitted.filter((chart) =>
      openStays(chart)[0]?.participant?.some(
        ({ individual }) => individual?.reference === 'Practitioner/demo-physician',
      ),
    );
    expect(hers.length).toBeGreaterThan(0);
    for (const chart of hers) expect(bedOf(openStays(chart)[0])).toMatch(/bed-6[12]/);
  });

  it('keep children in pediatrics and mothers on ward 51', () => {
    for (const chart of admitted) {
      const bed = bedOf(openStays(chart)[0]);
      expect(bed.includes('bed-52'), `${chart.age} in ${bed}`).toBe(chart.age < 16);
      if (bed.includes('bed-51')) expect(chart.woman).toBe(true);
    }
  });
});
