import { beforeAll, describe, expect, it } from 'vitest';
import type { ResourceOfType } from '../../fhir/index.ts';
import { codeOf, NOW, numberOf, simulated, textsUnder, type PatientChart, type Simulated } from '../testing.ts';

describe('children born here', () => {
  let hospital: Simulated;
  let children: readonly PatientChart[];
  beforeAll(() => {
    hospital = simulated(0, 'births', NOW, { beds: 60, days: 20 });
    children = hospital.charts.filter((chart) => chart.of('RelatedPerson').length > 0);
  });

  function motherOf(child: PatientChart): PatientChart | undefined {
    const { id } = child.of('RelatedPerson')[0] as ResourceOfType['RelatedPerson'];
    return hospital.charts.find(({ patient }) => patient.link?.[0]?.other.reference === `RelatedPerson/${id}`);
  }

  it('have a chart of their own, tied to a mother of an age to be one, in whose stay they were born', () => {
    expect(children.length).toBeGreaterThan(3);
    for (const child of children) {
      const mother = motherOf(child);
      expect(mother?.woman, child.patient.id).toBe(true);
      expect(mother?.age).toBeGreaterThan(17);
      expect(mother?.age).toBeLessThan(52);
      const [stay] = child.of('Encounter');
      const hers = mother?.of('Encounter').find(({ id }) => stay?.partOf?.reference === `Encounter/${id}`);
      expect(Date.parse(stay?.period?.start ?? '')).toBeGreaterThan(Date.parse(hers?.period?.start ?? ''));
      expect(stay?.period?.end).toBe(hers?.period?.end);
      expect(stay?.period?.start?.slice(0, 10)).toBe(child.patient.birthDate);
    }
  });

  it('lie in a cot, each in one of its own', () => {
    const cots = new Set(hospital.house.map(({ id }) => id).filter((id) => id?.startsWith('cot-')));
    const now = children.flatMap((child) =>
      child
        .of('Encounter')
        .flatMap(({ status, location }) =>
          status === 'in-progress' ? [location?.[0]?.location.reference?.slice(9)] : [],
        ),
    );
    for (const cot of now) expect(cots.has(cot), cot).toBe(true);
    expect(new Set(now).size).toBe(now.length);
  });

  it('are weighed, scored, and given vitamin K and the first vaccine against hepatitis B', () => {
    for (const child of children) {
      const weight = child.values('29463-7')[0]?.value;
      expect(weight).toBeGreaterThan(2);
      expect(weight).toBeLessThan(5);
      for (const code of ['9272-6', '9274-2']) expect(child.values(code)[0]?.value).toBeGreaterThanOrEqual(7);
      const drugs = child.of('MedicationRequest').flatMap((one) => textsUnder(one.medicationReference, 'reference'));
      expect(drugs.toSorted()).toEqual(['Medication/med-hepatitis-b-vaccine', 'Medication/med-vitamin-k']);
      for (const { dosageInstruction } of child.of('MedicationRequest'))
        expect(numberOf(dosageInstruction?.[0]?.doseAndRate?.[0]?.doseQuantity?.value)).toBeGreaterThan(0);
      expect(child.of('Condition').map(({ code }) => codeOf(code))).toEqual(['Z38.0']);
    }
  });

  it('have no allergies on record that nobody could know of', () => {
    for (const child of children) expect(child.of('AllergyIntolerance')).toEqual([]);
  });
});
