import { describe, expect, it } from 'vitest';
import { validateResource } from '../../fhir/index.ts';
import { bandOf, canonicalOf, INSTRUMENT_IDS, INSTRUMENTS, questionnaireOf, scoreAnswers } from './instruments.ts';

describe.each(INSTRUMENT_IDS)('the instrument for %s', (id) => {
  const instrument = INSTRUMENTS[id];
  const extreme = (pick: (points: readonly number[]) => number) =>
    Object.fromEntries(
      instrument.items.map(({ id: item, choices }) => {
        const points = pick(choices.map((one) => one.points));
        return [item, choices.find((one) => one.points === points)?.code ?? ''];
      }),
    );

  it('scores from nothing to its most, and each band can be reached', () => {
    const least = scoreAnswers(
      instrument,
      extreme((points) => Math.min(...points)),
    );
    const most = scoreAnswers(
      instrument,
      extreme((points) => Math.max(...points)),
    );
    expect(least).toEqual({ points: 0 });
    const top = 'points' in most ? most.points : 0;
    expect(bandOf(instrument, top)).toBe(instrument.bands[0]);
    const reached = new Set(Array.from({ length: top + 1 }, (_, points) => bandOf(instrument, points).code));
    expect([...reached].toSorted()).toEqual(instrument.bands.map(({ code }) => code).toSorted());
  });

  it('says which questions are open', () => {
    expect(scoreAnswers(instrument, {})).toEqual({ missing: instrument.items.map((one) => one.id) });
    expect(scoreAnswers(instrument, { [instrument.items[0]?.id ?? '']: 'nonsense' })).toHaveProperty('missing');
  });

  it('is a valid Questionnaire in both languages, and says whether it was validated', () => {
    const questionnaire = questionnaireOf(instrument);
    expect(validateResource(questionnaire as never)).toEqual([]);
    expect(`${questionnaire.url}|${questionnaire.version}`).toBe(canonicalOf(id));
    expect(questionnaire.experimental).toBe(!instrument.validated);
    for (const words of [instrument.title, instrument.note, ...instrument.items, ...instrument.bands]) {
      expect(words.ko).not.toBe('');
      expect(words.en).not.toMatch(/[가-힣]/);
    }
  });

  it('is assessed again the sooner the graver it is', () => {
    const hours = instrument.bands.map(({ again }) => again);
    expect(hours).toEqual(hours.toSorted((a, b) => a - b));
  });
});
