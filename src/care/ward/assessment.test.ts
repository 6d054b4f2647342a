import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJson } from '../../kernel/index.ts';
import { assessedLine } from './assessment.ts';
import { careConcept, type Observation } from './codes.ts';
import { bandOf, INSTRUMENT_IDS, INSTRUMENTS, scoreAnswers } from './instruments.ts';

const charted = (more: Partial<Observation> = {}): Observation => ({
  resourceType: 'Observation',
  id: 'o1',
  status: 'final',
  code: careConcept('assessment-pain'),
  effectiveDateTime: '2026-11-24T03:00:00Z',
  valueQuantity: { value: 8 },
  interpretation: [careConcept('pain-severe')],
  performer: [{ reference: 'Practitioner/nurse-a', display: '박간호' }],
  ...more,
});

describe('an assessment that is read back', () => {
  it('has its points, its band, when it was and who did it', () => {
    expect(assessedLine(charted())).toEqual({
      instrument: 'pain',
      observation: 'o1',
      at: '2026-11-24T03:00:00Z',
      points: 8,
      band: 'severe',
      by: '박간호',
      status: 'final',
    });
    expect(assessedLine(charted({ performer: [{ reference: 'Practitioner/nurse-a' }] }))?.by).toBe('nurse-a');
    expect(assessedLine(charted({ performer: [] }))).not.toHaveProperty('by');
  });

  it('without points is none: it does not read as no pain', () => {
    const { valueQuantity: _none, ...empty } = charted();
    expect(assessedLine(empty)).toBeUndefined();
    expect(assessedLine(charted({ valueQuantity: { unit: '점' } }))).toBeUndefined();
    expect(assessedLine(charted({ valueQuantity: { value: 0 } }))?.points).toBe(0);
  });

  it('has the number that was written, also where its digits were kept', () => {
    const valueQuantity = parseJson('{"value":8.0}') as NonNullable<Observation['valueQuantity']>;
    expect(assessedLine(charted({ valueQuantity }))?.points).toBe(8);
  });

  it('that was taken back says so', () => {
    expect(assessedLine(charted({ status: 'entered-in-error' }))?.status).toBe('entered-in-error');
  });

  it.each(['assessment-poem', 'assessment-constructor', 'news2', 'assessment-'])('is none of the code %s', (code) => {
    expect(assessedLine(charted({ code: careConcept(code) }))).toBeUndefined();
  });

  it('is none of a code of somebody else', () => {
    expect(
      assessedLine(charted({ code: { coding: [{ system: 'http://loinc.org', code: 'assessment-pain' }] } })),
    ).toBeUndefined();
  });
});

describe.each(INSTRUMENT_IDS)('the score of %s', (id) => {
  const instrument = INSTRUMENTS[id];
  const answers = fc.record(
    Object.fromEntries(instrument.items.map(({ id: item, choices }) => [item, fc.constantFrom(...choices)])),
  );

  it('is the sum of the answers, and in a band that begins at or below it', () => {
    fc.assert(
      fc.property(answers, (chosen) => {
        const codes = Object.fromEntries(Object.entries(chosen).map(([item, { code }]) => [item, code]));
        const sum = Object.values(chosen).reduce((total, { points }) => total + points, 0);
        expect(scoreAnswers(instrument, codes)).toEqual({ points: sum });
        const band = bandOf(instrument, sum);
        expect(band.from).toBeLessThanOrEqual(sum);
        for (const other of instrument.bands) expect(other.from <= sum && other.from > band.from).toBe(false);
      }),
    );
  });

  it('is none where one answer is missing or is no answer to that question', () => {
    fc.assert(
      fc.property(answers, fc.nat(), (chosen, at) => {
        const codes = Object.fromEntries(Object.entries(chosen).map(([item, { code }]) => [item, code]));
        const gone = instrument.items[at % instrument.items.length]?.id ?? '';
        const { [gone]: _left, ...rest } = codes;
        expect(scoreAnswers(instrument, rest)).toEqual({ missing: [gone] });
        expect(scoreAnswers(instrument, { ...codes, [gone]: 'toString' })).toEqual({ missing: [gone] });
      }),
    );
  });
});
