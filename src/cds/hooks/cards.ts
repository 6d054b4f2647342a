/**
 * Alerts as CDS Hooks cards.
 *
 * Tier 1 is critical and offers no reason to override; tier 2 is a warning with coded reasons; tier 3 is information. What was not
 * checked is one warning card. Both languages travel in the extension, so that a screen can switch.
 *
 * Source  https://cds-hooks.hl7.org/2.0/#card-attributes
 * Proof   cards.test.ts
 */
import { randomUUID } from 'node:crypto';
import type { Alert, Remedy } from '../alert.ts';
import type { Text, Tier } from '../knowledge/api.ts';
import type { Checked, Unchecked } from '../rules/checked.ts';
import type { Card, Suggestion } from './api.ts';
import { OVERRIDE_REASONS, OVERRIDE_SYSTEM } from './override-reasons.ts';

export type Language = keyof Text;

/** Name of what Maru adds to a card. */
export const CARD_EXTENSION = 'health.maru.cds';

/** What the table keeps of a card. */
export interface CardFacts {
  readonly uuid: string;
  readonly rule: string;
  readonly tier: Tier;
  readonly knowledge: string;
  readonly version: string;
}

export interface MadeCard {
  readonly card: Card;
  readonly facts: CardFacts;
}

const INDICATORS = { 1: 'critical', 2: 'warning', 3: 'info' } as const;

/** The cards of what was found, hard stops first, and one for what was not checked. */
export function cardsOf({ alerts, unchecked }: Checked, language: Language): readonly MadeCard[] {
  const made = alerts.map((alert) => cardOf(alert, language));
  return unchecked.length === 0 ? made : [...made, uncheckedCard(unchecked, language)];
}

function cardOf(alert: Alert, language: Language): MadeCard {
  const { rule, tier, source } = alert;
  const uuid = randomUUID();
  const suggestions = alert.remedies.map((remedy) => suggestionOf(remedy, language));
  const card: Card = {
    uuid,
    summary: cut(alert.summary[language]),
    detail: `${alert.detail[language]}\n\n${sourceLine(alert, language)}`,
    indicator: INDICATORS[tier],
    source: { label: `Maru: ${source.knowledge} ${source.version}`, topic: { system: RULE_SYSTEM, code: rule } },
    ...(suggestions.length === 0 ? {} : { suggestions, selectionBehavior: 'at-most-one' as const }),
    ...(tier === 2 ? { overrideReasons: overrideReasons(language) } : {}),
    extension: { [CARD_EXTENSION]: extensionOf(alert) },
  };
  return { card, facts: { uuid, rule, tier, knowledge: source.knowledge, version: source.version } };
}

const RULE_SYSTEM = 'https://maru.health/fhir/CodeSystem/cds-rule';

function extensionOf({ rule, tier, decision, order, against, summary, detail, source }: Alert): object {
  return { rule, tier, decision, order, against, summary, detail, source };
}

function sourceLine({ source }: Alert, language: Language): string {
  const reviewed = {
    en: source.reviewed ? 'approved by the hospital' : 'not yet approved by a pharmacist and a physician',
    ko: source.reviewed ? '병원 승인됨' : '약사·의사 승인 전',
  };
  const words = { en: 'Source', ko: '근거' };
  return `${words[language]}: ${source.source} (${source.date}; ${reviewed[language]})`;
}

function suggestionOf(remedy: Remedy, language: Language): Suggestion {
  const label = remedy.label[language];
  const action =
    remedy.kind === 'remove'
      ? { type: 'delete' as const, description: label, resourceId: remedy.order }
      : { type: 'create' as const, description: label, resource: remedy.resource as { resourceType: string } };
  return { label, uuid: randomUUID(), isRecommended: remedy.kind === 'remove', actions: [action] };
}

function overrideReasons(language: Language): NonNullable<Card['overrideReasons']> {
  return OVERRIDE_REASONS.map(({ code, label }) => ({ code, system: OVERRIDE_SYSTEM, display: label[language] }));
}

const CHECKS: Readonly<Record<string, Text>> = {
  drug: { en: 'drug', ko: '약물' },
  allergy: { en: 'allergy', ko: '알레르기' },
  interaction: { en: 'interaction', ko: '상호작용' },
  duplicate: { en: 'duplicate', ko: '중복' },
  dur: { en: 'DUR', ko: 'DUR' },
  dose: { en: 'dose', ko: '용량' },
  pregnancy: { en: 'pregnancy', ko: '임신' },
  result: { en: 'results', ko: '검사 결과' },
  immunization: { en: 'immunization', ko: '예방접종' },
  thrombosis: { en: 'thrombosis', ko: '혈전' },
  'early-warning': { en: 'early warning', ko: '조기경보' },
};

function uncheckedCard(unchecked: readonly Unchecked[], language: Language): MadeCard {
  const uuid = randomUUID();
  const named = [...new Set(unchecked.map(({ check }) => CHECKS[check]?.[language] ?? check))].join(', ');
  const title = { en: `Not fully checked: ${named}`, ko: `일부 점검되지 않음: ${named}` };
  const lines = unchecked.map(({ check, reason }) => `- ${CHECKS[check]?.[language] ?? check}: ${reason[language]}`);
  const card: Card = {
    uuid,
    summary: cut(title[language]),
    detail: [...new Set(lines)].join('\n'),
    indicator: 'warning',
    source: { label: 'Maru', topic: { system: RULE_SYSTEM, code: 'unchecked' } },
    extension: { [CARD_EXTENSION]: { rule: 'unchecked', tier: 3, unchecked } },
  };
  return { card, facts: { uuid, rule: 'unchecked', tier: 3, knowledge: '', version: '' } };
}

/** CDS Hooks allows 140 characters. */
function cut(summary: string): string {
  return summary.length <= 140 ? summary : `${summary.slice(0, 139)}…`;
}
