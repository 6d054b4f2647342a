/**
 * The lines of a basket: each draft with its names, the resources that it will become, what is missing, and how its dose was calculated.
 *
 * Proof   orders.int.test.ts, build-drug.test.ts
 */
import type { Resource } from '../../fhir/index.ts';
import type { Context } from '../../record/index.ts';
import type { CareContext } from '../context.ts';
import { findResources, idIn } from '../bedside/chart.ts';
import { momentOf } from '../systems.ts';
import { buildDrug, checkedMedication, type Built, type Circumstances } from './build-drug.ts';
import { buildOther } from './build-other.ts';
import { HIGH_RISK_KINDS, ORDERABLES } from './catalogue.ts';
import { amountOf } from './dose.ts';
import type { Draft } from './draft.ts';
import { doseFacts } from './facts.ts';
import { wholeProduct, type Drug, type Formulary } from './formulary.ts';
import { drugItem, orderableItem, type CatalogueItem } from './search.ts';
import type { Text } from './words.ts';

/** What every part of ordering works with. */
export interface Ordering extends CareContext {
  readonly formulary: Formulary;
}

/** A draft with everything that a screen shows of it. */
export interface Line {
  readonly draft: Draft;
  /** Undefined where neither formulary nor catalogue has it. */
  readonly item?: CatalogueItem;
  /** Another product that gives the dose in whole tablets. */
  readonly whole?: CatalogueItem;
  readonly highRisk: boolean;
  readonly problems: readonly Text[];
  readonly calculations: readonly Text[];
  readonly resources: readonly Resource[];
}

/** Antineoplastic drugs. */
const ANTINEOPLASTIC = /^L01/;

/** One draft as a line. */
export function lineOf(draft: Draft, drugs: ReadonlyMap<string, Drug>, about: Circumstances): Line {
  const drug = draft.kind === 'drug' ? drugs.get(draft.item) : undefined;
  const orderable = draft.kind === 'drug' ? undefined : ORDERABLES.get(draft.item);
  const built: Built<Resource> = draft.kind === 'drug' ? buildDrug(draft, drug, about) : buildOther(draft, about);
  const item = drug === undefined ? (orderable === undefined ? undefined : orderableItem(orderable)) : drugItem(drug);
  return {
    draft,
    ...(item === undefined ? {} : { item }),
    ...(drug === undefined ? {} : wholeItem(draft, drug, drugs, about)),
    highRisk: drug?.highAlert === true || ANTINEOPLASTIC.test(drug?.atc ?? '') || HIGH_RISK_KINDS.has(draft.kind),
    ...built,
  };
}

function wholeItem(
  { dose, route }: Draft,
  drug: Drug,
  drugs: ReadonlyMap<string, Drug>,
  { facts }: Circumstances,
): Pick<Line, 'whole'> {
  const amount = dose === undefined ? undefined : amountOf(dose, facts);
  const whole = amount?.ok === true ? wholeProduct(drug, drugs.values(), amount, route) : undefined;
  return whole === undefined ? {} : { whole: drugItem(whole) };
}

/** Who orders, for whom, during which stay. */
export async function circumstancesOf(
  context: Context,
  { clock, timeZone: zone }: Ordering,
  patient: string,
  batch: string,
): Promise<Circumstances> {
  const [facts, stay] = await Promise.all([doseFacts(context, patient, zone), currentStay(context, patient)]);
  const requester = idIn({ reference: context.caller.fhirUser ?? '' }, 'Practitioner');
  return { patient, ...stay, now: clock.now(), zone, batch, facts, ...(requester === undefined ? {} : { requester }) };
}

/** The stay or visit that runs now. */
async function currentStay(context: Context, patient: string): Promise<Pick<Circumstances, 'encounter' | 'inpatient'>> {
  const found = await findResources(context, 'Encounter', { patient: `Patient/${patient}`, status: 'in-progress' });
  const [newest] = found.toSorted(
    (one, other) => (momentOf(other.period?.start) ?? 0) - (momentOf(one.period?.start) ?? 0),
  );
  const inpatient = ['IMP', 'ACUTE', 'NONAC', 'EMER', 'OBSENC'].includes(newest?.class.code ?? '');
  return newest?.id === undefined ? { inpatient: false } : { encounter: newest.id, inpatient };
}

/** The resources of lines as drafts for a check, each with an id that leads back to its line; with the drugs that they name. */
export function draftResources(lines: readonly Line[], drugs: ReadonlyMap<string, Drug>): readonly Resource[] {
  const medications = lines.flatMap(({ draft }) => {
    const drug = draft.kind === 'drug' ? drugs.get(draft.item) : undefined;
    return drug === undefined ? [] : [checkedMedication(drug)];
  });
  const requests = lines.flatMap(({ draft, resources }) =>
    resources.map((one, at) => ({ ...one, id: `${draft.key}.${at}`, status: 'draft' })),
  );
  return [...new Map(medications.map((one) => [one.id, one])).values(), ...requests] as unknown as readonly Resource[];
}

/** The key of the line that a checked reference means. */
export function keyOf(reference: string | undefined): string | undefined {
  return /^[A-Za-z]+\/(.+)\.\d+$/.exec(reference ?? '')?.[1];
}
