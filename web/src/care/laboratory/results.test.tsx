import { describe, expect, it, vi } from 'vitest';
import { FhirFailure } from '../../fhir/client.ts';
import type { Role } from '../../access/api.ts';
import { buttonsOf, sentBy } from '../../ui/testing-press.tsx';
import { html, words, type Shown } from '../../ui/testing.tsx';
import type { Call, Entry, EntryLine } from './api.ts';
import { CriticalCalls } from './CriticalCalls.tsx';
import { EntryPanel } from './EntryPanel.tsx';
import { EntryRow } from './EntryRow.tsx';
import { analyteOf, callOf, entryOf, minutesFromNow } from './testing.ts';

vi.mock('@mantine/core', async () => (await import('../../ui/testing-flat.tsx')).flatMantine());

const nothing = () => undefined;

describe('critical results that nobody acknowledged', () => {
  const key = ['laboratory', 'critical', 'kim'];
  const told = (calls: readonly Call[], more: Shown = {}): Shown => ({
    ...more,
    data: [[key, { at: minutesFromNow(0), calls }]],
  });
  const draw = (calls: readonly Call[], more: Shown = {}) =>
    words(<CriticalCalls patients={['kim']} />, told(calls, more));

  it('say whose, what, how much with unit and digits, since when, and who was told', () => {
    const text = draw([callOf()]);
    expect(text).toMatch(
      /확인되지 않은 위험 결과 1 김민준 00012345 · 남 · 65세 칼륨 6\.90 mmol\/L .*12.* 처방의에게 알림/,
    );
    expect(draw([callOf()], { language: 'en' })).toMatch(/Potassium 6\.90 mmol\/L/);
  });

  it.each([
    [0, '처방의에게 알림'],
    [1, '주치의 책임자에게 알림'],
    [2, '당직자에게 알림'],
    [7, '당직자에게 알림'],
  ])('at level %d say: %s', (level, word) => expect(draw([callOf({ level })])).toContain(word));

  it('have every value of a report, each to be read back', () => {
    const sodium = { code: '2951-2', ko: '나트륨', en: 'Sodium', unit: 'mmol/L', value: '109' };
    const text = draw([callOf({ values: [...callOf().values, sodium] })]);
    expect(text).toContain('칼륨 6.90 mmol/L');
    expect(text).toContain('나트륨 109 mmol/L');
    expect(text).toContain('복창: 칼륨');
    expect(text).toContain('복창: 나트륨');
  });

  it('cannot be acknowledged without reading back, and not by the laboratory itself', () => {
    const part = <CriticalCalls patients={['kim']} />;
    const buttons = (role: Role) => buttonsOf(part, told([callOf()], { role }));
    expect(buttons('nurse')).toEqual([{ words: '확인', disabled: true }]);
    expect(buttons('physician')).toHaveLength(1);
    expect(buttons('laboratory')).toEqual([]);
  });

  it('do not name the patient where the page does', () => {
    expect(words(<CriticalCalls patients={['kim']} unnamed />, told([callOf()]))).not.toContain('김민준');
  });

  it('take no room where there are none, and where nobody is asked about', () => {
    expect(html(<CriticalCalls patients={['kim']} />, told([]))).toBe('');
    expect(html(<CriticalCalls patients={[]} />)).toBe('');
  });

  it('that could not be read say so', () => {
    const failed: Shown['failed'] = [[key, new FhirFailure('fault', 500, 'x', 'kernel.fault')]];
    expect(words(<CriticalCalls patients={['kim']} />, { failed })).toContain('kernel.fault');
  });

  it('stay in sight while they cannot be read again', () => {
    const failed: Shown['failed'] = [[key, new FhirFailure('offline', 0, 'x')]];
    const part = <CriticalCalls patients={['kim']} />;
    const text = words(part, { ...told([callOf()]), failed });
    expect(text).toContain('칼륨 6.90 mmol/L');
    expect(html(part, { ...told([callOf()]), failed })).toContain('role="alert"');
  });
});

describe('a value as it is typed', () => {
  const row = (typed: string, more: Partial<EntryLine> = {}, disabled = false) => (
    <table>
      <tbody>
        <EntryRow
          line={analyteOf(more)}
          typed={typed}
          at={Date.now()}
          faulty={false}
          disabled={disabled}
          type={nothing}
        />
      </tbody>
    </table>
  );

  it.each([
    ['2.5', '▼▼ 위험하게 낮음'],
    ['3.4', '▼ 낮음'],
    ['5.2', '▲ 높음'],
    ['6.5', '▲▲ 위험하게 높음'],
  ])('%s has a sign and a word', (typed, said) => expect(words(row(typed))).toContain(said));

  it('that is usual says nothing, and one without limits says that there are none', () => {
    expect(words(row('4.2'))).toBe('칼륨 mmol/L 3.5 – 5.1 이전 결과 없음');
    expect(words(row('4.2', { limits: {} }))).toContain('참고치 없음');
    expect(words(row('4.2', { limits: {} }))).not.toContain('정상');
  });

  it('stands beside the last one, and says that it differs much', () => {
    const more = { earlier: { value: '3.9', at: minutesFromNow(-600) }, delta: { percent: 20, days: 7 } };
    expect(words(row('5.0', more))).toMatch(/Δ 이전과 차이가 큽니다 .*3\.9/);
    expect(words(row('4.0', more))).not.toContain('Δ');
    expect(words(row('', more))).toContain('3.9');
    expect(words(row('5.0', more), { language: 'en' })).not.toMatch(/[가-힣]/);
  });

  it('is chosen among words where there are some, and the last one is a word too', () => {
    const more = {
      words: ['negative', 'positive'],
      abnormal: ['positive'],
      earlier: { value: 'negative', at: minutesFromNow(-600) },
    };
    const text = words(row('positive', more));
    expect(text).toContain('● 비정상');
    expect(text).toContain('음성');
    expect(text).not.toContain('negative');
  });

  it('cannot be typed while the specimen has not come', () => {
    expect(html(row('', {}, true))).toMatch(/<input[^>]*disabled/);
    expect(html(row(''))).not.toMatch(/<input[^>]*disabled/);
  });
});

describe('the results of a request', () => {
  const panel = (more: Partial<Entry> = {}) => <EntryPanel entry={entryOf(more)} close={nothing} done={nothing} />;
  const filled = (value: string) => ({ lines: [analyteOf({ value })] });
  const button = (more: Partial<Entry>, label: string) => buttonsOf(panel(more)).find((one) => one.words === label);
  const report = (released: boolean) => ({
    id: 'dr-1',
    version: '4',
    status: released ? 'final' : 'preliminary',
    released,
  });

  it('say whose specimen it is, its label, and when it was taken and came', () => {
    const text = words(panel());
    expect(text).toMatch(/칼륨 김민준 00012345 · 남 · 65세 LB-0001 · 채취 \S+ \d\d:\d\d · 접수 \S+ \d\d:\d\d/);
    expect(words(panel(), { language: 'en' })).toMatch(/^Potassium/);
  });

  it('cannot be given before the specimen was received', () => {
    const more = { ...filled('4.2'), specimen: { id: 's', collected: minutesFromNow(-20) } };
    expect(words(panel(more))).toContain('아직 접수되지 않았습니다');
    expect(button(more, '보고')?.disabled).toBe(true);
    const { specimen: _, ...none } = entryOf(filled('4.2'));
    expect(buttonsOf(<EntryPanel entry={none} close={nothing} done={nothing} />)[0]?.disabled).toBe(true);
  });

  it('cannot be given while nothing was typed, or what was typed is no value', () => {
    expect(button({}, '보고')?.disabled).toBe(true);
    expect(button(filled('4,2x'), '보고')?.disabled).toBe(true);
    expect(button(filled('4.2'), '보고')?.disabled).toBe(false);
  });

  it('say before the release that somebody will be called', () => {
    expect(words(panel(filled('6.9')))).toContain('위험 결과: 칼륨. 보고하면 처방의에게 바로 알립니다');
    expect(words(panel(filled('4.2')))).not.toContain('위험 결과');
  });

  it('say the condition of the specimen, also one that is not known', () => {
    const specimen = { ...entryOf().specimen, id: 's', condition: 'haemolysed' };
    expect(words(panel({ specimen }))).toContain('용혈');
    expect(words(panel({ specimen: { ...specimen, condition: 'odd' } }))).not.toContain('odd');
  });

  it('are released with the digits that were typed', async () => {
    const sent = await sentBy(panel(filled('4.20')), '보고');
    expect(sent?.path).toBe('/care/laboratory/result');
    expect(sent?.body).toMatchObject({
      request: 'r-1',
      release: true,
      values: [{ code: '2823-3', number: '4.20' }],
    });
    expect(sent?.body).not.toHaveProperty('reportVersion');
    expect(sent?.body).not.toHaveProperty('reason');
  });

  it('are saved as preliminary without being released', async () => {
    expect((await sentBy(panel(filled('4.2')), '예비로 저장'))?.body).toMatchObject({ release: false });
  });

  it('are sent as words and texts where they are such, and what was left empty is not sent', async () => {
    const { unit: _, ...text } = analyteOf({ code: 'text', value: 'E. coli' });
    const lines = [
      analyteOf({ code: 'empty' }),
      text,
      analyteOf({ code: 'word', words: ['positive'], value: 'positive' }),
    ];
    const sent = await sentBy(panel({ lines }), '보고');
    expect(sent?.body?.['values']).toEqual([
      { code: 'text', text: 'E. coli' },
      { code: 'word', word: 'positive' },
    ]);
  });

  it('tell the version that was seen, so that two who type at once are noticed', async () => {
    const sent = await sentBy(panel({ ...filled('4.2'), report: report(false) }), '보고');
    expect(sent?.body).toMatchObject({ reportVersion: '4' });
  });

  it('that were released are changed only with a reason, and never made preliminary again', () => {
    const more = { ...filled('4.2'), report: report(true) };
    expect(button(more, '정정 보고')?.disabled).toBe(true);
    const labels = buttonsOf(panel(more)).map((one) => one.words);
    expect(labels).not.toContain('예비로 저장');
    expect(labels).not.toContain('검체 거부');
    expect(words(panel(more))).toContain('정정 사유');
    expect(words(panel(more))).toContain('최종');
  });

  it('have a word for the state of the report, unknown where it is not known', () => {
    const odd = { ...report(false), status: 'newer' };
    expect(words(panel({ report: odd }))).not.toContain('newer');
    expect(words(panel({ report: report(false) }))).toContain('예비');
  });
});

describe('refusing a specimen', () => {
  it('is told with its label and the reason that was pressed; without a label is none of them', async () => {
    const part = <EntryPanel entry={entryOf()} close={nothing} done={nothing} />;
    const sent = await sentBy(part, '응고');
    expect(sent?.path).toBe('/care/laboratory/reject');
    expect(sent?.body).toMatchObject({ label: ']d291LB-0001', reason: 'clotted' });
    expect(buttonsOf(part).map((one) => one.words)).not.toContain('라벨 없음');
  });

  it('is not offered for what has no label', () => {
    const { label: _, ...rest } = entryOf();
    const labels = buttonsOf(<EntryPanel entry={rest} close={nothing} done={nothing} />).map((one) => one.words);
    expect(labels).not.toContain('검체 거부');
    expect(words(<EntryPanel entry={rest} close={nothing} done={nothing} />)).toContain('라벨 출력 전');
  });
});
