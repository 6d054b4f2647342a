/**
 * Observations and the reports that group them: vital signs, laboratory, urine strip, smoking.
 *
 * Source  https://hl7.org/fhir/R4/observation-vitalsigns.html, https://hl7.org/fhir/R4/diagnosticreport.html, KR Core laboratory result
 * Proof   observation.test.ts
 */
import type { CodeableConcept, ResourceOfType } from '../../fhir/index.ts';
import { momentText, type Minute } from '../calendar.ts';
import { coding, concept, quantity, reference } from '../codes.ts';
import { analyteOf, type Analyte } from '../data/analytes.ts';
import { panelOf, STRIP, type StripField } from '../data/panels.ts';
import { departmentReference } from '../hospital/organization.ts';
import { staffReference } from '../hospital/staff.ts';
import type { Sample } from '../life/physiology.ts';
import { doctorReference, encounterReference, type Chart, type Setting } from './chart.ts';
import { addCollected } from './specimen.ts';

type Observation = ResourceOfType['Observation'];
type Report = ResourceOfType['DiagnosticReport'];

const VITAL_SIGNS: CodeableConcept = {
  coding: [coding('observationCategory', 'vital-signs', 'Vital Signs')],
  text: '활력징후',
};
const LABORATORY: CodeableConcept = {
  coding: [coding('observationCategory', 'laboratory', 'Laboratory')],
  text: '진단검사',
};
const SOCIAL: CodeableConcept = {
  coding: [coding('observationCategory', 'social-history', 'Social History')],
  text: '사회력',
};

function analyteConcept({ loinc, en, ko, key }: Analyte): CodeableConcept {
  const codings = [coding('loinc', loinc, en)];
  if (key === 'spo2') codings.push(coding('loinc', '59408-5', 'Oxygen saturation in Arterial blood by Pulse oximetry'));
  return { coding: codings, text: ko };
}

function limits(analyte: Analyte, sample: Sample): { low?: number; high?: number } {
  if (sample.age < 18) return childLimits(analyte, sample.age);
  const [low, high] = [analyte.low[sample.sex], analyte.high[sample.sex]];
  return { ...(low === undefined ? {} : { low }), ...(high === undefined ? {} : { high }) };
}

/** Children have limits of their own; where this table knows none, the report shows none. */
function childLimits({ key, low, high }: Analyte, age: number): { low?: number; high?: number } {
  const band = CHILD_LIMITS[key]?.find(([until]) => age < until);
  if (band !== undefined) return { low: band[1], high: band[2] };
  if (!SAME_FOR_CHILDREN.has(key)) return {};
  return {
    ...(low.male === undefined ? {} : { low: low.male }),
    ...(high.male === undefined ? {} : { high: high.male }),
  };
}

const SAME_FOR_CHILDREN = new Set([
  'temp',
  'spo2',
  'na',
  'k',
  'cl',
  'co2',
  'crp',
  'bil',
  'ca',
  'glucose',
  'fbs',
  'a1c',
  'lactate',
  'procalcitonin',
  'inr',
  'aptt',
  'mchc',
  'usg',
  'uph',
]);
const CHILD_LIMITS: Readonly<Record<string, readonly (readonly [until: number, low: number, high: number])[]>> = {
  pulse: [
    [1, 100, 170],
    [3, 90, 150],
    [6, 75, 130],
    [12, 65, 115],
    [18, 55, 105],
  ],
  resp: [
    [1, 28, 55],
    [3, 22, 38],
    [6, 18, 30],
    [12, 16, 24],
    [18, 12, 20],
  ],
  sbp: [
    [1, 70, 104],
    [3, 80, 110],
    [6, 85, 114],
    [12, 90, 122],
    [18, 95, 135],
  ],
  dbp: [
    [1, 36, 60],
    [3, 40, 68],
    [6, 45, 74],
    [12, 50, 80],
    [18, 55, 85],
  ],
  wbc: [
    [2, 6, 17],
    [6, 5, 15],
    [18, 4.5, 13],
  ],
  hgb: [
    [0.2, 10, 18],
    [2, 10.5, 13.5],
    [6, 11, 14],
    [12, 11.5, 15.5],
    [18, 12, 16.5],
  ],
  hct: [
    [0.2, 31, 55],
    [2, 32, 41],
    [6, 33, 42],
    [12, 34.5, 45],
    [18, 36, 49],
  ],
  plt: [[18, 150, 450]],
  cr: [
    [3, 0.2, 0.45],
    [10, 0.3, 0.6],
    [18, 0.45, 1],
  ],
  alp: [
    [10, 140, 350],
    [16, 100, 420],
    [18, 50, 200],
  ],
};

/** H and L, doubled at panic values. */
function flagOf(value: number, { low, high }: { low?: number; high?: number }, analyte: Analyte): string | undefined {
  if (low === undefined && high === undefined) return undefined;
  if (high !== undefined && value > high) return value >= (analyte.panicHigh ?? Number.POSITIVE_INFINITY) ? 'HH' : 'H';
  if (low !== undefined && value < low) return value <= (analyte.panicLow ?? Number.NEGATIVE_INFINITY) ? 'LL' : 'L';
  return 'N';
}

const FLAGS: Readonly<Record<string, string>> = {
  HH: 'Critical high',
  H: 'High',
  N: 'Normal',
  L: 'Low',
  LL: 'Critical low',
};

/** Value, reference range and flag of an analyte: what an Observation and a component share. */
function measured(
  key: string,
  sample: Sample,
  flagged: boolean,
): Pick<Observation, 'code' | 'valueQuantity' | 'interpretation' | 'referenceRange'> {
  const analyte = analyteOf(key);
  const value = sample.value(key);
  const range = limits(analyte, sample);
  const flag = flagged ? flagOf(value, range, analyte) : undefined;
  return {
    code: analyteConcept(analyte),
    valueQuantity: quantity(value, analyte.unit, analyte.digits),
    ...(flag === undefined ? {} : { interpretation: [concept('interpretation', flag, FLAGS[flag] ?? flag)] }),
    ...(flagged ? rangeOf(range, analyte) : {}),
  };
}

function rangeOf(
  { low, high }: { low?: number; high?: number },
  { unit, digits }: Analyte,
): Pick<Observation, 'referenceRange'> {
  if (low === undefined && high === undefined) return {};
  return {
    referenceRange: [
      {
        ...(low === undefined ? {} : { low: quantity(low, unit, digits) }),
        ...(high === undefined ? {} : { high: quantity(high, unit, digits) }),
      },
    ],
  };
}

function frame(chart: Chart, setting: Setting, at: Minute, category: CodeableConcept): Omit<Observation, 'code'> {
  return {
    resourceType: 'Observation',
    id: chart.nextId('Observation'),
    status: 'final',
    category: [category],
    subject: chart.subject,
    encounter: encounterReference(setting),
    effectiveDateTime: momentText(at),
  };
}

/** Vital signs, each an Observation; blood pressure has two components. */
export function addVitals(chart: Chart, setting: Setting, at: Minute, sample: Sample, keys: readonly string[]): void {
  const performer = [staffReference(setting.nurse)];
  for (const key of keys) {
    for (const part of key === 'bp' ? ['sbp', 'dbp'] : [key]) {
      chart.report(setting.encounter.id, part, at, sample.value(part));
    }
    const base = frame(chart, setting, at, VITAL_SIGNS);
    if (key === 'bp')
      chart.add<Observation>({
        ...base,
        code: PRESSURE,
        performer,
        component: [measured('sbp', sample, true), measured('dbp', sample, true)],
      });
    else chart.add<Observation>({ ...base, ...measured(key, sample, true), performer });
  }
}

const PRESSURE: CodeableConcept = {
  coding: [coding('loinc', '85354-9', 'Blood pressure panel with all children optional')],
  text: '혈압',
};

/** Minutes from drawing blood to the result. */
const RESULT_AFTER = 65;

/** A laboratory panel: Observations and the report that groups them. Results come some time after the sample was taken. */
export function addPanel(chart: Chart, setting: Setting, at: Minute, sample: Sample, key: string): Report {
  const panel = panelOf(key);
  const issued = momentText(at + RESULT_AFTER);
  const collected =
    at >= chart.loopsFrom && setting.encounter.class.code !== 'AMB' ? addCollected(chart, setting, key, at) : undefined;
  const results = panel.analytes.flatMap((analyte) => labResult(chart, setting, at, issued, sample, analyte));
  if (key === 'ua') results.push(...strip(chart, setting, at, issued, sample));
  if (key === 'hbv') results.push(surfaceAntigen(chart, setting, at, issued, sample));
  const report: Report = {
    resourceType: 'DiagnosticReport',
    id: chart.nextId('DiagnosticReport'),
    ...(collected === undefined ? {} : { basedOn: [collected.request], specimen: [collected.specimen] }),
    status: 'final',
    category: [{ coding: [coding('section', 'LAB', 'Laboratory')], text: '진단검사' }],
    code: { coding: [coding('loinc', panel.loinc, panel.en)], text: panel.ko },
    subject: chart.subject,
    encounter: encounterReference(setting),
    effectiveDateTime: momentText(at),
    issued,
    performer: [reference(departmentReference('LAB'), '진단검사의학과')],
    result: results.map((id) => reference(`Observation/${id}`)),
  };
  return chart.add(report);
}

/** One result; creatinine-based filtration is for adults, and calculated LDL only for triglycerides up to 400. */
function labResult(chart: Chart, setting: Setting, at: Minute, issued: string, sample: Sample, key: string): string[] {
  if (key === 'egfr' && sample.age < 18) return [];
  const analyte = key === 'ldl' && sample.value('tg') > 400 ? 'ldldirect' : key;
  chart.report(setting.encounter.id, key, at + RESULT_AFTER, sample.value(analyte));
  const observation = chart.add<Observation>({
    ...frame(chart, setting, at, LABORATORY),
    ...measured(analyte, sample, true),
    issued,
    performer: [reference(departmentReference('LAB'), '진단검사의학과')],
  });
  return [observation.id ?? ''];
}

function strip(chart: Chart, setting: Setting, at: Minute, issued: string, sample: Sample): string[] {
  return STRIP.map((field) => {
    const plus = stripLevel(field.key, sample);
    const observation = chart.add<Observation>({
      ...frame(chart, setting, at, LABORATORY),
      code: { coding: [coding('loinc', field.loinc, field.en)], text: field.ko },
      issued,
      performer: [reference(departmentReference('LAB'), '진단검사의학과')],
      valueCodeableConcept: presence(plus),
      interpretation: [concept('interpretation', plus === 0 ? 'N' : 'A', plus === 0 ? 'Normal' : 'Abnormal')],
      referenceRange: [{ text: '음성' }],
    });
    return observation.id ?? '';
  });
}

function presence(plus: number): CodeableConcept {
  if (plus === 0) return concept('snomed', '260385009', 'Negative', '음성');
  return concept('snomed', '10828004', 'Positive', `양성 (${'+'.repeat(plus)})`);
}

const URINARY = new Set(['cystitis', 'pyelonephritis']);

/** 0 to 3, from what makes each field positive. */
function stripLevel(key: StripField['key'], sample: Sample): number {
  const infected = URINARY.has(sample.profile ?? '');
  if (key === 'protein') return levelOf(sample.value('uacr'), [80, 300, 1000]);
  if (key === 'glucose') return levelOf(sample.value('glucose'), [190, 250, 350]);
  if (key === 'ketone') return levelOf(sample.value('glucose'), [330, 420, 600]);
  if (key === 'blood') return sample.profile === 'colic' ? 3 : Number(infected);
  return infected ? 2 : 0;
}

function levelOf(value: number, steps: readonly number[]): number {
  return steps.filter((step) => value > step).length;
}

function surfaceAntigen(chart: Chart, setting: Setting, at: Minute, issued: string, sample: Sample): string {
  const positive = sample.has('hepatitisB');
  const observation = chart.add<Observation>({
    ...frame(chart, setting, at, LABORATORY),
    code: {
      coding: [coding('loinc', '5195-3', 'Hepatitis B virus surface Ag [Presence] in Serum')],
      text: 'B형간염 표면항원',
    },
    issued,
    valueCodeableConcept: positive
      ? concept('snomed', '10828004', 'Positive', '양성')
      : concept('snomed', '260385009', 'Negative', '음성'),
    interpretation: [concept('interpretation', positive ? 'POS' : 'NEG', positive ? 'Positive' : 'Negative')],
    referenceRange: [{ text: '음성' }],
  });
  return observation.id ?? '';
}

const SMOKING = {
  never: ['266919005', 'Never smoked tobacco', '비흡연'],
  former: ['8517006', 'Ex-smoker', '과거 흡연'],
  current: ['449868002', 'Smokes tobacco daily', '현재 흡연'],
} as const;

/** What the patient said about smoking. */
export function addSmoking(chart: Chart, setting: Setting, at: Minute): void {
  const [code, en, ko] = SMOKING[chart.person.traits.smoking];
  chart.add<Observation>({
    ...frame(chart, setting, at, SOCIAL),
    code: { coding: [coding('loinc', '72166-2', 'Tobacco smoking status')], text: '흡연 상태' },
    performer: [doctorReference(setting)],
    valueCodeableConcept: concept('snomed', code, en, ko),
  });
}

const APGAR = [
  ['9272-6', '1 minute Apgar Score', '아프가 점수(1분)'],
  ['9274-2', '5 minute Apgar Score', '아프가 점수(5분)'],
] as const;

/** How a newborn was one and five minutes after birth. */
export function addApgar(chart: Chart, setting: Setting, birth: Minute, scores: readonly [number, number]): void {
  for (const [at, [code, en, ko]] of APGAR.entries())
    chart.add<Observation>({
      ...frame(chart, setting, birth + (at === 0 ? 1 : 5), VITAL_SIGNS),
      code: { coding: [coding('loinc', code, en)], text: ko },
      performer: [doctorReference(setting)],
      valueQuantity: quantity(scores[at] ?? 9, '{score}', 0),
    });
}
