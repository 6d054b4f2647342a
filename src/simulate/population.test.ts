import { beforeAll, describe, expect, it } from 'vitest';
import type { ResourceOfType } from '../fhir/index.ts';
import { codeOf, NOW, numberOf, simulated, type PatientChart, type Simulated } from './testing.ts';

type Encounter = ResourceOfType['Encounter'];

const DAY = 86_400_000;

function ofClass(chart: PatientChart, code: string): Encounter[] {
  return chart.of('Encounter').filter((one) => one.class.code === code);
}

function within(chart: PatientChart, { id }: Encounter, loinc: string): number[] {
  return chart.values(loinc).flatMap(({ encounter, value }) => (encounter === `Encounter/${id}` ? [value] : []));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Mean number of encounters of an age group. */
function visits(charts: readonly PatientChart[], from: number, to: number): number {
  return mean(charts.filter(({ age }) => age >= from && age < to).map((chart) => chart.of('Encounter').length));
}

/** Stays for a diagnosis that ended with going home: those who die do not get better. */
function staysFor(charts: readonly PatientChart[], name: RegExp): { chart: PatientChart; stay: Encounter }[] {
  return charts.flatMap((chart) =>
    ofClass(chart, 'IMP')
      .filter(({ hospitalization }) => codeOf(hospitalization?.dischargeDisposition) === 'home')
      .filter(({ diagnosis }) => name.test(diagnosis?.[0]?.condition.display ?? ''))
      .map((stay) => ({ chart, stay })),
  );
}

describe('a population of 420', () => {
  let charts: readonly PatientChart[];
  let hospital: Simulated;
  beforeAll(() => {
    hospital = simulated(420, 'population');
    ({ charts } = hospital);
  });

  describe('who they are', () => {
    it('is alive for the most part; those who died were older, and nothing follows their death', () => {
      const dead = charts.filter(({ patient }) => patient.deceasedDateTime !== undefined);
      expect(dead.length / charts.length).toBeGreaterThan(0.01);
      expect(dead.length / charts.length).toBeLessThan(0.12);
      expect(mean(dead.map(({ age }) => age))).toBeGreaterThan(mean(charts.map(({ age }) => age)) + 10);
      for (const chart of dead) {
        const end = Date.parse(chart.patient.deceasedDateTime ?? '');
        for (const { effectiveDateTime } of chart.of('Observation'))
          expect(Date.parse(effectiveDateTime ?? '')).toBeLessThanOrEqual(end);
        for (const { period } of chart.of('Encounter')) expect(Date.parse(period?.end ?? '')).toBeLessThanOrEqual(end);
      }
    });

    it('dies in hospital with that as disposition, or elsewhere', () => {
      const dead = charts.filter(({ patient }) => patient.deceasedDateTime !== undefined);
      const expired = charts.filter((chart) =>
        ofClass(chart, 'IMP').some(({ hospitalization }) => codeOf(hospitalization?.dischargeDisposition) === 'exp'),
      );
      for (const chart of expired) {
        const stay = ofClass(chart, 'IMP').find(
          ({ hospitalization }) => codeOf(hospitalization?.dischargeDisposition) === 'exp',
        );
        expect(stay?.period?.end?.slice(0, 16)).toBe(chart.patient.deceasedDateTime?.slice(0, 16));
      }
      expect(expired.length).toBeLessThanOrEqual(dead.length);
    });

    it('has been seen at least once, each of them', () => {
      for (const chart of charts) expect(chart.of('Encounter').length, chart.patient.id).toBeGreaterThan(0);
    });

    it('uses the hospital more the older it is', () => {
      expect(visits(charts, 60, 100)).toBeGreaterThan(2 * visits(charts, 20, 40));
    });
  });

  describe('what they do not tolerate', () => {
    it('is told by some, denied by some, and not asked of others', () => {
      const kinds = charts.map((chart) => {
        const codes = chart.of('AllergyIntolerance').map(({ code }) => codeOf(code));
        if (codes.length === 0) return 'unknown';
        return codes.includes('716186003') ? 'none' : 'some';
      });
      for (const kind of ['unknown', 'none', 'some'])
        expect(kinds.filter((one) => one === kind).length / kinds.length, kind).toBeGreaterThan(0.06);
    });

    it('is never both an allergy and none', () => {
      for (const chart of charts) {
        const codes = chart.of('AllergyIntolerance').map(({ code }) => codeOf(code));
        if (codes.includes('716186003')) expect(codes).toHaveLength(1);
      }
    });
  });

  describe('clinics', () => {
    it('bring pressure down: treated people are mostly below 150', () => {
      const last = charts.filter(
        (chart) =>
          chart.has(/고혈압/) &&
          chart
            .of('MedicationRequest')
            .some(({ medicationCodeableConcept }) => /^C0[39]|^C08/.test(codeOf(medicationCodeableConcept) ?? '')),
      );
      const pressures = last.flatMap((chart) => chart.values('8480-6').at(-1)?.value ?? []);
      expect(pressures.length).toBeGreaterThan(40);
      expect(mean(pressures)).toBeGreaterThan(120);
      expect(mean(pressures)).toBeLessThan(142);
    });

    it('keep HbA1c of people with diabetes between 6 and 8.5 on average', () => {
      const values = charts
        .filter((chart) => chart.has(/2형 당뇨병/))
        .flatMap((chart) => chart.values('4548-4').map(({ value }) => value));
      expect(values.length).toBeGreaterThan(60);
      expect(mean(values)).toBeGreaterThan(6.2);
      expect(mean(values)).toBeLessThan(8.2);
    });

    it('measure HbA1c and glucose that go together', () => {
      const pairs = charts.flatMap((chart) => {
        const glucose = new Map(chart.values('1558-6').map(({ at, value }) => [at, value]));
        return chart
          .values('4548-4')
          .flatMap(({ at, value }) => (glucose.has(at) ? [[value, glucose.get(at) ?? 0] as const] : []));
      });
      const high = pairs.filter(([a1c]) => a1c >= 8).map(([, glucose]) => glucose);
      const low = pairs.filter(([a1c]) => a1c < 6.5).map(([, glucose]) => glucose);
      expect(mean(high)).toBeGreaterThan(mean(low) + 40);
    });
  });

  describe('written results', () => {
    it('agree: eGFR with creatinine, age and sex', () => {
      for (const chart of charts.slice(0, 150)) {
        const creatinine = new Map(chart.values('2160-0').map(({ at, value }) => [at, value]));
        for (const { at, value } of chart.values('98979-8')) {
          const cr = creatinine.get(at) ?? 0;
          const { birthDate = '' } = chart.patient;
          const age =
            Number(at.slice(0, 4)) - Number(birthDate.slice(0, 4)) - (at.slice(5, 10) < birthDate.slice(5) ? 1 : 0);
          const [kappa, alpha, factor] = chart.woman ? [0.7, -0.241, 1.012] : [0.9, -0.302, 1];
          const expected =
            142 * Math.min(cr / kappa, 1) ** alpha * Math.max(cr / kappa, 1) ** -1.2 * 0.9938 ** age * factor;
          expect(Math.abs(value - expected), `${chart.patient.id} ${at}`).toBeLessThan(1.8);
        }
      }
    });

    it('flag what lies outside of the range they state', () => {
      const results = charts
        .flatMap((chart) => chart.of('Observation'))
        .filter(({ referenceRange, valueQuantity }) => referenceRange !== undefined && valueQuantity !== undefined);
      expect(results.length).toBeGreaterThan(20_000);
      for (const { valueQuantity, referenceRange, interpretation } of results) {
        const value = numberOf(valueQuantity?.value);
        const [low, high] = [numberOf(referenceRange?.[0]?.low?.value), numberOf(referenceRange?.[0]?.high?.value)];
        const flag = codeOf(interpretation?.[0]) ?? '';
        expect(
          flag.startsWith(value > high ? 'H' : value < low ? 'L' : 'N'),
          `${value} in ${low} to ${high} is ${flag}`,
        ).toBe(true);
      }
    });

    it('do not estimate filtration of children', () => {
      for (const chart of charts.filter(({ age }) => age < 16)) expect(chart.values('98979-8')).toEqual([]);
    });
  });

  describe('stays', () => {
    it('for infections: fever and CRP are higher at first than at the end', () => {
      const stays = staysFor(charts, /폐렴|신우신염|봉와직염/);
      expect(stays.length).toBeGreaterThan(15);
      const crp = stays.map(({ chart, stay }) => within(chart, stay, '1988-5')).filter(({ length }) => length > 1);
      const fever = stays.map(({ chart, stay }) => within(chart, stay, '8310-5')).filter(({ length }) => length > 4);
      expect(mean(crp.map((values) => Math.max(...values)))).toBeGreaterThan(45);
      const survivors = crp.filter((values) => (values.at(-1) ?? 0) < Math.max(...values));
      expect(survivors.length / crp.length).toBeGreaterThan(0.8);
      expect(mean(fever.map(([first = 0]) => first))).toBeGreaterThan(
        mean(fever.map((values) => values.at(-1) ?? 0)) + 0.3,
      );
    });

    it('for infarctions: troponin rises and falls', () => {
      const stays = staysFor(charts, /심근경색/);
      for (const { chart, stay } of stays) {
        const values = within(chart, stay, '89579-7');
        expect(Math.max(...values), chart.patient.id).toBeGreaterThan(200);
        expect(values.at(-1), chart.patient.id).toBeLessThan(Math.max(...values));
      }
    });

    it('begin in the emergency room or come from the clinic, and say so', () => {
      for (const chart of charts) {
        for (const { hospitalization, partOf, period } of ofClass(chart, 'IMP')) {
          expect(codeOf(hospitalization?.admitSource)).toBe(partOf === undefined ? 'outp' : 'emd');
          const emergency = ofClass(chart, 'EMER').find(({ id }) => partOf?.reference === `Encounter/${id}`);
          if (partOf !== undefined) expect(emergency?.period?.end).toBe(period?.start);
        }
      }
    });

    it('move through places without gap or overlap', () => {
      for (const chart of charts) {
        for (const { location, period } of ofClass(chart, 'IMP')) {
          expect(location?.[0]?.period?.start).toBe(period?.start);
          expect(location?.at(-1)?.period?.end).toBe(period?.end);
          for (let at = 1; at < (location ?? []).length; at++)
            expect(location?.[at]?.period?.start).toBe(location?.[at - 1]?.period?.end);
        }
      }
    });

    it('end with a summary that names the diagnosis, and a visit afterwards', () => {
      const over = charts.flatMap((chart) =>
        ofClass(chart, 'IMP')
          .filter(({ status }) => status === 'finished')
          .map((stay) => ({ chart, stay })),
      );
      for (const { chart, stay } of over) {
        const summary = chart
          .of('DocumentReference')
          .find(
            ({ type, context }) =>
              codeOf(type) === '18842-5' && context?.encounter?.[0]?.reference === `Encounter/${stay.id}`,
          );
        const text = Buffer.from(summary?.content[0]?.attachment.data ?? '', 'base64').toString('utf8');
        expect(text, stay.id).toContain(`주진단: ${stay.diagnosis?.[0]?.condition.display}`);
      }
    });

    it('warn of falls where the patient is old', () => {
      const old = charts.filter((chart) => chart.age > 75 && ofClass(chart, 'IMP').length > 0);
      for (const chart of old) expect(chart.of('Flag').some(({ code }) => code.text === '낙상 고위험')).toBe(true);
    });
  });

  describe('women and men', () => {
    it('only women of the age for it are pregnant or give birth', () => {
      const pregnant = charts.filter((chart) => chart.has(/임신|분만/));
      expect(pregnant.length).toBeGreaterThan(1);
      for (const chart of pregnant) {
        expect(chart.woman).toBe(true);
        for (const { code, recordedDate = '' } of chart.of('Condition')) {
          if (!/임신|분만/.test(code?.text ?? '')) continue;
          const age = Number(recordedDate.slice(0, 4)) - Number((chart.patient.birthDate ?? '').slice(0, 4));
          expect(age).toBeGreaterThan(15);
          expect(age).toBeLessThan(50);
        }
      }
    });

    it('weight goes up before birth and down after it', () => {
      const births = charts.flatMap((chart) =>
        chart
          .of('Procedure')
          .filter(({ code }) => /분만|제왕절개/.test(code?.text ?? ''))
          .map((birth) => ({ chart, birth })),
      );
      for (const { chart, birth } of births) {
        const at = Date.parse(birth.performedPeriod?.start ?? '');
        const weights = chart.values('29463-7');
        const early = weights.find(
          (one) => Date.parse(one.at) > at - 230 * DAY && Date.parse(one.at) < at - 170 * DAY,
        )?.value;
        const late = weights.findLast((one) => Date.parse(one.at) <= at)?.value;
        if (early !== undefined && late !== undefined) expect(late).toBeGreaterThan(early + 4);
      }
    });

    it('no prostate in women, no uterus in men', () => {
      for (const chart of charts)
        expect(chart.has(chart.woman ? /전립선/ : /자궁|분만|임신/), chart.patient.id).toBe(false);
    });
  });

  describe('cancers', () => {
    it('have a stage, a pathology report where tissue is taken, and an operation for most', () => {
      const found = charts.flatMap((chart) =>
        chart
          .of('Condition')
          .filter(({ code, stage }) => /악성|간세포암종/.test(code?.text ?? '') && stage !== undefined)
          .map((condition) => ({ chart, condition })),
      );
      expect(found.length).toBeGreaterThan(3);
      const operated = found.filter(({ chart, condition }) =>
        chart
          .of('Procedure')
          .some(({ reasonReference }) => reasonReference?.[0]?.reference === `Condition/${condition.id}`),
      );
      expect(operated.length / found.length).toBeGreaterThan(0.4);
      for (const { condition } of found) expect(condition.stage?.[0]?.summary?.text).toMatch(/^I{1,3}V?기$/);
    });
  });

  describe('vaccinations', () => {
    it('of small children follow the national schedule', () => {
      const small = charts.filter(({ age }) => age >= 2 && age < 7);
      expect(small.length).toBeGreaterThan(4);
      for (const chart of small) {
        const codes = chart.of('Immunization').map(({ vaccineCode }) => codeOf(vaccineCode));
        expect(
          codes.filter((code) => ['19', '08', '120', '133', '03', '21'].includes(code ?? '')).length,
          chart.patient.id,
        ).toBeGreaterThan(5);
      }
    });

    it('count their doses upwards in time', () => {
      for (const chart of charts) {
        const seen = new Map<string, number>();
        for (const { vaccineCode, protocolApplied, occurrenceDateTime = '' } of chart.of('Immunization')) {
          const key = codeOf(vaccineCode) ?? '';
          const dose = protocolApplied?.[0]?.doseNumberPositiveInt ?? 0;
          if (!['150', '140'].includes(key))
            expect(dose, `${chart.patient.id} ${key} ${occurrenceDateTime}`).toBeGreaterThan(seen.get(key) ?? 0);
          seen.set(key, dose);
        }
      }
    });

    it('against influenza reach most of the old, each autumn', () => {
      const old = charts.filter(({ age, patient }) => age >= 70 && patient.deceasedDateTime === undefined);
      const lately = old.filter((chart) =>
        chart
          .of('Immunization')
          .some(
            ({ vaccineCode, occurrenceDateTime = '' }) =>
              ['140', '150'].includes(codeOf(vaccineCode) ?? '') && occurrenceDateTime > '2025-10',
          ),
      );
      expect(lately.length / old.length).toBeGreaterThan(0.6);
    });
  });

  it('costs little: thousands of resources in a second, whatever else the machine does', () => {
    const begun = performance.now();
    const { charts: few } = simulated(60, 'speed', NOW);
    const count = few.reduce((sum, { resources }) => sum + resources.length, 0);
    expect(count / ((performance.now() - begun) / 1000)).toBeGreaterThan(2000);
  });
});
