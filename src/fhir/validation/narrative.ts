/**
 * The narrative: well-formed XHTML in one div, with the elements and attributes that FHIR allows, and nothing that runs or
 * loads by itself.
 *
 * Source  https://hl7.org/fhir/R4/narrative.html#xhtml, https://hl7.org/fhir/R4/security.html#narrative
 * Proof   narrative.test.ts
 */
import { nearest } from '../../kernel/index.ts';
import { markupTags, markupText, type MarkupAttribute, type MarkupTag } from '../definitions/index.ts';
import { LONGEST_TEXT } from './primitives.ts';
import { shown, type Problem } from './walk.ts';

const ELEMENTS = new Set(
  (
    'a abbr acronym address b bdo big blockquote br caption cite code col colgroup dd del dfn div dl dt em h1 h2 h3 h4 h5 h6 ' +
    'hr i img ins kbd li map area ol p pre q s samp small span strike strong sub sup table tbody td tfoot th thead tr tt u ul var'
  ).split(' '),
);

const ATTRIBUTES = new Set(
  (
    'abbr align alt axis bgcolor border cellhalign cellpadding cellspacing cellvalign char charoff charset cite class clear ' +
    'color colspan compact coords datetime dir frame headers height href hreflang hspace id ismap lang longdesc name nohref ' +
    'noshade nowrap rel rev rows rowspan rules scope shape size span src start style summary tabindex title type usemap ' +
    'valign value vspace width xml:id xml:lang xml:space xmlns'
  ).split(' '),
);

const XHTML = 'http://www.w3.org/1999/xhtml';
/** Addresses in a narrative: links to be clicked, and images inside of the text. */
const LINK = /^(?:https?:|mailto:|tel:|ftp:|urn:|#|\/|\.|[^:]*$|[^:/?#]*[/?#])/i;
const INLINE_IMAGE = /^data:image\/(?:png|jpe?g|gif|webp|bmp)[;,]/i;
const LOADING_STYLE = /url\s*\(|@import|expression\s*\(|behaviou?r\s*:|-moz-binding|javascript:|\\/i;

function fault(message: string, code = 'narrative'): Problem {
  return { category: 'value', code, message };
}

function active(what: string): Problem {
  return fault(`${what} is not allowed in a narrative: take out what runs or loads by itself.`, 'narrative-active');
}

/** What is wrong with the text of a narrative; undefined: nothing. */
export function checkNarrative(value: unknown): Problem | undefined {
  if (typeof value !== 'string')
    return { category: 'structure', code: 'wrong-type', message: 'This must be XHTML as a text in quotes.' };
  if (value.length > LONGEST_TEXT) return fault('A narrative may have at most 1,048,576 characters.', 'too-long');
  if (value.includes('\0') || !value.isWellFormed())
    return fault('A narrative must hold whole Unicode characters only.');
  return checkTags(value) ?? checkEntities(value) ?? checkContent(value);
}

function checkTags(text: string): Problem | undefined {
  const open: string[] = [];
  let ended = false;
  for (const tag of markupTags(text)) {
    if ('fault' in tag) return fault(`This is not well-formed XHTML: ${tag.fault} (character ${tag.at + 1}).`);
    if (ended) return fault('A narrative is one div, with nothing after it.');
    const problem = open.length === 0 ? checkRoot(tag, text) : undefined;
    const found = problem ?? (tag.closes ? checkEnd(tag, open.pop()) : checkStart(tag));
    if (found !== undefined) return found;
    if (!tag.closes && !tag.empty) open.push(tag.name);
    ended = open.length === 0;
    if (ended && text.slice(tag.end).trim() !== '') return fault('A narrative is one div, with nothing after it.');
  }
  if (open.length > 0) return fault(`This is not well-formed XHTML: <${open.at(-1) ?? ''}> is never closed.`);
  return ended
    ? undefined
    : fault('A narrative is XHTML in a div: <div xmlns="http://www.w3.org/1999/xhtml">...</div>.');
}

function checkRoot(tag: MarkupTag, text: string): Problem | undefined {
  if (tag.name !== 'div' || tag.closes || text.slice(0, tag.start).trim() !== '')
    return fault('A narrative is XHTML in a div: <div xmlns="http://www.w3.org/1999/xhtml">...</div>.');
  const space = tag.attributes.find(({ name }) => name === 'xmlns')?.value;
  return space === XHTML ? undefined : fault(`The div of a narrative needs xmlns="${XHTML}".`);
}

function checkEnd(tag: MarkupTag, opened: string | undefined): Problem | undefined {
  if (tag.name === opened) return undefined;
  return fault(`This is not well-formed XHTML: </${tag.name.slice(0, 20)}> closes <${opened ?? ''}>.`);
}

function checkStart(tag: MarkupTag): Problem | undefined {
  if (!ELEMENTS.has(tag.name)) return active(`<${tag.name.slice(0, 20)}>`);
  for (const attribute of tag.attributes) {
    const problem = checkAttribute(tag, attribute);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function checkAttribute(tag: MarkupTag, { name, value }: MarkupAttribute): Problem | undefined {
  if (/^on/i.test(name)) return active(`The attribute ${name.slice(0, 20)}`);
  if (!ATTRIBUTES.has(name)) return unknownAttribute(name);
  if (value.includes('<')) return fault('This is not well-formed XHTML: a < in an attribute must be written &lt;.');
  const text = markupText(value);
  if (name === 'xmlns' && value !== XHTML) return active('Another namespace');
  if (name === 'style') return LOADING_STYLE.test(text) ? active('A style that loads or runs something') : undefined;
  if (name !== 'href' && name !== 'src' && name !== 'cite' && name !== 'longdesc') return undefined;
  const plain = text.replaceAll(/[\s\p{Cc}]+/gu, '');
  if (LINK.test(plain) || (tag.name === 'img' && INLINE_IMAGE.test(plain))) return undefined;
  return active(`The address ${shown(text)}`);
}

function unknownAttribute(name: string): Problem {
  const meant = nearest(name.slice(0, 20), [...ATTRIBUTES]);
  const hint = meant === undefined ? '' : ` Did you mean ${meant}?`;
  return fault(`The attribute ${name.slice(0, 20)} is not allowed in a narrative.${hint}`);
}

/** XML has five named characters; those of HTML, such as &nbsp;, are written by number. */
function checkEntities(text: string): Problem | undefined {
  const bare = /&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[\da-fA-F]{1,6});)/.exec(text);
  if (bare === null) return undefined;
  const place = `(character ${bare.index + 1})`;
  return fault(`This is not well-formed XHTML: write &amp; for &, and &#160; for &nbsp; and the like ${place}.`);
}

/** txt-2: something must be there to read. */
function checkContent(text: string): Problem | undefined {
  if (text.includes('<img')) return undefined;
  for (let at = text.indexOf('>'); at >= 0 && at < text.length;) {
    const next = text.indexOf('<', at);
    const words = text.slice(at + 1, next < 0 ? undefined : next);
    if (words.trim() !== '') return undefined;
    at = next < 0 ? -1 : text.indexOf('>', next);
  }
  return fault('A narrative must hold something to read.');
}
