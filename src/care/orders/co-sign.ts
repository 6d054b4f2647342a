/**
 * Verbal orders that wait for the physician who gave them: the list, and the co-signature of many at once.
 *
 * Proof   record.int.test.ts, orders.int.test.ts
 */
import type { z } from 'zod';
import type { HumanName, Resource, ResourceOfType } from '../../fhir/index.ts';
import { instantOf, OutcomeError } from '../../kernel/index.ts';
import type { Context } from '../../record/index.ts';
import { attempted } from '../bedside/attempt.ts';
import { findAmong, findResources, readResource } from '../bedside/chart.ts';
import { CARE_SYSTEM, provenanceOf } from '../loop/writes.ts';
import { codesIn, momentOf } from '../systems.ts';
import type { coSignShape } from './body.ts';
import { ORDER_TYPES } from './change.ts';
import { linesOf, type OrderLine } from './list.ts';
import { change, make } from './write.ts';

export interface CoSignLine {
  readonly task: string;
  readonly due?: string;
  readonly overdue: boolean;
  readonly patient: {
    readonly id: string;
    readonly name: readonly HumanName[];
    readonly birthDate?: string;
    readonly gender?: string;
  };
  readonly recorder?: string;
  readonly order: OrderLine;
}

type Task = ResourceOfType['Task'];
type Order = ResourceOfType['MedicationRequest'] | ResourceOfType['ServiceRequest'] | ResourceOfType['NutritionOrder'];

function ownerOf({ caller }: Context): string {
  const { fhirUser = '' } = caller;
  if (fhirUser.startsWith('Practitioner/')) return fhirUser;
  const text = 'Your account belongs to no Practitioner of this hospital, so nothing can be signed in your name.';
  throw new OutcomeError('forbidden', 'care.no-practitioner', text);
}

/** What waits for the caller, most urgent first. */
export async function coSignList(context: Context): Promise<readonly CoSignLine[]> {
  const query = { code: `${CARE_SYSTEM}|co-sign`, status: 'requested', owner: ownerOf(context) };
  const tasks = (await findResources(context, 'Task', query)).filter(({ focus }) => isOrder(focus?.reference));
  const orders = await ordersOf(context, tasks);
  const patients = await findAmong(context, 'Patient', '_id', [
    ...new Set(tasks.map((task) => idOf(task.for?.reference))),
  ]);
  const people = new Map(patients.map((one) => [one.id ?? '', one]));
  const lines = new Map((await linesOf(context, orders, new Set())).map((line) => [line.reference, line]));
  const now = context.clock.now();
  return tasks
    .flatMap((task) => lineOf(task, lines, people, now))
    .toSorted((one, other) => (momentOf(one.due) ?? 0) - (momentOf(other.due) ?? 0));
}

function lineOf(
  task: Task,
  lines: ReadonlyMap<string, OrderLine>,
  people: ReadonlyMap<string, ResourceOfType['Patient']>,
  now: number,
): readonly CoSignLine[] {
  const order = lines.get(task.focus?.reference ?? '');
  const person = people.get(idOf(task.for?.reference));
  if (order === undefined || person === undefined) return [];
  const due = task.restriction?.period?.end;
  const { id = '', name = [], birthDate, gender } = person;
  const recorder = task.requester?.reference;
  return [
    {
      task: task.id ?? '',
      ...(due === undefined ? {} : { due }),
      overdue: (momentOf(due) ?? Infinity) < now,
      patient: {
        id,
        name,
        ...(birthDate === undefined ? {} : { birthDate }),
        ...(gender === undefined ? {} : { gender }),
      },
      ...(recorder === undefined ? {} : { recorder }),
      order: { ...order, coSign: true },
    },
  ];
}

function isOrder(reference = ''): boolean {
  return ORDER_TYPES.some((type) => reference.startsWith(`${type}/`));
}

function idOf(reference = ''): string {
  return reference.split('/')[1] ?? '';
}

async function ordersOf(context: Context, tasks: readonly Task[]): Promise<readonly Order[]> {
  const found = await Promise.all(
    ORDER_TYPES.map((type) => {
      const ids = tasks.flatMap(({ focus }) =>
        focus?.reference?.startsWith(`${type}/`) === true ? [idOf(focus.reference)] : [],
      );
      return findAmong(context, type, '_id', ids) as Promise<readonly Resource[]>;
    }),
  );
  return found.flat() as unknown as readonly Order[];
}

export interface CoSigned {
  readonly tasks: readonly string[];
  readonly provenance: string;
}

/** Co-signs; only what is addressed to the caller. */
export async function coSign(context: Context, body: z.output<typeof coSignShape>): Promise<CoSigned> {
  const owner = ownerOf(context);
  const what = {
    name: 'orders-co-sign',
    attempt: body.attempt,
    asked: body,
    patient: '',
    locks: body.tasks.map((id) => `Task/${id}`),
  };
  return attempted<CoSigned>(context, what, async ({ own }) => {
    const tasks: Task[] = [];
    for (const id of new Set(body.tasks)) tasks.push(await mine(own, id, owner));
    for (const task of tasks)
      await change(own, `Task/${task.id ?? ''}`, task.meta?.versionId ?? '', {
        status: 'completed',
        lastModified: instantOf(own.clock.now()),
      });
    const at = own.clock.now();
    const base = provenanceOf(
      tasks.flatMap(({ focus }) => focus ?? []),
      { patient: '', actor: idOf(owner), at },
      'co-sign',
    );
    const type = [{ system: 'urn:iso-astm:E1762-95:2013', code: '1.2.840.10065.1.12.1.2' }];
    const provenance = await make(own, {
      ...base,
      signature: [{ type, when: instantOf(at), who: { reference: owner } }],
    });
    return { answer: { tasks: tasks.map(({ id = '' }) => id), provenance }, written: [provenance] };
  });
}

async function mine(context: Context, id: string, owner: string): Promise<Task> {
  const task = await readResource(context, 'Task', id);
  if (!codesIn(task.code).includes('co-sign') || !isOrder(task.focus?.reference) || task.owner?.reference !== owner)
    throw new OutcomeError('business-rule', 'care.not-yours', `Task/${id} is no verbal order of yours to co-sign.`);
  if (task.status === 'requested') return task;
  throw new OutcomeError(
    'conflict',
    'care.already-signed',
    `Task/${id} is ${task.status} already; read the list again.`,
  );
}
