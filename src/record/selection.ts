/**
 * `_summary` and `_elements`: which parts of a resource are sent.
 *
 * Source  https://hl7.org/fhir/R4/search.html#summary, https://hl7.org/fhir/R4/search.html#elements
 * Proof   interactions.int.test.ts
 */
import { selectElements, summarise, type Resource } from '../fhir/index.ts';
import { OutcomeError, writeJson } from '../kernel/index.ts';
import { parsedResource } from './current.ts';
import { readParameters } from './parameters.ts';
import type { AnyResource } from './resource.ts';

/** What is asked for; nothing means the whole resource. */
export interface Selection {
  readonly summary?: 'true' | 'text' | 'data' | undefined;
  readonly elements?: readonly string[] | undefined;
}

const SUMMARIES = new Set(['true', 'text', 'data', 'false']);

/** The selection of a query that has no other parameter. */
export function readSelection(query: string): Selection {
  const parameters = readParameters(query, ['_summary', '_elements']);
  return selectionOf(parameters.get('_summary'), parameters.get('_elements'));
}

/** A selection from the values of the two parameters. */
export function selectionOf(summary: string | undefined, elements: string | undefined): Selection {
  if (summary !== undefined && !SUMMARIES.has(summary)) {
    const text = `'${summary.slice(0, 40)}' is not a value of _summary here: write true, text, data or false.`;
    throw new OutcomeError('invalid', 'record.bad-parameter', text);
  }
  return {
    summary: summary === undefined || summary === 'false' ? undefined : (summary as 'true' | 'text' | 'data'),
    elements: elements
      ?.split(',')
      .map((one) => one.trim().replace(/^[A-Z]\w*\./, ''))
      .filter((one) => one !== ''),
  };
}

/** The text of what is selected; the stored text itself where everything is. */
export function selectedText(text: string, parsed: AnyResource | undefined, { summary, elements }: Selection): string {
  if (summary === undefined && elements === undefined) return text;
  const resource = (parsed ?? parsedResource(text)) as unknown as Resource;
  if (summary !== undefined) return writeJson(summarise(resource, summary));
  return writeJson(selectElements(resource, elements ?? []));
}
