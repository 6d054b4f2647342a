import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dosage, medication, request, type Json } from '../bedside/testing.ts';
import { HEPARIN, OTHER, PEN, STRONG, TABLET } from '../loop/testing.ts';
import { OutcomeError } from '../../kernel/index.ts';
import {
  answerShape,
  decisionShape,
  endRecallShape,
  labelQuery,
  levelShape,
  moveShape,
  movesQuery,
  orderQuery,
  prepareQuery,
  readJson,
  readQuery,
  recallQuery,
  recallShape,
  reviewShape,
} from './body.ts';
import { careConcept, REJECT_REASONS, type Medication, type Request, type Task } from './codes.ts';
import { mayReplace } from './facts.ts';
import { unitsFor } from './prepare.ts';
import { standingOf } from './worklist.ts';

type Product = Parameters<typeof medication>[0];

const product = (of: Product, more: Json = {}): Medication =>
  ({ ...medication(of), status: 'active', ...more }) as unknown as Medication;
const ordered = (value: number, unit = 'mg', route = '26643006'): Request =>
  request('r', { dosageInstruction: [dosage({}, value, unit, route)] }) as unknown as Request;
const tablet = product(TABLET);
const holding = (unitAmount: number, unit: string): Medication => product({ ...TABLET, unitAmount, unit });

describe('a product in the place of another', () => {
  it('has the same substance, is given by the ordered route and is counted in the ordered unit', () => {
    expect(mayReplace(ordered(500), tablet, product({ ...TABLET, id: 'other-maker' }))).toBe(true);
    expect(mayReplace(ordered(500), tablet, product({ ...TABLET, unitAmount: 250 }))).toBe(true);
  });

  it.each<[string, Request, Medication]>([
    ['another substance', ordered(500), product(OTHER)],
    ['another route', ordered(500), product({ ...TABLET, routes: ['intravenous'] })],
    ['a unit that the dose is not ordered in', ordered(500), product(STRONG)],
    ['a product that is not in use any more', ordered(500), product(TABLET, { status: 'inactive' })],
    ['a product without a number, which cannot be scanned', ordered(500), product(TABLET, { identifier: [] })],
    ['a product without a name', ordered(500), product(TABLET, { ingredient: [], code: {} })],
    ['an order whose dose cannot be read', { ...ordered(500), dosageInstruction: [] }, product(TABLET)],
  ])('is never %s', (_name, order, other) => {
    expect(mayReplace(order, tablet, other)).toBe(false);
  });

  it('of unknown name is not the same as another of unknown name', () => {
    const nameless = { ingredient: [], code: {} };
    expect(mayReplace(ordered(500), product(TABLET, nameless), product(TABLET, nameless))).toBe(false);
  });

  it('whose route the product file does not tell may be given by the ordered one', () => {
    const { routes: _routes, ...anyway } = TABLET;
    expect(mayReplace(ordered(500), tablet, product(anyway))).toBe(true);
  });
});

describe('units for one dose', () => {
  it.each<[string, number, string, number, string, number]>([
    ['a tablet', 500, 'mg', 500, 'mg', 1],
    ['two tablets', 1000, 'mg', 500, 'mg', 2],
    ['grams of milligrams', 0.25, 'g', 500, 'mg', 1],
    ['micrograms of milligrams', 1500, 'ug', 1, 'mg', 2],
    ['a third over', 501, 'mg', 500, 'mg', 2],
    ['tenths that do not add up in binary', 0.3, 'mg', 0.1, 'mg', 3],
    ['millilitres of litres', 1500, 'mL', 1, 'L', 2],
    ['units of a vial', 7500, '[iU]', 5000, '[iU]', 2],
    ['what cannot be compared', 10, 'mL', 500, 'mg', 1],
  ])('%s: %d %s out of %d %s are %d', (_name, dose, unit, each, of, units) => {
    expect(unitsFor(ordered(dose, unit), holding(each, of))).toBe(units);
  });

  it('is one of a container that is used more than once', () => {
    const extension = [{ url: 'https://maru.health/fhir/StructureDefinition/multi-dose', valueBoolean: true }];
    expect(unitsFor(ordered(5000), product(TABLET, { extension }))).toBe(1);
    expect(unitsFor(ordered(30, '[iU]'), product(PEN))).toBe(1);
  });

  it('are enough in whatever unit the dose is written, and never one too many', () => {
    const units = fc.constantFrom<[string, number]>(['ug', 0.001], ['mg', 1], ['g', 1000]);
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40_000 }),
        units,
        fc.constantFrom(1, 25, 250, 500),
        (mg, [unit, per], each) => {
          const count = unitsFor(ordered(mg / per, unit), holding(each, 'mg'));
          expect(count * each).toBeGreaterThanOrEqual(mg - 1e-6);
          expect((count - 1) * each).toBeLessThan(mg);
        },
      ),
    );
  });

  it('heparin is counted in its own units', () => {
    expect(unitsFor(ordered(5000, '[iU]', '47625008'), product(HEPARIN))).toBe(1);
    expect(unitsFor(ordered(12_500, '[iU]', '47625008'), product(HEPARIN))).toBe(3);
  });
});

describe('where an order stands', () => {
  const task = (more: Partial<Task>): Task => ({ resourceType: 'Task', status: 'requested', intent: 'order', ...more });

  it('is asked while the prescriber owes an answer, answered when it came, and again when it changed', () => {
    expect(standingOf(undefined, false)).toBe('waiting');
    expect(standingOf(task({}), false)).toBe('waiting');
    expect(standingOf(undefined, true)).toBe('again');
    expect(standingOf(task({}), true)).toBe('again');
    expect(standingOf(task({ status: 'on-hold' }), true)).toBe('asked');
    expect(standingOf(task({ businessStatus: careConcept('answered') }), true)).toBe('answered');
    expect(standingOf(task({ status: 'on-hold', businessStatus: careConcept('answered') }), false)).toBe('asked');
  });
});

const ABOUT = { attempt: 'attempt-1', order: 'o', version: '1', reading: '6f1c1f4e-3a55-4a7c-9d2b-2a9d6c1f0a11' };
const GTIN = '08809912000014';

function faultOf(work: () => unknown): string {
  try {
    work();
    return '';
  } catch (error) {
    if (!(error instanceof OutcomeError)) return String(error);
    return error.code === 'care.body-invalid' ? error.message : `other code ${error.code}`;
  }
}

type Shape = Parameters<typeof readJson>[0];
const read = (shape: Shape, body: object): string => faultOf(() => readJson(shape, JSON.stringify(body)));

describe('what the pharmacy is told', () => {
  it.each<[string, Shape, object, string]>([
    ['a decision without a reading', decisionShape, { ...ABOUT, decision: 'verify', reading: undefined }, 'reading'],
    ['a decision without a version', decisionShape, { ...ABOUT, decision: 'verify', version: '' }, 'version'],
    ['a decision that is none', decisionShape, { ...ABOUT, decision: 'approve' }, 'decision'],
    ['a rejection without words', decisionShape, { ...ABOUT, decision: 'reject', reason: 'dose' }, 'text'],
    ['words beyond all measure', decisionShape, { ...ABOUT, decision: 'question', text: '가'.repeat(2001) }, 'text'],
    ['an empty answer', answerShape, { attempt: 'attempt-1', task: 't', text: ' ' }, 'text'],
    ['an outcome that is none', reviewShape, { attempt: 'attempt-1', task: 't', outcome: 'fine' }, 'outcome'],
    ['a level below nothing', levelShape, { attempt: 'attempt-1', place: 'p', gtin: GTIN, minimum: -1 }, 'minimum'],
    ['a level of half a tablet', levelShape, { attempt: 'attempt-1', place: 'p', gtin: GTIN, minimum: 0.5 }, 'minimum'],
    ['a level of a KD code', levelShape, { attempt: 'attempt-1', place: 'p', gtin: GTIN.slice(1), minimum: 1 }, 'gtin'],
    ['a recall of every lot', recallShape, { attempt: 'attempt-1', gtin: GTIN, lot: '', reason: 'x' }, 'lot'],
    ['a recall without a reason', recallShape, { attempt: 'attempt-1', gtin: GTIN, lot: 'A' }, 'reason'],
    ['an end of a recall without a reason', endRecallShape, { attempt: 'attempt-1', flag: 'f', reason: '' }, 'reason'],
    ['a short attempt', endRecallShape, { attempt: 'a', flag: 'f', reason: 'x' }, 'attempt'],
  ])('is refused with %s', (_name, shape, body, says) => {
    expect(read(shape, body)).toContain(says);
  });

  it('every reason for a rejection is taken', () => {
    for (const reason of REJECT_REASONS)
      expect(read(decisionShape, { ...ABOUT, decision: 'reject', reason, text: '확인 필요' })).toBe('');
  });

  const move = { attempt: 'attempt-1', raw: 'x', units: 5 };
  it.each<[string, object, string]>([
    ['received', { kind: 'receive', to: 'pharmacy' }, 'to'],
    ['moved', { kind: 'move', from: 'pharmacy', to: 'ward-61' }, 'from'],
    ['returned', { kind: 'return', to: 'pharmacy' }, 'to'],
    ['wasted', { kind: 'waste', from: 'pharmacy', reason: '파손' }, 'from'],
    ['counted', { kind: 'count', at: 'pharmacy' }, 'at'],
  ])('stock is %s at a place that is named, a product that was scanned, in whole units', (_name, body, place) => {
    expect(read(moveShape, { ...move, ...body })).toBe('');
    expect(read(moveShape, { ...move, ...body, [place]: undefined })).toContain(place);
    expect(read(moveShape, { ...move, ...body, raw: '' })).toContain('raw');
    for (const units of [0.5, -1, 100_001, '5', null])
      expect(read(moveShape, { ...move, ...body, units })).toContain('units');
    expect(read(moveShape, { ...move, ...body, patient: 'anna' })).toContain('patient');
  });

  it('questions are bounded, in Korean unless asked otherwise', () => {
    expect(readQuery(orderQuery, 'order=o')).toEqual({ order: 'o', language: 'ko' });
    expect(readQuery(labelQuery, 'dispense=d&language=en')).toEqual({
      dispense: 'd',
      format: 'layout',
      language: 'en',
    });
    expect(faultOf(() => readQuery(orderQuery, 'order=o&language=de'))).toContain('language');
    expect(faultOf(() => readQuery(orderQuery, ''))).toContain('order');
    expect(faultOf(() => readQuery(prepareQuery, 'hours=0'))).toContain('hours');
    expect(faultOf(() => readQuery(prepareQuery, 'hours=1.5'))).toContain('hours');
    expect(faultOf(() => readQuery(movesQuery, 'gtin=880'))).toContain('gtin');
    expect(readQuery(recallQuery, `gtin=${GTIN}&lot=A1`)).toEqual({ gtin: GTIN, lot: 'A1' });
    expect(faultOf(() => readQuery(recallQuery, `gtin=${GTIN}`))).not.toBe('');
  });
});
