import { describe, expect, it } from 'vitest';
import { html, words } from '../../ui/testing.tsx';
import {
  coSignQuery,
  listQuery,
  reconciliationQuery,
  setQuery,
  setsQuery,
  wordsQuery,
  type Applied,
  type CoSignLine,
} from './api.ts';
import { BasketPanel } from './BasketPanel.tsx';
import CoSignPage from './CoSignPage.tsx';
import { DraftCard } from './DraftCard.tsx';
import { FactsLine } from './FactsLine.tsx';
import { FindingCard } from './FindingCard.tsx';
import { NameParts } from './NameParts.tsx';
import { OrderRows } from './OrderRows.tsx';
import OrdersPage from './OrdersPage.tsx';
import ReconciliationPage from './ReconciliationPage.tsx';
import SetsPage from './SetsPage.tsx';
import { basketOf, draft, FACTS, finding, item, line, openBasket, order } from './testing.ts';

const nothing = () => undefined;
const AT = '/patients/p-1/orders';
const WORDS = [wordsQuery().queryKey, { prnReasons: { pain: { ko: '통증', en: 'pain' } }, changeReasons: {} }] as const;

describe('a finding', () => {
  it.each([
    [1, '처방 불가', 'alert'],
    [2, '사유 필요', 'alert'],
    [3, '참고', 'note'],
  ] as const)('of tier %i says so in a word, and is announced as %s %s', (tier, word, role) => {
    const part = <FindingCard finding={finding(tier)} />;
    expect(words(part)).toContain(`${word} 와파린과 함께 쓰면 출혈 위험`);
    expect(html(part)).toContain(`role="${role}"`);
  });

  it('is told in the language of the screen', () => {
    expect(words(<FindingCard finding={finding(2)} />, { language: 'en' })).toContain('Bleeding with warfarin');
  });

  it('asks for a coded reason only where it interrupts, and only at signing', () => {
    const override = { value: undefined, set: nothing };
    expect(html(<FindingCard finding={finding(2)} override={override} />)).toContain('data-override');
    expect(html(<FindingCard finding={finding(1)} override={override} />)).not.toContain('data-override');
    expect(html(<FindingCard finding={finding(3)} override={override} />)).not.toContain('data-override');
    expect(html(<FindingCard finding={finding(2)} />)).not.toContain('data-override');
  });

  it('wants words where the reason is "other"', () => {
    const other = <FindingCard finding={finding(2)} override={{ value: { code: 'other' }, set: nothing }} />;
    const coded = <FindingCard finding={finding(2)} override={{ value: { code: 'monitored' }, set: nothing }} />;
    expect(html(other).match(/<input/g)).toHaveLength(1);
    expect(html(coded)).not.toContain('<input');
  });

  it('offers the change that it suggests, where the draft can be changed', () => {
    const suggesting = finding(2, { suggestions: [{ id: 's', label: '빼기', remove: 'd1' }] });
    expect(html(<FindingCard finding={suggesting} remove={nothing} />).match(/<button/g)).toHaveLength(2);
    expect(html(<FindingCard finding={suggesting} />).match(/<button/g)).toHaveLength(1);
  });
});

describe('a draft', () => {
  const card = (more: Parameters<typeof line>[0] = {}, findings: readonly ReturnType<typeof finding>[] = []) => (
    <DraftCard line={line(more)} findings={findings} change={nothing} remove={nothing} />
  );
  const text = (more: Parameters<typeof line>[0] = {}) => words(card(more), { role: 'physician', data: [WORDS] });

  it('says drug, strength, dose and times', () => {
    for (const part of ['암로디핀', '5', 'mg', '09:00']) expect(text()).toContain(part);
  });

  it('marks high risk, urgency and a discharge order in words', () => {
    expect(text({ highRisk: true })).toContain('고위험');
    expect(text({ draft: draft({ priority: 'stat' }) })).not.toBe(text());
    expect(text({ draft: draft({ category: 'discharge' }) })).toContain('퇴원');
  });

  it('shows what is missing, opened to be filled in', () => {
    const problem = { ko: '용량을 입력하세요.', en: 'Enter a dose.' };
    expect(text({ problems: [problem] })).toContain('용량을 입력하세요.');
    expect(html(card({ problems: [problem] }), { data: [WORDS] })).toContain('aria-expanded="true"');
    expect(html(card(), { data: [WORDS] })).toContain('aria-expanded="false"');
  });

  it('shows the calculation of a dose by weight', () => {
    const calculation = { ko: '15 mg/kg × 62.5 kg = 937.5 mg', en: '15 mg/kg × 62.5 kg = 937.5 mg' };
    expect(text({ calculations: [calculation] })).toContain('15 mg/kg × 62.5 kg = 937.5 mg');
  });

  it('says of a product that is no more in the formulary that it is not', () => {
    const { item: _, ...rest } = line();
    expect(
      words(<DraftCard line={rest} findings={[]} change={nothing} remove={nothing} />, { data: [WORDS] }),
    ).toContain('원내 약품 목록에 없음');
  });

  it('shows a taper step by step, and offers the tablet that needs no halving', () => {
    const taper = [
      { value: 40, days: 3 },
      { value: 20, days: 3 },
    ];
    expect(text({ draft: draft({ taper }) })).toMatch(/40.*→.*20/);
    expect(text({ whole: item('암로디핀 2.5 mg') })).toContain('암로디핀 2.5 mg');
  });

  it('has its findings beside it', () => {
    expect(words(card({}, [finding(1)]), { data: [WORDS] })).toContain('처방 불가');
  });
});

describe('the basket', () => {
  const panel = (open: ReturnType<typeof openBasket>) => <BasketPanel patient="p-1" open={open} />;
  const text = (open: ReturnType<typeof openBasket>, role: 'physician' | 'nurse' = 'physician') =>
    words(panel(open), { at: AT, role, data: [WORDS] });
  const markup = (open: ReturnType<typeof openBasket>) =>
    html(panel(open), { at: AT, role: 'physician', data: [WORDS] });
  const disabled = (open: ReturnType<typeof openBasket>) =>
    /<button[^>]*disabled[^>]*data-sign|<button[^>]*data-sign[^>]*disabled/.test(markup(open));

  it('is signed once for all drafts', () => {
    const open = openBasket(basketOf([line(), line({ draft: draft({ key: 'd2' }) })]));
    expect(text(open)).toContain('2건 서명');
    expect(disabled(open)).toBe(false);
  });

  it('cannot be signed while something stops it, is missing, is saved or is checked', () => {
    expect(disabled(openBasket(basketOf([line()]), [finding(1)]))).toBe(true);
    expect(disabled(openBasket(basketOf([line({ problems: [{ ko: 'x', en: 'x' }] })])))).toBe(true);
    expect(disabled(openBasket(basketOf([line()]), [], { saving: true }))).toBe(true);
    expect(disabled(openBasket(basketOf([line()]), [], { checking: true }))).toBe(true);
    expect(disabled(openBasket(basketOf([line()]), [finding(2), finding(3)]))).toBe(false);
  });

  it('says how many stop it, and warns of patients of the same name', () => {
    expect(text(openBasket(basketOf([line()]), [finding(1)]))).toContain('서명할 수 없는 처방이 1건');
    expect(text(openBasket(basketOf([line()], { namesakes: 2 })))).toContain('이름이 같은 환자가 2명');
    expect(text(openBasket(basketOf([line()])))).not.toContain('이름이 같은 환자');
  });

  it('shows findings that are about no draft as well: a checker that is down must be seen', () => {
    const { draft: _, ...general } = finding(3, {
      summary: { ko: '상호작용을 점검하지 못했습니다', en: 'Not checked' },
    });
    expect(text(openBasket(basketOf([line()]), [general]))).toContain('상호작용을 점검하지 못했습니다');
    const lost = finding(1, { draft: 'gone', summary: { ko: '없어진 초안에 대한 경고', en: 'x' } });
    expect(text(openBasket(basketOf([line()]), [lost]))).toContain('없어진 초안에 대한 경고');
  });

  it('of a nurse is a verbal order', () => {
    expect(text(openBasket(basketOf([line()])), 'nurse')).toContain('구두 처방 입력');
  });
});

describe('facts for a dose', () => {
  it('say what is known with its unit, and what is not known as unknown', () => {
    const text = words(<FactsLine facts={FACTS} />);
    expect(text).toContain('62.5');
    expect(text).toContain('모름');
    expect(text).not.toMatch(/NaN|undefined/);
  });
});

describe('a name', () => {
  it('raises the letters that tell it from names like it', () => {
    const alike = item('하이드랄라진', {
      parts: {
        ko: [
          { text: '하이드', strong: false },
          { text: '랄라', strong: true },
          { text: '진', strong: false },
        ],
        en: [{ text: 'hydrALAzine', strong: true }],
      },
    });
    expect(html(<NameParts item={alike} />)).toMatch(/<mark[^>]*>랄라<\/mark>/);
    expect(html(<NameParts item={alike} />)).toContain('title="하이드랄라진 (en)"');
  });

  it('never parts a strength from its unit, and writes units of insulin in full letters', () => {
    expect(html(<NameParts item={item('인슐린', { strength: '100 [iU]/mL' })} />)).toContain('100\u00A0IU/mL');
  });
});

describe('orders of a patient', () => {
  const rows = (lines: readonly ReturnType<typeof order>[], role: 'physician' | 'nurse' | 'pharmacist' = 'physician') =>
    html(<OrderRows patient="p-1" lines={lines} replace={nothing} />, { at: AT, role, data: [WORDS] });
  const text = (lines: readonly ReturnType<typeof order>[]) =>
    words(<OrderRows patient="p-1" lines={lines} replace={nothing} />, { at: AT, role: 'physician', data: [WORDS] });

  it.each([
    [{ status: 'on-hold' }, '보류'],
    [{ status: 'stopped' }, '중지'],
    [{ status: 'entered-in-error' }, '잘못 입력'],
    [{ status: 'something-new' }, '상태 모름'],
    [{ highAlert: true }, '고위험'],
    [{ coSign: true }, '의사 서명 전'],
  ])('%j is said in words', (more, word) => {
    expect(text([order('암로디핀', more)])).toContain(word);
    expect(text([order('암로디핀')])).not.toContain(word);
  });

  it('can be changed by a physician only, and only where they are not over', () => {
    expect(rows([order('암로디핀')])).toContain('data-menu');
    expect(rows([order('암로디핀')], 'nurse')).not.toContain('data-menu');
    expect(rows([order('암로디핀')], 'pharmacist')).not.toContain('data-menu');
    expect(rows([order('암로디핀', { changeable: false })])).not.toContain('data-menu');
    expect(rows([order('암로디핀', { status: 'entered-in-error' })])).not.toContain('data-menu');
  });

  it('are on their page by kind, with what runs first', () => {
    const lines = [
      order('암로디핀'),
      order('칼륨', { kind: 'laboratory', reference: 'ServiceRequest/k' }),
      order('로사르탄', { status: 'stopped' }),
    ];
    const page = words(<OrdersPage />, { at: AT, role: 'pharmacist', data: [[listQuery('p-1').queryKey, lines]] });
    expect(page).toMatch(/진행 중 2 .*중지·완료 1/);
    expect(page).toContain('암로디핀');
    expect(page).not.toContain('로사르탄');
  });

  it('say that there are none instead of an empty page', () => {
    expect(words(<OrdersPage />, { at: AT, role: 'pharmacist', data: [[listQuery('p-1').queryKey, []]] })).toContain(
      '해당하는 처방이 없습니다.',
    );
    expect(words(<OrdersPage />, { at: AT, role: 'pharmacist' })).not.toContain('해당하는 처방이 없습니다.');
  });

  it('cannot be written by a pharmacist', () => {
    const shown = { at: AT, data: [[listQuery('p-1').queryKey, []] as const] };
    expect(html(<OrdersPage />, { ...shown, role: 'pharmacist' })).not.toContain('data-basket');
    expect(html(<OrdersPage />, { ...shown, role: 'physician' })).toContain('초안');
  });
});

describe('order sets', () => {
  const set = {
    id: 'pneumonia',
    title: { ko: '지역사회 폐렴', en: 'Community pneumonia' },
    description: { ko: '입원 첫날', en: 'First day' },
    kind: 'clinical-protocol',
    highRisk: false,
    sources: [{ text: 'ATS/IDSA 2019', url: 'https://doi.org/10.1164/rccm.201908-1581ST' }],
  };
  const activity = (more: Partial<Applied>): Applied => ({
    path: '0.0',
    title: { ko: '세프트리악손', en: 'Ceftriaxone' },
    draft: {
      kind: 'drug',
      item: 'ceftriaxone',
      dose: { value: 2, unit: 'g' },
      route: 'intravenous',
      timing: { kind: 'every', hours: 24 },
    },
    chosen: true,
    ...more,
  });
  const page = (
    groups: readonly Applied[],
    role: 'physician' | 'pharmacist' = 'physician',
    language: 'ko' | 'en' = 'ko',
  ) =>
    words(<SetsPage />, {
      at: '/patients/p-1/order-sets?detail=pneumonia',
      role,
      language,
      data: [
        WORDS,
        [setsQuery().queryKey, [set]],
        [setQuery('pneumonia', 'p-1').queryKey, { set, facts: FACTS, groups }],
      ],
    });

  it('are listed with what they are', () => {
    const list = words(<SetsPage />, { at: '/patients/p-1/order-sets', data: [[setsQuery().queryKey, [set]]] });
    expect(list).toContain('지역사회 폐렴');
    expect(words(<SetsPage />, { at: '/patients/p-1/order-sets', data: [[setsQuery().queryKey, []]] })).toContain(
      '사용 중인 처방 묶음이 없습니다.',
    );
  });

  it('name their sources, and say how many orders are chosen', () => {
    const text = page([
      {
        path: '0',
        title: { ko: '항생제', en: 'Antibiotics' },
        chosen: true,
        children: [activity({}), activity({ path: '0.1', chosen: false })],
      },
    ]);
    expect(text).toContain('ATS/IDSA 2019');
    expect(text).toContain('고른 1건을 초안에 넣기');
  });

  it('say which choice fits the kidneys of this patient, and where that is not known', () => {
    const fits = page([activity({ condition: { expression: '%clearance >= 30', fits: true } })]);
    expect(fits).toMatch(/✓ .*크레아티닌청소율 ≥ 30/);
    const lacks = { ko: '크레아티닌 결과가 없습니다.', en: 'No creatinine.' };
    expect(page([activity({ condition: { expression: '%clearance < 30', lacks } })])).toContain(
      '크레아티닌 결과가 없습니다.',
    );
  });

  it('say what cannot be ordered, in both languages', () => {
    const problem = { ko: '원내에 없는 약입니다.', en: 'Not in the formulary.' };
    expect(page([activity({ problem })])).toContain('원내에 없는 약입니다.');
    expect(page([activity({ problem })], 'physician', 'en')).toContain('Not in the formulary.');
  });

  it('cannot be applied by a pharmacist', () => {
    expect(page([activity({})], 'pharmacist')).not.toContain('초안에 넣기');
  });
});

describe('verbal orders that wait for a signature', () => {
  const waiting = (more: Partial<CoSignLine> = {}): CoSignLine => ({
    task: 't1',
    due: '2026-11-25T09:00:00+09:00',
    overdue: false,
    patient: { id: 'p-1', name: [{ text: '김민준' }], birthDate: '1961-03-02', gender: 'male' },
    recorder: 'Practitioner/demo-nurse',
    order: order('모르핀', { highAlert: true, coSign: true }),
    ...more,
  });
  const page = (lines: readonly CoSignLine[]) =>
    words(<CoSignPage />, { at: '/co-sign', role: 'physician', data: [WORDS, [coSignQuery().queryKey, lines]] });

  it('say for whom, what, and that it is high risk', () => {
    const text = page([waiting()]);
    for (const part of ['김민준', '1961-03-02', '모르핀', '고위험']) expect(text).toContain(part);
  });

  it('say which is overdue', () => {
    expect(page([waiting({ overdue: true })])).toContain('기한 지남');
    expect(page([waiting()])).not.toContain('기한 지남');
  });

  it('say that none waits', () => {
    expect(page([])).toContain('서명할 구두 처방이 없습니다.');
  });
});

describe('reconciliation', () => {
  const drug = (ko: string, from: 'home' | 'stay', more: object = {}) => ({
    source: `MedicationStatement/${ko}`,
    from,
    name: { ko, en: `${ko} (en)` },
    words: `${ko} 5 mg 정`,
    dosage: [{ text: '하루 한 번 5 mg' }],
    ...more,
  });
  const page = (lines: readonly object[], before: readonly object[] = []) =>
    words(<ReconciliationPage />, {
      at: '/patients/p-1/reconciliation',
      role: 'physician',
      data: [WORDS, [reconciliationQuery('p-1').queryKey, { lines, before }]],
    });

  it('at admission has the home drugs as they were prescribed, each with its dosage', () => {
    const text = page([drug('와파린', 'home'), drug('헤파린', 'stay')]);
    for (const part of ['와파린 5 mg 정', '하루 한 번 5 mg']) expect(text).toContain(part);
    expect(text).not.toContain('헤파린');
  });

  it('says that it was never done, which is not the same as nothing to do', () => {
    expect(page([drug('와파린', 'home')])).toContain('아직 약물 조정 기록이 없습니다');
  });

  it('counts decisions over all drugs, so that one left out is seen', () => {
    expect(page([drug('와파린', 'home'), drug('메트포르민', 'home')])).toMatch(/2개 중 \d개/);
  });
});
