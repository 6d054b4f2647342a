/**
 * Order sets and pathways as data: PlanDefinition with ActivityDefinitions. Ten come with the house; a PlanDefinition in the record of the same `url`
 * takes the place of one of them, any other is added. So the hospital loads its own by import or by the FHIR API.
 *
 * Source  https://hl7.org/fhir/R4/plandefinition.html; clinical sources in each set (`relatedArtifact`)
 * Proof   sets.test.ts (each validates, each activity can be ordered), orders.int.test.ts
 */
import { readdirSync, readFileSync } from 'node:fs';
import { UNLIMITED } from '../../access/index.ts';
import type { Extension, ResourceOfType } from '../../fhir/index.ts';
import { OutcomeError, parseJson } from '../../kernel/index.ts';
import type { Context } from '../../record/index.ts';
import { findResources } from '../bedside/chart.ts';
import { codesIn, isSet } from '../systems.ts';
import { translatedIn } from './formulary.ts';
import type { Text } from './words.ts';

export type Plan = ResourceOfType['PlanDefinition'];
export type Activity = ResourceOfType['ActivityDefinition'];

const FOLDER = new URL('./data/sets/', import.meta.url);

/** The sets that come with the house. */
export const BUILT_IN: readonly Plan[] = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.json'))
  .toSorted((one, other) => (one < other ? -1 : 1))
  .map((name) => parseJson(readFileSync(new URL(name, FOLDER), 'utf8')) as Plan);

const TYPES = new Set(['order-set', 'clinical-protocol']);

/** All sets in use: ours, replaced or joined by those of the record. */
export async function allSets(context: Context): Promise<readonly Plan[]> {
  const stored = await findResources({ ...context, reach: UNLIMITED }, 'PlanDefinition', {});
  const byUrl = new Map(BUILT_IN.map((plan) => [plan.url ?? plan.id ?? '', plan]));
  for (const plan of stored) {
    const key = plan.url ?? plan.id ?? '';
    if (plan.status === 'active' && codesIn(plan.type).some((code) => TYPES.has(code))) byUrl.set(key, plan);
    else if (plan.status === 'retired') byUrl.delete(key);
  }
  return [...byUrl.values()];
}

/** One set by its id; throws `care.no-such-set`. */
export async function setById(context: Context, id: string): Promise<Plan> {
  const found = (await allSets(context)).find((plan) => plan.id === id);
  if (found !== undefined) return found;
  throw new OutcomeError('not-found', 'care.no-such-set', `There is no order set '${id.slice(0, 64)}' here.`);
}

/** Activities that a set names by canonical address instead of holding them. */
export async function namedActivities(context: Context): Promise<ReadonlyMap<string, Activity>> {
  const found = await findResources({ ...context, reach: UNLIMITED }, 'ActivityDefinition', { status: 'active' });
  return new Map(found.map((one) => [one.url ?? `ActivityDefinition/${one.id ?? ''}`, one]));
}

export interface SetSummary {
  readonly id: string;
  readonly url: string;
  readonly title: Text;
  readonly description: Text;
  /** `order-set`, or `clinical-protocol` for a pathway of several days. */
  readonly kind: string;
  readonly version: string;
  readonly highRisk: boolean;
  readonly sources: readonly { readonly text: string; readonly url?: string }[];
}

export function summaryOf(plan: Plan): SetSummary {
  const { id = '', url = '', version = '', relatedArtifact = [] } = plan;
  return {
    id,
    url,
    version,
    title: textOf(plan, 'title'),
    description: textOf(plan, 'description'),
    kind: codesIn(plan.type)[0] ?? 'order-set',
    highRisk: isSet(plan, 'high-risk'),
    sources: relatedArtifact.flatMap(({ citation, display, url: at }) => {
      const text = citation ?? display;
      return text === undefined ? [] : [{ text, ...(at === undefined ? {} : { url: at }) }];
    }),
  };
}

/** A text of an element with its Korean translation; the text itself where there is none. */
export function textOf(holder: object, name: string): Text {
  const members = holder as Readonly<Record<string, unknown>>;
  const en = (members[name] as string | undefined) ?? '';
  const ko = translatedIn(members[`_${name}`] as { readonly extension?: readonly Extension[] } | undefined);
  return { ko: ko ?? en, en };
}
