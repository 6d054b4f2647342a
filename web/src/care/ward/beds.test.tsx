import { describe, expect, it, vi } from 'vitest';
import { buttonsOf, sentBy } from '../../ui/testing-press.tsx';
import { html, words, type Shown } from '../../ui/testing.tsx';
import type { BedLine, BoardAnswer, StayLine } from './api.ts';
import { AdmitDialog } from './AdmitDialog.tsx';
import { BedPanel } from './BedPanel.tsx';
import BedsPage from './BedsPage.tsx';
import { BedTile } from './BedTile.tsx';
import { MoveDialog } from './MoveDialog.tsx';
import { bedOf, boardOf, minutesFromNow, RESTRICTED, stayOf } from './testing.ts';

vi.mock('@mantine/core', async () => (await import('../../ui/testing-flat.tsx')).flatMantine());

const nothing = () => undefined;
const page = (board: BoardAnswer, shown: Shown = {}) =>
  words(<BedsPage />, { ...shown, data: [[['care', 'ward', 'board'], board]] });
const tile = (line: BedLine) => <BedTile line={line} mark={undefined} open={nothing} pick={nothing} drop={nothing} />;
const taken = (more: Partial<StayLine> = {}) => bedOf('6101-1', { stay: stayOf(more) });

describe('the bed board', () => {
  it('has every ward with every bed, and how many are in each state', () => {
    const beds = [taken(), bedOf('6101-2'), bedOf('6201-1', { ward: 'w62', state: 'cleaning' })];
    const text = page(boardOf(beds));
    expect(text).toContain('사용 중 1 빈 병상 1 청소 중 1');
    expect(text).toMatch(/61병동 사용 중 1 빈 병상 1 .*62병동 사용 중 0 빈 병상 0 청소 중 1/);
    expect(page(boardOf(beds), { language: 'en' })).toMatch(/Ward 61 .*Room 6101.*Kim Min-jun.*Ward 62/);
  });

  it('tells the states of empty beds apart in words', () => {
    const said = { free: '빈 병상', reserved: '예약', cleaning: '청소 중', closed: '사용 안 함' } as const;
    for (const [state, word] of Object.entries(said))
      expect(page(boardOf([bedOf('1-1', { state: state as keyof typeof said })]))).toContain(word);
  });

  it('shows who waits in the emergency room, apart from those who are only expected', () => {
    const waiting = [
      stayOf({ kind: 'EMER' }),
      stayOf({ kind: 'EMER', status: 'planned', encounter: 'e2', patient: { id: 'b', name: '나중에' } }),
      stayOf({ kind: 'AMB', encounter: 'e3', patient: { id: 'c', name: '외래인' } }),
      { ...RESTRICTED, kind: 'EMER' },
    ];
    const text = page(boardOf([bedOf('1-1')], { waiting }));
    expect(text).toContain('응급실 (병상 배정 전) 2명 김민준');
    expect(text).toContain('열람 제한 환자');
    expect(text).not.toContain('나중에');
    expect(text).not.toContain('외래인');
  });

  it('shows bones while nothing is known, not an empty hospital', () => {
    expect(words(<BedsPage />)).not.toContain('빈 병상');
    expect(html(<BedsPage />)).toContain('role="status"');
  });
});

describe('a bed on the board', () => {
  it.each<[string, Partial<StayLine>, string, string]>([
    ['expected', { status: 'planned' }, '입원 예정', 'expected'],
    ['on leave', { status: 'onleave' }, '외출·외박 중', 'on leave'],
    ['elsewhere', { elsewhere: 'MRI실' }, '현재 MRI실', 'now in MRI실'],
    ['leaving', { dischargeDecided: '2026-11-24' }, '퇴원 결정됨', 'discharge decided'],
    ['in bed', {}, '폐렴', '폐렴'],
    ['going on a day', { expectedDischarge: '2026-12-03' }, '퇴원 12/03', 'out 12/03'],
    ['in danger', { news2: { total: 9, band: 'high' } }, 'NEWS2 높음', 'NEWS2 high'],
  ])('says who is %s', (_, more, korean, english) => {
    expect(words(tile(taken(more)))).toContain(korean);
    expect(words(tile(taken(more)), { language: 'en' })).toContain(english);
  });

  it('says that a patient on leave is away even where they were elsewhere before', () => {
    const text = words(tile(taken({ status: 'onleave', elsewhere: 'MRI실' })));
    expect(text).toContain('외출·외박 중');
    expect(text).not.toContain('현재 MRI실');
  });

  it('says that a physician was asked, and whether it is late', () => {
    const call = { task: 't', due: minutesFromNow(-5), status: 'requested' };
    expect(words(tile(taken({ escalation: call })))).toMatch(/의사 호출 \d\d:\d\d \(5분 지남\)/);
  });

  it('shows nothing of a restricted patient and cannot be dragged', () => {
    const line = bedOf('6101-1', { stay: { ...RESTRICTED, reason: '비밀', patient: { id: 'x', name: '숨은이' } } });
    const text = words(tile(line));
    expect(text).toContain('열람 제한 환자');
    expect(text).not.toContain('비밀');
    expect(html(tile(line))).toContain('draggable="false"');
  });

  it('can be dragged by whoever lies in it, and not while they have not come', () => {
    expect(html(tile(taken()))).toContain('draggable="true"');
    expect(html(tile(taken({ status: 'planned' })))).toContain('draggable="false"');
    expect(html(tile(bedOf('6101-1')))).toContain('draggable="false"');
  });

  it('is named whole to a screen reader: room, bed, state, patient', () => {
    expect(html(tile(taken()))).toContain('aria-label="6101호 1번 병상, 사용 중, 김민준"');
    expect(html(tile(taken()), { language: 'en' })).toContain('aria-label="Room 6101 bed 1, Occupied, Kim Min-jun"');
    expect(html(tile(bedOf('6101-2', { state: 'cleaning' })))).toContain('aria-label="6101호 2번 병상, 청소 중"');
  });
});

describe('moving a patient', () => {
  const woman = bedOf('6102-2', {
    stay: stayOf({ encounter: 'e2', patient: { id: 'l', name: '이' }, gender: 'female' }),
  });
  const to = bedOf('6102-1');
  const board = boardOf([taken(), to, woman]);
  const dialog = <MoveDialog board={board} from={taken()} to={to} close={nothing} done={nothing} />;

  it('names the patient with number, and from which bed to which', () => {
    expect(words(dialog)).toContain('김민준 남 65세 00012345 6101호 1번 병상 → 6102호 1번 병상');
    expect(words(dialog, { language: 'en' })).toContain('Room 6101 bed 1 → Room 6102 bed 1');
  });

  it('says what speaks against it, and still lets it be done', () => {
    expect(words(dialog)).toContain('다른 성별 환자가 있는 병실입니다');
    expect(words(dialog, { language: 'en' })).toContain('patients of the other sex');
    expect(buttonsOf(dialog)[0]).toEqual({ words: '이동 확인', disabled: false });
  });

  it('sends the stay in the version that was seen, so that a change meanwhile is noticed', async () => {
    const sent = await sentBy(dialog, '이동 확인');
    expect(sent?.path).toBe('/care/ward/transfers');
    expect(sent?.body).toMatchObject({ encounter: 'enc-1', version: '3', bed: '6102-1' });
    expect(sent?.body?.['attempt']).toMatch(/^[\w-]{8,64}$/);
  });

  it('is not there while no bed is chosen', () => {
    expect(html(<MoveDialog board={board} from={taken()} to={undefined} close={nothing} done={nothing} />)).toBe('');
  });
});

const panel = (line: BedLine | undefined, board = boardOf(line === undefined ? [] : [line])) => (
  <BedPanel board={board} line={line} close={nothing} move={nothing} admit={nothing} />
);
const labels = (line: BedLine, shown: Shown = {}, board?: BoardAnswer) =>
  buttonsOf(panel(line, board), shown).map((one) => one.words);

describe('what can be done about an empty bed', () => {
  it.each<[BedLine['state'], readonly string[]]>([
    ['free', ['이 병상에 입원', '청소로', '사용 중지', '예약 표시']],
    ['reserved', ['이 병상에 입원', '사용 가능으로', '청소로', '사용 중지']],
    ['cleaning', ['사용 가능으로', '사용 중지', '예약 표시']],
    ['closed', ['사용 가능으로', '청소로', '예약 표시']],
  ])('%s', (state, offered) => expect(labels(bedOf('1-1', { state }))).toEqual(offered));

  it('sets that bed and no other', async () => {
    const sent = await sentBy(panel(bedOf('6101-2', { state: 'cleaning' })), '사용 가능으로');
    expect(sent?.path).toBe('/care/ward/beds');
    expect(sent?.body).toMatchObject({ bed: '6101-2', state: 'free' });
  });

  it('is nothing where a restricted patient lies: the bed is not offered as free', () => {
    const line = bedOf('1-1', { stay: RESTRICTED });
    expect(labels(line)).toEqual([]);
    expect(words(panel(line))).toContain('열람 제한 환자');
  });
});

describe('what can be done about a patient in bed', () => {
  it('has the facts of the stay, and leaves out what is not known', () => {
    const attending = { id: 'doc', name: '박의사', latin: 'Dr Park' };
    const text = words(panel(taken({ attending, expectedDischarge: '2026-12-03' })));
    expect(text).toContain('00012345');
    expect(text).toContain('담당의 박의사');
    expect(text).toContain('2026-12-03');
    expect(words(panel(taken({ attending })), { language: 'en' })).toContain('Attending Dr Park');
    expect(words(panel(taken()))).not.toContain('담당의');
  });

  it('offers what fits where the patient is', () => {
    const places = [{ place: 'or2', name: '2번 수술실', latin: 'Theatre 2' }];
    const board = boardOf([taken()], { places });
    expect(labels(taken(), {}, board)).toEqual(expect.arrayContaining(['병상 이동', '2번 수술실', '외출·외박']));
    const away = labels(taken({ status: 'onleave' }), {}, board);
    expect(away).toContain('귀원');
    expect(away).not.toContain('병상 이동');
    expect(away).not.toContain('2번 수술실');
    const elsewhere = labels(taken({ elsewhere: '2번 수술실' }), {}, board);
    expect(elsewhere).toContain('병상으로 돌아옴');
    expect(elsewhere).not.toContain('2번 수술실');
    expect(labels(taken({ status: 'planned' }), {}, board)).toEqual(
      expect.arrayContaining(['도착함', '오지 않음 (예약 취소)']),
    );
  });

  it('lets a physician decide a discharge, and nobody else', () => {
    expect(labels(taken(), { role: 'physician' })).toContain('퇴원 결정');
    for (const role of ['nurse', 'bed-manager'] as const) expect(labels(taken(), { role })).not.toContain('퇴원 결정');
  });

  it('lets the bed become free only after a discharge was decided', () => {
    expect(labels(taken())).not.toContain('환자가 나감 (병상 청소)');
    const decided = labels(taken({ dischargeDecided: '2026-11-24' }), { role: 'physician' });
    expect(decided).toContain('환자가 나감 (병상 청소)');
    expect(decided).not.toContain('퇴원 결정');
  });

  it('lets a physician set DNR, a nurse not, and a bed manager no flag at all', () => {
    const flags = (role: 'physician' | 'nurse' | 'bed-manager') =>
      labels(taken(), { role }).filter((word) => /격리|낙상|DNR/.test(word)).length;
    expect([flags('physician'), flags('nurse'), flags('bed-manager')]).toEqual([5, 4, 0]);
  });

  it('does not open the chart for whoever manages beds', () => {
    expect(labels(taken(), { role: 'bed-manager' })).not.toContain('차트 열기');
    expect(labels(taken(), { role: 'nurse' })).toContain('차트 열기');
  });

  it('offers to take over only what is not one’s own already', () => {
    expect(labels(taken({ nurse: { id: 'other', name: '정간호' } }))).toContain('내가 담당');
    expect(labels(taken({ nurse: { id: 'demo-nurse', name: '이지은' } }))).not.toContain('내가 담당');
    expect(labels(taken(), { role: 'physician' })).not.toContain('내가 담당');
  });

  it.each<[string, Partial<StayLine>, string, object]>([
    ['내가 담당', {}, 'stays', { nurse: 'demo-nurse' }],
    ['외출·외박', {}, 'leaves', { away: true }],
    ['귀원', { status: 'onleave' }, 'leaves', { away: false }],
    ['병상으로 돌아옴', { elsewhere: 'MRI실' }, 'transfers', { back: true }],
    ['도착함', { status: 'planned' }, 'arrivals', {}],
    ['오지 않음', { status: 'planned' }, 'departures', {}],
    ['환자가 나감', { dischargeDecided: '2026-11-24' }, 'departures', {}],
    ['접촉격리', {}, 'flags', { flag: 'isolation-contact', on: true, patient: 'kim' }],
    ['접촉격리', { flags: ['isolation-contact'] }, 'flags', { flag: 'isolation-contact', on: false, patient: 'kim' }],
  ])('%s is told of this stay (%#)', async (label, more, path, body) => {
    const sent = await sentBy(panel(taken(more)), label);
    expect(sent?.path).toBe(`/care/ward/${path}`);
    expect(sent?.body).toMatchObject({ encounter: 'enc-1', ...body });
  });

  it('does not decide a death unless it is chosen', async () => {
    const sent = await sentBy(panel(taken()), '퇴원 결정', { role: 'physician' });
    expect(sent?.body).toMatchObject({ encounter: 'enc-1', disposition: 'home' });
    expect(sent?.body).not.toHaveProperty('died');
  });
});

describe('admission', () => {
  const beds = [
    taken(),
    bedOf('6101-2'),
    bedOf('6101-3', { state: 'reserved' }),
    bedOf('6101-4', { state: 'cleaning' }),
    bedOf('6101-5', { state: 'closed' }),
    bedOf('6101-6', { state: 'reserved', stay: stayOf({ status: 'planned' }) }),
  ];
  const dialog = (board: BoardAnswer) => <AdmitDialog board={board} bed={undefined} close={nothing} />;

  it('offers free and reserved beds only, and says which are reserved', () => {
    const text = words(dialog(boardOf(beds)));
    expect(text).toContain('6101호 2번 병상');
    expect(text).toContain('6101호 3번 병상 (예약)');
    for (const place of [1, 4, 5, 6]) expect(text).not.toContain(`6101호 ${place}번 병상`);
  });

  it('begins with who waits in the emergency room, with what tells them apart', () => {
    const waiting = [stayOf({ kind: 'EMER' }), { ...RESTRICTED, kind: 'EMER' }];
    const text = words(dialog(boardOf(beds, { waiting })));
    expect(text).toContain('김민준 남 65세 00012345');
    expect(text).not.toContain('undefined');
  });

  it('does nothing while it is not said who or where', () => {
    const button = buttonsOf(dialog(boardOf(beds))).find((one) => one.words === '입원 확정');
    expect(button?.disabled).toBe(true);
  });
});
