import { describe, expect, it, vi } from 'vitest';
import { FhirFailure } from '../../fhir/client.ts';
import { buttonsOf, sentBy } from '../../ui/testing-press.tsx';
import { html, words, type Shown } from '../../ui/testing.tsx';
import type { Role } from '../../access/api.ts';
import { AssessmentsPart } from './AssessmentsPart.tsx';
import { FluidsPart } from './FluidsPart.tsx';
import type { Assessed, Balance, FluidDay, Instrument, Plan } from './nursing-api.ts';
import { PlansPart } from './PlansPart.tsx';
import { minutesFromNow } from './testing.ts';

vi.mock('@mantine/core', async () => (await import('../../ui/testing-flat.tsx')).flatMantine());

const told = (name: string, answer: unknown, more: Shown = {}): Shown => ({
  ...more,
  data: [[['patient', 'kim', 'ward', name], answer]],
});
const failed = (name: string): Shown => ({
  failed: [[['patient', 'kim', 'ward', name], new FhirFailure('busy', 503, 'x', 'kernel.busy')]],
});

const FALLS: Instrument = {
  id: 'falls',
  title: { ko: '낙상 위험', en: 'Falls risk' },
  validated: false,
  note: { ko: '', en: '' },
  items: [],
  bands: [
    { code: 'high', ko: '고위험', en: 'high risk', from: 45, again: 8 },
    { code: 'low', ko: '저위험', en: 'low risk', from: 0, again: 24 },
  ],
};
const assessed = (points: number, band: string, more: Partial<Assessed> = {}): Assessed => ({
  instrument: 'falls',
  observation: `o-${points}`,
  at: minutesFromNow(-60),
  points,
  band,
  status: 'final',
  ...more,
});

describe('assessments', () => {
  const part = <AssessmentsPart patient="kim" />;
  const draw = (found: readonly Assessed[], more: Shown = {}, due: Readonly<Record<string, string>> = {}) =>
    words(part, told('assessments', { instruments: [FALLS], found, due }, more));

  it('have the newest with its band, and what it was before', () => {
    const found = [assessed(55, 'high', { by: '이지은' }), assessed(20, 'low')];
    expect(draw(found)).toMatch(/낙상 위험 .*이지은 55점 고위험 \(이전 20점\)/);
    expect(draw(found, { language: 'en' })).toMatch(/Falls risk .*55 points high risk \(before: 20\)/);
  });

  it('pass over what was entered in error', () => {
    const text = draw([assessed(99, 'high', { status: 'entered-in-error' }), assessed(20, 'low')]);
    expect(text).toContain('20점 저위험');
    expect(text).not.toContain('99');
  });

  it('say that nobody assessed yet, and do not say 0 points', () => {
    expect(draw([])).toContain('아직 사정하지 않음');
    expect(draw([])).not.toContain('0점');
    expect(draw([], { language: 'en' })).toContain('not assessed yet');
  });

  it('do not take the points of another instrument', () => {
    expect(draw([assessed(12, 'high', { instrument: 'pressure' })])).toContain('아직 사정하지 않음');
  });

  it('keep the points of a band that the instrument does not know', () => {
    expect(draw([assessed(33, 'newer-band')])).toContain('33점');
  });

  it('say when the next is due, late in words', () => {
    expect(draw([assessed(20, 'low')], {}, { falls: minutesFromNow(-30) })).toContain('(30분 지남)');
    expect(draw([assessed(20, 'low')])).toContain('기한 –');
  });

  it('are done by nurses and physicians', () => {
    const offered = (role: Role) =>
      buttonsOf(part, told('assessments', { instruments: [FALLS], found: [], due: {} }, { role })).length;
    expect([offered('nurse'), offered('physician'), offered('pharmacist')]).toEqual([1, 1, 0]);
  });

  it('that could not be read are not shown as never assessed', () => {
    expect(words(part, failed('assessments'))).toContain('kernel.busy');
    expect(words(part, failed('assessments'))).not.toContain('아직 사정하지 않음');
  });
});

describe('intake and output', () => {
  const part = <FluidsPart patient="kim" />;
  const none: Balance = { intake: 0, output: 0, balance: 0 };
  const day = (more: Partial<FluidDay> = {}): FluidDay => ({
    date: '2026-11-24',
    total: { intake: 1500, output: 1900, balance: -400 },
    shifts: {
      day: { intake: 1500, output: 900, balance: 600 },
      evening: { intake: 0, output: 1000, balance: -1000 },
      night: none,
    },
    entries: [],
    ...more,
  });
  const entry = (more: Partial<FluidDay['entries'][number]> = {}) => ({
    observation: 'o-1',
    kind: 'output-urine',
    millilitres: 900,
    at: minutesFromNow(-30),
    status: 'final',
    ...more,
  });
  const draw = (days: readonly FluidDay[], more: Shown = {}) => words(part, told('fluids', { days }, more));

  it('have the balance of each shift and of the day, with sign and unit', () => {
    const text = draw([day()]);
    expect(text).toContain('낮 07–15 1500 900 +600 mL');
    expect(text).toContain('저녁 15–23 0 1000 -1000 mL');
    expect(text).toContain('밤 23–07 0 0 0 mL');
    expect(text).toContain('하루 합계 1500 1900 -400 mL');
    expect(draw([day()], { language: 'en' })).toContain('Whole day 1500 1900 -400 mL');
  });

  it('have every kind of entry as a word, what came in apart from what went out', () => {
    const kinds = ['intake-oral', 'intake-intravenous', 'intake-blood', 'output-urine', 'output-drain', 'output-vomit'];
    for (const kind of kinds) {
      const text = draw([day({ entries: [entry({ kind })] })]);
      expect(text).toContain(kind.startsWith('intake') ? '섭취: ' : '배설: ');
      expect(text).not.toContain(kind);
    }
    expect(draw([day({ entries: [entry({ kind: 'output-new' })] })])).toContain('output-new 900 mL');
  });

  it('keep what was entered in error readable, and it cannot be taken back twice', () => {
    const entries = [entry({ status: 'entered-in-error' })];
    expect(draw([day({ entries })])).toMatch(/배설: 소변 900 mL 잘못 입력/);
    expect(html(part, told('fluids', { days: [day({ entries })] }))).toContain('<s>');
    const labels = buttonsOf(part, told('fluids', { days: [day({ entries })] })).map((one) => one.words);
    expect(labels).not.toContain('잘못 입력으로 표시');
  });

  it('take back the entry that was pressed', async () => {
    const entries = [entry({ observation: 'o-7' })];
    const sent = await sentBy(part, '잘못 입력으로 표시', told('fluids', { days: [day({ entries })] }));
    expect(sent?.path).toBe('/care/ward/corrections');
    expect(sent?.body).toMatchObject({ observation: 'o-7', act: 'entered-in-error' });
  });

  it('say that nothing was charted only when they were read', () => {
    expect(draw([])).toContain('최근 3일간 기록이 없습니다');
    expect(words(part, failed('fluids'))).not.toContain('기록이 없습니다');
    expect(words(part, failed('fluids'))).toContain('kernel.busy');
  });

  it('are charted by nurses and physicians, and nothing without an amount', () => {
    expect(buttonsOf(part, told('fluids', { days: [] }))).toEqual([{ words: '기록', disabled: true }]);
    expect(buttonsOf(part, told('fluids', { days: [] }, { role: 'pharmacist' }))).toEqual([]);
  });
});

describe('nursing plans', () => {
  const part = <PlansPart patient="kim" />;
  const plan = (more: Partial<Plan> = {}): Plan => ({
    plan: 'cp-1',
    problem: '욕창 위험',
    status: 'active',
    since: minutesFromNow(-200),
    goals: [{ goal: 'g-1', text: '피부 손상 없음', reached: 'improving' }],
    activities: [{ text: '체위 변경', often: '2시간마다' }],
    notes: [{ text: '발뒤꿈치 발적 없음', at: minutesFromNow(-20) }],
    ...more,
  });
  const draw = (plans: readonly Plan[], more: Shown = {}) => words(part, told('plans', { plans }, more));

  it('have problem, goals with how far they were reached, what is done, and notes', () => {
    const text = draw([plan()]);
    expect(text).toMatch(/욕창 위험 진행 중 .*목표: 피부 손상 없음 나아짐 체위 변경 2시간마다 .*발뒤꿈치 발적 없음/);
    expect(draw([plan()], { language: 'en' })).toMatch(/active .*Goal: .*improving/);
  });

  it('have a word for each evaluation, and the code of one that is not known', () => {
    const reached = (code: string) => draw([plan({ goals: [{ goal: 'g', text: 't', reached: code }] })]);
    for (const [code, word] of [
      ['achieved', '달성'],
      ['no-change', '변화 없음'],
      ['worsening', '나빠짐'],
      ['sustaining', 'sustaining'],
    ] as const)
      expect(reached(code)).toContain(`t ${word}`);
  });

  it('that are over say so and cannot be evaluated again', () => {
    expect(draw([plan({ status: 'completed' })])).toContain('욕창 위험 종료');
    const labels = (status: string, role: Role = 'nurse') =>
      buttonsOf(part, told('plans', { plans: [plan({ status })] }, { role })).map((one) => one.words);
    expect(labels('active')).toEqual(['새 간호계획', '평가']);
    expect(labels('completed')).toEqual(['새 간호계획']);
    expect(labels('active', 'pharmacist')).toEqual([]);
  });

  it('say that there is none only when they were read', () => {
    expect(draw([])).toContain('간호계획이 없습니다');
    expect(draw([], { language: 'en' })).toContain('There is no nursing plan');
    expect(words(part, failed('plans'))).not.toContain('간호계획이 없습니다');
  });
});
