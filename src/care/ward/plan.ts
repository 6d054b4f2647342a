/**
 * Nursing plans: a problem, its goals, what is done about it, and how far the goals were reached.
 *
 * Source  https://hl7.org/fhir/R4/careplan.html, https://hl7.org/fhir/R4/goal.html
 * Proof   nursing.int.test.ts
 */
import { z } from 'zod';
import { instantOf, OutcomeError, zonedInstantOf } from '../../kernel/index.ts';
import type { ResourceOfType } from '../../fhir/index.ts';
import type { Context } from '../../record/index.ts';
import { findResources, idIn, readResource } from '../bedside/chart.ts';
import { lockResources, type Session } from '../bedside/session.ts';
import { attempt, date, id, words } from './body.ts';
import { careConcept, refer } from './codes.ts';
import { makeTask, openTasks } from './due.ts';
import { make, once, ownReference, replace } from './write.ts';

type CarePlan = ResourceOfType['CarePlan'];
type Goal = ResourceOfType['Goal'];

const line = z.string().trim().min(1).max(300);
const ACHIEVEMENT = 'http://terminology.hl7.org/CodeSystem/goal-achievement';

export const nursingPlan = z.strictObject({
  attempt,
  patient: id,
  encounter: id.optional(),
  problem: line,
  goals: z
    .array(z.strictObject({ text: line, due: date.optional() }))
    .min(1)
    .max(10),
  activities: z
    .array(z.strictObject({ text: line, often: z.string().trim().min(1).max(100).optional() }))
    .min(1)
    .max(20),
  /** Hours until it is evaluated. */
  evaluateIn: z.coerce.number().int().min(1).max(336).default(24),
});
export type NursingPlan = z.output<typeof nursingPlan>;

/** Makes a plan. */
export function makePlan(context: Context, body: NursingPlan): Promise<{ readonly plan: string }> {
  return once(context, 'plan', body.patient, body, async (session) => {
    const at = session.own.clock.now();
    const by = ownReference(session.own);
    const goals: string[] = [];
    for (const goal of body.goals) goals.push(await makeGoal(session, body.patient, goal, todayOf(session)));
    const plan = await make(session.own, {
      resourceType: 'CarePlan',
      status: 'active',
      intent: 'plan',
      category: [careConcept('nursing', '간호계획')],
      title: body.problem,
      subject: refer('Patient', body.patient),
      ...(body.encounter === undefined ? {} : { encounter: refer('Encounter', body.encounter) }),
      period: { start: instantOf(at) },
      created: instantOf(at),
      author: by,
      goal: goals.map((goal) => refer('Goal', goal)),
      activity: body.activities.map(({ text, often }) => ({
        detail: {
          status: 'in-progress',
          description: text,
          ...(often === undefined ? {} : { scheduledString: often }),
        },
      })),
    });
    await makeTask(session, { ...body, at }, planTask(plan, body));
    return { plan };
  });
}

/** The date on the calendar of the hospital. */
function todayOf({ own }: Session): string {
  return zonedInstantOf(own.clock.now(), own.settings.timeZone).slice(0, 10);
}

function planTask(plan: string, { problem, evaluateIn }: Pick<NursingPlan, 'problem' | 'evaluateIn'>) {
  return { code: 'nursing-plan', within: evaluateIn * 60, focus: `CarePlan/${plan}`, description: problem };
}

function makeGoal(
  session: Session,
  patient: string,
  { text, due }: NursingPlan['goals'][number],
  startDate: string,
): Promise<string> {
  return make(session.own, {
    resourceType: 'Goal',
    lifecycleStatus: 'active',
    achievementStatus: { coding: [{ system: ACHIEVEMENT, code: 'in-progress', display: 'In Progress' }] },
    description: { text },
    subject: refer('Patient', patient),
    startDate,
    ...(due === undefined ? {} : { target: [{ dueDate: due }] }),
  });
}

export const evaluation = z.strictObject({
  attempt,
  plan: id,
  goals: z
    .array(z.strictObject({ goal: id, reached: z.enum(['achieved', 'improving', 'no-change', 'worsening']) }))
    .max(10),
  note: words.optional(),
  /** The plan is over. */
  end: z.boolean().default(false),
  evaluateIn: z.coerce.number().int().min(1).max(336).default(24),
});
export type Evaluation = z.output<typeof evaluation>;

/** Says how far the goals were reached; goes on, or ends the plan. */
export async function evaluatePlan(
  context: Context,
  body: Evaluation,
): Promise<{ readonly plan: string; readonly status: string }> {
  const before = await readResource(context, 'CarePlan', body.plan);
  const patient = idIn(before.subject, 'Patient') ?? '';
  return once(context, 'evaluation', patient, body, async (session) => {
    await lockResources(session, [`CarePlan/${body.plan}`]);
    const plan = await readResource(session.own, 'CarePlan', body.plan);
    if (plan.status !== 'active') {
      throw new OutcomeError('conflict', 'care.plan-over', `This plan is ${plan.status}; make a new one.`);
    }
    for (const one of body.goals) await judge(session, plan, one, body.end);
    const at = session.own.clock.now();
    const encounter = idIn(plan.encounter, 'Encounter');
    const by = ownReference(session.own);
    const note = { authorReference: by, time: instantOf(at), text: body.note ?? '' };
    const status = body.end ? 'completed' : 'active';
    await replace(session.own, {
      ...plan,
      status,
      ...(body.end ? { period: { ...plan.period, end: instantOf(at) } } : {}),
      note: body.note === undefined ? (plan.note ?? []) : [...(plan.note ?? []), note],
    });
    await endEvaluations(session, patient, body.plan, instantOf(at));
    const next = planTask(body.plan, { problem: plan.title ?? '', evaluateIn: body.evaluateIn });
    if (!body.end) await makeTask(session, { patient, encounter, at }, next);
    return { plan: body.plan, status };
  });
}

async function judge(session: Session, plan: CarePlan, one: Evaluation['goals'][number], end: boolean): Promise<void> {
  if (plan.goal?.some((goal) => idIn(goal, 'Goal') === one.goal) !== true) {
    throw new OutcomeError('business-rule', 'care.goal-of-other-plan', 'That goal belongs to another plan.');
  }
  const goal: Goal = await readResource(session.own, 'Goal', one.goal);
  const over = one.reached === 'achieved' || end;
  await replace(session.own, {
    ...goal,
    lifecycleStatus: over ? 'completed' : 'active',
    achievementStatus: { coding: [{ system: ACHIEVEMENT, code: one.reached }] },
    statusDate: todayOf(session),
  });
}

async function endEvaluations(session: Session, patient: string, plan: string, end: string): Promise<void> {
  for (const task of await openTasks(session, patient, 'nursing-plan')) {
    if (task.focus?.reference !== `CarePlan/${plan}`) continue;
    await replace(session.own, { ...task, status: 'completed', executionPeriod: { ...task.executionPeriod, end } });
  }
}

export const plansQuery = z.strictObject({ patient: id });

/** A plan as a screen shows it. */
export interface PlanLine {
  readonly plan: string;
  readonly problem: string;
  readonly status: string;
  readonly since: string;
  readonly goals: readonly {
    readonly goal: string;
    readonly text: string;
    readonly reached: string;
    readonly due?: string;
  }[];
  readonly activities: readonly { readonly text: string; readonly often?: string }[];
  readonly notes: readonly { readonly text: string; readonly at?: string }[];
}

const MOST_PLANS = 50;

/** Plans of a patient, those that go on first. */
export async function readPlans(
  context: Context,
  { patient }: z.output<typeof plansQuery>,
): Promise<{ readonly plans: readonly PlanLine[] }> {
  const of = { patient: `Patient/${patient}` };
  const [plans, goals] = await Promise.all([
    findResources(context, 'CarePlan', { ...of, category: 'nursing' }),
    findResources(context, 'Goal', of),
  ]);
  const byId = new Map(goals.map((goal) => [goal.id ?? '', goal]));
  const rank = ({ status, since }: PlanLine) => `${status === 'active' ? 1 : 0}${since}`;
  const lines = plans.map((plan) => planLine(plan, byId)).toSorted((a, b) => (rank(a) < rank(b) ? 1 : -1));
  return { plans: lines.slice(0, MOST_PLANS) };
}

function planLine(plan: CarePlan, goals: ReadonlyMap<string, Goal>): PlanLine {
  return {
    plan: plan.id ?? '',
    problem: plan.title ?? '',
    status: plan.status,
    since: plan.period?.start ?? plan.created ?? '',
    goals: (plan.goal ?? []).flatMap((reference) => {
      const goal = goals.get(idIn(reference, 'Goal') ?? '');
      if (goal === undefined) return [];
      const due = goal.target?.[0]?.dueDate;
      const reached = goal.achievementStatus?.coding?.[0]?.code ?? 'in-progress';
      return [
        { goal: goal.id ?? '', text: goal.description.text ?? '', reached, ...(due === undefined ? {} : { due }) },
      ];
    }),
    activities: (plan.activity ?? []).flatMap(({ detail }) => {
      if (detail?.description === undefined) return [];
      const often = detail.scheduledString;
      return [{ text: detail.description, ...(often === undefined ? {} : { often }) }];
    }),
    notes: (plan.note ?? []).map(({ text, time }) => ({ text, ...(time === undefined ? {} : { at: time }) })),
  };
}
