import { describe, expect, it } from 'vitest';
import { DAY, dayAt, YEAR } from '../calendar.ts';
import { ALLERGENS } from '../data/allergens.ts';
import { chartOf, codeOf, lifeOf, type PatientChart } from '../testing.ts';
import type { Agenda } from './agenda.ts';
import { clinicOf, diseasesAt, duePanels, findings, visitClinic } from './clinic.ts';
import type { Life } from './life.ts';

/** Goes to a clinic until the record ends, as live.ts does. */
function attend(life: Life, department: string): PatientChart {
  life.agenda.add({ kind: 'clinic', at: life.clinicHour(life.span.registered), department });
  for (let entry = take(life.agenda); entry !== undefined; entry = take(life.agenda)) {
    if (entry.at + 70 < life.end) visitClinic(life, entry.department, entry.at);
  }
  return chartOf(life);
}

function take(agenda: Agenda): { at: number; department: string } | undefined {
  const entry = agenda.next();
  return entry?.kind === 'clinic' ? entry : undefined;
}

function drugsOf(chart: PatientChart): string[] {
  return chart.of('MedicationRequest').map(({ medicationCodeableConcept }) => codeOf(medicationCodeableConcept) ?? '');
}

describe('which clinic follows what', () => {
  it('is the clinic of the disease', () => {
    const life = lifeOf({ age: 60, diseases: { hypertension: 5, copd: 3 } });
    expect(clinicOf(life, 'hypertension', dayAt(life.end))).toBe('CAR');
    expect(clinicOf(life, 'copd', dayAt(life.end))).toBe('PUL');
  });

  it('lets the clinic for diabetes see to pressure and lipids as well, from the day of diabetes on', () => {
    const life = lifeOf({ age: 60, diseases: { hypertension: 8, dyslipidaemia: 8, diabetes: 3 } });
    const today = dayAt(life.end);
    for (const disease of ['hypertension', 'dyslipidaemia']) {
      expect(clinicOf(life, disease, today)).toBe('END');
      expect(clinicOf(life, disease, today - 4 * YEAR)).toBe('CAR');
    }
  });

  it('sends children to pediatrics', () => {
    expect(clinicOf(lifeOf({ age: 9, diseases: { asthma: 2 } }), 'asthma', dayAt(lifeOf({ age: 9 }).end))).toBe('PED');
  });

  it('replaces an earlier stage of kidney disease by the later one', () => {
    const life = lifeOf({ age: 70, diseases: { ckd3: 9, ckd4: 4, ckd5: 1 } });
    const today = dayAt(life.end);
    expect(diseasesAt(life, 'NEP', today)).toEqual(['ckd5']);
    expect(diseasesAt(life, 'NEP', today - 2 * YEAR)).toEqual(['ckd4']);
    expect(diseasesAt(life, 'NEP', today - 6 * YEAR)).toEqual(['ckd3']);
  });

  it('leaves out what another hospital follows', () => {
    const life = lifeOf({ age: 60, diseases: { hypertension: 5 } });
    life.followed.delete('hypertension');
    expect(diseasesAt(life, 'CAR', dayAt(life.end))).toEqual([]);
    visitClinic(life, 'CAR', life.end - 10 * DAY);
    expect(chartOf(life).of('Encounter')).toEqual([]);
  });
});

describe('visits', () => {
  it('come about every three months, with pressure each time', () => {
    const chart = attend(lifeOf({ age: 55, diseases: { hypertension: 6 }, years: 4 }), 'CAR');
    const visits = chart.of('Encounter');
    expect(visits.length).toBeGreaterThan(12);
    expect(visits.length).toBeLessThan(32);
    expect(chart.values('8480-6')).toHaveLength(visits.length);
  });

  it('put the disease on record once, and name it at each visit', () => {
    const chart = attend(lifeOf({ age: 55, diseases: { hypertension: 6 } }), 'CAR');
    const [condition, ...others] = chart.of('Condition');
    expect(others).toEqual([]);
    expect(condition?.onsetDateTime).toMatch(/^2020/);
    for (const { diagnosis } of chart.of('Encounter'))
      expect(diagnosis?.[0]?.condition.reference).toBe(`Condition/${condition?.id}`);
  });

  it('renew prescriptions: each ends where the next begins, the last one runs', () => {
    const chart = attend(lifeOf({ age: 55, diseases: { hypertension: 6 }, seed: 'renewal' }), 'CAR');
    const active = chart.of('MedicationRequest').filter(({ status }) => status === 'active');
    const names = active.map(({ medicationCodeableConcept }) => codeOf(medicationCodeableConcept));
    expect(new Set(names).size).toBe(names.length);
    expect(chart.of('MedicationRequest').length).toBeGreaterThan(10);
  });

  it('step treatment up where HbA1c stays high, and HbA1c falls', () => {
    const life = lifeOf({ age: 58, diseases: { diabetes: 5.6 }, years: 5, seed: 'step' });
    const chart = attend(life, 'END');
    const values = chart.values('4548-4').map(({ value }) => value);
    expect(Math.min(...values)).toBeLessThan((values[0] ?? 0) - 0.5);
    expect(new Set(drugsOf(chart)).has('A10BA02')).toBe(true);
  });

  it('do not give metformin when the kidneys fail', () => {
    const chart = attend(lifeOf({ age: 70, diseases: { diabetes: 12, ckd3: 9, ckd4: 6 } }), 'END');
    expect(drugsOf(chart)).not.toContain('A10BA02');
    expect(drugsOf(chart)).toContain('A10BH05');
  });

  it('do not give two sartans, nor aspirin beside an anticoagulant', () => {
    const life = lifeOf({
      age: 72,
      diseases: { hypertension: 9, heartFailure: 5, atrialFibrillation: 5, coronaryDisease: 5 },
    });
    const chart = attend(life, 'CAR');
    const active = chart
      .of('MedicationRequest')
      .filter(({ status }) => status === 'active')
      .map(({ medicationCodeableConcept }) => codeOf(medicationCodeableConcept) ?? '');
    expect(active.filter((atc) => atc.startsWith('C09')).length).toBeLessThanOrEqual(1);
    const anticoagulated = active.some((atc) => atc.startsWith('B01AF'));
    const antiplatelet = active.some((atc) => atc.startsWith('B01AC'));
    expect(anticoagulated || antiplatelet).toBe(true);
  });

  it('end iron deficiency when it is made good', () => {
    const chart = attend(lifeOf({ age: 40, sex: 'female', diseases: { ironDeficiency: 2 }, years: 2 }), 'HON');
    const [condition] = chart.of('Condition');
    expect(condition?.clinicalStatus?.coding?.[0]?.code).toBe('resolved');
    const haemoglobin = chart.values('718-7').map(({ value }) => value);
    expect(haemoglobin.at(-1)).toBeGreaterThan((haemoglobin[0] ?? 0) + 1);
  });

  it('dialyse where the kidneys have failed', () => {
    const chart = attend(lifeOf({ age: 66, diseases: { ckd3: 12, ckd4: 6, ckd5: 2 }, years: 1 }), 'NEP');
    expect(chart.of('Procedure').length).toBeGreaterThan(6);
    expect(Math.max(...chart.values('98979-8').map(({ value }) => value))).toBeLessThan(22);
  });
});

describe('what is due', () => {
  it('is each panel once, however many diseases want it, and not again too soon', () => {
    const life = lifeOf({ age: 60, diseases: { hypertension: 5, diabetes: 5, dyslipidaemia: 5 } });
    const day = dayAt(life.end) - 400;
    const first = duePanels(life, ['hypertension', 'diabetes', 'dyslipidaemia'], day);
    expect(new Set(first).size).toBe(first.length);
    expect(first).toContain('diabetes');
    expect(first).toContain('lipid');
    expect(duePanels(life, ['hypertension', 'diabetes', 'dyslipidaemia'], day + 30)).toEqual([]);
    expect(duePanels(life, ['diabetes'], day + 95)).toEqual(['diabetes']);
  });

  it('leaves out panels that a larger one covers', () => {
    const life = lifeOf({ age: 60, diseases: { diabetes: 5, hepatitisB: 5 } });
    const due = duePanels(life, ['diabetes', 'hepatitisB'], dayAt(life.end) - 100);
    expect(due).toContain('chem');
    expect(due).not.toContain('lft');
  });

  it('reads scans of treated cancers as treated', () => {
    const life = lifeOf({ age: 60, diseases: { gastricCancer: 2 } });
    expect(findings(life, 'gastricCancer')).toEqual(['gastricCancer']);
    life.treatment('gastricCancer', dayAt(life.end) - 600).advance(dayAt(life.end) - 600);
    expect(findings(life, 'gastricCancer')).toEqual(['gastricCancerTreated']);
  });
});

describe('history', () => {
  const [penicillin] = ALLERGENS;

  it('puts allergies on record at the first visit, and only once', () => {
    const allergy = {
      allergen: penicillin as (typeof ALLERGENS)[number],
      reaction: 'rash',
      severe: false,
      onset: 9000,
    };
    const chart = attend(lifeOf({ age: 55, diseases: { hypertension: 6 }, allergies: [allergy] }), 'CAR');
    expect(chart.of('AllergyIntolerance').map(({ code }) => codeOf(code))).toEqual(['J01C']);
  });

  it('learns of an allergy that begins later at the next visit', () => {
    const life = lifeOf({ age: 55, diseases: { hypertension: 6 } });
    const onset = dayAt(life.end) - 300;
    const late = lifeOf({
      age: 55,
      diseases: { hypertension: 6 },
      allergies: [{ allergen: penicillin as (typeof ALLERGENS)[number], reaction: 'rash', severe: true, onset }],
    });
    const [allergy] = attend(late, 'CAR').of('AllergyIntolerance');
    expect(allergy?.criticality).toBe('high');
    expect(Date.parse(allergy?.recordedDate ?? '')).toBeGreaterThan(onset * 86_400_000);
  });
});
