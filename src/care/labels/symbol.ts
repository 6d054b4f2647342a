/**
 * The DataMatrix of a label: GS1 elements with FNC1, or the bare text of another standard (a donation number).
 *
 * Source  ISO/IEC 16022 (ECC 200) by bwip-js; GS1 General Specifications 5.6 (FNC1 first, FNC1 as separator)
 * Proof   symbol.test.ts (decoded again by another library and read by gs1/)
 */
import bwip from 'bwip-js/node';
import { OutcomeError } from '../../kernel/index.ts';
import { writeGs1, type Gs1Element } from '../gs1/index.ts';

/** What a symbol says. `text` is for what is not GS1. */
export type SymbolContent = { readonly elements: readonly Gs1Element[] } | { readonly text: string };

/** A square of modules; true is dark. The quiet zone is not part of it. */
export interface Matrix {
  readonly size: number;
  readonly isDark: (column: number, row: number) => boolean;
}

/** Separator of element strings. */
const GS = '\u001D';
/** Values of a label are judged against this century only: dates carry two digits. */
const READING_YEAR = 2026;

/** The data of a symbol, `GS` for FNC1; what a reader sends without its symbology identifier. */
export function symbolData(content: SymbolContent): string {
  return 'text' in content
    ? plainText(content.text)
    : writeGs1(content.elements, { readingYear: READING_YEAR, dayZero: 'forbid' });
}

/** Text of a symbol that is not GS1: what every scanner types the same way. */
function plainText(text: string): string {
  if (/^[\x20-\x7E]{1,60}$/.test(text)) return text;
  throw new OutcomeError('invalid', 'care.label-value', 'A code holds 1 to 60 Latin letters, digits and signs.');
}

/** The modules of a symbol. */
export function symbolMatrix(content: SymbolContent): Matrix {
  const data = symbolData(content).replaceAll('^', '^^');
  const text = 'text' in content ? data : `^FNC1${data.replaceAll(GS, '^FNC1')}`;
  const [drawn] = drawnModules(text);
  if (drawn === undefined) throw new Error('the symbol has no modules');
  const { pixs, pixx } = drawn;
  return { size: pixx, isDark: (column, row) => pixs[row * pixx + column] === 1 };
}

interface Modules {
  readonly pixs: readonly number[];
  readonly pixx: number;
}

/** The library's own types know only its drawing functions. */
function drawnModules(text: string): readonly Modules[] {
  const options = { bcid: 'datamatrix', text, parsefnc: true, format: 'square' };
  return (bwip as unknown as { raw(options: object): readonly Modules[] }).raw(options);
}
