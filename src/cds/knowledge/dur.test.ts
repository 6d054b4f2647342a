import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OutcomeError } from '../../kernel/index.ts';
import { KNOWLEDGE } from '../testing.ts';
import { durKeys, pairKey, readDur, type DurRules } from './dur.ts';

const { catalogue } = KNOWLEDGE;
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'maru-dur-list-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const give = (name: string, text: string | Uint8Array): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};
const read = (text: string | Uint8Array): DurRules => readDur(catalogue, [give('dur-list.csv', text)]);
const refusal = (text: string): string => {
  try {
    read(text);
  } catch (error) {
    if (error instanceof OutcomeError && error.code === 'cds.dur-invalid') return error.message;
    throw error;
  }
  return '';
};
const AGE = '성분명,특정연령,특정연령단위,연령처리조건\n';
const agesOf = (...cells: readonly string[]): unknown =>
  read(`${AGE}amlodipine,${cells.join(',')}\n`).ages.get('amlodipine')?.[0]?.ages;

describe('the header says what a list holds', () => {
  it.each([
    ['성분명A,성분명B\nwarfarin,ibuprofen\n', [1, 0, 0]],
    ['\uFEFF성분명A,성분명B\nwarfarin,ibuprofen\n', [1, 0, 0]],
    ['성분명 1, 성분명 2 \nwarfarin,ibuprofen\n', [1, 0, 0]],
    ['ingredientA,ingredientB\nwarfarin,ibuprofen\n', [1, 0, 0]],
    ['성분코드A,성분코드B\n249103ATB,172101ATB\n', [1, 0, 0]],
    [`${AGE}amlodipine,6,세,미만\n`, [0, 1, 0]],
    ['성분명,금기등급\namlodipine,1등급\n', [0, 0, 1]],
  ])('%j', (text, sizes) => {
    const { pairs, ages, pregnancies } = read(text);
    expect([pairs, ages, pregnancies].map((map) => Math.min(1, map.size))).toEqual(sizes);
  });

  it('in the old Korean encoding is read as well', () => {
    const header = Uint8Array.from([0xbc, 0xba, 0xba, 0xd0, 0xb8, 0xed]);
    const letters = new TextEncoder();
    const line = [...header, ...letters.encode('A,'), ...header, ...letters.encode('B\nwarfarin,ibuprofen\n')];
    expect(read(Uint8Array.from(line)).pairs.has(pairKey('warfarin', 'ibuprofen'))).toBe(true);
  });
});

describe('a pair', () => {
  it('has one key, whichever comes first', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (one, other) => {
        expect(pairKey(one, other)).toBe(pairKey(other, one));
      }),
    );
  });

  it('tells why in both languages, with the notice it stands in', () => {
    const rules = read('성분명A,성분명B,고시번호,고시일자,상세정보\nwarfarin,ibuprofen,2024-1,2024-01-15,출혈\n');
    expect(rules.pairs.get(pairKey('warfarin', 'ibuprofen'))).toMatchObject({
      tier: 2,
      why: { en: 'forbidden together by DUR: 출혈', ko: 'DUR 병용금기: 출혈' },
      notice: 'dur-list.csv: 2024-1, 2024-01-15',
      file: { date: '2024-01-15', reviewed: false },
    });
  });

  it('of a drug with itself forbids nothing', () => {
    expect(read('성분명A,성분명B\nwarfarin,warfarin\n').pairs.get(pairKey('warfarin', 'warfarin'))).toBeUndefined();
  });

  it('without notice or date says the file, and that it is undated', () => {
    const [rule] = read('성분명A,성분명B\nwarfarin,ibuprofen\n').pairs.values();
    expect(rule).toMatchObject({ notice: 'dur-list.csv', file: { date: 'undated' } });
  });
});

describe('an age', () => {
  it.each<[readonly string[], object]>([
    [['12', '세', '미만'], { below: 12 }],
    [['12', '세', '이하'], { below: 13 }],
    [['65', '세', '이상'], { from: 65 }],
    [['65', '세', '초과'], { from: 66 }],
    [['6', '개월', '미만'], { below: 0.5 }],
    [['0', '세', '이상'], { from: 0 }],
  ])('%j', (cells, ages) => {
    expect(agesOf(...cells)).toEqual(ages);
  });

  it('in weeks and days is a part of a year', () => {
    expect((agesOf('4', '주', '미만') as { below: number }).below).toBeCloseTo(28 / 365.25, 2);
    expect((agesOf('28', '일', '미만') as { below: number }).below).toBeCloseTo(28 / 365.25, 5);
  });

  it('may bear its unit itself, and is in years where there is none', () => {
    const bare = '성분명,특정연령,연령처리조건\n';
    const of = (age: string): unknown => read(`${bare}amlodipine,${age},미만\n`).ages.get('amlodipine')?.[0]?.ages;
    expect([of('6개월'), of('12세'), of('12')]).toEqual([{ below: 0.5 }, { below: 12 }, { below: 12 }]);
  });

  it('may be forbidden to the young and to the old: both stand', () => {
    const both = read(`${AGE}amlodipine,6,세,미만\namlodipine,65,세,이상\namlodipine,6,세,미만\n`);
    expect(both.ages.get('amlodipine')?.map(({ ages }) => ages)).toEqual([{ from: 65 }, { below: 6 }]);
  });

  it.each([
    ['-1', '세', '미만'],
    ['130', '세', '이상'],
    ['많음', '세', '미만'],
    ['', '세', '미만'],
    ['12', '살', '미만'],
    ['12', '세', ''],
    ['12', '세', '정도'],
  ])('is refused for %j %j %j', (...cells) => {
    expect(refusal(`${AGE}amlodipine,${cells.join(',')}\n`)).toMatch(/dur-list\.csv line 2: .* is no age/);
  });
});

describe('pregnancy', () => {
  it.each([
    ['1등급', 2],
    ['2등급', 3],
    ['1', 2],
  ])('grade %s is tier %i', (grade, tier) => {
    expect(read(`성분명,금기등급\namlodipine,${grade}\n`).pregnancies.get('amlodipine')?.tier).toBe(tier);
  });

  it.each(['', '3등급', '가'])('is refused for grade %j', (grade) => {
    expect(refusal(`성분명,금기등급\namlodipine,${grade}\n`)).toMatch(/line 2: .* is no grade 1 or 2/);
  });
});

describe('an ingredient', () => {
  it.each<[string, string, readonly string[]]>([
    ['Amlodipine', '', ['amlodipine', 'name:amlodipine']],
    ['', '107601ATB', ['hira:1076']],
    ['', '1076', ['hira:1076']],
    ['', '10760', []],
    ['  Zolidone ', '', ['name:zolidone']],
    ['', '', []],
  ])('%j %j is found by %j', (name, code, keys) => {
    expect(durKeys(catalogue, name, code)).toEqual(keys);
  });

  it('that is nowhere named is refused with its line, and nothing of the file is used', () => {
    const text = '성분명A,성분명B\nwarfarin,ibuprofen\nwarfarin,\n';
    expect(refusal(text)).toContain('dur-list.csv line 3: an ingredient has neither name nor code');
  });
});

describe('faults', () => {
  it('of all files are told together, the first twenty of them, and how many more there are', () => {
    const bad = `성분명,금기등급\n${'amlodipine,?\n'.repeat(25)}`;
    const message = refusal(bad);
    expect(message.match(/line \d+/g)).toHaveLength(20);
    expect(message).toContain('… and 5 more');
  });

  it('of exactly twenty have no more', () => {
    expect(refusal(`성분명,금기등급\n${'amlodipine,?\n'.repeat(20)}`)).not.toContain('more');
  });
});
