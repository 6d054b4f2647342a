/**
 * Reads FHIR XML into the JSON form, as the conformance suites need it. The record itself speaks JSON only.
 *
 * Source  https://hl7.org/fhir/R4/xml.html
 */
import { SaxesParser } from 'saxes';
import { propertiesOf, type Property } from '../../src/fhir/index.ts';
import { decimalOf } from '../../src/kernel/index.ts';

/** An XML element: attributes, and children in order. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: (XmlElement | string)[];
}

type Json = Record<string, unknown>;

/** The root element of an XML text. */
export function parseXml(text: string): XmlElement {
  const root: XmlElement = { name: '', attributes: {}, children: [] };
  const open: XmlElement[] = [root];
  const parser = new SaxesParser();
  parser.on('opentag', ({ name, attributes }) => {
    const element: XmlElement = { name, attributes, children: [] };
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  parser.on('closetag', () => open.pop());
  parser.on('text', (content) => open.at(-1)?.children.push(content));
  parser.on('cdata', (content) => open.at(-1)?.children.push(content));
  parser.on('error', (error) => {
    throw error;
  });
  parser.write(text.replace(/^\uFEFF/, '')).close();
  const first = elementsIn(root)[0];
  if (first === undefined) throw new Error('The XML text holds no element.');
  return first;
}

/** Child elements, text left out. */
export function elementsIn(element: XmlElement): XmlElement[] {
  return element.children.filter((child) => typeof child !== 'string');
}

/** The resource of an XML text, as JSON. */
export function readFhirXml(text: string): Json {
  return resourceOf(parseXml(text));
}

/** The resource of an element, as JSON. */
export function resourceOf(element: XmlElement): Json {
  return { resourceType: element.name, ...objectOf(element, element.name) };
}

function objectOf(element: XmlElement, type: string): Json {
  const { id, url } = element.attributes;
  const object: Json = { ...(id !== undefined && { id }), ...(url !== undefined && { url }) };
  const properties = propertiesOf(type);
  for (const child of elementsIn(element)) {
    const property = properties.get(child.name);
    if (property === undefined) throw new Error(`${type} has no element ${child.name}.`);
    if (property.primitive) putPrimitive(object, child, property);
    else put(object, property, complexOf(child, property));
  }
  return object;
}

function complexOf(element: XmlElement, { type }: Property): Json {
  if (type !== 'Resource') return objectOf(element, type);
  const [inner] = elementsIn(element);
  if (inner === undefined) throw new Error(`${element.name} holds no resource.`);
  return resourceOf(inner);
}

function put(object: Json, { key, element }: Property, value: unknown): void {
  if (element.max === 1) object[key] = value;
  else object[key] = [...((object[key] as unknown[] | undefined) ?? []), value];
}

function putPrimitive(object: Json, child: XmlElement, property: Property): void {
  const { key, element, type } = property;
  const value = type === 'xhtml' ? xhtmlOf(child) : primitiveOf(child.attributes['value'], type);
  const extra = type === 'xhtml' ? {} : objectOf({ ...child, attributes: idOnly(child) }, 'Element');
  const hasExtra = Object.keys(extra).length > 0;
  if (element.max === 1) {
    if (value !== undefined) object[key] = value;
    if (hasExtra) object[`_${key}`] = extra;
    return;
  }
  const values = [...((object[key] as unknown[] | undefined) ?? []), value ?? null];
  object[key] = values;
  const extras = (object[`_${key}`] as unknown[] | undefined) ?? values.slice(1).map(() => null);
  if (hasExtra || object[`_${key}`] !== undefined) object[`_${key}`] = [...extras, hasExtra ? extra : null];
}

function idOnly({ attributes }: XmlElement): Record<string, string> {
  return attributes['id'] === undefined ? {} : { id: attributes['id'] };
}

function primitiveOf(text: string | undefined, type: string): unknown {
  if (text === undefined) return undefined;
  if (type === 'boolean') return text === 'true';
  return ['decimal', 'integer', 'positiveInt', 'unsignedInt'].includes(type) ? decimalOf(text) : text;
}

function xhtmlOf({ name, attributes, children }: XmlElement): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(value)}"`);
  const inner = children.map((child) => (typeof child === 'string' ? escaped(child) : xhtmlOf(child))).join('');
  return inner === '' ? `<${name}${written.join('')}/>` : `<${name}${written.join('')}>${inner}</${name}>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
