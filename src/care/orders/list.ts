/**
 * The orders of a patient as the screen lists them: what runs or is held, and what was stopped lately; which of them wait for a co-signature.
 *
 * Proof   record.int.test.ts, orders.int.test.ts
 */
import type { CodeableConcept, Resource, ResourceOfType } from '../../fhir/index.ts';
import { instantOf, type EpochMs } from '../../kernel/index.ts';
import type { Context } from '../../record/index.ts';
import { findAmong, findResources, idIn } from '../bedside/chart.ts';
import { CARE_SYSTEM } from '../loop/writes.ts';
import { codesIn, isSet, momentOf } from '../systems.ts';
import { KINDS, type Kind } from './draft.ts';
import { drugOf, translationOf, type Drug } from './formulary.ts';
import { markedParts, tallParts, type NamePart } from './look-alike.ts';
import type { Text } from './words.ts';

type Order = ResourceOfType['MedicationRequest'] | ResourceOfType['ServiceRequest'] | ResourceOfType['NutritionOrder'];

export interface OrderLine {
  readonly reference: string;
  readonly version: string;
  readonly kind: Kind;
  readonly status: string;
  readonly name: Text;
  readonly parts: { readonly ko: readonly NamePart[]; readonly en: readonly NamePart[] };
  readonly strength?: string;
  readonly highAlert: boolean;
  readonly authored: string;
  readonly coSign: boolean;
  /** Is it an order of this room, that can be changed here? */
  readonly changeable: boolean;
  readonly resource: Resource;
}

const LATELY_MS = 2 * 86_400_000;
const RUNNING = 'active,on-hold';

/** The lines, newest first. */
export async function orderList(context: Context, patient: string): Promise<readonly OrderLine[]> {
  const subject = `Patient/${patient}`;
  const since = `ge${instantOf((context.clock.now() - LATELY_MS) as EpochMs)}`;
  const ended = {
    MedicationRequest: 'stopped,cancelled,completed,entered-in-error',
    ServiceRequest: 'revoked,entered-in-error',
  };
  const [drugs, past, services, withdrawn, diets, tasks] = await Promise.all([
    findResources(context, 'MedicationRequest', { subject, status: RUNNING }),
    findResources(context, 'MedicationRequest', { subject, status: ended.MedicationRequest, _lastUpdated: since }),
    findResources(context, 'ServiceRequest', { subject, status: RUNNING }),
    findResources(context, 'ServiceRequest', { subject, status: ended.ServiceRequest, _lastUpdated: since }),
    findResources(context, 'NutritionOrder', { patient: subject, status: `${RUNNING},revoked,entered-in-error` }),
    findResources(context, 'Task', { patient: subject, code: `${CARE_SYSTEM}|co-sign`, status: 'requested' }),
  ]);
  const orders: readonly Order[] = [...drugs, ...past, ...services, ...withdrawn, ...diets];
  const medications = await medicationsOf(context, orders);
  const waiting = new Set(tasks.map(({ focus }) => focus?.reference ?? ''));
  return orders
    .map((order) => lineOf(order, medications, waiting))
    .toSorted((one, other) => (momentOf(other.authored) ?? 0) - (momentOf(one.authored) ?? 0));
}

async function medicationsOf(
  context: Context,
  orders: readonly Order[],
): Promise<ReadonlyMap<string, ResourceOfType['Medication']>> {
  const ids = orders.flatMap((order) =>
    order.resourceType === 'MedicationRequest' ? (idIn(order.medicationReference, 'Medication') ?? []) : [],
  );
  const found = await findAmong(context, 'Medication', '_id', [...new Set(ids)]);
  return new Map(found.map((one) => [one.id ?? '', one]));
}

/** Orders by reference as lines, for lists over several patients. */
export async function linesOf(
  context: Context,
  orders: readonly Order[],
  waiting: ReadonlySet<string>,
): Promise<readonly OrderLine[]> {
  const medications = await medicationsOf(context, orders);
  return orders.map((order) => lineOf(order, medications, waiting));
}

function lineOf(
  order: Order,
  medications: ReadonlyMap<string, ResourceOfType['Medication']>,
  waiting: ReadonlySet<string>,
): OrderLine {
  const reference = `${order.resourceType}/${order.id ?? ''}`;
  const kind = kindOf(order);
  const { lookAlikes, ...named } =
    order.resourceType === 'MedicationRequest'
      ? drugNamed(order, medications)
      : { name: nameOf(conceptOf(order)), highAlert: false, lookAlikes: [] };
  return {
    reference,
    version: order.meta?.versionId ?? '',
    kind: kind ?? 'procedure',
    status: order.status,
    ...named,
    parts: { ko: markedParts(named.name.ko, lookAlikes), en: tallParts(named.name.en) },
    authored: (order.resourceType === 'NutritionOrder' ? order.dateTime : order.authoredOn) ?? '',
    coSign: waiting.has(reference),
    changeable: kind !== undefined,
    resource: order,
  };
}

function conceptOf(
  order: ResourceOfType['ServiceRequest'] | ResourceOfType['NutritionOrder'],
): CodeableConcept | undefined {
  return order.resourceType === 'ServiceRequest' ? order.code : order.oralDiet?.type?.[0];
}

function kindOf(order: Order): Kind | undefined {
  if (order.resourceType === 'MedicationRequest') return 'drug';
  if (order.resourceType === 'NutritionOrder') return 'diet';
  const codes = new Set((order.category ?? []).flatMap(codesIn));
  return KINDS.find((kind) => codes.has(kind));
}

/** English display, Korean translation or text. */
export function nameOf(concept: CodeableConcept | undefined): Text {
  const [coding] = concept?.coding ?? [];
  const en = coding?.display ?? concept?.text ?? '';
  return { ko: translationOf(coding) ?? concept?.text ?? en, en };
}

function drugNamed(
  { medicationReference, medicationCodeableConcept }: ResourceOfType['MedicationRequest'],
  medications: ReadonlyMap<string, ResourceOfType['Medication']>,
): Pick<OrderLine, 'name' | 'strength' | 'highAlert'> & Pick<Drug, 'lookAlikes'> {
  const medication = medications.get(idIn(medicationReference, 'Medication') ?? '');
  if (medication === undefined) {
    const text = medicationCodeableConcept?.text ?? medicationReference?.display ?? '';
    const strength = /\d.*$/.exec(text)?.[0];
    const { ko, en } = nameOf(medicationCodeableConcept);
    const bare = (words: string) => (words === '' ? text : words).replace(strength ?? '', '').trim();
    return {
      name: { ko: bare(ko), en: bare(en) },
      highAlert: false,
      lookAlikes: [],
      ...(strength === undefined ? {} : { strength }),
    };
  }
  const drug = drugOf(medication);
  const highAlert = isSet(medication, 'high-alert');
  return drug === undefined
    ? { name: nameOf(medication.code), highAlert, lookAlikes: [] }
    : { name: drug.name, strength: drug.strength, highAlert, lookAlikes: drug.lookAlikes };
}
