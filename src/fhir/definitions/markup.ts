/**
 * Reads the tags of a narrative in one pass: linear in its length whatever it holds.
 *
 * Source  https://hl7.org/fhir/R4/narrative.html, https://www.w3.org/TR/xml/#sec-starttags
 * Proof   markup.test.ts
 */

/** An attribute of a tag; `start` and `end` bound its value in the text. */
export interface MarkupAttribute {
  readonly name: string;
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

/** A start tag, an end tag, or one that is both. */
export interface MarkupTag {
  readonly name: string;
  readonly closes: boolean;
  readonly empty: boolean;
  readonly attributes: readonly MarkupAttribute[];
  readonly start: number;
  readonly end: number;
}

/** Why a text is no markup, and where. */
export interface MarkupFault {
  readonly fault: string;
  readonly at: number;
}

/** The tags of a text in order; the last one given is a fault where the text is no markup. */
export function* markupTags(text: string): Generator<MarkupTag | MarkupFault, void, undefined> {
  for (let at = text.indexOf('<'); at >= 0;) {
    const skipped = skipComment(text, at);
    const found = skipped ?? readTag(text, at);
    if (typeof found === 'number') at = text.indexOf('<', found);
    else {
      yield found;
      if ('fault' in found) return;
      at = text.indexOf('<', found.end);
    }
  }
}

/**
 * The end of a comment that starts here. HTML ends a comment where XML does not (`<!-->`), and knows no CDATA: what a browser
 * would read as something else than this reader does is refused.
 */
function skipComment(text: string, at: number): number | MarkupFault | undefined {
  if (text.startsWith('<!--', at)) {
    const end = text.indexOf('-->', at + 4);
    if (end < 0) return { fault: '<!-- is never closed', at };
    const holdsTag = /[<>]/.test(text.slice(at + 4, end));
    return holdsTag ? { fault: 'a comment must not hold < or >', at } : end + 3;
  }
  const next = text.charAt(at + 1);
  return next === '!' || next === '?'
    ? { fault: 'declarations, CDATA and processing instructions are not allowed', at }
    : undefined;
}

/** A tag with more is made to be slow. */
const MOST_ATTRIBUTES = 50;

const NAME = /[A-Za-z_][\w:.-]*/y;
const SPACE = /\s*/y;

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

function skipSpace(text: string, at: number): number {
  return at + (matchAt(SPACE, text, at) ?? '').length;
}

function readTag(text: string, start: number): MarkupTag | MarkupFault {
  const closes = text.charAt(start + 1) === '/';
  const nameAt = start + (closes ? 2 : 1);
  const name = matchAt(NAME, text, nameAt);
  if (name === undefined) return { fault: 'a < that starts no tag must be written &lt;', at: start };
  const attributes: MarkupAttribute[] = [];
  let at = skipSpace(text, nameAt + name.length);
  for (;;) {
    const end = tagEnd(text, at);
    if (end !== undefined) return { name, closes, empty: end - at === 2, attributes, start, end };
    const attribute = readAttribute(text, at);
    if ('fault' in attribute) return attribute;
    if (attributes.length >= MOST_ATTRIBUTES) return { fault: 'a tag has too many attributes', at };
    if (attributes.some((other) => other.name === attribute.name))
      return { fault: `attribute ${attribute.name} is written twice`, at };
    attributes.push(attribute);
    at = skipSpace(text, attribute.end + 1);
  }
}

function tagEnd(text: string, at: number): number | undefined {
  if (text.charAt(at) === '>') return at + 1;
  return text.startsWith('/>', at) ? at + 2 : undefined;
}

function readAttribute(text: string, at: number): MarkupAttribute | MarkupFault {
  const name = matchAt(NAME, text, at);
  if (name === undefined) return { fault: 'a tag is not closed', at };
  const equals = skipSpace(text, at + name.length);
  const quoteAt = skipSpace(text, equals + 1);
  const quote = text.charAt(quoteAt);
  if (text.charAt(equals) !== '=' || (quote !== '"' && quote !== "'"))
    return { fault: `attribute ${name} needs a value in quotes`, at };
  const start = quoteAt + 1;
  const end = text.indexOf(quote, start);
  if (end < 0) return { fault: `the value of ${name} is never closed`, at };
  return { name, value: text.slice(start, end), start, end };
}

const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  Tab: '\t',
  NewLine: '\n',
  colon: ':',
};
const ENTITY = /&(?:#x([0-9a-fA-F]{1,6})|#(\d{1,7})|(\w{2,8}));/g;

/** The value of an attribute with its entities resolved, as a browser would read it. */
export function markupText(value: string): string {
  if (!value.includes('&')) return value;
  return value.replaceAll(ENTITY, (written, hex?: string, decimal?: string, name?: string) => {
    if (name !== undefined) return NAMED[name] ?? written;
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return code <= 0x10_ff_ff ? String.fromCodePoint(code) : written;
  });
}

/** A value written so that it can stand between double or single quotes. */
export function markupQuoted(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;');
}
