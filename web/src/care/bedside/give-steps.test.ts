import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { askedOf, countOf, newGiving, withChoice, withoutProducts, withScan, type Giving } from './give-steps.ts';

const dose = { order: 'order', orderVersion: '3', slot: '2026-07-01T00:00:00.000Z' };
const scanned = (giving: Giving, ...scans: readonly ['badge' | 'band' | 'product', string | null][]): Giving =>
  scans.reduce((now, [kind, raw]) => withScan(now, kind, raw), giving);
const order = (giving: Giving) => askedOf(giving).steps.map((step) => ('scan' in step ? step.scan : step.action));

describe('the steps of a dose', () => {
  it('are the scans in their order, with the dose that was chosen', () => {
    const giving = scanned(newGiving('anna', 'attempt-1', dose), ['badge', 'b'], ['band', 'w'], ['product', 'p']);
    expect(askedOf(giving)).toEqual({
      attempt: 'attempt-1',
      patient: 'anna',
      ...dose,
      steps: [
        { scan: 'badge', raw: 'b' },
        { scan: 'band', raw: 'w' },
        { scan: 'product', raw: 'p' },
      ],
    });
  });

  it('a band that is read again takes the place of the one before, and never comes behind the product it was before', () => {
    const giving = scanned(newGiving('anna', 'a'), ['badge', 'b'], ['band', 'other'], ['product', 'p'], ['band', 'w']);
    expect(order(giving)).toEqual(['badge', 'band', 'product']);
    expect(JSON.stringify(giving.scans)).not.toContain('other');
    const late = scanned(newGiving('anna', 'a'), ['product', 'p'], ['band', 'w']);
    expect(order(late)).toEqual(['product', 'band']);
  });

  it('whatever comes, one band is left and every badge and product stays', () => {
    const kind = fc.constantFrom<'badge' | 'band' | 'product'>('badge', 'band', 'product');
    fc.assert(
      fc.property(fc.array(kind, { maxLength: 12 }), (kinds) => {
        const giving = scanned(
          newGiving('anna', 'a'),
          ...kinds
            .map((one, at) => [one, `${one}-${at}`] as const)
            .map(([one, raw]): ['badge' | 'band' | 'product', string] => [one, raw]),
        );
        expect(countOf(giving, 'band')).toBe(kinds.includes('band') ? 1 : 0);
        for (const one of ['badge', 'product'] as const)
          expect(countOf(giving, one)).toBe(kinds.filter((other) => other === one).length);
      }),
    );
  });

  it('choices are each said once, entry by hand first, and a new step asks for the reason anew', () => {
    let giving = newGiving('anna', 'a');
    giving = withChoice(giving, 'prn-reason', { action: 'prn-reason', code: 'pain' });
    giving = withChoice(giving, 'manual-entry', { action: 'manual-entry', product: 'x' });
    giving = withChoice(giving, 'prn-reason', { action: 'prn-reason', code: 'fever' });
    expect(askedOf(giving).steps).toEqual([
      { action: 'manual-entry', product: 'x' },
      { action: 'prn-reason', code: 'fever' },
    ]);
    expect(withScan({ ...giving, reason: 'late' }, 'badge', 'b').reason).toBeUndefined();
    expect(withChoice(giving, 'prn-reason', undefined).choices['prn-reason']).toBeUndefined();
  });

  it('without its products badge and band stay', () => {
    const giving = scanned(newGiving('anna', 'a'), ['badge', 'b'], ['band', 'w'], ['product', 'p']);
    expect(order(withoutProducts(giving))).toEqual(['badge', 'band']);
    expect(countOf(scanned(giving, ['product', null]), 'product')).toBe(1);
  });
});
