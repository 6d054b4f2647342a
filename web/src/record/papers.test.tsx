import { describe, expect, it } from 'vitest';
import { FhirFailure } from '../fhir/client.ts';
import { concept, encounter, observation, report } from '../fhir/testing.ts';
import type { AuditEvent, Composition, DocumentReference, Encounter } from '../fhir/types.ts';
import { html, words, type Shown } from '../ui/testing.tsx';
import AccessPage from './audit/AccessPage.tsx';
import { AuditRows } from './audit/AuditRows.tsx';
import { AttachmentDisplay } from './documents/AttachmentDisplay.tsx';
import DocumentsPage from './documents/DocumentsPage.tsx';
import EncountersPage from './encounters/EncountersPage.tsx';
import { Timeline } from './encounters/Timeline.tsx';
import { laneOf, staysOf, yearWindow } from './encounters/timeline.ts';
import {
  compositionsQuery,
  conditionsQuery,
  documentsQuery,
  encountersQuery,
  medicationsQuery,
  proceduresQuery,
  reportsQuery,
} from './queries.ts';
import { HistoryList } from './resources/HistoryList.tsx';
import { countQuery, historyQuery, ofTypeQuery, oneQuery, RECORD_TYPES } from './resources/resource-queries.ts';
import ResourcesPage from './resources/ResourcesPage.tsx';

const found = (matches: readonly unknown[], more = false) => ({ matches, included: [], more });
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
const utf8 = (text: string) => base64(new TextEncoder().encode(text));

const paper = (id: string, more: Partial<DocumentReference> = {}): DocumentReference => ({
  resourceType: 'DocumentReference',
  id,
  status: 'current',
  description: id,
  date: '2026-11-02T09:00:00',
  content: [{ attachment: { contentType: 'text/plain', data: utf8('내용 없음 아님') } }],
  ...more,
});

describe('reports and documents', () => {
  const page = (
    {
      reports = [],
      papers = [],
      forms = [],
    }: { reports?: readonly unknown[]; papers?: readonly unknown[]; forms?: readonly unknown[] },
    shown: Shown = {},
  ) =>
    words(<DocumentsPage />, {
      at: '/patients/p-1/documents',
      role: 'physician',
      data: [
        [reportsQuery('p-1').queryKey, found(reports)],
        [documentsQuery('p-1').queryKey, found(papers)],
        [compositionsQuery('p-1').queryKey, found(forms)],
      ],
      ...shown,
    });
  const side = (reference: string, papers: Parameters<typeof page>[0], data: Shown['data'] = []) =>
    words(<DocumentsPage />, {
      at: `/patients/p-1/documents?detail=${encodeURIComponent(reference)}`,
      data: [
        [reportsQuery('p-1').queryKey, found(papers.reports ?? [])],
        [documentsQuery('p-1').queryKey, found(papers.papers ?? [])],
        [compositionsQuery('p-1').queryKey, found(papers.forms ?? [])],
        ...data,
      ],
    });

  it('stand in one list, newest first, each with its kind', () => {
    const text = page({
      reports: [report({ id: 'r', code: concept('흉부 촬영'), effectiveDateTime: '2026-11-01' })],
      papers: [paper('퇴원요약'), paper('의뢰서', { date: '2026-10-01T09:00:00' })],
    });
    expect(text).toMatch(/퇴원요약 문서 .*흉부 촬영 검사 보고 .*의뢰서 문서/);
  });

  it.each([
    ['entered-in-error', '잘못 입력'],
    ['superseded', '대체됨'],
  ] as const)('that is %s says so in the list, even where its text was final', (status, word) => {
    expect(page({ papers: [paper('퇴원요약', { status, docStatus: 'final' })] })).toContain(`퇴원요약 ${word}`);
    expect(page({ papers: [paper('퇴원요약', { docStatus: 'final' })] })).not.toContain(word);
  });

  it.each([
    ['preliminary', '예비'],
    ['registered', '접수'],
    ['partial', '일부'],
    ['cancelled', '취소'],
  ] as const)('that is only %s is not shown as final', (status, word) => {
    expect(page({ reports: [report({ id: 'r', code: concept('혈액'), status })] })).toContain(`혈액 ${word}`);
  });

  it('says that there is none only when all three lists were read', () => {
    expect(page({})).toContain('기록된 문서가 없습니다');
    const two: Shown['data'] = [
      [reportsQuery('p-1').queryKey, found([])],
      [documentsQuery('p-1').queryKey, found([])],
    ];
    expect(page({}, { data: two })).not.toContain('문서가 없습니다');
    const failed: Shown['failed'] = [[compositionsQuery('p-1').queryKey, new FhirFailure('forbidden', 403, 'x')]];
    const cut = page({}, { data: two, failed });
    expect(cut).toContain('볼 권한이 없습니다');
    expect(cut).not.toContain('문서가 없습니다');
  });

  it('shows what could be read where one of the lists failed', () => {
    const data: Shown['data'] = [
      [reportsQuery('p-1').queryKey, found([])],
      [documentsQuery('p-1').queryKey, found([paper('의뢰서')])],
    ];
    const failed: Shown['failed'] = [[compositionsQuery('p-1').queryKey, new FhirFailure('busy', 503, 'x')]];
    expect(page({}, { data, failed })).toContain('의뢰서');
  });

  it('opens a report with its results and says how many of them cannot be seen', () => {
    const one = report({
      id: 'r',
      code: concept('화학'),
      conclusion: '신기능 저하',
      result: [{ reference: 'Observation/a' }, { reference: 'Observation/b' }],
    });
    const creatinine = observation({
      id: 'a',
      code: concept('크레아티닌'),
      valueQuantity: { value: 2.1, unit: 'mg/dL' },
      referenceRange: [{ low: { value: 0.6 }, high: { value: 1.2 } }],
    });
    const text = side('DiagnosticReport/r', { reports: [one] }, [[['report-results', 'a', 'b'], [creatinine]]]);
    expect(text).toMatch(/신기능 저하 .*크레아티닌 2\.1 mg\/dL ▲ .*0\.6–1\.2/);
    expect(text).toContain('볼 수 없거나 없는 결과: 1개');
  });

  it('opens a document with its words, and a form section by section', () => {
    expect(side('DocumentReference/의뢰서', { papers: [paper('의뢰서')] })).toContain('내용 없음 아님');
    const form = {
      resourceType: 'Composition',
      id: 'c',
      status: 'final',
      title: '간호 기록',
      date: '2026-11-02',
      type: concept('간호 기록'),
      author: [{ display: '이지은' }],
      section: [{ title: '통증' }, { code: concept('낙상 위험') }],
    } as unknown as Composition;
    const text = side('Composition/c', { forms: [form] });
    expect(text).toContain('이지은');
    expect(text).toMatch(/통증 낙상 위험/);
  });
});

describe('the file of a document', () => {
  it('in Korean of older systems is read in its own charset', () => {
    const euc = Uint8Array.from([0xc0, 0xd4, 0xbf, 0xf8]);
    const attachment = { contentType: 'text/plain; charset=EUC-KR', data: base64(euc) };
    expect(words(<AttachmentDisplay attachment={attachment} />)).toBe('입원');
    const odd = { contentType: 'text/plain; charset=klingon', data: utf8('입원') };
    expect(words(<AttachmentDisplay attachment={odd} />)).toBe('입원');
  });

  it('that is no text is offered to be kept, with its kind', () => {
    const text = words(<AttachmentDisplay attachment={{ contentType: 'application/pdf', data: 'JVBERi0=' }} />);
    expect(text).toBe('파일로 저장 application/pdf');
  });

  it('elsewhere is an address and no link; without anything it is said to be empty', () => {
    const far = html(<AttachmentDisplay attachment={{ url: 'https://example.org/scan.pdf' }} />);
    expect(far).toContain('https://example.org/scan.pdf');
    expect(far).not.toContain('<a ');
    expect(words(<AttachmentDisplay attachment={{ title: 'x' }} />)).toBe('내용이 없습니다.');
  });
});

describe('an encounter at the side', () => {
  const stay = (more: Partial<Encounter> = {}) =>
    encounter({
      id: 'e-1',
      class: { code: 'IMP' },
      status: 'in-progress',
      period: { start: '2026-11-01T09:00:00' },
      ...more,
    });
  const side = (one: Encounter, data: Shown['data'] = []) =>
    words(<EncountersPage />, {
      at: '/patients/p-1/encounters?detail=Encounter%2Fe-1',
      data: [[encountersQuery('p-1').queryKey, found([one])], ...data],
    });

  it('has time, kind, state, every place and everybody', () => {
    const text = side(
      stay({
        location: [{ location: { display: '응급실' } }, { location: { display: '6101호' } }],
        participant: [{ individual: { display: '박서준' } }],
        hospitalization: { dischargeDisposition: concept('퇴원') },
      }),
    );
    for (const part of ['입원', '진행 중', '응급실', '6101호', '박서준', '퇴원']) expect(text).toContain(part);
  });

  it('has problems and procedures of that visit and of no other', () => {
    const condition = (id: string, visit: string) => ({
      resourceType: 'Condition',
      id,
      code: concept(id),
      encounter: { reference: `Encounter/${visit}` },
    });
    const data: Shown['data'] = [
      [
        conditionsQuery('p-1').queryKey,
        found([condition('폐렴', 'e-1'), condition('고혈압', 'e-2'), condition('천식', 'xe-1')]),
      ],
      [medicationsQuery('p-1').queryKey, found([])],
      [proceduresQuery('p-1').queryKey, found([{ ...condition('기관지경', 'e-1'), resourceType: 'Procedure' }])],
    ];
    const text = side(stay(), data);
    expect(text).toMatch(/폐렴.*기관지경/);
    expect(text).not.toMatch(/고혈압|천식/);
  });

  it('says in the list where the patient is now, in whichever order the places stand', () => {
    const location = [
      { status: 'active', location: { display: '6101호 1번' } },
      { status: 'completed', location: { display: '응급실 3번' } },
    ] as const;
    const text = words(<EncountersPage />, {
      at: '/patients/p-1/encounters',
      data: [[encountersQuery('p-1').queryKey, found([stay({ location: [...location] })])]],
    });
    expect(text).toContain('6101호 1번');
    expect(text).not.toContain('응급실 3번');
  });
});

describe('the timeline', () => {
  const now = Date.parse('2026-11-24T12:00:00');
  const drawn = (encounters: readonly Encounter[], shown: Shown = {}) =>
    html(
      <Timeline
        stays={staysOf(encounters, now).stays}
        window={yearWindow(2026)}
        whole={yearWindow(2026)}
        setWindow={() => undefined}
      />,
      shown,
    );
  const visit = (id: string, start: string, code: string, more: Partial<Encounter> = {}) =>
    encounter({ id, class: { code }, period: { start }, type: [concept('진료')], ...more });

  it('has a mark with words for each visit, on the line of its kind', () => {
    const markup = drawn([
      visit('a', '2026-02-01', 'IMP'),
      visit('b', '2026-03-01', 'EMER'),
      visit('c', '2026-04-01', 'AMB'),
    ]);
    for (const lane of ['inpatient', 'emergency', 'ambulatory']) expect(markup).toContain(`data-lane="${lane}"`);
    expect(markup).toContain('aria-label="2026-02-01 진료"');
  });

  it('leaves out what lies in another year, and has a line for other kinds only where there are some', () => {
    expect(drawn([visit('a', '2020-02-01', 'AMB')])).not.toContain('data-lane');
    expect(drawn([visit('a', '2026-02-01', 'AMB')])).not.toContain('기타');
    expect(drawn([visit('a', '2026-02-01', 'HH')])).toContain('기타');
  });

  it('has months in the language of the reader', () => {
    expect(drawn([])).toContain('12월');
    expect(drawn([], { language: 'en' })).toContain('Dec');
  });

  it.each([
    ['in-progress', now],
    ['onleave', now],
    ['planned', Date.parse('2026-11-01T09:00:00')],
    ['cancelled', Date.parse('2026-11-01T09:00:00')],
    ['finished', Date.parse('2026-11-01T09:00:00')],
  ] as const)('draws a visit that is %s without an end no farther than it is known', (status, to) => {
    const { stays } = staysOf([visit('a', '2026-11-01T09:00:00', 'IMP', { status })], now);
    expect(stays.map((one) => one.to)).toEqual([to]);
  });

  it('draws an end before its start as no time, never backwards, and keeps a visit of which only the end is known', () => {
    const { stays, untimed } = staysOf(
      [
        visit('a', '2026-11-05', 'IMP', { period: { start: '2026-11-05', end: '2026-11-01' } }),
        visit('b', '', 'AMB', { period: { end: '2026-11-03' } }),
        visit('c', 'soon', 'AMB'),
      ],
      now,
    );
    expect(stays.every(({ from, to }) => from <= to)).toBe(true);
    expect([stays.length, untimed]).toEqual([2, 1]);
  });

  it('puts a class that nobody knows under other kinds', () => {
    expect(laneOf(encounter({ class: { code: 'toString' } }))).toBe('other');
    expect(laneOf({ resourceType: 'Encounter', status: 'finished' } as Encounter)).toBe('other');
  });
});

describe('who looked at a record', () => {
  const event = (id: string, more: Partial<AuditEvent> = {}): AuditEvent => ({
    resourceType: 'AuditEvent',
    id,
    type: { code: 'rest' },
    subtype: [{ code: 'read' }],
    recorded: '2026-11-24T03:00:00Z',
    outcome: '0',
    source: { observer: { display: 'Maru' } },
    agent: [
      { requestor: true, who: { display: '김민준', reference: 'Practitioner/1' }, network: { address: '10.0.0.7' } },
    ],
    entity: [{ what: { reference: 'Observation/1' } }],
    ...more,
  });
  const agent = (id: string) => [{ requestor: true, who: { display: '김민준', reference: `Practitioner/${id}` } }];
  const rows = (events: readonly AuditEvent[], shown: Shown = {}) => words(<AuditRows events={events} />, shown);

  it('says when, who and from where', () => {
    const text = rows([event('a')]);
    expect(text).toContain('김민준');
    expect(text).toContain('10.0.0.7');
    expect(text).toMatch(/2026-11-2\d \d\d:\d\d/);
  });

  it('never takes two people of one name for one', () => {
    expect(rows([event('a', { agent: agent('1') }), event('b', { agent: agent('2') })]).match(/김민준/g)).toHaveLength(
      2,
    );
    expect(rows([event('a', { agent: agent('1') }), event('b', { agent: agent('1') })]).match(/김민준/g)).toHaveLength(
      1,
    );
  });

  it('says in words what was refused, what failed, and what was an emergency', () => {
    expect(rows([event('a', { outcome: '4' })])).toContain('거절됨');
    expect(rows([event('a', { outcome: '8' })])).toContain('실패');
    const purpose = [{ text: '의식 없음', coding: [{ code: 'BTG' }] }];
    expect(rows([event('a', { purposeOfEvent: purpose })])).toContain('긴급 의식 없음');
    expect(rows([event('a')])).not.toMatch(/거절됨|실패|긴급/);
  });

  it('calls somebody who is not known unknown', () => {
    expect(rows([event('a', { agent: [{ requestor: true }] })])).toContain('모름');
  });

  it('says that nobody looked only when it was read', () => {
    const page = (data: Shown['data'], failed: Shown['failed'] = []) =>
      words(<AccessPage />, { at: '/patients/p-1/access', ...(data === undefined ? {} : { data }), failed });
    const key = ['patient', 'p-1', 'access'];
    const pages = (matches: readonly AuditEvent[], next?: string) => ({
      pages: [{ matches, included: [], next }],
      pageParams: [''],
    });
    expect(page([[key, pages([])]])).toContain('기록된 열람이 없습니다');
    expect(page([])).not.toContain('열람이 없습니다');
    const cut = page([], [[key, new FhirFailure('forbidden', 403, 'x')]]);
    expect(cut).toContain('볼 권한이 없습니다');
    expect(cut).not.toContain('열람이 없습니다');
    expect(page([[key, pages([event('a')], '/next')]])).toContain('더');
  });
});

describe('the resources of a patient', () => {
  const counts = (of: Readonly<Record<string, number>>): NonNullable<Shown['data']> =>
    RECORD_TYPES.map((type) => [countQuery(type, 'p-1').queryKey, of[type] ?? 0] as const);
  const page = (at: string, data: NonNullable<Shown['data']>, failed: Shown['failed'] = []) =>
    words(<ResourcesPage />, { at: `/patients/p-1/resources${at}`, data, failed });

  it('are counted by type; a type without any is left out, one that could not be counted is not', () => {
    const some = counts({ Patient: 1, Observation: 1234 }).filter(([key]) => key.at(-1) !== 'Claim');
    const failed: Shown['failed'] = [[countQuery('Claim', 'p-1').queryKey, new FhirFailure('forbidden', 403, 'x')]];
    const text = page('', some, failed);
    expect(text).toMatch(/Observation 1,234/);
    expect(text).toMatch(/Claim 모름/);
    expect(text).not.toContain('Goal');
  });

  it('say that there is none of a type only when it was read', () => {
    const empty = [
      ofTypeQuery('Goal', 'p-1').queryKey,
      { pages: [{ matches: [], included: [] }], pageParams: [''] },
    ] as const;
    expect(page('?view=Goal', [empty])).toContain('이 종류의 자료가 없습니다');
    expect(page('?view=Goal', [])).not.toContain('자료가 없습니다');
  });

  it('show one as it is written, digits kept, and nothing of it as markup', () => {
    const one = {
      resourceType: 'Observation',
      id: 'o',
      valueQuantity: { value: { rawJSON: '7.10' } },
      note: '<b>x</b>',
    };
    const markup = html(<ResourcesPage />, {
      at: '/patients/p-1/resources?detail=Observation%2Fo',
      data: [[oneQuery('Observation/o').queryKey, one]],
    });
    expect(markup).toContain('7.10');
    expect(markup).not.toContain('<b>x</b>');
  });

  const version = (versionId: string, method: 'POST' | 'PUT', status: string): object => ({
    resource: {
      resourceType: 'Observation',
      id: 'o',
      status,
      meta: { versionId, lastUpdated: '2026-11-02T00:00:00Z' },
    },
    request: { method, url: 'Observation/o' },
  });
  const deleted = {
    request: { method: 'DELETE', url: 'x' },
    response: { status: '204', etag: 'W/"2"', lastModified: '2026-11-02T00:00:00Z' },
  };
  const history = (entry: readonly object[], more: object = {}, shown: Shown = {}) =>
    words(<HistoryList reference="Observation/o" />, {
      data: [[historyQuery('Observation/o').queryKey, { resourceType: 'Bundle', type: 'history', entry, ...more }]],
      ...shown,
    });

  it('have a history: what was put in and taken out, oldest last', () => {
    const text = history([version('2', 'PUT', 'amended'), version('1', 'POST', 'final')]);
    expect(text).toMatch(/2판 고침 .*− .*"final".*\+ .*"amended".*1판 처음 기록/);
  });

  it('say that a version has the same content', () => {
    expect(history([version('2', 'PUT', 'final'), version('1', 'POST', 'final')])).toContain('내용은 같습니다');
  });

  it('say what was deleted, and what was there after that', () => {
    const text = history([version('3', 'PUT', 'corrected'), deleted, version('1', 'POST', 'final')]);
    expect(text).toMatch(/3판 고침 .*"corrected".*2판 삭제 .*1판 처음 기록/);
  });

  it('call the oldest that is shown the first only where there is no older one', () => {
    const more = { link: [{ relation: 'next', url: '/next' }] };
    expect(history([version('101', 'PUT', 'final')], more)).not.toContain('처음 기록');
    expect(history([version('101', 'PUT', 'final')], more)).toContain('"final"');
  });
});
