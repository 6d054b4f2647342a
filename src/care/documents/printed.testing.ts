/**
 * Reads the words of a PDF of ours back, page by page, as a program for reading PDFs does: by the table from glyphs to letters
 * that each font carries.
 *
 * Proof   print.test.ts
 */
import { inflateSync } from 'node:zlib';

interface Part {
  readonly head: string;
  readonly stream: string;
}

function partsOf(pdf: Buffer): ReadonlyMap<string, Part> {
  const text = pdf.toString('latin1');
  const parts = new Map<string, Part>();
  for (const { index, 0: start, 1: number = '' } of text.matchAll(/\n(\d+) 0 obj\n/g)) {
    const from = index + start.length;
    const body = text.slice(from, text.indexOf('endobj', from));
    const [head = '', raw] = body.split(/stream\r?\n/, 2);
    const at = from + head.length + 'stream\n'.length;
    const bytes = pdf.subarray(at, text.indexOf('\nendstream', at));
    const stream = raw === undefined ? '' : (bytes[0] === 0x78 ? inflateSync(bytes) : bytes).toString('latin1');
    parts.set(number, { head, stream });
  }
  return parts;
}

/** Letters by glyph, as four hexadecimal digits. */
function lettersOf(map: string): ReadonlyMap<string, string> {
  const letters = new Map<string, string>();
  for (const [, first = '', list = ''] of map.matchAll(/<([0-9a-f]{4})> <[0-9a-f]{4}> \[([^\]]*)\]/gi))
    for (const [at, [, hex = '']] of [...list.matchAll(/<([0-9a-f ]*)>/gi)].entries()) {
      const glyph = (Number.parseInt(first, 16) + at).toString(16).padStart(4, '0');
      letters.set(glyph, Buffer.from(hex.replaceAll(' ', ''), 'hex').swap16().toString('utf16le'));
    }
  return letters;
}

function fontsOf(parts: ReadonlyMap<string, Part>): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const fonts = new Map<string, ReadonlyMap<string, string>>();
  for (const { head } of parts.values())
    for (const [, name = '', number = ''] of head.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
      const table = /\/ToUnicode (\d+) 0 R/.exec(parts.get(number)?.head ?? '')?.[1] ?? '';
      fonts.set(name, lettersOf(parts.get(table)?.stream ?? ''));
    }
  return fonts;
}

/** The words of each page. */
export function wordsOfPages(pdf: Buffer): readonly string[] {
  const parts = partsOf(pdf);
  const fonts = fontsOf(parts);
  const pages = [...parts.values()].filter(({ head }) => /\/Type \/Page\b(?!s)/.test(head));
  return pages.map(({ head }) => {
    const content = parts.get(/\/Contents (\d+) 0 R/.exec(head)?.[1] ?? '')?.stream ?? '';
    const lines: string[] = [];
    let letters: ReadonlyMap<string, string> | undefined;
    for (const [, font, shown] of content.matchAll(/\/(F\d+) [\d.]+ Tf|\[((?:<[0-9a-f]*>|[-\d. ])*)\] TJ/gi)) {
      if (font !== undefined) letters = fonts.get(font);
      else {
        const glyphs = [...(shown ?? '').matchAll(/<([0-9a-f]*)>/gi)].map(([, hex]) => hex).join('');
        lines.push(glyphs.replaceAll(/.{4}/g, (glyph) => letters?.get(glyph) ?? '�'));
      }
    }
    return lines.join('\n');
  });
}
