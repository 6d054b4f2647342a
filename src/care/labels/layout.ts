/**
 * Where everything stands on a label: symbol at the left, words at the right, the code in letters at the foot.
 *
 * Words are wrapped and set smaller until they fit; nothing is ever cut. What cannot be read any more is refused.
 *
 * Unit    mm from the upper left corner
 * Source  GS1 General Specifications 5.12.3 (module 0.255 to 0.615 mm for regulated healthcare; quiet zone one module)
 * Proof   labels.test.ts
 */
import { OutcomeError } from '../../kernel/index.ts';
import { writeBrackets } from '../gs1/index.ts';
import { widthOf, type Weight } from './font.ts';
import type { Label, LabelKind } from './label.ts';
import { symbolMatrix, type Matrix } from './symbol.ts';

/** One line of words; `y` is its upper edge, `size` the height of its letters with their room. */
export interface PlacedText {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly weight: Weight;
  /** White on a black bar of this width. */
  readonly bar?: number;
}

/** A label, laid out. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly symbol: { readonly x: number; readonly y: number; readonly module: number; readonly matrix: Matrix };
  readonly texts: readonly PlacedText[];
}

interface Paper {
  readonly width: number;
  readonly height: number;
  /** A multiple of 0.125, the dot of a printer with 203 dpi. */
  readonly module: number;
  /** Letters of the title and of lines, at most. */
  readonly title: number;
  readonly line: number;
}

const PAPER: Readonly<Record<LabelKind, Paper>> = {
  'unit-dose': { width: 70, height: 40, module: 0.5, title: 3.8, line: 2.8 },
  specimen: { width: 50, height: 25, module: 0.5, title: 3.8, line: 2.7 },
  wristband: { width: 120, height: 25, module: 0.5, title: 6.5, line: 4.2 },
  blood: { width: 80, height: 50, module: 0.5, title: 7, line: 3.8 },
  milk: { width: 60, height: 32, module: 0.5, title: 4.2, line: 3 },
};
const MARGIN = 1.5;
const GAP = 2;
/** Letters of the code in words. */
const FOOT = 2.1;
/** Line height by letter height. */
const LEADING = 1.2;
/** Smallest letters that are still read at arm's length. */
const SMALLEST = 1.7;

/** Lays a label out. */
export function layoutOf(label: Label): Layout {
  const paper = PAPER[label.kind];
  const matrix = symbolMatrix(label.code);
  const side = matrix.size * paper.module;
  const x = MARGIN + side + GAP;
  const foot = wrapped(inLetters(label), FOOT, 'regular', paper.width - 2 * MARGIN);
  const footTop = paper.height - MARGIN - foot.length * FOOT * LEADING;
  const column = { x, y: MARGIN, width: paper.width - x - MARGIN, height: footTop - MARGIN };
  if (side > column.height) throw tooMuch();
  return {
    width: paper.width,
    height: paper.height,
    symbol: { x: MARGIN, y: MARGIN, module: paper.module, matrix },
    texts: [
      ...fitted(label, paper, column),
      ...foot.map((text, at) => {
        const y = footTop + at * FOOT * LEADING;
        return { text, x: MARGIN, y, size: FOOT, weight: 'regular' as const };
      }),
    ],
  };
}

/** The code for people. */
function inLetters({ code }: Label): string {
  return 'text' in code ? code.text : writeBrackets(code.elements, { readingYear: 2026, dayZero: 'forbid' });
}

interface Column {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function fitted(label: Label, paper: Paper, column: Column): readonly PlacedText[] {
  for (let scale = 1; paper.line * scale >= SMALLEST; scale -= 0.05) {
    const placed = set(label, paper.title * scale, paper.line * scale, column);
    if (placed !== undefined) return placed;
  }
  throw tooMuch();
}

function tooMuch(): OutcomeError {
  const text = 'There is more to say than the label has room for; use a larger label or shorter words.';
  return new OutcomeError('invalid', 'care.label-too-full', text);
}

/** All lines in their sizes; undefined where they do not fit. */
function set(label: Label, title: number, line: number, column: Column): readonly PlacedText[] | undefined {
  const texts: PlacedText[] = [];
  let y = column.y;
  const add = (text: string, size: number, weight: Weight, isMark = false): void => {
    for (const part of wrapped(text, size, weight, column.width - (isMark ? 1 : 0))) {
      const bar = isMark ? { bar: widthOf(part, weight) * size + 1 } : {};
      texts.push({ text: part, x: column.x + (isMark ? 0.5 : 0), y, size, weight, ...bar });
      y += size * LEADING + (isMark ? 0.4 : 0);
    }
  };
  for (const mark of label.marks) add(mark, line, 'bold', true);
  add(label.title, title, 'bold');
  if (label.subject !== undefined) add(label.subject, (title + line) / 2, 'bold');
  for (const text of label.lines) add(text, line, 'regular');
  return y <= column.y + column.height ? texts : undefined;
}

/** Breaks at spaces, and inside a word that is too long for a line. */
function wrapped(text: string, size: number, weight: Weight, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const part of plain(text)
    .split(/(?<= )/)
    .flatMap((word) => pieces(word, size, weight, width))) {
    if (line !== '' && widthOf((line + part).trimEnd(), weight) * size > width) {
      lines.push(line.trimEnd());
      line = '';
    }
    line += part;
  }
  return line.trim() === '' ? lines : [...lines, line.trimEnd()];
}

/** A line break inside a name would be drawn over the next line. */
function plain(text: string): string {
  return text.replaceAll(/\p{Cc}+/gu, ' ');
}

function pieces(word: string, size: number, weight: Weight, width: number): readonly string[] {
  return widthOf(word.trimEnd(), weight) * size <= width ? [word] : [...word];
}
