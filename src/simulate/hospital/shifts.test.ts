import { describe, expect, it } from 'vitest';
import { DAY } from '../calendar.ts';
import { Random } from '../random.ts';
import { onDuty, shiftAt, SHIFT_STARTS } from './shifts.ts';
import { rosterOf } from './staff.ts';

describe('shifts', () => {
  const nurses = rosterOf(new Random('shifts')).nursesOf('61');
  const midnight = 20_000 * DAY;

  it('change at seven, fifteen and twenty-three', () => {
    for (const start of SHIFT_STARTS) expect(shiftAt(midnight + start)).toBe(shiftAt(midnight + start - 1) + 1);
  });

  it('have somebody else on duty by day, evening and night', () => {
    const three = [600, 1000, 1430].map((minute) => onDuty(nurses, midnight + minute).id);
    expect(new Set(three).size).toBe(3);
  });

  it('let everybody of a shift look after some beds', () => {
    const people = new Set(Array.from({ length: 40 }, (_, bed) => onDuty(nurses, midnight + 600, bed).id));
    expect(people.size).toBe(Math.floor(nurses.length / 3));
  });
});
