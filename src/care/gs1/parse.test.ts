import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GS, parseGs1 } from './parse.ts';

const asOf = '2026-07-01';
const read = (input: string): ReturnType<typeof parseGs1> => parseGs1(input, { asOf });

describe('what a scanner sends', () => {
  it('is answered for any text, and never thrown at the bedside', () => {
    const piece = fc.oneof(
      fc.constantFrom(GS, ']d2', ']C1', '01', '17', '10', '21', '8018', '(', ')', '08809912000014'),
      fc.string({ unit: 'binary' }),
      fc.stringMatching(/^\d{1,20}$/),
    );
    const text = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(text, fc.constantFrom('scan' as const, 'hri' as const), fc.boolean(), (input, format, flag) => {
        const reading = parseGs1(input, { asOf, format, associations: flag, requireSymbologyId: flag });
        if (reading.ok) expect(reading.elements.length).toBeGreaterThan(0);
        else expect(reading.error).toMatch(/^[a-z0-9-]+$/);
      }),
      { numRuns: 500 },
    );
  });

  it('is bounded', () => {
    expect(read('1'.repeat(7090))).toEqual({ ok: false, error: 'message-too-long' });
    expect(read(`91${'A'.repeat(7000)}`)).toEqual({ ok: false, error: 'value-too-long', ai: '91' });
    expect(read(`10A${GS}`.repeat(1700)).ok).toBe(true);
  });

  it('shows two codes that came at once as unreadable', () => {
    const badge = ']d28017880123400000005018';
    expect(read(`${badge}${badge}`).ok).toBe(false);
    expect(read(`]d210LOT7${badge}`)).toMatchObject({ ok: false, error: 'value-too-long' });
    expect(read(']d210LOT7]d210LOT7')).toMatchObject({ ok: false, error: 'illegal-character' });
  });

  it('is a GTIN where the carrier holds nothing else', () => {
    expect(read(']I118809912000011')).toMatchObject({ ok: true, facts: { gtin: '18809912000011' } });
    expect(read(']E096385074').ok).toBe(false);
    expect(read(']E496385074')).toMatchObject({ ok: true, facts: { gtin: '00000096385074' } });
    expect(read(']E0')).toEqual({ ok: false, error: 'empty-message' });
    expect(read(']E0880991200001X')).toMatchObject({ error: 'illegal-character' });
  });

  it('may be cut anywhere: a cut code is refused or is a shorter code, never another value of a fixed one', () => {
    const whole = `]d20108809912000014172712318018880123400000010012${GS}21S0001`;
    for (let end = 0; end < whole.length; end++) {
      const reading = read(whole.slice(0, end));
      if (!reading.ok) continue;
      expect([undefined, '08809912000014']).toContain(reading.facts.gtin);
      expect([undefined, '2027-12-31']).toContain(reading.facts.expiryDate);
      expect([undefined, '880123400000010012']).toContain(reading.facts.patientGsrn);
    }
  });

  it('says nothing where there is nothing', () => {
    for (const input of ['', GS, ']d2', `]d2${GS}`]) expect(read(input)).toEqual({ ok: false, error: 'empty-message' });
    expect(parseGs1('', { asOf, format: 'hri' })).toEqual({ ok: false, error: 'empty-message' });
  });
});
