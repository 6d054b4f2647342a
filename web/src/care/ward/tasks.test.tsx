import { describe, expect, it, vi } from 'vitest';
import { FhirFailure } from '../../fhir/client.ts';
import { buttonsOf, sentBy } from '../../ui/testing-press.tsx';
import { html, words, type Shown } from '../../ui/testing.tsx';
import type { Role } from '../../access/api.ts';
import type { TaskLine } from './api.ts';
import { EscalationStrip } from './EscalationStrip.tsx';
import TasksPage from './TasksPage.tsx';
import { bedOf, boardOf, minutesFromNow, stayOf, taskOf } from './testing.ts';

vi.mock('@mantine/core', async () => (await import('../../ui/testing-flat.tsx')).flatMantine());

const board = boardOf([bedOf('6101-1', { stay: stayOf() })]);

/** The page of the ward, with tasks. */
function shown(tasks: readonly TaskLine[], more: Shown & { readonly total?: number } = {}): Shown {
  const role = more.role ?? 'nurse';
  const answer = { at: new Date().toISOString(), total: more.total ?? tasks.length, tasks };
  return {
    at: '/tasks',
    ...more,
    data: [
      [['care', 'ward', 'board'], board],
      [['care', 'ward', 'tasks', { ward: 'w61', role, mine: 'false' }], answer],
      ...(more.data ?? []),
    ],
  };
}
const page = (tasks: readonly TaskLine[], more: Parameters<typeof shown>[1] = {}) =>
  words(<TasksPage />, shown(tasks, more));
const acts = (task: Partial<TaskLine>, role: Role = 'nurse') =>
  buttonsOf(<TasksPage />, shown([taskOf(task)], { role })).map((one) => one.words);

describe('the task list', () => {
  it('says what is due when for whom in which bed, in the language of the screen', () => {
    const late = taskOf({ due: minutesFromNow(-20) });
    expect(page([late])).toMatch(/\d\d:\d\d \(20분 지남\) 활력징후 6101호 1번 병상 김민준 대기/);
    expect(page([late], { language: 'en' })).toMatch(/\(20 min late\) Vital signs Room 6101 bed 1 Kim Min-jun waiting/);
  });

  it('has words for every kind of task that the wards know', () => {
    const codes = ['vital-signs', 'news2-escalation', 'assessment-pain', 'nursing-plan', 'verify', 'critical-result'];
    for (const code of codes) expect(page([taskOf({ code })])).not.toContain(code);
  });

  it('shows the description, or the code, of a task that it does not know', () => {
    expect(page([taskOf({ code: 'new-kind', description: '보호자에게 전화' })])).toContain('보호자에게 전화');
    expect(page([taskOf({ code: 'new-kind' })])).toContain('new-kind');
  });

  it('keeps a task without a patient, a bed or a due time', () => {
    const { patient: _, bed: __, bedLatin: ___, due: ____, ...bare } = taskOf({ code: 'verify' });
    const text = page([bare]);
    expect(text).toContain('– 처방 검토');
    expect(text).not.toContain('undefined');
  });

  it('says that nothing is due only when the list was read', () => {
    expect(page([])).toContain('할 일이 없습니다');
    const unread = words(<TasksPage />, { at: '/tasks', data: [[['care', 'ward', 'board'], board]] });
    expect(unread).not.toContain('할 일이 없습니다');
  });

  it('says that it failed, and does not say that nothing is due', () => {
    const key = ['care', 'ward', 'tasks', { ward: 'w61', role: 'nurse', mine: 'false' }];
    const text = words(<TasksPage />, {
      at: '/tasks',
      data: [[['care', 'ward', 'board'], board]],
      failed: [[key, new FhirFailure('forbidden', 403, 'No.', 'care.board-forbidden')]],
    });
    expect(text).toContain('care.board-forbidden');
    expect(text).not.toContain('할 일이 없습니다');
  });

  it('says that there is more than what is shown', () => {
    expect(page([taskOf()], { total: 240 })).toContain('240건 가운데 1건 표시');
    expect(page([taskOf()], { total: 240, language: 'en' })).toContain('1 of 240 shown');
    expect(page([taskOf()])).not.toContain('가운데');
  });

  it('is that of one patient where the address says so', () => {
    const answer = { at: '', total: 1, tasks: [taskOf({ patient: { id: 'lee', name: '이영희' } })] };
    const text = words(<TasksPage />, {
      at: '/tasks?patient=lee',
      data: [[['care', 'ward', 'tasks', { patient: 'lee', mine: 'false' }], answer]],
    });
    expect(text).toContain('이영희');
    expect(text).toContain('병동 전체');
  });

  it('says how calls were answered, without a median that nobody measured', () => {
    const key = ['care', 'ward', 'escalations'] as const;
    const count = { asked: 12, answered: 9, late: 2, overdue: 1 };
    const known = page([], { data: [[key, { ...count, medianMinutes: 17 }]] });
    expect(known).toContain('7일간 의사 호출 12 늦은 답 2 기한 지남 1 중앙값 17분');
    expect(page([], { data: [[key, count]] })).not.toContain('중앙값');
  });
});

describe('what one can do about a task', () => {
  it.each<[string, Partial<TaskLine>, Role, readonly string[]]>([
    ['a round that waits', {}, 'nurse', ['바로 하기', '맡기']],
    ['a round of the nurse herself', { owner: 'demo-nurse' }, 'nurse', ['바로 하기', '완료', '돌려놓기']],
    ['a round of another nurse', { owner: 'other' }, 'nurse', ['바로 하기']],
    ['a round, by a physician', {}, 'physician', ['바로 하기', '맡기']],
    ['a call, by a nurse', { code: 'news2-escalation', role: 'physician' }, 'nurse', []],
    ['a call, by a physician', { code: 'news2-escalation', role: 'physician' }, 'physician', ['차트 열기', '확인']],
    ['an order to verify, by a nurse', { code: 'verify', role: 'pharmacist' }, 'nurse', []],
    ['a task without a screen', { code: 'other' }, 'nurse', ['맡기', '완료']],
    ['a task that ends elsewhere', { code: 'other', completes: false }, 'nurse', ['맡기']],
  ])('%s', (_, task, role, labels) => expect(acts(task, role)).toEqual(labels));

  it.each<[string, Partial<TaskLine>, Role, object]>([
    ['맡기', {}, 'nurse', { act: 'claim' }],
    ['돌려놓기', { owner: 'demo-nurse' }, 'nurse', { act: 'hand-back' }],
    ['확인', { code: 'news2-escalation', role: 'physician' }, 'physician', { act: 'acknowledge' }],
  ])('%s is told of this task', async (label, task, role, body) => {
    const sent = await sentBy(<TasksPage />, label, shown([taskOf(task)], { role }));
    expect(sent?.path).toBe('/care/ward/task');
    expect(sent?.body).toMatchObject({ task: 'task-1', ...body });
  });
});

describe('the call on the flowsheet', () => {
  const call = (more: Partial<TaskLine> = {}) =>
    taskOf({
      code: 'news2-escalation',
      role: 'physician',
      due: minutesFromNow(12),
      news2: { total: 8, band: 'high' },
      ...more,
    });
  const strip = (tasks: readonly TaskLine[], more: Shown = {}): Shown => ({
    ...more,
    data: [
      [['care', 'ward', 'tasks', { patient: 'kim', code: 'news2-escalation' }], { at: '', total: tasks.length, tasks }],
    ],
  });
  const draw = (tasks: readonly TaskLine[], more: Shown = {}) =>
    words(<EscalationStrip patient="kim" />, strip(tasks, more));

  it('says how grave it is and until when somebody must come', () => {
    expect(draw([call()])).toMatch(/8 NEWS2 높음 30분 안에 응급 평가, 계속 관찰 기한 \d\d:\d\d \(12분 뒤\)/);
    expect(draw([call()], { language: 'en' })).toContain('Emergency assessment within 30 minutes');
    expect(draw([call({ news2: { total: 5, band: 'medium' } })])).toContain('1시간 안에 긴급 평가');
    expect(draw([call({ news2: { total: 3, band: 'low-medium' } })])).toContain('단일 항목 3점');
  });

  it('says that it is late, until a physician took it', () => {
    expect(draw([call({ due: minutesFromNow(-7) })])).toContain('(7분 지남)');
    const taken = draw([call({ due: minutesFromNow(-7), owner: 'doc' })]);
    expect(taken).toContain('의사 확인함');
    expect(taken).not.toContain('지남');
  });

  it('is acknowledged by a physician, and written about only by whoever took it', () => {
    const labels = (owner: string | undefined, role: Role) =>
      buttonsOf(<EscalationStrip patient="kim" />, strip([call(owner === undefined ? {} : { owner })], { role })).map(
        (one) => one.words,
      );
    expect(labels(undefined, 'physician')).toEqual(['확인']);
    expect(labels(undefined, 'nurse')).toEqual([]);
    expect(labels('demo-physician', 'physician')).toEqual(['완료']);
    expect(labels('other', 'physician')).toEqual([]);
  });

  it('cannot be completed without a word of what was found', () => {
    const part = <EscalationStrip patient="kim" />;
    const buttons = buttonsOf(part, strip([call({ owner: 'demo-physician' })], { role: 'physician' }));
    expect(buttons).toEqual([{ words: '완료', disabled: true }]);
  });

  it('takes no room where nobody was called', () =>
    expect(html(<EscalationStrip patient="kim" />, strip([]))).toBe(''));
});
