/**
 * XML as a tree, for the official suites that are written in it. Maru itself speaks JSON only.
 */
import { SaxesParser } from 'saxes';

/** An element with its attributes and, in order, its elements and texts. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: (XmlElement | string)[];
}

/** The root element of a document; throws where the text is not well-formed. */
export function parseXml(text: string): XmlElement {
  const parser = new SaxesParser();
  const top: XmlElement = { name: '', attributes: {}, children: [] };
  const open: XmlElement[] = [top];
  parser.on('opentag', ({ name, attributes }) => {
    const element: XmlElement = { name, attributes, children: [] };
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  parser.on('text', (piece) => open.at(-1)?.children.push(piece));
  parser.on('cdata', (piece) => open.at(-1)?.children.push(piece));
  parser.on('closetag', () => open.pop());
  parser.on('error', (error) => {
    throw error;
  });
  parser.write(text).close();
  const root = elementsIn(top)[0];
  if (root === undefined) throw new Error('The XML has no root element.');
  return root;
}

/** The elements in an element, or only those of a name. */
export function elementsIn(element: XmlElement, name?: string): XmlElement[] {
  return element.children.filter(
    (child): child is XmlElement => typeof child !== 'string' && (name === undefined || child.name === name),
  );
}

/** The first element of a name. */
export function elementIn(element: XmlElement, name: string): XmlElement | undefined {
  return elementsIn(element, name)[0];
}

/** The text in an element and below. */
export function textIn(element: XmlElement): string {
  return element.children.map((child) => (typeof child === 'string' ? child : textIn(child))).join('');
}

/** An element written as XML again. */
export function writeXml({ name, attributes, children }: XmlElement): string {
  const written = Object.entries(attributes).map(
    ([key, value]) => ` ${key}="${escaped(value).replaceAll('"', '&quot;')}"`,
  );
  const inner = children.map((child) => (typeof child === 'string' ? escaped(child) : writeXml(child))).join('');
  return inner === '' ? `<${name}${written.join('')}/>` : `<${name}${written.join('')}>${inner}</${name}>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
