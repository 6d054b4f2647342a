import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareAmount, converted } from './amounts.ts';
import { decideBlood } from './blood.ts';
import { donationOf } from './donation.ts';
import { isAboCompatible } from './groups.ts';
import { touches } from './knowledge.ts';
import { MESSAGE_KEYS, messageOf } from './messages.ts';
import { decideMilk } from './milk.ts';
import { planOf } from './plan.ts';
import { decideSpecimen } from './specimen.ts';
import type { BloodState } from './state.ts';
import { ANNA, badge, band, blood, BORA, COLLEAGUE, inner, milk, minutes, NURSE, specimen, TABLET } from './testing.ts';

const tablets = (count: number, unitAmount: number) =>
  Array.from({ length: count }, () => ({ byHand: false, product: { ...TABLET, unitAmount } }));

describe('amounts', () => {
  it('are exact for decimal doses', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.constantFrom(0.1, 0.25, 0.3, 0.7, 1.1, 12.5, 500),
        (count, unit) => {
          const dose = { value: Number((count * unit).toFixed(6)), unit: 'mg' };
          expect(compareAmount(dose, tablets(count, unit)).kind).toBe('whole');
          expect(compareAmount(dose, tablets(count + 1, unit)).kind).toBe('exceeded');
          if (count > 1) expect(compareAmount(dose, tablets(count - 1, unit)).kind).toBe('short');
        },
      ),
    );
  });

  it('are converted between units of one kind only', () => {
    expect(converted(0.5, 'g', 'mg')).toBeCloseTo(500, 9);
    expect(converted(1, 'mg', 'mL')).toBeUndefined();
    expect(compareAmount({ value: 5, unit: 'mL' }, [{ byHand: false, product: TABLET }]).kind).toBe('unit-differs');
  });
});

describe('allergies', () => {
  it('touch the substance itself and its group', () => {
    for (const [substance, drug] of [
      ['Benzylpenicillin', 'amoxicillin'],
      ['ibuprofen', 'ketorolac'],
      ['vancomycin', 'Vancomycin'],
      ['amoxicillin', 'amoxicillin and clavulanic acid'],
    ])
      expect(touches(substance ?? '', drug ?? '')).toBe(true);
    expect(touches('penicillin', 'vancomycin')).toBe(false);
    expect(touches('peanut', 'amoxicillin')).toBe(false);
  });
});

describe('blood groups', () => {
  const groups = ['A', 'B', 'AB', 'O'] as const;

  it('go by the known table, plasma mirrored', () => {
    const cells = groups.map((patient) => groups.filter((unit) => isAboCompatible('red cells', patient, unit)));
    expect(cells).toEqual([['A', 'O'], ['B', 'O'], ['A', 'B', 'AB', 'O'], ['O']]);
    for (const patient of groups)
      for (const unit of groups)
        expect(isAboCompatible('plasma', patient, unit)).toBe(isAboCompatible('red cells', unit, patient));
    expect(isAboCompatible('platelets', 'AB', 'A')).toBe(false);
  });
});

describe('donation numbers', () => {
  it('are read by their structure', () => {
    expect(donationOf('=A99972600010100')).toEqual({ facility: 'A9997', year: 26, serial: 101, flag: '00' });
    for (const raw of ['', 'A99972600010100', '=O99972600010100', '=A9997260001010', '=A99972600010100X'])
      expect(donationOf(raw)).toBeUndefined();
  });
});

const bloodKey = (more: Partial<BloodState>): string => decideBlood(blood(more)).verdict.messageKey;
const bloodRequest = (more: Partial<BloodState['request']>): Partial<BloodState> => ({
  request: { ...blood().request, ...more },
});
const bloodUnit = (more: Partial<BloodState['units'][number]>): Partial<BloodState> => ({
  units: blood().units.map((one) => ({ ...one, ...more })),
});

describe('transfusion', () => {
  it('takes every bound as inside', () => {
    expect(bloodKey({})).toBe('loop.blood.ok');
    expect(bloodKey(bloodRequest({ crossmatch: { unit: 101, sampleAt: minutes(-72 * 60 - 1) } }))).toBe(
      'loop.blood.sample-expired',
    );
    expect(bloodKey({ observations: [{ code: 'vital-signs', at: minutes(-61) }] })).toBe('loop.blood.vitals-missing');
    expect(bloodKey({ observations: [{ code: 'vital-signs', at: minutes(1) }] })).toBe('loop.blood.vitals-missing');
    expect(bloodKey(bloodUnit({ issuedAt: minutes(-31) }))).toBe('loop.blood.start-late');
    expect(bloodKey(bloodUnit({ expiry: '2026-06-30' }))).toBe('loop.blood.expired');
    expect(bloodKey(bloodUnit({ expiry: 'soon' }))).toBe('loop.blood.expired');
  });

  it('stops where a group is not known, Rh D does not fit, or the unit runs', () => {
    const { abo: _, ...unknown } = blood().request;
    expect(bloodKey({ request: unknown })).toBe('loop.blood.group-unknown');
    expect(bloodKey(bloodRequest({ rhd: 'negative' }))).toBe('loop.blood.rhd-incompatible');
    expect(bloodKey({ running: { procedure: 'p', unit: 101 } })).toBe('loop.blood.already-running');
    expect(bloodKey(bloodRequest({ status: 'revoked' }))).toBe('loop.blood.request-not-active');
    expect(bloodKey(bloodRequest({ patient: BORA.id }))).toBe('loop.blood.wrong-patient');
    expect(bloodKey({ steps: blood().steps.slice(0, 3) })).toBe('loop.awaits.blood-unit');
    expect(bloodKey({ steps: [...blood().steps.slice(0, 3), { scan: 'blood-unit', raw: 'X' }] })).toBe(
      'loop.blood.unit-not-for-patient',
    );
  });

  it('releases uncrossmatched blood in an emergency only where it fits anybody, with a reason and two people', () => {
    const emergency = {
      ...bloodUnit({ abo: 'O', rhd: 'negative', issuedTo: 'emergency-stock' }),
      steps: [...blood().steps, { action: 'emergency', reason: 'bleeding' } as const],
      ...bloodRequest({ consent: false }),
    };
    expect(bloodKey(emergency)).toBe('loop.blood.emergency-release');
    expect(bloodKey({ ...emergency, steps: blood().steps })).toBe('loop.blood.unit-not-for-patient');
    expect(bloodKey({ ...emergency, ...bloodUnit({ abo: 'A', rhd: 'negative', issuedTo: 'emergency-stock' }) })).toBe(
      'loop.blood.unit-not-for-patient',
    );
    const alone = emergency.steps.filter((step) => !('scan' in step) || step !== blood().steps[1]);
    expect(bloodKey({ ...emergency, steps: alone.filter((_, at) => at !== 1) })).toBe('loop.blood.second-person');
  });

  it('reports a reaction only of a unit that runs', () => {
    expect(bloodKey({ steps: [{ action: 'reaction', signs: ['fever'] }] })).toBe('loop.blood.nothing-runs');
  });
});

const decided = (more: Parameters<typeof specimen>[0]) => decideSpecimen(specimen(more)).verdict;

describe('specimens', () => {
  const [own, worn, print, tube, label] = specimen().steps as [never, never, never, never, never];

  it('wait for each step in turn, and are collected at the end', () => {
    const all = [own, worn, print, tube, label];
    expect(all.map((_, at) => decided({ steps: all.slice(0, at) }).messageKey)).toEqual([
      'loop.awaits.badge',
      'loop.awaits.band',
      'loop.awaits.label',
      'loop.awaits.tube',
      'loop.awaits.specimen-label',
    ]);
    expect(decided({}).decision).toBe('allow');
  });

  it('get their label only after the band, at the bed', () => {
    expect(decided({ steps: [own, print, worn, tube, label] }).messageKey).toBe('loop.spec.print-at-bedside');
    const away = { action: 'print-label', at: 'station' } as const;
    expect(decided({ steps: [own, worn, away] }).messageKey).toBe('loop.spec.print-at-bedside');
  });

  it('refuse tubes and labels that were used, are past their day or cannot be read', () => {
    expect(decided({ collected: [{ request: 'another', label: 'LB1' }] }).messageKey).toBe('loop.spec.label-used');
    const withTube = (text: string) => decided({ steps: [own, worn, print, inner('tube', text), label] }).messageKey;
    expect(withTube('EDTA/L1/260701')).toBe('loop.spec.ok');
    expect(withTube('EDTA/L1/260630')).toBe('loop.spec.tube-expired');
    expect(withTube('EDTA')).toBe('loop.spec.tube-expired');
    expect(withTube('SST/L1/271231')).toBe('loop.spec.wrong-tube');
  });

  it('need a second person for group and screen', () => {
    const request = { ...specimen().request, secondIdentifier: true } as NonNullable<
      ReturnType<typeof specimen>['request']
    >;
    expect(decided({ request }).messageKey).toBe('loop.spec.second-person');
    expect(decided({ request, steps: [own, worn, badge(COLLEAGUE), print, tube, label] }).messageKey).toBe(
      'loop.spec.ok',
    );
  });

  it('are received by the laboratory only, and tell nobody where nothing waits', () => {
    const lab = { place: 'laboratory', steps: [inner('specimen-label', 'LB1')] } as const;
    expect(decided(lab)).toMatchObject({ decision: 'stop', rules: ['R01'] });
    const staff = [{ ...NURSE, role: 'laboratory-technologist' }];
    expect(decided({ ...lab, staff }).messageKey).toBe('loop.spec.not-collected');
    const specimenOf = (more: object) => ({ ...lab, staff, specimen: { id: 's', collectedAt: minutes(-10), ...more } });
    expect(decided(specimenOf({})).messageKey).toBe('loop.spec.received');
    expect(decided(specimenOf({ received: true })).messageKey).toBe('loop.spec.already-received');
    const { request: _, ...unknown } = specimen({ ...lab, staff });
    expect(decideSpecimen(unknown).verdict.messageKey).toBe('loop.spec.unknown-label');
    expect(decided({ ...lab, staff, steps: [inner('specimen-label', 'LB2')] }).messageKey).toBe(
      'loop.spec.wrong-label',
    );
    expect(decided({ steps: [{ action: 'tick' }] }).messageKey).toBe('loop.spec.nothing-waits');
  });

  it('escalate a critical result after its time, not at it', () => {
    const report = { id: 'r', critical: true, releasedAt: minutes(-30), orderer: 'doctor' };
    const tick = [{ action: 'tick' }] as const;
    expect(decided({ report, steps: tick }).decision).toBe('allow');
    expect(decided({ report: { ...report, releasedAt: minutes(-31) }, steps: tick }).decision).toBe('warn');
    expect(decided({ report: { ...report, releasedAt: minutes(-99), acknowledged: true }, steps: tick }).decision).toBe(
      'allow',
    );
  });
});

const milkKey = (more: Parameters<typeof milk>[0]): string => decideMilk(milk(more)).verdict.messageKey;

describe('milk', () => {
  it('is given to the baby it is labelled for, within its time', () => {
    expect(milkKey({})).toBe('loop.milk.ok');
    expect(planOf(decideMilk(milk())).writes).toHaveLength(2);
    expect(milkKey({ order: { ...milk().order, thawedAt: minutes(-24 * 60 - 1) } })).toBe('loop.milk.expired');
    expect(milkKey({ order: { ...milk().order, patient: BORA.id } })).toBe('loop.milk.wrong-patient');
    expect(milkKey({ order: { ...milk().order, status: 'revoked' } })).toBe('loop.milk.order-not-active');
    expect(milkKey({ steps: [badge(NURSE), band(BORA), inner('bottle', 'MK1')] })).toBe('loop.milk.wrong-patient');
    expect(milkKey({ steps: [badge(NURSE), band(ANNA)] })).toBe('loop.awaits.bottle');
  });
});

describe('messages', () => {
  it('are there in both languages for every key that the rules use', () => {
    const folder = new URL('.', import.meta.url);
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
      (name) => name.endsWith('.ts') && !name.includes('test') && name !== 'messages.ts',
    );
    const used = files.flatMap((name) => [
      ...readFileSync(new URL(name, folder), 'utf8').matchAll(/'(loop\.[a-z-]+(?:\.[a-z-]+)?)'/g),
    ]);
    const keys = new Set(used.map(([, key = '']) => key));
    expect(keys.size).toBeGreaterThan(60);
    expect([...keys].filter((key) => !MESSAGE_KEYS.includes(key))).toEqual([]);
    for (const key of MESSAGE_KEYS) {
      expect(messageOf(key).ko, key).toMatch(/\p{Script=Hangul}/u);
      expect(messageOf(key).en, key).toMatch(/^[A-Z].*\.$/);
    }
  });
});
