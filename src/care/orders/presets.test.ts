import { describe, expect, it } from 'vitest';
import { PRESET_CODES, presetsOf, readPreset } from './presets.ts';

describe('presets', () => {
  it('are read: schedule, when needed with a maximum, for each kg or m2, with a speed', () => {
    expect(readPreset('2 g iv q8h')).toEqual({
      dose: { value: 2, unit: 'g' },
      route: '47625008',
      timing: { kind: 'every', hours: 8 },
    });
    expect(readPreset('650 mg po q6h prn fever max 4000')).toEqual({
      dose: { value: 650, unit: 'mg' },
      route: '26643006',
      prn: { reason: 'fever', hours: 6, perDay: 4000 },
    });
    expect(readPreset('0.9 mg/kg iv once max 90').dose).toEqual({ value: 0.9, unit: 'mg', per: 'kg', max: 90 });
    expect(readPreset('4 mg iv once rate 0.1 ug/kg/min').rate).toEqual({ value: 0.1, unit: 'ug/min', per: 'kg' });
    expect(readPreset('2400 mg/m2 iv once rate 52 mg/m2/h').rate).toEqual({ value: 52, unit: 'mg/h', per: 'm2' });
    for (const text of ['2 g iv', '2 g xx qd', 'g iv qd', '2 g iv qd prn nonsense', '2 g iv q8h and more'])
      expect(() => readPreset(text)).toThrow();
  });

  it('are there for the drugs that wards order most', () => {
    expect(PRESET_CODES.length).toBeGreaterThan(90);
    for (const atc of PRESET_CODES) expect(presetsOf(atc).length, atc).toBeGreaterThan(0);
    expect(presetsOf('Z99ZZ99')).toEqual([]);
  });
});
