/**
 * NEWS2 of a round, with what it needs beside the vital signs: oxygen and consciousness; and the call for help where it is high.
 *
 * Not under 16, nor in pregnancy. The scores are those of cds; they stand here as data so that the generator needs no other room.
 *
 * Source  Royal College of Physicians, National Early Warning Score (NEWS) 2, London 2017 (© RCP; acknowledged)
 * Proof   early-warning.test.ts (equal to cds/calculators/news2.ts)
 */
import type { CodeableConcept, ResourceOfType } from '../../fhir/index.ts';
import { momentText, type Minute } from '../calendar.ts';
import { coding, concept, exactly, quantity, reference } from '../codes.ts';
import type { Sample } from '../life/physiology.ts';
import { staffReference } from '../hospital/staff.ts';
import { doctorReference, encounterReference, type Chart, type Setting } from './chart.ts';

type Observation = ResourceOfType['Observation'];

/** Scores by the lowest value of each step, from the top. */
type Steps = readonly (readonly [from: number, score: number])[];
const SCALES: Readonly<Record<string, Steps>> = {
  'respiration-rate': [
    [25, 3],
    [21, 2],
    [12, 0],
    [9, 1],
    [0, 3],
  ],
  spo2: [
    [96, 0],
    [94, 1],
    [92, 2],
    [0, 3],
  ],
  'systolic-bp': [
    [220, 3],
    [111, 0],
    [101, 1],
    [91, 2],
    [0, 3],
  ],
  pulse: [
    [131, 3],
    [111, 2],
    [91, 1],
    [51, 0],
    [41, 1],
    [0, 3],
  ],
  temperature: [
    [39.1, 2],
    [38.1, 1],
    [36.1, 0],
    [35.1, 1],
    [0, 3],
  ],
};

/** What a round reads, in whole numbers as they are charted. */
export interface Readings {
  readonly 'respiration-rate': number;
  readonly spo2: number;
  readonly 'systolic-bp': number;
  readonly pulse: number;
  readonly temperature: number;
  readonly oxygen: boolean;
  readonly alert: boolean;
}

export type Band = 'low' | 'low-medium' | 'medium' | 'high';

/** The score by part, and all together. */
export function earlyWarning(readings: Readings): {
  readonly parts: Readonly<Record<string, number>>;
  readonly total: number;
  readonly band: Band;
} {
  const parts: Record<string, number> = {
    'air-or-oxygen': readings.oxygen ? 2 : 0,
    consciousness: readings.alert ? 0 : 3,
  };
  for (const [name, steps] of Object.entries(SCALES)) {
    const value = readings[name as keyof Readings] as number;
    parts[name] = steps.find(([from]) => value >= from)?.[1] ?? 3;
  }
  const scores = Object.values(parts);
  const total = scores.reduce((sum, one) => sum + one, 0);
  const band = total >= 7 ? 'high' : total >= 5 ? 'medium' : scores.includes(3) ? 'low-medium' : 'low';
  return { parts, total, band };
}

/** A score with its band. */
export type Warning = ReturnType<typeof earlyWarning>;

/** How clouded the mind is by the acute illness: some are confused when it is at its worst. */
function isAlert(sample: Sample, height: number): boolean {
  return !(['sepsis', 'stroke', 'hypoglycaemia', 'ketoacidosis'].includes(sample.profile ?? '') && height > 1.05);
}

/** What of a round is charted beside the vital signs, and its score. `height` is that of the acute illness. */
export function addWarning(
  chart: Chart,
  setting: Setting,
  at: Minute,
  sample: Sample,
  height: number,
): Warning | undefined {
  if (sample.age < 16 || ['delivery', 'caesarean'].includes(sample.profile ?? '')) return undefined;
  const oxygen = sample.value('spo2') < 92.5;
  const alert = isAlert(sample, height);
  const readings = {
    'respiration-rate': Math.round(sample.value('resp')),
    spo2: Math.round(sample.value('spo2')),
    'systolic-bp': Math.round(sample.value('sbp')),
    pulse: Math.round(sample.value('pulse')),
    temperature: Math.round(sample.value('temp') * 10) / 10,
    oxygen,
    alert,
  };
  addState(chart, setting, at, CONSCIOUSNESS, alert ? ALERT : CONFUSED);
  if (oxygen) addOxygen(chart, setting, at, height > 0.9 ? 5 : 2);
  const score = earlyWarning(readings);
  const news2 = addScore(chart, setting, at, score);
  if (score.band === 'high' || score.band === 'medium') addCall(chart, setting, at, news2, score);
  return score;
}

const VITAL_SIGNS: CodeableConcept = {
  coding: [coding('observationCategory', 'vital-signs', 'Vital Signs')],
  text: '활력징후',
};
const CONSCIOUSNESS: CodeableConcept = {
  coding: [coding('loinc', '67775-7', 'Level of responsiveness')],
  text: '의식 수준',
};
const ALERT = concept('loinc', 'LA9340-6', 'Alert', '명료');
const CONFUSED = concept('care', 'C', 'New confusion', '새로운 혼돈');

function frame(chart: Chart, setting: Setting, at: Minute): Omit<Observation, 'code'> {
  return {
    resourceType: 'Observation',
    id: chart.nextId('Observation'),
    status: 'final',
    category: [VITAL_SIGNS],
    subject: chart.subject,
    encounter: encounterReference(setting),
    effectiveDateTime: momentText(at),
    performer: [staffReference(setting.nurse)],
  };
}

function addState(chart: Chart, setting: Setting, at: Minute, code: CodeableConcept, value: CodeableConcept): void {
  chart.add<Observation>({ ...frame(chart, setting, at), code, valueCodeableConcept: value });
}

function addOxygen(chart: Chart, setting: Setting, at: Minute, flow: number): void {
  const code = { coding: [coding('loinc', '3151-8', 'Inhaled oxygen flow rate')], text: '산소 투여량' };
  chart.add<Observation>({ ...frame(chart, setting, at), code, valueQuantity: exactly(flow, 'L/min') });
}

function addScore(chart: Chart, setting: Setting, at: Minute, { parts, total, band }: Warning): Observation {
  return chart.add<Observation>({
    ...frame(chart, setting, at),
    code: concept('care', 'news2', 'NEWS2', 'NEWS2'),
    valueQuantity: quantity(total, '{score}', 0),
    interpretation: [concept('care', `news2-${band}`, `NEWS2 ${band}`)],
    component: [
      ...Object.entries(parts).map(([name, value]) => ({
        code: concept('care', `news2-${name}`, `NEWS2 ${name}`),
        valueQuantity: quantity(value, '{score}', 0),
      })),
      { code: concept('care', 'news2-spo2-scale', 'NEWS2 SpO2 scale'), valueInteger: 1 },
    ],
  });
}

/** Minutes within which somebody must come, and after which somebody usually came. */
const ANSWER = { medium: [60, 38], high: [30, 16] } as const;

/** The call for a physician; what is older than its answer was answered. */
function addCall(chart: Chart, setting: Setting, at: Minute, news2: Observation, { total, band }: Warning): void {
  const [within, usual] = ANSWER[band === 'high' ? 'high' : 'medium'];
  const isAnswered = at + usual <= chart.now;
  chart.add<ResourceOfType['Task']>({
    resourceType: 'Task',
    id: chart.nextId('Task'),
    status: isAnswered ? 'completed' : 'requested',
    intent: 'order',
    priority: band === 'high' ? 'stat' : 'urgent',
    code: concept('care', 'news2-escalation', 'NEWS2 escalation', '조기경고점수 상승 보고'),
    focus: reference(`Observation/${news2.id}`),
    for: chart.subject,
    encounter: encounterReference(setting),
    authoredOn: momentText(at),
    lastModified: momentText(isAnswered ? at + usual : at),
    requester: staffReference(setting.nurse),
    performerType: [concept('care', 'physician', 'Physician', '의사')],
    ...(isAnswered ? { owner: doctorReference(setting), executionPeriod: { end: momentText(at + usual) } } : {}),
    restriction: { period: { end: momentText(at + within) } },
    input: scoreInput({ total, band }),
  });
}

/** The score in a task, so that a list needs no other question. */
export function scoreInput({
  total,
  band,
}: Pick<Warning, 'total' | 'band'>): NonNullable<ResourceOfType['Task']['input']> {
  return [
    { type: concept('care', 'news2', 'NEWS2'), valueInteger: total },
    { type: concept('care', 'news2-band', 'NEWS2 band'), valueCode: band },
  ];
}
