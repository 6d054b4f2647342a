import { describe, expect, it } from 'vitest';
import { grantCriteria } from './grant-criteria.ts';

const read = (type: string, text: string) => grantCriteria(type, text, 'Asia/Seoul');

describe('criteria of a grant', () => {
  it.each([
    ['Observation', 'category=laboratory', 1],
    ['Observation', 'category=http://terminology.hl7.org/CodeSystem/observation-category|vital-signs', 1],
    ['Observation', 'status=final&category=laboratory', 2],
    ['Condition', '_security:not=http://terminology.hl7.org/CodeSystem/v3-Confidentiality|R', 1],
    ['Observation', 'subject:missing=false', 1],
  ])('%s?%s are conditions on the resource alone', (type, text, count) => {
    expect(read(type, text)).toHaveLength(count);
  });

  it.each([
    ['nothing, which would grant everything', 'Observation', ''],
    ['an unknown parameter, which a lenient search would leave out', 'Observation', 'catgory=laboratory'],
    ['a known one of another type', 'Patient', 'category=laboratory'],
    ['a chain, through which another resource would decide', 'Observation', 'subject:Patient.name=kim'],
    ['a reverse chain', 'Patient', '_has:Observation:patient:code=1'],
    ['a list', 'Patient', '_list=1'],
    ['an include', 'Observation', 'status=final&_include=Observation:subject'],
    ['an order', 'Observation', 'status=final&_sort=date'],
    ['a value that cannot be read', 'Observation', 'date=yesterday'],
    ['a modifier that does not exist', 'Observation', 'status:nearly=final'],
  ])('of %s grant nothing', (_what, type, text) => {
    expect(read(type, text)).toBeUndefined();
  });

  it('are read once, and apart for each type, zone and text', () => {
    expect(read('Observation', 'date=2026-03-01')).toBe(read('Observation', 'date=2026-03-01'));
    expect(grantCriteria('Observation', 'date=2026-03-01', 'UTC')).not.toBe(read('Observation', 'date=2026-03-01'));
    expect(read('Patient', 'status=final')).toBeUndefined();
    expect(read('Observation', 'status=final')).toHaveLength(1);
  });

  it('stay right however many different ones are read', () => {
    for (let at = 0; at < 4500; at++) {
      const [one] = read('Observation', `code=c${at}`) ?? [];
      expect(one).toMatchObject({ of: 'values', values: [{ code: `c${at}` }] });
    }
    expect(read('Observation', 'nothing=1')).toBeUndefined();
  });
});
