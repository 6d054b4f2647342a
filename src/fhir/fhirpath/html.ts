/**
 * Is a narrative's XHTML limited to what FHIR allows (constraint txt-1), and is there something in it (txt-2)?
 *
 * Source  https://hl7.org/fhir/R4/narrative.html#xhtml
 * Proof   html.test.ts
 */
const ELEMENTS = new Set(
  (
    'div p br span h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table caption colgroup col thead tfoot tbody tr td th a img b i em strong ' +
    'small big tt dfn code q var abbr acronym cite blockquote pre hr address bdo kbd sub sup samp s strike u'
  ).split(' '),
);
const ATTRIBUTES = new Set(
  (
    'xmlns xml:lang lang title style class id dir accesskey tabindex name href rel rev src alt longdesc height width cite ' +
    'abbr axis headers scope rowspan colspan span align valign char charoff border cellpadding cellspacing frame rules summary ' +
    'compact start type value bgcolor nowrap hreflang'
  ).split(' '),
);
const TAG = /<(\/?)([A-Za-z][\w:.-]*)((?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/y;
const ATTRIBUTE = /([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const SCRIPT = /^\s*(?:javascript|vbscript|data\s*:\s*text)/i;

/** Is the text one `<div>` of allowed elements and attributes, well nested, with something to read or see? */
export function isPlainHtml(text: string): boolean {
  const open: string[] = [];
  let [at, seen] = [0, false];
  while (at < text.length) {
    if (text.startsWith('<!--', at)) {
      const end = text.indexOf('-->', at);
      if (end < 0) return false;
      at = end + 3;
    } else if (text[at] === '<') {
      TAG.lastIndex = at;
      const tag = TAG.exec(text);
      if (tag === null || !applyTag(tag, open, at === 0)) return false;
      seen ||= tag[2] === 'img';
      at = TAG.lastIndex;
    } else {
      const next = text.indexOf('<', at);
      const words = text.slice(at, next < 0 ? undefined : next).trim() !== '';
      if (words && open.length === 0) return false;
      seen ||= words;
      at = next < 0 ? text.length : next;
    }
  }
  return seen && open.length === 0;
}

function applyTag(
  [, closes, name = '', attributes = '', empty]: RegExpExecArray,
  open: string[],
  first: boolean,
): boolean {
  if (closes === '/') return open.pop() === name;
  if (!ELEMENTS.has(name) || !attributesAllowed(attributes)) return false;
  if (open.length === 0 && !(first && name === 'div')) return false;
  if (empty !== '/') open.push(name);
  return true;
}

function attributesAllowed(text: string): boolean {
  for (const [, name = '', double, single] of text.matchAll(ATTRIBUTE)) {
    if (!ATTRIBUTES.has(name)) return false;
    if (SCRIPT.test(double ?? single ?? '')) return false;
  }
  return true;
}
