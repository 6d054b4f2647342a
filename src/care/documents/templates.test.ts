import { describe, expect, it } from 'vitest';
import { templateOf, TEMPLATES } from './templates.ts';

describe('templates', () => {
  it('are those of a ward, each with a kind of document, in both languages', () => {
    expect(TEMPLATES.map(({ id }) => id)).toEqual([
      'admission',
      'progress',
      'consult',
      'operation',
      'procedure',
      'nursing',
      'discharge',
      'handover',
    ]);
    for (const { title, sections } of TEMPLATES)
      for (const { ko, en } of [
        title,
        ...sections.map((one) => one.title),
        ...sections.flatMap(({ hint }) => hint ?? []),
      ]) {
        expect(ko).toMatch(/[가-힣]/);
        expect(en).not.toMatch(/[가-힣]/);
      }
  });

  it('have sections with names of their own, pull in only what may be pulled, and ask for something', () => {
    for (const { sections, problems } of TEMPLATES) {
      expect(new Set(sections.map(({ key }) => key)).size).toBe(sections.length);
      expect(sections.some(({ required }) => required)).toBe(true);
      if (sections.some(({ perProblem }) => perProblem)) expect(problems).toBe(true);
    }
  });

  it('that are not there are named as such', () => {
    expect(() => templateOf('poem')).toThrow(/There is no template 'poem'/);
  });
});
