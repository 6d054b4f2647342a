/**
 * How fast are structural validation and the rewriting of references, beside parsing the same text as JSON, in one run?
 */
import { existsSync } from 'node:fs';
import { mapReferences, validateResource, type Resource } from '../src/fhir/index.ts';
import type { Bench, BenchResult } from './result.ts';
import { syntheaBundles, syntheaFolder } from './synthea.ts';

const BUNDLE_COUNT = 20;
const ROUNDS = 5;

const bench: Bench = async (log) => {
  if (!existsSync(syntheaFolder)) {
    log('validation: the Synthea bundles are not here; nothing measured.');
    return [];
  }
  const texts = await Promise.resolve(readTexts());
  const resources = texts.map((text) => JSON.parse(text) as Resource);
  const parse = bestRate(texts, (text) => JSON.parse(text) as unknown);
  const validate = bestRate(resources, (resource) => validateResource(resource));
  const rewrite = bestRate(resources, (resource) => mapReferences(resource, renamed));
  log(`validation: ${validate} resources/s, references ${rewrite} resources/s, JSON.parse ${parse} resources/s.`);
  return results(parse, validate, rewrite, texts.length);
};

export default bench;

function readTexts(): string[] {
  return syntheaBundles()
    .slice(0, BUNDLE_COUNT)
    .flatMap((text) => (JSON.parse(text) as { entry: { resource: unknown }[] }).entry)
    .map(({ resource }) => JSON.stringify(resource));
}

function renamed(reference: string): string | undefined {
  return reference.startsWith('urn:uuid:') ? `Patient/${reference.slice(9)}` : undefined;
}

/** Items per second in the best of a few rounds, so that other work on the machine counts little. */
function bestRate<Item>(items: readonly Item[], work: (item: Item) => unknown): number {
  let best = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    for (const item of items) work(item);
    best = Math.max(best, (items.length / (performance.now() - start)) * 1000);
  }
  return Math.round(best);
}

function results(parse: number, validate: number, rewrite: number, count: number): readonly BenchResult[] {
  const ratio = { unit: 'ratio', ratioTo: 'JSON.parse of the same resources' };
  const rate = { unit: 'resources/s', note: `${count} resources` };
  return [
    {
      name: 'validation: structure of Synthea resources',
      measured: validate / parse,
      ...ratio,
      target: { atLeast: 0.3 },
    },
    { name: 'validation: structure of Synthea resources', measured: validate, ...rate },
    {
      name: 'references: rewriting those of Synthea resources',
      measured: rewrite / parse,
      ...ratio,
      target: { atLeast: 0.6 },
    },
    { name: 'references: rewriting those of Synthea resources', measured: rewrite, ...rate },
  ];
}
