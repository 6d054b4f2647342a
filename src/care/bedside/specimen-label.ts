/**
 * The label of a specimen: printed at the bed after the band was scanned, its number bound to the request then and not before.
 *
 * A label that was printed and not used is printed again with the same number; after a specimen was refused there is a new one.
 * The number is written with the house's right, because nurses may not change requests: nothing else of the request is touched.
 *
 * Source  reference "label printed at the bedside"; numbers are `LB-YYMMDD-n`
 * Proof   specimen.int.test.ts
 */
import type { Context } from '../../record/index.ts';
import { OutcomeError, zonedInstantOf } from '../../kernel/index.ts';
import type { ResourceOfType } from '../../fhir/index.ts';
import { decideSpecimen, messageOf, planOf, type Verdict } from '../loop/index.ts';
import { labelOf, specimenRequestOf, testNames, tubeOf } from '../laboratory/requests.ts';
import { SPECIMEN_LABEL } from '../systems.ts';
import { attempted, type Done } from './attempt.ts';
import type { SpecimenBody } from './body.ts';
import { findResources, readResource } from './chart.ts';
import { answerOf, type BedsideAnswer } from './record.ts';
import type { Session } from './session.ts';
import { REFUSED, specimenState } from './specimen.ts';
import type { StateOptions } from './state.ts';
import { putResource, writeAll } from './write.ts';

/** A label as it is printed. */
export interface SpecimenLabel {
  readonly number: string;
  /** What its code holds: an element string of GS1 (company-internal information). */
  readonly code: string;
  readonly patient: string;
  readonly request: string;
  readonly test: { readonly ko: string; readonly en: string };
  readonly tube: string;
  /** When it was printed. */
  readonly at: string;
}

export interface LabelAnswer extends BedsideAnswer {
  readonly label?: SpecimenLabel;
}

/** Decides whether a label may be printed here and now, and binds its number. */
export function printSpecimenLabel(context: Context, options: StateOptions, body: SpecimenBody): Promise<LabelAnswer> {
  const steps = [...body.steps, { action: 'print-label', at: 'bedside' } as const];
  const asked = { ...body, steps };
  const locks = [`ServiceRequest/${body.request}`];
  const { attempt, patient } = body;
  return attempted(context, { name: 'bedside-specimen-label', attempt, asked, patient, locks }, async (session) => {
    const decided = decideSpecimen(await specimenState(session, asked, options));
    const { verdict } = decided;
    if (verdict.decision === 'wait' && verdict.awaits === 'tube') return bound(session, body.request, verdict);
    if (verdict.decision === 'wait') throw tooEarly(verdict);
    const plan = planOf(decided, body.reason);
    const written = await writeAll(session, plan.writes);
    return { answer: answerOf(verdict, plan, written), written, outcome: 'refused', text: textOf(verdict) };
  });
}

function textOf({ messageKey, rules }: Verdict): string {
  return [messageKey, ...rules].join(' ');
}

function tooEarly({ messageKey }: Verdict): OutcomeError {
  const text = `No label is printed yet: ${messageOf(messageKey).en}`;
  return new OutcomeError('business-rule', 'care.label-too-early', text);
}

async function bound(session: Session, id: string, verdict: Verdict): Promise<Done<LabelAnswer>> {
  const request = await readResource(session.own, 'ServiceRequest', id);
  const printed = labelOf(request);
  const number = printed === undefined || (await wasRefused(session, printed)) ? await newNumber(session) : printed;
  if (number !== printed) await bind(session, request, number);
  const { clock, settings } = session.own;
  const label: SpecimenLabel = {
    number,
    code: `91${number}`,
    patient: specimenRequestOf(request).patient,
    request: id,
    test: testNames(request),
    tube: tubeOf(request) ?? '',
    at: zonedInstantOf(clock.now(), settings.timeZone),
  };
  const messageKey = 'loop.spec.label-printed';
  const answer = { ...answerOf({ ...verdict, messageKey }, { writes: [], audit: '0' }, []), label };
  return { answer, written: [`ServiceRequest/${id}`], text: messageKey };
}

async function wasRefused(session: Session, label: string): Promise<boolean> {
  const found = await findResources(session.safety, 'Specimen', { accession: label });
  return found.some(({ status }) => status !== undefined && REFUSED.has(status));
}

async function newNumber({ transaction, own: { clock, settings } }: Session): Promise<string> {
  const [row] = await transaction.query<{ n: string }>(
    "select nextval('care_label_number')::text as n",
    [],
    'care_label',
  );
  const day = zonedInstantOf(clock.now(), settings.timeZone).slice(2, 10).replaceAll('-', '');
  return `LB-${day}-${(row?.n ?? '0').padStart(4, '0')}`;
}

/** The label that was there before stays readable as an old one. */
async function bind(session: Session, request: ResourceOfType['ServiceRequest'], value: string): Promise<void> {
  const before = (request.identifier ?? []).map((one) =>
    one.system === SPECIMEN_LABEL ? { ...one, use: 'old' as const } : one,
  );
  await putResource(session.safety, { ...request, identifier: [...before, { system: SPECIMEN_LABEL, value }] });
}
