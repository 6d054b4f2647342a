/**
 * Signing: one signature for everything in the basket, in one transaction: orders, the orders that they replace, issues that were overridden,
 * Provenance, and the tasks of a verbal order. All of it or nothing.
 *
 * Everything is checked anew right before. A hard stop is not signed; an interruption needs a coded reason; a high-risk order needs the identity of
 * the patient typed again. The basket is emptied in the same transaction, so that of two tabs with one basket one signs.
 *
 * Source  https://hl7.org/fhir/R4/provenance.html, https://hl7.org/fhir/R4/detectedissue.html
 * Proof   orders.int.test.ts
 */
import { randomUUID } from 'node:crypto';
import type { RouteRequest } from '../../access/index.ts';
import { OVERRIDE_REASONS } from '../../cds/index.ts';
import { OutcomeError } from '../../kernel/index.ts';
import type { Context } from '../../record/index.ts';
import { attempted } from '../bedside/attempt.ts';
import { readResource } from '../bedside/chart.ts';
import { issueOf } from '../loop/writes.ts';
import { basketChanged, readBasket } from './basket.ts';
import { checkLines, type Finding } from './check.ts';
import type { z } from 'zod';
import type { signShape } from './body.ts';
import { namesPatient } from './identity.ts';
import { circumstancesOf, lineOf, type Line, type Ordering } from './lines.ts';
import { recordSignature, type Signed } from './record.ts';
import { make } from './write.ts';

export type SignBody = z.output<typeof signShape>;

/** Signed, or what is still missing. */
export type SignAnswer =
  | ({ readonly signed: true } & Signed)
  | {
      readonly signed: false;
      readonly findings: readonly Finding[];
      /** Findings that cannot be signed. */
      readonly stops: readonly string[];
      /** Findings that need a reason. */
      readonly reasons: readonly string[];
      /** `identity`: type it; `identity-mismatch`: what was typed is not this patient. */
      readonly identity?: 'identity' | 'identity-mismatch';
      /** Keys of drafts that are not complete. */
      readonly incomplete: readonly string[];
    };

/** Signs the basket. */
export async function sign(
  context: Context,
  ordering: Ordering,
  request: Pick<RouteRequest, 'caller' | 'reach' | 'origin' | 'headers'>,
  body: SignBody,
): Promise<SignAnswer> {
  const { patient } = body;
  demandReasons(body);
  demandRole(context, body);
  const basket = await readBasket(context.store, context.caller.id, patient);
  const what = { name: 'orders-sign', attempt: body.attempt, asked: body, patient };
  const changed = () => attempted<SignAnswer>(context, what, () => Promise.reject(basketChanged()));
  if (basket.version !== body.version || basket.drafts.length === 0) return changed();
  const drugs = await ordering.formulary.drugs(context);
  const about = await circumstancesOf(context, ordering, patient, randomUUID());
  const signer =
    body.verbal === undefined ? about : { ...about, requester: body.verbal.prescriber, recorder: about.requester };
  const lines = basket.drafts.map((draft) => lineOf(draft, drugs, signer));
  const findings = await checkLines(ordering, request, patient, lines, drugs, 'order-sign');
  const open = await stillOpen(context, body, lines, findings, about.facts.age);
  if (open !== undefined) {
    const now = await readBasket(context.store, context.caller.id, patient);
    return now.version === body.version ? open : changed();
  }
  const overridden = findings.flatMap((finding) => {
    const override = body.overrides.find((one) => one.finding === finding.id);
    return override === undefined || finding.tier === 1 ? [] : [{ finding, reason: override.reason }];
  });
  const locks = basket.drafts.flatMap(({ replaces }) => replaces?.reference ?? []);
  return attempted<SignAnswer>(context, { ...what, locks }, async (session) => {
    const signed = await recordSignature(session, { ordering, about: signer, basket, lines, overridden });
    return { answer: { signed: true, ...signed }, written: signed.written, text: `orders ${signed.orders.length}` };
  });
}

const REASONS: ReadonlySet<string> = new Set(OVERRIDE_REASONS.map(({ code }) => code));

function demandReasons({ overrides }: SignBody): void {
  const unknown = overrides.find(({ reason }) => !REASONS.has(reason.code));
  if (unknown === undefined) return;
  const text = `'${unknown.reason.code}' is no reason of the list; choose one of ${[...REASONS].join(', ')}.`;
  throw new OutcomeError('value', 'care.no-such-reason', text);
}

/** A physician signs; a nurse only enters what a physician said. */
function demandRole({ caller }: Context, { verbal }: SignBody): void {
  if (caller.role === 'nurse' && verbal === undefined)
    throw new OutcomeError(
      'forbidden',
      'care.verbal-only',
      'A nurse enters verbal orders: say who ordered, and read it back.',
    );
  if (caller.role === 'physician' && verbal !== undefined)
    throw new OutcomeError(
      'business-rule',
      'care.no-verbal',
      'A physician signs the own order; a verbal order is entered by a nurse.',
    );
}

async function stillOpen(
  context: Context,
  body: SignBody,
  lines: readonly Line[],
  findings: readonly Finding[],
  age: number | undefined,
): Promise<SignAnswer | undefined> {
  const given = new Set(body.overrides.map(({ finding }) => finding));
  const stops = findings.filter(({ tier }) => tier === 1).map(({ id }) => id);
  const reasons = findings.filter(({ tier, id }) => tier === 2 && !given.has(id)).map(({ id }) => id);
  const incomplete = lines.filter(({ problems }) => problems.length > 0).map(({ draft }) => draft.key);
  const identity = lines.some(({ highRisk }) => highRisk) ? await identityOf(context, body, age) : undefined;
  if (stops.length + reasons.length + incomplete.length === 0 && identity === undefined) return undefined;
  return { signed: false, findings, stops, reasons, incomplete, ...(identity === undefined ? {} : { identity }) };
}

async function identityOf(
  context: Context,
  { patient, identity }: SignBody,
  age: number | undefined,
): Promise<'identity' | 'identity-mismatch' | undefined> {
  if (identity === undefined || identity === '') return 'identity';
  const person = await readResource(context, 'Patient', patient);
  if (namesPatient(identity, person, age)) return undefined;
  await make(
    context,
    issueOf('identity-mismatch', 'high', { patient, actor: actorOf(context), at: context.clock.now() }),
  );
  return 'identity-mismatch';
}

function actorOf({ caller }: Context): string | undefined {
  return caller.fhirUser?.replace('Practitioner/', '');
}
