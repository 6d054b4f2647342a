/**
 * batch: entries that have nothing to do with each other; each succeeds or fails on its own.
 *
 * Source  https://hl7.org/fhir/R4/http.html#transaction (batch)
 * Proof   batch.int.test.ts
 */
import { logCode, operationOutcome, OutcomeError } from '../kernel/index.ts';
import type { Answer } from './ask.ts';
import { noteRead } from './audit-note.ts';
import type { BundleAsk, EntryAsk } from './bundle-entries.ts';
import { failedEntry, responseEntry } from './bundle-response.ts';
import { bundleText, type BundleEntryText } from './bundle-text.ts';
import type { Context } from './context.ts';
import { interact } from './interact.ts';
import type { Preference } from './prefer.ts';

/** `POST [base]` with a batch */
export async function batch(context: Context, { entries }: BundleAsk, preference: Preference): Promise<Answer> {
  const answers: BundleEntryText[] = [];
  for (const entry of entries) answers.push(await answerEntry(context, entry, preference));
  const timestamp = context.clock.now();
  return {
    status: 200,
    whole: true,
    text: bundleText({ type: 'batch-response', timestamp, links: [], entries: answers }),
  };
}

async function answerEntry(
  context: Context,
  entry: EntryAsk,
  { give, handling }: Preference,
): Promise<BundleEntryText> {
  try {
    return responseEntry(context.base, entry, await interact(context, { ...entry, handling }), give);
  } catch (error) {
    const known = error instanceof OutcomeError ? error : unexpected(context, error);
    if (known.category === 'forbidden') await noteRefused(context, entry);
    return failedEntry(known.status, operationOutcome(known.issues));
  }
}

function unexpected({ log }: Context, cause: unknown): OutcomeError {
  log.error('record.batch-entry-failed', { kind: logCode(cause instanceof Error ? cause.name : 'unknown') });
  return new OutcomeError('exception', 'record.failed', 'The house failed at this entry; nothing of it was stored.', {
    cause,
  });
}

function noteRefused(context: Context, { method, path, query }: EntryAsk): Promise<void> {
  const entities = path.length >= 2 ? [path.slice(0, 2).join('/')] : [];
  const interaction = `${method.toLowerCase()} ${path[0] ?? ''}`.trim();
  return noteRead(context, { action: 'E', interaction, entities, query, outcome: 'refused', kind: 'security' });
}
