/**
 * Conditions on versions: If-Match, If-None-Match, If-Modified-Since.
 *
 * Source  https://hl7.org/fhir/R4/http.html#concurrency, https://hl7.org/fhir/R4/http.html#cread
 * Proof   conditions.test.ts
 */
import { OutcomeError, type EpochMs } from '../kernel/index.ts';
import type { Conditions } from './ask.ts';
import { momentOfHttpDate } from './http-date.ts';

/** `W/"3"` */
export function etagOf(ver: number): string {
  return `W/"${ver}"`;
}

/** The versions that a header names: `W/"3"`, `"3"` or `3`, also several; `*` stays. */
function versionsIn(header: string): readonly string[] {
  return header.split(',').map((piece) => piece.trim().replace(/^W\//, '').replaceAll('"', ''));
}

/** Refuses a change where the current version is not one that the client has seen. `current` is undefined where nothing is there. */
export function demandMatch(conditions: Conditions, current: number | undefined): void {
  const { ifMatch, ifNoneMatch } = conditions;
  if (ifMatch !== undefined) demandKnown(ifMatch, current);
  if (ifNoneMatch === undefined || current === undefined) return;
  const versions = versionsIn(ifNoneMatch);
  if (!versions.includes('*') && !versions.includes(String(current))) return;
  throw new OutcomeError(
    'precondition',
    'record.exists',
    'The resource is there already; If-None-Match forbids to change it.',
  );
}

function demandKnown(ifMatch: string, current: number | undefined): void {
  const versions = versionsIn(ifMatch);
  if (current !== undefined && (versions.includes('*') || versions.includes(String(current)))) return;
  const now = current === undefined ? 'there is no such resource' : `the current version is ${current}`;
  throw new OutcomeError(
    'precondition',
    'record.version-conflict',
    `If-Match names ${ifMatch.slice(0, 60)}, but ${now}; read it again, then repeat the change.`,
  );
}

/** Has the client this version already (answer 304)? */
export function isKnown(conditions: Conditions, ver: number, ts: EpochMs): boolean {
  const { ifNoneMatch, ifModifiedSince } = conditions;
  if (ifNoneMatch !== undefined) {
    const versions = versionsIn(ifNoneMatch);
    return versions.includes('*') || versions.includes(String(ver));
  }
  const since = ifModifiedSince === undefined ? undefined : momentOfHttpDate(ifModifiedSince);
  return since !== undefined && Math.floor(ts / 1000) * 1000 <= since;
}
