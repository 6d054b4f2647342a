/**
 * Makes the quoted lines of a note anew from the record: what a client sends is which resources, never what they say.
 *
 * Proof   notes.int.test.ts
 */
import { patientsOf, type Resource, type ResourceOfType } from '../../fhir/index.ts';
import { OutcomeError } from '../../kernel/index.ts';
import { findAmong, idIn } from '../bedside/chart.ts';
import type { Session } from '../bedside/session.ts';
import { factOf, type Fact, type QuoteAsk, type Writing } from './fact.ts';

/** The lines of some quotes of one patient's note, in order. */
export async function quotesOf(
  session: Session,
  patient: string,
  asked: readonly (readonly QuoteAsk[])[],
  writing: Writing,
): Promise<readonly (readonly Fact[])[]> {
  const found = await sourcesOf(session, asked.flat());
  const lineOf = (ask: QuoteAsk) => {
    const sources = ask.of.map((reference) => found.get(reference) ?? unknown(reference));
    for (const source of sources) demandPatient(source, patient);
    if (ask.kind === 'range' && sources.some(({ resourceType }) => resourceType !== 'Observation')) throw notRanged();
    return factOf(ask, sources, writing);
  };
  return asked.map((asks) => asks.map(lineOf));
}

async function sourcesOf({ own }: Session, asks: readonly QuoteAsk[]): Promise<ReadonlyMap<string, Resource>> {
  const references = [...new Set(asks.flatMap(({ of }) => of))];
  const byType = Map.groupBy(references, (reference) => reference.split('/')[0] ?? '');
  const found = new Map<string, Resource>();
  for (const [type, group] of byType) {
    const ids = group.map((reference) => reference.split('/')[1] ?? '');
    for (const one of await findAmong(own, type as keyof ResourceOfType, '_id', ids))
      found.set(`${type}/${one.id}`, one);
  }
  return found;
}

function unknown(reference: string): never {
  const text = `${reference} is not on record or not yours to see, so it cannot be quoted; take the line out.`;
  throw new OutcomeError('value', 'care.quote-unknown', text);
}

function demandPatient(source: Resource, patient: string): void {
  const owner =
    source.resourceType === 'Task' ? [idIn(source.for, 'Patient')] : patientsOf(source.resourceType, source);
  if (owner.includes(patient)) return;
  const text = `${source.resourceType}/${source.id} is about another patient; a note quotes only its own patient.`;
  throw new OutcomeError('value', 'care.quote-other-patient', text);
}

function notRanged(): OutcomeError {
  return new OutcomeError('value', 'care.quote-invalid', 'Only values of one sign can be quoted as a range.');
}

/** What was quoted and reads otherwise now, or was taken back. */
export function changedQuotes(before: readonly Fact[], now: readonly Fact[]): readonly string[] {
  return now.flatMap((fact, at) => {
    const old = before[at];
    return fact.void === true || old?.text !== fact.text ? [old?.text ?? fact.text] : [];
  });
}
