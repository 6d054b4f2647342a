import { describe, expect, it } from 'vitest';
import { OutcomeError, type EpochMs } from '../../kernel/index.ts';
import type { Connection, Transaction } from '../../store/index.ts';
import type { Feedback } from './api.ts';
import { countRules, takeFeedback, type KeptCard } from './ledger.ts';

const SERVICE = 'maru-order-sign';
const DOCTOR = { id: 'doctor' };

const kept = (uuid: string, tier: number, more: Partial<KeptCard> = {}): KeptCard => ({
  uuid,
  service: SERVICE,
  rule: `rule-${uuid}`,
  tier,
  patient: `patient-${uuid}`,
  caller: DOCTOR.id,
  outcome: null,
  reason: null,
  ...more,
});

const answer = (card: string, outcome: Feedback['outcome'], more: Partial<Feedback> = {}): Feedback => ({
  card,
  outcome,
  outcomeTimestamp: '2026-11-24T12:00:00+09:00',
  ...more,
});
const reason = (code?: string, userComment?: string): Partial<Feedback> => ({
  overrideReason: {
    ...(code === undefined ? {} : { reason: { code, system: 'https://maru.health' } }),
    ...(userComment === undefined ? {} : { userComment }),
  },
});

/** A transaction over these cards that remembers what was written. */
function over(cards: readonly KeptCard[]): { transaction: Transaction; written: (readonly unknown[])[] } {
  const written: (readonly unknown[])[] = [];
  const query = (text: string, values: readonly unknown[] = []): Promise<unknown[]> => {
    if (text.startsWith('update')) written.push(values);
    const asked = values[0] as readonly string[];
    return Promise.resolve(text.startsWith('select') ? cards.filter(({ uuid }) => asked.includes(uuid)) : []);
  };
  return { transaction: { query } as unknown as Transaction, written };
}

async function give(cards: readonly KeptCard[], ...feedback: readonly Feedback[]) {
  const { transaction, written } = over(cards);
  try {
    return { patients: await takeFeedback(transaction, SERVICE, DOCTOR, feedback), written, code: undefined };
  } catch (error) {
    if (!(error instanceof OutcomeError)) throw error;
    return { patients: [], written, code: error.code, message: error.message };
  }
}

describe('feedback about a card', () => {
  it('that was accepted is kept with the suggestion that was taken', async () => {
    const told = answer('a', 'accepted', { acceptedSuggestions: [{ id: 's-1' }, { id: 's-2' }] });
    const { patients, written } = await give([kept('a', 1)], told);
    expect(patients).toEqual(['patient-a']);
    expect(written).toEqual([['a', 'accepted', '2026-11-24T12:00:00+09:00', 's-1', null, null, null]]);
  });

  it('that was overridden is kept with its coded reason and words', async () => {
    const { written } = await give([kept('a', 2)], answer('a', 'overridden', reason('monitored', '매일 확인')));
    expect(written[0]?.slice(4)).toEqual(['https://maru.health', 'monitored', '매일 확인']);
  });

  it.each<[string, number, Partial<Feedback>, string | undefined]>([
    ['a hard stop, whatever the reason', 1, reason('monitored'), 'cds.hard-stop'],
    ['an interruption without a reason', 2, {}, 'cds.reason-required'],
    ['an interruption with words alone', 2, reason(undefined, '괜찮음'), 'cds.reason-required'],
    ['an interruption with a coded reason', 2, reason('no-alternative'), undefined],
    ['plain information without a reason', 3, {}, undefined],
  ])('overriding %s', async (_, tier, more, code) => {
    const told = await give([kept('a', tier)], answer('a', 'overridden', more));
    expect(told.code).toBe(code);
    expect(told.written).toHaveLength(code === undefined ? 1 : 0);
  });

  it('names the rule that cannot be overridden, and what to do instead', async () => {
    const { message } = await give([kept('a', 1, { rule: 'HP-11' })], answer('a', 'overridden', reason('x')));
    expect(message).toBe('HP-11 is a hard stop: change the draft instead.');
  });

  it.each<[string, Partial<KeptCard>]>([
    ['was shown to somebody else', { caller: 'other' }],
    ['was shown by another service', { service: 'maru-patient-view' }],
    ['was never shown', { uuid: 'b' }],
  ])('that %s is not taken', async (_, more) => {
    const told = await give([kept('a', 3, more)], answer('a', 'accepted'));
    expect([told.code, told.written]).toEqual(['cds.unknown-card', []]);
  });

  it('names each patient once, and all of them', async () => {
    const cards = [kept('a', 3), kept('b', 3, { patient: 'patient-a' }), kept('c', 3)];
    const { patients } = await give(cards, answer('a', 'accepted'), answer('b', 'accepted'), answer('c', 'accepted'));
    expect(patients).toEqual(['patient-a', 'patient-c']);
  });

  it('about several cards stops at the first that is not allowed', async () => {
    const told = await give([kept('a', 3), kept('b', 1)], answer('a', 'accepted'), answer('b', 'overridden'));
    expect(told.code).toBe('cds.hard-stop');
  });
});

interface Counted {
  readonly rule: string;
  readonly tier: number;
  readonly outcome: string;
  readonly reason: string;
  readonly count: number;
}
const row = (outcome: string, count: number, more: Partial<Counted> = {}): Counted => ({
  rule: 'HP-01',
  tier: 2,
  outcome,
  reason: '',
  count,
  ...more,
});
const count = (...rows: readonly Counted[]) =>
  countRules({ query: () => Promise.resolve(rows) } as unknown as Connection, 0 as EpochMs);

describe('how a rule fares', () => {
  it('counts what was shown, taken and passed over, and says nothing of acceptance where nobody answered', async () => {
    const [rule] = await count(row('', 7));
    expect(rule).toEqual({ rule: 'HP-01', tier: 2, shown: 7, accepted: 0, overridden: 0, review: false, reasons: {} });
  });

  it('is of those who answered, not of all who saw it', async () => {
    const overridden = row('overridden', 1, { reason: 'monitored' });
    const [rule] = await count(row('', 96), row('accepted', 3), overridden);
    expect(rule).toMatchObject({ shown: 100, accepted: 3, overridden: 1, acceptance: 0.75, reasons: { monitored: 1 } });
  });

  it.each([
    [1, 18, false],
    [1, 19, true],
    [2, 18, false],
    [0, 20, true],
    [3, 27, false],
    [0, 0, false],
  ])('%i accepted and %i overridden wants a review: %s', async (accepted, overridden, review) => {
    const [rule] = await count(row('accepted', accepted), row('overridden', overridden, { reason: 'x' }));
    expect(rule?.review).toBe(review);
  });

  it('keeps a rule apart where its tier was changed', async () => {
    const rules = await count(row('', 1), row('', 2, { tier: 1 }), row('accepted', 3, { rule: 'HP-02' }));
    expect(rules.map(({ rule, tier, shown }) => [rule, tier, shown])).toEqual([
      ['HP-01', 2, 1],
      ['HP-01', 1, 2],
      ['HP-02', 2, 3],
    ]);
  });
});
