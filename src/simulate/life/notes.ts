/**
 * What physicians write, in Korean, with the patient's data in it.
 *
 * Proof   ../chart/document.test.ts
 */
import type { ResourceOfType } from '../../fhir/index.ts';
import { dateText, dayAt, wholeAge, type Minute } from '../calendar.ts';
import type { Setting } from '../chart/chart.ts';
import { analyteOf } from '../data/analytes.ts';
import { departmentOf } from '../data/departments.ts';
import { HOSPITAL_NAME } from '../hospital/organization.ts';
import type { Life } from './life.ts';
import type { Sample } from './physiology.ts';

type Condition = ResourceOfType['Condition'];

/** Title, department, patient: how each note begins. */
export function heading(life: Life, setting: Setting, title: string, at: Minute): string[] {
  const { name, number, sex, birth } = life.person;
  return [
    `[${title}] ${HOSPITAL_NAME} ${departmentOf(setting.doctor.department).ko}`,
    `환자: ${name.family}${name.given} (${number}, ${sex === 'male' ? '남' : '여'}/${wholeAge(birth, dayAt(at))}세)`,
    `작성: ${dateText(dayAt(at))} ${setting.doctor.name.family}${setting.doctor.name.given}`,
    '',
  ];
}

/** `혈압 128/76 mmHg, 맥박 72회/분` */
export function vitalsLine(sample: Sample): string {
  return `혈압 ${sample.value('sbp')}/${sample.value('dbp')} mmHg, 맥박 ${sample.value('pulse')}회/분, 호흡 ${sample.value('resp')}회/분, 체온 ${sample.value('temp').toFixed(1)}°C, 산소포화도 ${sample.value('spo2')}%`;
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

/** The results that a note names, those worth a word. */
export function resultsLine(sample: Sample, measured: readonly string[]): string {
  return SPOKEN.filter((key) => measured.includes(key) && !(key === 'egfr' && sample.age < 18))
    .map((key) => {
      const { ko, unit, digits } = analyteOf(key);
      return `${ko} ${sample.value(key).toFixed(digits)} ${plain(unit)}`.trim();
    })
    .join(', ');
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
  sample: Sample,
  conditions: readonly Condition[],
  measured: readonly string[],
  drugs: readonly string[],
): string[] {
  const results = resultsLine(sample, measured);
  return [
    ...heading(life, setting, '외래 경과기록', at),
    `S) ${life.random.pick(['특별한 불편감 없음.', '약 잘 복용 중이며 부작용 없음.', '지난 방문 이후 큰 변화 없음.', '가끔 피로감 있으나 일상생활 지장 없음.', '최근 식사와 운동 조절이 잘 되지 않음.'])}`,
    `O) ${vitalsLine(sample)}`,
    ...(measured.includes('weight')
      ? [`   체중 ${sample.value('weight').toFixed(1)} kg, 체질량지수 ${sample.value('bmi').toFixed(1)} kg/m²`]
      : []),
    ...(results === '' ? [] : [`   검사: ${results}`]),
    `A) ${names(conditions)}`,
    `P) ${drugs.length === 0 ? '경과 관찰.' : `처방: ${drugs.join(', ')}.`} 생활습관 교육. 다음 예약일에 재진.`,
  ];
}
