/**
 * Why somebody goes against an alert that interrupts: coded, so that it can be counted.
 *
 * Source  https://cds-hooks.hl7.org/2.0/#overridereason
 * Proof   cards.test.ts
 */
import type { Text } from '../knowledge/api.ts';

export const OVERRIDE_SYSTEM = 'https://maru.health/fhir/CodeSystem/cds-override-reason';

export interface OverrideReason {
  readonly code: string;
  readonly label: Text;
}

export const OVERRIDE_REASONS: readonly OverrideReason[] = [
  { code: 'benefit-outweighs', label: { en: 'Benefit outweighs the risk', ko: '이득이 위험보다 큼' } },
  { code: 'tolerated-before', label: { en: 'Patient tolerated it before', ko: '이전에 문제없이 사용함' } },
  { code: 'no-alternative', label: { en: 'No suitable alternative', ko: '적절한 대체 약물 없음' } },
  { code: 'monitored', label: { en: 'Will be monitored', ko: '모니터링 예정' } },
  { code: 'dose-adjusted', label: { en: 'Dose or timing is adjusted', ko: '용량 또는 투여시간 조정함' } },
  { code: 'record-wrong', label: { en: 'The record is not right', ko: '기록 오류' } },
  { code: 'not-applicable', label: { en: 'Does not apply to this patient', ko: '이 환자에게 해당 없음' } },
  { code: 'other', label: { en: 'Other (say which)', ko: '기타 (사유 입력)' } },
];
