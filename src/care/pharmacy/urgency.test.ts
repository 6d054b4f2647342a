import { describe, expect, it } from 'vitest';
import { instantOf, type EpochMs } from '../../kernel/index.ts';
import type { Request } from './codes.ts';
import { byUrgency, urgencyOf } from './urgency.ts';

const NOW = 1_782_864_000_000 as EpochMs;
const HOUR = 3_600_000;
const at = (hours: number): EpochMs => (NOW + hours * HOUR) as EpochMs;

function order(due: EpochMs | undefined, more: Partial<Request> = {}): Request {
  const dosage = due === undefined ? { asNeededBoolean: true } : { timing: { event: [instantOf(due)] } };
  return {
    resourceType: 'MedicationRequest',
    status: 'active',
    intent: 'order',
    subject: { reference: 'Patient/a' },
    authoredOn: instantOf(at(-2)),
    dosageInstruction: [dosage],
    ...more,
  };
}

const of = (request: Request, highAlert = false) => urgencyOf(request, NOW, 'Asia/Seoul', highAlert);

describe('how urgent an order is', () => {
  it('stat comes first, then the dose that is due soonest, then what is dangerous, then what is given when needed', () => {
    const sorted = [
      { name: 'needed', urgency: of(order(undefined)) },
      { name: 'evening', urgency: of(order(at(8))) },
      { name: 'soon', urgency: of(order(at(1))) },
      { name: 'soon-high', urgency: of(order(at(1)), true) },
      { name: 'overdue', urgency: of(order(at(-1))) },
      { name: 'stat', urgency: of(order(at(20), { priority: 'stat' })) },
    ].toSorted((a, b) => byUrgency(a.urgency, b.urgency));
    expect(sorted.map(({ name }) => name)).toEqual(['stat', 'overdue', 'soon-high', 'soon', 'evening', 'needed']);
  });

  it('doses before the order was written do not count: nobody waits for them', () => {
    const daily = order(undefined, {
      authoredOn: instantOf(at(-1)),
      dosageInstruction: [{ timing: { repeat: { timeOfDay: ['09:00:00'], period: 1, periodUnit: 'd' } } }],
    });
    expect(of(daily).firstDue).toBeGreaterThanOrEqual(at(-1));
  });

  it('an order of long ago counts from half a day ago', () => {
    const old = order(undefined, {
      authoredOn: '2026-01-01T00:00:00+09:00',
      dosageInstruction: [{ timing: { repeat: { frequency: 1, period: 6, periodUnit: 'h' } } }],
    });
    expect(of(old).firstDue).toBeGreaterThanOrEqual(at(-12));
    expect(of(old).firstDue).toBeLessThan(at(0));
  });
});
