import { describe, expect, it } from 'vitest';
import type { ResourceOfType } from '../../../fhir/index.ts';
import { planOf } from '../plan.ts';
import type { MedicationState } from '../state.ts';
import type { ActionStep, Step } from '../steps.ts';
import {
  ANNA,
  badge,
  band,
  BORA,
  COLLEAGUE,
  HEPARIN,
  medication,
  NURSE,
  orderOf,
  OTHER,
  pack,
  TABLET,
} from '../testing.ts';
import { decideMedication } from './medication.ts';

type Act = Omit<Extract<ActionStep, { readonly action: 'infusion' }>, 'action' | 'administration'>;
type Administration = ResourceOfType['MedicationAdministration'];

const INFUSION = { rate: 10, unit: 'mL/h', most: 40 };

function running(status: Administration['status'] = 'in-progress'): Administration {
  return {
    resourceType: 'MedicationAdministration',
    id: 'dose',
    status,
    medicationReference: { reference: `Medication/${TABLET.id}` },
    subject: { reference: `Patient/${ANNA.id}` },
    effectivePeriod: { start: '2026-07-01T00:00:00Z' },
    request: { reference: 'MedicationRequest/order' },
  };
}

function state(
  act: Act,
  more: Partial<MedicationState> & { scans?: readonly Step[]; status?: Administration['status'] } = {},
): MedicationState {
  const { scans = [badge(NURSE), band(ANNA)], status, ...rest } = more;
  const step = { action: 'infusion', administration: 'dose', ...act } as Step;
  return medication({
    steps: [...scans, step],
    orders: [orderOf({ infusion: INFUSION })],
    running: { id: 'dose', order: 'order', resource: running(status) },
    ...rest,
  });
}

const verdictOf = (act: Act, more: Parameters<typeof state>[1] = {}) => decideMedication(state(act, more)).verdict;
const setOf = (act: Act, more: Parameters<typeof state>[1] = {}, reason?: string) => {
  const [write] = planOf(decideMedication(state(act, more)), reason).writes;
  return write?.op === 'amend' ? write.set : undefined;
};

describe('an infusion that runs', () => {
  it('gets another rate within its range, and keeps the rates before', () => {
    expect(verdictOf({ act: 'rate', rate: 40 })).toMatchObject({
      decision: 'allow',
      messageKey: 'loop.med.infusion-changed',
    });
    const set = setOf({ act: 'rate', rate: 20 });
    expect(JSON.stringify(set)).toContain('mL/h');
    expect(JSON.stringify(set?.['dosage'])).toContain('20');
  });

  it('is never set beyond the range of its order', () => {
    expect(verdictOf({ act: 'rate', rate: 41 })).toMatchObject({
      decision: 'stop',
      messageKey: 'loop.med.rate-exceeded',
    });
    expect(setOf({ act: 'rate', rate: 41 })?.['dosage']).toBeUndefined();
  });

  it('needs a reason for another rate than ordered', () => {
    expect(verdictOf({ act: 'rate', rate: 5 })).toMatchObject({
      decision: 'warn',
      messageKey: 'loop.med.rate-differs',
    });
    expect(setOf({ act: 'rate', rate: 5 })).toBeUndefined();
    expect(setOf({ act: 'rate', rate: 5 }, {}, 'titrated-to-effect')).toBeDefined();
  });

  it.each<[Act, string]>([
    [{ act: 'rate' }, 'rate'],
    [{ act: 'bag' }, 'product'],
    [{ act: 'pause' }, 'reason'],
    [{ act: 'stop', volume: 100 }, 'reason'],
    [{ act: 'stop', reason: 'line-lost' }, 'volume'],
    [{ act: 'complete' }, 'volume'],
  ])('%j waits for its %s', (act, awaits) => {
    expect(verdictOf(act)).toMatchObject({ decision: 'wait', awaits });
    expect(setOf(act)).toBeUndefined();
  });

  it.each<[Act, object]>([
    [{ act: 'pause', reason: 'procedure' }, { status: 'on-hold' }],
    [{ act: 'stop', reason: 'line-lost', volume: 120 }, { status: 'stopped' }],
    [{ act: 'complete', volume: 500 }, { status: 'completed' }],
  ])('%j makes it %j', (act, expected) => {
    expect(setOf(act)).toMatchObject(expected);
  });

  it('ends with the volume that was given and the moment of its end', () => {
    const set = setOf({ act: 'complete', volume: 500 });
    expect(JSON.stringify(set?.['dosage'])).toContain('500');
    expect(set?.['effectivePeriod']).toMatchObject({
      start: '2026-07-01T00:00:00Z',
      end: expect.any(String) as string,
    });
  });

  it('is resumed only where it was paused, and paused only where it runs', () => {
    expect(verdictOf({ act: 'resume' }, { status: 'on-hold' }).decision).toBe('allow');
    expect(setOf({ act: 'resume' }, { status: 'on-hold' })).toMatchObject({ status: 'in-progress' });
    expect(verdictOf({ act: 'resume' })).toMatchObject({ decision: 'stop', messageKey: 'loop.med.infusion-unknown' });
    expect(verdictOf({ act: 'pause', reason: 'x' }, { status: 'on-hold' }).decision).toBe('stop');
    expect(verdictOf({ act: 'rate', rate: 20 }, { status: 'stopped' }).decision).toBe('stop');
  });

  it('may always be paused and stopped, whatever became of its order', () => {
    const over = { orders: [orderOf({ infusion: INFUSION, status: 'stopped' })] };
    expect(verdictOf({ act: 'pause', reason: 'adverse-reaction' }, over).decision).toBe('allow');
    expect(verdictOf({ act: 'stop', reason: 'adverse-reaction', volume: 5 }, over).decision).toBe('allow');
    expect(verdictOf({ act: 'rate', rate: 20 }, over)).toMatchObject({
      decision: 'stop',
      messageKey: 'loop.med.order-not-active',
    });
  });

  it('gets a new bag of the same drug only, and remembers its lot', () => {
    const bag = (product: typeof TABLET) => ({ scans: [badge(NURSE), band(ANNA), pack(product, 'B2')] });
    expect(verdictOf({ act: 'bag' }, bag(TABLET)).decision).toBe('allow');
    expect(JSON.stringify(setOf({ act: 'bag' }, bag(TABLET)))).toContain('L1');
    expect(verdictOf({ act: 'bag' }, bag(OTHER))).toMatchObject({
      decision: 'stop',
      messageKey: 'loop.med.wrong-drug',
    });
    const expired = { scans: [badge(NURSE), band(ANNA), pack(TABLET, 'B2', '260101')] };
    expect(verdictOf({ act: 'bag' }, expired)).toMatchObject({ decision: 'stop', messageKey: 'loop.med.expired' });
  });

  it('of a high-alert drug needs two people for a rate, none for a pause', () => {
    const heparin = {
      orders: [
        orderOf({ product: HEPARIN.id, infusion: INFUSION, route: 'intravenous', dose: { value: 5000, unit: '[iU]' } }),
      ],
    };
    expect(verdictOf({ act: 'rate', rate: 20 }, heparin)).toMatchObject({
      decision: 'stop',
      messageKey: 'loop.med.witness-missing',
    });
    const two = { ...heparin, scans: [badge(NURSE), badge(COLLEAGUE), band(ANNA)] };
    expect(verdictOf({ act: 'rate', rate: 20 }, two).decision).toBe('allow');
    expect(verdictOf({ act: 'pause', reason: 'procedure' }, heparin).decision).toBe('allow');
  });

  it('is changed for the patient whose band was read, by the person who is signed in', () => {
    const other = { scans: [badge(NURSE), band(BORA)] };
    expect(verdictOf({ act: 'rate', rate: 20 }, other)).toMatchObject({
      decision: 'stop',
      messageKey: 'loop.med.wrong-patient',
    });
    const colleague = { scans: [badge(COLLEAGUE), band(ANNA)] };
    expect(verdictOf({ act: 'rate', rate: 20 }, colleague)).toMatchObject({
      decision: 'stop',
      messageKey: 'loop.staff.badge-differs',
    });
    expect(verdictOf({ act: 'rate', rate: 20 }, { scans: [] })).toMatchObject({ decision: 'wait', awaits: 'badge' });
  });
});
