/**
 * Every search expression of R4 gives the same values as npm `fhirpath`, an engine that nobody here wrote: over a sample of
 * Synthea resources and over the official R4 examples. The fast form and the general engine are both asked.
 *
 * One restatement: npm `fhirpath` resolves references over the network only, so where an expression asks `resolve() is X` it
 * is asked for the text of the reference, in bundles whose `urn:uuid` references are replaced as an import does.
 */
import fhirpath from 'fhirpath';
import r4 from 'fhirpath/fhir-context/r4';
import { readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { compileFor, compilePath } from '../../src/fhir/fhirpath/index.ts';
import { PARAMETER_ROWS } from '../../src/fhir/search/source.ts';
import { describeWithShared, sharedPath } from '../material.ts';

interface SampleResource {
  readonly resourceType: string;
  readonly id?: string;
}

const SYNTHEA = 'data/synthea-r4/bundles';
const EXAMPLES = 'conformance/r4-examples';
const EVERY_NTH_BUNDLE = 4;
const MOST_PER_TYPE = 250;

/** What the two engines may differ in, with the reason. */
const EXPLAINED: Readonly<Record<string, string>> = {
  'Observation/decimal ':
    'npm fhirpath takes 1E-245 and 1E-22 for equal decimals at `|`; FHIR compares decimals exactly.',
};

function syntheaSample(): Map<string, SampleResource[]> {
  const sample = new Map<string, SampleResource[]>();
  const names = readdirSync(sharedPath(SYNTHEA)).toSorted();
  for (const name of names.filter((_, at) => at % EVERY_NTH_BUNDLE === 0)) {
    for (const resource of resourcesIn(gunzipSync(readFileSync(sharedPath(`${SYNTHEA}/${name}`))).toString())) {
      const known = sample.get(resource.resourceType) ?? [];
      sample.set(resource.resourceType, known);
      if (known.length < MOST_PER_TYPE) known.push(resource);
    }
  }
  return sample;
}

/** The resources of a bundle, their references to each other written as `Type/id`. */
function resourcesIn(text: string): SampleResource[] {
  const { entry } = JSON.parse(text) as { entry: { fullUrl: string; resource: SampleResource }[] };
  const names = new Map(
    entry.map(({ fullUrl, resource }) => [fullUrl, `${resource.resourceType}/${resource.id ?? ''}`]),
  );
  const replaced = JSON.stringify(entry.map(({ resource }) => resource)).replaceAll(
    /"urn:uuid:[^"]+"/g,
    (quoted) => `"${names.get(quoted.slice(1, -1)) ?? quoted.slice(1, -1)}"`,
  );
  return JSON.parse(replaced) as SampleResource[];
}

function examples(): Map<string, SampleResource[]> {
  const sample = new Map<string, SampleResource[]>();
  const names = readdirSync(sharedPath(EXAMPLES)).toSorted();
  for (const name of names.filter((one) => one.endsWith('.json'))) {
    const resource = JSON.parse(readFileSync(sharedPath(`${EXAMPLES}/${name}`), 'utf8')) as SampleResource;
    sample.set(resource.resourceType, [...(sample.get(resource.resourceType) ?? []), resource]);
  }
  return sample;
}

interface Tally {
  compared: number;
  values: number;
  readonly differences: string[];
}

function compareAll(sample: ReadonlyMap<string, readonly SampleResource[]>): Tally {
  const tally: Tally = { compared: 0, values: 0, differences: [] };
  for (const [type, resources] of sample)
    for (const expression of expressionsOf(type)) compare(expression, type, resources, tally);
  return tally;
}

function expressionsOf(type: string): string[] {
  const rows = [
    ...(PARAMETER_ROWS['Resource'] ?? []),
    ...(PARAMETER_ROWS['DomainResource'] ?? []),
    ...(PARAMETER_ROWS[type] ?? []),
  ];
  return [...new Set(rows.map(({ expression }) => expression).filter((one) => one !== undefined))];
}

function compare(expression: string, type: string, resources: readonly SampleResource[], tally: Tally): void {
  const oracle = fhirpath.compile(
    expression.replaceAll(/resolve\(\) is (\w+)/g, "reference.matches('(^|/)$1/[^/]+$$')"),
    r4,
  );
  const [fast, general] = [compileFor(expression, type), compilePath(expression, { type })];
  for (const resource of resources) {
    const expected = asSet(oracle(resource) as unknown[]);
    const [found, alsoFound] = [asSet(fast.all(resource).map(({ value }) => value)), asSet(general.values(resource))];
    tally.compared++;
    tally.values += expected.length;
    const same = expected.join() === found.join() && expected.join() === alsoFound.join();
    if (!same)
      tally.differences.push(
        `${type}/${resource.id ?? ''} ${expression}: ${expected.join()} / ${found.join()} / ${alsoFound.join()}`,
      );
  }
}

/** An index is a set: without repetitions, in any order. */
function asSet(values: readonly unknown[]): string[] {
  return [...new Set(values.map((value) => JSON.stringify(value)))].toSorted();
}

function unexplained({ differences }: Tally): string[] {
  return differences.filter((one) => !Object.keys(EXPLAINED).some((start) => one.startsWith(start)));
}

describeWithShared(SYNTHEA, 'search expressions over Synthea resources', () => {
  it('give what npm fhirpath gives', () => {
    const tally = compareAll(syntheaSample());
    expect(unexplained(tally)).toEqual([]);
    expect(tally.compared).toBeGreaterThan(10_000);
    expect(tally.values).toBeGreaterThan(10_000);
  });
});

describeWithShared(EXAMPLES, 'search expressions over the official examples', () => {
  it('give what npm fhirpath gives', () => {
    const tally = compareAll(examples());
    expect(unexplained(tally)).toEqual([]);
    expect(tally.compared).toBeGreaterThan(1000);
  });
});
