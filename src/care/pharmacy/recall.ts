/**
 * A recalled lot: everybody who got it, every ward that holds it, every order that awaits it, in one question; and the flag
 * that stops it at the bedside and in the pharmacy.
 *
 * Proof   recall.int.test.ts, times.int.test.ts (times on the demo hospital: README.md)
 */
import type { ResourceOfType } from '../../fhir/index.ts';
import { instantOf, OutcomeError } from '../../kernel/index.ts';
import type { Context } from '../../record/index.ts';
import { findAmong, findResources, idIn, readResource } from '../bedside/chart.ts';
import { LOT_SYSTEM, SERIAL_SYSTEM } from '../loop/index.ts';
import { codesIn, momentOf } from '../systems.ts';
import type { EndRecallBody, RecallBody } from './body.ts';
import { careConcept, refer, type Medication, type Request } from './codes.ts';
import { known, listed, type KnownOrder, type ListedPatient } from './orders.ts';
import type { Place, Places } from './places.ts';
import { productWith } from './product.ts';
import { make, once, ownReference, replace } from './write.ts';

type Administration = ResourceOfType['MedicationAdministration'];
type Flag = ResourceOfType['Flag'];

/** A person who got the lot, for the letter. */
export interface Exposed {
  readonly patient: ListedPatient;
  readonly telecom: NonNullable<ResourceOfType['Patient']['telecom']>;
  readonly address: NonNullable<ResourceOfType['Patient']['address']>;
  readonly deceased: boolean;
  readonly doses: number;
  readonly first: string;
  readonly last: string;
}

/** What a lot has touched. */
export interface RecallAnswer {
  readonly gtin: string;
  readonly lot: string;
  readonly product?: Medication;
  readonly flag?: Flag;
  readonly patients: readonly Exposed[];
  readonly holds: readonly { readonly place: Place; readonly quantity: number; readonly expiry: string }[];
  /** Running orders for which units of the lot were prepared and not given. */
  readonly awaits: readonly (Pick<KnownOrder, 'request' | 'medication' | 'patient' | 'place'> & {
    readonly units: number;
  })[];
}

/** Everything about a lot. */
export async function recallOf(context: Context, places: Places, gtin: string, lot: string): Promise<RecallAnswer> {
  const [product, waiting, holds, given] = await Promise.all([
    productWith(context, gtin).catch(() => undefined),
    waitingUnits(context, gtin, lot),
    holdsOf(context, places, gtin, lot),
    administrationsOf(context, gtin, lot),
  ]);
  const [patients, awaits, flag] = await Promise.all([
    exposed(context, given),
    awaiting(context, places, waiting),
    product === undefined ? undefined : flagOf(context, product, lot),
  ]);
  return {
    gtin,
    lot,
    ...(product === undefined ? {} : { product }),
    ...(flag === undefined ? {} : { flag }),
    patients,
    holds,
    awaits,
  };
}

/** Doses that were given out of the lot: by lot as scanned, and by the serials that were prepared from it. */
async function administrationsOf(context: Context, gtin: string, lot: string): Promise<readonly Administration[]> {
  const rows = await context.store.query<{ serial: string }>(
    'select serial from care_unit_dose where gtin = $1 and lot = $2',
    [gtin, lot],
    'care_recall_serials',
  );
  const [byLot, bySerial] = await Promise.all([
    findResources(context, 'MedicationAdministration', { identifier: `${LOT_SYSTEM}|${gtin}.${lot}` }),
    findAmong(
      context,
      'MedicationAdministration',
      'identifier',
      rows.map(({ serial }) => `${SERIAL_SYSTEM}|${gtin}.${serial}`),
    ),
  ]);
  const all = new Map([...byLot, ...bySerial].map((one) => [one.id ?? '', one]));
  return [...all.values()].filter(({ status }) => ['completed', 'in-progress', 'stopped', 'on-hold'].includes(status));
}

async function exposed(context: Context, given: readonly Administration[]): Promise<readonly Exposed[]> {
  const doses = Map.groupBy(given, ({ subject }) => idIn(subject, 'Patient') ?? '');
  const people = await findAmong(context, 'Patient', '_id', [...doses.keys()]);
  const lines = people.map((person): Exposed => {
    const times = (doses.get(person.id ?? '') ?? [])
      .map(({ effectiveDateTime, effectivePeriod }) => effectiveDateTime ?? effectivePeriod?.start ?? '')
      .toSorted((a, b) => (momentOf(a) ?? 0) - (momentOf(b) ?? 0));
    return {
      patient: listed(person),
      telecom: person.telecom ?? [],
      address: person.address ?? [],
      deceased: person.deceasedBoolean === true || person.deceasedDateTime !== undefined,
      doses: times.length,
      first: times[0] ?? '',
      last: times.at(-1) ?? '',
    };
  });
  return lines.toSorted((a, b) => (momentOf(b.last) ?? 0) - (momentOf(a.last) ?? 0));
}

async function holdsOf(context: Context, places: Places, gtin: string, lot: string): Promise<RecallAnswer['holds']> {
  const text = `select place, quantity, to_char(expiry, 'YYYY-MM-DD') as expiry from care_stock
    where gtin = $1 and lot = $2 and quantity > 0 order by quantity desc`;
  const rows = await context.store.query<{ place: string; quantity: number; expiry: string }>(
    text,
    [gtin, lot],
    'care_recall_stock',
  );
  const named = new Map((await places.ofStock(context)).map((place) => [place.id, place]));
  return rows.map(({ place, quantity, expiry }) => ({
    place: named.get(place) ?? { id: place, ko: place, en: place },
    quantity,
    expiry,
  }));
}

interface Waiting {
  readonly request: string;
  readonly units: number;
}

/** Units of the lot that were prepared and that nobody got yet. */
function waitingUnits(context: Context, gtin: string, lot: string): Promise<readonly Waiting[]> {
  const text = `select u.request, count(*)::integer as units from care_unit_dose u
    where u.gtin = $1 and u.lot = $2 and not u.returned
    and not exists (select from care_pack p where p.gtin = u.gtin and p.serial = u.serial) group by 1`;
  return context.store.query<Waiting>(text, [gtin, lot], 'care_recall_units');
}

async function awaiting(
  context: Context,
  places: Places,
  waiting: readonly Waiting[],
): Promise<RecallAnswer['awaits']> {
  const units = new Map(waiting.map((one) => [one.request, one.units]));
  const requests: readonly Request[] = await findAmong(context, 'MedicationRequest', '_id', [...units.keys()], {
    status: 'active,on-hold',
  });
  return (await known(context, places, requests)).map(({ request, medication, patient, place }) => ({
    request,
    ...(medication === undefined ? {} : { medication }),
    ...(patient === undefined ? {} : { patient }),
    place,
    units: units.get(request.id ?? '') ?? 0,
  }));
}

async function flagOf(context: Context, { id = '' }: Medication, lot: string): Promise<Flag | undefined> {
  const flags = await findResources(context, 'Flag', { subject: `Medication/${id}` });
  return flags.find(
    ({ status, code, identifier = [] }) =>
      status === 'active' && codesIn(code).includes('recall') && identifier.some(({ value }) => value === lot),
  );
}

/** Recalls a lot: from now on nobody dispenses or gives it. */
export function startRecall(context: Context, body: RecallBody): Promise<{ readonly flag: string }> {
  return once(context, 'pharmacy-recall', [], body, async (session) => {
    const product = await productWith(session.own, body.gtin);
    if ((await flagOf(session.own, product, body.lot)) !== undefined)
      throw new OutcomeError('conflict', 'care.recall-running', `Lot ${body.lot} is recalled already.`);
    const flag = await make<'Flag'>(session, {
      resourceType: 'Flag',
      identifier: [{ system: LOT_SYSTEM, value: body.lot }],
      status: 'active',
      code: careConcept('recall', body.reason),
      subject: refer('Medication', product.id ?? ''),
      period: { start: instantOf(context.clock.now()) },
      author: ownReference(session.own),
    });
    return { flag: flag.split('/')[1] ?? '' };
  });
}

/** Ends a recall; the flag stays readable with its reason. */
export function endRecall(context: Context, body: EndRecallBody): Promise<{ readonly flag: string }> {
  return once(context, 'pharmacy-recall-end', [`Flag/${body.flag}`], body, async (session) => {
    const flag = await readResource(session.own, 'Flag', body.flag);
    if (flag.status !== 'active' || !codesIn(flag.code).includes('recall'))
      throw new OutcomeError('conflict', 'care.recall-over', 'This recall is over already, or is none.');
    const period = { ...flag.period, end: instantOf(session.own.clock.now()) };
    await replace(session, {
      ...flag,
      status: 'inactive',
      period,
      code: { ...flag.code, text: `${flag.code.text ?? ''} — ${body.reason}` },
    });
    return { flag: body.flag };
  });
}

/** A recall that runs. */
export interface RunningRecall {
  readonly flag: Flag;
  readonly lots: readonly string[];
  readonly product?: Medication;
}

/** Running recalls, newest first. */
export async function runningRecalls(context: Context): Promise<readonly RunningRecall[]> {
  const flags = (await findResources(context, 'Flag', { identifier: `${LOT_SYSTEM}|` })).filter(
    ({ status, code }) => status === 'active' && codesIn(code).includes('recall'),
  );
  const ids = [...new Set(flags.flatMap(({ subject }) => idIn(subject, 'Medication') ?? []))];
  const products = new Map((await findAmong(context, 'Medication', '_id', ids)).map((one) => [one.id ?? '', one]));
  const running = flags.map((flag): RunningRecall => {
    const product = products.get(idIn(flag.subject, 'Medication') ?? '');
    const lots = (flag.identifier ?? []).flatMap(({ value }) => value ?? []);
    return { flag, lots, ...(product === undefined ? {} : { product }) };
  });
  return running.toSorted((a, b) => ((a.flag.period?.start ?? '') > (b.flag.period?.start ?? '') ? -1 : 1));
}
