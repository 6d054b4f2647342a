/**
 * Korean DUR tables as CSV, loaded by the hospital: forbidden pairs, ages, pregnancy. Maru ships none of them.
 *
 * What a file holds is told by its header. Rows by product are brought down to ingredients, each once. An ingredient is matched by the
 * ingredient number of HIRA (the first four digits of the nine-character code), by our list of names, or by its name as ordered.
 *
 * Source  drug utilisation review lists of HIRA and MFDS; ingredient code of HIRA: 4 digits ingredient, 2 strength, 1 route, 2 form
 * Proof   ../rules/dur.test.ts
 */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { OutcomeError } from '../../kernel/index.ts';
import type { FileFacts, Text, Tier } from './api.ts';
import type { Catalogue } from './catalogue.ts';
import { csvText, parseCsv, type CsvRow } from './csv.ts';

/** One rule of a list. */
export interface DurRule {
  readonly id: string;
  readonly kind: 'pair' | 'age' | 'pregnancy';
  readonly tier: Tier;
  readonly why: Text;
  /** Notice number and date. */
  readonly notice: string;
  readonly file: FileFacts;
  /** Ages in years (and fractions) at which it is forbidden; for `age` alone. */
  readonly ages?: { readonly from?: number; readonly below?: number };
}

/** Loaded lists, found by key: an ingredient's, or two of them sorted and joined by `|`. */
export interface DurRules {
  readonly pairs: ReadonlyMap<string, DurRule>;
  readonly ages: ReadonlyMap<string, readonly DurRule[]>;
  readonly pregnancies: ReadonlyMap<string, DurRule>;
}

export const NO_DUR: DurRules = { pairs: new Map(), ages: new Map(), pregnancies: new Map() };

/** Column names by what they hold; the first that is there is taken. */
const COLUMNS = {
  nameA: ['성분명A', '성분명1', '유효성분A', 'ingredientA'],
  codeA: ['성분코드A', '주성분코드A', 'codeA'],
  nameB: ['성분명B', '성분명2', '유효성분B', 'ingredientB'],
  codeB: ['성분코드B', '주성분코드B', 'codeB'],
  name: ['성분명', '유효성분', 'ingredient'],
  code: ['성분코드', '주성분코드', 'code'],
  age: ['특정연령', '연령기준', 'age'],
  ageUnit: ['특정연령단위', '연령단위', 'ageUnit'],
  ageIs: ['연령처리조건', '연령조건', 'ageIs'],
  grade: ['금기등급', '임부금기등급', 'grade'],
  notice: ['고시번호', '공고번호', 'notice'],
  noticeDate: ['고시일자', '공고일자', 'noticeDate'],
  reason: ['상세정보', '금기내용', '금기사유', '비고', 'reason'],
} as const;
type Column = keyof typeof COLUMNS;
type Cells = Readonly<Partial<Record<Column, string>>>;

const MOST_FAULTS = 20;

/** Keys by which rules of an ingredient are found. */
export function durKeys(catalogue: Catalogue, name: string, code: string): readonly string[] {
  const number = /^(\d{4})\d{2}[A-Z]{3}$/.exec(code)?.[1] ?? /^\d{4}$/.exec(code)?.[0];
  const plain = name.trim().toLowerCase();
  const { ingredients } = catalogue.product([], [name]);
  return [
    ...(ingredients.length === 1 ? ingredients : []),
    ...(number === undefined ? [] : [`hira:${number}`]),
    ...(plain === '' ? [] : [`name:${plain}`]),
  ];
}

/** Reads the files; throws `cds.dur-invalid` with the first faults of all of them, line by line. */
export function readDur(catalogue: Catalogue, paths: readonly string[]): DurRules {
  const loaded = {
    pairs: new Map<string, DurRule>(),
    ages: new Map<string, DurRule[]>(),
    pregnancies: new Map<string, DurRule>(),
  };
  const faults: string[] = [];
  for (const path of paths) readDurText(catalogue, basename(path), csvText(readFileSync(path)), loaded, faults);
  if (faults.length === 0) return loaded;
  const more = faults.length > MOST_FAULTS ? `\n… and ${faults.length - MOST_FAULTS} more` : '';
  const text = `The DUR files cannot be used; mend these lines:\n${faults.slice(0, MOST_FAULTS).join('\n')}${more}`;
  throw new OutcomeError('invalid', 'cds.dur-invalid', text);
}

interface Loading {
  readonly pairs: Map<string, DurRule>;
  readonly ages: Map<string, DurRule[]>;
  readonly pregnancies: Map<string, DurRule>;
}

function readDurText(catalogue: Catalogue, name: string, text: string, loaded: Loading, faults: string[]): void {
  const [header, ...rows] = parsed(name, text, faults);
  if (header === undefined) return;
  const places = placesOf(header.cells);
  const kind = kindOf(places);
  if (kind === undefined) {
    faults.push(
      `${name}: the header is of no DUR list (needs ${NEEDS}); it has ${header.cells.join(', ').slice(0, 200)}`,
    );
    return;
  }
  for (const row of rows) {
    const cells = cellsOf(places, row);
    const fault = READERS[kind](catalogue, name, cells, loaded);
    if (fault !== undefined) faults.push(`${name} line ${row.line}: ${fault}`);
  }
}

const NEEDS = '성분명A and 성분명B; or 성분명, 특정연령 and 연령처리조건; or 성분명 and 금기등급';

function parsed(name: string, text: string, faults: string[]): readonly CsvRow[] {
  try {
    const rows = parseCsv(text);
    if (rows.length < 2) faults.push(`${name}: no rows`);
    return rows.length < 2 ? [] : rows;
  } catch (error) {
    faults.push(`${name}: ${(error as Error).message}`);
    return [];
  }
}

function placesOf(header: readonly string[]): ReadonlyMap<Column, number> {
  const plain = header.map((cell) => cell.replace(/^\uFEFF/, '').replaceAll(/\s/g, ''));
  const found = (Object.entries(COLUMNS) as [Column, readonly string[]][]).map(
    ([column, names]) => [column, plain.findIndex((cell) => names.includes(cell))] as const,
  );
  return new Map(found.filter(([, at]) => at >= 0));
}

function kindOf(places: ReadonlyMap<Column, number>): DurRule['kind'] | undefined {
  const has = (...columns: readonly Column[]): boolean => columns.every((column) => places.has(column));
  if (has('nameA', 'nameB') || has('codeA', 'codeB')) return 'pair';
  if (has('age', 'ageIs') && (has('name') || has('code'))) return 'age';
  return has('grade') && (has('name') || has('code')) ? 'pregnancy' : undefined;
}

function cellsOf(places: ReadonlyMap<Column, number>, { cells }: CsvRow): Cells {
  return Object.fromEntries([...places].map(([column, at]) => [column, cells[at] ?? '']));
}

type Reader = (catalogue: Catalogue, file: string, cells: Cells, loaded: Loading) => string | undefined;
const READERS: Readonly<Record<DurRule['kind'], Reader>> = { pair: readPair, age: readAge, pregnancy: readPregnancy };

function readPair(catalogue: Catalogue, file: string, cells: Cells, { pairs }: Loading): string | undefined {
  const a = durKeys(catalogue, cells.nameA ?? '', cells.codeA ?? '');
  const b = durKeys(catalogue, cells.nameB ?? '', cells.codeB ?? '');
  if (a.length === 0 || b.length === 0) return 'an ingredient has neither name nor code';
  const names = [cells.nameA || cells.codeA, cells.nameB || cells.codeB]
    .toSorted((one = '', other = '') => one.localeCompare(other))
    .join(' + ');
  const rule = ruleOf('pair', `DUR-PAIR ${names}`, 2, file, cells, {
    en: 'forbidden together by DUR',
    ko: 'DUR 병용금기',
  });
  for (const one of a) for (const other of b) if (one !== other) pairs.set(pairKey(one, other), rule);
  return undefined;
}

/** Key of two ingredients, whichever was first. */
export function pairKey(one: string, other: string): string {
  return one < other ? `${one}|${other}` : `${other}|${one}`;
}

const YEARS: Readonly<Record<string, number>> = { 세: 1, 년: 1, 개월: 12, 월: 12, 주: 52.18, 일: 365.25 };

function readAge(catalogue: Catalogue, file: string, cells: Cells, { ages }: Loading): string | undefined {
  const keys = durKeys(catalogue, cells.name ?? '', cells.code ?? '');
  if (keys.length === 0) return 'the ingredient has neither name nor code';
  const unit = cells.ageUnit ?? (/[가-힣]+/.exec(cells.age ?? '')?.[0] || '세');
  const inYear = YEARS[unit] ?? Number.NaN;
  const forbidden = forbiddenAges(cells.ageIs ?? '', Number.parseFloat(cells.age ?? '') / inYear, 1 / inYear);
  if (forbidden === undefined) return `'${cells.age ?? ''} ${unit} ${cells.ageIs ?? ''}' is no age such as 12 세 미만`;
  const words = {
    en: `forbidden at this age by DUR (${cells.age} ${unit} ${cells.ageIs})`,
    ko: `DUR 연령금기 (${cells.age}${unit} ${cells.ageIs})`,
  };
  const rule = { ...ruleOf('age', `DUR-AGE ${cells.name || cells.code}`, 2, file, cells, words), ages: forbidden };
  for (const key of keys) ages.set(key, [...(ages.get(key) ?? []).filter(({ why }) => why.ko !== rule.why.ko), rule]);
  return undefined;
}

/** The list names the ages at which the drug is forbidden, in completed units: 12 years or less is below 13. */
function forbiddenAges(is: string, value: number, unit: number): DurRule['ages'] {
  if (!(value >= 0 && value < 130)) return undefined;
  const conditions: Readonly<Record<string, DurRule['ages']>> = {
    미만: { below: value },
    이하: { below: value + unit },
    이상: { from: value },
    초과: { from: value + unit },
  };
  return conditions[is.trim()];
}

function readPregnancy(catalogue: Catalogue, file: string, cells: Cells, { pregnancies }: Loading): string | undefined {
  const keys = durKeys(catalogue, cells.name ?? '', cells.code ?? '');
  if (keys.length === 0) return 'the ingredient has neither name nor code';
  const grade = /[12]/.exec(cells.grade ?? '')?.[0];
  if (grade === undefined) return `'${cells.grade ?? ''}' is no grade 1 or 2`;
  const words = { en: `forbidden in pregnancy by DUR (grade ${grade})`, ko: `DUR 임부금기 (${grade}등급)` };
  const rule = ruleOf('pregnancy', `DUR-PREG ${cells.name || cells.code}`, grade === '1' ? 2 : 3, file, cells, words);
  for (const key of keys) pregnancies.set(key, rule);
  return undefined;
}

function ruleOf(kind: DurRule['kind'], id: string, tier: Tier, file: string, cells: Cells, words: Text): DurRule {
  const { reason = '', notice = '', noticeDate = '' } = cells;
  const why = reason === '' ? words : { en: `${words.en}: ${reason}`, ko: `${words.ko}: ${reason}` };
  const told = [notice, noticeDate].filter((one) => one !== '').join(', ');
  const facts = { id: `dur:${file}`, version: file, date: noticeDate || 'undated', reviewed: false, source: file };
  return { id: id.slice(0, 200), kind, tier, why, notice: told === '' ? file : `${file}: ${told}`, file: facts };
}
