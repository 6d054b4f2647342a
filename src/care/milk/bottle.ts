/**
 * Bottles of breast milk: labelled for one baby when they come in, thawed once, fed once.
 *
 * Source  https://hl7.org/fhir/R4/biologicallyderivedproduct.html (R4 has no resource of its own for milk)
 * Proof   bottle.test.ts, milk.int.test.ts
 */
import type { Context } from '../../record/index.ts';
import type { ResourceOfType } from '../../fhir/index.ts';
import { instantOf, OutcomeError, zonedInstantOf } from '../../kernel/index.ts';
import { attempted } from '../bedside/attempt.ts';
import { findAmong, readResource } from '../bedside/chart.ts';
import { lockResources, type Session } from '../bedside/session.ts';
import { putResource, writeAll } from '../bedside/write.ts';
import { labelNumber } from '../laboratory/receipt.ts';
import { CARE_SYSTEM } from '../loop/index.ts';
import { create, placeOf, worded } from '../loop/writes.ts';
import { extensionsIn, textIn } from '../systems.ts';
import type { BottleBody, ThawBody } from './body.ts';

type Product = ResourceOfType['BiologicallyDerivedProduct'];

export const BOTTLE_SYSTEM = 'https://maru.health/fhir/NamingSystem/milk-bottle';
const EXTENSIONS = 'https://maru.health/fhir/StructureDefinition/';

/** What is known of a bottle. */
export interface Bottle {
  readonly id: string;
  readonly number: string;
  readonly baby: string;
  readonly mother: string;
  readonly volume?: number;
  readonly expressedAt: string;
  readonly thawedAt?: string;
  readonly fed: boolean;
}

/** What a resource says of its bottle. */
export function bottleOf(product: Product): Bottle {
  const thawedAt = extensionsIn(product, 'thawed-at')[0]?.valueDateTime;
  const volume = product.quantity;
  return {
    id: product.id ?? '',
    number: product.identifier?.find(({ system }) => system === BOTTLE_SYSTEM)?.value ?? '',
    baby: extensionsIn(product, 'baby')[0]?.valueReference?.reference?.split('/')[1] ?? '',
    mother: textIn(product, 'mother') ?? '',
    ...(volume === undefined ? {} : { volume }),
    expressedAt: extensionsIn(product, 'expressed-at')[0]?.valueDateTime ?? '',
    ...(thawedAt === undefined ? {} : { thawedAt }),
    fed: product.status === 'unavailable',
  };
}

/** A bottle comes in: it gets a number and is the baby's from then on. */
export function registerBottle(
  context: Context,
  body: BottleBody,
): Promise<{ readonly bottle: Bottle; readonly code: string }> {
  const { attempt, patient } = body;
  return attempted(context, { name: 'milk-register', attempt, asked: body, patient }, async (session) => {
    await readResource(session.own, 'Patient', patient);
    const number = await newNumber(session);
    const [reference = ''] = await writeAll(session, [create(productOf(number, body), placeOf(0))]);
    const id = reference.split('/')[1] ?? '';
    await session.transaction.query(
      'insert into care_bottle (number, product, baby) values ($1, $2, $3)',
      [number, id, patient],
      'care_bottle_enter',
    );
    const bottle = bottleOf(await readResource(session.own, 'BiologicallyDerivedProduct', id));
    return { answer: { bottle, code: `91${number}` }, written: [reference] };
  });
}

async function newNumber({ transaction, own: { clock, settings } }: Session): Promise<string> {
  const [row] = await transaction.query<{ n: string }>(
    "select nextval('care_bottle_number')::text as n",
    [],
    'care_milk',
  );
  const day = zonedInstantOf(clock.now(), settings.timeZone).slice(2, 10).replaceAll('-', '');
  return `MK-${day}-${(row?.n ?? '0').padStart(4, '0')}`;
}

function productOf(number: string, { patient, mother, expressedAt, volume }: BottleBody): Product {
  return {
    resourceType: 'BiologicallyDerivedProduct',
    extension: [
      { url: `${EXTENSIONS}baby`, valueReference: { reference: `Patient/${patient}` } },
      worded('mother', mother),
      { url: `${EXTENSIONS}expressed-at`, valueDateTime: expressedAt },
    ],
    identifier: [{ system: BOTTLE_SYSTEM, value: number }],
    productCategory: 'fluid',
    productCode: { coding: [{ system: CARE_SYSTEM, code: 'expressed-milk' }], text: 'expressed breast milk' },
    status: 'available',
    ...(volume === undefined ? {} : { quantity: volume }),
  };
}

/** The product of a bottle's number; undefined where there is none. */
export async function bottleId(session: Session, number: string): Promise<string | undefined> {
  const text = 'select product from care_bottle where number = $1';
  return (await session.transaction.query<{ product: string }>(text, [number], 'care_bottle'))[0]?.product;
}

/** The bottle is taken out of the freezer: its time runs. */
export function thaw(context: Context, body: ThawBody): Promise<{ readonly bottle: Bottle }> {
  const number = labelNumber(context, body.bottle);
  return attempted(context, { name: 'milk-thaw', attempt: body.attempt, asked: body, patient: '' }, async (session) => {
    const id = number === undefined ? undefined : await bottleId(session, number);
    if (id === undefined) throw unknown();
    await lockResources(session, [`BiologicallyDerivedProduct/${id}`]);
    const product = await readResource(session.own, 'BiologicallyDerivedProduct', id);
    if (bottleOf(product).thawedAt !== undefined) throw thawedBefore();
    const at = instantOf(session.own.clock.now());
    const extension = [...(product.extension ?? []), { url: `${EXTENSIONS}thawed-at`, valueDateTime: at }];
    const written = [await putResource(session.own, { ...product, extension })];
    const bottle = bottleOf(await readResource(session.own, 'BiologicallyDerivedProduct', id));
    return { answer: { bottle }, written };
  });
}

function unknown(): OutcomeError {
  return new OutcomeError('not-found', 'care.bottle-unknown', 'There is no such bottle; scan its label again.');
}

function thawedBefore(): OutcomeError {
  const text = 'The bottle was thawed before; its time runs since then. Milk is never frozen again.';
  return new OutcomeError('conflict', 'care.bottle-thawed', text);
}

const MOST_BOTTLES = 100;

/** Bottles of a baby, newest first. */
export async function bottles(context: Context, baby: string): Promise<readonly Bottle[]> {
  const text = 'select product from care_bottle where baby = $1 order by at desc limit $2';
  const rows = await context.store.query<{ product: string }>(text, [baby, MOST_BOTTLES], 'care_bottles');
  const ids = rows.map(({ product }) => product);
  const found = await findAmong(context, 'BiologicallyDerivedProduct', '_id', ids);
  return found.map(bottleOf).toSorted((a, b) => b.expressedAt.localeCompare(a.expressedAt));
}
