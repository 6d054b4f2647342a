/**
 * The CodeSystems and ValueSets that are stored in the record, for the terminology: what `:in` and `:below` mean includes what
 * the hospital has written itself.
 *
 * They are read by the house, not by who searches: a value set says what a search means, and holds no patient data.
 *
 * Source  https://hl7.org/fhir/R4/terminology-service.html
 * Proof   definitions.int.test.ts
 */
import type { CodeSystem, ValueSet } from '../fhir/index.ts';
import { parseJson } from '../kernel/index.ts';
import type { DefinitionPort } from '../terminology/index.ts';
import { findCurrent } from './current.ts';
import { findMatches, type SearchContext } from './search/index.ts';

/** Versions of one canonical that are looked at for the newest. */
const MOST = 100;

/** Reads stored definitions; `context` is that of the house. */
export function storedDefinitions(context: SearchContext): DefinitionPort {
  return {
    codeSystem: (url, version) => newest<CodeSystem>(context, 'CodeSystem', url, version),
    valueSet: (url, version) => newest<ValueSet>(context, 'ValueSet', url, version),
    codeSystemById: (id) => byId<CodeSystem>(context, 'CodeSystem', id),
    valueSetById: (id) => byId<ValueSet>(context, 'ValueSet', id),
  };
}

async function newest<Definition>(
  context: SearchContext,
  type: string,
  url: string,
  version: string | undefined,
): Promise<Definition | undefined> {
  const criteria = new URLSearchParams({ url: escaped(url) });
  if (version !== undefined) criteria.set('version', escaped(version));
  const matches = await findMatches(context, type, criteria.toString(), MOST);
  const last = matches.at(-1);
  return last === undefined ? undefined : byId<Definition>(context, type, last.fid);
}

async function byId<Definition>(context: SearchContext, type: string, id: string): Promise<Definition | undefined> {
  const found = await findCurrent(context.connection, type, id);
  return typeof found?.text === 'string' ? (parseJson(found.text) as Definition) : undefined;
}

/** A value as search reads it: separators are part of it. */
function escaped(text: string): string {
  return text.replaceAll(/[\\,$|]/g, String.raw`\$&`);
}
