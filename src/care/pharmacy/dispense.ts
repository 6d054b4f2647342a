/**
 * Dispensing by unit dose: packs are scanned, checked against the order, taken from stock, and become unit doses with a code of
 * their own, each for one patient and one moment. One transaction.
 *
 * Stops here: another product, an expired or recalled lot, too few or too many units, a dose prepared before, an order that
 * changed or is not verified.
 *
 * Proof   dispense.int.test.ts
 */
import { instantOf, OutcomeError, type EpochMs } from '../../kernel/index.ts';
import type { Context } from '../../record/index.ts';
import { findResources, idIn, readResource } from '../bedside/chart.ts';
import { isAsNeeded, pharmacyOf } from '../bedside/orders.ts';
import { isSlot } from '../bedside/slots.ts';
import type { Session } from '../bedside/session.ts';
import { LOT_SYSTEM, SERIAL_SYSTEM } from '../loop/index.ts';
import { codesIn, GTIN, identifierIn, isSet } from '../systems.ts';
import type { DispenseBody } from './body.ts';
import { GENERIC, INPATIENT, refer, type Dispense, type Medication, type Request } from './codes.ts';
import { productFor, unitsFor } from './prepare.ts';
import { readPack, todayIn, type Pack } from './product.ts';
import { moveStock } from './stock.ts';
import { make, once, ownReference } from './write.ts';
import type { Places } from './places.ts';

/** One prepared unit. */
export interface Unit extends Pack {
  readonly serial: string;
  readonly slot?: EpochMs;
}

/** What was prepared. */
export interface Dispensed {
  readonly dispense: string;
  readonly units: readonly {
    readonly gtin: string;
    readonly lot: string;
    readonly expiry: string;
    readonly serial: string;
    readonly slot?: string;
  }[];
}

/** Prepares unit doses of an order. */
export function dispense(context: Context, places: Places, body: DispenseBody): Promise<Dispensed> {
  return once(context, 'pharmacy-dispense', [`MedicationRequest/${body.order}`], body, async (session) => {
    await places.demand(session.safety, body.place);
    const { request, medication, substituted } = await demandVerified(session, body);
    const slots = demandSlots(context, request, body);
    await demandNotPrepared(session, request, slots);
    const packs = await demandPacks(session, medication, body);
    const units = await unitsOf(session, packs, slots, unitsFor(request, medication), body);
    const reference = await make<'MedicationDispense'>(
      session,
      dispenseOf(session, request, medication, substituted, units, body),
    );
    const id = reference.split('/')[1] ?? '';
    for (const { pack, units: count } of packs)
      await moveStock(session, { ...pack, kind: 'dispense', units: count, from: body.place, about: reference });
    for (const unit of units) await keepUnit(session, unit, request, id);
    return {
      dispense: id,
      units: units.map(({ slot, ...unit }) => ({ ...unit, ...(slot === undefined ? {} : { slot: instantOf(slot) }) })),
    };
  });
}

async function demandVerified(
  session: Session,
  { order, version }: DispenseBody,
): Promise<{ readonly request: Request; readonly medication: Medication; readonly substituted: boolean }> {
  const request = await readResource(session.own, 'MedicationRequest', order);
  if (request.meta?.versionId !== version || request.status !== 'active')
    throw new OutcomeError(
      'conflict',
      'care.order-changed',
      'The order was changed or ended after you read it. Nothing was dispensed: read the list again.',
    );
  const { verified, substitutes } = await pharmacyOf(session, request);
  if (!verified)
    throw new OutcomeError(
      'business-rule',
      'care.not-verified',
      'No pharmacist has verified this order as it is now. Verify it first.',
    );
  return {
    request,
    medication: await productFor(session.safety, request, substitutes),
    substituted: substitutes.length > 0,
  };
}

/** The moments of the doses; as many nameless ones as are prepared of a drug that is taken when needed. */
function demandSlots(
  context: Context,
  request: Request,
  { slots, asNeeded }: DispenseBody,
): readonly (EpochMs | undefined)[] {
  if (isAsNeeded(request)) {
    if (asNeeded !== undefined && slots.length === 0) return Array.from({ length: asNeeded }, () => undefined);
    throw wrongDoses('This drug is taken when needed: say how many doses are prepared.');
  }
  const distinct = [...new Set(slots)];
  if (asNeeded !== undefined || distinct.length === 0)
    throw wrongDoses('Say for which doses of the order units are prepared.');
  if (!distinct.every((slot) => isSlot(request, slot, context.settings.timeZone)))
    throw wrongDoses('The order has no dose at one of these times; read the list again.');
  return distinct.toSorted((a, b) => a - b);
}

function wrongDoses(text: string): OutcomeError {
  return new OutcomeError('business-rule', 'care.no-such-dose', text);
}

async function demandNotPrepared(
  session: Session,
  { id = '' }: Request,
  slots: readonly (EpochMs | undefined)[],
): Promise<void> {
  const text = 'select slot from care_unit_dose where request = $1 and slot is not null and not returned';
  const rows = await session.transaction.query<{ slot: EpochMs }>(text, [id]);
  const done = new Set(rows.map(({ slot }) => slot));
  if (!slots.some((slot) => slot !== undefined && done.has(slot))) return;
  throw new OutcomeError(
    'conflict',
    'care.dose-prepared',
    'A unit dose was prepared for one of these times already. Read the list again.',
  );
}

interface Taken {
  readonly pack: Pack;
  readonly units: number;
}

/** The packs that were scanned, each of the right product, in date and not recalled. */
async function demandPacks(
  session: Session,
  medication: Medication,
  { scans }: DispenseBody,
): Promise<readonly Taken[]> {
  const today = todayIn(session.own);
  const gtin = identifierIn(medication.identifier, GTIN)?.value;
  const recalled = await recalledLots(session, medication.id ?? '');
  const taken = scans.map(({ raw, units }) => ({ pack: readPack(raw, today), units }));
  for (const { pack, units } of taken) {
    if (pack.gtin !== gtin)
      throw new OutcomeError(
        'business-rule',
        'care.wrong-product',
        `The pack is another product than ordered (${pack.gtin}, not ${gtin ?? 'unknown'}). Put it back.`,
      );
    if (pack.expiry < today)
      throw new OutcomeError(
        'business-rule',
        'care.lot-expired',
        `Lot ${pack.lot} expired on ${pack.expiry}. Waste it and take another.`,
      );
    if (recalled.has(pack.lot))
      throw new OutcomeError(
        'business-rule',
        'care.lot-recalled',
        `Lot ${pack.lot} is recalled. Set it aside and take another.`,
      );
    if (isSet(medication, 'serialised') && (pack.serial === undefined || units !== 1))
      throw new OutcomeError(
        'business-rule',
        'care.serial-required',
        'Each unit of this drug has a serial number: scan every unit on its own.',
      );
  }
  return taken;
}

async function recalledLots(session: Session, medication: string): Promise<ReadonlySet<string>> {
  const flags = await findResources(session.safety, 'Flag', { subject: `Medication/${medication}` });
  const active = flags.filter(({ status, code }) => status === 'active' && codesIn(code).includes('recall'));
  return new Set(active.flatMap(({ identifier = [] }) => identifier.flatMap(({ value }) => value ?? [])));
}

/** The units for the doses, in order: exactly as many as are needed. */
async function unitsOf(
  session: Session,
  packs: readonly Taken[],
  slots: readonly (EpochMs | undefined)[],
  perDose: number,
  { asNeeded }: DispenseBody,
): Promise<readonly Unit[]> {
  const needed = slots.flatMap((slot) => Array.from({ length: perDose }, () => slot));
  const single = packs.flatMap(({ pack, units }) => Array.from({ length: units }, () => pack));
  if (single.length !== needed.length)
    throw new OutcomeError(
      'business-rule',
      'care.wrong-count',
      `${needed.length} units are needed (${asNeeded ?? slots.length} doses of ${perDose}), ${single.length} were scanned. Correct the count.`,
    );
  const units: Unit[] = [];
  for (const [at, pack] of single.entries()) {
    const slot = needed[at];
    const serial =
      pack.serial !== undefined && single.filter((one) => one.serial === pack.serial).length === 1
        ? pack.serial
        : await newSerial(session);
    units.push({ ...pack, serial, ...(slot === undefined ? {} : { slot }) });
  }
  return units;
}

/** Serial numbers of our own units: never one twice. */
async function newSerial({ transaction }: Session): Promise<string> {
  const [row] = await transaction.query<{ next: string }>("select nextval('care_unit_serial') as next");
  return `U${(row?.next ?? '').padStart(9, '0')}`;
}

function dispenseOf(
  { own }: Session,
  request: Request,
  medication: Medication,
  substituted: boolean,
  units: readonly Unit[],
  { place }: DispenseBody,
): Dispense {
  const by = ownReference(own);
  const numbers = units.flatMap(({ gtin, lot, serial }) => [
    { system: LOT_SYSTEM, value: `${gtin}.${lot}` },
    { system: SERIAL_SYSTEM, value: `${gtin}.${serial}` },
  ]);
  const now = instantOf(own.clock.now());
  return {
    resourceType: 'MedicationDispense',
    identifier: [...new Map(numbers.map((one) => [`${one.system}|${one.value}`, one])).values()],
    status: 'completed',
    category: INPATIENT,
    medicationReference: refer('Medication', medication.id ?? ''),
    subject: request.subject,
    ...(request.encounter === undefined ? {} : { context: request.encounter }),
    performer: [{ actor: by }],
    authorizingPrescription: [refer('MedicationRequest', request.id ?? '')],
    quantity: { value: units.length, unit: 'unit', system: 'http://unitsofmeasure.org', code: '{unit}' },
    whenPrepared: now,
    whenHandedOver: now,
    ...(substituted ? { substitution: { wasSubstituted: true, type: GENERIC, responsibleParty: [by] } } : {}),
    ...(place === 'pharmacy' ? {} : { note: [{ text: `from the stock of ${place}` }] }),
  };
}

async function keepUnit({ transaction }: Session, unit: Unit, request: Request, dispensed: string): Promise<void> {
  const { gtin, serial, lot, expiry, slot } = unit;
  const text = `insert into care_unit_dose (gtin, serial, lot, expiry, request, patient, slot, dispense)
    values ($1, $2, $3, $4::date, $5, $6, to_timestamp($7::float8 / 1000), $8) on conflict do nothing returning 1`;
  const patient = idIn(request.subject, 'Patient') ?? '';
  const values = [gtin, serial, lot, expiry, request.id ?? '', patient, slot ?? null, dispensed];
  if ((await transaction.query(text, values, 'care_unit_keep')).length > 0) return;
  throw new OutcomeError(
    'conflict',
    'care.serial-used',
    `The unit with serial ${serial} was dispensed before. Set it aside.`,
  );
}
