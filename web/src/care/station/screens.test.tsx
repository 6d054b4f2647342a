import { describe, expect, it } from 'vitest';
import { html, words } from '../../ui/testing.tsx';
import { snapshotOf, stationPatient, viewOf } from './testing.ts';
import { HandOver } from './HandOver.tsx';
import { StationChart } from './StationChart.tsx';
import { StationFrame } from './StationFrame.tsx';
import { WardView } from './WardView.tsx';

const HOUR = 3_600_000;
const nothing = () => undefined;

describe('the frame of the station', () => {
  it('says how old what is shown is, and since when the house is away', () => {
    const now = Date.now();
    const cut = viewOf({ reach: 'cut', cutSince: now - 20 * 60_000, snapshot: snapshotOf([], now - 25 * 60_000) });
    const text = words(<StationFrame view={cut}>-</StationFrame>);
    expect(text).toContain('통신 끊김');
    expect(text).toContain('25분 전');
    expect(words(<StationFrame view={cut}>-</StationFrame>, { language: 'en' })).toContain('25 min old');
  });

  it('asks for a sign-in where nothing new comes in without one, and does not call that a cut', () => {
    const text = words(<StationFrame view={viewOf({ reach: 'signed-out' })}>-</StationFrame>);
    expect(text).toContain('로그인');
    expect(text).not.toContain('통신 끊김');
  });
});

describe('the ward at the station', () => {
  it('lists patients by bed with number and age, and nothing else of them', () => {
    const view = viewOf({ snapshot: snapshotOf([stationPatient()], Date.now()) });
    const text = words(<WardView view={view} />);
    expect(text).toContain('6101호 1번 병상');
    expect(text).toContain('김민준');
    expect(text).not.toContain('페니실린');
  });

  it('marks who has late doses, unreadable orders, or died', () => {
    const late = stationPatient({ slots: [Date.now() - 5 * HOUR] });
    expect(words(<WardView view={viewOf({ snapshot: snapshotOf([late], Date.now()) })} />)).toContain('늦음 1');
    const odd = { ...stationPatient({ slots: [] }), unreadable: [{ id: 'x', text: '알아서' }] };
    expect(words(<WardView view={viewOf({ snapshot: snapshotOf([odd], Date.now()) })} />)).toContain(
      '읽지 못한 처방 1',
    );
    const gone = { ...stationPatient({ slots: [] }), gone: 'deceased' as const };
    expect(words(<WardView view={viewOf({ snapshot: snapshotOf([gone], Date.now()) })} />)).toContain('사망');
  });

  it('tells an empty ward from one that was never taken in', () => {
    expect(words(<WardView view={viewOf({ snapshot: snapshotOf([], Date.now()) })} />)).toContain(
      '누워 있는 환자가 없습니다',
    );
    expect(words(<WardView view={viewOf({ snapshot: undefined })} />)).toContain('보관된 병동 자료가 없습니다');
  });
});

const chart = (patient = stationPatient()) => (
  <StationChart patient={patient} snapshot={snapshotOf([patient], Date.now())} close={nothing} />
);

describe('the chart at the station', () => {
  it('has the banner with allergies; not recorded is not none', () => {
    expect(words(chart())).toContain('알레르기 페니실린');
    const unknown = { ...stationPatient(), allergyState: 'not-recorded' as const, allergies: [] };
    expect(words(chart(unknown))).toContain('알레르기 기록 없음');
    const none = { ...stationPatient(), allergyState: 'none-known' as const, allergies: [] };
    expect(words(chart(none))).toContain('알레르기 알려진 것 없음');
    expect(words(chart(unknown), { language: 'en' })).toContain('Not recorded');
  });

  it('has doses that are open first, each with dose and route, and those that are over behind one line', () => {
    const patient = stationPatient({
      slots: [Date.now() - 2 * HOUR, Date.now() + HOUR],
      given: [Date.now() - 2 * HOUR],
    });
    const text = words(chart(patient));
    expect(text).toContain('5 mg');
    expect(text).toContain('지나간 투약 1건');
    expect(html(chart(patient)).match(/data-action="give"/g)).toHaveLength(1);
  });

  it('shows an order that cannot be checked, without a button', () => {
    const patient = { ...stationPatient({ slots: [] }), unreadable: [{ id: 'x', text: '인슐린 — 혈당에 따라' }] };
    expect(words(chart(patient))).toContain('인슐린 — 혈당에 따라');
    expect(words(chart(patient))).toContain('의사에게 문의');
    expect(html(chart(patient))).not.toContain('data-action="give"');
  });

  it('marks high alert and not verified in words', () => {
    const patient = stationPatient({ highAlert: true, verified: false });
    expect(words(chart(patient))).toContain('고위험');
    expect(words(chart(patient))).toContain('약사 미확인');
  });

  it('says that there are no results instead of leaving the place empty', () => {
    const patient = { ...stationPatient(), results: [], vitals: [], problems: [] };
    const text = words(chart(patient));
    expect(text).toContain('활력징후가 없습니다');
    expect(text).toContain('검사 결과가 없습니다');
    expect(text).toContain('기록된 문제가 없습니다');
  });

  it('shows a result with its flag as a letter, not by colour alone', () => {
    expect(words(chart())).toContain('칼륨 5.9 mmol/L H');
  });
});

describe('the hand-over', () => {
  const patient = stationPatient();
  const entry = { attempt: 'a-0000001', patient: patient.id, order: 'order-1', at: Date.now(), steps: [] } as never;

  it('is not there while there is nothing to tell', () => {
    expect(html(<HandOver view={viewOf({})} />)).toBe('');
  });

  it('says how many wait, and that they stay when the device is closed', () => {
    const text = words(<HandOver view={viewOf({ queue: [entry], reach: 'cut' })} />);
    expect(text).toContain('서버로 넘길 기록 1');
    expect(text).toContain('브라우저를 닫아도');
  });

  it('says why the house did not take an entry, in the language of the screen', () => {
    const message = { ko: '이 처방은 없습니다.', en: 'There is no such order.' };
    const replayed = [
      { attempt: 'a-0000001', outcome: 'kept' as const, messages: [{ key: 'k', message }], written: [], entry },
    ];
    const view = viewOf({ queue: [entry], reach: 'connected', replayed, snapshot: snapshotOf([patient], Date.now()) });
    expect(words(<HandOver view={view} />)).toContain('기록되지 않음');
    expect(words(<HandOver view={view} />)).toContain('이 처방은 없습니다.');
    expect(words(<HandOver view={view} />, { language: 'en' })).toContain('There is no such order.');
  });

  it('counts what was recorded apart from what must be reviewed', () => {
    const done = { attempt: 'a', outcome: 'recorded' as const, messages: [], written: [], entry };
    const review = { ...done, attempt: 'b', outcome: 'recorded-for-review' as const };
    const text = words(<HandOver view={viewOf({ replayed: [done, review] })} />);
    expect(text).toContain('1건이 기록되었고, 1건은 확인이 필요합니다');
  });
});
