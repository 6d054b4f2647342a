import { describe, expect, it, vi } from 'vitest';
import { FhirFailure } from '../../fhir/client.ts';
import { buttonsOf, sentBy } from '../../ui/testing-press.tsx';
import { html, words, type Shown } from '../../ui/testing.tsx';
import type { Stage, WorkLine } from './api.ts';
import { LabelPreview, labelPatient } from './LabelPreview.tsx';
import LaboratoryPage from './LaboratoryPage.tsx';
import SpecimensPage from './SpecimensPage.tsx';
import { KIM, lineOf, minutesFromNow } from './testing.ts';
import { conditionKey, rejectionKey, WorkTable } from './WorkTable.tsx';

vi.mock('@mantine/core', async () => (await import('../../ui/testing-flat.tsx')).flatMantine());

const nothing = () => undefined;
const table = (lines: readonly WorkLine[], stage: Stage = 'received') => (
  <WorkTable lines={lines} stage={stage} chosen={undefined} choose={nothing} />
);

describe('the work of a stage', () => {
  it('has test, patient, label and tube, in the language of the screen', () => {
    const line = lineOf({ label: 'LB-0001', tube: 'EDTA', received: minutesFromNow(-5) });
    expect(words(table([line]))).toMatch(/칼륨 김민준 00012345 · 남 · 65세 LB-0001 EDTA .*5/);
    expect(words(table([line]), { language: 'en' })).toContain('Potassium');
  });

  it('says that a label was not printed and a tube is not known, instead of nothing', () => {
    expect(words(table([lineOf()]))).toContain('라벨 출력 전 용기 미지정');
  });

  it('marks in words what is urgent, in bad condition, or was refused', () => {
    for (const priority of ['stat', 'urgent', 'asap', 'odd'])
      expect(words(table([lineOf({ priority })]))).toContain('칼륨 응급');
    expect(words(table([lineOf()]))).not.toContain('응급');
    expect(words(table([lineOf({ condition: 'clotted' })]))).toContain('응고');
    expect(words(table([lineOf({ rejection: 'wrong-container' })]))).toContain('용기 오류');
  });

  it('counts the time since the step that the stage is about', () => {
    const line = lineOf({
      ordered: minutesFromNow(-180),
      collected: minutesFromNow(-50),
      received: minutesFromNow(-20),
      released: minutesFromNow(-5),
    });
    const at = (stage: Stage) => /<time dateTime="([^"]*)"/.exec(html(table([{ ...line, stage }], stage)))?.[1];
    expect(at('released')).toBe(line.released);
    expect(at('received')).toBe(line.received);
    const { received: _, ...collected } = line;
    expect(/<time dateTime="([^"]*)"/.exec(html(table([{ ...collected, stage: 'collected' }], 'collected')))?.[1]).toBe(
      line.collected,
    );
  });

  it('calls unknown what it has no word for', () => {
    expect([conditionKey('haemolysed'), conditionKey('odd')]).toEqual([
      'laboratory.condition.haemolysed',
      'status.unknown',
    ]);
    expect([rejectionKey('leaked'), rejectionKey('')]).toEqual(['laboratory.rejection.leaked', 'status.unknown']);
  });
});

describe('the laboratory', () => {
  const told = (lines: readonly WorkLine[], more: Shown & { readonly more?: boolean } = {}): Shown => ({
    at: '/laboratory',
    role: 'laboratory',
    ...more,
    data: [[['laboratory', 'worklist'], { at: minutesFromNow(0), lines, more: more.more ?? false }]],
  });
  const page = (lines: readonly WorkLine[], more: Parameters<typeof told>[1] = {}) =>
    words(<LaboratoryPage />, told(lines, more));

  it('counts every stage, and shows what waits for a result, urgent first', () => {
    const text = page([
      lineOf({ request: 'a', test: { ko: '나트륨', en: 'Sodium' } }),
      lineOf({ request: 'b', priority: 'stat' }),
      lineOf({ request: 'c', stage: 'collected', test: { ko: '혈당', en: 'Glucose' } }),
    ]);
    expect(text).toContain('이송 중 1 검사 대기 2 예비 결과 0 채취 전 0 거부·재채취 0 보고 완료 0');
    expect(text).toMatch(/칼륨 응급.*나트륨/);
    expect(text).not.toContain('혈당');
  });

  it('does not count what was not read, and does not call it none', () => {
    const text = words(<LaboratoryPage />, { at: '/laboratory' });
    expect(text).toContain('검사 대기 –');
    expect(text).not.toContain('결과를 기다리는 검체가 없습니다');
    expect(page([])).toContain('결과를 기다리는 검체가 없습니다');
  });

  it('says that it failed, and that there is more', () => {
    const failed: Shown['failed'] = [[['laboratory', 'worklist'], new FhirFailure('busy', 503, 'x', 'kernel.busy')]];
    expect(words(<LaboratoryPage />, { at: '/laboratory', failed })).toContain('kernel.busy');
    expect(page([lineOf()], { more: true })).toContain('더 많은 검사가 있습니다');
    expect(page([lineOf()])).not.toContain('더 많은 검사가 있습니다');
  });

  it('takes in a specimen without a label as such, without a condition that nobody chose', async () => {
    const sent = await sentBy(<LaboratoryPage />, '라벨 없는 검체', told([]));
    expect(sent?.path).toBe('/care/laboratory/receive');
    expect(sent?.body).toMatchObject({ label: null });
    expect(sent?.body).not.toHaveProperty('condition');
    expect(sent?.body).not.toHaveProperty('accept');
  });

  it('receives by hand only what is a label', () => {
    const receive = buttonsOf(<LaboratoryPage />, told([])).find((one) => one.words === '접수');
    expect(receive?.disabled).toBe(true);
  });
});

describe('specimens at the bed', () => {
  const told = (lines: readonly WorkLine[], more: Shown = {}): Shown => ({
    at: '/patients/kim/specimens',
    ...more,
    data: [[['patient', 'kim', 'specimens'], { at: minutesFromNow(0), lines }]],
  });
  const page = (lines: readonly WorkLine[], more: Shown = {}) => words(<SpecimensPage />, told(lines, more));

  it('have what is to be collected, with tube and what to heed, urgent first', () => {
    const text = page([
      lineOf({ stage: 'ordered', tube: 'SST', fastingHours: 8 }),
      lineOf({
        request: 'x',
        stage: 'ordered',
        priority: 'stat',
        test: { ko: '교차시험', en: 'Crossmatch' },
        secondIdentifier: true,
      }),
    ]);
    expect(text).toMatch(/채취할 검체 2 교차시험 응급 두 사람 확인 용기 미지정 .*칼륨 금식 8시간 SST/);
  });

  it('ask again for what the laboratory refused, and say why', () => {
    expect(page([lineOf({ stage: 'rejected', rejection: 'haemolysed' })])).toContain('재채취: 용혈');
    expect(page([lineOf({ stage: 'rejected', rejection: 'haemolysed' })], { language: 'en' })).not.toContain('재채취');
  });

  it('keep what is under way apart, with its label and where it is', () => {
    const text = page([lineOf({ stage: 'collected', label: 'LB-7' })]);
    expect(text).toContain('채취할 검체가 없습니다');
    expect(text).toMatch(/진행 중 1 칼륨 LB-7 이송 중/);
  });

  it('say that nothing is to be collected only when it was read', () => {
    expect(page([])).toContain('채취할 검체가 없습니다');
    expect(words(<SpecimensPage />, { at: '/patients/kim/specimens' })).not.toContain('채취할 검체가 없습니다');
    const failed: Shown['failed'] = [
      [['patient', 'kim', 'specimens'], new FhirFailure('forbidden', 403, 'x', 'access.denied')],
    ];
    const text = words(<SpecimensPage />, { at: '/patients/kim/specimens', failed });
    expect(text).toContain('access.denied');
    expect(text).not.toContain('채취할 검체가 없습니다');
  });
});

describe('a label', () => {
  it('is for the patient by name and number, in the words of the label', () => {
    expect(labelPatient(KIM, 'ko')).toEqual({ name: '김민준', number: '00012345', birthDate: '1961-03-02', sex: 'M' });
    expect(labelPatient({ ...KIM, sex: 'female' }, 'ko').sex).toBe('F');
    expect(labelPatient({ ...KIM, sex: 'unknown' }, 'ko').sex).toBe('unknown');
  });

  it('of somebody without name or number still has something that tells them apart', () => {
    expect(labelPatient({ id: 'p-77', names: [] }, 'ko')).toEqual({ name: '—', number: 'p-77' });
  });

  it('is drawn with its texts and every dark square of its symbol', () => {
    const label = { kind: 'specimen', number: 'LB-7' };
    const layout = {
      width: 50,
      height: 25,
      symbol: { x: 2, y: 2, module: 0.5, rows: ['101', '010'] },
      texts: [{ text: '김민준', x: 10, y: 3, size: 3, weight: 'bold' }],
    };
    const markup = html(<LabelPreview label={label} />, { data: [[['label', 'ko', label], layout]] });
    expect(markup).toContain('김민준');
    expect(markup.match(/M[\d.]+ [\d.]+h0\.5/g)).toEqual(['M2 2h0.5', 'M3 2h0.5', 'M2.5 2.5h0.5']);
    expect(markup).toContain('width:50mm');
  });

  it('that could not be made says so, and cannot be printed', () => {
    const label = { kind: 'specimen', number: 'LB-7' };
    const part = <LabelPreview label={label} />;
    const failed: Shown['failed'] = [[['label', 'ko', label], new FhirFailure('fault', 500, 'x', 'care.label')]];
    expect(words(part, { failed })).toContain('care.label');
    expect(buttonsOf(part, { failed }).map((one) => one.words)).not.toContain('인쇄');
  });
});
