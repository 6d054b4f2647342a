import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const CSS = readFileSync(join(import.meta.dirname, 'tokens.css'), 'utf8');

/** The colours of the palette, `[light, dark]`, as written. */
const PALETTE = new Map(
  [...CSS.matchAll(/--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g)].map(([, name = '', light = '', dark = '']) => [
    name,
    [light, dark] as const,
  ]),
);

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** Contrast of WCAG 2.2, 1 to 21. */
function contrast(a: string, b: string): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

const GROUNDS = ['paper', 'surface', 'sunken', 'raised'];
const TEXTS = ['ink', 'ink-2', 'ink-3', 'accent', 'accent-strong', 'high', 'low', 'warn'];
const OWN_GROUNDS = [
  ['accent-strong', 'accent-soft'],
  ['ink', 'accent-soft'],
  ['ink-2', 'hover'],
  ['accent-ink', 'accent'],
  ['high-ink', 'high'],
  ['high', 'high-soft'],
  ['low', 'low-soft'],
  ['warn', 'warn-soft'],
] as const;

const PAIRS = [...GROUNDS.flatMap((ground) => TEXTS.map((text) => [text, ground] as const)), ...OWN_GROUNDS];

describe('the palette', () => {
  it('is read as a whole', () => {
    expect(PALETTE.size).toBeGreaterThan(20);
  });

  it.each(PAIRS)('%s on %s can be read, light and dark (WCAG 2.2 AA, 4.5)', (text, ground) => {
    for (const scheme of [0, 1] as const) {
      const [front, back] = [PALETTE.get(text)?.[scheme] ?? '', PALETTE.get(ground)?.[scheme] ?? ''];
      expect(contrast(front, back), `${front} on ${back}`).toBeGreaterThanOrEqual(4.5);
    }
  });

  it('borders of controls and the focus ring stand out (3)', () => {
    for (const scheme of [0, 1] as const)
      for (const name of ['control', 'accent'])
        expect(
          contrast(PALETTE.get(name)?.[scheme] ?? '', PALETTE.get('surface')?.[scheme] ?? ''),
        ).toBeGreaterThanOrEqual(3);
  });
});
