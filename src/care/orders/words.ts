/**
 * Codes of ordering with their words in both languages: why a drug is given when needed, why an order is changed.
 *
 * Proof   draft.test.ts
 */

/** A text in both languages. */
export interface Text {
  readonly ko: string;
  readonly en: string;
}

/** What a drug is given for when needed. */
export const PRN_REASONS: Readonly<Record<string, Text>> = {
  pain: { ko: '통증', en: 'pain' },
  'severe-pain': { ko: '심한 통증', en: 'severe pain' },
  'pain-fever': { ko: '통증·발열', en: 'pain or fever' },
  fever: { ko: '발열', en: 'fever' },
  nausea: { ko: '오심', en: 'nausea' },
  'chest-pain': { ko: '흉통', en: 'chest pain' },
  'severe-chest-pain': { ko: '심한 흉통', en: 'severe chest pain' },
  dyspnoea: { ko: '호흡곤란', en: 'breathlessness' },
  'high-pressure': { ko: '높은 혈압', en: 'high blood pressure' },
  insomnia: { ko: '불면', en: 'insomnia' },
  agitation: { ko: '초조', en: 'agitation' },
  constipation: { ko: '변비', en: 'constipation' },
};

/** Why an order is changed, held, stopped or taken up again. */
export const CHANGE_REASONS: Readonly<Record<string, Text>> = {
  'condition-changed': { ko: '상태 변화', en: 'condition changed' },
  'dose-adjusted': { ko: '용량 조정', en: 'dose adjusted' },
  'adverse-effect': { ko: '부작용', en: 'adverse effect' },
  'no-longer-needed': { ko: '더 필요하지 않음', en: 'no longer needed' },
  'before-procedure': { ko: '시술·수술 전', en: 'before a procedure' },
  'after-procedure': { ko: '시술·수술 후', en: 'after a procedure' },
  'result-came': { ko: '검사 결과에 따라', en: 'because of a result' },
  'patient-wish': { ko: '환자 요청', en: 'wish of the patient' },
  'course-continues': { ko: '치료 계속', en: 'the course continues' },
  'entered-by-mistake': { ko: '잘못 입력', en: 'entered by mistake' },
  'wrong-patient': { ko: '다른 환자에게 입력', en: 'entered for the wrong patient' },
  other: { ko: '기타', en: 'other' },
};

export const CARE_CODES = 'https://maru.health/fhir/CodeSystem/care';
export const ORDERABLE_CODES = 'https://maru.health/fhir/CodeSystem/orderable';
export const ATC = 'http://www.whocc.no/atc';
export const BATCH = 'https://maru.health/fhir/NamingSystem/order-batch';

/** The words of a code; undefined where the table has none (and not what every object answers to, as `constructor`). */
export function wordsOf(table: Readonly<Record<string, Text>>, code: string | undefined): Text | undefined {
  return code !== undefined && Object.hasOwn(table, code) ? table[code] : undefined;
}
