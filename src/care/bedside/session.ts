/**
 * One bedside session on the record: everything it reads, decides and writes is one transaction of the database.
 *
 * The interactions of the record open their own transactions; here they get a store whose transaction is the one that is open,
 * and an audit log that writes into it. Row ids are reserved before it opens, because a second session, waited for while the
 * first is held, could starve the pool.
 *
 * Proof   medication.int.test.ts
 */
import { hash64 } from '../../kernel/index.ts';
import { UNLIMITED } from '../../access/index.ts';
import { lockCurrent, type Context } from '../../record/index.ts';
import type { Store, Transaction } from '../../store/index.ts';

/** Most new resources of one session. */
const MOST_RESOURCES = 64;
/** First half of the key of this room's advisory locks: no other part of the house uses it. */
const LOCK_SPACE = 0x43_61_72_65;

/** An open session. */
export interface Session {
  readonly transaction: Transaction;
  /** What the caller may see and do. */
  readonly own: Context;
  /** What safety looks at: everything, whatever the caller may see; the audit log names the caller all the same. */
  readonly safety: Context;
}

/** Runs `work` in one transaction and commits before the value is given back. */
export async function inSession<T>(context: Context, work: (session: Session) => Promise<T>): Promise<T> {
  const first = await context.store.reserve('record_rid', MOST_RESOURCES);
  return context.store.transaction((transaction) => {
    const own = joined(context, transaction, first);
    return work({ transaction, own, safety: { ...own, reach: UNLIMITED } });
  });
}

function joined(context: Context, transaction: Transaction, first: number): Context {
  const { store, audit } = context;
  let next = first;
  const reserve: Store['reserve'] = (sequence, count) => {
    if (sequence !== 'record_rid' || next + count > first + MOST_RESOURCES) return store.reserve(sequence, count);
    next += count;
    return Promise.resolve(next - count);
  };
  return {
    ...context,
    connection: transaction,
    transaction,
    store: {
      db: transaction.db,
      serverVersion: store.serverVersion,
      kind: store.kind,
      query: (text, values, name) => transaction.query(text, values, name),
      transaction: (work) => work(transaction),
      snapshot: (work) => work(transaction),
      reserve,
      health: () => store.health(),
      close: () => Promise.resolve(),
    },
    audit: {
      inTransaction: (open, entry) => audit.inTransaction(open, entry),
      append: (entry) => audit.inTransaction(transaction, entry),
      readAuditFrom: (seq, limit) => audit.readAuditFrom(seq, limit),
      list: (search) => audit.list(search),
      get: (seq, patient, brief) => audit.get(seq, patient, brief),
      verify: () => audit.verify(),
      seal: () => audit.seal(),
      close: () => Promise.resolve(),
    },
  };
}

/** Waits until no other session works on this patient; the lock ends with the transaction. */
export async function lockPatient({ transaction }: Session, patient: string): Promise<void> {
  const key = hash64(`Patient/${patient}`).low & 0x7f_ff_ff_ff;
  await transaction.query('select pg_advisory_xact_lock($1::integer, $2::integer)', [LOCK_SPACE, key], 'care_lock');
}

/** Keeps resources (`Type/id`) from changing until the transaction ends; what is read afterwards is what they are. */
export async function lockResources({ transaction }: Session, references: readonly string[]): Promise<void> {
  await lockCurrent(transaction, references);
}
