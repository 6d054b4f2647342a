/**
 * FHIR R4 XML read as R4 JSON, by the definitions: cardinality, types and choice elements come out right, decimals keep
 * their digits, ids and extensions of primitives stand beside them (`_birthDate`).
 *
 * Source  https://hl7.org/fhir/R4/xml.html, https://hl7.org/fhir/R4/json.html
 * Proof   fhir-xml.test.ts
 */
import { r4Model, type ElementPlan, type Place } from '../../src/fhir/fhirpath/model.ts';
import { decimalOf } from '../../src/kernel/index.ts';
import { elementsIn, parseXml, writeXml, type XmlElement } from './xml.ts';

export { elementsIn, parseXml, type XmlElement } from './xml.ts';

type Json = Record<string, unknown>;

/** The resource in a document of FHIR XML. */
export function readFhirXml(text: string): unknown {
  return resourceOfXml(parseXml(text));
}

/** The resource that an element is, for suites that hold resources inside of their own XML. */
export function resourceOfXml(element: XmlElement): Json {
  if (!r4Model().isResource(element.name)) throw new Error(`<${element.name}> is no resource of R4.`);
  return { resourceType: element.name, ...objectOf(element, element.name) };
}

function objectOf(element: XmlElement, type: string): Json {
  const json: Json = {};
  for (const name of ['id', 'url']) {
    const value = element.attributes[name];
    if (value !== undefined) json[name] = value;
  }
  const counts = new Map<string, number>();
  for (const child of elementsIn(element)) {
    const [plan, place] = placeOf(type, child.name);
    const at = counts.get(place.key) ?? 0;
    counts.set(place.key, at + 1);
    put(json, plan, place, child, at);
  }
  return json;
}

function placeOf(type: string, key: string): readonly [ElementPlan, Place] {
  for (const plan of r4Model().elements(type))
    for (const place of plan.places) if (place.key === key) return [plan, place];
  throw new Error(`${type} has no element <${key}>.`);
}

function put(json: Json, { many }: ElementPlan, place: Place, child: XmlElement, at: number): void {
  const value = valueOf(place, child);
  const extra = place.primitive && place.type !== 'xhtml' ? extraOf(child) : undefined;
  if (!many) {
    if (value !== undefined) json[place.key] = value;
    if (extra !== undefined) json[place.extensionKey] = extra;
    return;
  }
  putItem(json, place.key, value ?? null, at, value !== undefined);
  if (place.primitive) putItem(json, place.extensionKey, extra ?? null, at, extra !== undefined);
}

/** Arrays of values and of extensions have the same length, filled with nulls; one without any item is left out. */
function putItem(json: Json, key: string, item: unknown, at: number, present: boolean): void {
  const known = json[key] as unknown[] | undefined;
  if (known === undefined && !present) return;
  const list = known ?? Array.from({ length: at }, () => null);
  list.push(item);
  json[key] = list;
}

function valueOf(place: Place, child: XmlElement): unknown {
  if (place.resource) return resourceOfXml(onlyElement(child));
  if (place.type === 'xhtml') return writeXml(child);
  if (!place.primitive) return objectOf(child, place.type);
  const text = child.attributes['value'];
  return text === undefined ? undefined : primitiveOf(place.type, text);
}

function onlyElement(element: XmlElement): XmlElement {
  const [first, second] = elementsIn(element);
  if (first === undefined || second !== undefined) throw new Error(`<${element.name}> must hold one resource.`);
  return first;
}

function primitiveOf(type: string, text: string): unknown {
  if (type === 'boolean') return text === 'true';
  if (type === 'integer' || type === 'positiveInt' || type === 'unsignedInt') return Number(text);
  return type === 'decimal' ? decimalOf(text) : text;
}

/** Id and extensions of a primitive. */
function extraOf(child: XmlElement): Json | undefined {
  const extra = objectOf({ ...child, attributes: withoutValue(child.attributes) }, 'Element');
  return Object.keys(extra).length === 0 ? undefined : extra;
}

function withoutValue(attributes: XmlElement['attributes']): XmlElement['attributes'] {
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => name === 'id'));
}
