/**
 * Retract and reorder: an order that somebody withdrew within ten minutes and gave to another patient within the next ten. Most of them
 * were for the wrong patient, so their number measures what nobody reports.
 *
 * Unit    minutes
 * Source  Adelman et al., J Am Med Inform Assoc 2013;20:305 (PMC3638184): positive predictive value 76 %
 * Proof   record.int.test.ts, orders.int.test.ts
 */
import { UNLIMITED } from '../../access/index.ts';
import type { ResourceOfType } from '../../fhir/index.ts';
import { instantOf, type EpochMs } from '../../kernel/index.ts';
import type { Context } from '../../record/index.ts';
import { findAmong, findResources } from '../bedside/chart.ts';
import { codesIn, momentOf } from '../systems.ts';

type Order = ResourceOfType['MedicationRequest'] | ResourceOfType['ServiceRequest'];

export interface Retraction {
  readonly person: string;
  readonly item: string;
  readonly withdrawn: { readonly order: string; readonly patient: string; readonly at: string };
  readonly reordered: { readonly order: string; readonly patient: string; readonly at: string };
}

const TEN_MINUTES = 600_000;

/** All retractions since a moment, newest first. Counting looks at everything, whatever the caller may see. */
export async function retractions(context: Context, since: EpochMs): Promise<readonly Retraction[]> {
  const house = { ...context, reach: UNLIMITED };
  const from = `ge${instantOf(since)}`;
  const [drugs, services] = await Promise.all([
    findResources(house, 'MedicationRequest', { authoredon: from, status: 'stopped,cancelled,entered-in-error' }),
    findResources(house, 'ServiceRequest', { authored: from, status: 'revoked,entered-in-error' }),
  ]);
  const quick = [...drugs, ...services].filter(isQuick);
  const people = await withdrawers(house, quick);
  const found: Retraction[] = [];
  for (const order of quick) {
    const person = people.get(referenceOf(order));
    if (person === undefined || person !== order.requester?.reference) continue;
    const again = await reorderedBy(house, order, person);
    if (again !== undefined) found.push(again);
  }
  return found.toSorted((one, other) => (momentOf(other.withdrawn.at) ?? 0) - (momentOf(one.withdrawn.at) ?? 0));
}

function referenceOf({ resourceType, id = '' }: Order): string {
  return `${resourceType}/${id}`;
}

function withdrawnAt({ meta }: Order): EpochMs | undefined {
  return momentOf(meta?.lastUpdated);
}

function isQuick(order: Order): boolean {
  const [written, ended] = [momentOf(order.authoredOn), withdrawnAt(order)];
  return written !== undefined && ended !== undefined && ended - written <= TEN_MINUTES;
}

/** Who withdrew each order, as its Provenance says. */
async function withdrawers(context: Context, orders: readonly Order[]): Promise<ReadonlyMap<string, string>> {
  const found = await findAmong(context, 'Provenance', 'target', orders.map(referenceOf));
  const stops = found.filter(({ activity }) => codesIn(activity).includes('stop'));
  return new Map(
    stops.flatMap(({ target, agent }) =>
      target.map(({ reference = '' }) => [reference, agent[0]?.who.reference ?? '']),
    ),
  );
}

/** What was ordered: the product, or the code. */
function itemOf(order: Order): string {
  if (order.resourceType === 'MedicationRequest')
    return order.medicationReference?.reference ?? codesIn(order.medicationCodeableConcept)[0] ?? '';
  return codesIn(order.code)[0] ?? '';
}

async function reorderedBy(context: Context, order: Order, person: string): Promise<Retraction | undefined> {
  const ended = withdrawnAt(order) ?? (0 as EpochMs);
  const [low, high] = [instantOf((ended - 1000) as EpochMs), instantOf((ended + TEN_MINUTES) as EpochMs)];
  const drug = order.resourceType === 'MedicationRequest';
  const query = new URLSearchParams({ requester: person, [drug ? 'authoredon' : 'authored']: `ge${low}` });
  const later: readonly Order[] = await findResources(context, order.resourceType, Object.fromEntries(query));
  const again = later.find(
    (one) =>
      itemOf(one) === itemOf(order) &&
      one.subject.reference !== order.subject.reference &&
      (momentOf(one.authoredOn) ?? Infinity) <= (momentOf(high) ?? 0),
  );
  if (again === undefined) return undefined;
  return {
    person,
    item: itemOf(order),
    withdrawn: { order: referenceOf(order), patient: order.subject.reference ?? '', at: instantOf(ended) },
    reordered: { order: referenceOf(again), patient: again.subject.reference ?? '', at: again.authoredOn ?? '' },
  };
}
