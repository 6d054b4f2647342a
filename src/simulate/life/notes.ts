/**
 * What physicians write, in Korean, with the patient's data in it.
 *
 * Proof   ../chart/document.test.ts
 */
import type { ResourceOfType } from '../../fhir/index.ts';
import { dateText, dayAt, wholeAge, type Minute } from '../calendar.ts';
import type { Setting } from '../chart/chart.ts';
import { analyteOf } from '../data/analytes.ts';
import { HOSPITAL_NAME } from '../hospital/organization.ts';
import type { Life } from './life.ts';

type Condition = ResourceOfType['Condition'];

/** Title, department, patient: how each note begins. */
export function heading(life: Life, setting: Setting, title: string, at: Minute): string[] {
  const { name, number, sex, birth } = life.person;
  return [
    `[${title}] ${HOSPITAL_NAME} ${setting.encounter.serviceType?.text ?? ''}`,
    `환자: ${name.family}${name.given} (${number}, ${sex === 'male' ? '남' : '여'}/${wholeAge(birth, dayAt(at))}세)`,
    `작성: ${dateText(dayAt(at))} ${setting.doctor.name.family}${setting.doctor.name.given}`,
    '',
  ];
}

/** `혈압 128/76 mmHg, 맥박 72회/분`: the latest of this encounter that are on record. */
export function vitalsLine(life: Life, setting: Setting, at: Minute): string {
  const value = (key: string): number | undefined => life.chart.latest(setting.encounter.id, key, at);
  const [sbp, dbp, temp] = [value('sbp'), value('dbp'), value('temp')];
  const parts = [
    sbp === undefined ? '' : `혈압 ${sbp}/${dbp} mmHg`,
    ...[
      ['맥박', 'pulse', '회/분'],
      ['호흡', 'resp', '회/분'],
    ].map(([ko, key = '', unit]) => (value(key) === undefined ? '' : `${ko} ${value(key)}${unit}`)),
    temp === undefined ? '' : `체온 ${temp.toFixed(1)}°C`,
    value('spo2') === undefined ? '' : `산소포화도 ${value('spo2')}%`,
  ];
  return parts.filter((part) => part !== '').join(', ') || '측정하지 않음';
}

/** `체중 58.2 kg`, and so on. */
export function buildLine(life: Life, setting: Setting, at: Minute): string {
  return [
    ['키', 'height', ' cm'],
    ['체중', 'weight', ' kg'],
    ['체질량지수', 'bmi', ' kg/m²'],
  ]
    .flatMap(([ko, key = '', unit]) => {
      const value = life.chart.latest(setting.encounter.id, key, at);
      return value === undefined ? [] : [`${ko} ${value.toFixed(1)}${unit}`];
    })
    .join(', ');
}

const SPOKEN = [
  'fbs',
  'a1c',
  'ldl',
  'cr',
  'egfr',
  'hgb',
  'wbc',
  'plt',
  'crp',
  'ntprobnp',
  'tnihs',
  'tsh',
  'alt',
  'bil',
  'afp',
  'cea',
  'psa',
  'uric',
  'uacr',
  'na',
  'k',
];

/** The latest results of this encounter that are worth a word. */
export function resultsLine(life: Life, setting: Setting, at: Minute): string {
  return SPOKEN.flatMap((key) => {
    const value = life.chart.latest(setting.encounter.id, key, at);
    const { ko, unit, digits } = analyteOf(key);
    return value === undefined ? [] : [`${ko} ${value.toFixed(digits)} ${plain(unit)}`.trim()];
  }).join(', ');
}

function plain(unit: string): string {
  return unit
    .replace(/\{1\.73_m2\}/, '1.73m²')
    .replace('10*3/uL', '10³/µL')
    .replace(/[{}[\]]/g, '');
}

export function names(conditions: readonly (Condition | undefined)[]): string {
  return conditions.flatMap((one) => one?.code?.text ?? []).join(', ');
}

/** A clinic note in the order subjective, objective, assessment, plan. */
export function clinicNote(
  life: Life,
  setting: Setting,
  at: Minute,
  conditions: readonly Condition[],
  drugs: readonly string[],
): string[] {
  const [build, results] = [buildLine(life, setting, at), resultsLine(life, setting, at)];
  return [
    ...heading(life, setting, '외래 경과기록', at),
    `S) ${life.random.pick(COMPLAINTS)}`,
    `O) ${vitalsLine(life, setting, at)}`,
    ...(build === '' ? [] : [`   ${build}`]),
    ...(results === '' ? [] : [`   검사: ${results}`]),
    `A) ${names(conditions)}`,
    `P) ${drugs.length === 0 ? '경과 관찰.' : `처방: ${drugs.join(', ')}.`} 다음 예약일에 재진.`,
  ];
}

const COMPLAINTS = [
  '특별한 불편감 없음.',
  '약 잘 복용 중이며 부작용 없음.',
  '지난 방문 이후 큰 변화 없음.',
  '가끔 피로감 있으나 일상생활 지장 없음.',
  '최근 식사와 운동 조절이 잘 되지 않음.',
];
