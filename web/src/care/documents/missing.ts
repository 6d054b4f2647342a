/**
 * Sections that must be written before a note can be signed; the server decides, this says it earlier.
 *
 * Proof   draft-state.test.ts
 */
import type { Language } from '../../format/language.ts';
import type { NoteSection, Template } from './api.ts';

function isEmpty({ text, quotes }: NoteSection): boolean {
  return text.trim() === '' && quotes.length === 0;
}

/** Titles of what is missing; with the problem where a section is written for each. */
export function missingTitles(
  template: Template,
  sections: readonly NoteSection[],
  language: Language,
): readonly string[] {
  return template.sections.flatMap(({ key, title, required }) => {
    if (!required) return [];
    const parts = sections.filter((one) => one.key === key);
    if (parts.length === 0) return [title[language]];
    return parts
      .filter(isEmpty)
      .map(({ problemName }) => (problemName === undefined ? title[language] : `${problemName} ${title[language]}`));
  });
}
