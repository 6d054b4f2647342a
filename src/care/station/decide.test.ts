import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EpochMs } from '../../kernel/index.ts';
import {
  ANNA,
  badge,
  band,
  BORA,
  COLLEAGUE,
  HEPARIN,
  minutes,
  NOW,
  NURSE,
  OTHER,
  pack,
  REVOKED,
  STRONG,
  STUDENT,
  TABLET,
} from '../loop/testing.ts';
import { DEFAULT_LOOP_SETTINGS, type Step } from '../loop/index.ts';
import { cacheMinutes, decideOffline, dosesOf, isGiven } from './decide.ts';
import type { StationEntry, StationOrder, StationPatient, WardSnapshot } from './snapshot.ts';

const CONFIRM: Step = { action: 'confirm' };
const GIVE: readonly Step[] = [badge(NURSE), band(ANNA), pack(TABLET), CONFIRM];

function order(id: string, more: Partial<StationOrder['order']> = {}, rest: Partial<StationOrder> = {}): StationOrder {
  return {
    order: {
      id,
      patient: 'anna',
      product: TABLET.id,
      dose: { value: 500, unit: 'mg' },
      route: 'oral',
      status: 'active',
      version: '1',
      verified: true,
      ...more,
    },
    text: 'paracetamol 500 mg',
    drug: 'paracetamol',
    slots: [NOW],
    asNeeded: false,
    highAlert: false,
    ...rest,
  };
}

function patient(of: typeof ANNA, orders: readonly StationOrder[], more: Partial<StationPatient> = {}): StationPatient {
  return {
    ...of,
    number: '1',
    name: { ko: of.id, en: of.id },
    sex: 'female',
    bed: '1',
    problems: [],
    allergyState: 'none-known',
    allergies: [],
    substances: [],
    flags: [],
    alerts: [],
    orders,
    unreadable: [],
    given: [],
    observations: [],
    results: [],
    vitals: [],
    ...more,
  };
}

function ward(
  anna: Partial<StationPatient> = {},
  orders: readonly StationOrder[] = [order('o')],
  more: Partial<WardSnapshot> = {},
): WardSnapshot {
  return {
    version: 1,
    ward: { id: 'w', name: 'w' },
    taken: NOW,
    zone: 'Asia/Seoul',
    settings: DEFAULT_LOOP_SETTINGS,
    staff: [NURSE, COLLEAGUE, STUDENT, REVOKED].map((one) => ({ ...one, name: { ko: one.id, en: one.id } })),
    products: [TABLET, STRONG, HEPARIN, OTHER],
    recalls: [],
    serials: [],
    patients: [patient(ANNA, orders, anna), patient(BORA, [order('b', { patient: 'bora' })])],
    ...more,
  };
}

function entry(more: Partial<StationEntry> = {}): StationEntry {
  return {
    attempt: 'attempt-1',
    patient: 'anna',
    order: 'o',
    orderVersion: '1',
    slot: NOW,
    at: NOW,
    steps: GIVE,
    cacheMinutes: 0,
    messageKey: 'loop.med.ok-queued',
    ...more,
  };
}

const ask = (steps: readonly Step[] = GIVE, more: { slot?: EpochMs; now?: EpochMs; order?: string } = {}) => ({
  patient: 'anna',
  order: 'o',
  slot: NOW,
  now: NOW,
  steps,
  ...more,
});

describe('a dose without the house', () => {
  it.each<[string, WardSnapshot, readonly Step[], string, string]>([
    ['as ordered', ward(), GIVE, 'allow', 'loop.med.ok-queued'],
    ['nothing scanned yet', ward(), [], 'wait', 'loop.awaits.badge'],
    ['no band yet', ward(), [badge(NURSE)], 'wait', 'loop.awaits.band'],
    ['no product yet', ward(), [badge(NURSE), band(ANNA)], 'wait', 'loop.awaits.product'],
    ['another patient', ward(), [badge(NURSE), band(BORA), pack(TABLET), CONFIRM], 'stop', 'loop.med.wrong-patient'],
    [
      'an old band',
      ward(),
      [badge(NURSE), band({ ...ANNA, bandInstance: '1' }), pack(TABLET)],
      'stop',
      'loop.band.superseded',
    ],
    ['product before band', ward(), [badge(NURSE), pack(TABLET), band(ANNA)], 'stop', 'loop.band.missing'],
    ['a student', ward(), [badge(STUDENT), band(ANNA), pack(TABLET)], 'stop', 'loop.staff.not-entitled'],
    ['a revoked badge', ward(), [badge(REVOKED), band(ANNA), pack(TABLET)], 'stop', 'loop.staff.not-entitled'],
    ['another drug', ward(), [badge(NURSE), band(ANNA), pack(OTHER)], 'stop', 'loop.med.wrong-drug'],
    ['another strength', ward(), [badge(NURSE), band(ANNA), pack(STRONG)], 'stop', 'loop.med.wrong-strength'],
    [
      'two for one',
      ward(),
      [badge(NURSE), band(ANNA), pack(TABLET, 'S1'), pack(TABLET, 'S2')],
      'stop',
      'loop.med.dose-exceeded',
    ],
    ['an expired pack', ward(), [badge(NURSE), band(ANNA), pack(TABLET, 'S1', '260630')], 'stop', 'loop.med.expired'],
    [
      'a recalled lot',
      ward({}, [order('o')], { recalls: [{ product: TABLET.id, lot: 'L1' }] }),
      GIVE,
      'stop',
      'loop.med.recalled-lot',
    ],
    [
      'a pack of somebody else',
      ward({}, [order('o')], { serials: [{ product: TABLET.id, serial: 'S1', patient: 'bora' }] }),
      GIVE,
      'stop',
      'loop.med.serial-used',
    ],
    ['an allergy', ward({ substances: ['paracetamol'] }), GIVE, 'stop', 'loop.med.allergy'],
    ['an order on hold', ward({}, [order('o', { status: 'on-hold' })]), GIVE, 'stop', 'loop.med.on-hold'],
    [
      'an order that nobody verified',
      ward({}, [order('o', { verified: false })]),
      GIVE,
      'stop',
      'loop.med.not-verified',
    ],
    ['nil by mouth', ward({ flags: ['nil-by-mouth'] }), GIVE, 'warn', 'loop.med.nil-by-mouth'],
    ['somebody who died', ward({ gone: 'deceased' }), GIVE, 'stop', 'loop.med.patient-deceased'],
    [
      'given before the cut',
      ward({ given: [{ order: 'o', drug: 'paracetamol', slot: NOW, at: NOW, status: 'completed' }] }),
      GIVE,
      'stop',
      'loop.med.already-given',
    ],
    [
      'a high-alert drug alone',
      ward({}, [order('o', { product: HEPARIN.id, dose: { value: 5000, unit: '[iU]' }, route: 'intravenous' })]),
      [badge(NURSE), band(ANNA), pack(HEPARIN), CONFIRM],
      'stop',
      'loop.med.witness-missing',
    ],
    [
      'a high-alert drug with a witness',
      ward({}, [order('o', { product: HEPARIN.id, dose: { value: 5000, unit: '[iU]' }, route: 'intravenous' })]),
      [badge(NURSE), band(ANNA), pack(HEPARIN), badge(COLLEAGUE), CONFIRM],
      'allow',
      'loop.med.ok-queued',
    ],
  ])('%s', (_name, snapshot, steps, decision, key) => {
    expect(decideOffline(snapshot, [], ask(steps))).toMatchObject({ decision, messageKey: key });
  });

  it('is told in both languages, and never in codes alone', () => {
    const { message, messages } = decideOffline(ward(), [], ask([badge(NURSE), band(BORA)]));
    expect(message.ko).toMatch(/\p{Script=Hangul}/u);
    expect(message.en).toMatch(/[a-z] [a-z]/);
    expect(messages.map(({ key }) => key)).toEqual(['loop.med.wrong-patient']);
  });

  it('asks for a reason where what the station knows is old', () => {
    const late = { now: minutes(31), slot: minutes(31) };
    expect(decideOffline(ward(), [], ask(GIVE, late))).toMatchObject({ decision: 'warn', reasonRequired: true });
    const inside = { now: minutes(30), slot: minutes(30) };
    expect(decideOffline(ward(), [], ask(GIVE, inside)).decision).toBe('allow');
  });

  it('is refused for an order or a patient that the station does not hold', () => {
    expect(decideOffline(ward(), [], { ...ask(), order: 'nowhere' }).decision).toBe('stop');
    expect(decideOffline(ward(), [], { ...ask(), patient: 'nobody' }).decision).toBe('stop');
  });

  it('counts what was given here, for the slot and for the day', () => {
    expect(decideOffline(ward(), [entry()], ask()).messageKey).toBe('loop.med.already-given');
    const prn = { prn: { minIntervalHours: 6, maxPerDay: 4000 } };
    const asNeeded = ward({}, [order('o', prn, { asNeeded: true, slots: [] })]);
    const steps: readonly Step[] = [...GIVE, { action: 'prn-reason', code: 'pain' }];
    const { slot: _, ...now } = ask(steps);
    expect(decideOffline(asNeeded, [], { ...now, slot: undefined }).decision).toBe('allow');
    const { slot: _slot, ...given } = entry({ at: minutes(-60) });
    expect(decideOffline(asNeeded, [given], { ...now, slot: undefined }).messageKey).toBe('loop.med.prn-interval');
  });

  it('does not count what was left here, nor what another patient got', () => {
    const left = entry({ steps: [badge(NURSE), band(ANNA), { action: 'not-given', reason: 'patient-refused' }] });
    expect(isGiven(left)).toBe(false);
    expect(decideOffline(ward(), [left], ask()).decision).toBe('allow');
    expect(decideOffline(ward(), [entry({ patient: 'bora', order: 'b' })], ask()).decision).toBe('allow');
  });

  it('never allows anything but the ordered drug for the patient whose band was read, in whatever order things are scanned', () => {
    const scans: readonly Step[] = [
      badge(NURSE),
      badge(STUDENT),
      badge(REVOKED),
      band(ANNA),
      band(BORA),
      pack(TABLET, 'S1'),
      pack(TABLET, 'S2'),
      pack(STRONG),
      pack(OTHER),
      pack(HEPARIN),
      CONFIRM,
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...scans), { maxLength: 7 }), (steps) => {
        const { decision } = decideOffline(ward(), [], ask(steps));
        if (decision !== 'allow' && decision !== 'warn') return;
        const bands = steps.filter((step) => 'scan' in step && step.scan === 'band');
        const worn = steps.find((step) => 'scan' in step && step.scan === 'badge');
        expect(bands.at(-1)).toEqual(band(ANNA));
        expect(worn).toEqual(badge(NURSE));
        expect(
          steps.some(
            (step) => 'scan' in step && step.scan === 'product' && step.raw !== null && step.raw.includes(TABLET.gtin),
          ),
        ).toBe(true);
        for (const other of [STRONG, OTHER, HEPARIN]) expect(steps).not.toContainEqual(pack(other));
      }),
      { numRuns: 500 },
    );
  });
});

describe('the age of what is known', () => {
  it('is whole minutes, and none where the clock of the station goes back', () => {
    expect(cacheMinutes(ward(), minutes(29.9))).toBe(29);
    expect(cacheMinutes(ward(), minutes(-600))).toBe(0);
  });
});

const standings = (snapshot: WardSnapshot, queue: readonly StationEntry[] = [], now: EpochMs = NOW) => {
  const [anna] = snapshot.patients;
  return anna === undefined ? [] : dosesOf(snapshot, anna, queue, now).map(({ standing }) => standing);
};
const given = (status: string) => [{ order: 'o', drug: 'paracetamol', slot: NOW, at: NOW, status }];

describe('the doses of a patient', () => {
  it.each<[string, readonly string[], WardSnapshot, readonly StationEntry[], EpochMs]>([
    ['due until the window is over', ['due'], ward(), [], minutes(60)],
    ['late after it', ['late'], ward(), [], minutes(61)],
    [
      'late sooner where the time is critical',
      ['late'],
      ward({}, [order('o', { timeCritical: true })]),
      [],
      minutes(31),
    ],
    ['given before the cut', ['given'], ward({ given: given('completed') }), [], NOW],
    ['left before the cut', ['left'], ward({ given: given('not-done') }), [], NOW],
    ['given here', ['given-here'], ward(), [entry()], NOW],
    ['left here', ['left-here'], ward(), [entry({ steps: [{ action: 'not-given', reason: 'x' }] })], NOW],
    ['given here after it was left', ['given-here'], ward({ given: given('not-done') }), [entry()], NOW],
    ['held', ['held'], ward({}, [order('o', { status: 'on-hold' })]), [], NOW],
    ['as needed, without a time', ['as-needed'], ward({}, [order('o', {}, { asNeeded: true, slots: [] })]), [], NOW],
    ['held as needed', ['held'], ward({}, [order('o', { status: 'on-hold' }, { asNeeded: true, slots: [] })]), [], NOW],
  ])('%s', (_name, expected, snapshot, queue, now) => {
    expect(standings(snapshot, queue, now)).toEqual(expected);
  });

  it('come by time, those without one last', () => {
    const snapshot = ward({}, [
      order('prn', {}, { asNeeded: true, slots: [] }),
      order('late', {}, { slots: [minutes(120), minutes(60)] }),
      order('o'),
    ]);
    const [anna] = snapshot.patients;
    const found = anna === undefined ? [] : dosesOf(snapshot, anna, [], NOW);
    expect(found.map((dose) => [dose.order.order.id, dose.slot])).toEqual([
      ['o', NOW],
      ['late', minutes(60)],
      ['late', minutes(120)],
      ['prn', undefined],
    ]);
  });
});
