import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Role } from '../../access/api.ts';
import { FhirFailure } from '../../fhir/client.ts';
import { concept, encounter } from '../../fhir/testing.ts';
import type { Encounter, Patient } from '../../fhir/types.ts';
import { html, words, type Shown } from '../../ui/testing.tsx';
import { PatientRail } from '../PatientRail.tsx';
import { patientQuery } from '../queries.ts';
import { firstPage, patientsQuery, staysQuery } from './list-queries.ts';
import PatientListPage from './PatientListPage.tsx';
import { PatientRows } from './PatientRows.tsx';
import { typedSearches } from './typed-search.ts';

const NOW = Date.parse('2026-11-24T12:00:00+09:00');
const MR = concept('환자번호', 'MR', 'http://terminology.hl7.org/CodeSystem/v2-0203');

const patient = (id: string, name: string, more: Partial<Patient> = {}): Patient => ({
  resourceType: 'Patient',
  id,
  name: [{ use: 'official', text: name }],
  gender: 'female',
  birthDate: '1990-05-06',
  identifier: [{ type: MR, value: `000${id}` }],
  ...more,
});
const stay = (more: Partial<Encounter> = {}) =>
  encounter({ status: 'in-progress', class: { code: 'IMP' }, subject: { reference: 'Patient/1' }, ...more });

describe('rows of patients', () => {
  const rows = (patients: readonly Patient[], stays: readonly [string, Encounter][] = [], shown: Shown = {}) =>
    words(<PatientRows patients={patients} label="-" />, {
      data: [[staysQuery(patients.flatMap(({ id }) => id ?? [])).queryKey, new Map(stays)]],
      ...shown,
    });

  it('have name, sex, age, birth date and number, so that two of one name are told apart', () => {
    const text = rows([patient('1', '김민준'), patient('2', '김민준', { birthDate: '1941-01-02', gender: 'male' })]);
    expect(text).toMatch(/김민준 여 3\d세 1990-05-06 0001 김민준 남 8\d세 1941-01-02 0002/);
  });

  it('say where somebody lies now', () => {
    const places = [
      { status: 'active', location: { display: '6101호 1번' } },
      { status: 'completed', location: { display: '응급실' } },
    ] as const;
    expect(rows([patient('1', '김민준')], [['1', stay({ location: [...places] })]])).toContain('6101호 1번');
    expect(rows([patient('1', '김민준')], [['1', stay()]])).toContain('입원 중');
    expect(rows([patient('1', '김민준')], [['1', stay({ class: { code: 'AMB' } })]])).toContain('진료 중');
    expect(rows([patient('1', '김민준')])).not.toMatch(/입원 중|진료 중/);
  });

  it('say that a stay could not be looked up, instead of that there is none', () => {
    const failed: Shown['failed'] = [[staysQuery(['1']).queryKey, new FhirFailure('busy', 503, 'x')]];
    expect(rows([patient('1', '김민준')], [], { data: [], failed })).toContain('확인하지 못함');
  });

  it('say of the dead that they are, with the age they reached', () => {
    expect(rows([patient('1', '김민준', { deceasedDateTime: '2010-06-01' })])).toMatch(/20세.*사망/);
    expect(rows([patient('1', '김민준', { deceasedBoolean: true })], [['1', stay()]])).toMatch(/사망$/);
    expect(rows([patient('1', '김민준', { deceasedBoolean: false })])).not.toMatch(/사망/);
  });

  it('say what is not recorded in words', () => {
    const text = rows([{ resourceType: 'Patient', id: '1' }]);
    expect(text).toContain('기록 없음');
    expect(text).not.toMatch(/undefined|NaN/);
    expect(rows([{ resourceType: 'Patient', id: '1' }], [], { language: 'en' })).toMatch(/not recorded/i);
  });

  it('keep a long name whole, and open that patient’s chart', () => {
    const long = 'Wolfeschlegelsteinhausenbergerdorff '.repeat(4).trim();
    expect(rows([patient('1', long)])).toContain(long);
    expect(html(<PatientRows patients={[patient('abc', '김')]} label="-" />)).toContain('href="/patients/abc"');
  });
});

describe('the list', () => {
  const page = (typed: string, matches: readonly Patient[] | undefined, shown: Shown = {}) =>
    words(<PatientListPage />, {
      at: `/patients${typed === '' ? '' : `?q=${encodeURIComponent(typed)}`}`,
      data:
        matches === undefined
          ? []
          : [
              [
                patientsQuery(typed).queryKey,
                { pages: [{ matches, included: [], total: matches.length }], pageParams: [''] },
              ],
            ],
      ...shown,
    });

  it('has the patients that were found, with their number', () => {
    expect(page('김', [patient('1', '김민준'), patient('2', '김서연')])).toMatch(/찾은 환자 2 .*김민준.*김서연/);
  });

  it('says that nobody was found, for what, and why that may be', () => {
    const text = page('김문준', []);
    expect(text).toContain('‘김문준’에 맞는 환자가 없습니다');
    expect(text).toContain('볼 권한이 없는 환자는 나오지 않습니다');
  });

  it('says that the house has no patients yet, only when that was read', () => {
    expect(page('', [])).toContain('아직 환자가 없습니다');
    expect(page('', undefined)).not.toContain('환자가 없습니다');
    const failed: Shown['failed'] = [[patientsQuery('').queryKey, new FhirFailure('offline', 0, 'x')]];
    const cut = page('', undefined, { failed });
    expect(cut).toContain('서버가 답하지 않습니다');
    expect(cut).not.toContain('아직 환자가 없습니다');
  });

  it.each(['researcher', 'executive', 'patient'] as Role[])('is nothing for a %s', (role) => {
    expect(page('', [patient('1', '김민준')], { role })).not.toContain('김민준');
  });
});

describe('what is typed', () => {
  it.each([
    ['김민준', [{ name: ['김민준'] }]],
    ['Kim, Min-jun', [{ name: ['Kim', 'Min-jun'] }]],
    ['1958-03-05', [{ birthdate: '1958-03-05' }]],
    ['580305', [{ birthdate: '1958-03-05' }, { identifier: '580305' }]],
    ['00012345', [{ identifier: '00012345' }]],
    ['  ', []],
    ['A|B$1', [{ identifier: String.raw`A\|B\$1` }]],
    ['\u1100\u1175\u11b7', [{ name: ['김'] }]],
  ])('%j is searched as %j', (typed, searches) => expect(typedSearches(typed, NOW)).toEqual(searches));

  describe('as two things', () => {
    afterEach(() => vi.unstubAllGlobals());

    it('finds each patient once', async () => {
      const asked: string[] = [];
      vi.stubGlobal('fetch', async (path: string) => {
        asked.push(path);
        const found = path.includes('birthdate') ? [patient('1', '김'), patient('2', '이')] : [patient('2', '이')];
        const entry = found.map((resource) => ({ resource, search: { mode: 'match' } }));
        return Response.json({ resourceType: 'Bundle', entry });
      });
      const { matches, next } = await firstPage('580305', new AbortController().signal);
      expect(asked).toHaveLength(2);
      expect(matches.map(({ id }) => id)).toEqual(['1', '2']);
      expect(next).toBeUndefined();
    });

    it('fails whole where one of both fails: half a list would look like all', async () => {
      vi.stubGlobal('fetch', async (path: string) =>
        path.includes('birthdate') ? Response.json({ resourceType: 'Bundle' }) : new Response('{}', { status: 503 }),
      );
      await expect(firstPage('580305', new AbortController().signal)).rejects.toMatchObject({ kind: 'busy' });
    });
  });
});

describe('the rail of a patient', () => {
  const rail = (role: Role, birthDate: string | undefined = '1961-03-02', shown: Shown = {}) =>
    words(<PatientRail id="p-1" />, {
      role,
      data: [[patientQuery('p-1').queryKey, { resourceType: 'Patient', id: 'p-1', birthDate }]],
      ...shown,
    });
  const month = new Date(Date.now() - 30 * 86_400_000).toISOString().slice(0, 10);

  it('has the pages of the record for everybody', () => {
    for (const role of ['physician', 'nurse', 'pharmacist', 'laboratory'] as const)
      expect(rail(role)).toContain('알레르기');
    expect(rail('nurse', undefined, { language: 'en' })).not.toMatch(/[가-힣]/);
  });

  it('offers the milk of an infant only for an infant, not while the age is not known', () => {
    const milk = /모유/;
    expect(rail('nurse', month)).toMatch(milk);
    expect(rail('nurse', '1961-03-02')).not.toMatch(milk);
    expect(rail('nurse', month, { data: [] })).not.toMatch(milk);
  });

  it('has no work for who has none at a patient', () => {
    expect(rail('researcher').length).toBeLessThan(rail('nurse').length);
  });
});
