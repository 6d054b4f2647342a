/**
 * For tests: units, requests, transfusions and bottles as the server tells them.
 *
 * Proof   it is one
 */
import { KIM, minutesFromNow } from '../laboratory/testing.ts';
import type { BloodLine, Bottle, Transfusion, Unit } from './api.ts';

/** A unit on the shelf. */
export function unitOf(more: Partial<Unit> = {}): Unit {
  return {
    id: 'u-1',
    number: 'A999726123456700',
    component: 'red cells',
    abo: 'A',
    rhd: 'positive',
    expiry: '2026-12-20',
    attributes: [],
    state: 'available',
    ...more,
  };
}

/** A request for two units of red cells. */
export function requestOf(more: Partial<BloodLine> = {}): BloodLine {
  return {
    request: 'r-1',
    status: 'active',
    patient: KIM,
    component: 'red cells',
    quantity: 2,
    requires: [],
    priority: 'routine',
    ordered: minutesFromNow(-60),
    abo: 'A',
    rhd: 'positive',
    units: [],
    ...more,
  };
}

/** A transfusion that runs. */
export function transfusionOf(more: Partial<Transfusion> = {}): Transfusion {
  return {
    procedure: 'p-1',
    status: 'in-progress',
    request: 'r-1',
    start: minutesFromNow(-20),
    unit: unitOf({ state: 'transfusing' }),
    watch: [],
    ...more,
  };
}

/** A frozen bottle. */
export function bottleOf(more: Partial<Bottle> = {}): Bottle {
  return {
    id: 'b-1',
    number: 'MK-0001',
    baby: 'kim',
    mother: '박소연',
    volume: 60,
    expressedAt: minutesFromNow(-600),
    fed: false,
    ...more,
  };
}
