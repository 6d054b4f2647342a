import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OutcomeError } from '../../kernel/index.ts';
import { readBody, readQuery } from './body.ts';
import type { Observation } from './codes.ts';
import { fluid, fluidDays, FLUIDS, fluidsQuery, shiftAt, type FluidKind } from './fluids.ts';

const CARE = 'https://maru.health/fhir/CodeSystem/care';
const SEOUL = 'Asia/Seoul';
const KINDS = Object.keys(FLUIDS) as FluidKind[];

const amount = (kind: string, value: number, at: string, more: Partial<Observation> = {}): Observation => ({
  resourceType: 'Observation',
  id: `${kind}-${at}`,
  status: 'final',
  code: { coding: [{ system: CARE, code: kind }] },
  effectiveDateTime: at,
  valueQuantity: { value, unit: 'mL' },
  ...more,
});

describe('the balance of a day', () => {
  it('is what went in less what came out, of each shift and of the day', () => {
    const [day] = fluidDays(
      [
        amount('intake-oral', 200, '2026-11-24T08:00:00+09:00'),
        amount('intake-intravenous', 500, '2026-11-24T14:59:59+09:00'),
        amount('output-urine', 350, '2026-11-24T16:00:00+09:00'),
        amount('output-drain', 80, '2026-11-25T06:59:00+09:00'),
      ],
      SEOUL,
    );
    expect(day).toMatchObject({
      date: '2026-11-24',
      total: { intake: 700, output: 430, balance: 270 },
      shifts: {
        day: { intake: 700, output: 0, balance: 700 },
        evening: { intake: 0, output: 350, balance: -350 },
        night: { intake: 0, output: 80, balance: -80 },
      },
    });
  });

  it('shows what was entered in error, and does not count it', () => {
    const [day] = fluidDays(
      [
        amount('intake-blood', 320, '2026-11-24T10:00:00+09:00', { status: 'entered-in-error' }),
        amount('intake-oral', 100, '2026-11-24T10:00:00+09:00', { status: 'amended' }),
      ],
      SEOUL,
    );
    expect(day?.total).toEqual({ intake: 100, output: 0, balance: 100 });
    expect(day?.entries.map(({ kind, status }) => [kind, status])).toContainEqual(['intake-blood', 'entered-in-error']);
  });

  it('tells the newest first, also where entries were written in different zones', () => {
    const [day] = fluidDays(
      [
        amount('output-urine', 1, '2026-11-24T04:00:00Z'),
        amount('output-urine', 2, '2026-11-24T12:00:00+09:00'),
        amount('output-urine', 3, '2026-11-24T14:00:00+09:00'),
      ],
      SEOUL,
    );
    expect(day?.entries.map(({ millilitres }) => millilitres)).toEqual([3, 1, 2]);
  });

  it('leaves out what has no amount, no time or is another observation, and never counts it as nothing given', () => {
    const { valueQuantity: _none, ...empty } = amount('intake-oral', 1, '2026-11-24T10:00:00Z');
    const { effectiveDateTime: _never, ...timeless } = amount('intake-oral', 1, '2026-11-24T10:00:00Z');
    const foreign = { coding: [{ system: 'http://loinc.org', code: 'intake-oral' }] };
    const others = [empty, timeless, amount('weight', 3, '2026-11-24T10:00:00Z')] as Observation[];
    expect(fluidDays([...others, amount('intake-oral', 5, '2026-11-24T10:00:00Z', { code: foreign })], SEOUL)).toEqual(
      [],
    );
  });

  it('names who charted it, by name or at least by number', () => {
    const by = (performer: object) =>
      fluidDays([amount('intake-oral', 1, '2026-11-24T10:00:00Z', { performer: [performer] })], SEOUL)[0]?.entries[0]
        ?.by;
    expect(by({ reference: 'Practitioner/nurse-a', display: '박간호' })).toBe('박간호');
    expect(by({ reference: 'Practitioner/nurse-a' })).toBe('nurse-a');
    expect(by({})).toBeUndefined();
  });

  it('holds every amount once, and its shifts add up to it', () => {
    const entry = fc.record({
      kind: fc.constantFrom(...KINDS),
      value: fc.integer({ min: 1, max: 10_000 }),
      minute: fc.integer({ min: 0, max: 5 * 24 * 60 }),
      error: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 40 }), (entries) => {
        const start = Date.parse('2026-11-20T00:00:00Z');
        const days = fluidDays(
          entries.map(({ kind, value, minute, error }, id) =>
            amount(kind, value, new Date(start + minute * 60_000).toISOString(), {
              id: String(id),
              status: error ? 'entered-in-error' : 'final',
            }),
          ),
          SEOUL,
        );
        const counted = entries.filter(({ error }) => !error);
        const total = (prefix: string) =>
          counted.filter(({ kind }) => kind.startsWith(prefix)).reduce((sum, { value }) => sum + value, 0);
        expect(days.reduce((sum, day) => sum + day.total.intake, 0)).toBe(total('intake'));
        expect(days.reduce((sum, day) => sum + day.total.output, 0)).toBe(total('output'));
        expect(days.flatMap((day) => day.entries)).toHaveLength(entries.length);
        for (const { total: all, shifts } of days) {
          expect(shifts.day.balance + shifts.evening.balance + shifts.night.balance).toBe(all.balance);
        }
        expect(days.map(({ date }) => date)).toEqual(
          days
            .map(({ date }) => date)
            .toSorted()
            .toReversed(),
        );
      }),
    );
  });
});

describe('the day of a ward', () => {
  it.each([
    ['2026-01-01T06:59:59+09:00', '2025-12-31', 'night'],
    ['2028-03-01T03:00:00+09:00', '2028-02-29', 'night'],
    ['2026-11-24T14:59:59+09:00', '2026-11-24', 'day'],
    ['2026-11-24T22:59:59+09:00', '2026-11-24', 'evening'],
    ['2026-11-23T22:00:00Z', '2026-11-24', 'day'],
  ])('%s is of %s, %s', (at, date, shift) => {
    expect(shiftAt(at, SEOUL)).toEqual({ date, shift });
  });

  it.each([
    ['2026-03-29T07:30:00+02:00', '2026-03-29', 'day'],
    ['2026-03-29T06:30:00+02:00', '2026-03-28', 'night'],
    ['2026-10-25T06:30:00+01:00', '2026-10-24', 'night'],
    ['2026-10-25T07:00:00+01:00', '2026-10-25', 'day'],
  ])('begins at seven on the clock, also where the clocks were changed that night: %s', (at, date, shift) => {
    expect(shiftAt(at, 'Europe/Berlin')).toEqual({ date, shift });
  });
});

describe('an amount that is charted', () => {
  const body = { attempt: 'attempt-1', patient: 'anna', kind: 'intake-oral', millilitres: 200 };
  const fault = (more: object): string => {
    try {
      readBody(fluid, JSON.stringify({ ...body, ...more }));
      return '';
    } catch (error) {
      return error instanceof OutcomeError ? `${error.code}: ${error.message}` : String(error);
    }
  };

  it.each([
    ['nothing', { millilitres: 0 }, 'millilitres'],
    ['less than nothing', { millilitres: -5 }, 'millilitres'],
    ['more than anybody drinks', { millilitres: 10_001 }, 'millilitres'],
    ['half a millilitre', { millilitres: 0.5 }, 'millilitres'],
    ['an unknown kind', { kind: 'intake-coffee' }, 'kind'],
    ['a time without zone', { at: '2026-11-24T08:00:00' }, 'zone'],
    ['a day that is none', { at: '2026-02-30T08:00:00Z' }, 'zone'],
    ['no patient', { patient: '' }, 'patient'],
    ['an empty note', { note: '  ' }, 'note'],
    ['a unit of its own', { unit: 'L' }, 'unit'],
  ])('is refused with %s', (_name, more, says) => {
    expect(fault(more)).toMatch(/^care\.body-invalid/);
    expect(fault(more)).toContain(says);
  });

  it('is taken as it is, and each kind has a Korean name', () => {
    expect(fault({})).toBe('');
    expect(fault({ millilitres: 10_000, note: '맑음' })).toBe('');
    expect(KINDS.every((kind) => /[가-힣]/.test(FLUIDS[kind]))).toBe(true);
    expect(readQuery(fluidsQuery, 'patient=anna')).toEqual({ patient: 'anna', days: 2 });
    expect(() => readQuery(fluidsQuery, 'patient=anna&days=15')).toThrow(OutcomeError);
  });
});
