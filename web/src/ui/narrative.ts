/**
 * The narrative of a resource as plain text with its paragraphs, lists and tables kept apart. Its markup comes from outside
 * and is never put into the page.
 *
 * Source  https://hl7.org/fhir/R4/narrative.html
 * Proof   test/journey/chart.test.ts
 */
const BLOCKS = 'p,div,li,tr,h1,h2,h3,h4,h5,h6,table,ul,ol,br';

/** The words of a narrative; empty where there are none. */
export function narrativeText(div: string | undefined): string {
  if (div === undefined) return '';
  const page = new DOMParser().parseFromString(div, 'text/html');
  for (const cell of page.querySelectorAll('td,th')) cell.append('  ');
  for (const item of page.querySelectorAll('li')) item.prepend('• ');
  for (const block of page.querySelectorAll(BLOCKS)) block.append('\n');
  const lines = (page.body.textContent ?? '').split('\n').map((line) => line.replace(/[ \t]+/g, ' ').trim());
  return lines
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
