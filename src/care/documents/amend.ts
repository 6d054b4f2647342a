/**
 * Amendments: a draft of its own that takes the place of a signed document, once.
 *
 * Proof   notes.int.test.ts, races.int.test.ts
 */
import { instantOf, newLogicalId, OutcomeError } from '../../kernel/index.ts';
import type { Context } from '../../record/index.ts';
import { findResources, readResource } from '../bedside/chart.ts';
import { inSession, lockResources, type Session } from '../bedside/session.ts';
import type { AmendBody } from './body.ts';
import { demandRole, written, type Draft } from './drafts.ts';
import { contentOf, draftOf, languageOf, templateIdOf, type Composition } from './note.ts';
import { demandVersion, signatoryOf, type Signatory } from './resources.ts';
import { templateOf } from './templates.ts';

/** Begins an amendment of a signed document: a draft of its own that will replace it. */
export function amendNote(context: Context, { id, version, reason }: AmendBody): Promise<Draft> {
  return inSession(context, async (session) => {
    await lockResources(session, [`Composition/${id}`]);
    const original = await readResource(session.own, 'Composition', id);
    demandVersion(original, version);
    const template = templateOf(templateIdOf(original) ?? '');
    demandRole(session, template);
    await demandAmendable(session, original);
    const author = await signatoryOf(session);
    const amends = `Composition/${id}/_history/${version}`;
    const open = await openAmendment(session, id, author);
    if (open !== undefined) return { note: open, resumed: true };
    const draft = draftOf(
      {
        template,
        language: languageOf(original),
        patient: original.subject ?? {},
        encounter: original.encounter,
        author: { reference: author.reference, display: author.display },
        at: instantOf(session.own.clock.now()),
        number: newLogicalId(),
        amends,
        reason,
      },
      contentOf(original, template),
    );
    return { note: await written(session, draft), resumed: false };
  });
}

async function openAmendment(
  { own }: Session,
  original: string,
  { reference }: Signatory,
): Promise<Composition | undefined> {
  const criteria = { 'related-ref': `Composition/${original}`, author: reference, status: 'preliminary' };
  return (await findResources(own, 'Composition', criteria))[0];
}

/** Only the newest signed version can be amended or taken back. */
export async function demandAmendable({ transaction }: Session, { id, status }: Composition): Promise<void> {
  if (status !== 'final' && status !== 'amended') {
    const text = 'Only a signed document that stands can be amended.';
    throw new OutcomeError('conflict', 'care.document-not-signed', text);
  }
  const rows = await transaction.query('select 1 from care_amendment where original = $1', [id]);
  if (rows.length > 0) throw amendedMeanwhile();
}

/** Somebody else was first. */
export function amendedMeanwhile(): OutcomeError {
  const text = 'This document was amended meanwhile; read the newest version and amend that one.';
  return new OutcomeError('conflict', 'care.document-amended', text);
}
