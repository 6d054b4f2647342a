/**
 * Text that the house writes at the start of a section, from what is on record: the author reads it, changes it and signs it.
 *
 * Proof   compose.test.ts
 */
import type { Fact } from './fact.ts';
import type { Language } from './names.ts';
import type { Severity } from './note.ts';

/** What the text is made of. */
export interface ComposeAsk {
  readonly language: Language;
  readonly drugs: readonly Fact[];
  readonly appointments: readonly Fact[];
  readonly allergies: readonly Fact[];
  readonly severity?: Severity | undefined;
}

type Composer = (ask: ComposeAsk) => string;

/** The text of a section. */
export function composed(name: 'instructions' | 'contingency', ask: ComposeAsk): string {
  return COMPOSERS[name][ask.language](ask);
}

const COMPOSERS: Readonly<Record<'instructions' | 'contingency', Readonly<Record<Language, Composer>>>> = {
  instructions: { ko: koreanInstructions, en: englishInstructions },
  contingency: { ko: koreanContingency, en: englishContingency },
};

function lines(facts: readonly Fact[]): string {
  return facts.map(({ text }) => `- ${text}`).join('\n');
}

function koreanInstructions({ drugs, appointments, allergies }: ComposeAsk): string {
  const parts = [
    drugs.length === 0
      ? '집에서 드실 약은 없습니다.'
      : `집에서 드실 약입니다. 증상이 나아져도 마음대로 끊지 마세요.\n${lines(drugs)}`,
    allergies.length === 0
      ? ''
      : `다음에 알레르기가 있습니다. 다른 병원이나 약국에 가시면 꼭 말씀하세요.\n${lines(allergies)}`,
    appointments.length === 0
      ? '다음 외래 예약은 아직 없습니다. 예약을 잡고 가세요.'
      : `다음에 오실 날입니다.\n${lines(appointments)}`,
    '열이 38도 이상 나거나, 숨이 차거나, 가슴이 아프거나, 점점 더 아프면 기다리지 말고 바로 응급실로 오세요.',
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

function englishInstructions({ drugs, appointments, allergies }: ComposeAsk): string {
  const parts = [
    drugs.length === 0
      ? 'You have no medicines to take at home.'
      : `Your medicines at home. Do not stop them by yourself when you feel better.\n${lines(drugs)}`,
    allergies.length === 0 ? '' : `You are allergic to these. Tell every hospital and pharmacy.\n${lines(allergies)}`,
    appointments.length === 0
      ? 'You have no appointment yet. Make one before you leave.'
      : `Your next visits.\n${lines(appointments)}`,
    'Come to the emergency room at once with a fever of 38 °C or more, trouble breathing, chest pain, or pain that grows.',
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

const KOREAN_IF: Readonly<Record<Severity | 'unknown', string>> = {
  stable: '만약 NEWS2가 5점 이상이거나 한 항목이 3점이면 활력징후를 다시 재고 당직의에게 알린다.',
  watcher: '만약 NEWS2가 오르거나 소변량이 줄면 바로 당직의를 부르고 1시간마다 활력징후를 잰다.',
  unstable: '만약 의식, 호흡, 혈압이 나빠지면 신속대응팀을 부르고 담당의에게 바로 알린다.',
  unknown: '활력징후 기록이 모자라 중증도를 제안하지 못함. 인계 전에 활력징후를 잰다.',
};

const ENGLISH_IF: Readonly<Record<Severity | 'unknown', string>> = {
  stable: 'If NEWS2 is 5 or more, or one part scores 3, then measure again and tell the doctor on call.',
  watcher: 'If NEWS2 rises or urine output falls, then call the doctor on call and measure every hour.',
  unstable:
    'If consciousness, breathing or pressure get worse, then call the rapid response team and the doctor in charge.',
  unknown: 'Vital signs are too incomplete to suggest a severity. Measure before handing over.',
};

function koreanContingency({ severity, allergies }: ComposeAsk): string {
  const allergy =
    allergies.length === 0 ? '' : `약을 새로 줄 때 주의: ${allergies.map(({ text }) => text).join(', ')}.`;
  return [KOREAN_IF[severity ?? 'unknown'], allergy].filter((part) => part !== '').join('\n');
}

function englishContingency({ severity, allergies }: ComposeAsk): string {
  const allergy =
    allergies.length === 0 ? '' : `Mind before any new drug: ${allergies.map(({ text }) => text).join(', ')}.`;
  return [ENGLISH_IF[severity ?? 'unknown'], allergy].filter((part) => part !== '').join('\n');
}
