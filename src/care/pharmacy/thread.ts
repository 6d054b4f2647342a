/**
 * What pharmacist and prescriber said to each other about an order, in order.
 *
 * Proof   decide.int.test.ts
 */
import type { Context } from '../../record/index.ts';
import { findAmong, idIn } from '../bedside/chart.ts';
import { CARE_SYSTEM } from '../loop/index.ts';
import { careCodeOf, type Communication } from './codes.ts';

/** One message. */
export interface Message {
  readonly id: string;
  readonly kind: 'question' | 'answer' | 'rejection';
  readonly order: string;
  readonly at: string;
  readonly by: { readonly reference?: string; readonly display?: string };
  readonly text: string;
}

const KINDS: Readonly<Record<string, Message['kind']>> = {
  'order-question': 'question',
  'order-answer': 'answer',
  'order-rejection': 'rejection',
};

/** The messages about some orders, oldest first. */
export async function messagesAbout(context: Context, orders: readonly string[]): Promise<readonly Message[]> {
  const patientFree = {
    category: Object.keys(KINDS)
      .map((code) => `${CARE_SYSTEM}|${code}`)
      .join(','),
  };
  const ids = new Set(orders);
  const found = await findAmong(
    context,
    'Communication',
    'based-on',
    [...ids].map((id) => `MedicationRequest/${id}`),
    patientFree,
  );
  return found.flatMap(messageOf).toSorted((a, b) => (a.at < b.at ? -1 : 1));
}

function messageOf({ id = '', category, sent = '', sender, payload, basedOn }: Communication): readonly Message[] {
  const kind = KINDS[careCodeOf(category?.[0]) ?? ''];
  const order = idIn(basedOn?.[0], 'MedicationRequest');
  if (kind === undefined || order === undefined) return [];
  const { reference, display } = sender ?? {};
  const by = { ...(reference === undefined ? {} : { reference }), ...(display === undefined ? {} : { display }) };
  return [{ id, kind, order, at: sent, by, text: payload?.[0]?.contentString ?? '' }];
}
