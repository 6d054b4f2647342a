import { describe, expect, it } from 'vitest';
import { validateResource, type ResourceOfType } from '../../fhir/index.ts';
import { decimalText, parseJson, writeJson } from '../../kernel/index.ts';
import { dayOf, DAY, YEAR } from '../calendar.ts';
import { analyteOf, ANALYTES } from '../data/analytes.ts';
import { PANELS, STRIP } from '../data/panels.ts';
import { STUDIES } from '../data/procedures.ts';
import { rosterOf } from '../hospital/staff.ts';
import { Body, type AcuteState, type Sample } from '../life/physiology.ts';
import { personOf, type Person } from '../person/person.ts';
import { Random } from '../random.ts';
import { codeOf, numberOf } from '../testing.ts';
import { Chart, type Setting } from './chart.ts';
import { addPanel, addSmoking, addVitals } from './observation.ts';

const TODAY = dayOf(2026, 11, 24);
const AT = TODAY * DAY + 600;
const roster = rosterOf(new Random('observation staff'));

function somebody(
  age: number,
  onsets: ReadonlyMap<string, number> = new Map(),
  acute?: AcuteState,
): { chart: Chart; setting: Setting; sample: Sample } {
  const random = new Random(`observed at ${age}`);
  const person: Person = { ...personOf(random, 'observed', 1, TODAY), birth: Math.floor(TODAY - age * YEAR) };
  const chart = new Chart(person, roster);
  const encounter: ResourceOfType['Encounter'] = {
    resourceType: 'Encounter',
    id: 'e1',
    status: 'finished',
    class: { code: 'AMB' },
  };
  const [doctor, nurse] = [roster.demoPhysician, roster.nursesOf('61')[0] ?? roster.demoPhysician];
  const sample = new Body(person, onsets, new Map()).sample({ day: TODAY, acute }, random);
  return { chart, setting: { encounter, doctor, nurse }, sample };
}

function observations(chart: Chart): ResourceOfType['Observation'][] {
  return [...chart.resources()].filter(
    ({ resourceType }) => resourceType === 'Observation',
  ) as ResourceOfType['Observation'][];
}

describe('the tables of analytes and panels', () => {
  it('have well-formed LOINC codes with right check digits, each code once', () => {
    const codes = [
      ...ANALYTES.map(({ loinc }) => loinc),
      ...PANELS.map(({ loinc }) => loinc),
      ...STRIP.map(({ loinc }) => loinc),
      ...STUDIES.map(({ loinc }) => loinc),
    ];
    for (const code of codes) {
      expect(code).toMatch(/^\d{1,6}-\d$/);
      expect(checkDigit(code.slice(0, -2)), code).toBe(Number(code.at(-1)));
    }
    const measured = ANALYTES.filter(({ key }) => key !== 'ldltrue').map(({ loinc }) => loinc);
    expect(new Set(measured).size).toBe(measured.length);
  });

  it('order analytes that exist, with low limits below high ones', () => {
    for (const { analytes } of PANELS) for (const key of analytes) expect(() => analyteOf(key)).not.toThrow();
    for (const { key, low, high } of ANALYTES) {
      for (const sex of ['male', 'female'] as const) {
        if (low[sex] !== undefined && high[sex] !== undefined) expect(low[sex], key).toBeLessThan(high[sex] ?? 0);
      }
    }
  });
});

/** LOINC's Mod 10 check digit: odd positions from the right doubled as one number. */
function checkDigit(digits: string): number {
  const reversed = [...digits].toReversed();
  const odd = reversed
    .filter((_, at) => at % 2 === 0)
    .toReversed()
    .join('');
  const even = reversed
    .filter((_, at) => at % 2 === 1)
    .toReversed()
    .join('');
  const sum = [...`${even}${Number(odd) * 2}`].reduce((total, digit) => total + Number(digit), 0);
  return (10 - (sum % 10)) % 10;
}

describe('vital signs', () => {
  it('are one Observation each, pressure with two components', () => {
    const { chart, setting, sample } = somebody(60);
    addVitals(chart, setting, AT, sample, ['bp', 'pulse', 'temp', 'spo2', 'weight']);
    const [pressure, ...others] = observations(chart);
    expect(pressure?.component?.map(({ code }) => codeOf(code))).toEqual(['8480-6', '8462-4']);
    expect(pressure).not.toHaveProperty('valueQuantity');
    expect(others.map(({ code }) => codeOf(code))).toEqual(['8867-4', '8310-5', '2708-6', '29463-7']);
    for (const one of observations(chart)) {
      expect(codeOf(one.category?.[0])).toBe('vital-signs');
      expect(one.effectiveDateTime).toBe('2026-11-24T10:00:00+09:00');
      expect(validateResource(parseJson(writeJson(one)))).toEqual([]);
    }
  });

  it('carry the pulse oximetry code beside the one that KR Core wants', () => {
    const { chart, setting, sample } = somebody(60);
    addVitals(chart, setting, AT, sample, ['spo2']);
    expect(observations(chart)[0]?.code.coding?.map(({ code }) => code)).toEqual(['2708-6', '59408-5']);
  });

  it('have limits of their own for children', () => {
    const { chart, setting, sample } = somebody(2);
    addVitals(chart, setting, AT, sample, ['pulse', 'weight']);
    const [pulse, weight] = observations(chart);
    expect(numberOf(pulse?.referenceRange?.[0]?.high?.value)).toBe(150);
    expect(weight).not.toHaveProperty('referenceRange');
  });
});

/** The answer of the surface antigen test. */
function antigen(onsets: Map<string, number>): string | undefined {
  const { chart, setting, sample } = somebody(45, onsets);
  addPanel(chart, setting, AT, sample, 'hbv');
  return observations(chart).find(({ code }) => codeOf(code) === '5195-3')?.valueCodeableConcept?.text;
}

describe('panels', () => {
  it.each(PANELS.map(({ key }) => [key]))('%s is valid, and its report names its results', (key) => {
    const { chart, setting, sample } = somebody(52, new Map([['hepatitisB', TODAY - 3000]]));
    const report = addPanel(chart, setting, AT, sample, key);
    const results = observations(chart);
    expect(report.result?.map(({ reference }) => reference)).toEqual(results.map(({ id }) => `Observation/${id}`));
    expect(report.issued).toBe('2026-11-24T11:05:00+09:00');
    for (const one of [report, ...results]) expect(validateResource(parseJson(writeJson(one)))).toEqual([]);
  });

  it('write as many digits as the method has, zeros included', () => {
    const { chart, setting, sample } = somebody(52);
    addPanel(chart, setting, AT, sample, 'cbc');
    addPanel(chart, setting, AT, sample, 'renal');
    for (const { code, valueQuantity } of observations(chart)) {
      const { digits, key } = ANALYTES.find(({ loinc }) => loinc === codeOf(code)) ?? analyteOf('wbc');
      const written = decimalText(valueQuantity?.value ?? 0);
      expect(written.split('.')[1]?.length ?? 0, `${key} ${written}`).toBe(digits);
    }
  });

  it('measure LDL directly where triglycerides are too high to calculate it', () => {
    for (let age = 40; age < 90; age++) {
      const { chart, setting, sample } = somebody(
        age,
        new Map([
          ['dyslipidaemia', TODAY - 900],
          ['diabetes', TODAY - 900],
          ['obesity', TODAY - 900],
        ]),
      );
      addPanel(chart, setting, AT, sample, 'lipid');
      const codes = observations(chart).map(({ code }) => codeOf(code));
      expect(codes.includes(sample.value('tg') > 400 ? '18262-6' : '13457-7')).toBe(true);
      expect(codes.length).toBe(4);
    }
  });

  it('show no creatinine-based filtration for children', () => {
    const { chart, setting, sample } = somebody(9);
    addPanel(chart, setting, AT, sample, 'chem');
    expect(observations(chart).map(({ code }) => codeOf(code))).not.toContain('98979-8');
  });

  it('answer the urine strip in words: leukocytes and nitrite in infection', () => {
    const infected = somebody(30, new Map(), { profile: 'cystitis', severity: 1, days: 0.5, fading: 3 });
    addPanel(infected.chart, infected.setting, AT, infected.sample, 'ua');
    const answers = new Map(
      observations(infected.chart).map(({ code, valueCodeableConcept }) => [codeOf(code), valueCodeableConcept?.text]),
    );
    expect(answers.get('5799-2')).toBe('양성 (++)');
    expect(answers.get('2514-8')).toBe('음성');
  });

  it('tell carriers of hepatitis B from others', () => {
    expect(antigen(new Map([['hepatitisB', TODAY - 900]]))).toBe('양성');
    expect(antigen(new Map())).toBe('음성');
  });
});

it('smoking is social history with a SNOMED CT answer', () => {
  const { chart, setting } = somebody(44);
  addSmoking(chart, setting, AT);
  const [smoking] = observations(chart);
  expect(codeOf(smoking?.category?.[0])).toBe('social-history');
  expect(smoking?.valueCodeableConcept?.coding?.[0]?.system).toBe('http://snomed.info/sct');
  expect(validateResource(parseJson(writeJson(smoking)))).toEqual([]);
});
