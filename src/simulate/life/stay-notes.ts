/**
 * Notes of the emergency room and the ward.
 *
 * Proof   ../chart/document.test.ts
 */
import type { ResourceOfType } from '../../fhir/index.ts';
import { dateText, dayAt, type Minute } from '../calendar.ts';
import type { Setting } from '../chart/chart.ts';
import { procedureOf } from '../data/procedures.ts';
import type { Life } from './life.ts';
import { buildLine, heading, names, resultsLine, vitalsLine } from './notes.ts';
import { intensity, type AcuteState } from './physiology.ts';
import type { StayPlan } from './stay-plan.ts';

type Condition = ResourceOfType['Condition'];

function history(life: Life): string {
  return names([...life.problems.values()]) || '특이 병력 없음';
}

function allergies(life: Life): string {
  const told = life.allergies.filter(({ allergen }) => life.told.has(allergen.key));
  if (told.length > 0) return told.map(({ allergen }) => allergen.ko).join(', ');
  return life.chart.count('AllergyIntolerance') > 0 ? '알려진 알레르기 없음' : '확인되지 않음';
}

export function emergencyNote(life: Life, setting: Setting, plan: StayPlan, at: Minute): string[] {
  return [
    ...heading(life, setting, '응급실기록', at),
    `주증상: ${plan.complaint}`,
    `과거력: ${history(life)}`,
    `알레르기: ${allergies(life)}`,
    `활력징후: ${vitalsLine(life, setting, at)}`,
    `검사: ${resultsLine(life, setting, at) || '시행하지 않음'}`,
    `추정 진단: ${plan.illness.ko}`,
    '계획: 해당 진료과 협진 후 결정.',
  ];
}

export function admissionNote(life: Life, setting: Setting, plan: StayPlan, at: Minute): string[] {
  return [
    ...heading(life, setting, '입원기록', at),
    `주증상: ${plan.complaint}`,
    `현병력: 상기 증상으로 내원하여 ${plan.illness.ko} 진단 하에 입원함.`,
    `과거력: ${history(life)}`,
    `알레르기: ${allergies(life)}`,
    `신체검진: ${vitalsLine(life, setting, at)}`,
    buildLine(life, setting, at),
    `진단: ${plan.illness.ko}`,
    `계획: ${plan.procedures.map((key) => procedureOf(key).ko).join(', ') || '약물 치료'} 및 경과 관찰.`,
  ];
}

export function wardNote(
  life: Life,
  setting: Setting,
  condition: Condition,
  acute: AcuteState,
  at: Minute,
  stayed: number,
): string[] {
  const height = intensity(acute, 0);
  const course = height > 0.6 ? '증상 지속됨.' : height > 0.25 ? '증상 호전 중.' : '안정적임. 퇴원 고려.';
  return [
    ...heading(life, setting, `입원 ${stayed + 1}일째 경과기록`, at),
    `S) ${height > 0.4 ? '불편감 남아 있음.' : '전날보다 편안함.'}`,
    `O) ${vitalsLine(life, setting, at)}`,
    `A) ${condition.code?.text ?? ''}: ${course}`,
    `P) 현재 치료 유지${height > 0.25 ? ', 추적 검사.' : ', 퇴원 계획.'}`,
  ];
}

/** When a patient gets worse. */
export function crisisNote(life: Life, setting: Setting, suspected: string, at: Minute): string[] {
  return [
    ...heading(life, setting, '악화 경과기록', at),
    'S) 간호사 보고: 활력징후 악화, 조기경고점수 상승.',
    `O) ${vitalsLine(life, setting, at)}`,
    `A) ${suspected}.`,
    'P) 혈액검사 및 젖산 확인, 약제 시작, 1시간 간격 활력징후 측정, 필요시 중환자실 전동.',
  ];
}

export function operationNote(life: Life, setting: Setting, plan: StayPlan, procedure: string, at: Minute): string[] {
  return [
    ...heading(life, setting, '수술·시술기록', at),
    `수술 전 진단: ${plan.illness.ko}`,
    `수술 후 진단: ${plan.illness.ko}`,
    `수술명: ${procedureOf(procedure).ko}`,
    `수술일: ${dateText(dayAt(at))}`,
    `추정 출혈량: ${life.random.whole(1, 30) * 10} mL, 합병증 없음.`,
  ];
}

interface Leaving {
  readonly plan: StayPlan;
  readonly drugs: readonly string[];
  readonly start: Minute;
  readonly end: Minute;
  readonly died: boolean;
  readonly condition: Condition;
}

export function dischargeNote(
  life: Life,
  setting: Setting,
  { plan, drugs, start, end, died, condition }: Leaving,
): string[] {
  const others = [...life.problems.values()].filter((one) => one !== condition);
  return [
    ...heading(life, setting, died ? '퇴원요약(사망)' : '퇴원요약', end),
    `입원일: ${dateText(dayAt(start))}, 퇴원일: ${dateText(dayAt(end))}`,
    `주진단: ${condition.code?.text ?? plan.illness.ko}`,
    `부진단: ${names(others) || '없음'}`,
    `주증상: ${plan.complaint}`,
    `수술·시술: ${plan.procedures.map((key) => procedureOf(key).ko).join(', ') || '없음'}`,
    `경과: ${died ? '적극적인 치료에도 불구하고 악화되어 사망함.' : '치료 후 증상과 검사 소견이 호전되어 퇴원함.'}`,
    `마지막 검사: ${resultsLine(life, setting, end) || '시행하지 않음'}`,
    ...(died ? [] : [`퇴원약: ${drugs.join(', ') || '없음'}`, '외래 추적: 7~14일 후 예약.']),
  ];
}
