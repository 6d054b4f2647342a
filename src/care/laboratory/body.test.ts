import { describe, expect, it } from 'vitest';
import { OutcomeError } from '../../kernel/index.ts';
import {
  readBlood,
  readConsent,
  readCrossmatch,
  readFinish,
  readIssue,
  readReturn,
  readUnit,
  readVitals,
} from '../blood/body.ts';
import { readBottle, readFeed, readThaw } from '../milk/body.ts';
import { CONDITIONS, readAcknowledgement, readReceipt, readRejection, readResult, REJECTIONS } from './body.ts';

type Read = (text: string) => unknown;
const attempt = 'attempt-1';
const times = (count: number, one: object): object[] => Array.from({ length: count }, () => one);

function faultOf(read: Read, body: unknown): string {
  try {
    read(typeof body === 'string' ? body : JSON.stringify(body));
  } catch (error) {
    if (error instanceof OutcomeError) return `${error.code} ${error.message}`;
    throw error;
  }
  return 'taken';
}

/** The body is taken; with each of the changes it is refused, and the answer names the member that is wrong. */
function bounded(
  read: Read,
  good: Readonly<Record<string, unknown>>,
  bad: readonly (readonly [object, string])[],
): void {
  expect(faultOf(read, good)).toBe('taken');
  for (const [more, word] of [...bad, [{ colour: 'blue' }, 'colour'], [{ attempt: 'short' }, 'attempt']] as const) {
    const fault = faultOf(read, { ...good, ...more });
    expect(fault, JSON.stringify(more)).toContain('care.body-invalid');
    expect(fault, JSON.stringify(more)).toContain(word);
  }
  for (const missing of Object.keys(good).filter((name) => !OPTIONAL.has(name))) {
    const { [missing]: _, ...rest } = good;
    expect(faultOf(read, rest), `without ${missing}`).toContain('care.body-invalid');
  }
  for (const none of ['', '[]', '"text"', 'null', '7'])
    expect(faultOf(read, none), none).toContain('care.body-invalid');
}
const OPTIONAL = new Set([
  'condition',
  'accept',
  'reason',
  'conclusion',
  'reportVersion',
  'readBack',
  'note',
  'volume',
  'emergency',
  'attributes',
  'temperature',
  'systolic',
]);

describe('what the laboratory is told', () => {
  it('of a tube that comes in: a label or none, a condition of the list', () => {
    bounded(readReceipt, { attempt, label: ']d291LB-260701-0001', condition: 'haemolysed', accept: true }, [
      [{ condition: 'cold' }, 'condition'],
      [{ label: 7 }, 'label'],
      [{ label: 'x'.repeat(8001) }, 'label'],
      [{ accept: 'yes' }, 'accept'],
      [{ patient: '../anna' }, 'patient'],
      [{ reason: 'In words' }, 'reason'],
    ]);
    expect(readReceipt(JSON.stringify({ attempt, label: null }))).toEqual({ attempt, label: null, accept: false });
    for (const condition of CONDITIONS) expect(faultOf(readReceipt, { attempt, label: null, condition })).toBe('taken');
  });

  it('of a tube that is refused: why, from the list', () => {
    bounded(readRejection, { attempt, label: 'x', reason: 'clotted' }, [
      [{ reason: 'ugly' }, 'reason'],
      [{ reason: 'Clotted' }, 'reason'],
    ]);
    for (const reason of REJECTIONS) expect(faultOf(readRejection, { attempt, label: 'x', reason })).toBe('taken');
    expect(faultOf(readRejection, { attempt, label: 'x' })).toContain('reason');
  });

  const value = { code: '2823-3', number: '4.1' };
  const values = (more: object) => ({ values: [{ ...value, ...more }] });
  it('of a result: each value as a number, a word or a text, and only one of them', () => {
    bounded(readResult, { attempt, request: 'r-1', release: true, values: [value] }, [
      [values({ number: '4,1' }), 'number'],
      [values({ number: '4.' }), 'number'],
      [values({ number: '.5' }), 'number'],
      [values({ number: '1e3' }), 'number'],
      [values({ number: '> 4' }), 'number'],
      [values({ number: 4.1 }), 'number'],
      [values({ number: '1234567890123' }), 'number'],
      [values({ word: 'positive' }), 'one of number, word and text'],
      [values({ number: undefined }), 'one of number, word and text'],
      [values({ number: undefined, word: 'Positive!' }), 'word'],
      [values({ number: undefined, text: '   ' }), 'text'],
      [values({ unit: '밀리' }), 'unit'],
      [values({ code: 'potassium level in blood' }), 'code'],
      [{ values: [] }, 'values'],
      [{ values: times(61, value) }, 'values'],
      [{ reportVersion: 'one' }, 'reportVersion'],
      [{ release: 'now' }, 'release'],
    ]);
  });

  it('keeps the digits of a value as they were typed', () => {
    for (const number of ['7', '7.0', '7.00', '-2.50', '0.000000001'])
      expect(
        readResult(JSON.stringify({ attempt, request: 'r', release: true, values: [{ ...value, number }] })).values[0]
          ?.number,
      ).toBe(number);
  });

  it('of a call that was heard: the values as they were read back', () => {
    bounded(readAcknowledgement, { attempt, task: 't-1', readBack: [{ code: '2823-3', value: '6.5' }] }, [
      [{ readBack: [{ code: '2823-3', value: ' ' }] }, 'readBack'],
      [{ readBack: [{ code: '2823-3' }] }, 'readBack'],
      [{ readBack: times(61, { code: 'a', value: '1' }) }, 'readBack'],
      [{ note: '' }, 'note'],
    ]);
    expect(readAcknowledgement(JSON.stringify({ attempt, task: 't-1' })).readBack).toEqual([]);
  });
});

describe('what the blood bank is told', () => {
  const unit = {
    attempt,
    number: '=A99972600000100',
    component: 'red cells',
    abo: 'O',
    rhd: 'negative',
    expiry: '2026-07-20',
  };
  it('of a unit: groups and a day that there is', () => {
    bounded(readUnit, unit, [
      [{ abo: 'C' }, 'abo'],
      [{ abo: 'o' }, 'abo'],
      [{ rhd: '+' }, 'rhd'],
      [{ component: 'whole blood' }, 'component'],
      [{ expiry: '2026-02-30' }, 'expiry'],
      [{ expiry: '2026-99-99' }, 'expiry'],
      [{ expiry: '20.07.2026' }, 'expiry'],
      [{ expiry: '2026-07' }, 'expiry'],
      [{ number: '123' }, 'number'],
      [{ attributes: ['warm'] }, 'attributes'],
      [{ emergency: 'yes' }, 'emergency'],
    ]);
    expect(readUnit(JSON.stringify(unit))).toMatchObject({ attributes: [], emergency: false });
  });

  it('of a crossmatch, an issue and a return', () => {
    const number = unit.number;
    bounded(readCrossmatch, { attempt, request: 'r', number, sample: 'x', result: 'compatible' }, [
      [{ result: 'maybe' }, 'result'],
      [{ sample: '' }, 'sample'],
      [{ request: 'a b' }, 'request'],
    ]);
    bounded(readIssue, { attempt, request: 'r', number }, [[{ number: '' }, 'number']]);
    const back = { attempt, number, component: 'plasma', to: 'discarded' };
    bounded(readReturn, { ...back, reason: 'not-needed' }, [
      [{ to: 'transfused' }, 'to'],
      [{ component: 'blood' }, 'component'],
    ]);
    expect(faultOf(readReturn, back)).toContain('reason');
  });

  it('of vital signs: what people can have, so that a slip of the point is asked again', () => {
    bounded(readVitals, { attempt, procedure: 'p', temperature: '36.5' }, [
      [{ temperature: '365' }, 'temperature'],
      [{ temperature: '97.7' }, 'temperature'],
      [{ temperature: '3.6' }, 'temperature'],
      [{ temperature: '36,5' }, 'temperature'],
      [{ temperature: 36.5 }, 'temperature'],
      [{ saturation: '101' }, 'saturation'],
      [{ pulse: '800' }, 'pulse'],
      [{ pulse: '-80' }, 'pulse'],
      [{ systolic: '1200' }, 'systolic'],
      [{ diastolic: '700' }, 'diastolic'],
      [{ respiration: '180' }, 'respiration'],
    ]);
    const edge = {
      temperature: '20',
      pulse: '0',
      systolic: '350',
      diastolic: '0',
      respiration: '120',
      saturation: '100',
    };
    expect(readVitals(JSON.stringify({ attempt, procedure: 'p', ...edge }))).toMatchObject(edge);
  });

  it('of the end and of consent', () => {
    bounded(readFinish, { attempt, procedure: 'p', volume: 320 }, [
      [{ volume: -1 }, 'volume'],
      [{ volume: 2001 }, 'volume'],
      [{ volume: 320.5 }, 'volume'],
      [{ volume: '320' }, 'volume'],
    ]);
    bounded(readConsent, { attempt, patient: 'anna' }, [[{ patient: '' }, 'patient']]);
  });
});

const STEPS = [
  [{ steps: [{ scan: 'product', raw: 'x' }] }, 'steps'],
  [{ steps: [{ scan: 'band' }] }, 'steps'],
  [{ steps: [{ action: 'give' }] }, 'steps'],
  [{ steps: times(41, { action: 'confirm' }) }, 'steps'],
  [{ steps: 'none' }, 'steps'],
  [{ patient: '' }, 'patient'],
] as const;

describe('what the bedside is told', () => {
  it('of a transfusion: scans, an emergency with its reason, a reaction with its signs', () => {
    const good = {
      attempt,
      patient: 'anna',
      request: 'r',
      steps: [
        { scan: 'blood-unit', raw: null },
        { action: 'confirm', inTab: 'bora' },
      ],
    };
    bounded(readBlood, good, [
      ...STEPS,
      [{ steps: [{ action: 'emergency' }] }, 'steps'],
      [{ steps: [{ action: 'reaction', signs: [] }] }, 'steps'],
      [{ steps: [{ action: 'reaction', signs: ['Fever!'] }] }, 'steps'],
      [{ steps: [{ scan: 'bottle', raw: 'x' }] }, 'steps'],
    ]);
    for (const step of [
      { action: 'emergency', reason: 'exsanguinating' },
      { action: 'reaction', signs: ['fever'] },
    ])
      expect(faultOf(readBlood, { ...good, steps: [step] })).toBe('taken');
  });

  it('of milk: a bottle, a feed, a thaw', () => {
    const bottle = {
      attempt,
      patient: 'baby',
      mother: ' 박지우 ',
      expressedAt: '2026-06-30T20:00:00+09:00',
      volume: 60,
    };
    bounded(readBottle, bottle, [
      [{ mother: '  ' }, 'mother'],
      [{ mother: 'x'.repeat(121) }, 'mother'],
      [{ expressedAt: '2026-06-30T20:00:00' }, 'expressedAt'],
      [{ expressedAt: '2026-06-31T20:00:00+09:00' }, 'expressedAt'],
      [{ expressedAt: '2026-06-30T25:00:00+09:00' }, 'expressedAt'],
      [{ expressedAt: '2026-06-30' }, 'expressedAt'],
      [{ volume: 0 }, 'volume'],
      [{ volume: 501 }, 'volume'],
      [{ volume: 60.5 }, 'volume'],
    ]);
    expect(readBottle(JSON.stringify(bottle)).mother).toBe('박지우');
    bounded(readThaw, { attempt, bottle: null }, [[{ bottle: 7 }, 'bottle']]);
    bounded(readFeed, { attempt, patient: 'baby', order: 'o', steps: [{ scan: 'bottle', raw: 'x' }] }, [
      ...STEPS,
      [{ steps: [{ action: 'emergency', reason: 'hungry' }] }, 'steps'],
      [{ steps: [{ scan: 'blood-unit', raw: 'x' }] }, 'steps'],
    ]);
  });
});
