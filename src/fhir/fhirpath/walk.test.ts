import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyResource } from '../../../test/conformance/fhirpath-resources.ts';
import { writeJson } from '../../kernel/index.ts';
import { compileFor } from './extract.ts';
import { r4Model } from './model.ts';
import { parsePath } from './parser.ts';
import { compilePath } from './path.ts';
import { NotCovered, WalkCompiler } from './walk.ts';

const model = r4Model();
const TYPES = ['Patient', 'Observation', 'MedicationRequest', 'Claim', 'Questionnaire', 'Bundle', 'Condition'];

/** A path made of elements that the definitions have, chosen by `picks`. */
function pathOf(type: string, picks: readonly number[]): string {
  let here = type;
  const steps: string[] = [];
  for (const pick of picks) {
    const plans = [...model.elements(here)].filter(({ name }) => name !== 'contained' && name !== 'extension');
    if (model.isPrimitive(here) || plans.length === 0) break;
    const plan = plans[pick % plans.length] ?? expect.fail();
    const place = plan.places[pick % plan.places.length] ?? expect.fail();
    steps.push(`\`${plan.name}\`${decorated(plan.choice, place.type, pick)}`);
    if (place.resource) break;
    here = place.type;
  }
  return steps.join('.');
}

/** What may follow a step. */
function decorated(choice: boolean, type: string, pick: number): string {
  if (choice && pick % 3 > 0) return `.ofType(${type})`;
  switch (pick % 11) {
    case 1:
      return '[0]';
    case 2:
      return '.first()';
    case 3:
      return '[1]';
    default:
      return '';
  }
}

const picks = fc.array(fc.nat(1000), { minLength: 1, maxLength: 4 });
const someType = fc.constantFrom(...TYPES);

const asSet = (values: readonly unknown[]): string[] => [...new Set(values.map((one) => writeJson(one)))].toSorted();

/** What both forms find, as sets, without primitives that have extensions only. */
function bothForms(expression: string, type: string, resource: object): readonly [string[], string[]] {
  const fast = compileFor(expression, type).all(resource);
  const general = compilePath(expression).values(resource);
  return [asSet(fast.map(({ value }) => value)), asSet(general.filter((one) => one !== undefined))];
}

function expectSame(expression: string, type: string, resource: object): void {
  const [fast, general] = bothForms(expression, type, resource);
  expect([expression, fast]).toEqual([expression, general]);
}

const typed = someType.chain((type) => fc.tuple(fc.constant(type), anyResource(type)));

describe('walks and the general engine find the same', () => {
  it('for any path', () => {
    fc.assert(
      fc.property(typed, picks, ([type, resource], chosen) => {
        expectSame(pathOf(type, chosen), type, resource);
        expectSame(`${type}.${pathOf(type, chosen)}`, type, resource);
      }),
      { numRuns: 300 },
    );
  });

  it('for any union', () => {
    fc.assert(
      fc.property(typed, picks, picks, ([type, resource], left, right) => {
        expectSame(`${pathOf(type, left)} | (${type}.${pathOf(type, right)})`, type, resource);
      }),
      { numRuns: 200 },
    );
  });

  it('for conditions on any path', () => {
    const condition = fc.constantFrom(
      (path: string) => `where(${path}.exists())`,
      (path: string) => `where(${path}.empty())`,
      (path: string) => `where(${path} = 'a')`,
      (path: string) => `where(${path} != 'phone')`,
      (path: string) => `where(${path} = true)`,
      (path: string) => `where(${path}.exists() and ${path} != 'b')`,
    );
    fc.assert(
      fc.property(typed, picks, picks, condition, ([type, resource], outer, inner, made) => {
        const [first = 0] = outer;
        const start = pathOf(type, [first]);
        const plans = [...model.elements(type)].filter(({ name }) => name !== 'contained' && name !== 'extension');
        const reached = plans[first % plans.length]?.places[0]?.type ?? 'Element';
        const path = model.isPrimitive(reached) || model.isResource(reached) ? '$this' : pathOf(reached, inner);
        expectSame(`${start}.${made(path === '' ? '$this' : path)}`, type, resource);
      }),
      { numRuns: 300 },
    );
  });
});

const walk = (expression: string, type: string): unknown =>
  new WalkCompiler(model).walk(parsePath(expression), type, () => (value, emit) => emit(value, ''));

describe('what a walk is built for', () => {
  it.each([
    ['Patient.name', 'Observation'],
    ['Observation.value.ofType(HumanName)', 'Observation'],
    ['nonsense', 'Patient'],
    ['name.nonsense', 'Patient'],
    ["name.nonsense.where(use = 'x')", 'Patient'],
  ])('nothing can be found by %s in %s', (expression, type) => {
    expect(walk(expression, type)).toBeUndefined();
  });

  it.each([
    'name.given.length()',
    'name.extension.value + 1',
    'birthDate.extension',
    "name.where(given.startsWith('A'))",
    'name.where(use = %x)',
    'name[-1]',
    'name[1 + 1]',
    '%context.name',
    '%other',
    '$index',
    'name is HumanName',
    'name as HumanName',
    "name.where(use = 'a' or use = 'b')",
    'name.where(resolve())',
    'name.ofType(System.String)',
    "'text'",
    '1 + 1',
    '-1',
    '{}',
  ])('%s is left to the general engine', (expression) => {
    expect(() => walk(expression, 'Patient')).toThrow(NotCovered);
  });
});
