/**
 * Does one value of a resource match one value of a search? Token, string, uri, date, number, quantity, position.
 *
 * Source  https://hl7.org/fhir/R4/search.html#ptypes
 * Proof   match-value.test.ts, match.test.ts
 */
import { OutcomeError } from '../../kernel/index.ts';
import { canonicalBounds } from './canonical.ts';
import {
  comparedText,
  comparedTexts,
  contactText,
  dateElement,
  numberElement,
  quantityElement,
  tokenElement,
  writtenTexts,
  type CodedValue,
  type NumberInterval,
  type QuantityElement,
} from './elements.ts';
import { impliedValueSet, type ExtractedValue } from './extraction.ts';
import type { SearchParameter } from './parameters.ts';
import type {
  DateValue,
  Modifier,
  NearValue,
  NumberValue,
  QuantityValue,
  SearchValue,
  TokenValue,
  UriValue,
} from './query.ts';
import { isBelow } from './uris.ts';
import type { World } from './world.ts';

/** Compares one value. */
export function matchesValue(
  found: ExtractedValue,
  parameter: SearchParameter,
  modifier: Modifier | undefined,
  value: SearchValue,
  world: World,
): boolean {
  switch (parameter.kind) {
    case 'token':
      return matchesToken(found, parameter, modifier, value, world);
    case 'string':
      return value.kind === 'string' && matchesText(found, modifier, value.text);
    case 'uri':
      return value.kind === 'uri' && matchesUri(found.value, modifier, value);
    case 'date':
      return (
        value.kind === 'date' && matchesDate(dateElement(found.value, found.type, world.timeZone), value, world.now)
      );
    case 'number':
      return value.kind === 'number' && matchesNumber(numberElement(found.value, found.type), value);
    case 'quantity':
      return value.kind === 'quantity' && matchesQuantity(quantityElement(found.value, found.type), value);
    case 'special':
      return value.kind === 'near' && isNear(found.value, value);
    default:
      return false;
  }
}

function matchesToken(
  { value: element, type }: ExtractedValue,
  parameter: SearchParameter,
  modifier: Modifier | undefined,
  value: SearchValue,
  world: World,
): boolean {
  const { codings, texts, ofTypes } = tokenElement(element, type, impliedValueSet(parameter));
  if (value.kind === 'string') return texts.some((text) => comparedText(text).startsWith(comparedText(value.text)));
  if (value.kind === 'of-type') {
    return ofTypes.some((one) => one.system === value.system && one.code === value.code && one.value === value.value);
  }
  const wanted = wantedCodes(modifier, value, world);
  const asked =
    type === 'ContactPoint'
      ? wanted.map((one) => ({ ...one, code: one.code === undefined ? undefined : contactText(one.code) }))
      : wanted;
  return codings.some((coding) => asked.some((one) => matchesCoding(coding, one)));
}

/** The code of the search itself, or the codes that its modifier means. */
function wantedCodes(modifier: Modifier | undefined, value: SearchValue, { codes }: World): readonly CodedValue[] {
  if (value.kind === 'uri') return demandCodes(codes?.codesIn(value.uri));
  if (value.kind !== 'token') return [];
  if (modifier !== 'above' && modifier !== 'below') return [value];
  const { system = '', code = '' } = value;
  return demandCodes(modifier === 'below' ? codes?.below(system, code) : codes?.above(system, code));
}

function demandCodes(codes: readonly CodedValue[] | undefined): readonly CodedValue[] {
  if (codes === undefined)
    throw new OutcomeError('not-supported', 'search.no-terminology', 'The codes of this search are not known here.');
  return codes;
}

/** `[system]|[code]`: an absent system is any, an empty one is none; an absent code is any. */
export function matchesCoding(coding: CodedValue, { system, code }: Pick<TokenValue, 'system' | 'code'>): boolean {
  if (code !== undefined && coding.code !== code) return false;
  if (system === undefined) return true;
  return system === '' ? coding.system === undefined : coding.system === system;
}

function matchesText({ value, type }: ExtractedValue, modifier: Modifier | undefined, text: string): boolean {
  if (modifier === 'exact') return writtenTexts(value, type).includes(text);
  const wanted = comparedText(text);
  const texts = comparedTexts(value, type);
  return modifier === 'contains'
    ? texts.some((one) => one.includes(wanted))
    : texts.some((one) => one.startsWith(wanted));
}

function matchesUri(found: unknown, modifier: Modifier | undefined, { uri }: UriValue): boolean {
  if (typeof found !== 'string') return false;
  if (modifier === 'below') return isBelow(found, uri);
  return modifier === 'above' ? isBelow(uri, found) : found === uri;
}

/** Closed below, open above, both the value's and the search's interval. */
export function matchesDate(found: NumberInterval | undefined, { prefix, low, high }: DateValue, now: number): boolean {
  if (found === undefined) return false;
  const contained = found.low >= low && found.high <= high;
  switch (prefix) {
    case 'eq':
      return contained;
    case 'ne':
      return !contained;
    case 'gt':
      return found.high > high;
    case 'lt':
      return found.low < low;
    case 'ge':
      return found.high > high || contained;
    case 'le':
      return found.low < low || contained;
    case 'sa':
      return found.low >= high;
    case 'eb':
      return found.high <= low;
    default: {
      const gap = Math.floor(Math.abs(now - low) * 0.1);
      return found.low < high + gap && found.high > low - gap;
    }
  }
}

/** The interval of the value is closed; that of the search is the precision it was written with. */
export function matchesNumber(found: NumberInterval | undefined, { prefix, value, low, high }: NumberValue): boolean {
  if (found === undefined) return false;
  const contained = found.low >= low && found.high < high;
  switch (prefix) {
    case 'eq':
      return contained;
    case 'ne':
      return !contained;
    case 'gt':
      return found.high > value;
    case 'lt':
      return found.low < value;
    case 'ge':
      return found.high >= value;
    case 'le':
      return found.low <= value;
    case 'sa':
      return found.low > value;
    case 'eb':
      return found.high < value;
    default:
      return found.low <= value + Math.abs(value) * 0.1 && found.high >= value - Math.abs(value) * 0.1;
  }
}

function matchesQuantity(found: QuantityElement | undefined, value: QuantityValue): boolean {
  if (found === undefined) return false;
  const bounds = canonicalBounds(value);
  if (bounds !== undefined)
    return found.canonical?.unit === bounds.unit && matchesNumber(found.canonical, bounds.number);
  return matchesNumber(found, value.number) && hasUnit(found, value);
}

function hasUnit(found: QuantityElement, { system, code }: QuantityValue): boolean {
  if (code === undefined) return true;
  if (system !== undefined) return found.system === system && found.code === code;
  return found.code === code || found.unit === code;
}

const RADIUS_KM = 6371;

function radians(degrees: number): number {
  return (degrees * Math.PI) / 180;
}

function isNear(found: unknown, { latitude, longitude, kilometres }: NearValue): boolean {
  const position = (found ?? {}) as { latitude?: unknown; longitude?: unknown };
  const lat = numberElement(position.latitude, 'decimal')?.low;
  const lon = numberElement(position.longitude, 'decimal')?.low;
  if (lat === undefined || lon === undefined) return false;
  const haversine =
    Math.sin(radians(lat - latitude) / 2) ** 2 +
    Math.cos(radians(latitude)) * Math.cos(radians(lat)) * Math.sin(radians(lon - longitude) / 2) ** 2;
  return 2 * RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(haversine))) <= kilometres;
}
