import { describe, expect, it } from 'vitest';
import type { Dosage } from '../fhir/types.ts';
import { dosageText, timingText } from './dosage.ts';

const TABLET: Dosage = {
  text: '1일 2회, 1회 1정, 28일분, 경구',
  timing: {
    repeat: {
      frequency: 2,
      period: 1,
      periodUnit: 'd',
      when: ['PCM', 'PCV'],
      boundsDuration: { value: 28, code: 'd', unit: '일' },
    },
  },
  route: { coding: [{ system: 'http://snomed.info/sct', code: '26643006', display: 'Oral route' }], text: '경구' },
  doseAndRate: [{ doseQuantity: { value: 1, code: '{tbl}', unit: '정' } }],
};

describe('dosage', () => {
  it('says dose, how often, when, by which way and how long', () => {
    expect(dosageText(TABLET, 'ko')).toBe('1정, 하루 2번 아침 식후 · 저녁 식후, 경구, 28일 동안');
    expect(dosageText(TABLET, 'en')).toBe(
      '1\u00A0tablet, twice a day after breakfast · after dinner, by mouth, for 28 days',
    );
  });

  it('shows the text where there is nothing else', () => {
    expect(dosageText({ text: 'as directed' }, 'ko')).toBe('as directed');
    expect(dosageText({}, 'en')).toBe('');
  });

  it('trusts the text where only a part of it is structured', () => {
    expect(
      dosageText({ text: '5 mg daily with food', doseAndRate: [{ doseQuantity: { value: 5, unit: 'mg' } }] }, 'en'),
    ).toBe('5 mg daily with food');
  });

  it('says as needed, and what for', () => {
    const pain: Dosage = {
      ...TABLET,
      timing: { repeat: { frequency: 1, period: 6, periodUnit: 'h' } },
      asNeededCodeableConcept: { text: 'pain' },
    };
    expect(dosageText(pain, 'en')).toBe('1\u00A0tablet, every 6 hours, by mouth, as needed for pain');
    expect(dosageText({ ...pain, asNeededCodeableConcept: { text: '통증' } }, 'ko')).toBe(
      '1정, 6시간마다, 경구, 필요할 때 (통증)',
    );
  });

  it('says a single dose as one', () => {
    const once = {
      repeat: { count: 1, frequency: 1, period: 1, periodUnit: 'd' as const, boundsDuration: { value: 5, code: 'd' } },
    };
    expect(dosageText({ ...TABLET, timing: once }, 'en')).toBe('1\u00A0tablet, once only, by mouth');
  });

  it('says the times of the day, and a dose at one moment as one', () => {
    const timing = {
      repeat: { frequency: 2, period: 1, periodUnit: 'd' as const, timeOfDay: ['09:00:00', '18:00:00'] },
    };
    expect(timingText(timing, 'ko')).toBe('하루 2번 (09:00, 18:00)');
    expect(timingText(timing, 'en')).toBe('twice a day (09:00, 18:00)');
    expect(timingText({ event: ['2026-07-01T09:00:00+09:00'] }, 'ko')).toBe('한 번만');
  });

  it('keeps instructions and limits', () => {
    const limited: Dosage = {
      ...TABLET,
      additionalInstruction: [{ text: 'with plenty of water' }],
      maxDosePerPeriod: { numerator: { value: 4, unit: 'g' }, denominator: { value: 1, unit: 'd' } },
    };
    expect(dosageText(limited, 'en')).toContain('at most 4 g / 1 d');
    expect(dosageText(limited, 'en')).toContain('with plenty of water');
  });

  it('shows a rate', () => {
    const drip: Dosage = {
      doseAndRate: [{ rateQuantity: { value: 100, unit: 'mL/h' } }],
      timing: { code: { text: '지속' } },
    };
    expect(dosageText(drip, 'ko')).toBe('속도 100 mL/h, 지속');
  });
});

describe('how often', () => {
  it.each([
    [{ code: { coding: [{ code: 'BID' }] } }, '하루 2번', 'twice a day'],
    [{ code: { coding: [{ code: 'QOD' }] } }, '이틀에 1번', 'every other day'],
    [{ repeat: { frequency: 1, period: 1, periodUnit: 'wk' as const } }, '1주마다', 'once a week'],
    [{ repeat: { frequency: 3, period: 1, periodUnit: 'd' as const } }, '하루 3번', '3 times a day'],
    [
      { repeat: { frequency: 1, frequencyMax: 2, period: 1, periodUnit: 'd' as const } },
      '하루 1–2번',
      '1–2 times a day',
    ],
    [{ repeat: { when: ['HS' as const] } }, '자기 전', 'at bedtime'],
  ])('%j', (timing, ko, en) => {
    expect(timingText(timing, 'ko')).toBe(ko);
    expect(timingText(timing, 'en')).toBe(en);
  });

  it('shows the words of a timing that it does not know', () => {
    expect(timingText({ code: { text: 'on dialysis days' } }, 'en')).toBe('on dialysis days');
  });
});
