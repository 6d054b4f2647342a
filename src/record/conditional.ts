/**
 * Conditional interactions: which resource the criteria mean, decided inside the transaction and safe under concurrency.
 *
 * Before it searches, the transaction locks the criteria and the identifiers of the resource it may create (advisory locks on
 * their hashes, in buckets, so that a bundle of thousands needs no more locks than there are buckets). Under READ COMMITTED
 * the search that follows the lock sees what the winner committed; so two clients that race make one resource.
 *
 * Source  https://hl7.org/fhir/R4/http.html#ccreate
 * Proof   concurrency.int.test.ts
 */
import { parseSearch } from '../fhir/index.ts';
import { hash64, OutcomeError } from '../kernel/index.ts';
import type { Transaction } from '../store/index.ts';
import type { WriteContext } from './context.ts';
import type { AnyResource } from './resource.ts';
import { findMatches } from './search/index.ts';
import { isObject } from './validation.ts';

/** What the criteria mean. */
export interface Match {
  readonly rid: number;
  readonly fid: string;
  readonly ver: number;
}

/** First half of the key of these advisory locks: no other part of the house uses it. */
const LOCK_SPACE = 0x4d_61_72;
const BUCKETS = 1024;

/** The one resource that matches, or none; throws `record.multiple-matches`. */
export async function matchOne(
  open: WriteContext,
  type: string,
  criteria: string,
  resource?: AnyResource,
): Promise<Match | undefined> {
  await lockCriteria(open.transaction, [...criteriaLocks(type, criteria), ...identifierLocks(type, resource)]);
  return (await found(open, type, criteria, 1))[0];
}

/** At most `most` resources that match. */
export async function matchMany(
  open: WriteContext,
  type: string,
  criteria: string,
  most: number,
): Promise<readonly Match[]> {
  await lockCriteria(open.transaction, criteriaLocks(type, criteria));
  return found(open, type, criteria, most);
}

/** Searches after the locks were taken. */
export async function found(
  open: WriteContext,
  type: string,
  criteria: string,
  most: number,
): Promise<readonly Match[]> {
  const text = demandCriteria(open, type, criteria);
  const matches = await findMatches(open, type, text, most + 1);
  if (matches.length <= most) return matches;
  const several = most === 1 ? 'more than one' : `more than ${most}`;
  const message = `The criteria match ${several} ${type}, so nothing was changed; make them narrower.`;
  throw new OutcomeError('multiple-matches', 'record.multiple-matches', message);
}

/** Criteria without `Type?`; throws where they would match everything. */
function demandCriteria({ settings }: WriteContext, type: string, criteria: string): string {
  const text = plainCriteria(type, criteria);
  const { branches } = parseSearch(type, text, { timeZone: settings.timeZone });
  if (branches.some((branch) => branch.criteria.length > 0)) return text;
  const message = 'A conditional interaction needs at least one search parameter as its criteria.';
  throw new OutcomeError('precondition', 'record.no-criteria', message);
}

function plainCriteria(type: string, criteria: string): string {
  return criteria.startsWith(`${type}?`) ? criteria.slice(type.length + 1) : criteria.replace(/^\?/, '');
}

/** What to lock for criteria: their parameters, in any order. */
export function criteriaLocks(type: string, criteria: string): readonly string[] {
  return [`${type}?${plainCriteria(type, criteria).split('&').toSorted().join('&')}`];
}

/** What to lock for the identifiers that a resource brings: other criteria may mean the same ones. */
export function identifierLocks(type: string, resource: AnyResource | undefined): readonly string[] {
  const identifiers = resource?.['identifier'];
  const list = Array.isArray(identifiers) ? identifiers : [identifiers];
  return list.flatMap((one: unknown) =>
    isObject(one) && typeof one['value'] === 'string' ? [`${type}#${String(one['system'])}|${one['value']}`] : [],
  );
}

/** Takes the locks of some texts until the transaction ends, always in the same order. */
export async function lockCriteria(transaction: Transaction, texts: readonly string[]): Promise<void> {
  const buckets = [...new Set(texts.map((text) => hash64(text).low % BUCKETS))].toSorted((a, b) => a - b);
  if (buckets.length === 0) return;
  const statement = 'select pg_advisory_xact_lock($1::integer, bucket) from unnest($2::integer[]) as bucket';
  await transaction.query(statement, [LOCK_SPACE, buckets], 'record_lock_criteria');
}
