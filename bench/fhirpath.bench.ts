/**
 * How fast are all R4 search expressions over real resources: Maru's compiled form beside npm `fhirpath`, in one run?
 *
 * Both have their expressions compiled beforehand, and both run every expression of a resource's type over the same Synthea
 * resources.
 */
import fhirpath from 'fhirpath';
import r4 from 'fhirpath/fhir-context/r4';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { compileFor, type Extractor } from '../src/fhir/fhirpath/index.ts';
import { PARAMETER_ROWS } from '../src/fhir/search/source.ts';
import { sharedPath } from '../test/material.ts';
import type { Bench, BenchResult } from './result.ts';

interface SampleResource {
  readonly resourceType: string;
}

const BUNDLES = 'data/synthea-r4/bundles';
const BUNDLE_COUNT = 20;
const ROUNDS = 5;
/** The other engine is slow: it runs over every n-th resource. */
const ORACLE_SHARE = 4;

const bench: Bench = async (log) => {
  if (!existsSync(sharedPath(BUNDLES))) {
    log('fhirpath: the Synthea bundles are not here; nothing measured.');
    return [];
  }
  const resources = await Promise.resolve(readResources());
  const ours = bestRate(resources, compiled(ourExpressions));
  const theirs = bestRate(
    resources.filter((_, at) => at % ORACLE_SHARE === 0),
    compiled(oracleExpressions),
  );
  log(`fhirpath: ${Math.round(ours)} resources/s, npm fhirpath ${Math.round(theirs)} resources/s.`);
  return results(ours, theirs, resources.length);
};

export default bench;

function results(ours: number, theirs: number, count: number): readonly BenchResult[] {
  const name = 'fhirpath: all R4 search expressions over Synthea resources';
  return [
    { name, measured: ours / theirs, unit: 'ratio', ratioTo: 'npm fhirpath', target: { atLeast: 8 } },
    { name, measured: Math.round(ours), unit: 'resources/s', note: `${count} resources` },
    { name: 'fhirpath: npm fhirpath on the same', measured: Math.round(theirs), unit: 'resources/s' },
  ];
}

function readResources(): SampleResource[] {
  const names = readdirSync(sharedPath(BUNDLES)).toSorted().slice(0, BUNDLE_COUNT);
  return names.flatMap((name) => {
    const bundle = JSON.parse(gunzipSync(readFileSync(sharedPath(`${BUNDLES}/${name}`))).toString()) as {
      entry: { resource: SampleResource }[];
    };
    return bundle.entry.map(({ resource }) => resource);
  });
}

/** Takes out of a resource what its type's expressions find, and answers how many values. */
type Work = (resource: SampleResource) => number;

function compiled(expressions: (type: string, texts: readonly string[]) => Work): Work {
  const works = new Map<string, Work>();
  return (resource) => {
    const type = resource.resourceType;
    let work = works.get(type);
    if (work === undefined) works.set(type, (work = expressions(type, textsOf(type))));
    return work(resource);
  };
}

function textsOf(type: string): string[] {
  const rows = ['Resource', 'DomainResource', type].flatMap((base) => PARAMETER_ROWS[base] ?? []);
  return rows.map(({ expression }) => expression).filter((text) => text !== undefined);
}

function ourExpressions(type: string, texts: readonly string[]): Work {
  const extractors: readonly Extractor[] = texts.map((text) => compileFor(text, type));
  let found = 0;
  const count = (): void => {
    found++;
  };
  return (resource) => {
    found = 0;
    for (const extractor of extractors) extractor.each(resource, count);
    return found;
  };
}

function oracleExpressions(_type: string, texts: readonly string[]): Work {
  // It resolves references over the network only: the question for a reference's type is put to its text.
  const plain = texts.map((text) => text.replaceAll(/resolve\(\) is (\w+)/g, "reference.startsWith('$1/')"));
  const paths = plain.map((text) => fhirpath.compile(text, r4));
  return (resource) => paths.reduce((sum, path) => sum + (path(resource) as unknown[]).length, 0);
}

/** Resources per second in the best of a few rounds, so that other work on the machine counts little. */
function bestRate(resources: readonly SampleResource[], work: Work): number {
  let best = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    let found = 0;
    for (const resource of resources) found += work(resource);
    if (found === 0) throw new Error('The expressions found nothing: there is a fault in the benchmark.');
    best = Math.max(best, (resources.length * 1000) / (performance.now() - start));
  }
  return best;
}
