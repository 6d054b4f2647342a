import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FhirFailure } from '../../fhir/client.ts';
import { concept, observation, report } from '../../fhir/testing.ts';
import type { DiagnosticReport, Observation } from '../../fhir/types.ts';
import { html, words, type Shown } from '../../ui/testing.tsx';
import { allVitalsQuery, reportsQuery, resultsQuery, trendQuery } from '../queries.ts';
import { signPlot, signsOf } from '../vitals/vital-signs.ts';
import VitalsPage from '../vitals/VitalsPage.tsx';
import { cellOf, resultTable } from './result-table.ts';
import ResultsPage from './ResultsPage.tsx';

const LOINC = 'http://loinc.org';
const FLAGS = 'http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation';

let next = 0;
function result(
  text: string,
  code: string,
  value: number,
  time: string | undefined,
  more: Partial<Observation> = {},
): Observation {
  next += 1;
  return observation({
    id: `r-${next}`,
    code: concept(text, code, LOINC),
    valueQuantity: { value, unit: 'mmol/L', code: 'mmol/L' },
    ...(time === undefined ? {} : { effectiveDateTime: time }),
    ...more,
  });
}
const flagged = (code: string): Partial<Observation> => ({ interpretation: [concept('', code, FLAGS)] });
const potassium = (value: number, time: string | undefined, more: Partial<Observation> = {}) =>
  result('칼륨', '2823-3', value, time, more);

function page(
  results: readonly Observation[],
  reports: readonly DiagnosticReport[] = [],
  shown: Shown = {},
  link?: string,
): string {
  const pages = [{ matches: results, included: [], total: undefined, next: link }];
  return words(<ResultsPage />, {
    at: '/patients/p-1/results',
    role: 'physician',
    data: [
      [resultsQuery('p-1', 'laboratory').queryKey, { pages, pageParams: [''] }],
      [reportsQuery('p-1').queryKey, { matches: reports, included: [], more: false }],
    ],
    ...shown,
  });
}

describe('the matrix of results', () => {
  it('has a row for each test with its unit and range, and a column for each time', () => {
    const range = [{ low: { value: 3.5 }, high: { value: 5.1 } }];
    const text = page([
      potassium(4.2, '2026-11-02T07:00:00', { referenceRange: range }),
      potassium(3.9, '2026-11-01T07:00:00'),
    ]);
    expect(text).toContain('검사 1가지, 2회');
    expect(text).toMatch(/2026-11-02 07:00 2026-11-01 07:00 칼륨 mmol\/L 3\.5–5\.1 4\.2 3\.9/);
  });

  it('marks what is outside of its range by a sign, the critical by another', () => {
    const text = page([
      potassium(6.8, '2026-11-03T07:00:00', flagged('HH')),
      potassium(5.6, '2026-11-02T07:00:00', flagged('H')),
      potassium(2.9, '2026-11-01T07:00:00', flagged('L')),
    ]);
    expect(text).toMatch(/6\.8.{0,20}▲▲.*5\.6.{0,20}▲(?!▲).*2\.9.{0,20}▼/);
    expect(text).toMatch(/▲ 높음 ▼ 낮음 ▲▲ 매우 높음/);
  });

  it('says in words that a test has no range', () => {
    expect(page([potassium(4.2, '2026-11-02T07:00:00')])).toContain('참고치 없음');
    expect(page([potassium(4.2, '2026-11-02T07:00:00')], [], { language: 'en' })).toMatch(/no (reference )?range/i);
  });

  it('never shows a value under the unit of another one', () => {
    const glucose = (value: number, unit: string, time: string, more: Partial<Observation> = {}) =>
      result('포도당', '2345-7', value, time, { valueQuantity: { value, unit, code: unit }, ...more });
    const old = [{ low: { value: 3.9, unit: 'mmol/L' }, high: { value: 5.6, unit: 'mmol/L' } }];
    const text = page([
      glucose(99, 'mg/dL', '2026-11-02T07:00:00'),
      glucose(5.4, 'mmol/L', '2026-11-01T07:00:00', { referenceRange: old }),
    ]);
    expect(text).toMatch(/포도당 mg\/dL .*99 .*5\.4 mmol\/L/);
    expect(text).not.toContain('3.9–5.6');
    expect(text).not.toMatch(/99 mg/);
  });

  it('keeps the digits of a value and its comparator', () => {
    const exact = { value: { rawJSON: '4.20' }, unit: 'mmol/L' };
    expect(page([potassium(0, '2026-11-02', { valueQuantity: exact })])).toMatch(/4\.20/);
    const below = { value: 0.01, comparator: '<', unit: 'ng/mL' } as const;
    expect(page([potassium(0, '2026-11-02', { valueQuantity: below })])).toContain('<0.01');
  });

  it('says why a result has no value, and shows words and signs as they are', () => {
    const { valueQuantity: _, ...bare } = potassium(0, '2026-11-02T07:00:00');
    expect(page([{ ...bare, dataAbsentReason: concept('검체 용혈') }])).toContain('검체 용혈');
    expect(page([bare])).toContain('모름');
    expect(page([{ ...bare, valueString: '음성' }])).toContain('음성');
    expect(page([{ ...bare, valueBoolean: false }])).toContain('−');
    expect(page([{ ...bare, valueInteger: 0 }])).toMatch(/참고치 없음 0$/);
  });

  it('leaves out what was entered in error or cancelled', () => {
    const text = page([
      potassium(9.9, '2026-11-02T07:00:00', { status: 'entered-in-error' }),
      potassium(8.8, '2026-11-02T08:00:00', { status: 'cancelled' }),
      potassium(4.1, '2026-11-01T07:00:00'),
    ]);
    expect(text).toContain('4.1');
    expect(text).not.toMatch(/9\.9|8\.8/);
  });

  it('groups by panel, what belongs to none last', () => {
    const [sodium, iron] = [result('나트륨', '2951-2', 140, '2026-11-02'), result('철', '2498-4', 18, '2026-11-02')];
    const panel = report({ code: concept('전해질'), result: [{ reference: `Observation/${sodium.id}` }] });
    expect(page([iron, sodium], [panel])).toMatch(/전해질 나트륨 .*그 밖의 검사 철/);
    expect(page([iron, sodium])).not.toContain('그 밖의 검사');
  });

  it('says that there is none only when it was read, and how far back it goes', () => {
    expect(page([])).toContain('기록된 검사 결과가 없습니다');
    const key = resultsQuery('p-1', 'laboratory').queryKey;
    const cut = page([], [], { data: [], failed: [[key, new FhirFailure('forbidden', 403, 'x')]] });
    expect(cut).toContain('볼 권한이 없습니다');
    expect(cut).not.toContain('결과가 없습니다');
    expect(page([], [], { data: [] })).not.toContain('결과가 없습니다');
    const older = page([potassium(4, '2026-11-02T07:00:00')], [], {}, '/fhir/R4/Observation?page=2');
    expect(older).toContain('2026-11-02까지 보입니다. 더 오래된 결과가 있습니다.');
  });
});

describe('the table of results', () => {
  it('takes one moment written in two time zones for one column, and two moments for two', () => {
    const [seoul, zulu] = [
      potassium(4, '2026-11-02T09:00:00+09:00'),
      result('나트륨', '2951-2', 140, '2026-11-02T00:00:30Z'),
    ];
    expect(resultTable([seoul, zulu], []).columns).toHaveLength(1);
    const apart = resultTable([potassium(4, '2026-11-02T09:00:00+09:00'), potassium(6, '2026-11-02T09:00:00Z')], []);
    expect(apart.columns).toHaveLength(2);
    const [row] = apart.groups[0]?.rows ?? [];
    expect(row && apart.columns.map((one) => cellOf(row, one)?.valueQuantity?.value)).toEqual([6, 4]);
  });

  it('a day without a time is a column of its own', () => {
    expect(resultTable([potassium(4, '2026-11-02'), potassium(5, '2026-11-02T09:00:00Z')], []).columns).toHaveLength(2);
  });

  it('loses no value of another minute, whatever the times, and the newest comes first', () => {
    const time = fc.option(fc.integer({ min: 0, max: 40 }), { nil: undefined });
    fc.assert(
      fc.property(fc.array(time, { minLength: 1, maxLength: 12 }), (minutes) => {
        const results = minutes.map((minute, at) =>
          potassium(at, minute === undefined ? undefined : new Date(Date.UTC(2026, 10, 2, 0, minute)).toISOString()),
        );
        const { columns, groups } = resultTable(results, []);
        const [row] = groups[0]?.rows ?? [];
        expect(columns).toHaveLength(new Set(minutes).size);
        for (const column of columns) expect(row && cellOf(row, column)).toBeDefined();
        const known = minutes.filter((one) => one !== undefined).toSorted((a, b) => b - a);
        const shown = row?.results.flatMap((one) => one.effectiveDateTime ?? []) ?? [];
        expect(shown.map((one) => new Date(one).getUTCMinutes())).toEqual(known);
      }),
    );
  });
});

describe('the trend of one test', () => {
  const code = `${LOINC}|2823-3`;
  const trend = (results: readonly Observation[], more = false, shown: Shown = {}) =>
    page(results, [], {
      at: `/patients/p-1/results?detail=${encodeURIComponent(code)}`,
      data: [
        [
          resultsQuery('p-1', 'laboratory').queryKey,
          { pages: [{ matches: results, included: [], next: undefined }], pageParams: [''] },
        ],
        [reportsQuery('p-1').queryKey, { matches: [], included: [], more: false }],
        [trendQuery('p-1', code).queryKey, { matches: results, included: [], more }],
      ],
      ...shown,
    });

  it('has the newest value with its time, range, status, code and every value below', () => {
    const range = [{ low: { value: 3.5, unit: 'mmol/L' }, high: { value: 5.1, unit: 'mmol/L' } }];
    const text = trend([
      potassium(5.9, '2026-11-02T07:00:00', { ...flagged('H'), referenceRange: range, status: 'corrected' }),
      potassium(4.2, '2026-11-01T07:00:00'),
    ]);
    for (const part of ['5.9 mmol/L', '3.5–5.1 mmol/L', '정정', '2823-3', '4.2 mmol/L']) expect(text).toContain(part);
  });

  it('says how many values are not in the plot', () => {
    const { valueQuantity: _, ...words_ } = potassium(0, '2026-11-01T07:00:00', { valueString: '용혈' });
    const text = trend([potassium(5, '2026-11-03T07:00:00'), potassium(4, '2026-11-02T07:00:00'), words_]);
    expect(text).toContain('그림에 없는 값: 1개');
    expect(text).toContain('용혈');
  });

  it('says where it is cut, and what the laboratory noted', () => {
    expect(trend([potassium(5, '2026-11-03T07:00:00')], true)).toContain('가장 최근 1건만 보입니다');
    expect(trend([potassium(5, '2026-11-03T07:00:00', { note: [{ text: '용혈 검체' }] })])).toContain('용혈 검체');
  });

  it('has nothing of what was entered in error', () => {
    const text = trend([
      potassium(9.9, '2026-11-03T07:00:00', { status: 'entered-in-error' }),
      potassium(4, '2026-11-02T07:00:00'),
    ]);
    expect(text).not.toContain('9.9');
  });
});

describe('vital signs', () => {
  const sign = (code: string, value: number, unit: string, time: string | undefined, more: Partial<Observation> = {}) =>
    result(code, code, value, time, { valueQuantity: { value, unit, code: unit }, ...more });
  const pressure = (
    systolic: number | undefined,
    diastolic: number | undefined,
    time: string,
    more: Partial<Observation> = {},
  ) => {
    const part = (code: string, value: number | undefined) =>
      value === undefined ? [] : [{ code: concept('', code, LOINC), valueQuantity: { value, unit: 'mmHg' } }];
    const { valueQuantity: _, ...rest } = result('혈압', '85354-9', 0, time, more);
    return { ...rest, component: [...part('8480-6', systolic), ...part('8462-4', diastolic)] };
  };
  const drawn = (observations: readonly Observation[], shown: Shown = {}, more = false) =>
    words(<VitalsPage />, {
      at: '/patients/p-1/vitals',
      role: 'physician',
      data: [[allVitalsQuery('p-1').queryKey, { matches: observations, included: [], more }]],
      ...shown,
    });

  it('are cards with the newest value, unit and time, the blood pressure first', () => {
    const text = drawn([
      sign('8867-4', 88, '/min', '2026-11-02T07:00:00'),
      sign('8867-4', 71, '/min', '2026-11-01T07:00:00'),
      pressure(128, 76, '2026-11-02T07:05:00'),
    ]);
    expect(text).toMatch(/혈압 128\/76 mmHg .*07:05.*맥박 88.*07:00/);
    expect(drawn([pressure(128, 76, '2026-11-02T07:05:00')], { language: 'en' })).toMatch(/Blood pressure 128\/76/);
  });

  it('never take an undated value for the newest', () => {
    const text = drawn([sign('8867-4', 190, '/min', undefined), sign('8867-4', 71, '/min', '2026-11-01T07:00:00')]);
    expect(text).toMatch(/맥박 71/);
  });

  it('show half of a pressure with a dash, and the graver flag of the two', () => {
    expect(drawn([pressure(180, undefined, '2026-11-02')])).toContain('180/–');
    expect(drawn([pressure(undefined, 60, '2026-11-02')])).toContain('–/60');
    const low = pressure(70, 40, '2026-11-02', flagged('LL'));
    expect(drawn([low])).toMatch(/70\/40 mmHg.{0,20}▼▼/);
  });

  it('leave out what was entered in error', () => {
    const text = drawn([
      sign('8310-5', 49.9, 'Cel', '2026-11-02T07:00:00', { status: 'entered-in-error' }),
      sign('8310-5', 36.8, 'Cel', '2026-11-01T07:00:00'),
    ]);
    expect(text).toContain('체온 36.8 °C');
    expect(text).not.toContain('49.9');
  });

  it('name the plot in the language of the reader, and a sign that the chart does not know by its own words', () => {
    const markup = html(<VitalsPage />, {
      at: '/patients/p-1/vitals',
      data: [
        [
          allVitalsQuery('p-1').queryKey,
          {
            matches: [
              sign('8867-4', 88, '/min', '2026-11-02T07:00:00'),
              result('호기말 이산화탄소', '19889-5', 38, '2026-11-02'),
            ],
            included: [],
            more: false,
          },
        ],
      ],
    });
    expect(markup).toContain('맥박의 추이');
    expect(markup).not.toContain('heart-rate의');
    expect(markup).toContain('호기말 이산화탄소의 추이');
  });

  it('never draw a weight in pounds on an axis of kilograms', () => {
    const [weight] = signsOf([
      sign('29463-7', 70, 'kg', '2026-11-02T07:00:00'),
      sign('29463-7', 154, '[lb_av]', '2026-11-01T07:00:00'),
      sign('29463-7', 71, 'kg', '2026-10-31T07:00:00'),
    ]);
    const plot = weight && signPlot(weight, ['체중'], 'ko');
    expect(plot?.unit).toBe('kg');
    expect(plot?.series[0]?.values).toEqual([71, 70]);
  });

  it('say that none is recorded only when it was read, and where the list is cut', () => {
    expect(drawn([])).toContain('기록된 활력 징후가 없습니다');
    expect(drawn([], { data: [] })).not.toContain('활력 징후가 없습니다');
    const failed: Shown['failed'] = [[allVitalsQuery('p-1').queryKey, new FhirFailure('busy', 503, 'x')]];
    expect(drawn([], { data: [], failed })).toContain('서버가 바쁩니다');
    expect(drawn([sign('8867-4', 88, '/min', '2026-11-02')], {}, true)).toContain('가장 최근 1건만 보입니다');
  });
});
