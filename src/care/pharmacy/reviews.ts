/**
 * Doses that were given before a pharmacist had verified the order (emergency path): each is looked at afterwards.
 *
 * Proof   reviews.int.test.ts
 */
import type { ResourceOfType } from '../../fhir/index.ts';
import { instantOf, OutcomeError } from '../../kernel/index.ts';
import type { Context } from '../../record/index.ts';
import { findAmong, findResources, idIn, readResource } from '../bedside/chart.ts';
import { CARE_SYSTEM } from '../loop/index.ts';
import type { ReviewBody } from './body.ts';
import { careConcept, OPEN_TASKS } from './codes.ts';
import { known, type KnownOrder } from './orders.ts';
import type { Places } from './places.ts';
import { once, ownReference, replace } from './write.ts';

/** One dose to look at. */
export interface Review extends Pick<KnownOrder, 'request' | 'medication' | 'patient' | 'place'> {
  readonly task: string;
  readonly since: string;
  readonly verified: boolean;
  readonly requester?: { readonly reference?: string; readonly display?: string };
  readonly administrations: readonly ResourceOfType['MedicationAdministration'][];
}

/** The doses to look at, oldest first. */
export async function openReviews(context: Context, places: Places): Promise<readonly Review[]> {
  const tasks = await findResources(context, 'Task', { code: `${CARE_SYSTEM}|verify-afterwards`, status: OPEN_TASKS });
  const ids = [...new Set(tasks.flatMap(({ focus }) => idIn(focus, 'MedicationRequest') ?? []))];
  const requests = await findAmong(context, 'MedicationRequest', '_id', ids);
  const given = await findAmong(
    context,
    'MedicationAdministration',
    'request',
    ids.map((id) => `MedicationRequest/${id}`),
  );
  const orders = new Map((await known(context, places, requests)).map((one) => [one.request.id ?? '', one]));
  return tasks
    .flatMap((task): readonly Review[] => {
      const order = idIn(task.focus, 'MedicationRequest') ?? '';
      const found = orders.get(order);
      if (found === undefined) return [];
      const { request, medication, patient, place, pharmacy } = found;
      const administrations = given.filter((one) => idIn(one.request, 'MedicationRequest') === order);
      return [
        {
          task: task.id ?? '',
          since: task.authoredOn ?? '',
          verified: pharmacy.verified,
          ...(task.requester === undefined ? {} : { requester: task.requester }),
          administrations,
          request,
          ...(medication === undefined ? {} : { medication }),
          ...(patient === undefined ? {} : { patient }),
          place,
        },
      ];
    })
    .toSorted((a, b) => (a.since < b.since ? -1 : 1));
}

/** Closes a review with what the pharmacist thinks of it. */
export function review(context: Context, body: ReviewBody): Promise<{ readonly written: readonly string[] }> {
  return once(context, 'pharmacy-review', [`Task/${body.task}`], body, async (session) => {
    const task = await readResource(session.own, 'Task', body.task);
    if (!OPEN_TASKS.split(',').includes(task.status))
      throw new OutcomeError('conflict', 'care.review-done', 'Somebody reviewed this dose already.');
    if (body.outcome === 'concern' && body.text === undefined)
      throw new OutcomeError('required', 'care.reason-required', 'Write what is of concern.');
    const now = instantOf(session.own.clock.now());
    const by = ownReference(session.own);
    const note =
      body.text === undefined
        ? {}
        : { note: [...(task.note ?? []), { text: body.text, authorReference: by, time: now }] };
    const done = {
      status: 'completed',
      businessStatus: careConcept(body.outcome),
      owner: by,
      lastModified: now,
    } as const;
    await replace(session, { ...task, ...done, ...note });
    return { written: [`Task/${body.task}`] };
  });
}
