import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instantOf, OutcomeError, type EpochMs } from '../../kernel/index.ts';
import { assessment, assessmentsQuery } from './assessment.ts';
import {
  admission,
  arrival,
  attempt,
  bedState,
  departure,
  discharge,
  flag,
  id,
  moment,
  readBody,
  readQuery,
  stayPlan,
} from './body.ts';
import {
  ADMIT_SOURCES,
  admitConcept,
  DISPOSITIONS,
  dispositionConcept,
  performerConcept,
  roleOfTask,
} from './codes.ts';
import { oxygenTarget } from './oxygen.ts';
import { evaluation, nursingPlan, plansQuery } from './plan.ts';
import { isTickedOff, taskAct } from './tasks.ts';
import { filled, momentIn, ownPractitioner } from './write.ts';

type Schema = Parameters<typeof readBody>[0];

function fault(work: () => unknown): string {
  try {
    work();
    return '';
  } catch (error) {
    return error instanceof OutcomeError ? `${error.code}: ${error.message}` : String(error);
  }
}

const read = (schema: Schema, body: object): string => fault(() => readBody(schema, JSON.stringify(body)));
const A = { attempt: 'attempt-1' };
const STAY = { ...A, encounter: 'e1' };
const ADMISSION = { ...A, patient: 'anna', bed: 'bed-1' };
const NEW = { name: '김안나', gender: 'female', birthDate: '1950-02-03' };
const PLAN = {
  ...A,
  patient: 'anna',
  problem: '낙상 위험',
  goals: [{ text: '넘어지지 않는다' }],
  activities: [{ text: '난간' }],
};
const ASKED = { ...A, patient: 'anna', instrument: 'pain', answers: { rating: '3' } };

describe('what the ward is told', () => {
  it.each<[string, Schema, object]>([
    ['an admission of somebody known', admission, ADMISSION],
    ['an admission of somebody new', admission, { ...ADMISSION, patient: undefined, newPatient: NEW }],
    [
      'somebody of unknown birth date',
      admission,
      { ...ADMISSION, patient: undefined, newPatient: { ...NEW, birthDate: undefined, gender: 'unknown' } },
    ],
    ['who comes later', admission, { ...ADMISSION, expected: true, expectedDischarge: '2028-02-29' }],
    ['an arrival', arrival, { ...STAY, at: '2026-11-24T09:00+09:00' }],
    ['a discharge', discharge, { ...STAY, disposition: 'home', note: '보호자 동행' }],
    ['a departure', departure, STAY],
    ['a discharge that is not expected any more', stayPlan, { ...STAY, expectedDischarge: null }],
    ['a bed that was cleaned', bedState, { ...A, bed: 'bed-1', state: 'free' }],
    ['a flag', flag, { ...A, patient: 'anna', flag: 'dnr', on: true }],
    ['a target of oxygen', oxygenTarget, { ...A, patient: 'anna', on: true }],
    ['a plan', nursingPlan, PLAN],
    ['an assessment', assessment, ASKED],
  ])('%s is taken', (_name, schema, body) => {
    expect(read(schema, body)).toBe('');
  });

  it.each<[string, Schema, object, string]>([
    ['a patient who is known and new', admission, { ...ADMISSION, newPatient: NEW }, 'one of them'],
    ['nobody', admission, { ...ADMISSION, patient: undefined }, 'one of them'],
    [
      'a person without a name',
      admission,
      { ...ADMISSION, patient: undefined, newPatient: { ...NEW, name: ' ' } },
      'name',
    ],
    [
      'a birth date that is no day',
      admission,
      { ...ADMISSION, patient: undefined, newPatient: { ...NEW, birthDate: '1950-02-30' } },
      'calendar',
    ],
    [
      'a birth date in another order',
      admission,
      { ...ADMISSION, patient: undefined, newPatient: { ...NEW, birthDate: '03/02/1950' } },
      'a date',
    ],
    [
      'a sex that FHIR does not have',
      admission,
      { ...ADMISSION, patient: undefined, newPatient: { ...NEW, gender: 'F' } },
      'gender',
    ],
    ['an unknown source', admission, { ...ADMISSION, source: 'street' }, 'source'],
    ['no bed', admission, { ...ADMISSION, bed: undefined }, 'bed'],
    ['a reason longer than a line', admission, { ...ADMISSION, reason: '가'.repeat(201) }, 'reason'],
    ['a stay in the 13th month', admission, { ...ADMISSION, expectedDischarge: '2026-13-01' }, 'calendar'],
    ['a time without its zone', arrival, { ...STAY, at: '2026-11-24T09:00:00' }, 'zone'],
    ['a date for a time', arrival, { ...STAY, at: '2026-11-24' }, 'zone'],
    ['an hour that is none', arrival, { ...STAY, at: '2026-11-24T25:00:00+09:00' }, 'zone'],
    ['a way out that is none', discharge, { ...STAY, disposition: 'moved' }, 'disposition'],
    ['no way out', discharge, STAY, 'disposition'],
    ['a bed that is said to be taken', bedState, { ...A, bed: 'bed-1', state: 'occupied' }, 'state'],
    ['a flag that is none', flag, { ...A, patient: 'anna', flag: 'vip', on: true }, 'flag'],
    ['a flag that is neither on nor off', flag, { ...A, patient: 'anna', flag: 'dnr' }, 'on'],
    ['a flag by a word', flag, { ...A, patient: 'anna', flag: 'dnr', on: 'true' }, 'on'],
    ['a plan without a goal', nursingPlan, { ...PLAN, goals: [] }, 'goals'],
    ['a plan without anything to do', nursingPlan, { ...PLAN, activities: [] }, 'activities'],
    ['a goal of spaces', nursingPlan, { ...PLAN, goals: [{ text: '  ' }] }, 'text'],
    ['a goal for a day that is none', nursingPlan, { ...PLAN, goals: [{ text: 'x', due: '2026-04-31' }] }, 'calendar'],
    ['a plan that is never evaluated', nursingPlan, { ...PLAN, evaluateIn: 0 }, 'evaluateIn'],
    ['a plan that is evaluated next year', nursingPlan, { ...PLAN, evaluateIn: 9999 }, 'evaluateIn'],
    [
      'a goal that was reached somehow',
      evaluation,
      { ...A, plan: 'p', goals: [{ goal: 'g', reached: 'done' }] },
      'reached',
    ],
    ['an instrument that is none', assessment, { ...ASKED, instrument: 'morse' }, 'instrument'],
    ['answers that are numbers', assessment, { ...ASKED, answers: { rating: 3 } }, 'rating'],
    ['an act that is none', taskAct, { ...A, task: 't', act: 'delete' }, 'act'],
    ['a result of nothing', taskAct, { ...A, task: 't', act: 'complete', result: ' ' }, 'result'],
    ['no attempt', departure, { encounter: 'e1' }, 'attempt'],
    ['an attempt too short to be its own', departure, { attempt: '1', encounter: 'e1' }, 'attempt'],
    ['a word that nobody knows', departure, { ...STAY, force: true }, 'force'],
    ['an id with a path in it', departure, { ...A, encounter: '../Patient/1' }, 'encounter'],
  ])('is refused with %s, by name', (_name, schema, body, says) => {
    expect(read(schema, body)).toMatch(/^care\.body-invalid: /);
    expect(read(schema, body)).toContain(says);
  });

  it('an empty body, broken text and a name that stands twice are no bodies', () => {
    expect(fault(() => readBody(departure, ''))).toContain('care.body-invalid');
    expect(fault(() => readBody(departure, '{'))).toContain('json.malformed');
    expect(fault(() => readBody(departure, '{"encounter":"a","encounter":"b","attempt":"attempt-1"}'))).toContain(
      'twice',
    );
  });

  it('questions have their bounds', () => {
    expect(readQuery(assessmentsQuery, 'patient=anna')).toEqual({ patient: 'anna', days: 14 });
    for (const days of ['0', '91', 'x', '1.5'])
      expect(fault(() => readQuery(assessmentsQuery, `patient=anna&days=${days}`))).toContain('days');
    expect(fault(() => readQuery(plansQuery, ''))).toContain('patient');
  });
});

describe('a moment', () => {
  it('is the same whatever zone it is told in', () => {
    const at = (text: string) => moment.parse(text);
    expect(at('2026-11-24T09:00:00+09:00')).toBe(at('2026-11-24T00:00:00Z'));
    expect(at('2026-11-24T00:00Z')).toBe(at('2026-11-23T19:00:00-05:00'));
  });

  it('is read back as it was written, whenever it was', () => {
    const whenever = fc.integer({ min: Date.parse('1900-01-01'), max: Date.parse('2200-01-01') });
    fc.assert(
      fc.property(whenever, (ms) => {
        expect(moment.parse(instantOf(ms as EpochMs))).toBe(ms);
      }),
    );
  });

  it('is now where none is told; neither ahead of time nor long ago', () => {
    const now = Date.parse('2026-11-24T03:00:00Z') as EpochMs;
    const at = (minutes: number | undefined) => {
      const told = minutes === undefined ? undefined : ((now + minutes * 60_000) as EpochMs);
      return momentIn({ clock: { now: () => now } } as Parameters<typeof momentIn>[0], told);
    };
    expect(at(undefined)).toBe(now);
    expect(at(-60)).toBe(now - 3_600_000);
    expect(at(2)).toBe(now + 120_000);
    expect(fault(() => at(3))).toContain('care.time-ahead');
    expect(at(-7 * 24 * 60)).toBe(now - 7 * 86_400_000);
    expect(fault(() => at(-7 * 24 * 60 - 1))).toContain('seven days');
  });
});

describe('ids', () => {
  it('are those of FHIR; attempts are longer', () => {
    for (const text of ['a', 'A-1.b', 'x'.repeat(64)]) expect(id.safeParse(text).success).toBe(true);
    for (const text of ['', 'x'.repeat(65), 'a b', 'a/b', 'é', "a'--"]) expect(id.safeParse(text).success).toBe(false);
    for (const text of ['12345678', 'a:b_c.d-e']) expect(attempt.safeParse(text).success).toBe(true);
    for (const text of ['1234567', 'x'.repeat(65), 'attempt 1']) expect(attempt.safeParse(text).success).toBe(false);
  });

  it('of who is signed in is a practitioner, or nothing is recorded in their name', () => {
    const of = (fhirUser?: string) =>
      fault(() => ownPractitioner({ caller: { fhirUser } } as unknown as Parameters<typeof ownPractitioner>[0]));
    expect(of('Practitioner/nurse-a')).toBe('');
    for (const other of [undefined, '', 'Patient/anna', 'Device/x'])
      expect(of(other)).toContain('care.no-practitioner');
  });
});

describe('codes', () => {
  it('of how a stay begins and ends are those of HL7, each with its words', () => {
    for (const code of Object.keys(DISPOSITIONS) as (keyof typeof DISPOSITIONS)[])
      expect(dispositionConcept(code).coding?.[0]).toMatchObject({ code, display: DISPOSITIONS[code] });
    for (const code of Object.keys(ADMIT_SOURCES) as (keyof typeof ADMIT_SOURCES)[])
      expect(admitConcept(code).coding?.[0]).toMatchObject({ code, display: ADMIT_SOURCES[code] });
  });

  it('of who should act are read back as the role', () => {
    for (const role of ['physician', 'nurse', 'pharmacist', 'laboratory', 'bed-manager'])
      expect(
        roleOfTask({
          resourceType: 'Task',
          status: 'requested',
          intent: 'order',
          performerType: [performerConcept(role)],
        }),
      ).toBe(role);
  });

  it('of tasks that end in a place of their own are not ticked off', () => {
    for (const code of ['vital-signs', 'verify', 'co-sign', 'critical-result', 'assessment-falls', 'nursing-plan'])
      expect(isTickedOff(code)).toBe(false);
    for (const code of ['news2-escalation', 'walk', undefined]) expect(isTickedOff(code)).toBe(true);
  });

  it('an empty list is left out of a resource, an empty text and a zero are not', () => {
    expect(filled({ a: [], b: [1], c: '', d: 0, e: false, f: null })).toEqual({
      b: [1],
      c: '',
      d: 0,
      e: false,
      f: null,
    });
  });
});
