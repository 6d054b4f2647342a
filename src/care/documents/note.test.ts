import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { validateResource } from '../../fhir/index.ts';
import type { Fact } from './fact.ts';
import { contentOf, draftOf, missingSections, withContent, type NoteSection } from './note.ts';
import { templateOf } from './templates.ts';

const TEMPLATE = templateOf('progress');
const HEAD = {
  template: TEMPLATE,
  language: 'ko',
  patient: { reference: 'Patient/anna' },
  author: { reference: 'Practitioner/kim', display: '김서연' },
  at: '2026-07-01T00:00:00.000Z',
  number: 'n1',
} as const;
const QUOTE: Fact = {
  kind: 'range',
  of: ['Observation/a', 'Observation/b'],
  sources: ['Observation/a/_history/1', 'Observation/b/_history/2'],
  text: '체온 36.5–38.2 <°C>',
  at: '2026-07-01T00:00:00Z',
  flag: 'H',
};

const line = fc.string({ unit: 'grapheme', maxLength: 30 }).map((text) => text.replaceAll(/[\r\n]/g, ' '));
const text = fc.array(line, { maxLength: 4 }).map((lines) => lines.join('\n'));

function sections(words: readonly string[]): readonly NoteSection[] {
  const problem = { problem: 'Condition/p', problemName: '폐렴' };
  return [
    { key: 'subjective', text: words[0] ?? '', quotes: [] },
    { key: 'objective', text: words[1] ?? '', quotes: [QUOTE] },
    { key: 'assessment', ...problem, text: words[2] ?? '', quotes: [] },
    { key: 'plan', ...problem, text: words[3] ?? '', quotes: [] },
  ];
}

describe('a note as Composition', () => {
  it('says again what was put in, whatever was typed, and validates', () => {
    fc.assert(
      fc.property(fc.array(text, { minLength: 4, maxLength: 4 }), (words) => {
        const note = draftOf(HEAD, { sections: sections(words) });
        const read = contentOf(note, TEMPLATE).sections;
        expect(read.map((one) => (one.text.trim() === '' ? '' : one.text))).toEqual(
          words.map((one) => (one.trim() === '' ? '' : one)),
        );
        expect(read[1]?.quotes).toEqual([QUOTE]);
        expect(validateResource(note).filter(({ severity }) => severity === 'error')).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('keeps a problem that nothing is written about yet, and what is about one problem stands together', () => {
    const note = draftOf(HEAD, { sections: sections(['', '', '', '']) });
    expect(contentOf(note, TEMPLATE).sections.map(({ key, problem }) => [key, problem])).toEqual([
      ['subjective', undefined],
      ['objective', undefined],
      ['assessment', 'Condition/p'],
      ['plan', 'Condition/p'],
    ]);
    expect(note.section?.at(-1)).toMatchObject({ title: '폐렴', focus: { reference: 'Condition/p' } });
  });

  it('writes the narrative as text: no markup of what was typed becomes markup', () => {
    const note = draftOf(HEAD, { sections: [{ key: 'subjective', text: '<script>"A" & B</script>', quotes: [] }] });
    expect(note.section?.[0]?.text?.div).toContain('<p>&lt;script&gt;&quot;A&quot; &amp; B&lt;/script&gt;</p>');
  });

  it('carries its severity, and loses it when it is taken away', () => {
    const note = draftOf(HEAD, { sections: [], severity: 'watcher' });
    expect(contentOf(note, TEMPLATE).severity).toBe('watcher');
    expect(contentOf(withContent(note, TEMPLATE, { sections: [] }), TEMPLATE)).not.toHaveProperty('severity');
  });

  it('asks for what must be written, for each problem', () => {
    const missing = (words: readonly string[]) =>
      missingSections(TEMPLATE, { sections: sections(words) }).map(({ key }) => key);
    expect(missing(['', '', '', ''])).toEqual(['subjective', 'assessment', 'plan']);
    expect(missing(['가', '', '나', ' '])).toEqual(['plan']);
    const other = { key: 'plan', problem: 'Condition/q', problemName: '당뇨', text: '', quotes: [] };
    expect(
      missingSections(TEMPLATE, { sections: [...sections(['가', '나', '다', '라']), other] }).map(({ key }) => key),
    ).toEqual(['assessment', 'plan']);
  });
});
