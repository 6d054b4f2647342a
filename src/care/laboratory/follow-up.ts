/**
 * What follows a released result: the request is done, the orderer has to acknowledge it, a critical value is called out.
 *
 * Source  https://hl7.org/fhir/R4/task.html
 * Proof   laboratory.int.test.ts
 */
import type { ResourceOfType } from '../../fhir/index.ts';
import { instantOf, type EpochMs } from '../../kernel/index.ts';
import { findResources, readResource } from '../bedside/chart.ts';
import type { Session } from '../bedside/session.ts';
import { putResource, writeAll } from '../bedside/write.ts';
import type { LoopSettings } from '../loop/index.ts';
import { concept, create, placeOf, taskOf, type Circumstances } from '../loop/writes.ts';
import { codesIn } from '../systems.ts';
import { RELEASED, valueText, type Work } from './entry.ts';
import type { Judged } from './interpret.ts';

type Task = ResourceOfType['Task'];

interface Released {
  readonly work: Work;
  readonly values: readonly Judged[];
  readonly report: string;
  readonly circumstances: Circumstances;
}

/** Writes them; a correction asks again, and one that takes a critical value back closes its call. */
export async function followUps(
  session: Session,
  settings: LoopSettings,
  released: Released,
): Promise<readonly string[]> {
  const { work, values, report } = released;
  const written: string[] = [];
  if (work.request.status === 'active') {
    const request = await readResource(session.own, 'ServiceRequest', work.request.id ?? '');
    written.push(await putResource(session.own, { ...request, status: 'completed' }));
  }
  const closed = await closeOpen(session, report);
  written.push(...closed.map(({ id = '' }) => `Task/${id}`));
  const tasks = [taskFor('acknowledge-result', settings.acknowledgeResultMinutes, released)];
  const wasOpen = closed.some(({ code }) => codesIn(code).includes('critical-result'));
  const critical = values.filter(({ found, entered }) => found.critical && (wasOpen || isChanged(work, entered)));
  if (critical.length > 0) tasks.push(criticalTask(critical, settings, released));
  written.push(
    ...(await writeAll(
      session,
      tasks.map((task, at) => create(task, placeOf(at))),
    )),
  );
  return written;
}

/** A value that was called out and acknowledged is not called out again because another one was corrected. */
function isChanged({ results }: Work, { code, number, word, text }: Judged['entered']): boolean {
  const before = results.get(code);
  return before === undefined || !RELEASED.has(before.status) || valueText(before) !== (number ?? word ?? text);
}

/** Earlier calls about the report that nobody acted on are replaced by those of what it says now. */
async function closeOpen(session: Session, report: string): Promise<readonly Task[]> {
  const found = await findResources(session.own, 'Task', { focus: report, status: 'requested' });
  for (const task of found) await putResource(session.own, { ...task, status: 'cancelled' });
  return found;
}

function taskFor(code: string, minutes: number, { work, report, circumstances }: Released): Task {
  const { requester } = work.request;
  return {
    ...taskOf(code, { ...circumstances, focus: { reference: report } }),
    priority: work.request.priority ?? 'routine',
    performerType: [{ text: 'physician' }],
    ...(work.request.encounter === undefined ? {} : { encounter: work.request.encounter }),
    ...(requester?.reference?.startsWith('Practitioner/') === true ? { owner: requester } : {}),
    restriction: { period: { end: instantOf((circumstances.at + minutes * 60_000) as EpochMs) } },
  };
}

/** The call names each critical value, so that it can be read back. */
function criticalTask(critical: readonly Judged[], settings: LoopSettings, released: Released): Task {
  return {
    ...taskFor('critical-result', settings.criticalChargeMinutes, released),
    priority: 'stat',
    input: critical.map(({ analyte, entered }) => ({
      type: { ...concept('critical-value'), text: analyte.loinc },
      valueString: entered.number ?? entered.word ?? entered.text ?? '',
    })),
  };
}
