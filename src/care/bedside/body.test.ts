import { describe, expect, it } from 'vitest';
import { instantOf, OutcomeError } from '../../kernel/index.ts';
import { NOW } from '../loop/testing.ts';
import { readDueQuery, readMedicationBody, readScansQuery, readSpecimenBody } from './body.ts';

const DOSE = { attempt: 'attempt-1', patient: 'anna', order: 'o-1', orderVersion: '3', steps: [] };
const TUBE = { attempt: 'attempt-1', patient: 'anna', request: 'r-1', steps: [] };

function refusal(work: () => unknown): OutcomeError {
  try {
    work();
  } catch (error) {
    if (error instanceof OutcomeError) return error;
    throw error;
  }
  throw new Error('it was taken');
}
const dose = (more: object): ReturnType<typeof readMedicationBody> =>
  readMedicationBody(JSON.stringify({ ...DOSE, ...more }));
const step = (one: object): unknown => dose({ steps: [one] }).steps[0];
const faultOf = (more: object): OutcomeError => refusal(() => dose(more));

describe('the body of a dose', () => {
  it('is taken with a scanner unless it says that there is none', () => {
    expect(dose({}).scanner).toBe('present');
    expect(dose({ scanner: 'absent' }).scanner).toBe('absent');
  });

  it('reads a slot in any zone as one moment', () => {
    const texts = ['2026-07-01T09:00:00+09:00', '2026-07-01T00:00:00Z', '2026-06-30T20:00:00-04:00'];
    expect(texts.map((slot) => dose({ slot }).slot)).toEqual([NOW, NOW, NOW]);
  });

  it('keeps a scan letter by letter, also what is unreadable or was not read', () => {
    for (const raw of ['', ' ]d201\u001D ', '한글', null])
      expect(step({ scan: 'product', raw })).toEqual({ scan: 'product', raw });
  });

  it.each<[string, object]>([
    ['no attempt', { attempt: undefined }],
    ['a short attempt', { attempt: 'short' }],
    ['an attempt of blanks', { attempt: '          ' }],
    ['no patient', { patient: undefined }],
    ['a patient that is a path', { patient: '../bora' }],
    ['a reference in place of an id', { patient: 'Patient/anna' }],
    ['a version in words', { orderVersion: 'W/"3"' }],
    ['a slot without a zone', { slot: '2026-07-01T09:00:00' }],
    ['a slot that is a day', { slot: '2026-07-01' }],
    ['a slot that is no moment', { slot: '2026-13-01T09:00:00+09:00' }],
    ['a slot in words', { slot: 'now' }],
    ['a scanner that is broken', { scanner: 'broken' }],
    ['no steps', { steps: undefined }],
    ['steps that are none', { steps: {} }],
    ['more steps than a bedside has', { steps: Array.from({ length: 41 }, () => ({ scan: 'band', raw: 'x' })) }],
    ['a member that nobody knows', { dose: 500 }],
    ['a reason in free words', { reason: 'I had to' }],
  ])('is refused with %s', (_, more) => {
    const { code, category } = faultOf(more);
    expect([code, category]).toEqual(['care.body-invalid', 'invalid']);
  });

  it('wants the version of the order that the nurse saw, wherever an order is chosen', () => {
    expect(faultOf({ orderVersion: undefined }).message).toContain('orderVersion');
    expect(dose({ order: undefined, orderVersion: undefined }).order).toBeUndefined();
  });

  it('is refused for all faults at once, each by its name', () => {
    const { message } = faultOf({ patient: '', scanner: 'no', reason: 'Hm!' });
    for (const name of ['patient', 'scanner', 'reason']) expect(message).toContain(name);
  });

  it.each(['', '{', 'null', '[]', '"text"', '7'])('is refused where it is %j', (text) => {
    expect(['invalid', 'structure']).toContain(refusal(() => readMedicationBody(text)).category);
  });
});

describe('a step', () => {
  it.each<[string, object]>([
    ['a confirmation', { action: 'confirm' }],
    ['a confirmation in another tab', { action: 'confirm', inTab: 'bora' }],
    ['a route', { action: 'select-route', route: 'oral' }],
    ['an emergency', { action: 'emergency', reason: 'resuscitation' }],
    ['an entry by hand', { action: 'manual-entry', product: 'm-1', lot: 'L1', expiry: '2027-12-31', serial: 'S1' }],
    ['a person known by two marks', { action: 'manual-identify', patient: 'anna', identifiers: ['name', 'birthDate'] }],
    ['a refusal', { action: 'not-given', reason: 'patient-refused' }],
    ['a site', { action: 'site', site: 'left-arm' }],
    ['a measurement', { action: 'measure', observation: 'pulse', value: 58, unit: '/min' }],
    ['a rate', { action: 'infusion', act: 'rate', administration: 'a-1', rate: 0.5 }],
    ['an empty bag', { action: 'infusion', act: 'bag', administration: 'a-1', volume: 0 }],
    ['a retraction', { action: 'retract', administration: 'a-1', reason: 'wrong-patient' }],
  ])('is %s', (_, one) => {
    expect(step(one)).toEqual(one);
  });

  it('sets a time as one moment, whatever its zone', () => {
    expect(step({ action: 'set-time', time: instantOf(NOW) })).toEqual({ action: 'set-time', time: NOW });
  });

  it('of a device has a name without blanks around it', () => {
    expect(step({ action: 'device', device: '  Pump 3 ' })).toEqual({ action: 'device', device: 'Pump 3' });
  });

  it.each<[string, object]>([
    ['a scan of a tube, which belongs to a collection', { scan: 'tube', raw: 'x' }],
    ['a scan without a text', { scan: 'band' }],
    ['a scan as long as a book', { scan: 'band', raw: 'x'.repeat(8001) }],
    ['a scan with more than a scan', { scan: 'band', raw: 'x', patient: 'anna' }],
    ['an action that nobody knows', { action: 'force' }],
    ['an expiry that is no date', { action: 'manual-entry', product: 'm-1', expiry: '271231' }],
    ['a mark that proves nobody', { action: 'manual-identify', patient: 'anna', identifiers: ['room'] }],
    ['a rate of nothing', { action: 'infusion', act: 'rate', administration: 'a-1', rate: 0 }],
    ['a rate below nothing', { action: 'infusion', act: 'rate', administration: 'a-1', rate: -1 }],
    ['a rate beyond any pump', { action: 'infusion', act: 'rate', administration: 'a-1', rate: 10_001 }],
    ['a volume below nothing', { action: 'infusion', act: 'stop', administration: 'a-1', volume: -0.1 }],
    ['a measurement in words', { action: 'measure', observation: 'pulse', value: '58', unit: '/min' }],
    ['a measurement without its unit', { action: 'measure', observation: 'pulse', value: 58, unit: '' }],
    ['a retraction without a reason', { action: 'retract', administration: 'a-1' }],
    ['a dose not given, without a reason', { action: 'not-given' }],
    ['a device without a name', { action: 'device', device: '   ' }],
    ['a time without a zone', { action: 'set-time', time: '2026-07-01T09:00' }],
  ])('is not %s', (_, one) => {
    expect(faultOf({ steps: [one] }).code).toBe('care.body-invalid');
  });
});

describe('the body of a collection', () => {
  const read = (more: object): ReturnType<typeof readSpecimenBody> =>
    readSpecimenBody(JSON.stringify({ ...TUBE, ...more }));

  it('has scans of tube and label, and says where the label was printed', () => {
    const steps = [
      { scan: 'badge', raw: 'b' },
      { scan: 'band', raw: null },
      { action: 'print-label', at: 'station' },
      { scan: 'tube', raw: 't' },
      { scan: 'specimen-label', raw: 'l' },
      { action: 'confirm' },
    ];
    expect(read({ steps }).steps).toEqual(steps);
  });

  it.each<[string, object]>([
    ['no request', { request: undefined }],
    ['a product, which belongs to a dose', { steps: [{ scan: 'product', raw: 'x' }] }],
    ['a label printed nowhere', { steps: [{ action: 'print-label' }] }],
    ['a label printed at home', { steps: [{ action: 'print-label', at: 'home' }] }],
    ['a member that nobody knows', { slot: instantOf(NOW) }],
    ['too many steps', { steps: Array.from({ length: 41 }, () => ({ action: 'confirm' })) }],
  ])('is refused with %s', (_, more) => {
    expect(refusal(() => read(more)).code).toBe('care.body-invalid');
  });
});

const ask = (more: Readonly<Record<string, string>>): string =>
  new URLSearchParams({ from: '2026-07-01T09:00:00+09:00', to: '2026-07-01T17:00:00+09:00', ...more }).toString();

describe('the question for doses', () => {
  it('is about patients, each once, or about a ward', () => {
    expect(readDueQuery(ask({ patient: 'anna,bora,anna' }))).toMatchObject({ patients: ['anna', 'bora'], from: NOW });
    expect(readDueQuery(ask({ ward: '51w' }))).toMatchObject({ patients: [], ward: '51w' });
  });

  it.each<[string, Readonly<Record<string, string>>, string]>([
    ['nobody', {}, 'patient'],
    ['patients and a ward', { patient: 'anna', ward: '51w' }, 'patient'],
    ['an empty list', { patient: '' }, 'patient'],
    ['a patient without a name in the middle', { patient: 'anna,,bora' }, 'patient'],
    ['more than a ward holds', { patient: Array.from({ length: 101 }, (_, at) => `p${at}`).join(',') }, 'patient'],
    ['an end before the start', { patient: 'anna', to: '2026-07-01T08:00:00+09:00' }, 'to'],
    ['an end at the start', { patient: 'anna', to: '2026-07-01T00:00:00Z' }, 'to'],
    ['more than three days', { patient: 'anna', to: '2026-07-04T09:00:01+09:00' }, 'to'],
    ['a start without zone', { patient: 'anna', from: '2026-07-01T09:00:00' }, 'from'],
    ['something that nobody knows', { patient: 'anna', bed: '3' }, 'bed'],
  ])('is refused for %s', (_, more, named) => {
    const { code, message } = refusal(() => readDueQuery(ask(more)));
    expect(code).toBe('care.body-invalid');
    expect(message).toContain(named);
  });

  it('spans three days to the minute', () => {
    expect(readDueQuery(ask({ ward: 'w', to: '2026-07-04T09:00:00+09:00' })).to - NOW).toBe(3 * 86_400_000);
  });
});

describe('the question for scans', () => {
  it('spans a month of a ward', () => {
    expect(readScansQuery(ask({ ward: '51w', to: '2026-08-01T09:00:00+09:00' })).ward).toBe('51w');
  });

  it.each<[string, Readonly<Record<string, string>>]>([
    ['no ward', {}],
    ['a longer time', { ward: '51w', to: '2026-08-01T09:00:01+09:00' }],
    ['an end before the start', { ward: '51w', to: '2026-06-30T09:00:00+09:00' }],
    ['a ward that is a path', { ward: '../x' }],
  ])('is refused for %s', (_, more) => {
    expect(refusal(() => readScansQuery(ask(more))).code).toBe('care.body-invalid');
  });
});
