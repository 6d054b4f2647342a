import { describe, expect, it } from 'vitest';
import { composed } from './compose.ts';
import type { Fact } from './fact.ts';

const fact = (text: string): Fact => ({ kind: 'value', of: [], sources: [], text });
const NONE = { drugs: [], appointments: [], allergies: [] };

describe('text that the house writes', () => {
  it('tells a patient the drugs, the allergies, the next visit and when to come at once', () => {
    const full = {
      drugs: [fact('아목시실린 하루 3번')],
      appointments: [fact('외래 — 07-08 09:00')],
      allergies: [fact('페니실린')],
    };
    const text = composed('instructions', { language: 'ko', ...full });
    for (const word of ['- 아목시실린 하루 3번', '- 페니실린', '- 외래 — 07-08 09:00', '응급실'])
      expect(text).toContain(word);
    expect(text).not.toMatch(/[A-Z]{2,}|처방|투여/);
  });

  it('says so where there is nothing, and invents nothing', () => {
    const ko = composed('instructions', { language: 'ko', ...NONE });
    expect(ko).toContain('집에서 드실 약은 없습니다.');
    expect(ko).not.toContain('알레르기');
    expect(composed('instructions', { language: 'en', ...NONE })).toContain('no medicines');
  });

  it('gives an if and a then for each severity, and says where nothing was measured', () => {
    for (const severity of ['stable', 'watcher', 'unstable'] as const) {
      expect(composed('contingency', { language: 'ko', severity, ...NONE })).toMatch(/^만약 .*면 .*한다|부르|알린다/);
      expect(composed('contingency', { language: 'en', severity, ...NONE })).toMatch(/^If .*, then /);
    }
    expect(composed('contingency', { language: 'ko', ...NONE })).toContain('활력징후 기록이 모자라');
    const allergies = [fact('페니실린 알레르기')];
    expect(composed('contingency', { language: 'ko', severity: 'stable', ...NONE, allergies })).toContain(
      '주의: 페니실린 알레르기',
    );
  });
});
