/**
 * The catalogue of the laboratory: tests that are ordered, the analytes they hold, and the limits that fit a person.
 *
 * Unit    UCUM unit of each analyte; ages in years
 * Source  catalogue-rows.ts
 * Proof   catalogue.test.ts, interpret.test.ts
 */
import type { CodeableConcept } from '../../fhir/index.ts';
import { ANALYTE_ROWS, CHILD_ROWS, TEST_ROWS, WORD_ROWS } from './catalogue-rows.ts';

export const LOINC = 'http://loinc.org';

/** Limits of a person; absent where there is none. */
export interface Limits {
  readonly low?: string;
  readonly high?: string;
  readonly criticalLow?: string;
  readonly criticalHigh?: string;
}

/** One thing that is measured. */
export interface Analyte {
  readonly loinc: string;
  readonly ko: string;
  readonly en: string;
  /** UCUM; absent where the result is a word. */
  readonly unit?: string;
  readonly digits?: number;
  readonly limits: { readonly male: Limits; readonly female: Limits };
  readonly children: readonly (Limits & { readonly until: number })[];
  /** A change by more percent within so many days is looked at again. */
  readonly delta?: { readonly percent: number; readonly days: number };
  readonly words?: readonly string[];
  readonly abnormal: readonly string[];
  readonly critical: readonly string[];
}

/** One thing that is ordered. */
export interface Test {
  readonly loinc: string;
  readonly ko: string;
  readonly en: string;
  readonly tube: string;
  readonly maxTransportMinutes: number;
  readonly fastingHours?: number;
  readonly secondIdentifier: boolean;
  readonly analytes: readonly Analyte[];
}

type Row = Readonly<Record<string, string>>;

/** Rows of a table in text: `|` between cells, the first line names them. */
function rowsOf(text: string): readonly Row[] {
  const [head = '', ...lines] = text.trim().split('\n');
  const names = head.split('|').map((name) => name.trim());
  return lines.map((line) => {
    const cells = line.split('|').map((cell) => cell.trim());
    return Object.fromEntries(names.map((name, at) => [name, cells[at] ?? '']));
  });
}

function words(text: string | undefined): readonly string[] {
  return text === undefined || text === '' ? [] : text.split(' ');
}

function limitsOf(row: Row, sex: '' | 'M' | 'F'): Limits {
  const [low = '', high = ''] = [row[`low${sex}`], row[`high${sex}`]];
  const { critLow = '', critHigh = '' } = row;
  return {
    ...(low === '' ? {} : { low }),
    ...(high === '' ? {} : { high }),
    ...(critLow === '' ? {} : { criticalLow: critLow }),
    ...(critHigh === '' ? {} : { criticalHigh: critHigh }),
  };
}

const NONE: Limits = {};
const CHILDREN = Map.groupBy(rowsOf(CHILD_ROWS), ({ loinc }) => loinc);

function measured(row: Row): Analyte {
  const { loinc = '', ko = '', en = '', unit = '', digits, delta = '', days } = row;
  return {
    loinc,
    ko,
    en,
    unit,
    digits: Number(digits),
    limits: { male: limitsOf(row, 'M'), female: limitsOf(row, 'F') },
    children: (CHILDREN.get(loinc) ?? []).map((child) => ({ until: Number(child['until']), ...limitsOf(child, '') })),
    ...(delta === '' ? {} : { delta: { percent: Number(delta), days: Number(days) } }),
    abnormal: [],
    critical: [],
  };
}

function worded({ loinc = '', ko = '', en = '', words: said, abnormal, critical }: Row): Analyte {
  return {
    loinc,
    ko,
    en,
    limits: { male: NONE, female: NONE },
    children: [],
    words: words(said),
    abnormal: words(abnormal),
    critical: words(critical),
  };
}

/** All analytes by their LOINC code. */
export const ANALYTES: ReadonlyMap<string, Analyte> = new Map(
  [...rowsOf(ANALYTE_ROWS).map(measured), ...rowsOf(WORD_ROWS).map(worded)].map((one) => [one.loinc, one]),
);

function testRow({ loinc = '', ko = '', en = '', tube = '', transport, fasting = '', second, analytes }: Row): Test {
  return {
    loinc,
    ko,
    en,
    tube,
    maxTransportMinutes: Number(transport),
    ...(fasting === '' ? {} : { fastingHours: Number(fasting) }),
    secondIdentifier: second === 'yes',
    analytes: words(analytes).flatMap((code) => ANALYTES.get(code) ?? []),
  };
}

/** All tests by their LOINC code. */
export const TESTS: ReadonlyMap<string, Test> = new Map(
  rowsOf(TEST_ROWS).map((row) => [row['loinc'] ?? '', testRow(row)]),
);

/** The test that a request asks for; undefined where the catalogue has none. */
export function testOf(code: CodeableConcept | undefined): Test | undefined {
  for (const { system, code: value = '' } of code?.coding ?? []) {
    const test = system === LOINC ? TESTS.get(value) : undefined;
    if (test !== undefined) return test;
  }
  return undefined;
}

/** Whom limits are for; what is not known is left out. */
export interface Person {
  readonly sex?: string | undefined;
  /** Years, with fractions. */
  readonly age?: number | undefined;
}

/** The limits that fit a person. Where sex or age is not known, only what holds whoever it is: nothing is guessed, and no critical value is missed. */
export function limitsFor({ limits, children }: Analyte, { sex, age }: Person): Limits {
  const { male, female } = limits;
  if (age === undefined && children.length > 0) return certain([male, female, ...children]);
  const child = children.find(({ until }) => age !== undefined && age < until);
  if (child !== undefined) {
    const { until: _, ...own } = child;
    return own;
  }
  if (sex === 'male') return male;
  return sex === 'female' ? female : certain([male, female]);
}

/** Limits that are the same for all, and critical limits beyond which a value is critical for each of them. */
function certain(all: readonly Limits[]): Limits {
  const [low, high] = [all.map((one) => one.low), all.map((one) => one.high)];
  const criticalLow = outermost(
    all.map((one) => one.criticalLow),
    -1,
  );
  const criticalHigh = outermost(
    all.map((one) => one.criticalHigh),
    1,
  );
  return {
    ...(low[0] !== undefined && new Set(low).size === 1 ? { low: low[0] } : {}),
    ...(high[0] !== undefined && new Set(high).size === 1 ? { high: high[0] } : {}),
    ...(criticalLow === undefined ? {} : { criticalLow }),
    ...(criticalHigh === undefined ? {} : { criticalHigh }),
  };
}

/** The highest (or lowest) of limits that all have; undefined where one of them has none. */
function outermost(limits: readonly (string | undefined)[], sign: 1 | -1): string | undefined {
  const known = limits.filter((one) => one !== undefined);
  return known.length < limits.length
    ? undefined
    : known.toSorted((one, other) => sign * (Number(other) - Number(one)))[0];
}
