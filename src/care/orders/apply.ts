/**
 * A set applied to a patient: its activities as drafts, with those chosen that fit weight and kidneys, and the reason shown.
 *
 * Of alternatives one is chosen: the first that fits. Where a fact is missing none is, and the set says which fact.
 *
 * Source  https://hl7.org/fhir/R4/plandefinition.html#application
 * Proof   apply.test.ts
 */
import { intervalOf, zonedInstantOf, type EpochMs } from '../../kernel/index.ts';
import { codesIn, valueIn } from '../systems.ts';
import { amountOf } from './dose.ts';
import type { Draft } from './draft.ts';
import { holds } from './expression.ts';
import type { DoseFacts } from './facts.ts';
import { bestProduct, type Drug } from './formulary.ts';
import { fromDosage } from './from-dosage.ts';
import { ORDERABLES } from './catalogue.ts';
import type { Activity, Plan } from './sets.ts';
import { textOf } from './sets.ts';
import { ATC, ORDERABLE_CODES, type Text } from './words.ts';

type Action = NonNullable<Plan['action']>[number];

/** One activity or group of a set, for a patient. */
export interface Applied {
  /** Place in the set, for example `1.0.2`. */
  readonly path: string;
  readonly title: Text;
  readonly note?: Text;
  /** Days after the set was applied. */
  readonly day?: number;
  readonly behaviour?: string;
  readonly children?: readonly Applied[];
  readonly draft?: Omit<Draft, 'key'>;
  readonly chosen: boolean;
  /** Why it fits, why not, or which fact is missing. */
  readonly condition?: { readonly expression: string; readonly fits?: boolean; readonly lacks?: Text };
  readonly calculation?: Text;
  readonly problem?: Text;
}

/** What a set is applied with. */
export interface Applying {
  readonly facts: DoseFacts;
  readonly drugs: ReadonlyMap<string, Drug>;
  readonly activities: ReadonlyMap<string, Activity>;
  readonly now: EpochMs;
  readonly zone: string;
}

/** The set for a patient. */
export function applySet(plan: Plan, applying: Applying): readonly Applied[] {
  const own = (plan.contained ?? []).map((one) => [`#${one.id ?? ''}`, one as Activity] as const);
  const known = { ...applying, activities: new Map([...applying.activities, ...own]) };
  const url = plan.url ?? `PlanDefinition/${plan.id ?? ''}`;
  return (plan.action ?? []).map((action, at) =>
    applied(action, String(at), { ...known, url, title: textOf(plan, 'title') }),
  );
}

interface Within extends Applying {
  readonly url: string;
  readonly title: Text;
  readonly day?: number;
}

function applied(action: Action, path: string, within: Within): Applied {
  const note = action.textEquivalent === undefined ? {} : { note: textOf(action, 'textEquivalent') };
  const offset = valueIn(action.timingDuration);
  const inside = offset === undefined ? within : { ...within, day: offset };
  const shared = { path, title: textOf(action, 'title'), ...note, ...(offset === undefined ? {} : { day: offset }) };
  if (action.action === undefined) return { ...shared, ...activityOf(action, inside) };
  const behaviour = action.selectionBehavior ?? 'any';
  const children = action.action.map((one, at) => applied(one, `${path}.${at}`, inside));
  const settled = behaviour === 'exactly-one' || behaviour === 'at-most-one' ? onlyOne(children) : children;
  return { ...shared, behaviour, children: settled, chosen: settled.some(({ chosen }) => chosen) };
}

/** Leaves one of alternatives chosen: the first that is. */
function onlyOne(children: readonly Applied[]): readonly Applied[] {
  const first = children.findIndex(({ chosen }) => chosen);
  return children.map((child, at) => (at === first ? child : unchosen(child)));
}

function unchosen(node: Applied): Applied {
  const children = node.children?.map(unchosen);
  return { ...node, chosen: false, ...(children === undefined ? {} : { children }) };
}

function activityOf(action: Action, within: Within): Omit<Applied, 'path' | 'title'> {
  const canonical = action.definitionCanonical ?? action.definitionUri ?? '';
  const activity = within.activities.get(canonical);
  const condition = conditionOf(action, within.facts);
  const shown = condition === undefined ? {} : { condition };
  const draft = activity === undefined ? undefined : draftOf(activity, within);
  if (draft === undefined) {
    const problem = { ko: '원내 약품·처방 목록에 없음', en: 'not in the formulary or catalogue of this hospital' };
    return { chosen: false, problem, ...shown };
  }
  const amount = draft.dose === undefined ? undefined : amountOf(draft.dose, within.facts);
  const fits = condition === undefined || condition.fits === true;
  const calculated = amount?.ok === true && amount.calculation !== undefined ? { calculation: amount.calculation } : {};
  const lacking = amount?.ok === false ? { problem: amount.because } : {};
  return {
    draft,
    chosen: action.precheckBehavior === 'yes' && fits && amount?.ok !== false,
    ...shown,
    ...calculated,
    ...lacking,
  };
}

function conditionOf({ condition }: Action, facts: DoseFacts): Applied['condition'] {
  const expression = condition?.find(({ kind }) => kind === 'applicability')?.expression?.expression;
  if (expression === undefined) return undefined;
  const answer = holds(expression, facts);
  return 'lacks' in answer ? { expression, lacks: answer.lacks } : { expression, fits: answer.holds };
}

function draftOf(activity: Activity, within: Within): Omit<Draft, 'key'> | undefined {
  return activity.kind === 'MedicationRequest' ? drugDraft(activity, within) : otherDraft(activity, within);
}

function drugDraft({ productCodeableConcept, dosage }: Activity, within: Within): Omit<Draft, 'key'> | undefined {
  const atc = productCodeableConcept?.coding?.find(({ system }) => system === ATC)?.code;
  const preset = fromDosage(dosage?.[0]);
  const drug = bestProduct(
    [...within.drugs.values()].filter((one) => one.atc === atc),
    preset,
  );
  if (drug === undefined) return undefined;
  return {
    kind: 'drug',
    item: drug.id,
    ...preset,
    ...startOf(within, preset.timing?.kind === 'once' ? 8 : 0),
    set: within.url,
  };
}

function otherDraft(activity: Activity, within: Within): Omit<Draft, 'key'> | undefined {
  const code =
    activity.code?.coding?.find(({ system }) => system === ORDERABLE_CODES)?.code ?? codesIn(activity.code)[0];
  const item = ORDERABLES.get(code ?? '');
  if (item === undefined) return undefined;
  const { priority } = activity;
  const units = valueIn(activity.quantity);
  return {
    kind: item.kind,
    item: item.code,
    ...(priority === 'urgent' || priority === 'stat' ? { priority } : {}),
    ...(units === undefined ? {} : { units }),
    ...(item.kind === 'consult' ? { reason: within.title.ko } : {}),
    ...startOf(within, 6),
    set: within.url,
  };
}

const DAY = 86_400_000;

/** Days after today, at an hour of the hospital's clocks; today is now. */
function startOf({ day = 0, now, zone }: Within, hour: number): Pick<Draft, 'start'> {
  if (day < 1) return {};
  const date = zonedInstantOf((now + day * DAY) as EpochMs, zone).slice(0, 10);
  const at = intervalOf(`${date}T${String(hour).padStart(2, '0')}:00:00`, zone)?.low;
  return at === undefined ? {} : { start: zonedInstantOf(at, zone) };
}

/** The drafts of an applied set: those of these paths, or those chosen beforehand. */
export function chosenDrafts(
  nodes: readonly Applied[],
  choices: readonly string[] | undefined,
): readonly Omit<Draft, 'key'>[] {
  const wanted = choices === undefined ? undefined : new Set(choices);
  return nodes.flatMap((node) => {
    if (node.children !== undefined) return chosenDrafts(node.children, choices);
    const isWanted = wanted === undefined ? node.chosen : wanted.has(node.path);
    return isWanted && node.draft !== undefined ? [node.draft] : [];
  });
}
