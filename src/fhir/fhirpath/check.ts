/**
 * Finds faults of an expression by the definitions, before it runs.
 *
 * It follows the types that each step can have; where they are not known (`resolve()`, `children()`, variables), nothing is
 * said. `lenient` names what can never work: JSON names of choice elements (`valueQuantity` for `value`), functions of texts
 * on complex elements, criteria that are no booleans, dates plus plain numbers. `strict` names also every element that the
 * type has not, and functions that count positions on a collection without an order.
 *
 * Source  https://hl7.org/fhirpath/N1/#type-safety-and-strict-evaluation
 * Proof   check.test.ts
 */
import type { CheckMode } from './api.ts';
import { literalNodes } from './compile.ts';
import type { ElementPlan, Model } from './model.ts';
import { pathError } from './run.ts';
import { ANYTHING, COUNTING, kindOfFunction, RESULTS, TEXT_FUNCTIONS, WITH_ITEMS, type Kind } from './kinds.ts';
import type { Expression, TypeName } from './syntax.ts';
import { typeNameOf } from './types.ts';

/** Throws `fhirpath.unknown-element`, `fhirpath.wrong-type` or `fhirpath.no-order` for the first fault found. */
export function checkPath(expression: Expression, type: string | undefined, mode: CheckMode, model: Model): void {
  const root = type === undefined ? ANYTHING : { types: [type], ordered: true };
  new Checker(model, mode === 'strict', root).kind(expression, root);
}

type Of<Name extends Expression['kind']> = Extract<Expression, { kind: Name }>;

class Checker {
  readonly #model: Model;
  readonly #strict: boolean;
  readonly #root: Kind;

  constructor(model: Model, strict: boolean, root: Kind) {
    this.#model = model;
    this.#strict = strict;
    this.#root = root;
  }

  /** What an expression can give where `$this` is of a kind. */
  kind(expression: Expression, self: Kind): Kind {
    switch (expression.kind) {
      case 'literal':
        return { types: literalNodes(expression.literal).map(({ type }) => type), ordered: true };
      case 'empty':
        return { types: [], ordered: true };
      case 'variable':
        return expression.name === '$this' ? self : ANYTHING;
      case 'constant':
        return expression.name === 'resource' || expression.name === 'context' ? this.#root : ANYTHING;
      case 'member':
        return this.#member(expression, self);
      case 'call':
        return this.#call(expression, self);
      case 'item':
        this.kind(expression.index, self);
        return this.#counted('[]', this.kind(expression.on, self));
      case 'sign':
        return this.kind(expression.operand, self);
      case 'binary':
        return this.#binary(expression, self);
      default:
        return this.#typed(expression, self);
    }
  }

  #member({ on, name, at }: Of<'member'>, self: Kind): Kind {
    const from = on === undefined ? self : this.kind(on, self);
    const { types } = from;
    if (types === undefined || types.length === 0) return ANYTHING;
    if (on === undefined && types.some((type) => this.#isOwnName(type, name))) return from;
    const plans = types.map((type) => this.#model.element(type, name)).filter((plan) => plan !== undefined);
    if (plans.length > 0) return { types: this.#typesOf(plans), ordered: from.ordered };
    if (types.every((type) => this.#mayHave(type, name))) return ANYTHING;
    this.#refuseChoiceName(types, name, at);
    if (!this.#strict) return ANYTHING;
    throw pathError('unknown-element', `${types.join(' or ')} has no element '${name}' (position ${at + 1}).`);
  }

  /** An expression may start with the name of the type that it is about. */
  #isOwnName(type: string, name: string): boolean {
    return this.#model.element(type, name) === undefined && this.#model.isA(type, name);
  }

  #typesOf(plans: readonly ElementPlan[]): readonly string[] | undefined {
    const places = plans.flatMap((plan) => plan.places);
    if (places.some((place) => place.resource)) return undefined;
    return [...new Set(places.map((place) => place.type))];
  }

  /** Types whose elements the definitions do not list: System values, primitives with their `value`, any resource. */
  #mayHave(type: string, name: string): boolean {
    if (!this.#model.has(type)) return true;
    if (this.#model.isPrimitive(type)) return name === 'value';
    return this.#model.isAbstract(type) && type !== 'Element' && type !== 'BackboneElement';
  }

  #refuseChoiceName(types: readonly string[], key: string, at: number): void {
    for (const type of types)
      for (const plan of this.#model.elements(type))
        if (plan.choice && plan.places.some((place) => place.key === key))
          throw pathError(
            'unknown-element',
            `write '${plan.name}' or '${plan.name}.ofType(…)' for '${key}' (position ${at + 1}).`,
          );
  }

  #call({ on, name, args, at }: Of<'call'>, self: Kind): Kind {
    const input = on === undefined ? self : this.kind(on, self);
    if (name === 'is' || name === 'as' || name === 'ofType')
      return name === 'is' ? BOOLEAN : this.#narrowed(input, typeNameOf(args[0]));
    if (TEXT_FUNCTIONS.has(name)) this.#refuseComplex(name, input, at);
    const inner = WITH_ITEMS.has(name) && (name !== 'iif' || on !== undefined) ? input : self;
    const kinds = args.map((arg) => this.kind(arg, inner));
    if (name === 'iif') this.#refuseCriterion(kinds[0], at);
    if (COUNTING.has(name)) return this.#counted(`${name}()`, input);
    return kindOfFunction(name, input, kinds);
  }

  #counted(what: string, input: Kind): Kind {
    if (this.#strict && !input.ordered)
      throw pathError(
        'no-order',
        `${what} asks for a position in a collection that has no order, as children() gives it.`,
      );
    return input;
  }

  #refuseComplex(name: string, { types = [] }: Kind, at: number): void {
    const complex = types.filter((type) => this.#model.has(type) && !this.#model.isPrimitive(type));
    if (types.length === 0 || complex.length < types.length) return;
    throw pathError('wrong-type', `${name}() needs a text, and ${complex.join(' or ')} is none (position ${at + 1}).`);
  }

  #refuseCriterion(criterion: Kind | undefined, at: number): void {
    const types = criterion?.types ?? [];
    if (types.length === 0 || types.some((type) => type === 'boolean' || type === 'System.Boolean')) return;
    throw pathError(
      'wrong-type',
      `the criterion of iif() must be true or false, not ${types.join(' or ')} (position ${at + 1}).`,
    );
  }

  #binary({ operator, left, right, at }: Of<'binary'>, self: Kind): Kind {
    const [a, b] = [this.kind(left, self), this.kind(right, self)];
    if (operator === '|') return { types: joined(a.types, b.types), ordered: a.ordered && b.ordered };
    if (operator === '+' || operator === '-') this.#refuseDateArithmetic(a, b, at);
    return RESULTS[operator] ?? ANYTHING;
  }

  #refuseDateArithmetic(left: Kind, right: Kind, at: number): void {
    const isDate = left.types?.length === 1 && left.types.every((type) => DATES.has(type));
    const isPlain = right.types?.length === 1 && right.types.every((type) => PLAIN.has(type));
    if (isDate && isPlain)
      throw pathError(
        'wrong-type',
        `a date moves by a quantity such as '7 days', not by a plain value (position ${at + 1}).`,
      );
  }

  #typed({ operator, operand, type }: Of<'type'>, self: Kind): Kind {
    const input = this.kind(operand, self);
    return operator === 'is' ? BOOLEAN : this.#narrowed(input, type);
  }

  #narrowed({ ordered }: Kind, { namespace, name }: TypeName): Kind {
    if (namespace !== 'System' && this.#model.has(name))
      return { types: this.#model.isAbstract(name) ? undefined : [name], ordered };
    return { types: [`System.${name}`], ordered };
  }
}

const BOOLEAN: Kind = { types: ['System.Boolean'], ordered: true };
const DATES = new Set(['System.Date', 'System.DateTime', 'System.Time', 'date', 'dateTime', 'instant', 'time']);
const PLAIN = new Set([
  'System.Integer',
  'System.Decimal',
  'System.String',
  'System.Boolean',
  'integer',
  'decimal',
  'string',
  'boolean',
]);

function joined(left: Kind['types'], right: Kind['types']): Kind['types'] {
  return left === undefined || right === undefined ? undefined : [...new Set([...left, ...right])];
}
