/**
 * SMART scopes: read, write, intersect.
 *
 * Version 2 (`user/Observation.rs?category=laboratory`) is the inner form; version 1 (`.read`, `.write`, `.*`) is read and
 * mapped to `rs`, `cud`, `cruds`. What is not a scope is not guessed at: it is dropped, and grants nothing.
 *
 * Source  https://hl7.org/fhir/smart-app-launch/STU2.2/scopes-and-launch-context.html
 * Proof   scopes.test.ts (round trips; an intersection allows what both sides allow, nothing else)
 */
import type { Interaction } from './caller.ts';

/** Whose data a scope speaks of: the patient in context, what the person may see, or what a backend client may see. */
export type ScopeContext = 'patient' | 'user' | 'system';

/** One scope on FHIR resources. */
export interface FhirScope {
  readonly context: ScopeContext;
  /** A resource type, or `*` for all. */
  readonly resourceType: string;
  /** In the order of the letters `cruds`, without repetition, at least one. */
  readonly interactions: readonly Interaction[];
  /** Search criteria of the type itself, as written, all of which must match. */
  readonly criteria: readonly string[];
}

/** The letters of version 2, in their order. */
export const LETTERS: readonly (readonly [letter: string, interaction: Interaction])[] = [
  ['c', 'create'],
  ['r', 'read'],
  ['u', 'update'],
  ['d', 'delete'],
  ['s', 'search'],
];

/** Scopes that are not on resources: identity, launch context, refresh tokens. */
export const PLAIN_SCOPES = [
  'openid',
  'profile',
  'fhirUser',
  'offline_access',
  'online_access',
  'launch',
  'launch/patient',
] as const;

const FHIR_SCOPE = /^(patient|user|system)\/(\*|[A-Z][A-Za-z]{2,63})\.([a-z*]{1,5})(?:\?(.+))?$/;
const LETTERS_IN_ORDER = /^c?r?u?d?s?$/;
const VERSION_1: Readonly<Record<string, string>> = { read: 'rs', write: 'cud', '*': 'cruds' };
/** A search parameter of the type itself, with modifier: no chain, no `_has`, no result parameter. */
const CRITERION =
  /^(?!_(?:has|include|revinclude|sort|count|total|summary|elements|contained|containedType|filter|query|format|pretty)\b)[A-Za-z_][\w-]*(?::[A-Za-z-]+)?=[^&\s]+$/;

/** Reads one scope on FHIR resources; undefined where the text is none. */
export function parseFhirScope(text: string): FhirScope | undefined {
  const match = FHIR_SCOPE.exec(text);
  if (match === null) return undefined;
  const [, context, resourceType, suffix = '', query] = match;
  const letters = VERSION_1[suffix] ?? suffix;
  const criteria = query === undefined ? [] : query.split('&');
  if (letters === '' || !LETTERS_IN_ORDER.test(letters) || !criteria.every((one) => CRITERION.test(one)))
    return undefined;
  return {
    context: context as ScopeContext,
    resourceType: resourceType ?? '',
    interactions: interactionsOf(letters),
    criteria,
  };
}

/** The interactions that letters stand for. */
export function interactionsOf(letters: string): readonly Interaction[] {
  return LETTERS.filter(([letter]) => letters.includes(letter)).map(([, interaction]) => interaction);
}

/** The letters of interactions, in their order. */
export function lettersOf(interactions: readonly Interaction[]): string {
  return LETTERS.filter(([, interaction]) => interactions.includes(interaction))
    .map(([letter]) => letter)
    .join('');
}

/** Writes a scope in version 2. */
export function formatFhirScope(scope: FhirScope): string {
  const query = scope.criteria.length === 0 ? '' : `?${scope.criteria.join('&')}`;
  return `${scope.context}/${scope.resourceType}.${lettersOf(scope.interactions)}${query}`;
}

/** Splits a scope parameter at spaces; empty parts and repetitions are dropped. */
export function splitScopes(text: string | undefined): readonly string[] {
  return [...new Set((text ?? '').split(' ').filter((part) => part !== ''))];
}

/** Is this one of the scopes that are not on resources? */
export function isPlainScope(text: string): boolean {
  return (PLAIN_SCOPES as readonly string[]).includes(text);
}

/** What two scopes both allow; undefined where that is nothing. Criteria of both must hold. */
export function intersectScopes(one: FhirScope, other: FhirScope): FhirScope | undefined {
  if (one.context !== other.context) return undefined;
  const resourceType = sharedType(one.resourceType, other.resourceType);
  const interactions = one.interactions.filter((interaction) => other.interactions.includes(interaction));
  if (resourceType === undefined || interactions.length === 0) return undefined;
  const criteria = [...new Set([...one.criteria, ...other.criteria])];
  return { context: one.context, resourceType, interactions, criteria };
}

function sharedType(one: string, other: string): string | undefined {
  if (one === '*') return other;
  return other === '*' || one === other ? one : undefined;
}

/** Asked scopes as far as a client may have them: plain ones by name, those on resources by intersection. */
export function limitScopes(asked: readonly string[], allowed: readonly string[]): readonly string[] {
  const limits = allowed.map((text) => parseFhirScope(text)).filter((scope) => scope !== undefined);
  return [...new Set(asked.flatMap((text) => limitOne(text, allowed, limits)))];
}

function limitOne(text: string, allowed: readonly string[], limits: readonly FhirScope[]): readonly string[] {
  if (isPlainScope(text)) return allowed.includes(text) ? [text] : [];
  const scope = parseFhirScope(text);
  if (scope === undefined) return [];
  const shared = limits.map((limit) => intersectScopes(scope, limit)).filter((limited) => limited !== undefined);
  return shared.map((limited) => formatFhirScope(limited));
}
