/**
 * What was shown and what became of it, by card and by rule.
 *
 * Feedback is taken from whoever was shown the card. A hard stop cannot be overridden; an interruption wants a coded reason. The last
 * word about a card counts.
 *
 * Proof   routes.int.test.ts
 */
import type { Caller } from '../../access/index.ts';
import { OutcomeError, type EpochMs } from '../../kernel/index.ts';
import type { Connection, Row, RowShape, Transaction } from '../../store/index.ts';
import type { Feedback, HookRequest } from './api.ts';
import type { CardFacts } from './cards.ts';

const CARD: RowShape = {
  table: 'cds_card',
  columns: [
    ['uuid', 'text'],
    ['shown', 'timestamptz'],
    ['hook', 'text'],
    ['hook_instance', 'text'],
    ['service', 'text'],
    ['rule', 'text'],
    ['tier', 'smallint'],
    ['knowledge', 'text'],
    ['version', 'text'],
    ['patient', 'text'],
    ['caller', 'text'],
  ],
};

/** One call whose cards are kept. */
export interface Shown {
  readonly at: EpochMs;
  readonly service: string;
  readonly request: Pick<HookRequest, 'hook' | 'hookInstance' | 'context'>;
  readonly caller: Caller;
}

/** Keeps the cards of one call. */
export async function keepCards(transaction: Transaction, shown: Shown, cards: readonly CardFacts[]): Promise<void> {
  if (cards.length === 0) return;
  const { hook, hookInstance, context } = shown.request;
  const rows: Row[] = cards.map(({ uuid, rule, tier, knowledge, version }) => [
    uuid,
    shown.at,
    hook,
    hookInstance,
    shown.service,
    rule,
    tier,
    knowledge,
    version,
    context.patientId,
    shown.caller.id,
  ]);
  await transaction.insertRows(CARD, rows);
}

/** A card as it stands. */
export interface KeptCard {
  readonly uuid: string;
  readonly service: string;
  readonly rule: string;
  readonly tier: number;
  readonly patient: string;
  readonly caller: string;
  readonly outcome: 'accepted' | 'overridden' | null;
  readonly reason: string | null;
}

/** Cards by their ids: how signing learns whether each was answered. */
export function cardsByUuid(connection: Connection, uuids: readonly string[]): Promise<KeptCard[]> {
  const text = `select uuid, service, rule, tier, patient, caller, outcome, reason_code as reason
    from cds_card where uuid = any($1)`;
  return connection.query<KeptCard>(text, [uuids], 'cds-cards');
}

/** Takes feedback; the answer is the patients it is about. Throws `cds.unknown-card`, `cds.hard-stop`, `cds.reason-required`. */
export async function takeFeedback(
  transaction: Transaction,
  service: string,
  caller: Pick<Caller, 'id'>,
  feedback: readonly Feedback[],
): Promise<readonly string[]> {
  const kept = await cardsByUuid(
    transaction,
    feedback.map(({ card }) => card),
  );
  const own = new Map(
    kept.filter((one) => one.service === service && one.caller === caller.id).map((one) => [one.uuid, one]),
  );
  for (const one of feedback) {
    demandAllowed(own.get(one.card), one);
    await noteOutcome(transaction, one);
  }
  return [...new Set([...own.values()].map(({ patient }) => patient))];
}

function demandAllowed(card: KeptCard | undefined, { card: uuid, outcome, overrideReason }: Feedback): void {
  if (card === undefined)
    throw new OutcomeError(
      'not-found',
      'cds.unknown-card',
      `This service showed you no card ${uuid}; nothing was kept.`,
    );
  if (outcome !== 'overridden') return;
  if (card.tier === 1)
    throw new OutcomeError('business-rule', 'cds.hard-stop', `${card.rule} is a hard stop: change the draft instead.`);
  if (card.tier === 2 && overrideReason?.reason === undefined)
    throw new OutcomeError('required', 'cds.reason-required', `${card.rule} is overridden only with a coded reason.`);
}

async function noteOutcome(transaction: Transaction, feedback: Feedback): Promise<void> {
  const { card, outcome, outcomeTimestamp, acceptedSuggestions, overrideReason } = feedback;
  const text = `update cds_card set outcome = $2, outcome_at = $3, suggestion = $4, reason_system = $5, reason_code = $6,
    reason_comment = $7 where uuid = $1`;
  await transaction.query(text, [
    card,
    outcome,
    outcomeTimestamp,
    acceptedSuggestions?.[0]?.id ?? null,
    overrideReason?.reason?.system ?? null,
    overrideReason?.reason?.code ?? null,
    overrideReason?.userComment ?? null,
  ]);
}

/** How one rule fares. */
export interface RuleCount {
  readonly rule: string;
  readonly tier: number;
  readonly shown: number;
  readonly accepted: number;
  readonly overridden: number;
  /** Accepted of those answered; absent where nobody answered. */
  readonly acceptance?: number;
  /** Accepted by fewer than one in ten of at least 20 answers: the rule wants a review. */
  readonly review: boolean;
  readonly reasons: Readonly<Record<string, number>>;
}

/** Counts by rule, since a moment. No patient is in them. */
export async function countRules(connection: Connection, since: EpochMs): Promise<readonly RuleCount[]> {
  const text = `select rule, tier, coalesce(outcome, '') as outcome, coalesce(reason_code, '') as reason, count(*)::integer as count
    from cds_card where shown >= to_timestamp($1::float8 / 1000) group by 1, 2, 3, 4 order by 1, 2`;
  const rows = await connection.query<{ rule: string; tier: number; outcome: string; reason: string; count: number }>(
    text,
    [since],
  );
  return [...Map.groupBy(rows, ({ rule, tier }) => `${rule} ${tier}`).values()].map((of) => {
    const sum = (outcome?: string): number =>
      of.reduce((total, row) => total + (outcome === undefined || row.outcome === outcome ? row.count : 0), 0);
    const [accepted, overridden] = [sum('accepted'), sum('overridden')];
    const answered = accepted + overridden;
    const reasons = of.filter(({ outcome, reason }) => outcome === 'overridden' && reason !== '');
    return {
      rule: of[0]?.rule ?? '',
      tier: of[0]?.tier ?? 3,
      shown: sum(),
      accepted,
      overridden,
      ...(answered === 0 ? {} : { acceptance: accepted / answered }),
      review: answered >= 20 && accepted / answered < 0.1,
      reasons: Object.fromEntries(reasons.map(({ reason, count }) => [reason, count])),
    };
  });
}
