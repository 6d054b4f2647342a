import { describe, expect, it } from 'vitest';
import { FhirFailure } from '../../fhir/client.ts';
import { html, words } from '../../ui/testing.tsx';
import { documentListQuery, type DocumentLine, type Note, type Template } from './api.ts';
import { ConflictStrip } from './ConflictStrip.tsx';
import { DocumentLines } from './DocumentLines.tsx';
import { HandoverPanel } from './HandoverPanel.tsx';
import type { InboxLine } from './inbox-api.ts';
import { inboxQuery } from './inbox-api.ts';
import InboxPage from './InboxPage.tsx';
import { InboxRow } from './InboxRow.tsx';
import { NoteBody } from './NoteBody.tsx';
import { SaveState } from './SaveState.tsx';
import { SeverityTag } from './SeverityTag.tsx';
import { StateTag } from './StateTag.tsx';

const nothing = () => undefined;
const AT = '/patients/p-1/notes';

function document(more: Partial<DocumentLine> = {}): DocumentLine {
  return {
    id: 'n1',
    type: 'Composition',
    version: '1',
    state: 'signed',
    title: '경과기록',
    date: '2026-11-24T09:00:00+09:00',
    author: { name: '김서연' },
    problems: [],
    ...more,
  };
}

function report(more: Partial<InboxLine> = {}): InboxLine {
  return {
    report: 'r1',
    patient: { id: 'p-1', name: '김민준' },
    title: '전해질',
    grade: 'abnormal',
    issued: '2026-11-24T09:00:00+09:00',
    corrected: false,
    own: false,
    values: [
      { kind: 'value', of: ['Observation/k'], sources: [], text: '칼륨 6.1 mmol/L ▲', flag: 'H' },
      { kind: 'value', of: ['Observation/na'], sources: [], text: '나트륨 140 mmol/L' },
    ],
    ...more,
  };
}

const TEMPLATE: Template = {
  id: 'progress',
  title: { ko: '경과기록', en: 'Progress note' },
  roles: ['physician'],
  problems: false,
  listed: true,
  sections: [
    { key: 'subjective', title: { ko: '주관적 호소', en: 'Subjective' }, pull: [], perProblem: false, required: true },
    { key: 'plan', title: { ko: '계획', en: 'Plan' }, pull: [], perProblem: false, required: true },
  ],
};

function note(more: Partial<Note> = {}): Note {
  return {
    id: 'n1',
    version: '1',
    status: 'final',
    template: 'progress',
    title: '경과기록',
    language: 'ko',
    date: '2026-11-24T09:00:00+09:00',
    saved: '2026-11-24T09:00:00+09:00',
    patient: 'p-1',
    sections: [
      { key: 'subjective', text: '기침이 줄었다고 함.', quotes: [] },
      {
        key: 'plan',
        text: '항생제 계속.',
        quotes: [
          {
            kind: 'value',
            of: ['Observation/c'],
            sources: ['Observation/c'],
            text: 'CRP 3.2 mg/dL',
            at: '2026-11-24T06:00:00+09:00',
          },
        ],
      },
    ],
    missing: [],
    ...more,
  };
}

describe('the state of a document', () => {
  it.each(['draft', 'signed', 'amended', 'superseded', 'retracted', 'foreign'] as const)(
    '%s is a sign and a word, in both languages',
    (state) => {
      const tag = <StateTag line={{ state }} />;
      expect(html(tag)).toContain('<svg');
      expect(words(tag)).toMatch(/\p{Script=Hangul}/u);
      expect(words(tag, { language: 'en' })).toMatch(/[a-z]{3}/i);
    },
  );

  it('has a word of its own for each state, so that none is taken for another', () => {
    const all = (['draft', 'signed', 'amended', 'superseded', 'retracted', 'foreign'] as const).map((state) =>
      words(<StateTag line={{ state }} />),
    );
    expect(new Set(all).size).toBe(all.length);
  });

  it('says whether a second signature is asked for or there', () => {
    const asked = words(<StateTag line={{ state: 'signed', coSign: { state: 'asked' } }} />);
    const done = words(<StateTag line={{ state: 'signed', coSign: { state: 'done' } }} />);
    expect(asked).not.toBe(done);
    expect(asked.length).toBeGreaterThan(words(<StateTag line={{ state: 'signed' }} />).length);
  });
});

describe('the documents of a patient', () => {
  const page = (lines: readonly DocumentLine[]) =>
    words(<DocumentLines />, { at: AT, data: [[documentListQuery('p-1').queryKey, lines]] });

  it('are listed with title, time, author and state', () => {
    const text = page([document({ problems: ['폐렴'] })]);
    for (const part of ['경과기록', '폐렴', '김서연', '2026-11-24']) expect(text).toContain(part);
  });

  it('keep both versions of what was amended, with the reason', () => {
    const text = page([
      document({ id: 'n2', state: 'amended', amends: 'n1', reason: '용량 오기' }),
      document({ state: 'superseded', amendedBy: 'n2' }),
    ]);
    expect(text.match(/경과기록/g)).toHaveLength(2);
    expect(text).toContain('용량 오기');
  });

  it('are thirty at first, and the others are counted', () => {
    const many = Array.from({ length: 45 }, (_, at) => document({ id: `n${at}`, title: `기록 ${at}.` }));
    const text = page(many);
    expect(text.match(/기록 \d+\./g)).toHaveLength(30);
    expect(text).toContain('(15)');
  });

  it('say that none was written, and do not say so while they load', () => {
    expect(page([])).toContain('이 환자에게 쓴 기록이 아직 없습니다');
    expect(words(<DocumentLines />, { at: AT })).not.toContain('아직 없습니다');
  });
});

describe('a note', () => {
  it('shows each section under its title, with what is quoted from the record', () => {
    const text = words(<NoteBody note={note()} template={TEMPLATE} />, { at: AT });
    for (const part of ['주관적 호소', '기침이 줄었다고 함.', '계획', 'CRP 3.2 mg/dL']) expect(text).toContain(part);
  });

  it('keeps its own words where its template is not known any more', () => {
    const text = words(<NoteBody note={note({ template: 'gone' })} template={undefined} />, { at: AT });
    expect(text).toContain('항생제 계속.');
  });

  it('says in another window that it was changed there, and that nothing was sent over it', () => {
    const strip = <ConflictStrip note={note()} change={nothing} />;
    expect(words(strip)).toContain('다른 창에서 이 기록을 고쳤습니다');
    expect(html(strip)).toContain('role="alert"');
  });
});

describe('what the server has of a draft', () => {
  const state = (more: object) =>
    ({
      sections: [],
      saved: [],
      savedAt: '2026-11-24T09:05:00+09:00',
      conflict: false,
      version: '1',
      id: 'n1',
      ...more,
    }) as never;

  it('is said as failed, with what to do, and never as saved', () => {
    const failed = <SaveState state={state({ failed: new FhirFailure('offline', 0, '') })} />;
    expect(html(failed)).toContain('data-failed');
    expect(html(failed)).toContain('role="alert"');
    expect(words(failed)).not.toContain('저장됨');
  });
});

describe('how ill somebody is', () => {
  it.each(['stable', 'watcher', 'unstable', undefined] as const)('%s is a sign and a word', (severity) => {
    expect(html(<SeverityTag severity={severity} />)).toContain('<svg');
    expect(words(<SeverityTag severity={severity} />).length).toBeGreaterThan(0);
  });

  it('is a word of its own where it is not known', () => {
    const known = (['stable', 'watcher', 'unstable'] as const).map((severity) =>
      words(<SeverityTag severity={severity} />),
    );
    expect(known).not.toContain(words(<SeverityTag severity={undefined} />));
  });
});

describe('a result in the inbox', () => {
  const row = (more: Partial<InboxLine> = {}) => <InboxRow line={report(more)} picked={false} pick={nothing} />;

  it('shows flagged values, and counts the others instead of hiding them', () => {
    const text = words(row());
    expect(text).toContain('칼륨 6.1 mmol/L ▲');
    expect(text).not.toContain('나트륨');
    expect(text).toContain('그 밖에 1개');
  });

  it('says that all are normal where they are', () => {
    const values = [{ kind: 'value' as const, of: ['Observation/na'], sources: [], text: '나트륨 140 mmol/L' }];
    expect(words(row({ grade: 'normal', values }))).toContain('1개 항목 모두 정상');
  });

  it('has a word and a sign for its grade', () => {
    const grades = (['critical', 'abnormal', 'normal'] as const).map((grade) => words(row({ grade })));
    expect(new Set(grades).size).toBe(3);
    expect(html(row({ grade: 'critical' }))).toContain('data-grade="critical"');
  });

  it('that is critical is acknowledged by typing its values, never with the others', () => {
    const call = { task: 't', values: [{ code: '2823-3', name: '칼륨' }] };
    const markup = html(row({ grade: 'critical', call }));
    expect(markup).toContain('data-read-back');
    expect(markup).not.toContain('data-acknowledge');
    expect(markup).toMatch(/type="checkbox"[^>]*disabled|disabled[^>]*type="checkbox"/);
  });

  it('says that it was corrected, and that it is of one’s own order', () => {
    expect(words(row({ corrected: true }))).toContain('정정됨');
    expect(words(row({ own: true }))).toContain('내 처방');
    expect(words(row())).not.toMatch(/정정됨|내 처방/);
  });

  it('shows the words of a report that has no values', () => {
    expect(words(row({ values: [], conclusion: '우하엽 침윤' }))).toContain('우하엽 침윤');
  });
});

describe('the inbox', () => {
  const page = (lines: readonly InboxLine[], more = false) =>
    words(<InboxPage />, {
      at: '/inbox',
      role: 'physician',
      data: [
        [
          inboxQuery(undefined, 'ko').queryKey,
          { at: '', counts: { critical: 1, abnormal: 2, normal: 3 }, lines, more },
        ],
      ],
    });

  it('counts by grade', () => {
    const text = page([report()]);
    for (const count of ['1', '2', '3']) expect(text).toContain(count);
  });

  it('says that there is more than is shown', () => {
    expect(page([report()], true)).toContain('더 있습니다');
    expect(page([report()])).not.toContain('더 있습니다');
  });

  it('says that nothing waits, and of which time that is true', () => {
    expect(page([])).toContain('최근 7일');
  });

  it('offers to pick what is normal, and only that', () => {
    expect(page([report(), report({ report: 'r2', grade: 'normal' })])).toContain('정상 결과 모두 고르기 (1)');
  });
});

describe('a handover', () => {
  it('that was not prepared is prepared from the record', () => {
    const text = words(<HandoverPanel patient="p-1" title="6101호 · 김민준" standing={{ state: 'none' }} />, {
      at: AT,
    });
    expect(text).toContain('인계 준비');
    expect(text).toContain('기록에서 중증도, 요약, 할 일, 대비를');
  });

  const given = (mine: boolean, accepted?: { by: string; at: string; readBack: string }) =>
    words(
      <HandoverPanel
        patient="p-1"
        title="6101호 · 김민준"
        standing={{
          state: accepted === undefined ? 'given' : 'accepted',
          mine,
          note: { id: 'n1', version: '1', severity: 'watcher', author: '이지은', at: '2026-11-24T07:00:00+09:00' },
          ...(accepted === undefined ? {} : { accepted }),
        }}
      />,
      {
        at: AT,
        data: [
          [['note', 'n1'], note({ template: 'handover' })],
          [['note-templates'], [{ ...TEMPLATE, id: 'handover' }]],
        ],
      },
    );

  it('is accepted by somebody else, in own words', () => {
    expect(given(false)).toContain('받은 사람의 요약');
    expect(given(false)).toContain('인수 서명');
  });

  it('waits for whoever takes over, and cannot be accepted by who gave it', () => {
    expect(given(true)).toContain('다음 근무자의 인수를 기다립니다');
    expect(given(true)).not.toContain('인수 서명');
  });

  it('shows what was read back, by whom and when', () => {
    const text = given(true, { by: '문소희', at: '2026-11-24T07:10:00+09:00', readBack: '산소 요구량을 본다' });
    expect(text).toContain('문소희');
    expect(text).toContain('산소 요구량을 본다');
    expect(text).not.toContain('인수 서명');
  });
});
