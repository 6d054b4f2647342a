/**
 * Reads what a suggestion of severity rests on, for one patient or for many at once.
 */
import type { ResourceOfType } from '../../fhir/index.ts';
import { instantOf, type EpochMs } from '../../kernel/index.ts';
import type { Context } from '../../record/index.ts';
import { findResources, idIn } from '../bedside/chart.ts';
import { CARE_SYSTEM } from '../loop/index.ts';
import { timeOf } from './fact.ts';
import { suggestedSeverity, type Suggested } from './severity.ts';

const DAY_MS = 86_400_000;
const OPEN = 'requested,received,accepted,ready,in-progress,on-hold';

/** The suggestion for one patient. */
export async function suggestedFor(context: Context, patient: string): Promise<Suggested> {
  return (await suggestedForAll(context, [patient])).get(patient) ?? suggestedSeverity(undefined, []);
}

/** The suggestions for some patients. */
export async function suggestedForAll(
  context: Context,
  patients: readonly string[],
): Promise<ReadonlyMap<string, Suggested>> {
  if (patients.length === 0) return new Map();
  const patient = patients.map((id) => `Patient/${id}`).join(',');
  const date = `ge${instantOf((context.clock.now() - DAY_MS) as EpochMs)}`;
  const scores = await findResources(context, 'Observation', { patient, code: `${CARE_SYSTEM}|news2`, date });
  const tasks = await findResources(context, 'Task', { patient, status: OPEN });
  return new Map(patients.map((id) => [id, suggestedSeverity(newestFor(scores, id), tasksFor(tasks, id))]));
}

function newestFor(scores: readonly ResourceOfType['Observation'][], patient: string) {
  return scores
    .filter(({ subject, status }) => idIn(subject, 'Patient') === patient && status !== 'entered-in-error')
    .toSorted((a, b) => timeOf(a) - timeOf(b))
    .at(-1);
}

function tasksFor(tasks: readonly ResourceOfType['Task'][], patient: string) {
  return tasks.filter((task) => idIn(task.for, 'Patient') === patient);
}
