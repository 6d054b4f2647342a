import { describe, expect, it } from 'vitest';
import { presetText, USUAL_TIMES } from './draft-text.ts';

const ORAL = '26643006';
const reasons = { fever: { ko: '발열', en: 'fever' } };

describe('a preset in words', () => {
  it('says dose, schedule and route in both languages', () => {
    const preset = {
      dose: { value: 650, unit: 'mg' },
      route: ORAL,
      timing: { kind: 'daily', times: ['09:00', '18:00'] },
    } as const;
    expect(presetText(preset, 'ko')).toBe('650\u00A0mg, 하루 2번 (09:00, 18:00), 경구');
    expect(presetText(preset, 'en')).toBe('650\u00A0mg, twice a day (09:00, 18:00), by mouth');
  });

  it('says when needed, what for, and how often at most', () => {
    const preset = { dose: { value: 650, unit: 'mg' }, route: ORAL, prn: { reason: 'fever', hours: 6 } } as const;
    expect(presetText(preset, 'ko', reasons)).toBe('650\u00A0mg, 6시간마다, 경구, 필요할 때 (발열)');
    expect(presetText({ ...preset, prn: { hours: 6 } }, 'en')).toContain('as needed');
    expect(presetText({ ...preset, prn: { hours: 0.5 } }, 'ko')).toContain('30분마다');
  });

  it('leaves out nothing: for each kg with its most, speed, days', () => {
    const text = presetText(
      {
        dose: { value: 0.9, unit: 'mg', per: 'kg', max: 90 },
        timing: { kind: 'once' },
        rate: { value: 0.1, unit: 'ug/min', per: 'kg' },
        days: 1,
      },
      'en',
    );
    for (const part of ['0.9\u00A0mg/kg', 'once only', 'at most 90 mg', 'at 0.1 ug/kg/min', 'for 1 day'])
      expect(text).toContain(part);
    expect(presetText({}, 'ko')).toBe('');
  });

  it('knows as many times of the day as it says', () => {
    for (const [often, times] of Object.entries(USUAL_TIMES)) expect(times).toHaveLength(Number(often));
  });
});
