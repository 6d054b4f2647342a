/**
 * Labels in ZPL II, the language of thermal printers. The printer makes the symbol itself (`^BX`), words are set in the house's
 * font, which a printer is given once (`printerFonts`).
 *
 * Unit    dots: 8 for each mm at 203 dpi, 12 at 300
 * Source  ZPL II programming guide (Zebra): ^BX (quality 200, `_1` is FNC1), ^CI28 (UTF-8), ^FH, ^A@, ~DY
 * Proof   labels.test.ts
 */
import { fontFile, type Weight } from './font.ts';
import type { Label } from './label.ts';
import { layoutOf, type PlacedText } from './layout.ts';
import { symbolData, type SymbolContent } from './symbol.ts';

/** Dots for each mm. */
export type Resolution = 8 | 12;

const GS = '\u001D';
/** Places in the memory of the printer. */
const PLACES: Readonly<Record<Weight, string>> = { regular: 'E:MARU.TTF', bold: 'E:MARUB.TTF' };

/** A label as ZPL. */
export function labelZpl(label: Label, resolution: Resolution = 8): string {
  const { width, height, symbol, texts } = layoutOf(label);
  const dots = (mm: number): number => Math.round(mm * resolution);
  return [
    '^XA^CI28',
    `^PW${dots(width)}^LL${dots(height)}^LH0,0`,
    `^FO${dots(symbol.x)},${dots(symbol.y)}^BXN,${dots(symbol.module)},200,,,,_,1^FD${codeField(label.code)}^FS`,
    ...texts.map((text) => textField(text, dots)),
    '^XZ',
  ].join('\n');
}

/** What `^BX` is given: `_1` for FNC1, `_` twice for itself. */
function codeField(content: SymbolContent): string {
  const data = symbolData(content).replaceAll('_', '__').replaceAll(GS, '_1');
  return 'text' in content ? data : `_1${data}`;
}

function textField({ text, x, y, size, weight, bar }: PlacedText, dots: (mm: number) => number): string {
  const font = `^A@N,${dots(size)},${dots(size)},${PLACES[weight]}`;
  const field = `^FO${dots(x)},${dots(y)}${font}^FH_^FD${escaped(text)}^FS`;
  if (bar === undefined) return field;
  const box = `^FO${dots(x - 0.5)},${dots(y - 0.2)}^GB${dots(bar)},${dots(size * 1.2)},${dots(size * 1.2)}^FS`;
  return `${box}\n${field.replace('^A@', '^FR^A@')}`;
}

/** Signs that would be commands. */
function escaped(text: string): string {
  return text.replace(/\p{Cc}/gu, ' ').replace(/[\^~_]/g, (sign) => `_${sign.charCodeAt(0).toString(16)}`);
}

/** What a printer is sent once, so that it can print Korean: the font, into its own memory. */
export function printerFonts(): string {
  return (['regular', 'bold'] as const)
    .map((weight) => {
      const file = fontFile(weight);
      const name = PLACES[weight].replace('.TTF', '');
      return `~DY${name},A,T,${file.length},,${file.toString('hex').toUpperCase()}`;
    })
    .join('\n');
}
