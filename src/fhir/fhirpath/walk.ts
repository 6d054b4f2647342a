/**
 * Compiles paths to walks: closures that read raw JSON and hand each value on.
 *
 * A walk is built backwards: what comes after a step is asked for by the type that the step ends in, and is not built at all
 * for types where nothing can come.
 *
 * Proof   walk.test.ts, extract.test.ts
 */
import type { Emit } from './api.ts';
import type { ElementPlan, Model, Place } from './model.ts';
import { isObject, type JsonObject } from './node.ts';
import { referredType } from './reference.ts';
import type { Expression, TypeName } from './syntax.ts';
import { typeMatcher, typeNameOf } from './types.ts';

/** Reads a value (an object, or the primitive at the end) and gives what it finds to `emit`. */
export type Walk = (value: JsonObject, emit: Emit, root: JsonObject) => void;
/** What comes after a step that ends in a type; undefined where nothing can. */
export type Next = (type: string) => Walk | undefined;
/** A condition on a value. */
type Test = (value: JsonObject, root: JsonObject) => boolean | undefined;

/** Thrown where an expression needs the general engine. */
export class NotCovered extends Error {}

const TEMPORAL_TYPES = new Set(['date', 'dateTime', 'instant', 'time']);

/** Compiles expressions to walks. */
export class WalkCompiler {
  readonly #model: Model;
  /** Inside a condition a primitive that has only extensions counts as there. */
  readonly #counting: boolean;

  constructor(model: Model, counting = false) {
    this.#model = model;
    this.#counting = counting;
  }

  /** The walk of an expression from a type; undefined where it can find nothing. */
  walk(expression: Expression, type: string, next: Next): Walk | undefined {
    switch (expression.kind) {
      case 'member':
        return this.#member(expression.on, expression.name, type, next);
      case 'call':
        return this.#call(expression, type, next);
      case 'item':
        return this.#item(expression.on, indexOf(expression.index), type, next);
      case 'constant':
        return this.#constant(expression.name, type, next);
      case 'variable':
        if (expression.name === '$this') return next(type);
        throw new NotCovered();
      case 'binary':
        return expression.operator === '|'
          ? this.#union(expression, type, next)
          : this.#asBoolean(expression, type, next);
      case 'type':
        return this.#typeOperator(expression, type, next);
      default:
        throw new NotCovered();
    }
  }

  #member(on: Expression | undefined, name: string, type: string, next: Next): Walk | undefined {
    const after = remembered(next);
    if (on !== undefined) return this.walk(on, type, (found) => this.#step(found, name, after));
    if (this.#model.element(type, name) === undefined && this.#model.isA(type, name)) return next(type);
    return this.#step(type, name, after);
  }

  #step(type: string, name: string, next: Next): Walk | undefined {
    if (this.#model.isPrimitive(type)) throw new NotCovered();
    const plan = this.#model.element(type, name);
    if (plan === undefined) return undefined;
    const walks = plan.places.map((place) => this.#place(place, plan, next)).filter((walk) => walk !== undefined);
    return sequence(walks);
  }

  #place(place: Place, { many }: ElementPlan, next: Next): Walk | undefined {
    const after = place.resource ? byResourceType(place.type, next) : next(place.type);
    if (after === undefined) return undefined;
    if (place.primitive && this.#counting) return countingWalk(place, after);
    return many ? listWalk(place.key, after) : singleWalk(place.key, after);
  }

  #union({ left, right }: { left: Expression; right: Expression }, type: string, next: Next): Walk | undefined {
    return sequence([this.walk(left, type, next), this.walk(right, type, next)].filter((walk) => walk !== undefined));
  }

  /** `%resource` of an element is the resource that its type is part of. */
  #constant(name: string, type: string, next: Next): Walk | undefined {
    const [root = ''] = type.split('.');
    if (name !== 'resource' || !this.#model.isResource(root)) throw new NotCovered();
    const after = next(root);
    return after && ((_value, emit, resource) => after(resource, emit, resource));
  }

  #call(expression: Extract<Expression, { kind: 'call' }>, type: string, next: Next): Walk | undefined {
    const { on, name, args } = expression;
    const [first] = args;
    const from = (after: Next): Walk | undefined => (on === undefined ? after(type) : this.walk(on, type, after));
    if (name === 'where' && first !== undefined) return from((found) => this.#filtered(first, found, next));
    if (name === 'ofType' && args.length === 1) return from(this.#kept(typeNameOf(first), next));
    if (name === 'first' && on !== undefined) return this.#item(on, 0, type, next);
    return this.#asBoolean(expression, type, next);
  }

  #filtered(condition: Expression, type: string, next: Next): Walk | undefined {
    const after = next(type);
    if (after === undefined) return undefined;
    const test = new WalkCompiler(this.#model, true).#test(condition, type);
    return (value, emit, root) => {
      if (test(value, root) === true) after(value, emit, root);
    };
  }

  #kept(type: TypeName, next: Next): Next {
    const name = this.#fhirType(type);
    return (found) => {
      const isIt = found === name || (!this.#model.isPrimitive(found) && this.#model.isA(found, name));
      return isIt ? next(found) : undefined;
    };
  }

  #fhirType(type: TypeName): string {
    typeMatcher(type, this.#model);
    if (type.namespace === 'System') throw new NotCovered();
    if (this.#model.has(type.name)) return type.name;
    // R4 writes ofType(DateTime) in a parameter of Observation and means dateTime.
    const primitive = type.name.charAt(0).toLowerCase() + type.name.slice(1);
    if (!this.#model.isPrimitive(primitive)) throw new NotCovered();
    return primitive;
  }

  /** `as` takes a single item, and only the general engine can say that there are more. */
  #typeOperator(
    { operator, operand, type: name }: Extract<Expression, { kind: 'type' }>,
    type: string,
    next: Next,
  ): Walk | undefined {
    if (operator === 'is' || !this.#isSingle(operand, type)) throw new NotCovered();
    return this.walk(operand, type, this.#kept(name, next));
  }

  #isSingle(expression: Expression, type: string): boolean {
    if (expression.kind !== 'member') return false;
    if (expression.on === undefined) return this.#model.element(type, expression.name)?.many !== true;
    if (!this.#isSingle(expression.on, type)) return false;
    const types: string[] = [];
    this.walk(expression.on, type, (found) => {
      types.push(found);
      return undefined;
    });
    return types.every((found) => this.#model.element(found, expression.name)?.many !== true);
  }

  /** The item at a position of all that `on` finds. */
  #item(on: Expression, position: number, type: string, next: Next): Walk | undefined {
    const afters = new Map<string, Walk | undefined>();
    // A primitive that has only extensions takes a position, and is not given.
    const source = new WalkCompiler(this.#model, true).walk(on, type, (found) => {
      afters.set(found, next(found));
      return (value, emit) => emit(value, found);
    });
    return (
      source &&
      ((value, emit, root) => {
        let left = position;
        let hit: readonly [JsonObject | undefined, Walk | undefined] | undefined;
        const count: Emit = (item, found) => {
          if (left-- === 0) hit = [item as JsonObject | undefined, afters.get(found)];
        };
        source(value, count, root);
        if (hit !== undefined && (hit[0] !== undefined || this.#counting)) hit[1]?.(hit[0] ?? ABSENT, emit, root);
      })
    );
  }

  #asBoolean(expression: Expression, type: string, next: Next): Walk | undefined {
    const after = next('boolean');
    const test = new WalkCompiler(this.#model, true).#test(expression, type);
    return (
      after &&
      ((value, emit, root) => {
        const answer = test(value, root);
        if (answer !== undefined) after(answer as unknown as JsonObject, emit, root);
      })
    );
  }

  #test(expression: Expression, type: string): Test {
    if (expression.kind === 'type') return this.#typeTest(expression);
    if (expression.kind === 'call') return this.#callTest(expression, type);
    if (expression.kind !== 'binary') throw new NotCovered();
    const { operator, left, right } = expression;
    if (operator === 'and') return both(this.#test(left, type), this.#test(right, type));
    if (operator === '=') return this.#comparison(left, right, type);
    if (operator !== '!=') throw new NotCovered();
    return negation(this.#comparison(left, right, type));
  }

  #typeTest({ operator, operand, type }: Extract<Expression, { kind: 'type' }>): Test {
    const isResolve = operand.kind === 'call' && operand.name === 'resolve' && operand.on === undefined;
    if (operator !== 'is' || !isResolve) throw new NotCovered();
    const name = this.#fhirType(type);
    return (value, root) => {
      const found = referredType(value, root);
      return found === undefined ? undefined : found === name || this.#model.isA(found, name);
    };
  }

  #callTest({ on, name, args }: Extract<Expression, { kind: 'call' }>, type: string): Test {
    if (on === undefined || args.length > 0 || (name !== 'exists' && name !== 'empty')) throw new NotCovered();
    const walk = this.walk(on, type, () => (value, emit) => emit(value, ''));
    const wanted = name === 'exists';
    if (walk === undefined) return () => !wanted;
    return (value, root) => {
      let found = false;
      walk(value, () => (found = true), root);
      return found === wanted;
    };
  }

  /** A path against a text or a truth. */
  #comparison(left: Expression, right: Expression, type: string): Test {
    if (right.kind !== 'literal' || (right.literal.of !== 'string' && right.literal.of !== 'boolean'))
      throw new NotCovered();
    const wanted = right.literal.value;
    const walk = this.walk(left, type, (found) => {
      if (typeof wanted === 'string' && TEMPORAL_TYPES.has(found)) return (_value, emit) => emit(undefined, found);
      return (value, emit) => emit(value, found);
    });
    if (walk === undefined) return () => undefined;
    return (value, root) => {
      let count = 0;
      let same = false;
      const compare: Emit = (item) => {
        count++;
        same = item === wanted;
      };
      walk(value, compare, root);
      return count === 0 ? undefined : same && count === 1;
    };
  }
}

function indexOf(index: Expression): number {
  if (index.kind !== 'literal' || index.literal.of !== 'number' || !/^\d{1,9}$/.test(index.literal.text))
    throw new NotCovered();
  return Number(index.literal.text);
}

function remembered(next: Next): Next {
  const known = new Map<string, Walk | undefined>();
  return (type) => {
    if (!known.has(type)) known.set(type, next(type));
    return known.get(type);
  };
}

/** The type of a resource is known when it is met. */
function byResourceType(type: string, next: Next): Walk | undefined {
  const after = remembered(next);
  after(type);
  return (value, emit, root) => {
    const found: unknown = value['resourceType'];
    if (typeof found === 'string') after(found)?.(value, emit, root);
  };
}

function sequence(walks: readonly Walk[]): Walk | undefined {
  const [first, second] = walks;
  if (first === undefined || second === undefined) return first;
  if (walks.length === 2)
    return (value, emit, root) => {
      first(value, emit, root);
      second(value, emit, root);
    };
  return (value, emit, root) => {
    for (const walk of walks) walk(value, emit, root);
  };
}

function singleWalk(key: string, next: Walk): Walk {
  const many = listWalk(key, next);
  return (value, emit, root) => {
    const found = value[key] as JsonObject | undefined | null;
    if (found === undefined || found === null) return;
    if (Array.isArray(found)) many(value, emit, root);
    else next(found, emit, root);
  };
}

function listWalk(key: string, next: Walk): Walk {
  return (value, emit, root) => {
    const found = value[key] as readonly JsonObject[] | JsonObject | undefined | null;
    if (found === undefined || found === null) return;
    if (!Array.isArray(found)) next(found as JsonObject, emit, root);
    else
      for (const item of found as readonly JsonObject[])
        if (item !== null && item !== undefined) next(item, emit, root);
  };
}

const ABSENT = undefined as unknown as JsonObject;

/** As the others, and gives a primitive without a value where it has extensions. */
function countingWalk({ key, extensionKey }: Place, next: Walk): Walk {
  const plain = listWalk(key, next);
  return (value, emit, root) => {
    const extra = value[extensionKey];
    if (extra === undefined) return plain(value, emit, root);
    const found: unknown = value[key];
    const [values, extras] = [listOf(found), listOf(extra)];
    for (let at = 0; at < Math.max(values.length, extras.length); at++) {
      const item = values[at];
      if (item !== undefined && item !== null) next(item as JsonObject, emit, root);
      else if (isObject(extras[at])) next(ABSENT, emit, root);
    }
  };
}

function listOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return value === undefined ? [] : [value];
}

function both(left: Test, right: Test): Test {
  return (value, root) => {
    const a = left(value, root);
    if (a === false) return false;
    const b = right(value, root);
    if (b === false) return false;
    return a === undefined || b === undefined ? undefined : true;
  };
}

function negation(test: Test): Test {
  return (value, root) => {
    const answer = test(value, root);
    return answer === undefined ? undefined : !answer;
  };
}
