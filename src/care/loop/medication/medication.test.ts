import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planOf } from '../plan.ts';
import type { MedicationState } from '../state.ts';
import type { Step } from '../steps.ts';
import {
  ANNA,
  badge,
  band,
  BORA,
  COLLEAGUE,
  HEPARIN,
  medication,
  minutes,
  NOW,
  NURSE,
  orderOf,
  OTHER,
  pack,
  PEN,
  REVOKED,
  STRONG,
  STUDENT,
  TABLET,
  USUAL,
} from '../testing.ts';
import type { Verdict } from '../verdict.ts';
import { decideMedication } from './medication.ts';

const verdictOf = (more: Partial<MedicationState>): Verdict => decideMedication(medication(more)).verdict;
const keyOf = (more: Partial<MedicationState>): string => verdictOf(more).messageKey;
const withOrder = (
  more: Parameters<typeof orderOf>[0],
  rest: Partial<MedicationState> = {},
): Partial<MedicationState> => ({
  orders: [orderOf(more)],
  ...rest,
});

const expiringScans = (expiry: string): readonly Step[] => [badge(NURSE), band(ANNA), pack(TABLET, 'S1', expiry)];

describe('the bounds of time', () => {
  it.each([
    [60, 'loop.med.ok'],
    [61, 'loop.med.early'],
    [-60, 'loop.med.ok'],
    [-61, 'loop.med.late'],
  ])('a dose due in %i minutes is told %s', (due, key) => {
    expect(keyOf(withOrder({ due: minutes(due) }))).toBe(key);
  });

  it('are narrower where the drug is time-critical, and are the hospital’s own', () => {
    expect(keyOf(withOrder({ due: minutes(-30), timeCritical: true }))).toBe('loop.med.ok');
    expect(keyOf(withOrder({ due: minutes(-31), timeCritical: true }))).toBe('loop.med.late');
    const settings = { ...medication().settings, doseWindowMinutes: 15 };
    expect(keyOf(withOrder({ due: minutes(-16) }, { settings }))).toBe('loop.med.late');
  });

  it('let a dose expire at the end of its day, on the clocks of the hospital', () => {
    expect(keyOf({ steps: expiringScans('260701') })).toBe('loop.med.ok');
    expect(keyOf({ steps: expiringScans('260630') })).toBe('loop.med.expired');
    expect(keyOf({ steps: expiringScans('260700') })).toBe('loop.med.ok');
    const almostTomorrow = minutes(15 * 60 - 1);
    expect(keyOf(withOrder({ due: almostTomorrow }, { steps: expiringScans('260701'), now: almostTomorrow }))).toBe(
      'loop.med.ok',
    );
    const midnight = minutes(15 * 60);
    expect(keyOf(withOrder({ due: midnight }, { steps: expiringScans('260701'), now: midnight }))).toBe(
      'loop.med.expired',
    );
  });

  it('let an as-needed dose be given exactly after its interval', () => {
    const prn = { minIntervalHours: 6, maxPerDay: 1000 };
    const steps: readonly Step[] = [...USUAL, { action: 'prn-reason', code: 'pain' }];
    const { due: _, ...unscheduled } = orderOf({ prn });
    const earlier = (at: number, dose = 500): Partial<MedicationState> => ({
      orders: [unscheduled],
      steps,
      given: [{ order: 'another', drug: 'paracetamol', at: minutes(at), dose, status: 'completed' }],
    });
    expect(keyOf(earlier(-360))).toBe('loop.med.ok');
    expect(keyOf(earlier(-359))).toBe('loop.med.prn-interval');
    expect(keyOf(earlier(-360, 501))).toBe('loop.med.daily-maximum');
    expect(keyOf(earlier(-24 * 60, 501))).toBe('loop.med.ok');
  });
});

describe('amounts', () => {
  it('count a pack once that was scanned twice, and compare across units', () => {
    expect(keyOf({ steps: [...USUAL, pack(TABLET)] })).toBe('loop.med.ok');
    expect(keyOf({ steps: [...USUAL, pack(TABLET, 'S2')] })).toBe('loop.med.dose-exceeded');
    const gram = withOrder({ dose: { value: 1000, unit: 'mg' }, substitutes: [STRONG.id] });
    expect(keyOf({ ...gram, steps: [badge(NURSE), band(ANNA), pack(STRONG)] })).toBe('loop.med.ok');
    expect(keyOf({ ...gram, steps: [...USUAL, pack(TABLET, 'S2')] })).toBe('loop.med.ok');
  });

  it('do not count a container that holds many doses', () => {
    const pen = withOrder({ product: PEN.id, dose: { value: 12, unit: '[iU]' }, route: 'subcutaneous' });
    expect(keyOf({ ...pen, steps: [badge(NURSE), band(ANNA), pack(PEN)] })).toBe('loop.med.ok');
  });

  it('write as much as was given', () => {
    const decided = decideMedication(medication(withOrder({ dose: { value: 1000, unit: 'mg' } })));
    expect(decided.verdict.messageKey).toBe('loop.med.dose-incomplete');
    expect(planOf(decided, 'patient-took-part').writes[0]).toMatchObject({
      resource: { dosage: { dose: { value: 500 } } },
    });
  });
});

describe('several failures at once', () => {
  it('are told as one: the first by precedence', () => {
    const worst = { orders: [orderOf({ status: 'stopped', verified: false, due: minutes(-600) })] };
    expect(keyOf({ ...worst, steps: [badge(REVOKED), band(BORA), pack(OTHER)] })).toBe('loop.staff.not-entitled');
    expect(keyOf({ ...worst, steps: [badge(NURSE), band(BORA), pack(OTHER)] })).toBe('loop.med.wrong-patient');
    expect(keyOf({ ...worst, steps: USUAL })).toBe('loop.med.order-not-active');
  });

  it('are warnings in one dialog, gravest first, each written', () => {
    const state = withOrder({ due: minutes(-600) }, { flags: ['nil-by-mouth'], safetyCheck: 'down' });
    const decided = decideMedication(medication(state));
    expect(decided.verdict.messageKey).toBe('loop.med.nil-by-mouth');
    expect(decided.verdict.rules).toEqual(['R20', 'R27', 'R18']);
    const issues = planOf(decided, 'prescriber-confirmed').writes.flatMap((write) =>
      write.op === 'create' && write.resource.resourceType === 'DetectedIssue' ? [write.resource] : [],
    );
    expect(issues).toHaveLength(3);
    expect(issues.every(({ mitigation }) => mitigation?.[0]?.action.coding?.[0]?.code === 'prescriber-confirmed')).toBe(
      true,
    );
  });
});

describe('people', () => {
  it('cannot work with the badge of somebody else', () => {
    expect(keyOf({ steps: [badge(COLLEAGUE), band(ANNA), pack(TABLET)] })).toBe('loop.staff.badge-differs');
    expect(verdictOf({ steps: [{ scan: 'badge', raw: null }, band(ANNA), pack(TABLET)] }).rules).toEqual(['R01']);
  });

  it('witness only with an entitled badge of their own', () => {
    const heparin = withOrder({ product: HEPARIN.id, dose: { value: 5000, unit: '[iU]' }, route: 'intravenous' });
    const scans = [badge(NURSE), band(ANNA), pack(HEPARIN)];
    expect(keyOf({ ...heparin, steps: scans })).toBe('loop.med.witness-missing');
    expect(keyOf({ ...heparin, steps: [...scans, badge(NURSE)] })).toBe('loop.med.witness-same');
    expect(keyOf({ ...heparin, steps: [...scans, badge(REVOKED)] })).toBe('loop.med.witness-not-entitled');
    expect(keyOf({ ...heparin, steps: [...scans, badge(STUDENT), badge(COLLEAGUE)] })).toBe('loop.med.ok');
  });
});

const byHand = (identifiers: readonly string[]): Partial<MedicationState> => ({
  scanner: 'absent',
  steps: [
    { action: 'badge-login', staff: NURSE.id },
    { action: 'manual-identify', patient: ANNA.id, identifiers },
    { action: 'manual-entry', product: TABLET.id },
  ],
});

describe('unfinished bedsides', () => {
  it('wait for what comes next and write nothing', () => {
    const prefixes: readonly [readonly Step[], string][] = [
      [[], 'loop.awaits.badge'],
      [[badge(NURSE)], 'loop.awaits.band'],
      [[badge(NURSE), { scan: 'band', raw: 'garbage' }], 'loop.code.unreadable'],
      [[badge(NURSE), band(ANNA)], 'loop.awaits.product'],
      [[badge(NURSE), band(ANNA), { scan: 'product', raw: null }], 'loop.code.unreadable'],
    ];
    for (const [steps, key] of prefixes) {
      const decided = decideMedication(medication({ steps }));
      expect([decided.verdict.decision, decided.verdict.messageKey]).toEqual(['wait', key]);
      expect(planOf(decided, 'whatever')).toEqual({ writes: [] });
    }
  });

  it('take two identifiers by hand, not one', () => {
    expect(keyOf(byHand(['name', 'birthDate']))).toBe('loop.scanner-absent');
    expect(verdictOf(byHand(['name', 'name'])).decision).toBe('wait');
  });

  it('notice a code without the serial that its product must have', () => {
    const products = [{ ...TABLET, serialised: true }];
    const bare: Step = { scan: 'product', raw: `]d201${TABLET.gtin}17271231` };
    expect(keyOf({ products, steps: [badge(NURSE), band(ANNA), bare] })).toBe('loop.code.serial-missing');
  });
});

const refusal = (reason: string, wearer = ANNA): Partial<MedicationState> => ({
  steps: [badge(NURSE), band(wearer), { action: 'not-given', reason }],
});

describe('refusing, retracting, replaying', () => {
  it('needs a reason, an own badge and the right band', () => {
    expect(keyOf(refusal('patient-refused'))).toBe('loop.med.not-given');
    expect(keyOf(refusal(''))).toBe('loop.awaits.reason');
    expect(keyOf(refusal('patient-refused', BORA))).toBe('loop.med.wrong-patient');
  });

  it('retracts only what is there and still stands', () => {
    const given = [{ id: 'dose', order: 'order', drug: 'paracetamol', at: NOW, status: 'entered-in-error' }];
    const retract: Step = { action: 'retract', administration: 'dose', reason: 'wrong-patient' };
    expect(keyOf({ given, steps: [badge(NURSE), retract] })).toBe('loop.med.retract-unknown');
    expect(keyOf({ steps: [badge(NURSE), retract] })).toBe('loop.med.retract-unknown');
    expect(
      keyOf({ given: given.map((one) => ({ ...one, status: 'completed' })), steps: [badge(NURSE), retract] }),
    ).toBe('loop.med.retracted');
  });

  it('keeps both records where somebody else gave the dose meanwhile, for review', () => {
    const queue = [{ clientId: 'q', order: 'order', product: TABLET.id, units: 1, at: minutes(-2) }];
    const given = [
      { order: 'order', drug: 'paracetamol', slot: NOW, at: minutes(-3), by: COLLEAGUE.id, status: 'completed' },
    ];
    const decided = decideMedication(medication({ queue, given, steps: [{ action: 'sync' }] }));
    expect(decided.verdict.messageKey).toBe('loop.sync.conflict');
    const kinds = planOf(decided, 'given-offline').writes.map((one) =>
      one.op === 'create' ? one.resource.resourceType : one.op,
    );
    expect(kinds).toEqual(['MedicationAdministration', 'DetectedIssue', 'Task', 'Provenance']);
    const future = [{ ...queue[0], clientId: 'f', at: minutes(1) }] as MedicationState['queue'];
    expect(keyOf({ queue: future, steps: [{ action: 'sync' }] })).toBe('loop.med.future-time');
  });
});

describe('whatever is scanned in whatever order', () => {
  const step: fc.Arbitrary<Step> = fc.constantFrom(
    badge(NURSE),
    badge(COLLEAGUE),
    badge(STUDENT),
    badge(REVOKED),
    band(ANNA),
    band(BORA),
    band({ ...ANNA, bandInstance: '1' }),
    pack(TABLET),
    pack(TABLET, 'S2'),
    pack(STRONG),
    pack(OTHER),
    pack(HEPARIN),
    pack(TABLET, 'S1', '260101'),
    { scan: 'product', raw: 'garbage' },
    { action: 'confirm', inTab: ANNA.id },
    { action: 'confirm', inTab: BORA.id },
    { action: 'select-route', route: 'intravenous' },
    { action: 'manual-entry', product: TABLET.id },
    { action: 'set-time', time: minutes(5) },
    { action: 'emergency', reason: 'resuscitation' },
  );

  /** Anything at all, or the usual three scans with something before, between and after. */
  const scans = fc.oneof(
    fc.array(step, { maxLength: 8 }),
    fc
      .tuple(...[0, 1, 2, 3].map(() => fc.array(step, { maxLength: 1 })))
      .map(([before = [], first = [], second = [], after = []]) => [
        ...before,
        badge(NURSE),
        ...first,
        band(ANNA),
        ...second,
        pack(TABLET),
        ...after,
      ]),
  );
  let recorded = 0;

  it('nothing is recorded as given but the ordered drug, to the patient of the open chart, by the person signed in', () => {
    fc.assert(
      fc.property(scans, fc.boolean(), fc.boolean(), (steps, verified, isGiven) => {
        const given = isGiven
          ? [{ order: 'order', drug: 'paracetamol', slot: NOW, at: minutes(-9), status: 'completed' }]
          : [];
        const { writes, audit } = planOf(
          decideMedication(medication({ ...withOrder({ verified }), steps, given })),
          'reason',
        );
        const done = writes.flatMap((one) =>
          one.op === 'create' && one.resource.resourceType === 'MedicationAdministration' ? [one.resource] : [],
        );
        if (done.length === 0) return;
        recorded++;
        expect(done).toHaveLength(1);
        expect([isGiven, audit]).toEqual([false, '0']);
        expect(done[0]).toMatchObject({ status: 'completed', subject: { reference: 'Patient/anna' } });
        expect(done[0]?.medicationReference?.reference).toBe(`Medication/${TABLET.id}`);
        expect(done[0]?.performer?.[0]?.actor.reference).toBe('Practitioner/nurse');
        expect(steps.findLast((one) => 'scan' in one && one.scan === 'band')).toEqual(band(ANNA));
        expect(steps).not.toContainEqual(pack(OTHER));
        expect(steps).not.toContainEqual(pack(TABLET, 'S1', '260101'));
        if (!verified) expect(steps).toContainEqual({ action: 'emergency', reason: 'resuscitation' });
      }),
      { numRuns: 3000 },
    );
    expect(recorded).toBeGreaterThan(30);
  });
});
