/**
 * What the values of FHIR data types mean to search: codings of a token, the interval of a date, the texts of a string.
 *
 * The index and the in-memory evaluation both read elements here, so that they can differ only in how they compare.
 *
 * Source  https://hl7.org/fhir/R4/search.html#token, #date, #quantity, #string, #reference
 * Proof   elements.test.ts
 */
import {
  canonicalQuantity,
  DAWN,
  decimalText,
  DUSK,
  intervalOf,
  isRawDecimal,
  type CanonicalQuantity,
  type RawDecimal,
} from '../../kernel/index.ts';
import { addressTexts, nameForms, nameTexts, normaliseText } from './normalise.ts';
import { systemOfCode } from './source.ts';

type Json = Readonly<Record<string, unknown>>;

/** A code with its system: `undefined` where it has none. */
export interface CodedValue {
  readonly system: string | undefined;
  readonly code: string | undefined;
}

/** What a token parameter compares. */
export interface TokenElement {
  readonly codings: readonly CodedValue[];
  /** Texts for `:text`, as they are written. */
  readonly texts: readonly string[];
  /** Type and value of an identifier, for `:of-type`. */
  readonly ofTypes: readonly { readonly system: string; readonly code: string; readonly value: string }[];
}

/** An interval of numbers, both ends in it. */
export interface NumberInterval {
  readonly low: number;
  readonly high: number;
}

/** A quantity: its numbers as written and in the canonical unit, and the names of its unit. */
export interface QuantityElement extends NumberInterval {
  readonly system: string | undefined;
  readonly code: string | undefined;
  readonly unit: string | undefined;
  readonly canonical: (NumberInterval & { readonly unit: string }) | undefined;
}

/** What a reference says. */
export interface ReferenceElement {
  /** Texts that it can be found by, the first without a version. */
  readonly targets: readonly string[];
  readonly identifier: CodedValue | undefined;
  /** Type of the target, as the reference says it; unknown for contained resources. */
  readonly type: string | undefined;
}

/** Longest text that a string parameter compares, in characters after normalising. */
export const TEXT_LENGTH = 400;
export const UCUM = 'http://unitsofmeasure.org';
export const CURRENCIES = 'urn:iso:std:iso:4217';

const EMPTY: TokenElement = { codings: [], texts: [], ofTypes: [] };

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function list(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'object' && item !== null) : [];
}

function json(value: unknown): Json {
  return typeof value === 'object' && value !== null ? (value as Json) : {};
}

/** Reads an element of a token parameter. `valueSet`: the required binding of a `code`, whose system is implied. */
export function tokenElement(value: unknown, type: string, valueSet?: string): TokenElement {
  const reader = TOKEN_READERS[type];
  if (reader !== undefined) return reader(json(value));
  if (typeof value === 'boolean') return { ...EMPTY, codings: [{ system: undefined, code: String(value) }] };
  if (typeof value === 'number' || isRawDecimal(value))
    return { ...EMPTY, codings: [{ system: undefined, code: decimalText(value) }] };
  const code = text(value);
  if (code === undefined) return EMPTY;
  const system = valueSet === undefined ? undefined : systemOfCode(valueSet, code);
  return { ...EMPTY, codings: [{ system, code }] };
}

const TOKEN_READERS: Readonly<Record<string, (value: Json) => TokenElement>> = {
  Coding: (coding) => ({ ...EMPTY, codings: codings([coding]), texts: present([coding['display']]) }),
  CodeableConcept: (concept) => {
    const coded = list(concept['coding']);
    const texts = text(concept['text']) === undefined ? [] : [concept['text'] as string];
    for (const { display } of coded) if (typeof display === 'string' && display !== '') texts.push(display);
    return { codings: codings(coded), texts, ofTypes: EMPTY.ofTypes };
  },
  Identifier: identifierElement,
  ContactPoint: (contact) => {
    const code = text(contact['value']);
    if (code === undefined) return EMPTY;
    const systems = [text(contact['system']), text(contact['use'])].filter((system) => system !== undefined);
    const named = systems.map((system) => ({ system, code: contactText(code) }));
    return { ...EMPTY, codings: named.length > 0 ? named : [{ system: undefined, code: contactText(code) }] };
  },
};

function codings(values: readonly Json[]): CodedValue[] {
  const found: CodedValue[] = [];
  for (const coding of values) {
    const [system, code] = [text(coding['system']), text(coding['code'])];
    if (system !== undefined || code !== undefined) found.push({ system, code });
  }
  return found;
}

function present(values: readonly unknown[]): string[] {
  return values.filter((value) => typeof value === 'string' && value !== '') as string[];
}

function identifierElement(identifier: Json): TokenElement {
  const code = text(identifier['value']);
  const type = json(identifier['type']);
  const system = text(identifier['system']);
  if (code === undefined && system === undefined) return { ...EMPTY, texts: present([type['text']]) };
  const ofTypes = code === undefined ? [] : codings(list(type['coding'])).flatMap((coding) => ofType(coding, code));
  return { codings: [{ system, code }], texts: present([type['text']]), ofTypes };
}

function ofType({ system, code }: CodedValue, value: string): TokenElement['ofTypes'][number][] {
  return system === undefined || code === undefined ? [] : [{ system, code, value }];
}

/** A telephone number without its punctuation, an address of e-mail without case. */
export function contactText(value: string): string {
  const plain = value.trim().toLowerCase();
  return plain.includes('@') ? plain : plain.replace(/^tel:/, '').replace(/[\s().-]/g, '');
}

/** The interval of an element of a date parameter in ms, closed below and open above; undefined where it has none. */
export function dateElement(value: unknown, type: string, timeZone: string): NumberInterval | undefined {
  if (type === 'Period') return periodElement(json(value), timeZone);
  if (type === 'Timing') return timingElement(json(value), timeZone);
  return typeof value === 'string' ? intervalOf(value, timeZone) : undefined;
}

function periodElement(period: Json, timeZone: string): NumberInterval | undefined {
  const start = intervalOf(text(period['start']) ?? '', timeZone);
  const end = intervalOf(text(period['end']) ?? '', timeZone);
  if (start === undefined && end === undefined) return undefined;
  return ascending(start?.low ?? DAWN, end?.high ?? DUSK);
}

/** The outer limits of a schedule; how often something happens within is not searched. */
function timingElement(timing: Json, timeZone: string): NumberInterval | undefined {
  const bounds = periodElement(json(json(timing['repeat'])['boundsPeriod']), timeZone);
  const events = (Array.isArray(timing['event']) ? timing['event'] : [])
    .map((event) => dateElement(event, 'dateTime', timeZone))
    .concat(bounds)
    .filter((interval) => interval !== undefined);
  if (events.length === 0) return undefined;
  return { low: Math.min(...events.map((one) => one.low)), high: Math.max(...events.map((one) => one.high)) };
}

function decimal(value: unknown): number | undefined {
  const number = typeof value === 'number' ? value : isRawDecimal(value) ? Number(value.rawJSON) : Number.NaN;
  return Number.isFinite(number) ? number : undefined;
}

/** The interval of an element of a number parameter; undefined where it has none. */
export function numberElement(value: unknown, type: string): NumberInterval | undefined {
  if (type === 'Range') return rangeOf(json(value));
  const number = decimal(type === 'Quantity' ? json(value)['value'] : value);
  return number === undefined ? undefined : { low: number, high: number };
}

function rangeOf(range: Json): NumberInterval | undefined {
  const low = decimal(json(range['low'])['value']);
  const high = decimal(json(range['high'])['value']);
  if (low === undefined && high === undefined) return undefined;
  return ascending(low ?? -Infinity, high ?? Infinity);
}

/** An interval that was written the wrong way round is read all the same. */
function ascending(low: number, high: number): NumberInterval {
  return { low: Math.min(low, high), high: Math.max(low, high) };
}

/** An element of a quantity parameter; undefined where it has no number. */
export function quantityElement(value: unknown, type: string): QuantityElement | undefined {
  const quantity = json(value);
  if (type === 'Range') return rangeQuantity(quantity);
  const number = decimal(quantity['value']);
  if (number === undefined) return undefined;
  if (type === 'Money') {
    const code = text(quantity['currency']);
    return {
      low: number,
      high: number,
      system: code === undefined ? undefined : CURRENCIES,
      code,
      unit: undefined,
      canonical: undefined,
    };
  }
  const names = namesOfUnit(quantity);
  const canonical = canonicalOf(quantity['value'] as number | RawDecimal, names);
  const open = openEnd(quantity['comparator']);
  return {
    ...open({ low: number, high: number }),
    ...names,
    canonical:
      canonical === undefined
        ? undefined
        : { ...open({ low: canonical.value, high: canonical.value }), unit: canonical.unit },
  };
}

function namesOfUnit(quantity: Json): Pick<QuantityElement, 'system' | 'code' | 'unit'> {
  return { system: text(quantity['system']), code: text(quantity['code']), unit: text(quantity['unit']) };
}

function canonicalOf(
  value: number | RawDecimal,
  { system, code }: { system: string | undefined; code: string | undefined },
): CanonicalQuantity | undefined {
  return system === UCUM && code !== undefined ? canonicalQuantity(value, code) : undefined;
}

/** `< 5` is everything below 5. */
function openEnd(comparator: unknown): (interval: NumberInterval) => NumberInterval {
  if (comparator === '<' || comparator === '<=') return ({ high }) => ({ low: -Infinity, high });
  if (comparator === '>' || comparator === '>=') return ({ low }) => ({ low, high: Infinity });
  return (interval) => interval;
}

function rangeQuantity(range: Json): QuantityElement | undefined {
  const interval = rangeOf(range);
  if (interval === undefined) return undefined;
  const [low, high] = [json(range['low']), json(range['high'])];
  const names = namesOfUnit(decimal(low['value']) === undefined ? high : low);
  const ends = [low, high].map((end) => {
    const value = end['value'];
    return decimal(value) === undefined
      ? undefined
      : canonicalOf(value as number | RawDecimal, namesOfUnit({ ...names, ...end }));
  });
  const unit = ends.find((end) => end !== undefined)?.unit;
  if (unit === undefined) return { ...interval, ...names, canonical: undefined };
  const canonical = { ...ascending(ends[0]?.value ?? -Infinity, ends[1]?.value ?? Infinity), unit };
  return { ...interval, ...names, canonical };
}

/** The texts of an element of a string parameter as they are written. */
export function writtenTexts(value: unknown, type: string): string[] {
  if (type === 'HumanName') return nameTexts(json(value));
  if (type === 'Address') return addressTexts(json(value));
  return present([value]);
}

/** Everything that a string parameter finds the element by, normalised and cut at `TEXT_LENGTH`. */
export function comparedTexts(value: unknown, type: string): string[] {
  return [...new Set([...plainTexts(value, type), ...derivedTexts(value, type)])];
}

/** The texts of an element as they are compared. */
export function plainTexts(value: unknown, type: string): string[] {
  return [...new Set(writtenTexts(value, type).map(comparedText))].filter((one) => one !== '');
}

/** What else a name is found by: family and given name together, Korean initials. */
export function derivedTexts(value: unknown, type: string): string[] {
  if (type !== 'HumanName') return [];
  const plain = plainTexts(value, type);
  return nameForms(json(value))
    .map(cutText)
    .filter((one) => one !== '' && !plain.includes(one));
}

/** Text as a string parameter compares it. */
export function comparedText(written: string): string {
  return cutText(normaliseText(written));
}

function cutText(normalised: string): string {
  const plain = withoutNull(normalised);
  return plain.length <= TEXT_LENGTH ? plain : plain.slice(0, TEXT_LENGTH).replace(/[\ud800-\udbff]$/, '');
}

/** JSON can hold the null character, PostgreSQL's text cannot, and nobody searches for it. */
function withoutNull(written: string): string {
  return written.includes('\u0000') ? written.replaceAll('\u0000', '') : written;
}

const HISTORY = '/_history/';
const VERSIONED = /^(.+)\/_history\/[A-Za-z0-9\-.]{1,64}$/;

/** What an element of a reference parameter refers to; references into the resource itself (`#a`) are nothing. */
export function referenceElement(value: unknown, type: string): ReferenceElement {
  if (type !== 'Reference') return canonicalReference(text(value));
  const reference = json(value);
  const targets = referenceTargets(text(reference['reference']));
  return {
    targets,
    identifier: reference['identifier'] === undefined ? undefined : codedIdentifier(json(reference['identifier'])),
    type: typeOfReference(targets[0] ?? '') ?? text(reference['type']),
  };
}

function codedIdentifier(identifier: Json): CodedValue | undefined {
  const [system, code] = [text(identifier['system']), text(identifier['value'])];
  return system === undefined && code === undefined ? undefined : { system, code };
}

function canonicalReference(canonical: string | undefined): ReferenceElement {
  const targets = canonicalTargets(canonical);
  return { targets, identifier: undefined, type: typeOfReference(targets[0] ?? '') };
}

function referenceTargets(reference: string | undefined): string[] {
  if (reference === undefined || reference.startsWith('#')) return [];
  const plain = reference.includes(HISTORY) ? VERSIONED.exec(reference)?.[1] : undefined;
  return plain === undefined ? [reference] : [plain, reference];
}

function canonicalTargets(canonical: string | undefined): string[] {
  if (canonical === undefined || canonical.startsWith('#')) return [];
  const bar = canonical.indexOf('|');
  return bar < 0 ? referenceTargets(canonical) : [canonical.slice(0, bar), canonical];
}

const TYPED = /(?:^|\/)([A-Z][A-Za-z]+)\/[A-Za-z0-9\-.]{1,64}$/;

/** The resource type that a reference names. */
export function typeOfReference(target: string): string | undefined {
  return TYPED.exec(target)?.[1];
}

const LOCAL = /^[A-Z][A-Za-z]+\/[A-Za-z0-9\-.]{1,64}$/;

/** Is it a reference to a resource of this server (`Patient/1`)? */
export function isLocalReference(target: string): boolean {
  return LOCAL.test(target);
}

/** An element of a uri parameter. */
export function uriElement(value: unknown): string | undefined {
  const uri = text(value);
  return uri === undefined ? undefined : withoutNull(uri);
}
