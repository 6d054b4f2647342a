/**
 * Any resource of a type, made from the definitions: not valid, but with elements of every kind where the definitions have
 * them, choices and primitives with extensions included.
 */
import fc from 'fast-check';
import { r4Model, type ElementPlan, type Place } from '../../src/fhir/fhirpath/model.ts';

type Json = Record<string, unknown>;

const DEEPEST = 4;

/** An arbitrary resource of a type. */
export function anyResource(type: string): fc.Arbitrary<Json> {
  return fc.integer().map((seed) => ({ resourceType: type, ...objectOf(type, chance(seed), 0) }));
}

/** A source of whole numbers below a bound, the same for the same seed. */
type Chance = (bound: number) => number;

function chance(seed: number): Chance {
  let state = seed | 0;
  return (bound) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return (state >>> 8) % bound;
  };
}

function objectOf(type: string, next: Chance, depth: number): Json {
  const json: Json = {};
  for (const plan of r4Model().elements(type)) if (isWanted(plan, next, depth)) put(json, plan, next, depth);
  return json;
}

/** Deep down only primitives; extensions seldom, for they hold everything. */
function isWanted({ name, places }: ElementPlan, next: Chance, depth: number): boolean {
  if (name === 'contained' || name === 'modifierExtension') return false;
  if (name === 'extension') return depth < 2 && next(8) === 0;
  if (depth >= DEEPEST && !places.every((place) => place.primitive)) return false;
  return next(3) > 0;
}

function put(json: Json, { many, places }: ElementPlan, next: Chance, depth: number): void {
  const place = places[next(places.length)];
  if (place === undefined) return;
  if (!many) {
    json[place.key] = valueOf(place, next, depth);
    if (place.primitive && next(6) === 0) {
      json[place.extensionKey] = { id: 'x' };
      if (next(2) === 0) Reflect.deleteProperty(json, place.key);
    }
    return;
  }
  const values = Array.from({ length: next(3) + 1 }, () => valueOf(place, next, depth));
  json[place.key] = place.primitive && next(6) === 0 ? [null, ...values] : values;
  if (place.primitive && next(6) === 0) json[place.extensionKey] = [{ id: 'y' }];
}

function valueOf(place: Place, next: Chance, depth: number): unknown {
  if (place.resource) return { resourceType: 'Patient', id: `p${next(3)}` };
  return place.primitive ? primitiveOf(place.type, next) : objectOf(place.type, next, depth + 1);
}

const REFERENCES = [
  'Patient/1',
  'Group/2',
  'http://example.org/Practitioner/3',
  'urn:uuid:4',
  '#5',
  'Location/6',
  'Device/7',
];
const TEXTS = [
  'email',
  'phone',
  'composed-of',
  'depends-on',
  'predecessor',
  'successor',
  'derived-from',
  'a',
  'b',
  ...REFERENCES,
];
const DATES = ['2020', '2020-02', '2020-02-03'];

function primitiveOf(type: string, next: Chance): unknown {
  switch (type) {
    case 'boolean':
      return next(2) === 0;
    case 'integer':
    case 'positiveInt':
    case 'unsignedInt':
      return next(5);
    case 'decimal':
      return next(50) / 10;
    case 'date':
    case 'dateTime':
      return DATES[next(DATES.length)];
    case 'instant':
      return '2020-02-03T10:00:00Z';
    case 'time':
      return '10:00:00';
    default:
      return TEXTS[next(TEXTS.length)];
  }
}
