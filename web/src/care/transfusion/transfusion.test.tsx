import { describe, expect, it, vi } from 'vitest';
import { FhirFailure } from '../../fhir/client.ts';
import { minutesFromNow } from '../laboratory/testing.ts';
import { buttonsOf, sentBy } from '../../ui/testing-press.tsx';
import { html, words, type Shown } from '../../ui/testing.tsx';
import type { BloodLine, Bottle, Transfusion, Unit, UnitState, Watch } from './api.ts';
import BloodBankPage from './BloodBankPage.tsx';
import MilkPage from './MilkPage.tsx';
import { NewUnit } from './NewUnit.tsx';
import { Running } from './Running.tsx';
import { bottleOf, requestOf, transfusionOf, unitOf } from './testing.ts';
import TransfusionPage from './TransfusionPage.tsx';
import { UnitMenu } from './UnitMenu.tsx';
import { attributeKey, componentKey, GroupWords, UnitWords } from './unit-words.tsx';

vi.mock('@mantine/core', async () => (await import('../../ui/testing-flat.tsx')).flatMantine());

const english: Shown = { language: 'en' };
const refused = (code: string) => new FhirFailure('forbidden', 403, 'x', code);

describe('a blood group', () => {
  it.each([
    ['A', 'positive', 'A Rh+'],
    ['AB', 'negative', 'AB Rh−'],
    ['O', 'negative', 'O Rh−'],
  ])('%s %s is %s', (abo, rhd, said) => expect(words(<GroupWords abo={abo} rhd={rhd} />)).toBe(said));

  it.each<[string, string | undefined, string | undefined]>([
    ['nothing is known', undefined, undefined],
    ['Rh is not known', 'A', undefined],
    ['ABO is not known', undefined, 'negative'],
    ['Rh was not recorded', 'A', ''],
    ['ABO was not recorded', '', 'negative'],
    ['Rh is something else', 'A', 'weak D'],
  ])('is said to be unknown where %s, never Rh−', (_, abo, rhd) => {
    const text = words(<GroupWords abo={abo} rhd={rhd} />);
    expect(text).toBe('혈액형 미확인');
    expect(words(<GroupWords abo={abo} rhd={rhd} />, english)).not.toMatch(/Rh|[가-힣]/);
  });
});

describe('a unit', () => {
  it('is said with group, component, number, expiry and where it is', () => {
    expect(words(<UnitWords unit={unitOf()} />)).toBe('A Rh+ 농축적혈구 A999726123456700 유효기한 2026-12-20 보유');
    const text = words(<UnitWords unit={unitOf({ attributes: ['irradiated', 'cmv-negative'] })} />, english);
    expect(text).toContain('20 Dec 2026');
    expect(text).not.toMatch(/[가-힣]/);
  });

  it.each<[UnitState, string]>([
    ['available', '보유'],
    ['reserved', '예약'],
    ['issued', '출고'],
    ['transfusing', '수혈 중'],
    ['transfused', '사용'],
    ['quarantined', '격리'],
    ['discarded', '폐기'],
  ])('that is %s says so in a word', (state, word) =>
    expect(words(<UnitWords unit={unitOf({ state })} />)).toMatch(new RegExp(`${word}$`)),
  );

  it('has treatments as words, and unknown ones as unknown', () => {
    const text = words(<UnitWords unit={unitOf({ attributes: ['irradiated', 'washed'] })} />);
    expect(text).toContain('방사선 조사 세척');
    expect([componentKey('platelets'), componentKey('whole blood'), attributeKey('odd')]).toEqual([
      'laboratory.component.platelets',
      'status.unknown',
      'status.unknown',
    ]);
  });

  it.each<[UnitState, readonly string[]]>([
    ['available', ['회수', '격리', '폐기']],
    ['reserved', ['회수', '선반으로', '격리', '폐기']],
    ['issued', ['회수', '선반으로', '격리', '폐기']],
    ['quarantined', ['회수', '폐기']],
    ['transfusing', []],
    ['transfused', []],
    ['discarded', []],
  ])('that is %s may go to: %j', (state, labels) =>
    expect(buttonsOf(<UnitMenu unit={unitOf({ state })} />).map((one) => one.words)).toEqual(labels),
  );

  it('is taken back by number and component, to where it was pressed', async () => {
    const sent = await sentBy(<UnitMenu unit={unitOf({ state: 'issued' })} />, '격리');
    expect(sent?.path).toBe('/care/blood/return');
    expect(sent?.body).toMatchObject({ number: '=A999726123456700', component: 'red cells', to: 'quarantined' });
  });
});

describe('the blood bank', () => {
  const told = (requests: readonly BloodLine[], units: readonly Unit[], more: Shown = {}): Shown => ({
    at: '/blood',
    role: 'laboratory',
    ...more,
    data: [
      [['blood', 'requests', ''], { requests }],
      [['blood', 'units'], { units }],
    ],
  });
  const page = (requests: readonly BloodLine[], units: readonly Unit[], more: Shown = {}) =>
    words(<BloodBankPage />, told(requests, units, more));

  it('has requests with whose they are, group, what is required and how many are ready', () => {
    const line = requestOf({ priority: 'stat', requires: ['irradiated'], units: [unitOf({ state: 'reserved' })] });
    expect(page([line], [])).toMatch(/수혈 처방 1 김민준 00012345 .*농축적혈구 A Rh\+ 응급 방사선 조사 .*준비 1단위/);
  });

  it('says that the group of a patient is unknown', () => {
    const { abo: _, rhd: __, ...line } = requestOf();
    expect(page([line], [])).toContain('혈액형 미확인');
  });

  it('has the units on hand', () => {
    expect(page([], [unitOf(), unitOf({ id: 'u-2', abo: 'O', rhd: 'negative' })])).toMatch(/보유 혈액 2 A Rh\+.*O Rh−/);
  });

  it('says that there is nothing only when it was read', () => {
    expect(page([], [])).toContain('수혈 처방이 없습니다');
    expect(page([], [])).toContain('보유한 혈액이 없습니다');
    const failed: Shown['failed'] = [
      [['blood', 'requests', ''], refused('access.denied')],
      [['blood', 'units'], refused('access.other')],
    ];
    const text = words(<BloodBankPage />, { at: '/blood', failed });
    expect(text).toContain('access.denied');
    expect(text).toContain('access.other');
    for (const none of ['수혈 처방이 없습니다', '보유한 혈액이 없습니다']) expect(text).not.toContain(none);
  });

  it('takes no unit in before its number, group, Rh and expiry are told: no group is assumed', () => {
    const form = <NewUnit scanned="=A999726123456700" />;
    expect(buttonsOf(form)).toEqual([{ words: '입고', disabled: true }]);
    expect(html(form)).toContain('value="=A999726123456700"');
  });
});

describe('transfusions of a patient', () => {
  const told = (requests: readonly BloodLine[], transfusions: readonly Transfusion[], more: Shown = {}): Shown => ({
    at: '/patients/kim/transfusion',
    ...more,
    data: [
      [['blood', 'requests', 'kim'], { requests }],
      [['blood', 'transfusions', 'kim'], { transfusions }],
    ],
  });
  const page = (requests: readonly BloodLine[], transfusions: readonly Transfusion[] = [], more: Shown = {}) =>
    words(<TransfusionPage />, told(requests, transfusions, more));

  it('have the order with its quantity and the group of the patient, and say that no unit came yet', () => {
    expect(page([requestOf()])).toMatch(/농축적혈구 2단위 환자 혈액형 A Rh\+ .*배정된 혈액이 없습니다/);
    expect(page([requestOf({ units: [unitOf({ state: 'issued' })] })])).not.toContain('배정된 혈액이 없습니다');
  });

  it('tell what was completed from what was stopped, and whether there is an end', () => {
    const ended = transfusionOf({ status: 'completed', end: minutesFromNow(-1) });
    expect(page([], [ended])).toMatch(/지난 수혈 1 완료/);
    expect(page([], [transfusionOf({ status: 'stopped' })])).toContain('중단');
    for (const [status, word] of [
      ['entered-in-error', '잘못된 기록'],
      ['unknown', '상태 모름'],
      ['not-done', '상태 모름'],
    ] as const) {
      expect(page([], [transfusionOf({ status })])).toContain(word);
      expect(page([], [transfusionOf({ status })])).not.toContain('중단');
    }
  });

  it('that run stand on top and are not counted as past', () => {
    const text = page([], [transfusionOf()]);
    expect(text).toMatch(/수혈 중 · 시작 .*지난 수혈 0 수혈 기록이 없습니다/);
  });

  it('say that there are none only when they were read', () => {
    expect(page([])).toContain('수혈 처방이 없습니다');
    const failed: Shown['failed'] = [
      [['blood', 'requests', 'kim'], refused('access.denied')],
      [['blood', 'transfusions', 'kim'], refused('access.other')],
    ];
    const text = words(<TransfusionPage />, { at: '/patients/kim/transfusion', failed });
    expect(text).toContain('access.denied');
    expect(text).toContain('access.other');
    for (const none of ['수혈 처방이 없습니다', '수혈 기록이 없습니다']) expect(text).not.toContain(none);
  });
});

describe('a transfusion that runs', () => {
  const watch = (more: Partial<Watch>): Watch => ({
    task: 't-1',
    due: minutesFromNow(10),
    what: '15min',
    status: 'requested',
    ...more,
  });
  const part = (more: Partial<Transfusion> = {}) => <Running transfusion={transfusionOf(more)} patient="kim" />;

  it('says when vital signs are due, done or late, in words', () => {
    const text = words(
      part({
        watch: [
          watch({ status: 'completed', due: minutesFromNow(-30) }),
          watch({ task: 't-2', what: '30min', due: minutesFromNow(-5) }),
          watch({ task: 't-3', what: 'end', due: minutesFromNow(60) }),
        ],
      }),
    );
    expect(text).toMatch(/15분 ✓ 측정 \d\d:\d\d 30분 ▲ 지연 \d\d:\d\d 종료 \d\d:\d\d/);
  });

  it('calls nothing late that was done, nor what was given up', () => {
    for (const status of ['completed', 'cancelled'])
      expect(words(part({ watch: [watch({ status, due: minutesFromNow(-30) })] }))).not.toContain('지연');
  });

  it('names each sign with its unit', () => {
    for (const said of ['체온 (°C)', '맥박 (/min)', '수축기 혈압 (mmHg)', '이완기 혈압 (mmHg)', '산소포화도 (%)'])
      expect(words(part())).toContain(said);
    expect(words(part(), english)).not.toMatch(/[가-힣]/);
  });

  it('has the way to stop it in sight, and records no empty signs', () => {
    expect(buttonsOf(part())).toEqual([
      { words: '활력징후 기록', disabled: true },
      { words: '수혈 종료', disabled: false },
      { words: '이상 반응', disabled: false },
    ]);
  });

  it('is ended by its own number', async () => {
    const sent = await sentBy(part({ procedure: 'p-7' }), '수혈 종료');
    expect(sent?.path).toBe('/care/blood/finish');
    expect(sent?.body).toMatchObject({ procedure: 'p-7' });
  });

  it('is shown also where its unit is not known', () => {
    const { unit: _, ...bare } = transfusionOf();
    expect(words(<Running transfusion={bare} patient="kim" />)).toContain('수혈 중');
  });
});

describe('breast milk', () => {
  const told = (bottles: readonly Bottle[], orders: readonly string[] = ['n-1']): Shown => ({
    at: '/patients/kim/milk',
    data: [[['milk', 'kim'], { orders, bottles }]],
  });
  const page = (bottles: readonly Bottle[], orders?: readonly string[]) => words(<MilkPage />, told(bottles, orders));

  it('has each bottle with mother, amount, and when it was expressed', () => {
    expect(page([bottleOf()])).toMatch(/젖병 1 MK-0001 60 mL 어머니 박소연 · 유축 .*해동 전/);
  });

  it('does not invent an amount', () => {
    const { volume: _, ...bottle } = bottleOf();
    expect(page([bottle])).toContain('MK-0001 어머니 박소연');
  });

  it('offers to thaw what is neither thawed nor fed', async () => {
    const offered = (bottle: Bottle) => buttonsOf(<MilkPage />, told([bottle])).some((one) => one.words === '해동');
    expect(offered(bottleOf())).toBe(true);
    expect(offered(bottleOf({ thawedAt: minutesFromNow(-30) }))).toBe(false);
    expect(offered(bottleOf({ fed: true }))).toBe(false);
    const sent = await sentBy(<MilkPage />, '해동', told([bottleOf()]));
    expect(sent?.path).toBe('/care/milk/thaw');
    expect(sent?.body).toMatchObject({ bottle: ']d291MK-0001' });
  });

  it('says when it was thawed, and that it was fed', () => {
    expect(page([bottleOf({ thawedAt: minutesFromNow(-30) })])).toMatch(/해동 \d{4}-/);
    expect(page([bottleOf({ fed: true })])).toContain('먹임');
  });

  it('cannot be fed without an order, and says that there is none only when it was read', () => {
    expect(page([bottleOf()], [])).toContain('수유 처방이 없습니다');
    expect(page([bottleOf()], [])).not.toContain('수유 기록');
    expect(page([bottleOf()])).toContain('수유 기록');
    const failed: Shown['failed'] = [[['milk', 'kim'], refused('access.denied')]];
    const text = words(<MilkPage />, { at: '/patients/kim/milk', failed });
    expect(text).toContain('access.denied');
    expect(text).not.toContain('수유 처방이 없습니다');
    expect(text).not.toContain('보관 중인 젖병이 없습니다');
  });

  it('records no feed before anything was scanned, and no bottle without a mother', () => {
    const buttons = buttonsOf(<MilkPage />, told([]));
    for (const label of ['수유 기록', '등록·라벨'])
      expect(buttons.find((one) => one.words === label)).toEqual({ words: label, disabled: true });
  });
});
