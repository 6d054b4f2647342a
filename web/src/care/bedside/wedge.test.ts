import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GS } from './scan-code.ts';
import { Wedge, type Stroke } from './wedge.ts';

const stroke = (key: string, at: number, more: Partial<Stroke> = {}): Stroke => ({
  key,
  code: '',
  ctrlKey: false,
  shiftKey: false,
  altKey: false,
  metaKey: false,
  at,
  ...more,
});

/** Keys of a text, so many ms apart, then Enter. */
function typed(wedge: Wedge, text: string, gap: number, start = 0, end = 'Enter'): string | undefined {
  let at = start;
  for (const letter of text) {
    at += gap;
    const control = letter === GS ? { key: ']', code: 'BracketRight', ctrlKey: true } : { key: letter };
    wedge.hear(stroke(letter, at, control));
  }
  return wedge.hear(stroke(end, at + gap)).code;
}

const codes = fc.string({ unit: fc.constantFrom(...'0123456789ABCDEFxyz-/.', GS), minLength: 6, maxLength: 40 });

describe('a keyboard wedge', () => {
  it('gives the whole code, separators included, ended by Enter or Tab', () => {
    fc.assert(
      fc.property(codes, fc.integer({ min: 1, max: 40 }), fc.constantFrom('Enter', 'Tab'), (text, gap, end) => {
        expect(typed(new Wedge(), text, gap, 0, end)).toBe(text);
      }),
    );
  });

  it('takes no fingers for a scanner: slow keys are nobody’s code', () => {
    fc.assert(
      fc.property(codes, fc.integer({ min: 90, max: 400 }), (text, gap) => {
        expect(typed(new Wedge(), text, gap)).toBeUndefined();
      }),
    );
    expect(typed(new Wedge(), 'abc', 5)).toBeUndefined();
  });

  it('hears a marked code over a slow line, and not what was typed before it', () => {
    expect(typed(new Wedge(), ']d28017880123400000005018', 200)).toBe(']d28017880123400000005018');
    const wedge = new Wedge();
    typed(wedge, 'ab', 5, 0, 'x');
    expect(typed(wedge, ']d2801788', 10, 5000)).toBe(']d2801788');
  });

  it('never lets its Enter press a button, nor a second Enter of the same scan', () => {
    const wedge = new Wedge();
    typed(wedge, ']d28017880', 5);
    expect(wedge.hear(stroke('Enter', 58)).taken).toBe(true);
    expect(wedge.hear(stroke('Enter', 400))).toEqual({ taken: false });
    expect(new Wedge().hear(stroke('Enter', 1))).toEqual({ taken: false });
  });

  it('reads keys by their place where the keyboard is set to Hangul', () => {
    const wedge = new Wedge();
    const keys: readonly [string, string, boolean?][] = [
      [']', 'BracketRight'],
      ['ㅇ', 'KeyD'],
      ['2', 'Digit2'],
      ['Process', 'Digit8'],
      ['Process', 'KeyL', true],
      ['Process', 'Minus'],
      ['Process', 'Digit1'],
    ];
    for (const [at, [key, code, shiftKey = false]] of keys.entries())
      wedge.hear(stroke(key, at * 5, { code, shiftKey }));
    expect(wedge.hear(stroke('Enter', 60)).code).toBe(']d28L-1');
  });

  it('ends a marked code by silence, and leaves shortcuts alone', () => {
    const wedge = new Wedge();
    for (const [at, key] of [...']d28017'].entries()) wedge.hear(stroke(key, at * 5));
    expect(wedge.silence()).toBe(']d28017');
    expect(wedge.silence()).toBeUndefined();
    expect(wedge.hear(stroke('k', 900, { ctrlKey: true }))).toEqual({ taken: false });
    expect(wedge.hear(stroke('ArrowDown', 901))).toEqual({ taken: false });
  });
});
