/**
 * Decision support for the basket: cards by line, and what could not be checked. A checker that does not answer is a card of its own.
 *
 * Source  https://cds-hooks.hl7.org/2.0/ (order-select while drafting, order-sign before signing)
 * Proof   check.test.ts, orders.int.test.ts
 */
import { randomUUID } from 'node:crypto';
import type { RouteRequest } from '../../access/index.ts';
import { CARD_EXTENSION, type Card } from '../../cds/index.ts';
import { OutcomeError } from '../../kernel/index.ts';
import { BASE_PATH } from '../../record/index.ts';
import type { Drug } from './formulary.ts';
import { draftResources, keyOf, type Line, type Ordering } from './lines.ts';
import type { Text } from './words.ts';

/** What a screen shows of a card. */
export interface Finding {
  /** Names the finding over several checks: rule, line, what it is against. */
  readonly id: string;
  /** Id of the card in the ledger of decision support; absent where the checker itself did not answer. */
  readonly card?: string;
  readonly rule: string;
  readonly tier: 1 | 2 | 3;
  /** Key of the draft; absent: the patient. */
  readonly draft?: string;
  readonly against: readonly string[];
  readonly summary: Text;
  readonly detail: Text;
  readonly source: string;
  readonly suggestions: readonly Suggested[];
  readonly service: string;
}

/** A change of the drafts that a card offers: leave a line out, or take something in. */
export interface Suggested {
  readonly id: string;
  readonly label: string;
  readonly remove?: string;
  readonly create?: unknown;
}

interface CardFacts {
  readonly rule?: string;
  readonly tier?: 1 | 2 | 3;
  readonly order?: string;
  readonly against?: readonly string[];
  readonly summary?: Text;
  readonly detail?: Text;
  readonly unchecked?: readonly { readonly check: string; readonly reason: Text }[];
  readonly source?: { readonly source: string; readonly date: string };
}

export type CheckHook = 'order-select' | 'order-sign';

/** The findings about these lines. */
export async function checkLines(
  { cds, safetyCheck }: Ordering,
  { caller, reach, origin, headers }: Pick<RouteRequest, 'caller' | 'reach' | 'origin' | 'headers'>,
  patient: string,
  lines: readonly Line[],
  drugs: ReadonlyMap<string, Drug>,
  hook: CheckHook,
): Promise<readonly Finding[]> {
  if (lines.every(({ draft }) => draft.kind !== 'drug')) return [];
  if (cds === undefined || (await safetyCheck()) === 'down') return [UNAVAILABLE];
  const entry = draftResources(lines, drugs).map((resource) => ({ resource }));
  const context = { patientId: patient, draftOrders: { resourceType: 'Bundle' as const, entry } };
  const language = (headers['accept-language'] ?? '').toLowerCase().startsWith('en') ? 'en' : 'ko';
  try {
    const asker = { caller, reach, base: `${origin}${BASE_PATH}`, language } as const;
    const request = { hook, hookInstance: randomUUID(), context } as Parameters<typeof cds.consult>[0];
    const { cards } = await cds.consult(request, asker);
    const inEnglish = englishNames(drugs);
    return cards.map((card) => findingOf(card, hook, inEnglish));
  } catch (error) {
    if (error instanceof OutcomeError && error.code === 'cds.wrong-patient') throw error;
    return [UNAVAILABLE];
  }
}

/** The checker did not answer: an interruption, because nobody knows what it would have said. */
const UNAVAILABLE: Finding = {
  id: 'checker-unavailable',
  rule: 'checker-unavailable',
  tier: 2,
  against: [],
  summary: {
    ko: '처방 점검이 응답하지 않습니다: 점검되지 않은 처방입니다',
    en: 'Order checks do not answer: these orders are not checked',
  },
  detail: {
    ko: '알레르기, 상호작용, 용량을 사람이 확인하세요. 서명하려면 사유가 필요합니다.',
    en: 'Check allergies, interactions and doses yourself. Signing needs a reason.',
  },
  source: 'Maru',
  suggestions: [],
  service: '',
};

/** Puts English names of products where decision support has the Korean words of the record. */
function englishNames(drugs: ReadonlyMap<string, Drug>): (text: Text) => Text {
  const names = [...drugs.values()]
    .flatMap(({ medication, name, strength }) => {
      const words = medication.code?.text;
      return words === undefined ? [] : [[words, `${name.en} ${strength}`.trim()] as const];
    })
    .toSorted(([one], [other]) => other.length - one.length);
  return ({ ko, en }) => ({ ko, en: names.reduce((text, [words, english]) => text.replaceAll(words, english), en) });
}

function findingOf(card: Card, hook: CheckHook, inEnglish: (text: Text) => Text): Finding {
  const facts = ((card as { extension?: Record<string, CardFacts> }).extension ?? {})[CARD_EXTENSION] ?? {};
  const rule = facts.rule ?? 'external';
  const draft = keyOf(facts.order);
  const against = (facts.against ?? []).map((one) => keyOf(one) ?? one);
  return {
    id: [rule, draft ?? '', ...against].join('|'),
    ...(card.uuid === undefined ? {} : { card: card.uuid }),
    rule,
    tier: facts.tier ?? TIERS[card.indicator],
    ...(draft === undefined ? {} : { draft }),
    against,
    summary: inEnglish(facts.summary ?? { ko: card.summary, en: card.summary }),
    detail: inEnglish(facts.detail ?? uncheckedDetail(facts) ?? { ko: card.detail ?? '', en: card.detail ?? '' }),
    source: facts.source === undefined ? card.source.label : `${facts.source.source} (${facts.source.date})`,
    suggestions: (card.suggestions ?? []).flatMap(suggestedOf),
    service: `maru-${hook}`,
  };
}

const TIERS = { critical: 1, warning: 2, info: 3 } as const;

function uncheckedDetail({ unchecked }: CardFacts): Text | undefined {
  if (unchecked === undefined) return undefined;
  const lines = (language: keyof Text) => [...new Set(unchecked.map(({ reason }) => reason[language]))].join('\n');
  return { ko: lines('ko'), en: lines('en') };
}

function suggestedOf({
  label,
  uuid = '',
  actions = [],
}: NonNullable<Card['suggestions']>[number]): readonly Suggested[] {
  const [action] = actions;
  const remove = action?.type === 'delete' ? keyOf(action.resourceId) : undefined;
  if (remove !== undefined) return [{ id: uuid, label, remove }];
  return action?.type === 'create' ? [{ id: uuid, label, create: action.resource }] : [];
}
