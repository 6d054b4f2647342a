import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holds } from './expression.ts';
import { factsFrom } from './facts.ts';
import { NOW } from './testing.ts';

function aged(years: number, potassium?: number) {
  const born = `${2026 - years}-01-01`;
  const seen = {
    resourceType: 'Observation',
    status: 'final',
    code: { coding: [{ code: '2823-3' }] },
    effectiveDateTime: new Date(NOW).toISOString(),
    valueQuantity: { value: potassium, code: 'mmol/L' },
  };
  const found = potassium === undefined ? [] : [seen as never];
  return factsFrom({ resourceType: 'Patient', birthDate: born }, found, NOW, 'Asia/Seoul');
}

describe('when an activity of a set fits', () => {
  it('compares as numbers compare (property)', () => {
    const compare = { '<': (a: number, b: number) => a < b, '>': (a: number, b: number) => a > b };
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 110 }), fc.integer({ min: 0, max: 110 }), (age, limit) => {
        const facts = aged(age);
        expect(holds(`%age < ${limit}`, facts)).toEqual({ holds: compare['<'](age, limit) });
        expect(holds(`%age > ${limit}`, facts)).toEqual({ holds: compare['>'](age, limit) });
        expect(holds(`%age <= ${limit}`, facts)).toEqual({ holds: !compare['>'](age, limit) });
        expect(holds(`%age >= ${limit}`, facts)).toEqual({ holds: !compare['<'](age, limit) });
      }),
    );
  });

  it('is known not to fit as soon as one part does not, whatever else is missing', () => {
    expect(holds('%potassium < 3.5 and %age < 10', aged(68))).toEqual({ holds: false });
    expect(holds('%age < 10 and %potassium < 3.5', aged(68))).toEqual({ holds: false });
    expect(holds('%age > 10 and %potassium < 3.5', aged(68))).toHaveProperty('lacks');
    expect(holds('%age > 10 and %potassium < 3.5', aged(68, 3.4))).toEqual({ holds: true });
    expect(holds('%age > 10 and %potassium < 3.5', aged(68, 3.5))).toEqual({ holds: false });
  });

  it.each(['', '%age', '%age = 68', 'age > 10', '%age > ten', '%age > 10 or %age < 5', '%age > -1', '(%age > 10)'])(
    'says what it cannot read, and does not choose: %s',
    (expression) => {
      const answer = holds(expression, aged(68));
      if (!('lacks' in answer)) throw new Error('it was read');
      expect(answer.lacks.ko).toContain('읽을 수 없음');
      expect(answer.lacks.en).toContain('unreadable');
    },
  );

  it('takes any space around its parts', () =>
    expect(holds('  %age>=18   and   %age  <  70 ', aged(68))).toEqual({ holds: true }));
});
