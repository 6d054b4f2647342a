import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ResourceOfType } from '../../fhir/index.ts';
import { intervalOf, type EpochMs } from '../../kernel/index.ts';
import { sinceOf } from './drafts.ts';
import { clockText, clockYear, type Fact } from './fact.ts';
import { contentOf, draftOf } from './note.ts';
import { graveness, ranged } from './pull.ts';
import { changedQuotes } from './quotes.ts';
import { templateOf, TEMPLATES } from './templates.ts';

type Observation = ResourceOfType['Observation'];
const SEOUL = { language: 'ko', zone: 'Asia/Seoul' } as const;

const temperature = (id: string, value: number | undefined, hour: number): Observation => ({
  resourceType: 'Observation',
  id,
  status: 'final',
  code: { coding: [{ code: '8310-5', display: 'Body temperature' }], text: '체온' },
  effectiveDateTime: `2026-07-01T${String(hour).padStart(2, '0')}:00:00+09:00`,
  ...(value === undefined
    ? { dataAbsentReason: { text: '측정 거부' } }
    : { valueQuantity: { value, unit: '°C', code: 'Cel' } }),
});
const pressure = (id: string, high: number, low: number, hour: number): Observation => {
  const { valueQuantity: _none, ...one } = temperature(id, 1, hour);
  const part = (code: string, value: number) => ({
    code: { coding: [{ code }] },
    valueQuantity: { value, unit: 'mmHg' },
  });
  return { ...one, code: { text: '혈압' }, component: [part('8480-6', high), part('8462-4', low)] };
};

describe('the range of a sign', () => {
  it('names the lowest, the highest and the last with its time', () => {
    const fact = ranged([temperature('a', 36.4, 6), temperature('b', 38.9, 10), temperature('c', 37.2, 14)], SEOUL);
    expect(fact.text).toBe('체온 36.4–38.9, 마지막 37.2 °C (07-01 14:00)');
    expect(fact.of.toSorted()).toEqual(['Observation/a', 'Observation/b', 'Observation/c']);
  });

  it('is not shortened by a measurement that has no value', () => {
    const fact = ranged(
      [temperature('a', 36, 6), temperature('none', undefined, 8), temperature('b', 38, 10), temperature('c', 37, 14)],
      SEOUL,
    );
    expect(fact.text).toContain('36–38');
    expect(fact.of).not.toContain('Observation/none');
  });

  it('says so where the last was not measured', () => {
    const fact = ranged([temperature('a', 36, 6), temperature('none', undefined, 8)], SEOUL);
    expect(fact.text).toContain('마지막 측정 거부');
  });

  it('of blood pressure has the extremes of both values, which need not be of one measurement', () => {
    const fact = ranged([pressure('a', 90, 60, 6), pressure('b', 160, 70, 8), pressure('c', 120, 95, 10)], SEOUL);
    expect(fact.text).toContain('90–160/60–95');
  });

  it('of any values is that of all of them, however many sources it names', () => {
    const values = fc.array(fc.integer({ min: 340, max: 420 }), { minLength: 2, maxLength: 20 });
    fc.assert(
      fc.property(values, (tenths) => {
        const fact = ranged(
          tenths.map((tenth, at) => temperature(`t${at}`, tenth / 10, at)),
          SEOUL,
        );
        const [low, high] = [Math.min(...tenths) / 10, Math.max(...tenths) / 10];
        expect(fact.text).toContain(low === high ? `체온 ${low},` : `체온 ${low}–${high},`);
        expect(fact.text).toContain(`마지막 ${(tenths.at(-1) ?? 0) / 10} °C`);
        expect(fact.of.length).toBeLessThanOrEqual(10);
        expect(new Set(fact.of).size).toBe(fact.of.length);
      }),
    );
  });
});

describe('times of a note', () => {
  it.each([
    ['2026-12-31T15:00:00Z', '01-01 00:00', '2027-01-01 00:00'],
    ['2026-12-31T14:59:59Z', '12-31 23:59', '2026-12-31 23:59'],
    ['2026-07-01T09:30:00+02:00', '07-01 16:30', '2026-07-01 16:30'],
    ['2026-07-01', '2026-07-01', '2026-07-01'],
    ['2026-07', '2026-07', '2026-07'],
    ['nonsense', 'nonsense', 'nonsense'],
  ])('%s is %s on the clocks of the hospital, with its year %s', (at, clock, year) => {
    expect([clockText(at, SEOUL), clockYear(at, SEOUL)]).toEqual([clock, year]);
  });

  const now = intervalOf('2026-07-10T00:00:00Z')?.low as EpochMs;
  const stay = { resourceType: 'Encounter', status: 'in-progress', class: { code: 'IMP' } } as const;
  const since = (template: string, start?: string): string =>
    new Date(sinceOf(template, start === undefined ? stay : { ...stay, period: { start } }, now))
      .toISOString()
      .slice(0, 10);

  it('what sums up a stay looks at all of it and the day before; what follows it at a day', () => {
    expect(since('discharge', '2026-07-01T00:00:00Z')).toBe('2026-06-30');
    expect(since('admission', '2026-07-01T00:00:00Z')).toBe('2026-06-30');
    expect(since('consult', '2026-07-01T00:00:00Z')).toBe('2026-07-01');
    expect(since('operation', '2026-07-01T00:00:00Z')).toBe('2026-07-01');
    for (const template of ['progress', 'nursing', 'handover'])
      expect(since(template, '2026-07-01')).toBe('2026-07-09');
    for (const { id } of TEMPLATES) expect(since(id)).toBe('2026-07-09');
    expect(sinceOf('discharge', undefined, now)).toBe(now - 86_400_000);
  });
});

describe('what was quoted', () => {
  const fact = (text: string, more: Partial<Fact> = {}): Fact => ({
    kind: 'value',
    of: ['Observation/k'],
    sources: ['Observation/k/_history/1'],
    text,
    ...more,
  });

  it('is told where it reads otherwise now, or was taken back, by what was written', () => {
    expect(changedQuotes([fact('칼륨 4.0')], [fact('칼륨 4.0')])).toEqual([]);
    expect(changedQuotes([fact('칼륨 4.0')], [fact('칼륨 6.4')])).toEqual(['칼륨 4.0']);
    expect(changedQuotes([fact('칼륨 4.0')], [fact('칼륨 4.0', { void: true })])).toEqual(['칼륨 4.0']);
    expect(changedQuotes([], [fact('칼륨 4.0')])).toEqual(['칼륨 4.0']);
  });

  it('is put first the graver it is', () => {
    const flags = ['A', undefined, 'LL', 'H', 'HH'];
    expect(flags.toSorted((a, b) => graveness(b) - graveness(a))).toEqual(['LL', 'HH', 'A', 'H', undefined]);
    expect(graveness('AA')).toBe(2);
  });
});

describe('a note that comes to be about a problem', () => {
  const template = templateOf('progress');
  const head = {
    template,
    language: 'ko',
    patient: { reference: 'Patient/anna' },
    author: { reference: 'Practitioner/kim' },
    at: '2026-07-01T00:00:00Z',
    number: 'n',
  } as const;

  it('loses nothing of what was written before', () => {
    const sections = [
      { key: 'plan', text: '먼저 쓴 계획', quotes: [] },
      { key: 'plan', problem: 'Condition/p', problemName: '폐렴', text: '폐렴의 계획', quotes: [] },
    ];
    const read = contentOf(draftOf(head, { sections }), template).sections;
    expect(
      read
        .filter(({ text }) => text !== '')
        .map(({ text }) => text)
        .toSorted(),
    ).toEqual(['먼저 쓴 계획', '폐렴의 계획']);
  });

  it('holds whatever was put into any of its sections', () => {
    const keys = fc.constantFrom(...template.sections.map(({ key }) => key));
    const part = fc.record({ key: keys, problem: fc.constantFrom(undefined, 'Condition/p', 'Condition/q') });
    const parts = fc.uniqueArray(part, { selector: ({ key, problem }) => `${key} ${problem}`, maxLength: 8 });
    fc.assert(
      fc.property(parts, (all) => {
        const sections = all.map(({ key, problem }, at) => ({
          key,
          text: `글 ${at}`,
          quotes: [],
          ...(problem === undefined ? {} : { problem, problemName: problem }),
        }));
        const read = contentOf(draftOf(head, { sections }), template).sections.filter(({ text }) => text !== '');
        expect(read.map(({ text }) => text).toSorted()).toEqual(sections.map(({ text }) => text).toSorted());
        for (const one of read) {
          const { key, problem } = sections.find(({ text }) => text === one.text) ?? {};
          expect([one.key, one.problem]).toEqual([key, problem]);
        }
      }),
    );
  });
});
