import { describe, expect, it, vi } from 'vitest';
import { FhirFailure } from '../../fhir/client.ts';
import { buttonsOf } from '../../ui/testing-press.tsx';
import { html, words, type Shown } from '../../ui/testing.tsx';
import type { DueDose, DueList } from './api.ts';
import { AdministrationSide } from './AdministrationSide.tsx';
import { ByHand } from './ByHand.tsx';
import DrugChartPage from './DrugChartPage.tsx';
import { doseKey } from './due-filter.ts';
import { GiveExtras } from './GiveExtras.tsx';
import { GivePanel } from './GivePanel.tsx';
import { GiveScans } from './GiveScans.tsx';
import { InfusionPanel, type Act } from './InfusionPanel.tsx';
import { InfusionRows } from './InfusionRows.tsx';
import { Measure } from './Measure.tsx';
import { answerOf, doseOf, givingOf, KIM } from './testing.ts';
import { dayStart } from './times.ts';
import { typedNumber } from './typed-number.ts';

vi.mock('@mantine/core', async () => (await import('../../ui/testing-flat.tsx')).flatMantine());

const nothing = () => undefined;
const english: Shown = { language: 'en' };
const today = dayStart(Date.now());
const noon = today + 12 * 3_600_000;
const at = (minutes: number) => new Date(noon + minutes * 60_000).toISOString();

describe('the panel of a dose', () => {
  const panel = (more: Partial<DueDose> = {}) => {
    const dose = doseOf({ slot: at(0), ...more });
    return <GivePanel patient="kim" doses={[dose]} dose={dose} first={[]} close={nothing} />;
  };

  it('says drug, dose, route and time on top, and asks for the badge first', () => {
    const text = words(panel());
    expect(text).toMatch(/^amlodipine .*용량 5 .*— 경구 — \S+ 12:00 \(/);
    expect(html(panel())).toMatch(/data-mark="next" data-scan="badge"/);
  });

  it('says in words what must not be overlooked', () => {
    const text = words(panel({ highAlert: true, timeCritical: true, verified: false, prn: { reason: 'pain' } }));
    for (const word of ['고위험', '시간 엄수', '약사 검토 전', '필요 시', '두 번째 확인자'])
      expect(text).toContain(word);
    const said = words(panel({ highAlert: true, timeCritical: true, verified: false, prn: {} }), english);
    expect(said).not.toMatch(/[가-힣]/);
  });

  it('cannot be confirmed before the house has answered', () => {
    expect(buttonsOf(panel()).find((one) => one.words === '투약 기록')?.disabled).toBe(true);
  });

  it('opens without a dose too, for whatever is scanned', () => {
    const text = words(<GivePanel patient="kim" doses={[]} dose={undefined} first={[]} close={nothing} />);
    expect(text).toMatch(/^투약 직원증/);
    expect(text).not.toContain('undefined');
  });
});

describe('the scans', () => {
  const marks = (more: Parameters<typeof givingOf>[0], highAlert = false) =>
    [
      ...html(<GiveScans state={givingOf(more)} dose={doseOf({ highAlert })} />).matchAll(
        /data-mark="(\w+)" data-scan="(\w+)"/g,
      ),
    ].map(([, mark, kind]) => `${kind} ${mark}`);
  const scans = (...kinds: readonly ('badge' | 'band' | 'product')[]) => ({
    ...givingOf().giving,
    scans: kinds.map((scan, index) => ({ scan, raw: `${scan}-${index}` })),
  });

  it('are done one after the other, with the next one marked', () => {
    expect(marks({})).toEqual(['badge next', 'band open', 'product open']);
    expect(marks({ giving: scans('badge', 'band') })).toEqual(['badge done', 'band done', 'product next']);
    expect(marks({ giving: scans('product') })).toEqual(['badge next', 'band open', 'product done']);
  });

  it.each([
    ['R02', 'band wrong'],
    ['R04', 'band wrong'],
    ['R01', 'badge wrong'],
    ['R11', 'product wrong'],
    ['R16', 'product wrong'],
  ])('mark the one that rule %s is about: %s', (rule, mark) => {
    const answer = answerOf('stop', { rules: [rule] });
    const found = marks({ giving: scans('badge', 'band', 'product'), answer });
    expect(found).toContain(mark);
    expect(found.filter((one) => one.endsWith('wrong'))).toHaveLength(1);
  });

  it('do not call a scan wrong that the house only warns of', () => {
    const answer = answerOf('warn', { rules: ['R12'] });
    expect(marks({ giving: scans('badge', 'band', 'product'), answer })).toContain('product done');
  });

  it('need a second badge, not the first one twice, where the drug is of high alert', () => {
    expect(marks({ giving: scans('badge', 'band', 'product') }, true)).toContain('witness next');
    expect(marks({ giving: scans('badge', 'band', 'product', 'badge') }, true)).toContain('witness done');
  });
});

describe('what a dose needs besides', () => {
  const extras = (more: Partial<DueDose>) => words(<GiveExtras state={givingOf()} dose={doseOf(more)} />);

  it('a reason where it is as needed', () => {
    expect(extras({ prn: {} })).toMatch(/필요 시 투약 사유 통증 발열/);
    expect(extras({})).not.toContain('필요 시 투약 사유');
  });

  it('a site where it is injected, and not where it is swallowed', () => {
    for (const route of ['subcutaneous', 'intramuscular', 'intravenous', 'intradermal'])
      expect(extras({ route })).toContain('왼팔');
    expect(extras({ route: 'oral' })).not.toContain('왼팔');
  });

  it('a measurement with unit and bounds where the order asks for it', () => {
    expect(extras({ precheck: { observation: '8867-4', min: 55 } })).toMatch(/투약 전 측정: 맥박 .*\/min \(≥ 55\)/);
    const both = words(<Measure state={givingOf()} precheck={{ observation: '2823-3', min: 3, max: 5.5 }} />);
    expect(both).toMatch(/칼륨 mmol\/L \(≥ 3, ≤ 5\.5\)/);
  });

  it('is always one touch from not being given', () => expect(extras({})).toContain('투약하지 않음'));

  it('by hand: only a dose that was chosen, with lot and expiry', () => {
    const hand = (more: Partial<DueDose>) => words(<ByHand state={givingOf()} dose={doseOf(more)} />);
    expect(hand({ product: 'med-1' })).toMatch(/스캐너가 없음 제조번호 유효기간 직접 입력/);
    expect(hand({})).toContain('먼저 투약을 목록에서 선택하세요');
    expect(hand({})).not.toContain('직접 입력');
  });

  it('by hand: the patient says who it is only where there is no scanner', () => {
    const giving = { ...givingOf().giving, scannerAbsent: true };
    expect(words(<ByHand state={givingOf({ giving })} dose={doseOf()} />)).toContain(
      '두 가지 이상) 이름 생년월일 등록번호',
    );
    expect(words(<ByHand state={givingOf()} dose={doseOf()} />)).not.toContain('생년월일');
  });
});

describe('a number that is typed', () => {
  it.each<[string, number | undefined]>([
    ['12.5', 12.5],
    ['12,5', 12.5],
    [' １２．５ ', 12.5],
    ['0', 0],
    ['007', 7],
    ['', undefined],
    ['-3', undefined],
    ['1e3', undefined],
    ['0x10', undefined],
    ['1,250.5', undefined],
    ['12.5 mL', undefined],
    ['Infinity', undefined],
  ])('%j is %s', (text, value) => expect(typedNumber(text)).toBe(value));
});

describe('an infusion', () => {
  const infusion = (more: Partial<DueDose> = {}) =>
    doseOf({
      drug: 'noradrenaline',
      name: { text: 'noradrenaline' },
      infusion: { rate: 4, unit: 'mL/h' },
      administration: 'a-1',
      slot: at(0),
      ...more,
    });
  const rows = (dose: DueDose) => (
    <InfusionRows patient="kim" doses={[dose]} now={noon} give={nothing} doing={undefined} setDoing={nothing} />
  );
  const running = {
    resourceType: 'MedicationAdministration',
    id: 'a-1',
    status: 'in-progress',
    subject: { reference: 'Patient/kim' },
    effectivePeriod: { start: at(-120) },
    dosage: { rateQuantity: { value: 6, unit: 'mL/h', code: 'mL/h' } },
  };
  const data: Shown['data'] = [[['due', 'administration', 'a-1'], running]];

  it.each<[DueDose['standing'], string, string]>([
    ['running', '속도 변경 백 교체 일시 정지 중단 완료', '다시 시작'],
    ['paused', '다시 시작 백 교체 중단 완료', '속도 변경'],
    ['due', '시작', '일시 정지 중단'],
    ['late', '시작', '중단'],
  ])('that is %s can be: %s', (standing, offered, not) => {
    const text = words(rows(infusion({ standing })));
    expect(text).toMatch(new RegExp(`${offered}$`));
    expect(text).not.toContain(not);
  });

  it('that is over, or whose order cannot be read, can be nothing', () => {
    for (const standing of ['given', 'refused', 'unreadable'] as const)
      expect(html(rows(infusion({ standing })))).not.toContain('data-act');
  });

  it('says how fast it runs now, which need not be what was ordered, and since when', () => {
    const text = words(rows(infusion({ standing: 'running' })), { data });
    expect(text).toMatch(/속도 4 mL.*6 mL.* 10:00부터 \(2시간 지남\)/);
    expect(words(rows(infusion({ standing: 'running' })))).not.toContain('부터');
  });

  it.each<[Act, string, string]>([
    ['rate', '새 속도', '주입된 양'],
    ['stop', '주입된 양', '새 속도'],
    ['complete', '주입된 양', '새 속도'],
    ['pause', '사유', '주입된 양'],
  ])('%s asks for: %s', (act, asked, not) => {
    const panel = <InfusionPanel patient="kim" dose={infusion({ standing: 'running' })} act={act} close={nothing} />;
    expect(words(panel)).toContain(asked);
    expect(words(panel)).not.toContain(not);
    expect(buttonsOf(panel)[0]?.disabled).toBe(true);
  });

  it('asks for the code of a bag only where one is changed', () => {
    const panel = (act: Act) =>
      html(<InfusionPanel patient="kim" dose={infusion({ standing: 'running' })} act={act} close={nothing} />);
    expect(panel('bag')).toContain('data-scan="product"');
    expect(panel('pause')).not.toContain('data-scan="product"');
  });
});

describe('one record', () => {
  const record = (more: object = {}) => ({
    resourceType: 'MedicationAdministration',
    id: 'a-1',
    status: 'completed',
    subject: { reference: 'Patient/kim' },
    effectiveDateTime: at(5),
    dosage: { dose: { value: 5, unit: 'mg', code: 'mg' } },
    ...more,
  });
  const side = (one: object, more: Shown = {}) =>
    words(<AdministrationSide patient="kim" reference="MedicationAdministration/a-1" />, {
      at: '/patients/kim/drug-chart',
      ...more,
      data: [[['due', 'administration', 'a-1'], one]],
    });

  it('has state, time and dose, and says that nothing was scanned', () => {
    expect(side(record())).toMatch(/투약함 .*12:05 .*5 .*스캔 안 함/);
  });

  it('has the time that was due beside the time that it was given', () => {
    const extension = [
      { url: 'https://maru.health/fhir/StructureDefinition/dose-slot', valueDateTime: at(0) },
      { url: 'https://maru.health/fhir/StructureDefinition/late-entry', valueBoolean: true },
    ];
    expect(side(record({ extension }))).toMatch(/투약 시각 .*12:05 예정 시각 .*12:00 .*나중에 기록 예/);
  });

  it('of another patient is not shown under this one, whatever the address says', () => {
    const text = side(record({ subject: { reference: 'Patient/lee' } }));
    expect(text).not.toContain('투약함');
    expect(text).not.toContain('다른 환자에게 기록');
    expect(text).toContain('불러오지 못했습니다');
    expect(side(record({ subject: { reference: 'https://maru.example/fhir/R4/Patient/kim' } }))).toContain('투약함');
  });

  it('can be taken back by nurses and physicians, with a reason, once', () => {
    expect(side(record())).toContain('다른 환자에게 기록');
    expect(side(record(), { role: 'pharmacist' })).not.toContain('다른 환자에게 기록');
    const taken = side(record({ status: 'entered-in-error' }));
    expect(taken).toContain('잘못된 기록');
    expect(taken).not.toContain('두 번 기록');
  });
});

describe('the drug chart of a patient', () => {
  const key = ['due', { patient: 'kim' }, new Date(today).toISOString(), new Date(dayStart(today, 1)).toISOString()];
  const page = (doses: readonly DueDose[], more: Shown & { readonly effects?: DueList['effects'] } = {}) =>
    words(<DrugChartPage />, {
      at: '/patients/kim/drug-chart',
      ...more,
      data: [[key, { doses, effects: more.effects ?? [], patients: [KIM] }]],
    });

  it('keeps regular doses, infusions and drugs as needed apart', () => {
    const text = page([
      doseOf({ slot: at(0) }),
      doseOf({ order: 'i', name: { text: 'noradrenaline' }, infusion: { rate: 4, unit: 'mL/h' }, standing: 'running' }),
      doseOf({ order: 'p', name: { text: 'tramadol' }, prn: { reason: 'pain' }, standing: 'as-needed' }),
    ]);
    expect(text).toMatch(/주입 noradrenaline.*정규 투약 1 .*amlodipine.*필요 시 tramadol.*이날 기록/);
  });

  it('says that there is nothing to give only when it was read', () => {
    expect(page([])).toContain('이날 투약할 처방이 없습니다');
    const failed: Shown['failed'] = [[key, new FhirFailure('forbidden', 403, 'x', 'access.denied')]];
    const text = words(<DrugChartPage />, { at: '/patients/kim/drug-chart', failed });
    expect(text).toContain('access.denied');
    expect(text).not.toContain('처방이 없습니다');
  });

  it('opens the dose of the address for nurses and physicians, and for nobody else', () => {
    const dose = doseOf({ slot: at(0) });
    const opened = (role: 'nurse' | 'physician' | 'pharmacist' | 'laboratory') =>
      page([dose], { role, at: `/patients/kim/drug-chart?detail=${encodeURIComponent(doseKey(dose))}` }).includes(
        '환자 팔찌',
      );
    expect([opened('nurse'), opened('physician'), opened('pharmacist'), opened('laboratory')]).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  it('opens nothing for a dose that the list does not have', () => {
    const address = '/patients/kim/drug-chart?detail=somebody-elses-order';
    expect(page([doseOf({ slot: at(0) })], { at: address })).not.toContain('환자 팔찌');
  });
});
