import { describe, expect, it, vi } from 'vitest';
import { FhirFailure } from '../../fhir/client.ts';
import { marks, press } from '../../ui/testing-hands.ts';
import { html, words, type Shown } from '../../ui/testing.tsx';
import { AdministrationSide } from './AdministrationSide.tsx';
import { administrationQuery } from './administrations.ts';
import { dueQuery, type DueDose, type DueList, type Standing } from './api.ts';
import { carry } from './carried.ts';
import { ChartGrid } from './ChartGrid.tsx';
import DrugChartPage from './DrugChartPage.tsx';
import { GivePanel } from './GivePanel.tsx';
import { InfusionPanel } from './InfusionPanel.tsx';
import { InfusionRows, type Doing } from './InfusionRows.tsx';
import { NeededRows } from './NeededRows.tsx';
import { doseOf, KIM } from './testing.ts';
import { clockText, dayStart } from './times.ts';

vi.mock('react/jsx-dev-runtime', async (real) => (await import('../../ui/testing-noted.ts')).noting(real));

const nothing = () => undefined;
const english: Shown = { language: 'en' };
const noon = dayStart(Date.now()) + 12 * 3_600_000;
const at = (minutes: number) => new Date(noon + minutes * 60_000).toISOString();
const drip = (more: Partial<DueDose> = {}) =>
  doseOf({
    order: 'drip',
    drug: 'noradrenaline',
    name: { text: 'noradrenaline' },
    infusion: { rate: 8, unit: 'mL/h' },
    route: 'intravenous',
    highAlert: true,
    ...more,
  });

describe('the panel of a dose', () => {
  const panel = (dose: DueDose | undefined, more: Partial<Parameters<typeof GivePanel>[0]> = {}) => (
    <GivePanel
      patient="kim"
      doses={dose === undefined ? [] : [dose]}
      dose={dose}
      first={[]}
      close={nothing}
      {...more}
    />
  );

  it('says drug, dose, route and time before anything is scanned', () => {
    const text = words(panel(doseOf({ slot: at(30) })));
    expect(text).toMatch(/amlodipine .*용량 5 .*경구 — \d{4}-\d\d-\d\d 12:30/);
    expect(words(panel(doseOf({ slot: at(30) })), english)).toMatch(/DOSE 5 .*mouth|DOSE 5 .*[Oo]ral/);
  });

  it.each<[Partial<DueDose>, string, string]>([
    [{ highAlert: true }, '고위험', 'High alert'],
    [{ timeCritical: true }, '시간 엄수', 'Time critical'],
    [{ verified: false }, '약사 검토 전', 'Not verified'],
    [{ prn: {} }, '필요 시', 'As needed'],
  ])('says %j in its title, in words', (more, ko, en) => {
    expect(words(panel(doseOf(more)))).toContain(ko);
    expect(words(panel(doseOf(more)), english)).toContain(en);
  });

  it('cannot be confirmed before the house has answered', () => {
    expect(html(panel(doseOf()))).toMatch(
      /<button[^>]*data-confirm="true"[^>]*disabled|<button[^>]*disabled[^>]*data-confirm/,
    );
  });

  it('takes scans that came before it was open', () => {
    const first = [
      { scan: 'badge', raw: 'b' },
      { scan: 'band', raw: 'w' },
    ] as const;
    expect(words(panel(doseOf(), { first }))).toMatch(/직원증 확인됨 환자 팔찌 확인됨 약품 스캔하세요/);
    expect(words(panel(doseOf()))).toMatch(/직원증 스캔하세요/);
  });

  it('names no drug while none is chosen, and has no second person then', () => {
    const text = words(panel(undefined, { doses: [doseOf({ highAlert: true })] }));
    expect(text).toMatch(/^투약 /);
    expect(text).not.toContain('amlodipine');
    expect(text).not.toContain('두 번째 확인자');
  });

  it('is about the time that was chosen where an order has several', () => {
    const [early, late] = [
      doseOf({ slot: at(-120), dose: { value: 5, unit: 'mg' } }),
      doseOf({ slot: at(120), dose: { value: 10, unit: 'mg' } }),
    ];
    expect(words(panel(late, { doses: [early, late] }))).toMatch(/용량 10 .*14:00/);
    expect(words(panel(early, { doses: [early, late] }))).toMatch(/용량 5 .*10:00/);
  });

  it('keeps a very long name of a drug whole', () => {
    const long = `${'amoxicillin and clavulanate '.repeat(6)}end`;
    expect(words(panel(doseOf({ drug: long, name: { text: long } })))).toContain('end');
  });
});

describe('infusions', () => {
  const rows = (dose: DueDose, doing?: Doing, more: Partial<Parameters<typeof InfusionRows>[0]> = {}) => (
    <InfusionRows patient="kim" doses={[dose]} now={noon} give={nothing} doing={doing} setDoing={nothing} {...more} />
  );

  it.each<[Standing, readonly string[]]>([
    ['running', ['rate', 'bag', 'pause', 'stop', 'complete']],
    ['paused', ['resume', 'bag', 'stop', 'complete']],
    ['due', ['start']],
    ['late', ['start']],
    ['as-needed', ['start']],
    ['held', []],
    ['given', []],
    ['unreadable', []],
  ])('that is %s can be done only %j to', (standing, acts) => {
    expect(marks(rows(drip({ standing })), 'data-act')).toEqual(acts);
  });

  it('have words for what can be done, in both languages', () => {
    expect(words(rows(drip({ standing: 'running' })))).toMatch(/속도 변경 백 교체 일시 정지 중단 완료/);
    expect(words(rows(drip({ standing: 'running' })), english)).toMatch(/Change rate New bag Pause Stop Complete/);
  });

  it('begin what is pressed for the dose of that row', () => {
    const said: unknown[] = [];
    const running = drip({ standing: 'running' });
    press(rows(running, undefined, { setDoing: (doing) => said.push(doing) }), 'data-act', 'pause');
    const due = drip({ standing: 'due' });
    press(rows(due, undefined, { give: (dose) => said.push(dose) }), 'data-act', 'start');
    expect(said).toEqual([{ act: 'pause', dose: running }, due]);
  });

  it('show the rate that runs, which may be another than the ordered one, and since when', () => {
    const running = drip({ standing: 'running', administration: 'adm-1' });
    const event = (act: string, time: string) => ({
      url: 'https://maru.health/fhir/StructureDefinition/infusion-event',
      extension: [
        { url: 'act', valueCode: act },
        { url: 'at', valueDateTime: time },
      ],
    });
    const data: Shown['data'] = [
      [
        administrationQuery('MedicationAdministration/adm-1').queryKey,
        {
          dosage: { rateQuantity: { value: 12.5, unit: 'mL/h', code: 'mL/h' } },
          effectivePeriod: { start: at(-300) },
          extension: [event('start', at(-300)), event('rate', at(-90))],
        },
      ],
    ];
    const text = words(rows(running), { data });
    expect(text).toMatch(/12\.5 mL\/h 10:30부터 \(1시간 30분 지남\)/);
    expect(text).toMatch(/속도 8 mL\/h/);
    expect(words(rows(running))).not.toContain('부터');
  });

  const acting = (act: Doing['act'], dose = drip({ standing: 'running', administration: 'adm-1' })) => (
    <InfusionPanel patient="kim" dose={dose} act={act} close={nothing} />
  );

  it.each<[Doing['act'], string[], string[]]>([
    ['rate', ['새 속도', 'mL/h'], ['사유', '약품', '주입된 양']],
    ['bag', ['약품'], ['새 속도', '주입된 양', '사유']],
    ['pause', ['사유', '이상 반응'], ['새 속도', '주입된 양', '약품']],
    ['stop', ['주입된 양', '사유', '목표 도달'], ['새 속도', '약품']],
    ['complete', ['주입된 양'], ['새 속도', '사유', '약품']],
    ['resume', [], ['새 속도', '사유', '약품', '주입된 양']],
  ])('to %s asks for what it needs and no more', (act, asked, not) => {
    const text = words(acting(act));
    for (const word of ['noradrenaline', '직원증', '환자 팔찌', '두 번째 확인자', ...asked])
      expect(text).toContain(word);
    for (const word of not) expect(text).not.toContain(word);
  });

  it('cannot be changed before the house has answered', () => {
    expect(html(acting('stop'))).toMatch(/<button[^>]*disabled[^>]*data-confirm|<button[^>]*data-confirm[^>]*disabled/);
  });
});

describe('a record of a dose', () => {
  const one = (more: object = {}) => ({
    resourceType: 'MedicationAdministration',
    id: 'adm-1',
    status: 'completed',
    subject: { reference: 'Patient/p-1' },
    effectiveDateTime: at(5),
    dosage: { dose: { value: 500, unit: 'mg', code: 'mg' } },
    performer: [
      { function: { coding: [{ code: 'performer' }] }, actor: { reference: 'Practitioner/1', display: '이지은' } },
      { function: { coding: [{ code: 'witness' }] }, actor: { reference: 'Practitioner/2', display: '박서준' } },
    ],
    ...more,
  });
  const side = <AdministrationSide patient="p-1" reference="MedicationAdministration/adm-1" />;
  const drawn = (more: object = {}, shown: Shown = {}) =>
    words(side, { data: [[administrationQuery('MedicationAdministration/adm-1').queryKey, one(more)]], ...shown });
  const mark = (name: string, valueBoolean = true) => ({
    url: `https://maru.health/fhir/StructureDefinition/${name}`,
    valueBoolean,
  });

  it('says what, when, by whom, and who watched', () => {
    const text = drawn();
    for (const part of ['투약함', clockText(at(5)), '500', '투약자 이지은', '두 번째 확인자 박서준'])
      expect(text).toContain(part);
  });

  it('says whether it was scanned; a mark that is false is none', () => {
    expect(drawn()).toContain('스캔 안 함');
    expect(drawn({ extension: [mark('scanned')] })).not.toContain('스캔 안 함');
    expect(drawn({ extension: [mark('scanned', false)] })).toContain('스캔 안 함');
  });

  it('says that it was entered late only where it was', () => {
    expect(drawn({ extension: [mark('late-entry')] })).toContain('나중에 기록 예');
    expect(drawn()).not.toContain('나중에 기록');
  });

  it('says when it was due beside when it was given', () => {
    const slot = { url: 'https://maru.health/fhir/StructureDefinition/dose-slot', valueDateTime: at(0) };
    expect(drawn({ extension: [slot] })).toMatch(/투약 시각 \S+ 12:05 예정 시각 \S+ 12:00/);
  });

  it('can be taken back by who gives drugs, and by nobody else', () => {
    for (const role of ['nurse', 'physician'] as const) expect(drawn({}, { role })).toContain('잘못된 기록이면');
    for (const role of ['pharmacist', 'laboratory', 'researcher'] as const)
      expect(drawn({}, { role })).not.toContain('잘못된 기록이면');
  });

  it('cannot be taken back twice', () => {
    const text = drawn({ status: 'entered-in-error', statusReason: [{ coding: [{ code: 'charted-twice' }] }] });
    expect(text).toContain('잘못된 기록 ');
    expect(text).toContain('두 번 기록');
    expect(text).not.toContain('잘못된 기록이면');
  });

  it('has what was done to an infusion in order, with rate and reason', () => {
    const event = (act: string, minutes: number, more: object[] = []) => ({
      url: 'https://maru.health/fhir/StructureDefinition/infusion-event',
      extension: [{ url: 'act', valueCode: act }, { url: 'at', valueDateTime: at(minutes) }, ...more],
    });
    const extension = [
      event('start', -60, [{ url: 'rate', valueQuantity: { value: 8, code: 'mL/h' } }]),
      event('pause', -20, [{ url: 'reason', valueCode: 'line-lost' }]),
    ];
    expect(drawn({ status: 'on-hold', extension })).toMatch(/11:00 시작 8 mL\/h 11:40 일시 정지 — 정맥로 소실/);
  });

  it('says that it could not be read, and never that it was given', () => {
    const key = administrationQuery('MedicationAdministration/adm-1').queryKey;
    const text = words(side, { failed: [[key, new FhirFailure('forbidden', 403, 'x')]] });
    expect(text).toContain('볼 권한이 없습니다');
    expect(text).not.toContain('투약함');
  });
});

describe('the chart of a patient', () => {
  const from = dayStart(Date.now());
  const { queryKey } = dueQuery(
    { patient: 'p-1' },
    new Date(from).toISOString(),
    new Date(dayStart(from, 1)).toISOString(),
  );
  const page = (list: Partial<DueList>, more: Shown = {}) =>
    words(<DrugChartPage />, {
      at: '/patients/p-1/drug-chart',
      data: [
        [queryKey, { doses: [], effects: [], patients: [KIM], ...list }],
        [['due', 'recorded', 'p-1', from], { matches: [], included: [] }],
      ],
      ...more,
    });

  it('parts infusions, doses at their time and doses as needed', () => {
    const { slot: _, ...needed } = doseOf({ order: 'n', drug: 'paracetamol', name: { text: 'paracetamol' }, prn: {} });
    const text = page({
      doses: [doseOf({ slot: at(0) }), { ...needed, standing: 'as-needed' }, drip({ standing: 'running' })],
    });
    expect(text).toMatch(/주입 noradrenaline.*정규 투약 1 .*amlodipine.*필요 시 paracetamol/);
  });

  it('says that nothing is ordered only when it was read', () => {
    expect(page({})).toContain('이날 투약할 처방이 없습니다');
    const failed: Shown['failed'] = [[queryKey, new FhirFailure('busy', 503, 'x')]];
    const cut = words(<DrugChartPage />, { at: '/patients/p-1/drug-chart', failed });
    expect(cut).toContain('서버가 바쁩니다');
    expect(cut).not.toContain('처방이 없습니다');
    expect(words(<DrugChartPage />, { at: '/patients/p-1/drug-chart' })).not.toContain('처방이 없습니다');
  });

  it('says which day it is, and that it is today', () => {
    expect(page({})).toMatch(/\d{4}-\d\d-\d\d \(오늘\)/);
    expect(page({}, english)).toContain('(today)');
  });

  it('opens the panel of the dose in the address, for who gives drugs', () => {
    const dose = doseOf({ slot: at(0) });
    const address = `/patients/p-1/drug-chart?detail=${encodeURIComponent(`${dose.order}@${dose.slot}`)}`;
    expect(page({ doses: [dose] }, { at: address })).toContain('직원증 스캔하세요');
    expect(page({ doses: [dose] }, { at: address, role: 'pharmacist' })).not.toContain('직원증 스캔하세요');
    expect(page({ doses: [dose] }, { at: `${address}x` })).not.toContain('직원증 스캔하세요');
  });

  it('goes on with scans that were made on the ward, for that patient alone', () => {
    carry('p-1', [{ scan: 'badge', raw: 'b' }], Date.now());
    expect(page({})).toMatch(/직원증 확인됨 환자 팔찌 스캔하세요/);
    carry('p-2', [{ scan: 'badge', raw: 'b' }], Date.now());
    expect(page({})).not.toContain('직원증');
  });
});

describe('a press on a dose', () => {
  it('in the grid is about that time of that order', () => {
    const picked: DueDose[] = [];
    const [morning, evening] = [doseOf({ slot: at(-180) }), doseOf({ slot: at(360) })];
    const grid = (
      <ChartGrid doses={[morning, evening]} now={noon} day={dayStart(noon)} pick={(dose) => picked.push(dose)} />
    );
    press(grid, 'data-cell', `order-1@${evening.slot}`);
    expect(picked).toEqual([evening]);
  });

  it('among what is needed is about that order', () => {
    const picked: string[] = [];
    const doses = ['a', 'b'].map((order) => doseOf({ order, prn: {} }));
    press(<NeededRows doses={doses} now={noon} pick={({ order }) => picked.push(order)} />, 'data-cell', 'b');
    expect(picked).toEqual(['b']);
  });
});
