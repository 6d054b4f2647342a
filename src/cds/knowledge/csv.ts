/**
 * Reads CSV as Korean agencies publish it: UTF-8 (with or without a mark) or CP949, quoted fields, any line end.
 *
 * Source  RFC 4180; https://encoding.spec.whatwg.org/#euc-kr-decoder (decodes CP949)
 * Proof   csv.test.ts
 */
import { OutcomeError } from '../../kernel/index.ts';

/** One record, and the line on which it began. */
export interface CsvRow {
  readonly line: number;
  readonly cells: readonly string[];
}

/** Text of a file: UTF-8 where its bytes are, else CP949. */
export function csvText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('euc-kr').decode(bytes);
  }
}

/** Records of a CSV text, empty lines left out; throws `cds.csv-invalid` where a quote does not end. */
export function parseCsv(text: string): readonly CsvRow[] {
  const rows: CsvRow[] = [];
  let at = 0;
  let line = 1;
  while (at < text.length) {
    const { cells, next, lines } = readRecord(text, at, line);
    if (cells.length > 1 || cells[0] !== '') rows.push({ line, cells });
    at = next;
    line += lines;
  }
  return rows;
}

interface ReadRecord {
  readonly cells: readonly string[];
  readonly next: number;
  readonly lines: number;
}

function readRecord(text: string, start: number, line: number): ReadRecord {
  const cells: string[] = [];
  let at = start;
  let lines = 1;
  for (;;) {
    const quoted = text[at] === '"';
    const cell = quoted ? readQuoted(text, at + 1, line) : readPlain(text, at);
    cells.push(quoted ? cell.value : cell.value.trim());
    if (quoted) lines += cell.value.split('\n').length - 1;
    at = cell.next;
    if (text[at] !== ',') break;
    at++;
  }
  if (text[at] === '\r') at++;
  if (text[at] === '\n') at++;
  return { cells, next: at, lines };
}

interface ReadCell {
  readonly value: string;
  readonly next: number;
}

const ENDS = /[,\r\n]/g;

function endOf(text: string, at: number): number {
  ENDS.lastIndex = at;
  return ENDS.exec(text)?.index ?? text.length;
}

function readPlain(text: string, at: number): ReadCell {
  const next = endOf(text, at);
  return { value: text.slice(at, next), next };
}

function readQuoted(text: string, start: number, line: number): ReadCell {
  let value = '';
  let at = start;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote < 0)
      throw new OutcomeError('invalid', 'cds.csv-invalid', `The quote that begins on line ${line} does not end.`);
    value += text.slice(at, quote);
    if (text[quote + 1] !== '"') return { value, next: endOf(text, quote + 1) };
    value += '"';
    at = quote + 2;
  }
}
