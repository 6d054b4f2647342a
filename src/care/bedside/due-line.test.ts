import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ResourceOfType } from '../../fhir/index.ts';
import { instantOf, type EpochMs } from '../../kernel/index.ts';
import { DEFAULT_LOOP_SETTINGS } from '../loop/index.ts';
import { HEPARIN, minutes, NOW, TABLET } from '../loop/testing.ts';
import { doseAt, lineOf, recordedIn, runningIn, type DoseStanding, type DueDose, type DueFacts } from './due-line.ts';
import { dispense, dosage, medication, request, type Json } from './testing.ts';

type Request = ResourceOfType['MedicationRequest'];
type Administration = ResourceOfType['MedicationAdministration'];
type Medication = ResourceOfType['Medication'];
type Dispense = ResourceOfType['MedicationDispense'];

const url = (name: string): string => `https://maru.health/fhir/StructureDefinition/${name}`;
const flag = (name: string): Json => ({ url: url(name), valueBoolean: true });
const order = (more: Json = {}): Request => request('order', more) as unknown as Request;
const product = (one: Json): Medication => one as unknown as Medication;

const PRODUCTS: ReadonlyMap<string, Medication> = new Map([
  [TABLET.id, product(medication(TABLET))],
  [HEPARIN.id, product(medication(HEPARIN))],
]);

const facts = (more: Partial<DueFacts> = {}): DueFacts => ({
  now: NOW,
  settings: DEFAULT_LOOP_SETTINGS,
  products: PRODUCTS,
  dispenses: new Map(),
  pharmacists: new Set(['pharmacist']),
  recorded: new Map(),
  running: new Map(),
  ...more,
});

/** An administration of the order for a slot. */
const given = (status: string, slot: EpochMs | undefined, more: Json = {}): Administration =>
  ({
    resourceType: 'MedicationAdministration',
    id: `given-${status}`,
    status,
    request: { reference: 'MedicationRequest/order' },
    effectiveDateTime: instantOf(NOW),
    ...(slot === undefined ? {} : { extension: [{ url: url('dose-slot'), valueDateTime: instantOf(slot) }] }),
    ...more,
  }) as unknown as Administration;

const lineAt = (one: Request, slot: EpochMs | undefined, more: Partial<DueFacts> = {}): DueDose =>
  doseAt(one, lineOf(one, facts(more)), slot, facts(more));
const became = (status: string, slot: EpochMs | undefined, one = order()): DueDose =>
  lineAt(one, slot, { recorded: recordedIn([given(status, slot)], minutes(1000)) });

describe('what a line tells of its order', () => {
  it('names patient, order, version, drug, code, dose and route', () => {
    expect(lineOf(order({ meta: { versionId: '7' } }), facts())).toMatchObject({
      patient: 'anna',
      order: 'order',
      orderVersion: '7',
      drug: 'paracetamol',
      gtin: TABLET.gtin,
      product: TABLET.id,
      dose: { value: 500, unit: 'mg' },
      route: 'oral',
      verified: false,
      highAlert: false,
      timeCritical: false,
    });
  });

  it('marks a high alert drug and a dose whose minute counts', () => {
    const one = order({
      medicationReference: { reference: `Medication/${HEPARIN.id}` },
      extension: [flag('time-critical')],
    });
    expect(lineOf(one, facts())).toMatchObject({ drug: 'heparin', highAlert: true, timeCritical: true });
  });

  it('still names a drug whose product is unknown here, by its words, and does not call it safe by a code', () => {
    const one = order({ medicationReference: undefined, medicationCodeableConcept: { text: 'Digoxin 0.25' } });
    const line = lineOf(one, facts());
    expect(line.drug).toBe('digoxin 0.25');
    expect(line).not.toHaveProperty('gtin');
    expect(doseAt(one, line, undefined, facts()).standing).toBe('unreadable');
  });

  it('keeps the names of the product in all its languages', () => {
    const code = { coding: [{ display: 'Tylenol' }], text: '타이레놀' };
    const products = new Map([[TABLET.id, product({ ...medication(TABLET), code })]]);
    expect(lineOf(order(), facts({ products })).name).toEqual(code);
  });

  it.each([
    [
      'an as-needed dose with a code',
      { asNeededCodeableConcept: { coding: [{ code: 'pain' }], text: '통증' } },
      'pain',
    ],
    ['an as-needed dose with words', { asNeededCodeableConcept: { text: '통증' } }, '통증'],
    ['an as-needed dose without a reason', { asNeededBoolean: true }, undefined],
  ])('%s says what it is for', (_, more, reason) => {
    const line = lineOf(order({ dosageInstruction: [dosage(more)] }), facts());
    expect(line.prn).toEqual(reason === undefined ? {} : { reason });
  });

  it('shows the rate of something that runs', () => {
    const rate = { rateQuantity: { value: 20, code: 'mL/h' } };
    const line = lineOf(order({ dosageInstruction: [dosage({ doseAndRate: [rate] })] }), facts());
    expect(line.infusion).toEqual({ rate: 20, unit: 'mL/h' });
  });

  it.each<[string, Json, string, boolean]>([
    ['a pharmacist', {}, 'pharmacist', true],
    ['somebody who is no pharmacist', {}, 'nurse', false],
    ['a pharmacist who then stopped it', { status: 'stopped' }, 'pharmacist', false],
    ['a pharmacist in error', { status: 'entered-in-error' }, 'pharmacist', false],
    ['a pharmacist before the order changed', { meta: { lastUpdated: '2026-06-01T00:00:00Z' } }, 'pharmacist', false],
  ])('is verified only by a dispense of a pharmacist of the order as it stands: %s', (_, more, by, verified) => {
    const meta = { lastUpdated: '2026-07-01T00:00:00Z' };
    const performer = [{ actor: { reference: `Practitioner/${by}` } }];
    const one = dispense('order', { meta, performer, ...more }) as unknown as Dispense;
    expect(lineOf(order({ meta }), facts({ dispenses: new Map([['order', [one]]]) })).verified).toBe(verified);
  });
});

describe('what became of a dose', () => {
  it.each<[string, DoseStanding]>([
    ['completed', 'given'],
    ['stopped', 'given'],
    ['in-progress', 'running'],
    ['on-hold', 'paused'],
    ['not-done', 'refused'],
    ['entered-in-error', 'due'],
  ])('%s is %s', (status, standing) => {
    expect(became(status, NOW).standing).toBe(standing);
  });

  it('of an as-needed order is never the end of it: it may be given again', () => {
    const prn = order({ dosageInstruction: [dosage({ asNeededBoolean: true })] });
    const line = became('completed', undefined, prn);
    expect(line.standing).toBe('as-needed');
    expect(line.administration).toBe('given-completed');
    expect(line).not.toHaveProperty('slot');
  });

  it('of an order on hold is held, but what was given before it stays given and what runs runs', () => {
    const held = order({ status: 'on-hold' });
    expect(lineAt(held, NOW).standing).toBe('held');
    expect(became('completed', NOW, held).standing).toBe('given');
    expect(became('in-progress', NOW, held).standing).toBe('running');
  });

  it.each<[string, Json]>([
    ['two dosages', { dosageInstruction: [dosage(), dosage()] }],
    ['a proposal', { intent: 'proposal' }],
    ['an order not to give', { doNotPerform: true }],
    ['a schedule in months', { dosageInstruction: [dosage({ timing: { repeat: { period: 1, periodUnit: 'mo' } } })] }],
  ])('is told as unreadable for %s, never left to look due', (_, more) => {
    expect(lineAt(order(more), NOW).standing).toBe('unreadable');
  });

  it('is late only after the window, which is shorter where the minute counts', () => {
    const { doseWindowMinutes, timeCriticalWindowMinutes } = DEFAULT_LOOP_SETTINGS;
    expect(timeCriticalWindowMinutes).toBeLessThan(doseWindowMinutes);
    const critical = order({ extension: [flag('time-critical')] });
    for (const [one, window] of [[order(), doseWindowMinutes] as const, [critical, timeCriticalWindowMinutes] as const])
      expect([-window, 0, window, window + 1 / 60_000].map((off) => lineAt(one, minutes(-off)).standing)).toEqual([
        'due',
        'due',
        'due',
        'late',
      ]);
  });

  it('says when, why, and whether it was entered afterwards', () => {
    const more = {
      statusReason: [{ coding: [{ code: 'patient-refused' }] }],
      extension: [{ url: url('dose-slot'), valueDateTime: instantOf(NOW) }, flag('late-entry')],
    };
    const recorded = recordedIn([given('not-done', NOW, more)], minutes(1));
    expect(lineAt(order(), NOW, { recorded })).toMatchObject({
      slot: instantOf(NOW),
      at: instantOf(NOW),
      reason: 'patient-refused',
      lateEntry: true,
    });
  });

  it('begins when an infusion began, and does not call a plain entry late', () => {
    const period = { effectiveDateTime: undefined, effectivePeriod: { start: instantOf(minutes(-5)) } };
    const recorded = recordedIn([given('in-progress', NOW, period)], minutes(1));
    const line = lineAt(order(), NOW, { recorded });
    expect(line.at).toBe(instantOf(minutes(-5)));
    expect(line).not.toHaveProperty('lateEntry');
  });
});

describe('which entry stands for a slot', () => {
  const STATUSES = ['completed', 'not-done', 'in-progress', 'on-hold', 'stopped', 'entered-in-error'] as const;
  const RANK: Readonly<Record<string, number>> = { 'in-progress': 2, 'on-hold': 2, completed: 1, stopped: 1 };

  it('is a running one, else a given one, else the newest refusal, whatever the order of the answers', () => {
    const entry = fc.record({ status: fc.constantFrom(...STATUSES), at: fc.integer({ min: 0, max: 1000 }) });
    fc.assert(
      fc.property(fc.uniqueArray(entry, { selector: ({ at }) => at, maxLength: 8 }), (entries) => {
        const all = entries.map(({ status, at }) =>
          given(status, NOW, { id: String(at), effectiveDateTime: instantOf(minutes(at)) }),
        );
        const [best] = entries
          .filter(({ status }) => status !== 'entered-in-error')
          .toSorted((one, other) => (RANK[other.status] ?? 0) - (RANK[one.status] ?? 0) || other.at - one.at);
        const stands = recordedIn(all, minutes(1)).get(`order ${NOW}`);
        expect(stands?.id).toBe(best === undefined ? undefined : String(best.at));
      }),
    );
  });

  it('compares moments, not texts: nine in Seoul is before one in London', () => {
    const seoul = given('not-done', NOW, { id: 'seoul', effectiveDateTime: '2026-07-01T09:00:00+09:00' });
    const london = given('not-done', NOW, { id: 'london', effectiveDateTime: '2026-07-01T01:00:00Z' });
    for (const both of [
      [seoul, london],
      [london, seoul],
    ])
      expect(recordedIn(both, minutes(1)).get(`order ${NOW}`)?.id).toBe('london');
  });

  it('is nobody’s where the entry is for a later slot than asked, or names no order', () => {
    expect(recordedIn([given('completed', minutes(60))], minutes(60)).size).toBe(0);
    expect(recordedIn([given('completed', minutes(59))], minutes(60)).size).toBe(1);
    expect(recordedIn([given('completed', NOW, { request: undefined })], minutes(60)).size).toBe(0);
  });

  it('does not take a dose of one slot for that of another, nor of another order', () => {
    const other = given('completed', minutes(60), { request: { reference: 'MedicationRequest/other' } });
    const recorded = recordedIn([given('completed', minutes(30)), other], minutes(100));
    expect(lineAt(order(), NOW, { recorded }).standing).toBe('due');
    expect(lineAt(order(), minutes(60), { recorded }).standing).toBe('due');
    expect(lineAt(order(), minutes(30), { recorded }).standing).toBe('given');
  });

  it('lists every slot at which something of an order runs', () => {
    const running = runningIn([
      given('in-progress', NOW),
      given('on-hold', minutes(90)),
      given('in-progress', undefined),
    ]);
    expect(running.get('order')).toEqual([NOW, minutes(90)]);
  });
});
