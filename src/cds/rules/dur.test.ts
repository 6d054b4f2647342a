import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DrugOrder } from '../drug.ts';
import { openKnowledge } from '../knowledge/load.ts';
import type { PatientFacts } from '../patient/facts.ts';
import { condition, drug, facts } from '../testing.ts';
import { checkOrders } from './check.ts';

const PAIRS = `성분명A,성분코드A,제품명A,성분명B,성분코드B,제품명B,고시번호,고시일자,상세정보
amlodipine,107601ATB,가나정,edoxaban,643901ATB,다라정,20240001,2024-01-15,"출혈, 주의"
amlodipine,107602ATB,마바정,edoxaban,643901ATB,사아정,20240001,2024-01-15,"출혈, 주의"
simvastatin,227801ATB,a,clarithromycin,134901ATB,b,20240002,2024-02-01,
`;
const AGES = `성분명,성분코드,특정연령,특정연령단위,연령처리조건,고시번호,고시일자,상세정보
amlodipine,107601ATB,6,세,미만,2012-1,2012-03-01,시험용
zolidone,999901ATB,65,세,이상,2012-1,2012-03-01,
`;
const PREGNANCY = `성분명,성분코드,금기등급,고시번호,고시일자,상세정보
atorvastatin,111501ATB,1등급,2015-1,2015-03-01,
amlodipine,107601ATB,2등급,2015-1,2015-03-01,
`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'maru-dur-'));
});
afterEach(() => rmSync(folder, { recursive: true }));
const give = (name: string, text: string): void => writeFileSync(join(folder, name), text);

const rules = (who: PatientFacts, draft: DrugOrder, ...active: readonly DrugOrder[]): readonly string[] =>
  checkOrders(openKnowledge(folder), who, { drafts: [draft], active, allergies: [] }).alerts.map(({ rule }) => rule);

const open = (): unknown => openKnowledge(folder);

describe('DUR lists', () => {
  it('forbid pairs, whichever is ordered first, once for many products', () => {
    give('dur-pairs.csv', PAIRS);
    expect(openKnowledge(folder).dur.pairs.size).toBeGreaterThan(0);
    expect(rules(facts(), drug('amlodipine'), drug('edoxaban'))).toEqual(['DUR-PAIR amlodipine + edoxaban']);
    expect(rules(facts(), drug('edoxaban'), drug('amlodipine'))).toEqual(['DUR-PAIR amlodipine + edoxaban']);
    expect(rules(facts(), drug('edoxaban'), drug('furosemide'))).toEqual([]);
  });

  it('match by the HIRA ingredient number and by a name that our list does not have', () => {
    give('dur-pairs.csv', PAIRS);
    give('dur-ages.csv', AGES);
    const coded = drug('nowhere', { hira: ['1076'] });
    expect(rules(facts(), coded, drug('edoxaban'))).toEqual(['DUR-PAIR amlodipine + edoxaban']);
    const old = facts({ birthDate: '1950-01-01' });
    expect(rules(old, drug('zolidone', { names: ['zolidone'] }))).toEqual(['DUR-AGE zolidone']);
  });

  it('do not tell again what our own pairs stop', () => {
    give('dur-pairs.csv', PAIRS);
    expect(rules(facts(), drug('simvastatin'), drug('clarithromycin'))).toEqual(['HP-11']);
  });

  it('forbid ages and pregnancy, with their reason and notice', () => {
    give('dur-ages.csv', AGES);
    give('DUR-pregnancy.csv', PREGNANCY);
    expect(rules(facts({ birthDate: '2021-01-01' }), drug('amlodipine'))).toEqual(['DUR-AGE amlodipine']);
    expect(rules(facts({ birthDate: '2020-01-01' }), drug('amlodipine'))).toEqual([]);
    give('dur-ages.csv', AGES.replace('6,세,미만', '6,개월,이하'));
    expect(rules(facts({ birthDate: '2026-04-25' }), drug('amlodipine'))).toEqual(['DUR-AGE amlodipine']);
    expect(rules(facts({ birthDate: '2026-04-24' }), drug('amlodipine'))).toEqual([]);
    const pregnant = facts({ sex: 'female', birthDate: '1994-01-01', conditions: [condition('Z34.9')] });
    expect(rules(pregnant, drug('atorvastatin'))).toEqual(['DUR-PREG atorvastatin']);
    const { alerts } = checkOrders(openKnowledge(folder), pregnant, {
      drafts: [drug('amlodipine')],
      active: [],
      allergies: [],
    });
    expect(alerts[0]).toMatchObject({
      tier: 3,
      source: { date: '2015-03-01', source: 'DUR-pregnancy.csv: 2015-1, 2015-03-01' },
    });
    expect(rules(facts(), drug('atorvastatin'))).toEqual([]);
  });
});

describe('a DUR file that cannot be used', () => {
  it('is refused with file, line and what is wrong', () => {
    give('dur-ages.csv', AGES.replace('미만', '쯤').replace('65,세', 'alt,세'));
    give('dur-pregnancy.csv', PREGNANCY.replace('1등급', '?').replace('amlodipine,107601ATB', ','));
    expect(open).toThrow(/dur-ages\.csv line 2: '6 세 쯤' is no age/);
    expect(open).toThrow(/dur-ages\.csv line 3: 'alt 세 이상'/);
    expect(open).toThrow(/dur-pregnancy\.csv line 2: '\?' is no grade/);
    expect(open).toThrow(/dur-pregnancy\.csv line 3: the ingredient has neither name nor code/);
  });

  it('is refused where its header is of no list, where it is empty, where a quote stays open', () => {
    give('dur-1.csv', '제품명,가격\n가나정,100\n');
    give('dur-2.csv', '성분명A,성분명B\n');
    give('dur-3.csv', '성분명A,성분명B\n"a,b\n');
    expect(open).toThrow(/dur-1\.csv: the header is of no DUR list .*제품명, 가격/);
    expect(open).toThrow(/dur-2\.csv: no rows/);
    expect(open).toThrow(/dur-3\.csv: The quote that begins on line 2/);
  });
});
