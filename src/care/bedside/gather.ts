/**
 * One question of a screen that is made of many reads: it is one entry of the audit log, with everybody whose data it showed,
 * on disk before the answer is given.
 *
 * Proof   due.int.test.ts
 */
import type { AuditLog } from '../../access/index.ts';
import type { Context } from '../../record/index.ts';

type AuditEntry = Parameters<AuditLog['append']>[0];

/** Runs `work` with a context whose reads are noted together, under a name. */
export async function asOneRead<T>(
  context: Context,
  interaction: string,
  work: (context: Context) => Promise<T>,
): Promise<T> {
  const entries: AuditEntry[] = [];
  const { audit } = context;
  const noting: AuditLog = {
    append: (entry) => {
      entries.push(entry);
      return Promise.resolve();
    },
    inTransaction: (open, entry) => audit.inTransaction(open, entry),
    readAuditFrom: (seq, limit) => audit.readAuditFrom(seq, limit),
    list: (search) => audit.list(search),
    get: (seq, patient, brief) => audit.get(seq, patient, brief),
    verify: () => audit.verify(),
    seal: () => audit.seal(),
    close: () => Promise.resolve(),
  };
  try {
    return await work({ ...context, audit: noting });
  } finally {
    if (entries.length > 0) await audit.append(together(context, interaction, entries));
  }
}

/** One entry for all; refused where one of them was. */
function together(context: Context, interaction: string, entries: readonly AuditEntry[]): AuditEntry {
  const refused = entries.find(({ outcome }) => outcome !== 'success');
  const all = (name: 'patients' | 'entities'): readonly string[] => [
    ...new Set(entries.flatMap((one) => one[name] ?? [])),
  ];
  const entities = all('entities');
  return {
    agent: context.caller,
    kind: 'rest',
    interaction,
    action: 'E',
    outcome: refused?.outcome ?? 'success',
    ...(refused?.outcomeText === undefined ? {} : { outcomeText: refused.outcomeText }),
    patients: all('patients'),
    entities: entities.slice(0, MOST_ENTITIES),
  };
}

/** As many as the record's own entries name. */
const MOST_ENTITIES = 200;
