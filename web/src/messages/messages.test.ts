import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hasHangul } from '../format/language.ts';
import { en } from './en.ts';
import { ko } from './ko.ts';
import { isMessageKey } from './messages.ts';

const KEYS = Object.keys(ko) as (keyof typeof ko)[];
const holes = (text: string) =>
  [...text.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name).sort((a, b) => a.localeCompare(b));

function sourceTexts(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return sourceTexts(path);
    return /\.tsx?$/.test(name) && !/\.test\.|messages[\\/](ko|en)\.ts$/.test(path) ? [readFileSync(path, 'utf8')] : [];
  });
}

describe('messages', () => {
  it('have the same keys in both languages', () => {
    expect(Object.keys(en).sort()).toEqual([...KEYS].sort());
  });

  it('have the same places to fill in', () => {
    for (const key of KEYS) expect(holes(en[key]), key).toEqual(holes(ko[key]));
  });

  it('are written in their language, and none is empty', () => {
    // Names that are written in Latin letters in Korean as well.
    const tests = ['inr', 'alt', 'ast', 'crp', 'qtc'].map((name) => `pharmacy.result.${name}`);
    const shared = new Set<string>(['brand.foot', 'pharmacy.labels.pdf', ...tests]);
    for (const key of KEYS) {
      expect(ko[key].trim(), key).not.toBe('');
      expect(en[key].trim(), key).not.toBe('');
      if (!shared.has(key)) expect(hasHangul(ko[key]), `${key} in Korean`).toBe(true);
    }
    const withHangul = KEYS.filter((key) => hasHangul(en[key]) && key !== 'list.hint');
    expect(withHangul).toEqual([]);
  });

  it('plain words exist only for texts that exist', () => {
    for (const key of KEYS.filter((one) => one.startsWith('plain.')))
      expect(isMessageKey(key.slice('plain.'.length)), key).toBe(true);
  });

  it('are all used', () => {
    const source = sourceTexts(join(import.meta.dirname, '..')).join('\n');
    const unused = KEYS.filter((key) => {
      const [family = '', ...rest] = key.replace(/^plain\./, '').split('.');
      return (
        !source.includes(`'${family}.${rest.join('.')}'`) &&
        !source.includes(`\`${family}.\${`) &&
        !source.includes(`'${family}'`)
      );
    });
    expect(unused).toEqual([]);
  });
});
