import { describe, expect, it } from 'vitest';
import { OutcomeError } from '../../kernel/index.ts';
import {
  applyShape,
  basketShape,
  catalogueQuery,
  changeShape,
  coSignShape,
  favouriteShape,
  patientQuery,
} from './body.ts';
import { reconcileShape, signShape, sinceQuery } from './body.ts';
import { draftShape, moment, MOST_DRAFTS, readOrderBody, readOrderQuery } from './draft.ts';
import { PARACETAMOL } from './testing.ts';
import { CHANGE_REASONS, PRN_REASONS, wordsOf } from './words.ts';

function faultOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof OutcomeError) return `${error.code} ${error.message}`;
    throw error;
  }
  return 'taken';
}
const draftFault = (more: object) =>
  faultOf(() => readOrderBody(draftShape, JSON.stringify({ ...PARACETAMOL, ...more })));

describe('a draft as a client tells it', () => {
  it('is taken with everything that a screen can say', () => {
    const whole = {
      ...PARACETAMOL,
      dose: { value: 15, unit: 'mg', per: 'kg', max: 1000 },
      start: '2026-11-24T09:00:00+09:00',
      days: 7,
      rate: { value: 0.1, unit: 'ug/min', per: 'kg' },
      priority: 'stat',
      reason: '  발열  ',
      note: 'with water',
      category: 'discharge',
      replaces: { reference: 'MedicationRequest/a', version: '3', act: 'renew', reason: 'course-continues' },
    };
    expect(readOrderBody(draftShape, JSON.stringify(whole))).toEqual({ ...whole, reason: '발열' });
  });

  it.each([
    ['no dose at all', { dose: { value: 0, unit: 'mg' } }, 'value'],
    ['a dose less than nothing', { dose: { value: -5, unit: 'mg' } }, 'value'],
    ['a dose beyond reason', { dose: { value: 1_000_001, unit: 'mg' } }, 'value'],
    ['a dose as words', { dose: { value: '650', unit: 'mg' } }, 'value'],
    ['a dose without unit', { dose: { value: 650 } }, 'unit'],
    ['a unit that is none', { dose: { value: 650, unit: '밀리그램' } }, 'UCUM'],
    ['for each head', { dose: { value: 650, unit: 'mg', per: 'head' } }, 'per'],
    ['25 o’clock', { timing: { kind: 'daily', times: ['25:00'] } }, 'time of day'],
    ['9 o’clock in short', { timing: { kind: 'daily', times: ['9:00'] } }, 'time of day'],
    ['no time of the day', { timing: { kind: 'daily', times: [] } }, 'times'],
    ['thirteen times a day', { timing: { kind: 'daily', times: Array(13).fill('09:00') } }, 'times'],
    ['every second', { timing: { kind: 'every', hours: 0.01 } }, 'hours'],
    ['another schedule', { timing: { kind: 'sometimes' } }, 'timing'],
    ['a start without zone', { start: '2026-11-24T09:00:00' }, 'zone'],
    ['a start that is no day', { start: '2026-02-30T09:00:00+09:00' }, 'zone'],
    ['no days', { days: 0 }, 'days'],
    ['more than a year', { days: 366 }, 'days'],
    ['one step of a taper', { taper: [{ value: 5, days: 1 }] }, 'taper'],
    [
      'a taper of half days',
      {
        taper: [
          { value: 5, days: 1.5 },
          { value: 2, days: 1 },
        ],
      },
      'days',
    ],
    ['21 units of blood', { units: 21 }, 'units'],
    ['half a unit of blood', { units: 0.5 }, 'units'],
    ['an urgency of its own', { priority: 'asap' }, 'priority'],
    ['a note without end', { note: 'x'.repeat(501) }, 'note'],
    [
      'a change of what is no order',
      { replaces: { reference: 'Patient/a', version: '1', act: 'modify', reason: 'other' } },
      'reference',
    ],
    ['something that nobody knows', { colour: 'blue' }, 'colour'],
    ['a key with a space', { key: 'a b' }, 'hyphens'],
    ['an item that is a path', { item: '../x' }, 'logical id'],
  ])('is refused with what is wrong: %s', (_name, more, word) => {
    const fault = draftFault(more);
    expect(fault).toContain('care.body-invalid');
    expect(fault).toContain(word);
  });

  it('names every fault at once', () => {
    const fault = draftFault({ days: -1, units: 99 });
    expect(fault).toContain('days');
    expect(fault).toContain('units');
  });

  it('has a moment with its zone, in every form of ISO 8601', () => {
    for (const good of ['2026-07-01T09:00:00+09:00', '2026-07-01T00:00Z', '2026-07-01T09:00:00.123-05:30'])
      expect(moment.safeParse(good).success, good).toBe(true);
    for (const bad of ['', '2026-07-01', '2026-07-01T09:00', 'T09:00Z', '2026-13-01T09:00:00Z', 'now'])
      expect(moment.safeParse(bad).success, bad).toBe(false);
  });
});

describe('bodies of ordering', () => {
  const attempt = 'attempt-1';
  const reason = { code: 'other' };
  const decision = { source: 'MedicationStatement/a', decision: 'stop' };
  it.each([
    [
      'a basket with one key twice',
      basketShape,
      { patient: 'anna', version: 0, drafts: [PARACETAMOL, PARACETAMOL] },
      'differ',
    ],
    ['a basket of no version', basketShape, { patient: 'anna', drafts: [] }, 'version'],
    [
      'a basket that is too full',
      basketShape,
      {
        patient: 'anna',
        version: 0,
        drafts: Array.from({ length: MOST_DRAFTS + 1 }, (_, at) => ({ ...PARACETAMOL, key: `k${at}` })),
      },
      'drafts',
    ],
    ['a signature without attempt', signShape, { patient: 'anna', version: 1 }, 'attempt'],
    ['a signature over nothing', signShape, { attempt, patient: 'anna', version: 0 }, 'version'],
    [
      'a verbal order that was not read back',
      signShape,
      { attempt, patient: 'anna', version: 1, verbal: { prescriber: 'd', readBack: false } },
      'readBack',
    ],
    [
      'an override without reason',
      signShape,
      { attempt, patient: 'anna', version: 1, overrides: [{ finding: 'x' }] },
      'reason',
    ],
    ['a change without version', changeShape, { attempt, reason }, 'version'],
    ['a version that is a word', changeShape, { attempt, version: 'W/1', reason }, 'version'],
    ['a co-signature of nothing', coSignShape, { attempt, tasks: [] }, 'tasks'],
    [
      'a favourite of one patient',
      favouriteShape,
      { draft: { kind: 'drug', item: 'a', start: '2026-07-01T09:00:00+09:00' } },
      'start',
    ],
    ['a choice that is no path', applyShape, { patient: 'anna', version: 0, choices: ['x'.repeat(61)] }, 'choices'],
    [
      'a reconciliation at no moment',
      reconcileShape,
      { attempt, patient: 'anna', moment: 'lunch', decisions: [decision] },
      'moment',
    ],
    [
      'a reconciliation of nothing',
      reconcileShape,
      { attempt, patient: 'anna', moment: 'admission', decisions: [] },
      'decisions',
    ],
    [
      'two decisions about one drug',
      reconcileShape,
      { attempt, patient: 'anna', moment: 'admission', decisions: [decision, { ...decision, decision: 'continue' }] },
      'one decision for each drug',
    ],
    [
      'a decision about a patient',
      reconcileShape,
      { attempt, patient: 'anna', moment: 'admission', decisions: [{ ...decision, source: 'Patient/a' }] },
      'source',
    ],
  ])('are refused: %s', (_name, shape, body, word) => {
    const fault = faultOf(() => readOrderBody(shape, JSON.stringify(body)));
    expect(fault).toContain('care.body-invalid');
    expect(fault).toContain(word);
  });

  it('are refused where there is none, and where it is no JSON', () => {
    expect(faultOf(() => readOrderBody(changeShape, ''))).toContain('care.body-invalid');
    expect(faultOf(() => readOrderBody(changeShape, '{"attempt":'))).toMatch(/^[a-z.-]+ /);
    expect(faultOf(() => readOrderBody(changeShape, '[]'))).toContain('care.body-invalid');
  });

  it('keep a comment, without the space around it', () => {
    const body = { attempt, version: '1', reason: { code: 'other', comment: ' 환자 요청 ' } };
    expect(readOrderBody(changeShape, JSON.stringify(body)).reason).toEqual({ code: 'other', comment: '환자 요청' });
  });
});

describe('queries of ordering', () => {
  it.each([
    ['no patient', patientQuery, ''],
    ['a patient that is a path', patientQuery, 'patient=..%2Fx'],
    ['another word', patientQuery, 'patient=anna&colour=blue'],
    ['a kind that is none', catalogueQuery, 'q=a&kind=soup'],
    ['too many', catalogueQuery, 'q=a&limit=51'],
    ['none', catalogueQuery, 'q=a&limit=0'],
    ['a day that is none', sinceQuery, 'since=2026-99-99'],
    ['a day as it is spoken', sinceQuery, 'since=yesterday'],
  ])('are refused: %s', (_name, shape, query) =>
    expect(faultOf(() => readOrderQuery(shape, query))).toContain('care.body-invalid'),
  );

  it('have what is usual where nothing is said', () => {
    expect(readOrderQuery(catalogueQuery, 'q=%EC%84%B8')).toEqual({ q: '세', limit: 20 });
    expect(readOrderQuery(sinceQuery, '')).toEqual({});
    expect(readOrderQuery(sinceQuery, 'since=2026-11-01')).toEqual({ since: '2026-11-01' });
  });
});

describe('reasons', () => {
  it('are in both languages, and only those of the list', () => {
    for (const table of [PRN_REASONS, CHANGE_REASONS])
      for (const [code, { ko, en }] of Object.entries(table)) {
        expect(ko, code).toMatch(/[가-힣]/);
        expect(en, code).toMatch(/^[a-z ]+$/);
        expect(wordsOf(table, code)).toEqual({ ko, en });
      }
    for (const none of ['constructor', 'toString', '__proto__', 'whatever', '', undefined])
      expect(wordsOf(CHANGE_REASONS, none), none).toBeUndefined();
  });
});
