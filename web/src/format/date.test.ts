import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { agoText, dateText, dateTimeText, spanText, timeOf, typedDate } from './date.ts';

const NOW = Date.parse('2026-11-24T09:00:00Z');

describe('dates on the screen', () => {
  it.each([
    ['1958-03-05', '1958-03-05', '5 Mar 1958'],
    ['1958-03', '1958-03', 'Mar 1958'],
    ['1958', '1958', '1958'],
  ])('%s keeps its precision', (date, ko, en) => {
    expect(dateText(date, 'ko')).toBe(ko);
    expect(dateText(date, 'en')).toBe(en);
  });

  it('never shows a month or day that was not recorded', () => {
    expect(dateText('1987', 'en')).not.toMatch(/Jan|1 /);
  });

  it('shows times in the zone of the screen', () => {
    const local = new Date('2024-03-05T05:10:00Z');
    const hours = `${String(local.getHours()).padStart(2, '0')}:10`;
    expect(dateTimeText('2024-03-05T05:10:00Z', 'ko')).toContain(hours);
    expect(dateText('2024-03-05T05:10:00Z', 'ko')).not.toContain(':');
  });

  it('shows what it cannot read as it is written, and nothing for nothing', () => {
    expect(dateText('around Easter', 'en')).toBe('around Easter');
    expect(dateText(undefined, 'en')).toBe('');
  });

  it('leaves out the day of the end where it is that of the start', () => {
    expect(spanText('2026-09-01 09:20', '2026-09-01 09:54', '2026-09-01')).toBe('2026-09-01 09:20–09:54');
    expect(spanText('1 Sep 2026', '3 Sep 2026', '3 Sep 2026')).toBe('1 Sep 2026 – 3 Sep 2026');
    expect(spanText('1 Sep 2026', '1 Sep 2026', '1 Sep 2026')).toBe('1 Sep 2026');
  });

  it('says how long ago', () => {
    expect(agoText(NOW - 3 * 86_400_000, NOW, 'ko')).toBe('3일 전');
    expect(agoText(NOW - 3 * 86_400_000, NOW, 'en')).toBe('3 days ago');
    expect(agoText(NOW - 20 * 60_000, NOW, 'en')).toBe('20 minutes ago');
    expect(agoText(NOW - 800 * 86_400_000, NOW, 'en')).toBe('2 years ago');
  });

  it('orders partial dates before what lies inside them', () => {
    expect(timeOf('2020')).toBeLessThanOrEqual(timeOf('2020-01'));
    expect(timeOf('2020-02-01')).toBeGreaterThan(timeOf('2020-01'));
    expect(timeOf(undefined)).toBeNaN();
  });
});

describe('a birth date as somebody types it', () => {
  it.each([
    '1958-03-05',
    '1958.3.5',
    '1958/03/05',
    '1958. 3. 5.',
    '19580305',
    '1958년 3월 5일',
    '5 Mar 1958',
    '05-March-1958',
    '580305',
  ])('%s', (typed) => {
    expect(typedDate(typed, NOW)).toBe('1958-03-05');
  });

  it('six digits are the latest such day that is not in the future', () => {
    expect(typedDate('261123', NOW)).toBe('2026-11-23');
    expect(typedDate('261125', NOW)).toBe('1926-11-25');
  });

  it.each(['1958-02-30', '581340', '김민준', '00012345', '12345', ''])('%s is none', (typed) => {
    expect(typedDate(typed, NOW)).toBeUndefined();
  });

  it('every day typed as eight digits is that day', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date('1900-01-01'), max: new Date('2026-01-01'), noInvalidDate: true }), (day) => {
        const text = day.toISOString().slice(0, 10);
        expect(typedDate(text.replaceAll('-', ''), NOW)).toBe(text);
      }),
    );
  });
});
