import { describe, expect, it } from 'vitest';
import { shortTestName, shortTestNames } from './test-name.ts';

describe('names of tests', () => {
  it.each([
    ['Potassium [Moles/volume] in Serum or Plasma', 'Potassium'],
    ['Leukocytes [#/volume] in Blood by Automated count', 'Leukocytes'],
    ['MCV [Entitic volume] by Automated count', 'MCV'],
    ['Hemoglobin A1c/Hemoglobin.total in Blood', 'Hemoglobin A1c/Hemoglobin.total'],
    ['Albumin [Mass/volume] in Urine', 'Albumin in Urine'],
    ['Total Cholesterol', 'Total Cholesterol'],
    ['칼륨', '칼륨'],
    ['[pH]', '[pH]'],
  ])('%s', (name, short) => {
    expect(shortTestName(name)).toBe(short);
  });

  it('two tests are never called the same', () => {
    const names = [
      'Glucose [Mass/volume] in Blood',
      'Glucose [Mass/volume] in Serum or Plasma',
      'Sodium [Moles/volume] in Serum',
    ];
    const short = shortTestNames(names);
    expect(new Set(short.values()).size).toBe(3);
    expect(short.get(names[0] ?? '')).toBe(names[0]);
    expect(short.get(names[2] ?? '')).toBe('Sodium');
  });
});
