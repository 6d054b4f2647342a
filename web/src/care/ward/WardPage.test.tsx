import { describe, expect, it } from 'vitest';
import { FhirFailure } from '../../fhir/client.ts';
import { html, words, type Shown } from '../../ui/testing.tsx';
import type { BedLine, BoardAnswer } from './api.ts';
import { bedOf, boardOf, minutesFromNow, RESTRICTED, stayOf } from './testing.ts';
import WardPage from './WardPage.tsx';

const drugs = (counts: Readonly<Record<string, { due: number; late: number }>>) =>
  [['care', 'ward', 'drugs', ...Object.keys(counts).toSorted()], new Map(Object.entries(counts))] as const;

function page(beds: readonly BedLine[] | BoardAnswer, shown: Shown = {}, draw: typeof words = words): string {
  const board = 'beds' in beds ? beds : boardOf(beds);
  return draw(<WardPage />, { ...shown, data: [[['care', 'ward', 'board'], board], ...(shown.data ?? [])] });
}

describe('the ward at a glance', () => {
  it('has a line for each patient with bed, name, sex and age, and what was said of why they are here', () => {
    const beds = [bedOf('6101-1', { stay: stayOf() }), bedOf('6101-2')];
    const text = page(beds);
    expect(text).toContain('6101호 1번 병상 김민준 남 65세 폐렴');
    expect(text).not.toContain('6101호 2번 병상');
    expect(text).toContain('1명');
    const english = page(beds, { language: 'en' });
    expect(english).toContain('Room 6101 bed 1 Kim Min-jun');
    expect(english).not.toContain('김민준');
  });

  it('links each line to that patient and to no other', () => {
    const other = stayOf({ encounter: 'e2', patient: { id: 'lee', name: '이영희' }, gender: 'female' });
    const rows = page([bedOf('1-1', { stay: stayOf() }), bedOf('1-2', { stay: other })], {}, html).split('<tr ');
    const row = (name: string) => rows.find((one) => one.includes(name)) ?? '';
    expect(row('김민준')).toContain('/patients/kim/flowsheet');
    expect(row('김민준')).not.toContain('lee');
    expect(row('이영희')).toContain('/patients/lee/flowsheet');
    expect(row('이영희')).not.toContain('kim');
  });

  it('says nothing of a patient whose record is restricted but that the bed is taken', () => {
    const leaky = { ...RESTRICTED, reason: '비밀', number: '777', flags: ['dnr'] };
    const text = page([bedOf('6101-1', { stay: leaky })]);
    expect(text).toContain('6101호 1번 병상 열람 제한 환자');
    for (const secret of ['비밀', '777', 'DNR']) expect(text).not.toContain(secret);
    expect(page([bedOf('6101-1', { stay: leaky })], { language: 'en' })).toContain('Restricted record');
  });

  it('says in words who is isolated, may fall, or is not to be resuscitated', () => {
    const stay = stayOf({ flags: ['isolation-airborne', 'fall-risk', 'dnr'] });
    const text = page([bedOf('1-1', { stay })]);
    for (const word of ['공기격리', '낙상', 'DNR']) expect(text).toContain(word);
  });

  it('says where a patient is who is not in the bed', () => {
    expect(page([bedOf('1-1', { stay: stayOf({ elsewhere: '2번 수술실' }) })])).toContain('2번 수술실 · 폐렴');
  });

  it('counts late vital signs and calls that nobody answered', () => {
    const call = (status: string) => ({ task: 't', due: minutesFromNow(20), status });
    const beds = [
      bedOf('1-1', { stay: stayOf({ vitalsDue: minutesFromNow(-10), escalation: call('requested') }) }),
      bedOf('1-2', { stay: stayOf({ vitalsDue: minutesFromNow(-1), escalation: call('accepted') }) }),
      bedOf('1-3', { stay: stayOf({ vitalsDue: minutesFromNow(10) }) }),
      bedOf('1-4', { stay: stayOf() }),
    ];
    const text = page(beds);
    expect(text).toContain('활력징후 지연 2');
    expect(text).toContain('답 없는 의사 호출 1');
    expect(page(beds, { language: 'en' })).toContain('Vitals late 2');
  });

  it('tells a call that waits from one that a physician took', () => {
    const stay = (status: string) => stayOf({ escalation: { task: 't', due: minutesFromNow(-40), status } });
    expect(page([bedOf('1-1', { stay: stay('requested') })])).toMatch(/의사 호출 \d\d:\d\d \(40분 지남\)/);
    const taken = page([bedOf('1-1', { stay: stay('accepted') })]);
    expect(taken).toMatch(/의사 확인함 \d\d:\d\d/);
    expect(taken).not.toContain('지남');
  });

  it('says that doses are not known where the list was not read, and does not say that there are none', () => {
    const beds = [bedOf('1-1', { stay: stayOf() })];
    expect(page(beds)).toContain('확인 안 됨');
    expect(page(beds, { language: 'en' })).toContain('not known');
    const read = page(beds, { data: [drugs({ kim: { due: 2, late: 1 } })] });
    expect(read).toContain('3건 (지연 1)');
    expect(read).not.toContain('확인 안 됨');
    const none = page(beds, { data: [drugs({ kim: { due: 0, late: 0 } })] });
    expect(none).not.toContain('확인 안 됨');
    expect(none).not.toContain('(지연 0)');
  });

  it('gives each patient their own doses', () => {
    const lee = stayOf({ encounter: 'e2', patient: { id: 'lee', name: '이영희' } });
    const text = page([bedOf('1-1', { stay: stayOf() }), bedOf('1-2', { stay: lee })], {
      data: [drugs({ kim: { due: 4, late: 0 }, lee: { due: 0, late: 5 } })],
    });
    expect(text).toMatch(/김민준.*4건.*이영희.*5건 \(지연 5\)/);
  });

  it('shows the ward of most patients where none was chosen', () => {
    const beds = [
      bedOf('6101-1', { stay: stayOf() }),
      bedOf('6201-1', { ward: 'w62', stay: stayOf({ patient: { id: 'a', name: '가나다' } }) }),
      bedOf('6201-2', { ward: 'w62', stay: stayOf({ patient: { id: 'b', name: '라마바' } }) }),
    ];
    const text = page(beds);
    expect(text).toContain('가나다');
    expect(text).not.toContain('김민준');
  });

  it('keeps a long name whole, and a name without Latin letters in English', () => {
    const name = '막시밀리안알렉산더폰호엔로에발덴부르크쉴링스퓌르스트';
    const stay = stayOf({ patient: { id: 'x', name } });
    expect(page([bedOf('1-1', { stay })], { language: 'en' })).toContain(name);
  });

  it('says that the ward is empty, in both languages', () => {
    expect(page([bedOf('1-1')])).toContain('이 병동에 환자가 없습니다');
    expect(page([bedOf('1-1')], { language: 'en' })).toContain('No patient on this ward');
  });

  it('shows bones while nothing is known, and never an empty ward', () => {
    const text = words(<WardPage />);
    expect(text).not.toContain('환자가 없습니다');
    expect(html(<WardPage />)).toContain('role="status"');
  });

  it('still shows the patients where critical results could not be read, and says so', () => {
    const beds = [bedOf('1-1', { stay: stayOf() })];
    const text = page(beds, {
      failed: [[['laboratory', 'critical', 'kim'], new FhirFailure('fault', 500, 'x', 'kernel.fault')]],
    });
    expect(text).toContain('김민준');
    expect(text).toContain('kernel.fault');
  });
});
