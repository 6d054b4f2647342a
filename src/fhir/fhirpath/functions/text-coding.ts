/**
 * Encoding and escaping of strings: encode, decode, escape, unescape.
 *
 * Source  https://build.fhir.org/ig/HL7/FHIRPath/#additional-string-functions (after FHIRPath 2.0)
 * Proof   text-coding.test.ts
 */
import { ofStrings, type FunctionTable } from '../call.ts';
import { strings } from '../value.ts';

type Coding = 'hex' | 'base64' | 'base64url';
const CODINGS: Readonly<Record<string, Coding>> = { hex: 'hex', base64: 'base64', urlbase64: 'base64url' };
/** What each coding may hold; anything else decodes to nothing. */
const SHAPES: Readonly<Record<Coding, RegExp>> = {
  hex: /^(?:[0-9A-Fa-f]{2})*$/,
  base64: /^[A-Za-z0-9+/\s]*={0,2}$/,
  base64url: /^[A-Za-z0-9_\-\s]*={0,2}$/,
};

function codingOf(name: string): Coding | undefined {
  return Object.hasOwn(CODINGS, name) ? CODINGS[name] : undefined;
}

function encode(text: string, name: string): string | undefined {
  const coding = codingOf(name);
  if (coding === undefined) return undefined;
  const encoded = Buffer.from(text, 'utf8').toString(coding);
  return coding === 'base64url' ? encoded.padEnd(Math.ceil(encoded.length / 4) * 4, '=') : encoded;
}

function decode(text: string, name: string): string | undefined {
  const coding = codingOf(name);
  return coding !== undefined && SHAPES[coding].test(text) ? Buffer.from(text, coding).toString('utf8') : undefined;
}

const HTML: readonly (readonly [string, string])[] = [
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&#39;'],
];
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function escapeText(text: string, target: string): string | undefined {
  if (target === 'json') return JSON.stringify(text).slice(1, -1);
  if (target !== 'html') return undefined;
  let escaped = text;
  for (const [char, entity] of HTML) escaped = escaped.replaceAll(char, entity);
  return escaped;
}

const JSON_ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

function unescapeText(text: string, target: string): string | undefined {
  if (target === 'json')
    return text.replaceAll(/\\(?:u([0-9A-Fa-f]{4})|([^]))/g, (_, hex?: string, char = '') =>
      hex === undefined ? (JSON_ESCAPES[char] ?? char) : String.fromCharCode(Number.parseInt(hex, 16)),
    );
  if (target !== 'html') return undefined;
  return text.replaceAll(
    /&(?:#(\d{1,6})|#[xX]([0-9A-Fa-f]{1,5})|([a-z]+));/g,
    (all, digits?: string, hex?: string, name?: string) => {
      if (name !== undefined) return Object.hasOwn(ENTITIES, name) ? (ENTITIES[name] ?? all) : all;
      return String.fromCodePoint(digits === undefined ? Number.parseInt(hex ?? '0', 16) : Number(digits));
    },
  );
}

/** The functions of this group. */
export const TEXT_CODING: FunctionTable = {
  encode: ofStrings(1, (text, [name = '']) => strings(encode(text, name))),
  decode: ofStrings(1, (text, [name = '']) => strings(decode(text, name))),
  escape: ofStrings(1, (text, [target = '']) => strings(escapeText(text, target))),
  unescape: ofStrings(1, (text, [target = '']) => strings(unescapeText(text, target))),
};
