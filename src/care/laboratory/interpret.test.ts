import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EpochMs } from '../../kernel/index.ts';
import { ANALYTES, limitsFor, type Analyte, type Limits, type Person } from './catalogue.ts';
import { interpret, type Flag } from './interpret.ts';

const AT = 1_782_864_000_000 as EpochMs;
const DAY = 86_400_000;
const MEASURED = [...ANALYTES.values()].filter(({ words }) => words === undefined);
const WORDED = [...ANALYTES.values()].filter(({ words }) => words !== undefined);

function analyte(code: string): Analyte {
  const found = ANALYTES.get(code);
  if (found === undefined) throw new Error(code);
  return found;
}

/** Slow and plain: what the limits say about a value that is a whole number of hundredths. */
function expected(hundredths: number, { low, high, criticalLow, criticalHigh }: Limits): Flag | undefined {
  const at = (text = '') => Math.round(Number(text) * 100);
  if (criticalLow !== undefined && hundredths <= at(criticalLow)) return 'LL';
  if (criticalHigh !== undefined && hundredths >= at(criticalHigh)) return 'HH';
  if (low !== undefined && hundredths < at(low)) return 'L';
  if (high !== undefined && hundredths > at(high)) return 'H';
  return low === undefined && high === undefined ? undefined : 'N';
}
const people: readonly Person[] = [
  { sex: 'male', age: 40 },
  { sex: 'female', age: 40 },
  { sex: 'female', age: 0.01 },
  { sex: 'male', age: 5 },
  { sex: 'other', age: 40 },
  { age: 40 },
  { sex: 'male' },
  {},
];

describe('the flag of a number', () => {
  it('is what its limits say, for every analyte and everybody (property)', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...MEASURED),
        fc.constantFrom(...people),
        fc.integer({ min: 0, max: 60_000 }),
        (one, person, hundredths) => {
          const { flag, critical } = interpret(one, (hundredths / 100).toFixed(2), person, AT, undefined);
          expect(flag).toBe(expected(hundredths, limitsFor(one, person)));
          expect(critical).toBe(flag === 'LL' || flag === 'HH');
        },
      ),
      { numRuns: 400 },
    );
  });

  it('does not change with the zeros that are written behind it (property)', () => {
    fc.assert(
      fc.property(fc.constantFrom(...MEASURED), fc.integer({ min: 0, max: 3000 }), (one, tenths) => {
        const [short, long] = [(tenths / 10).toFixed(1), (tenths / 10).toFixed(4)];
        const flagOf = (text: string) => interpret(one, text, { sex: 'male', age: 40 }, AT, undefined).flag;
        expect(flagOf(long)).toBe(flagOf(short));
      }),
    );
  });

  it.each(['', 'pending', '4,1', '> 6'])('is none for what is no number: %j', (text) =>
    expect(interpret(analyte('2823-3'), text, { sex: 'male', age: 40 }, AT, undefined)).toMatchObject({
      critical: false,
      delta: false,
    }),
  );
});

describe('somebody whose sex or age nobody knows', () => {
  it('is called out where the value is critical whoever it is, and only there (property)', () => {
    const groups = (one: Analyte): readonly Person[] => [
      { sex: 'male', age: 40 },
      { sex: 'female', age: 40 },
      ...one.children.map(({ until }) => ({ sex: 'male', age: until - 0.001 })),
    ];
    fc.assert(
      fc.property(fc.constantFrom(...MEASURED), fc.integer({ min: 0, max: 60_000 }), (one, hundredths) => {
        const value = (hundredths / 100).toFixed(2);
        const isCritical = (person: Person) => interpret(one, value, person, AT, undefined).critical;
        const all = groups(one).map(isCritical);
        if (isCritical({})) expect(all).not.toContain(false);
        if (all.every(Boolean)) expect(isCritical({})).toBe(true);
      }),
      { numRuns: 400 },
    );
  });

  it('is called out with a haemoglobin that nobody can live with', () => {
    const found = interpret(analyte('718-7'), '3.0', {}, AT, undefined);
    expect(found).toMatchObject({ flag: 'LL', critical: true });
    expect(found.limits).not.toHaveProperty('low');
    expect(interpret(analyte('718-7'), '11.0', {}, AT, undefined).flag).toBeUndefined();
    expect(interpret(analyte('2823-3'), '7.2', { age: 40 }, AT, undefined).flag).toBe('HH');
  });

  it('has a limit that is the same for all, and none that is guessed', () => {
    expect(limitsFor(analyte('2951-2'), { age: 40 })).toEqual(limitsFor(analyte('2951-2'), { sex: 'male', age: 40 }));
    for (const one of MEASURED) {
      const { low, high } = limitsFor(one, {});
      const adults = [one.limits.male, one.limits.female];
      if (low !== undefined) for (const other of [...adults, ...one.children]) expect(other.low).toBe(low);
      if (high !== undefined) for (const other of [...adults, ...one.children]) expect(other.high).toBe(high);
    }
  });
});

describe('the flag of a word', () => {
  it('is critical, abnormal or normal as the catalogue says', () => {
    for (const one of WORDED)
      for (const word of one.words ?? []) {
        const { flag, critical } = interpret(one, word, {}, AT, undefined);
        expect(critical, word).toBe(one.critical.includes(word));
        if (one.abnormal.includes(word) && !critical) expect(flag).toBe('A');
        if (one.critical.length + one.abnormal.length === 0) expect(flag).toBeUndefined();
      }
  });

  it('lets no word be both abnormal and unknown to its analyte', () => {
    for (const { loinc, words = [], abnormal, critical } of WORDED)
      for (const word of [...abnormal, ...critical]) expect(words, loinc).toContain(word);
  });
});

describe('a value that differs from the last one', () => {
  const delta = (code: string, value: string, before: string, ago: number) =>
    interpret(analyte(code), value, { sex: 'male', age: 40 }, AT, { value: before, at: (AT - ago) as EpochMs }).delta;

  it('is looked at again beyond its percent, in both directions (property)', () => {
    const one = analyte('2823-3');
    const { percent, days } = one.delta ?? { percent: 0, days: 0 };
    fc.assert(
      fc.property(
        fc.integer({ min: 10, max: 90 }),
        fc.integer({ min: 10, max: 90 }),
        fc.integer({ min: 0, max: 2 * days }),
        (now, before, ago) => {
          const found = delta('2823-3', (now / 10).toFixed(1), (before / 10).toFixed(1), ago * DAY);
          expect(found).toBe(ago <= days && Math.abs(now - before) * 100 > percent * before);
        },
      ),
    );
  });

  it.each([
    ['a value of after', '2823-3', '9.0', '4.0', -1],
    ['no number before', '2823-3', '9.0', 'haemolysed', DAY],
    ['nothing before', '2823-3', '9.0', '0', DAY],
    ['an analyte that changes', '2345-7', '400', '90', DAY],
  ])('is not compared with %s', (_name, code, value, before, ago) =>
    expect(delta(code, value, before, ago)).toBe(false),
  );

  it('is another blood group, however long ago', () => {
    expect(delta('883-9', 'B', 'A', 3000 * DAY)).toBe(true);
    expect(delta('10331-7', 'negative', 'negative', DAY)).toBe(false);
  });
});
