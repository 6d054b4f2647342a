import { describe, expect, it, vi } from 'vitest';
import { FhirFailure } from '../../fhir/client.ts';
import { buttonsOf, sentBy } from '../../ui/testing-press.tsx';
import { html, words, type Shown } from '../../ui/testing.tsx';
import type { Flowsheet, RoundAnswer, Score, SheetRound, SheetValue } from './api.ts';
import { CorrectDialog } from './CorrectDialog.tsx';
import FlowsheetPage from './FlowsheetPage.tsx';
import { SavedLine, ScoreLine } from './ScoreLine.tsx';
import { minutesFromNow } from './testing.ts';

vi.mock('@mantine/core', async () => (await import('../../ui/testing-flat.tsx')).flatMantine());

const value = (text: string, more: Partial<SheetValue> = {}): SheetValue => ({
  observation: `o-${text}`,
  text,
  status: 'final',
  ...more,
});

/** A round so many minutes ago. */
const round = (ago: number, values: SheetRound['values'], more: Partial<SheetRound> = {}): SheetRound => ({
  at: minutesFromNow(-ago),
  values,
  ...more,
});

function shown(rounds: readonly SheetRound[], more: Shown & { readonly sheet?: Partial<Flowsheet> } = {}): Shown {
  const sheet: Flowsheet = { at: minutesFromNow(0), scale: 1, rounds, ...more.sheet };
  return { at: '/patients/kim/flowsheet', ...more, data: [[['patient', 'kim', 'flowsheet', '48'], sheet]] };
}
const page = (rounds: readonly SheetRound[], more: Parameters<typeof shown>[1] = {}, draw = words) =>
  draw(<FlowsheetPage />, shown(rounds, more));
const rowOf = (markup: string, sign: string) =>
  (new RegExp(`<tr data-sign="${sign}">(.*?)</tr>`, 's').exec(markup)?.[1] ?? '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ');

describe('the flowsheet', () => {
  it('has a row for each sign with its unit, and the values of the rounds with their digits', () => {
    const markup = page([round(10, { temperature: value('37.0'), pulse: value('72') })], {}, html);
    expect(rowOf(markup, 'temperature')).toMatch(/체온 °C .*37\.0/);
    expect(rowOf(markup, 'pulse')).toMatch(/맥박 .*72/);
    const english = page([round(10, { pulse: value('72') })], { language: 'en' }, html);
    expect(rowOf(english, 'pulse')).toMatch(/Pulse per minute .*72/);
  });

  it('shows the newest round first, and a dash for what was not measured in one', () => {
    const markup = page(
      [round(10, { pulse: value('91') }), round(250, { pulse: value('72'), spo2: value('97') })],
      {},
      html,
    );
    expect(rowOf(markup, 'pulse')).toMatch(/91.*72/);
    expect(rowOf(markup, 'spo2')).toMatch(/–.*97/);
  });

  it('says air in a word, and not a flow of 0', () => {
    const row = rowOf(page([round(10, { oxygenFlow: value('0') })], { role: 'pharmacist' }, html), 'oxygenFlow');
    expect(row).toContain('공기');
  });

  it('keeps what was entered in error readable, struck through, said in words, without points', () => {
    const bad = round(10, { pulse: value('172', { status: 'entered-in-error' }) });
    const markup = page([bad], { role: 'pharmacist' }, html);
    expect(markup).toContain('<s>172</s>');
    expect(rowOf(markup, 'pulse')).toContain('잘못 입력');
    const scored = {
      ...bad,
      news2: { observation: 'n', total: 3, band: 'low' as const, scale: 1, status: 'final', points: { pulse: 3 } },
    };
    expect(page([scored], { role: 'pharmacist' }, html)).not.toContain('data-points="3"');
  });

  it('says which value was amended, and which stands with a reason', () => {
    const markup = page(
      [round(9, { pulse: value('42', { status: 'amended' }), spo2: value('78', { reason: 'device' }) })],
      {},
      html,
    );
    expect(rowOf(markup, 'pulse')).toContain('정정됨');
    expect(rowOf(markup, 'spo2')).toContain('사유 있음');
  });

  it('has the score of each round and the points of what it was made of', () => {
    const news2 = {
      observation: 'n',
      total: 7,
      band: 'high' as const,
      scale: 1,
      status: 'final',
      points: { 'respiration-rate': 3, pulse: 2 },
    };
    const markup = page([round(10, { respirationRate: value('26'), pulse: value('115') }, { news2 })], {}, html);
    expect(markup).toContain('NEWS2 7: 높음');
    expect(markup).toMatch(/<tr data-sign="respirationRate">.*?data-points="3".*?<\/tr>/s);
  });

  it('says why there is no score where there can be none', () => {
    for (const [noScore, ko, en] of [
      ['under-16', '16세 미만', 'under 16'],
      ['pregnant', '임신', 'pregnant'],
      ['something-new', '값을 확인하세요', 'check the values'],
    ] as const) {
      expect(page([], { sheet: { noScore } })).toContain(ko);
      expect(page([], { sheet: { noScore }, language: 'en' })).toContain(en);
    }
  });

  it('says when the next round is due, and that it is late', () => {
    expect(page([], { sheet: { nextDue: minutesFromNow(-15) } })).toMatch(/다음 측정 \d\d:\d\d \(15분 지남\)/);
    expect(page([])).not.toContain('다음 측정');
  });

  it('can be typed into by nurses and physicians, and read by others', () => {
    expect(page([])).toContain('새로 기록');
    for (const role of ['pharmacist', 'laboratory'] as const) {
      const text = page([round(10, { pulse: value('72') })], { role });
      expect(text).not.toContain('새로 기록');
      expect(text).toContain('72');
    }
  });

  it('charts nothing while nothing was typed', () => {
    expect(buttonsOf(<FlowsheetPage />, shown([])).find((one) => one.words.startsWith('기록'))?.disabled).toBe(true);
  });

  it('names the scale of oxygen saturation; only a physician prescribes the other', async () => {
    expect(page([])).toContain('산소포화도 척도 1');
    expect(page([], { sheet: { scale: 2 } })).toContain('목표 88–92 % 처방됨');
    expect(buttonsOf(<FlowsheetPage />, shown([])).some((one) => one.words.includes('88–92'))).toBe(false);
    const sent = await sentBy(<FlowsheetPage />, '88–92', shown([], { role: 'physician' }));
    expect(sent?.path).toBe('/care/ward/oxygen-targets');
    expect(sent?.body).toMatchObject({ patient: 'kim', on: true });
    const back = await sentBy(<FlowsheetPage />, '88–92', shown([], { role: 'physician', sheet: { scale: 2 } }));
    expect(back?.body).toMatchObject({ patient: 'kim', on: false });
  });

  it('says that it could not be read, and does not show an empty sheet', () => {
    const key = ['patient', 'kim', 'flowsheet', '48'];
    const text = words(<FlowsheetPage />, {
      at: '/patients/kim/flowsheet',
      failed: [[key, new FhirFailure('offline', 0, 'x')]],
    });
    expect(text).toContain('다시');
    expect(text).not.toContain('새로 기록');
  });

  it('says whose work the score is', () => {
    expect(page([])).toContain('Royal College of Physicians 2017');
    expect(page([], { language: 'en' })).toContain('Royal College of Physicians 2017');
  });
});

const PARTS = {
  respirationRate: 0,
  spo2: 0,
  airOrOxygen: 0,
  systolicBP: 0,
  pulse: 0,
  consciousness: 0,
  temperature: 0,
};

describe('the score of what is typed', () => {
  const line = (score: Score | undefined, noScore?: string, more: Shown = {}) =>
    words(<ScoreLine score={score} noScore={noScore} />, more);

  it('has the band as a word', () => {
    const score: Score = {
      status: 'complete',
      total: 3,
      band: 'low-medium',
      singleThree: true,
      parameterScores: PARTS,
    };
    expect(line(score)).toContain('3 NEWS2 낮음–중간 (단일 3점)');
    expect(line(score, undefined, { language: 'en' })).toContain('low–medium (a single 3)');
  });

  it('names what is missing in the words of the rows, and gives no number', () => {
    const score: Score = { status: 'incomplete', missing: ['oxygen', 'systolicBP', 'consciousness'] };
    expect(line(score)).toBe('NEWS2 계산 불가: 산소 (0 = 공기), 수축기 혈압, 의식 기록 없음');
    expect(line(score, undefined, { language: 'en' })).toContain('Oxygen (0 = air), Systolic pressure, Consciousness');
    expect(html(<ScoreLine score={score} noScore={undefined} />)).not.toContain('data-news');
  });

  it('is a dash before anything is typed', () => expect(line(undefined)).toBe('–'));

  it('never shows a score where the patient can have none, whatever was reckoned', () => {
    const score: Score = { status: 'complete', total: 0, band: 'low', singleThree: false, parameterScores: PARTS };
    expect(line(score, 'pregnant')).toBe('NEWS2 계산 불가: 임신');
  });

  it.each(['not-applicable', 'invalid', 'refused'] as const)('says what to do where it is %s', (status) => {
    expect(line({ status, reason: 'pulse-out-of-range' })).toContain('계산 불가: 값을 확인하세요');
  });
});

describe('what was charted', () => {
  const saved = (answer: RoundAnswer, more: Shown = {}) => words(<SavedLine answer={answer} />, more);

  it('says the score, the next round, and until when a physician was asked', () => {
    const answer: RoundAnswer = {
      score: { status: 'complete', total: 7, band: 'high', singleThree: false, parameterScores: PARTS },
      nextDue: minutesFromNow(30),
      escalation: { task: 't', due: minutesFromNow(29) },
    };
    expect(saved(answer)).toMatch(/기록했습니다\. 7 NEWS2 높음 다음 측정 .*의사를 호출했습니다: \d\d:\d\d \(29분 뒤\)/);
    expect(saved(answer, { language: 'en' })).toMatch(/Charted\. .* Physician asked to come:/);
  });

  it('does not say that somebody was asked where nobody was, nor a score that was not made', () => {
    const text = saved({ score: { status: 'incomplete', missing: ['pulse'] } });
    expect(text).toBe('기록했습니다.');
  });
});

describe('correcting a value', () => {
  const dialog = (row: 'pulse' | 'consciousness', text: string) => (
    <CorrectDialog patient="kim" row={row} value={value(text)} close={() => undefined} />
  );

  it('shows which value of which sign, with its unit', () => {
    expect(words(dialog('pulse', '172'))).toMatch(/정정: 맥박 기록된 값: 172 분당/);
    expect(words(dialog('pulse', '172'), { language: 'en' })).toMatch(/Correct: Pulse Charted: 172 per minute/);
    expect(words(dialog('consciousness', 'V'))).toContain('A C V P U');
  });

  it('offers reasons in words, and neither amends nor takes back without one', () => {
    for (const word of ['입력 실수', '다른 환자의 값', '기기 오류', '시각 착오'])
      expect(words(dialog('pulse', '172'))).toContain(word);
    expect(buttonsOf(dialog('pulse', '172')).map((one) => one.disabled)).toEqual([true, true]);
  });
});
