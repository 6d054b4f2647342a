import { describe, expect, it } from 'vitest';
import { OutcomeError } from '../../kernel/index.ts';
import { decisionShape, dispenseShape, moveShape, readJson, readQuery, recallQuery, prepareQuery } from './body.ts';

const ABOUT = { attempt: 'attempt-1', order: 'o', version: '1', reading: '6f1c1f4e-3a55-4a7c-9d2b-2a9d6c1f0a11' };
const refused = (work: () => unknown): string => {
  try {
    work();
    return '';
  } catch (error) {
    return error instanceof OutcomeError ? `${error.code} ${error.message}` : String(error);
  }
};

const move = (body: object) =>
  refused(() => readJson(moveShape, JSON.stringify({ attempt: 'attempt-1', raw: 'x', ...body })));

describe('bodies', () => {
  it('each decision needs its own words, and takes nothing unknown', () => {
    const read = (more: object) => refused(() => readJson(decisionShape, JSON.stringify({ ...ABOUT, ...more })));
    expect(read({ decision: 'verify' })).toBe('');
    expect(read({ decision: 'question' })).toContain('care.body-invalid');
    expect(read({ decision: 'question', text: '   ' })).toContain('text');
    expect(read({ decision: 'reject', text: 'x', reason: 'because' })).toContain('reason');
    expect(read({ decision: 'substitute', text: 'x' })).toContain('product');
    expect(read({ decision: 'verify', force: true })).toContain('force');
    expect(read({ decision: 'verify', reading: 'mine' })).toContain('reading');
    expect(refused(() => readJson(decisionShape, ''))).toContain('care.body-invalid');
  });

  it('moments carry their zone; counts are whole and bounded', () => {
    const dispense = { attempt: 'attempt-1', order: 'o', version: '1', scans: [{ raw: 'x', units: 1 }] };
    const read = (more: object) => refused(() => readJson(dispenseShape, JSON.stringify({ ...dispense, ...more })));
    expect(read({ slots: ['2026-07-01T09:00:00+09:00'] })).toBe('');
    expect(read({ slots: ['2026-07-01T09:00:00'] })).toContain('zone');
    expect(read({ scans: [] })).toContain('scans');
    expect(read({ scans: [{ raw: 'x', units: 1.5 }] })).toContain('units');
    expect(read({ scans: [{ raw: 'x', units: -1 }] })).toContain('units');
  });

  it('waste needs a reason, a count may be nothing, a movement may not', () => {
    expect(move({ kind: 'waste', units: 1, from: 'pharmacy' })).toContain('reason');
    expect(move({ kind: 'count', units: 0, at: 'pharmacy' })).toBe('');
    expect(move({ kind: 'receive', units: 0, to: 'pharmacy' })).toContain('units');
  });

  it('queries are read the same way', () => {
    expect(readQuery(prepareQuery, 'ward=ward-61')).toEqual({ ward: 'ward-61', hours: 24 });
    expect(refused(() => readQuery(prepareQuery, 'hours=9999'))).toContain('hours');
    expect(readQuery(recallQuery, 'raw=abc')).toEqual({ raw: 'abc' });
    expect(refused(() => readQuery(recallQuery, 'gtin=12&lot=x'))).toContain('care.body-invalid');
  });
});
