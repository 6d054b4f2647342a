/**
 * `maru reindex`: builds the search index again, what is stale or the types that are named, while the house goes on serving.
 *
 * Proof   operations.int.test.ts, src/record/index-rows/reindex.int.test.ts
 */
import { isResourceType, RESOURCE_TYPES } from '../fhir/index.ts';
import { nearest, OutcomeError } from '../kernel/index.ts';
import { reindex } from '../record/index.ts';
import type { Verb } from './run.ts';

export const reindexVerb: Verb = {
  verb: 'reindex',
  about: 'Builds the search index again: what was built with other definitions, or the types that are named.',
  usage: 'maru reindex [TYPE...]',
  example: 'maru reindex Observation',
  options: [],
  async run({ words, output, signal }, house) {
    for (const word of words) if (!isResourceType(word)) throw unknownType(word);
    await house.record();
    const began = performance.now();
    const resources = await reindex(await house.store(), {
      timeZone: house.configuration.timeZone,
      signal,
      progress: (type, done) => output.progress(`reindex: ${type}, ${done} resources`),
      ...(words.length === 0 ? {} : { types: words }),
    });
    const seconds = (performance.now() - began) / 1000;
    output.line(
      resources === 0 ? 'The index is current.' : `Indexed ${resources} resources again in ${seconds.toFixed(1)} s.`,
    );
    output.result({ resources, seconds });
    return signal.aborted ? 1 : 0;
  },
};

function unknownType(word: string): OutcomeError {
  const near = nearest(word, RESOURCE_TYPES);
  const hint = near === undefined ? '' : ` Did you mean ${near}?`;
  return new OutcomeError('invalid', 'cli.unknown-type', `'${word}' is no resource type of FHIR R4.${hint}`);
}
