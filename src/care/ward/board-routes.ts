/**
 * Boards and lists over HTTP: the bed board (waits until something changes), the patients of a ward, the tasks.
 *
 * Proof   census.int.test.ts, test/journey/ward.test.ts
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { Route, RouteRequest } from '../../access/index.ts';
import { instantOf, OutcomeError, type EpochMs } from '../../kernel/index.ts';
import type { Context } from '../../record/index.ts';
import { idIn } from '../bedside/chart.ts';
import { answered, type CareContext } from '../context.ts';
import { Board, type BedLine, type BoardAnswer, type StayLine } from './board.ts';
import { id, readQuery } from './body.ts';
import { sortable } from './census.ts';
import { careCodeOf, roleOfTask, type Task } from './codes.ts';
import { countEscalations, scoreIn } from './escalation.ts';
import { isTickedOff } from './tasks.ts';

const STEP_MS = 200;
const LONGEST_WAIT = 25;
const MOST_TASKS = 500;
const DAY_MS = 86_400_000;

const boardQuery = z.strictObject({
  ward: id.optional(),
  since: z.string().max(40).optional(),
  /** Seconds to wait for a change. */
  wait: z.coerce.number().min(0).max(LONGEST_WAIT).default(0),
});

const tasksQuery = z.strictObject({
  ward: id.optional(),
  patient: id.optional(),
  role: z.string().max(40).optional(),
  code: z.string().max(60).optional(),
  mine: z.enum(['true', 'false']).default('false'),
  count: z.coerce.number().int().min(1).max(MOST_TASKS).default(200),
});

const countQuery = z.strictObject({ days: z.coerce.number().int().min(1).max(90).default(7) });

/** The routes that read. */
export function boardRoutes(care: CareContext): readonly Route[] {
  const board = new Board(care);
  const reading = (path: string, work: (context: Context, request: RouteRequest) => Promise<unknown>): Route => ({
    method: 'GET',
    path,
    access: { roles: ['nurse', 'physician', 'bed-manager', 'pharmacist'] },
    audit: { by: 'interaction' },
    handle: (request) =>
      answered(care.contextOf(request), path, (context) => {
        demandWards(context);
        return work(context, request);
      }),
  });
  return [
    reading('/care/ward/board', (context, request) => boardAnswer(board, context, request)),
    reading('/care/ward/tasks', async (context, { query }) => {
      await board.refresh();
      return tasksAnswer(board, context, readQuery(tasksQuery, query));
    }),
    reading('/care/ward/escalations', (context, { query }) => {
      const { days } = readQuery(countQuery, query);
      return countEscalations(context, (context.clock.now() - days * DAY_MS) as EpochMs);
    }),
  ];
}

/** Boards show many patients: who may see only some, or none, does not see them. */
function demandWards({ reach }: Context): void {
  for (const type of ['Encounter', 'Patient', 'Task']) {
    if (reach.grants(type, 'search').some(({ patients }) => patients === undefined)) continue;
    const text = 'A board shows all patients of a ward, and you may not see all of them; open a patient instead.';
    throw new OutcomeError('forbidden', 'care.board-forbidden', text);
  }
}

async function boardAnswer(board: Board, context: Context, { query, signal }: RouteRequest): Promise<unknown> {
  const { ward, since, wait } = readQuery(boardQuery, query);
  const until = performance.now() + wait * 1000;
  for (;;) {
    const revision = await board.refresh();
    const found = board.since(since);
    if (found !== undefined) return note(context, ofWard(found, ward), context.clock.now());
    if (signal.aborted || performance.now() >= until) return { revision, unchanged: true };
    await sleep(STEP_MS);
  }
}

function ofWard(found: BoardAnswer, ward: string | undefined): BoardAnswer {
  return ward === undefined ? found : { ...found, beds: found.beds.filter((one) => one.ward === ward) };
}

/** Whose lines were sent is in the audit log. */
async function note(
  context: Context,
  found: BoardAnswer,
  now: EpochMs,
): Promise<BoardAnswer & { readonly at: string }> {
  const lines = [...found.beds.flatMap(({ stay }: BedLine) => stay ?? []), ...found.waiting];
  await noteSeen(context, 'care-ward-board', lines);
  return { ...found, at: instantOf(now) };
}

function noteSeen(context: Context, interaction: string, lines: readonly Pick<StayLine, 'patient'>[]): Promise<void> {
  const patients = [...new Set(lines.flatMap(({ patient }) => patient?.id ?? []))];
  const entry = {
    agent: context.caller,
    kind: 'rest',
    interaction,
    action: 'R',
    outcome: 'success',
    patients,
  } as const;
  return context.audit.append(entry);
}

/** One line of the task list. */
interface TaskLine {
  readonly task: string;
  readonly code: string;
  readonly status: string;
  readonly priority?: string;
  /** Can it be completed by saying what was done? */
  readonly completes: boolean;
  readonly role?: string;
  readonly owner?: string;
  readonly due?: string;
  readonly since?: string;
  readonly description?: string;
  readonly focus?: string;
  readonly news2?: { readonly total: number; readonly band: string };
  readonly patient?: StayLine['patient'];
  readonly bed?: string;
  readonly bedLatin?: string;
  readonly ward?: string;
}

async function tasksAnswer(board: Board, context: Context, asked: z.output<typeof tasksQuery>): Promise<unknown> {
  const places = placesOf(board);
  const own = idIn({ reference: context.caller.fhirUser ?? '' }, 'Practitioner');
  const found = [...board.census.tasks.values()]
    .map((task) => taskLine(task, places))
    .filter((line) => line !== undefined)
    .filter(
      ({ line }) =>
        (asked.ward === undefined || line.ward === asked.ward) &&
        (asked.patient === undefined || line.patient?.id === asked.patient) &&
        (asked.role === undefined || line.role === asked.role) &&
        (asked.code === undefined || line.code === asked.code) &&
        (asked.mine === 'false' || line.owner === own),
    )
    .toSorted((a, b) => a.at - b.at);
  const lines = found.slice(0, asked.count).map(({ line }) => line);
  await noteSeen(context, 'care-ward-tasks', lines as readonly Pick<StayLine, 'patient'>[]);
  return { at: instantOf(context.clock.now()), total: found.length, tasks: lines };
}

interface Placed {
  readonly stay: StayLine;
  readonly bed?: string;
  readonly latin?: string;
  readonly ward?: string;
}

/** Patients by where they lie; those without a bed as well. */
function placesOf(board: Board): ReadonlyMap<string, Placed> {
  const { beds = [], waiting = [] } = board.since(undefined) ?? {};
  const all: readonly Placed[] = [
    ...waiting.map((stay) => ({ stay })),
    ...beds.flatMap(({ stay, name, latin, ward }) =>
      stay === undefined ? [] : [{ stay, bed: name, ward, ...(latin === undefined ? {} : { latin }) }],
    ),
  ];
  return new Map(all.flatMap((one) => (one.stay.patient === undefined ? [] : [[one.stay.patient.id, one] as const])));
}

function taskLine(
  task: Task,
  places: ReadonlyMap<string, Placed>,
): { readonly line: TaskLine; readonly at: number } | undefined {
  const place = places.get(idIn(task.for, 'Patient') ?? '');
  const code = careCodeOf(task.code) ?? task.code?.coding?.[0]?.code ?? task.code?.text;
  if (code === undefined || isRestrictedTask(task)) return undefined;
  const due = task.restriction?.period?.end;
  const [role, owner, score] = [roleOfTask(task), idIn(task.owner, 'Practitioner'), scoreIn(task)];
  const line: TaskLine = {
    task: task.id ?? '',
    code,
    status: task.status,
    completes: isTickedOff(code),
    ...(task.priority === undefined ? {} : { priority: task.priority }),
    ...(role === undefined ? {} : { role }),
    ...(owner === undefined ? {} : { owner }),
    ...(due === undefined ? {} : { due }),
    ...(task.authoredOn === undefined ? {} : { since: task.authoredOn }),
    ...(task.description === undefined ? {} : { description: task.description }),
    ...(task.focus?.reference === undefined ? {} : { focus: task.focus.reference }),
    ...(score === undefined ? {} : { news2: score }),
    ...(place?.stay.patient === undefined ? {} : { patient: place.stay.patient }),
    ...(place?.bed === undefined ? {} : { bed: place.bed }),
    ...(place?.latin === undefined ? {} : { bedLatin: place.latin }),
    ...(place?.ward === undefined ? {} : { ward: place.ward }),
  };
  return { line, at: sortable(due) };
}

function isRestrictedTask({ meta }: Task): boolean {
  return (meta?.security ?? []).some(({ code }) => code === 'R' || code === 'V');
}
