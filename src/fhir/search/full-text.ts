/**
 * `_text` and `_content` over one resource: do its texts contain every word?
 *
 * Source  https://hl7.org/fhir/R4/search.html#content
 * Proof   match-reference.test.ts, match.test.ts
 */

/** The words of a search, ASCII letters in lower case. */
export function searchedWords(text: string): string[] {
  return lowered(text)
    .split(/\s+/)
    .filter((word) => word !== '');
}

function lowered(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/** Does the narrative contain every word? */
export function narrativeHas(resource: object, text: string): boolean {
  const { text: narrative } = resource as { text?: { div?: unknown } };
  return typeof narrative?.div === 'string' && hasWords(narrative.div.replace(/<[^>]*>/g, ' '), text);
}

/** Do the texts of the resource together contain every word? */
export function contentHas(resource: object, text: string): boolean {
  const texts: string[] = [];
  collect(resource, texts);
  return hasWords(texts.join(' '), text);
}

function hasWords(where: string, text: string): boolean {
  const words = searchedWords(text);
  const plain = lowered(where);
  return words.length > 0 && words.every((word) => plain.includes(word));
}

function collect(value: unknown, texts: string[]): void {
  if (typeof value === 'string') texts.push(value);
  else if (Array.isArray(value)) for (const one of value) collect(one, texts);
  else if (typeof value === 'object' && value !== null && !('rawJSON' in value))
    for (const one of Object.values(value)) collect(one, texts);
}
