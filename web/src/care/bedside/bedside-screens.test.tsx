import { describe, expect, it, vi } from 'vitest';
import { FhirFailure } from '../../fhir/client.ts';
import { buttonsOf } from '../../ui/testing-press.tsx';
import { html, words, type Shown } from '../../ui/testing.tsx';
import type { DueDose, DueList, Standing } from './api.ts';
import { ChartGrid } from './ChartGrid.tsx';
import { ClockStrip } from './ClockStrip.tsx';
import { DoseWords } from './DrugWords.tsx';
import { DueRows } from './DueRows.tsx';
import { EffectRows } from './EffectRows.tsx';
import { GiveFoot } from './GiveFoot.tsx';
import { GiveScans } from './GiveScans.tsx';
import { mayConfirm } from './may-confirm.ts';
import MedicationPage from './MedicationPage.tsx';
import { NeededRows } from './NeededRows.tsx';
import { Reasons } from './Reasons.tsx';
import { RecordedRows } from './RecordedRows.tsx';
import { answerOf, doseOf, givingOf, KIM, minutesFromNow } from './testing.ts';
import { dayStart, windowOf } from './times.ts';
import { Verdict } from './Verdict.tsx';

vi.mock('@mantine/core', async () => (await import('../../ui/testing-flat.tsx')).flatMantine());

const nothing = () => undefined;
const english: Shown = { language: 'en' };
const noon = () => dayStart(Date.now()) + 12 * 3_600_000;
const at = (minutes: number) => new Date(noon() + minutes * 60_000).toISOString();

describe('the due list', () => {
  const rows = (doses: readonly DueDose[]) => <DueRows doses={doses} patients={[KIM]} now={noon()} open={nothing} />;

  it('says who, what, how much by which route, and what became of it', () => {
    const dose = doseOf({ slot: at(30) });
    expect(words(rows([dose]))).toMatch(
      /^12:30 30분 뒤 1건 6101-1 김민준 남 · 65세 · 00012345 amlodipine .*용량 5 .*경구 예정$/,
    );
    expect(words(rows([dose]), english)).toMatch(/in 30 min .*65 y .*amlodipine/);
  });

  it('groups doses by their time, says how late they are, and the day where it is another one', () => {
    const text = words(rows([doseOf({ slot: at(-90), standing: 'late' }), doseOf({ order: 'o2', slot: at(24 * 60) })]));
    expect(text).toMatch(/10:30 1시간 30분 지남 1건 .*지연/);
    expect(text).toMatch(/\d{4}-\d\d-\d\d 12:00/);
  });

  it('shows a dose without a time under words that say so', () => {
    const { slot: _, ...needed } = doseOf({ standing: 'as-needed' });
    expect(words(rows([needed]))).toMatch(/^시각 없음/);
  });

  it('calls a patient who is not known unknown, and keeps the dose', () => {
    const text = words(rows([doseOf({ patient: 'somebody' })]));
    expect(text).toContain('모름');
    expect(text).toContain('amlodipine');
    expect(text).not.toContain('김민준');
  });

  it('says that somebody has died, and that a number is not recorded', () => {
    const { identifier: _, ...bare } = KIM;
    const part = <DueRows doses={[doseOf()]} patients={[{ ...bare, deceased: true }]} now={noon()} open={nothing} />;
    expect(words(part)).toContain('사망');
    expect(words(part)).toContain('기록 없음');
  });

  it.each<[string, Partial<DueDose>, string]>([
    ['high alert', { highAlert: true }, '고위험'],
    ['time critical', { timeCritical: true }, '시간 엄수'],
    ['not verified', { verified: false }, '약사 검토 전'],
    ['entered late', { lateEntry: true }, '나중에 기록'],
  ])('says in words what is %s', (_, more, word) => {
    expect(words(rows([doseOf(more)]))).toContain(word);
    expect(words(rows([doseOf()]))).not.toContain(word);
    expect(words(rows([doseOf(more)]), english)).not.toContain(word);
  });

  it.each<[Standing, string]>([
    ['due', '예정'],
    ['late', '지연'],
    ['given', '투약함'],
    ['refused', '투약 안 함'],
    ['held', '보류'],
    ['running', '주입 중'],
    ['paused', '일시 정지'],
    ['unreadable', '다시 처방 필요'],
  ])('%s is a word with a sign', (standing, word) => {
    expect(words(rows([doseOf({ standing })]))).toMatch(new RegExp(`${word}$`));
    expect(html(rows([doseOf({ standing })]))).toContain('<svg');
  });

  it('never shows a dose that is not known as nothing, and keeps a route that it has no word for', () => {
    const { dose: _, ...unread } = doseOf();
    expect(words(<DoseWords dose={unread} />)).toContain('모름');
    expect(words(<DoseWords dose={doseOf({ route: 'intrathecal' })} />)).toContain('intrathecal');
    const rate = doseOf({ infusion: { rate: 42, unit: 'mL/h' } });
    expect(words(<DoseWords dose={rate} />)).toMatch(/속도 42 mL/);
    expect(words(<DoseWords dose={rate} />)).not.toContain('5 ');
  });
});

describe('the page of the ward', () => {
  const wards = [[['wards'], [{ id: 'w61', name: '61병동' }]] as const];
  const { from, to } = windowOf(Date.now(), 12, 4);
  const key = ['due', { ward: 'w61' }, from, to] as const;
  const page = (list: Partial<DueList>, more: Shown = {}) =>
    words(<MedicationPage />, {
      at: '/medication',
      ...more,
      data: [...wards, [key, { doses: [], effects: [], patients: [KIM], ...list }]],
    });

  it('counts what is open, late, given and not verified', () => {
    const doses = [
      doseOf({ standing: 'late', slot: minutesFromNow(-60) }),
      doseOf({ order: 'b', verified: false }),
      doseOf({ order: 'c', standing: 'given' }),
    ];
    expect(page({ doses })).toMatch(/할 일 2 지연 1 예정 1 필요 시 0 주입 중 0 검토 전 1 완료 1/);
  });

  it('says that nothing is to be given, and of which hours, only when it was read', () => {
    expect(page({})).toContain('해당하는 투약이 없습니다 (지난 12시간부터 앞으로 4시간)');
    const open = words(<MedicationPage />, { at: '/medication', data: wards });
    expect(open).not.toContain('해당하는 투약이 없습니다');
    expect(open).toContain('할 일 ·');
    const failed: Shown['failed'] = [[key, new FhirFailure('offline', 0, 'x')]];
    const cut = words(<MedicationPage />, { at: '/medication', data: wards, failed });
    expect(cut).not.toContain('해당하는 투약이 없습니다');
    expect(cut).toContain('불러오지 못했습니다');
  });

  it('says that there is no ward, and what makes one', () => {
    expect(words(<MedicationPage />, { at: '/medication', data: [[['wards'], []]] })).toContain(
      '등록된 병동이 없습니다',
    );
  });

  it('says that the clock of the device is wrong, with the time of the house', () => {
    const wrong = { at: new Date().toISOString(), skew: -7 * 60_000 };
    expect(words(<ClockStrip of={wrong} />)).toMatch(/7분 틀립니다.*\d\d:\d\d/);
    expect(html(<ClockStrip of={{ ...wrong, skew: 60_000 }} />)).toBe('');
    expect(html(<ClockStrip of={undefined} />)).toBe('');
  });
});

describe('the drug chart', () => {
  const day = dayStart(noon());
  const grid = (doses: readonly DueDose[]) => <ChartGrid doses={doses} now={noon()} day={day} pick={nothing} />;

  it('has a row for each order and a column for each hour in which something is due', () => {
    const doses = [
      doseOf({ slot: at(-180) }),
      doseOf({ slot: at(300) }),
      doseOf({ order: 'b', drug: 'zinc', slot: at(-180) }),
    ];
    const markup = html(grid(doses));
    expect(markup.match(/<th scope="col"[^>]*>(\d\d)<\/th>/g)?.map((one) => one.slice(-7, -5))).toEqual(['09', '17']);
    expect(markup.match(/<tr data-order/g)).toHaveLength(2);
    expect(markup.match(/data-cell/g)).toHaveLength(3);
  });

  it('says when a dose was really given, beside when it was due', () => {
    const given = doseOf({ slot: at(0), standing: 'given', at: at(7) });
    expect(words(grid([given]))).toContain('12:00 투약함 12:07 투약');
    expect(words(grid([{ ...given, standing: 'refused' }]))).not.toContain('12:07 투약');
  });

  it('keeps a dose of another day, which no column has', () => {
    const text = words(grid([doseOf({ slot: at(-24 * 60), standing: 'late' }), doseOf({ slot: at(0) })]));
    expect(text).toContain('지연');
  });
});

describe('drugs as needed', () => {
  const needed = (more: Partial<DueDose> = {}) => {
    const { slot: _, ...dose } = doseOf({ standing: 'as-needed', prn: { reason: 'pain' }, ...more });
    return <NeededRows doses={[dose]} now={noon()} pick={nothing} />;
  };

  it('say what for, and when the last was, or that none is recorded lately', () => {
    expect(words(needed({ at: at(-150) }))).toMatch(/통증 마지막 09:30 \(2시간 30분 지남\)/);
    expect(words(needed())).toContain('최근 기록 없음');
  });

  it('ask for the effect of the dose that was given, with a pain score only for pain', () => {
    const list = (reason: string): DueList => ({
      doses: [doseOf({ administration: 'a-1' })],
      patients: [KIM],
      effects: [{ task: 't', patient: 'kim', administration: 'a-1', due: at(-10), reason }],
    });
    const text = words(<EffectRows list={list('pain')} now={noon()} />);
    expect(text).toMatch(/김민준 .*amlodipine .*\(통증\) 10분 지남 .*통증 점수/);
    expect(words(<EffectRows list={list('fever')} now={noon()} />)).not.toContain('통증 점수');
    expect(buttonsOf(<EffectRows list={list('pain')} now={noon()} />)).toEqual([
      { words: '효과 기록', disabled: true },
    ]);
  });
});

describe('what was recorded on the day', () => {
  const day = dayStart(noon());
  const key = ['due', 'recorded', 'kim', day];
  const one = (more: object) => ({
    resourceType: 'MedicationAdministration',
    id: 'a-1',
    status: 'completed',
    subject: { reference: 'Patient/kim' },
    effectiveDateTime: at(5),
    medicationCodeableConcept: { text: 'amlodipine 5 MG Oral Tablet' },
    ...more,
  });
  const draw = (matches: readonly object[], more: Shown = {}) =>
    words(<RecordedRows patient="kim" day={day} open={nothing} />, {
      ...more,
      data: [[key, { matches, included: [] }]],
    });

  it('says the time, the drug, and that it was given without a scan', () => {
    expect(draw([one({})])).toMatch(/12:05 amlodipine .*투약함 스캔 안 함/);
  });

  it('keeps what was entered in error readable, under its own word', () => {
    expect(draw([one({ status: 'entered-in-error' })])).toMatch(/amlodipine .*잘못된 기록/);
    expect(draw([one({ status: 'entered-in-error' })])).not.toContain('투약함');
  });

  it('says why a dose was not given', () => {
    const reason = [{ coding: [{ code: 'vomiting' }] }];
    expect(draw([one({ status: 'not-done', statusReason: reason })])).toMatch(/투약 안 함 구토/);
  });

  it('calls a drug that is not known unknown, and shows no time that there is not', () => {
    const { medicationCodeableConcept: _, effectiveDateTime: __, ...bare } = one({});
    const text = draw([bare]);
    expect(text).toMatch(/^– 모름/);
    expect(text).not.toContain('NaN');
  });

  it('says that nothing was recorded only when it was read', () => {
    expect(draw([])).toContain('이날 기록된 투약이 없습니다');
    const failed: Shown['failed'] = [[key, new FhirFailure('forbidden', 403, 'x', 'access.denied')]];
    const text = words(<RecordedRows patient="kim" day={day} open={nothing} />, { failed });
    expect(text).toContain('access.denied');
    expect(text).not.toContain('기록된 투약이 없습니다');
  });
});

describe('what the house says to a scan', () => {
  it.each([
    ['allow', '일치', 'status'],
    ['warn', '주의', 'status'],
    ['stop', '중지', 'alert'],
    ['wait', '다음', 'status'],
  ] as const)('%s has a word, what to do, and the right voice', (decision, word, role) => {
    const part = <Verdict state={givingOf({ answer: answerOf(decision) })} />;
    expect(words(part)).toContain(`${word} ${decision}: 다음을 하세요`);
    expect(words(part, english)).toContain(`${decision}: do this`);
    expect(html(part)).toContain(`role="${role}"`);
  });

  it('has every warning of one dialog, and the rules behind it', () => {
    const line = (key: string) => ({ key, message: { ko: key, en: key } });
    const answer = answerOf('warn', { messages: [line('신장 기능'), line('간격')], rules: ['R18', 'R22'] });
    const text = words(<Verdict state={givingOf({ answer })} />);
    for (const said of ['신장 기능', '간격', 'R18, R22']) expect(text).toContain(said);
  });

  it('does not say that it is recorded before the house says so', () => {
    const unsent = <Verdict state={givingOf({ phase: 'unsent', answer: answerOf('allow') })} />;
    expect(words(unsent)).toContain('아직 기록되지 않음');
    expect(words(unsent)).not.toContain('일치');
    const saving = <Verdict state={givingOf({ phase: 'saving', answer: answerOf('allow') })} />;
    expect(words(saving)).not.toContain('기록됨');
    expect(words(<Verdict state={givingOf({ phase: 'done', answer: answerOf('allow') })} />)).toContain('기록됨');
  });

  it('says what is wrong with the order, or that nothing was answered', () => {
    const failure = (code: string | undefined) => new FhirFailure('refused', 422, 'x', code);
    expect(words(<Verdict state={givingOf({ failure: failure('care.order-unreadable') })} />)).toContain('다시 처방');
    expect(words(<Verdict state={givingOf({ failure: failure('care.other') })} />)).toContain('care.other');
  });
});

describe('the one confirmation', () => {
  const foot = (more: Parameters<typeof givingOf>[0]) => (
    <GiveFoot state={givingOf(more)} confirm={nothing} close={nothing} />
  );
  const reason = { ...givingOf().giving, reason: 'clinical-judgement' };

  it.each<[string, Parameters<typeof givingOf>[0], boolean]>([
    ['nothing was answered', {}, false],
    ['something is still to be scanned', { answer: answerOf('wait') }, false],
    ['the house stops, whatever reason is given', { answer: answerOf('stop'), giving: reason }, false],
    ['the house warns, without a reason', { answer: answerOf('warn') }, false],
    ['the house warns, with a reason', { answer: answerOf('warn'), giving: reason }, true],
    ['the house allows', { answer: answerOf('allow') }, true],
    ['a newer scan is not answered yet', { answer: answerOf('allow'), busy: true }, false],
    ['it is being saved', { answer: answerOf('allow'), phase: 'saving' }, false],
    ['it was not answered', { answer: answerOf('allow'), phase: 'unsent' }, false],
    ['it is done', { answer: answerOf('allow'), phase: 'done' }, false],
  ])('while %s', (_, more, may) => {
    expect(mayConfirm(givingOf(more))).toBe(may);
    const button = buttonsOf(foot(more)).find((one) => /투약 기록|기록하는 중/.test(one.words));
    expect(button === undefined || button.disabled).toBe(!may);
  });

  it('says that a dose is recorded as not given', () => {
    const giving = { ...givingOf().giving, choices: { 'not-given': { action: 'not-given', reason: 'vomiting' } } };
    expect(words(foot({ answer: answerOf('allow'), giving }))).toContain('투약하지 않음 기록');
  });

  it('offers to scan the product again where the wrong one was scanned', () => {
    const labels = (rule: string) =>
      buttonsOf(foot({ answer: answerOf('stop', { rules: [rule] }) })).map((one) => one.words);
    expect(labels('R12')).toContain('약품 다시 스캔');
    expect(labels('R01')).not.toContain('약품 다시 스캔');
  });

  it('asks for a reason where the house warns, and nowhere else', () => {
    const asked = (answer: ReturnType<typeof answerOf>) => words(<Reasons state={givingOf({ answer })} />);
    expect(asked(answerOf('warn'))).toContain('계속하는 이유');
    expect(asked(answerOf('allow'))).toBe('');
    expect(asked(answerOf('stop'))).toBe('');
    expect(asked(answerOf('stop', { messageKey: 'loop.med.not-verified' }))).toContain('약사 검토 전 응급 투약 사유');
  });

  it('asks for a second person where the drug is of high alert', () => {
    const scans = (highAlert: boolean) => words(<GiveScans state={givingOf()} dose={doseOf({ highAlert })} />);
    expect(scans(true)).toContain('두 번째 확인자');
    expect(scans(false)).not.toContain('두 번째 확인자');
  });
});
