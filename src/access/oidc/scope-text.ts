/**
 * What a scope allows, in words for the consent page, Korean and English.
 *
 * Proof   scope-text.test.ts
 */
import type { Interaction } from '../caller.ts';
import { parseFhirScope, type FhirScope } from '../scopes.ts';

/** One text in both languages. */
export interface ScopeText {
  readonly scope: string;
  readonly ko: string;
  readonly en: string;
}

const PLAIN: Readonly<Record<string, readonly [ko: string, en: string]>> = {
  openid: ['로그인한 사람 확인', 'know that it is you'],
  profile: ['이름', 'your name'],
  fhirUser: ['의무기록에서 나를 나타내는 자료', 'who you are in the record'],
  offline_access: ['로그아웃한 뒤에도 30일 동안 접근', 'access for 30 days, also after you signed out'],
  online_access: ['로그인해 있는 동안 접근', 'access while you are signed in'],
  launch: ['지금 열려 있는 환자', 'the patient that is open now'],
  'launch/patient': ['고른 환자 한 명', 'one patient that you choose'],
};

const TYPES: Readonly<Record<string, string>> = {
  '*': '모든 자료',
  AllergyIntolerance: '알레르기',
  Appointment: '예약',
  CarePlan: '치료 계획',
  Condition: '진단과 문제',
  DiagnosticReport: '검사 보고서',
  DocumentReference: '문서',
  Encounter: '내원 기록',
  Immunization: '예방접종',
  MedicationAdministration: '투약',
  MedicationDispense: '조제',
  MedicationRequest: '처방',
  Observation: '검사와 관찰 기록',
  Patient: '환자 정보',
  Procedure: '시술과 수술',
};

const DOES: Readonly<Record<Interaction, readonly [ko: string, en: string]>> = {
  create: ['작성', 'create'],
  read: ['읽기', 'read'],
  update: ['수정', 'change'],
  delete: ['삭제', 'delete'],
  search: ['검색', 'search'],
};

const WHOSE: Readonly<Record<FhirScope['context'], readonly [ko: string, en: string]>> = {
  patient: ['이 환자의 ', 'of this patient'],
  user: ['내가 볼 수 있는 ', 'that you may see'],
  system: ['병원의 ', 'of the hospital'],
};

/** The words for a scope; a scope that is none keeps its own text. */
export function scopeText(text: string): ScopeText {
  const plain = PLAIN[text];
  if (plain !== undefined) return { scope: text, ko: plain[0], en: plain[1] };
  const scope = parseFhirScope(text);
  return scope === undefined ? { scope: text, ko: text, en: text } : fhirScopeText(text, scope);
}

function fhirScopeText(text: string, scope: FhirScope): ScopeText {
  const [koWhose, enWhose] = WHOSE[scope.context];
  const what = scope.resourceType === '*' ? 'everything' : scope.resourceType;
  const koDoes = scope.interactions.map((one) => DOES[one][0]).join(', ');
  const enDoes = scope.interactions.map((one) => DOES[one][1]).join(', ');
  const where = scope.criteria.length === 0 ? '' : ` (${scope.criteria.join(', ')})`;
  return {
    scope: text,
    ko: `${koWhose}${TYPES[scope.resourceType] ?? scope.resourceType}${where}: ${koDoes}`,
    en: `${what} ${enWhose}${where}: ${enDoes}`,
  };
}
