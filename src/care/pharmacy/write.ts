/**
 * One act of the pharmacy: an attempt that is sent again gets its answer, the order is locked before it is looked at, and
 * everything that the act writes is one transaction.
 *
 * Proof   decide.int.test.ts, dispense.int.test.ts
 */
import type { Resource, ResourceOfType } from '../../fhir/index.ts';
import { OutcomeError } from '../../kernel/index.ts';
import { interact, type Context } from '../../record/index.ts';
import { idIn } from '../bedside/chart.ts';
import { answerBefore, keepAnswer } from '../bedside/guard.ts';
import { inSession, lockResources, type Session } from '../bedside/session.ts';

/** What every act tells: its own id, so that it happens once. */
export interface Attempt {
  readonly attempt: string;
}

/** Runs an act once, however often it is sent. `locked` are the resources (`Type/id`) that must not change meanwhile. */
export function once<Answer>(
  context: Context,
  name: string,
  locked: readonly string[],
  body: Attempt,
  work: (session: Session) => Promise<Answer>,
): Promise<Answer> {
  const asked = JSON.stringify([name, body]);
  return inSession(context, async (session) => {
    await lockResources(session, locked);
    const before = await answerBefore(session, context.caller.id, body.attempt, asked);
    if (before !== undefined) return JSON.parse(before) as Answer;
    const answer = await work(session);
    await note(session, name, locked, answer);
    await keepAnswer(session, context.caller.id, body.attempt, asked, JSON.stringify(answer));
    return answer;
  });
}

/** The act itself goes to the audit log, also where it writes no resource (stock). */
function note({ own, transaction }: Session, name: string, locked: readonly string[], answer: unknown): Promise<void> {
  const { written = [] } = (answer ?? {}) as { readonly written?: readonly string[] };
  return own.audit.inTransaction(transaction, {
    agent: own.caller,
    kind: 'rest',
    interaction: name,
    action: 'E',
    outcome: 'success',
    entities: [...new Set([...locked, ...written])],
  });
}

/** Makes a resource; its reference. */
export async function make<Type extends keyof ResourceOfType>(
  { own }: Session,
  resource: ResourceOfType[Type] & Resource,
): Promise<string> {
  const path = [resource.resourceType];
  const { version } = await interact(own, { method: 'POST', path, query: '', conditions: {}, body: resource });
  if (version === undefined) throw new Error('the record told no version');
  return `${resource.resourceType}/${version.fid}`;
}

/** Replaces a resource, if nobody changed it since it was read. */
export async function replace({ own }: Session, resource: Resource): Promise<void> {
  const { resourceType, id = '', meta } = resource as ResourceOfType['Patient'];
  const conditions = meta?.versionId === undefined ? {} : { ifMatch: `W/"${meta.versionId}"` };
  await interact(own, { method: 'PUT', path: [resourceType, id], query: '', conditions, body: resource });
}

/** Id of the Practitioner who is signed in. */
export function ownPractitioner({ caller }: Pick<Context, 'caller'>): string {
  const id = idIn({ reference: caller.fhirUser ?? '' }, 'Practitioner');
  if (id !== undefined) return id;
  const text = 'Your account belongs to no Practitioner of this hospital, so nothing can be recorded in your name.';
  throw new OutcomeError('forbidden', 'care.no-practitioner', text);
}

/** The name by which the person signed in is referred to. */
export function ownReference({ caller }: Pick<Context, 'caller'>): { reference: string; display: string } {
  return { reference: `Practitioner/${ownPractitioner({ caller })}`, display: caller.name };
}
