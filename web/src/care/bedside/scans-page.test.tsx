import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FhirFailure } from '../../fhir/client.ts';
import { html, words, type Shown } from '../../ui/testing.tsx';
import { percentOf, scansQuery, type WardScans } from './scans.ts';
import ScansPage from './ScansPage.tsx';
import { dayStart } from './times.ts';
import { wardsQuery } from './wards.ts';

const WARDS = [
  { id: 'w61', name: '61병동' },
  { id: 'w62', name: '62병동' },
];
const moment = (days: number) => new Date(dayStart(Date.now(), days)).toISOString();
const { queryKey } = scansQuery('w61', moment(-6), moment(1));

const counted = (more: Partial<WardScans> = {}): WardScans => ({
  at: '2026-07-01T03:00:00Z',
  completed: 40,
  closedLoop: 37,
  overridden: 2,
  notScanned: 1,
  reasons: [],
  alerts: [],
  days: [],
  relabel: [],
  ...more,
});
const page = (more: Partial<WardScans> = {}, shown: Shown = {}) =>
  words(<ScansPage />, {
    at: '/scans',
    data: [
      [wardsQuery().queryKey, WARDS],
      [queryKey, counted(more)],
    ],
    ...shown,
  });

describe('how a ward scans', () => {
  it('has the rate beside what it is made of, and what it means', () => {
    const text = page();
    expect(text).toContain('93%');
    expect(text).toContain('투약 40건 중 닫힌 고리 37건, 경고를 넘긴 것 2건, 스캔하지 않은 것 1건');
    expect(text).toContain('÷ 모든 투약');
    expect(page({}, { language: 'en' })).toContain('Of 40 doses 37 in a closed loop');
  });

  it('of no doses is no rate, and not 0 %', () => {
    const text = page({ completed: 0, closedLoop: 0, overridden: 0, notScanned: 0 });
    expect(text).toContain('투약 없음');
    expect(text).not.toMatch(/(^|\D)0%/);
  });

  it('by day: a day without a dose has counts and no bar', () => {
    const text = page({
      days: [
        { day: '2026-07-01', completed: 10, closedLoop: 9 },
        { day: '2026-06-30', completed: 0, closedLoop: 0 },
      ],
    });
    expect(text).toMatch(/2026-07-01 10 9 90% 2026-06-30 0 0 (?!0%)/);
  });

  it('counts why doses were not scanned, in words', () => {
    const reasons = [
      { code: 'relabel-product', count: 3 },
      { code: 'scanner-missing', count: 1 },
      { code: 'eclipse', count: 1 },
    ];
    expect(page({ reasons })).toMatch(/라벨 판독 불가 3 스캐너 없음 1 eclipse 1/);
    expect(page({ reasons }, { language: 'en' })).toMatch(/Label unreadable 3 No scanner 1/);
  });

  it('counts alerts: how many went on, and how many changed what they did', () => {
    const alerts = [
      { code: 'wrong-patient', count: 5, overridden: 0 },
      { code: 'late', count: 8, overridden: 6 },
    ];
    expect(page({ alerts })).toMatch(/다른 환자 5 0 5 늦음 8 6 2/);
  });

  it('lists the labels to be replaced, each with the way to its chart', () => {
    const relabel = [
      { task: 't1', patient: 'kim', order: 'o-1', at: '2026-07-01T03:00:00Z' },
      { task: 't2', patient: 'lee', at: '2026-07-01T04:00:00Z' },
    ];
    const markup = html(<ScansPage />, {
      at: '/scans',
      data: [
        [wardsQuery().queryKey, WARDS],
        [queryKey, counted({ relabel })],
      ],
    });
    expect(markup).toContain('/patients/kim/drug-chart?detail=o-1');
    expect(markup).toContain('/patients/lee/drug-chart"');
  });

  it('says that none was counted, for each kind', () => {
    expect(page().match(/이 기간에는 없습니다/g)).toHaveLength(3);
  });

  it('says when it was counted, and offers one, seven and thirty days and each ward', () => {
    const text = page();
    for (const part of ['현재', '1일', '7일', '30일', '61병동', '62병동']) expect(text).toContain(part);
  });

  it('says that it could not be counted, and shows no rate then', () => {
    const text = words(<ScansPage />, {
      at: '/scans',
      data: [[wardsQuery().queryKey, WARDS]],
      failed: [[queryKey, new FhirFailure('forbidden', 403, 'x', 'access.denied')]],
    });
    expect(text).toContain('access.denied');
    expect(text).not.toContain('%');
  });

  it('says that there is no ward instead of an empty page, and that wards could not be read', () => {
    expect(words(<ScansPage />, { at: '/scans', data: [[wardsQuery().queryKey, []]] })).toContain(
      '등록된 병동이 없습니다',
    );
    const failed: Shown['failed'] = [[wardsQuery().queryKey, new FhirFailure('offline', 0, 'x')]];
    const cut = words(<ScansPage />, { at: '/scans', failed });
    expect(cut).toContain('서버가 답하지 않습니다');
    expect(cut).not.toContain('등록된 병동이 없습니다');
  });

  it('a share is whole percent, and 100 only of all', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000 }), fc.integer({ min: 0, max: 100_000 }), (whole, part) => {
        const percent = percentOf(Math.min(part, whole), whole) ?? Number.NaN;
        expect(Number.isInteger(percent)).toBe(true);
        if (percent === 100) expect(Math.min(part, whole)).toBe(whole);
        if (percent === 0) expect(Math.min(part, whole)).toBe(0);
      }),
    );
  });
});
