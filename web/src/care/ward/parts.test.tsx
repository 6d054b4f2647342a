import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FhirFailure } from '../../fhir/client.ts';
import { html, words, type Shown } from '../../ui/testing.tsx';
import type { Band } from './api.ts';
import { clockText, DueTime, Fault, Flags, Live, nameIn, NewsBadge, useSexAge } from './parts.tsx';
import { stayOf } from './testing.ts';

const NOW = new Date(2026, 10, 24, 14, 0, 0);
const english: Shown = { language: 'en' };

beforeEach(() => void vi.useFakeTimers({ now: NOW, toFake: ['Date'] }));
afterEach(() => void vi.useRealTimers());

/** Local time of the screen, minutes from 14:00. */
const from = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000).toISOString();

describe('when something is due', () => {
  it.each<[string, number, string, string]>([
    ['hours ahead', 180, '17:00', '17:00'],
    ['more than half an hour ahead', 31, '14:31', '14:31'],
    ['within half an hour', 30, '14:30 (30분 뒤)', '14:30 (in 30 min)'],
    ['at this minute', 0, '14:00 (0분 뒤)', '14:00 (in 0 min)'],
    ['just late', -1, '13:59 (1분 지남)', '13:59 (1 min late)'],
    ['late by less than two hours', -119, '12:01 (119분 지남)', '12:01 (119 min late)'],
    ['late by hours', -180, '11:00 (3시간 지남)', '11:00 (3 h late)'],
    ['tomorrow, with the day', 24 * 60, '11/25 14:00', '11/25 14:00'],
    ['late by a day, with the day', -26 * 60, '11/23 12:00 (26시간 지남)', '11/23 12:00 (26 h late)'],
    ['late by days', -3 * 24 * 60, '11/21 14:00 (3일 지남)', '11/21 14:00 (3 d late)'],
  ])('%s', (_, minutes, korean, inEnglish) => {
    expect(words(<DueTime due={from(minutes)} />)).toBe(korean);
    expect(words(<DueTime due={from(minutes)} />, english)).toBe(inEnglish);
  });

  it('is not called late once it is done', () => {
    expect(words(<DueTime due={from(-90)} done />)).toBe('12:30');
    expect(html(<DueTime due={from(-90)} done />)).toContain('data-late="false"');
    expect(html(<DueTime due={from(-90)} />)).toContain('data-late="true"');
  });

  it('is a dash where nothing is due: not "now", not "late"', () => {
    expect(words(<DueTime due={undefined} />)).toBe('–');
  });
});

describe('a time of a round', () => {
  it('has the day where it is another day, also of the same hour a year ago', () => {
    expect(clockText(new Date(2026, 10, 24, 0, 5).toISOString(), NOW.getTime())).toBe('00:05');
    expect(clockText(new Date(2026, 10, 23, 23, 55).toISOString(), NOW.getTime())).toBe('11/23 23:55');
    expect(clockText(new Date(2025, 10, 24, 14, 0).toISOString(), NOW.getTime())).toBe('11/24 14:00');
  });

  it('is a dash where it cannot be read', () => {
    for (const text of ['', 'soon', '2026-11-24T99:00']) expect(clockText(text, NOW.getTime())).toBe('–');
  });

  it('is the clock of the screen for an instant of any zone', () => {
    const at = new Date(2026, 10, 24, 9, 30);
    expect(clockText(at.toISOString(), NOW.getTime())).toBe('09:30');
    const inSeoul = new Date(at.getTime() + 9 * 3_600_000).toISOString().replace('Z', '+09:00');
    expect(clockText(inSeoul, NOW.getTime())).toBe('09:30');
  });
});

describe('the score', () => {
  it.each<[number, Band, string, string]>([
    [0, 'low', '0 NEWS2 낮음', '0 NEWS2 low'],
    [3, 'low-medium', '3 NEWS2 낮음–중간 (단일 3점)', '3 NEWS2 low–medium (a single 3)'],
    [5, 'medium', '5 NEWS2 중간', '5 NEWS2 medium'],
    [14, 'high', '14 NEWS2 높음', '14 NEWS2 high'],
  ])('%d is said with its band', (total, band, korean, inEnglish) => {
    expect(words(<NewsBadge news2={{ total, band }} />)).toBe(korean);
    expect(words(<NewsBadge news2={{ total, band }} />, english)).toBe(inEnglish);
  });

  it('has a sign from the second band on, so that it is seen without colour', () => {
    expect(html(<NewsBadge news2={{ total: 0, band: 'low' }} />)).not.toContain('<svg');
    for (const band of ['low-medium', 'medium', 'high'] as const)
      expect(html(<NewsBadge news2={{ total: 5, band }} />)).toContain('<svg');
  });

  it('that is not known is a dash, never a 0', () => expect(words(<NewsBadge news2={undefined} />)).toBe('–'));
});

describe('the flags', () => {
  it('are words in the language of the screen, each with a sign', () => {
    const flags = ['isolation-contact', 'isolation-droplet', 'isolation-airborne', 'fall-risk', 'dnr'];
    expect(words(<Flags flags={flags} />)).toMatch(/^접촉격리 비말격리 공기격리 낙상 .*DNR/);
    expect(words(<Flags flags={flags} />, english)).toMatch(/^Contact Droplet Airborne Falls .*DNR/);
    expect(html(<Flags flags={flags} />).match(/<svg/g)).toHaveLength(5);
  });

  it('that nobody set say nothing', () => {
    expect(html(<Flags flags={[]} />)).toBe('');
    expect(html(<Flags flags={undefined} />)).toBe('');
  });
});

describe('who somebody is', () => {
  const SexAge = ({ stay = stayOf() }) => useSexAge()(stay);

  it('has sex and age in the language of the screen', () => {
    expect(words(<SexAge />)).toBe('남 65세');
    expect(words(<SexAge />, english)).toMatch(/65 y$/);
  });

  it('is about as old where only the year is known, and of unknown sex where that is not told', () => {
    const { gender: _, birthDate: __, ...rest } = stayOf();
    expect(words(<SexAge stay={{ ...rest, birthDate: '1961' }} />)).toMatch(/약 65세$/);
    const unknown = words(<SexAge stay={rest} />);
    expect(unknown).not.toMatch(/남|여|세/);
    expect(unknown).not.toBe('');
  });

  it('has the name in Latin letters only where there is one', () => {
    expect(nameIn({ name: '김민준', latin: 'Kim Min-jun' }, 'en')).toBe('Kim Min-jun');
    expect(nameIn({ name: '김민준' }, 'en')).toBe('김민준');
    expect(nameIn({ name: '김민준', latin: 'Kim Min-jun' }, 'ko')).toBe('김민준');
    expect(nameIn(undefined, 'ko')).toBe('');
  });
});

describe('what the server refused', () => {
  const refused = (code: string | undefined, status = 409, message = 'No.') =>
    new FhirFailure(status >= 500 ? 'fault' : 'refused', status, message, code);

  it.each([
    ['care.bed-taken', '그 병상은 방금 다른 환자에게 배정되었습니다', 'just given to another patient'],
    ['care.task-taken', '다른 사람이 먼저 맡았습니다', 'Somebody else took it first'],
    ['care.value-impossible', '있을 수 없는 값입니다', 'impossible value'],
    ['care.stay-not-open', '현황을 다시 보세요', 'look at the board again'],
    ['care.time-ahead', '시각이 미래입니다', 'lies in the future'],
  ])('%s is said in both languages', (code, korean, inEnglish) => {
    expect(words(<Fault error={refused(code)} />)).toContain(korean);
    expect(words(<Fault error={refused(code)} />, english)).toContain(inEnglish);
  });

  it('is said as the server put it where the code is not known, and never shows a fault of the server raw', () => {
    expect(words(<Fault error={refused('care.new-one', 422, 'The lift is broken.')} />)).toBe('The lift is broken.');
    expect(words(<Fault error={refused(undefined, 500, 'stack at line 3')} />)).not.toContain('stack');
    expect(words(<Fault error={new TypeError('x is undefined')} />)).not.toContain('undefined');
  });

  it('says that the line is cut where nothing answered', () => {
    const text = words(<Fault error={new FhirFailure('offline', 0, 'The server did not answer.')} />);
    expect(text).not.toBe('');
    expect(text).not.toContain('The server did not answer');
  });

  it('is nothing where nothing was refused', () => {
    expect(html(<Fault error={null} />)).toBe('');
    expect(html(<Fault error={undefined} />)).toBe('');
  });
});

describe('whether the board is live', () => {
  it('says since when it is not, in words', () => {
    expect(words(<Live cutSince={undefined} />)).toBe('실시간');
    expect(words(<Live cutSince={NOW.getTime() - 60_000} />)).toBe('연결 끊김: 2026-11-24 13:59 이후 갱신 없음');
    expect(words(<Live cutSince={NOW.getTime() - 60_000} />, english)).toBe(
      'line cut: not updated since 24 Nov 2026 13:59',
    );
  });
});
