/**
 * `is`, `as`, `ofType` and `type()`: names of types against nodes.
 *
 * `is` counts derived types in. `as` and `ofType` do so for complex types, but take a primitive by its own type only: a code
 * is a string, and `ofType(string)` does not give it (the official suite asks for both).
 *
 * Source  https://hl7.org/fhirpath/N1/#types, https://hl7.org/fhir/R4/fhirpath.html#types
 * Proof   types.test.ts
 */
import type { Model } from './model.ts';
import { EMPTY, PathNode, type Collection } from './node.ts';
import { referredType } from './reference.ts';
import { pathError, type Compiled, type Run } from './run.ts';
import type { Expression, TypeName } from './syntax.ts';
import { booleans, isSystem, single } from './value.ts';

/** Tells whether nodes are of a type. */
export interface TypeMatcher {
  readonly name: string;
  /** Of the type or derived from it. */
  readonly is: (node: PathNode) => boolean;
  /** What `as` and `ofType` keep. */
  readonly keeps: (node: PathNode) => boolean;
}

const SYSTEM_TYPES = new Set([
  'Any',
  'Boolean',
  'String',
  'Integer',
  'Long',
  'Decimal',
  'Date',
  'DateTime',
  'Time',
  'Quantity',
]);

/** The matcher of a type name; throws `fhirpath.unknown-type`. */
export function typeMatcher({ namespace, name }: TypeName, model: Model): TypeMatcher {
  const known = model.has(name) || SYSTEM_TYPES.has(name);
  if (namespace === 'FHIR' ? !model.has(name) : namespace === undefined && !known)
    throw pathError('unknown-type', `there is no type ${name}.`);
  const system = `System.${name}`;
  const isSystemType = (node: PathNode): boolean => namespace !== 'FHIR' && node.type === system;
  const isFhir = namespace !== 'System' && model.has(name);
  return {
    name,
    is: (node) => isSystemType(node) || (isFhir && !isSystem(node) && model.isA(node.type, name)),
    keeps: (node) =>
      isSystemType(node) ||
      (isFhir && (node.type === name || (!model.isPrimitive(node.type) && model.isA(node.type, name)))),
  };
}

/** The type that an argument names: `Patient`, `FHIR.Patient`, `Observation.component`. */
export function typeNameOf(expression: Expression | undefined): TypeName {
  if (expression?.kind === 'member') {
    if (expression.on === undefined) return { namespace: undefined, name: expression.name };
    const outer = expression.on;
    if (outer.kind === 'member' && outer.on === undefined) {
      const { name } = outer;
      if (name === 'FHIR' || name === 'System') return { namespace: name, name: expression.name };
      return { namespace: undefined, name: `${name}.${expression.name}` };
    }
  }
  throw pathError('wrong-type', 'a name of a type is needed, for example ofType(Quantity).');
}

/** Is the single item of the type? */
export function testType(input: Collection, matcher: TypeMatcher): Collection {
  const node = single(input, 'is');
  return node === undefined ? EMPTY : booleans(matcher.is(node));
}

/** The single item where it is of the type; with `asFilters`, all items that are. */
export function castTo(input: Collection, matcher: TypeMatcher, run: Run): Collection {
  if (run.environment.asFilters === true) return input.filter(matcher.keeps);
  const node = single(input, 'as');
  return node !== undefined && matcher.keeps(node) ? [node] : EMPTY;
}

/**
 * `resolve() is Patient`, the way search parameters ask for the type of a reference: answered from the reference itself
 * where the resource is not at hand. `source` gives the references, `resolved` the resources.
 */
export function testReferred(source: Compiled, resolved: Compiled, matcher: TypeMatcher, model: Model): Compiled {
  return (frame) => {
    const found = resolved(frame);
    if (found.length > 0) return testType(found, matcher);
    const node = single(source(frame), 'is');
    const type = node === undefined ? undefined : referredTypeOf(node, frame.run);
    return type === undefined ? EMPTY : booleans(model.isA(type, matcher.name));
  };
}

function referredTypeOf(node: PathNode, run: Run): string | undefined {
  const { resource } = run.environment;
  return referredType(node.value, resource ?? run.root[0]?.value);
}

/** What `type()` answers. */
export function typeInfo(node: PathNode): PathNode {
  const info = isSystem(node)
    ? { namespace: 'System', name: node.type.slice(7) }
    : { namespace: 'FHIR', name: node.type };
  return new PathNode(info, 'System.TypeInfo');
}
