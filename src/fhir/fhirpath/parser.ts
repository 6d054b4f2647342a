/**
 * Reads FHIRPath text into a syntax tree (precedence climbing).
 *
 * Source  https://hl7.org/fhirpath/N1/#operator-precedence, https://hl7.org/fhirpath/N1/#grammar
 * Proof   parser.test.ts
 */
import { OutcomeError } from '../../kernel/index.ts';
import { syntaxError, tokensOf, type Token } from './lexer.ts';
import type { BinaryOperator, Expression, Literal, TypeName } from './syntax.ts';

/** Deepest nesting of parentheses, arguments and signs: it bounds every recursive walk over a tree. */
export const MAX_NESTING = 100;
/** Longest chain of operators or steps. */
const MAX_CHAIN = 2000;

/** How tightly operators bind: higher binds tighter; all are left-associative. */
const PRECEDENCE: Readonly<Record<string, number>> = {
  implies: 1,
  or: 2,
  xor: 2,
  and: 3,
  in: 4,
  contains: 4,
  '=': 5,
  '!=': 5,
  '~': 5,
  '!~': 5,
  '<': 6,
  '<=': 6,
  '>': 6,
  '>=': 6,
  '|': 7,
  is: 8,
  as: 8,
  '+': 9,
  '-': 9,
  '&': 9,
  '*': 10,
  '/': 10,
  div: 10,
  mod: 10,
};
const CALENDAR_UNIT = /^(?:year|month|week|day|hour|minute|second|millisecond)s?$/;
/** Words that may also be names of elements. */
const SOFT_WORDS = new Set(['as', 'is', 'in', 'contains']);
const HARD_WORDS = new Set(['div', 'mod', 'and', 'or', 'xor', 'implies', 'true', 'false']);

/** The syntax tree of an expression; throws `fhirpath.syntax`. */
export function parsePath(text: string): Expression {
  const parser = new Parser(tokensOf(text));
  return parser.whole();
}

class Parser {
  readonly #tokens: readonly Token[];
  #next = 0;
  #depth = 0;
  #operators = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  whole(): Expression {
    const expression = this.#expression(1);
    const token = this.#peek();
    if (token.kind !== 'end') throw syntaxError(`unexpected '${token.text}'`, token.at);
    return expression;
  }

  #peek(): Token {
    return this.#tokens[this.#next] ?? END;
  }

  #take(): Token {
    const token = this.#peek();
    this.#next++;
    return token;
  }

  #isSymbol(text: string): boolean {
    const token = this.#peek();
    return token.kind === 'symbol' && token.text === text;
  }

  #accept(text: string): boolean {
    if (!this.#isSymbol(text)) return false;
    this.#next++;
    return true;
  }

  #expect(text: string): void {
    const token = this.#take();
    if (token.kind !== 'symbol' || token.text !== text)
      throw syntaxError(`expected '${text}', found '${token.kind === 'end' ? 'the end' : token.text}'`, token.at);
  }

  #expression(lowest: number): Expression {
    if (++this.#depth > MAX_NESTING) throw tooDeep();
    let left = this.#signed();
    for (;;) {
      const operator = this.#operator(lowest);
      if (operator === undefined) break;
      if (++this.#operators > MAX_CHAIN) throw tooDeep();
      left = this.#applied(operator, left);
    }
    this.#depth--;
    return left;
  }

  #operator(lowest: number): Token | undefined {
    const token = this.#peek();
    if (token.kind !== 'symbol' && token.kind !== 'name') return undefined;
    const precedence = PRECEDENCE[token.text];
    return precedence !== undefined && precedence >= lowest && Object.hasOwn(PRECEDENCE, token.text)
      ? this.#take()
      : undefined;
  }

  #applied({ text, at }: Token, left: Expression): Expression {
    if (text === 'is' || text === 'as')
      return { kind: 'type', operator: text, operand: left, type: this.#typeName(), at };
    const right = this.#expression((PRECEDENCE[text] ?? 0) + 1);
    return { kind: 'binary', operator: text as BinaryOperator, left, right, at };
  }

  #signed(): Expression {
    const token = this.#peek();
    if (token.kind !== 'symbol' || (token.text !== '-' && token.text !== '+')) return this.#chain();
    this.#next++;
    if (++this.#depth > MAX_NESTING) throw tooDeep();
    const operand = this.#signed();
    this.#depth--;
    return { kind: 'sign', sign: token.text, operand, at: token.at };
  }

  #chain(): Expression {
    let on = this.#term();
    for (;;) {
      if (++this.#operators > MAX_CHAIN) throw tooDeep();
      const { at } = this.#peek();
      if (this.#accept('.')) on = this.#invocation(on);
      else if (this.#accept('[')) {
        const index = this.#expression(1);
        this.#expect(']');
        on = { kind: 'item', on, index, at };
      } else return on;
    }
  }

  #invocation(on: Expression | undefined): Expression {
    const token = this.#take();
    if (token.kind === 'variable') return variable(token);
    // After a dot no operator can stand: Patient.text.div is meant as it is written.
    const name = on !== undefined && token.kind === 'name' ? token.text : nameOf(token);
    if (token.kind === 'name' && this.#accept('('))
      return { kind: 'call', on, name, args: this.#arguments(name), at: token.at };
    return { kind: 'member', on, name, at: token.at };
  }

  #arguments(call: string): readonly Expression[] {
    const args: Expression[] = [];
    if (this.#accept(')')) return args;
    do args.push(this.#argument(call));
    while (this.#accept(','));
    this.#expect(')');
    return args;
  }

  /** `sort(name desc)` is written as `sort(-name)` in the tree. */
  #argument(call: string): Expression {
    const operand = this.#expression(1);
    const { kind, text, at } = this.#peek();
    if (call !== 'sort' || kind !== 'name' || (text !== 'asc' && text !== 'desc')) return operand;
    this.#next++;
    return text === 'asc' ? operand : { kind: 'sign', sign: '-', operand, at };
  }

  #term(): Expression {
    const token = this.#peek();
    if (token.kind === 'symbol') return this.#symbolTerm(token);
    if (token.kind === 'variable') return variable(this.#take());
    if (token.kind === 'name' && (token.text === 'true' || token.text === 'false')) {
      this.#next++;
      return literal({ of: 'boolean', value: token.text === 'true' }, token.at);
    }
    if (token.kind === 'name' || token.kind === 'delimited') return this.#invocation(undefined);
    return this.#literal(this.#take());
  }

  #symbolTerm(token: Token): Expression {
    this.#next++;
    if (token.text === '(') {
      const inner = this.#expression(1);
      this.#expect(')');
      return inner;
    }
    if (token.text === '{') {
      this.#expect('}');
      return { kind: 'empty', at: token.at };
    }
    if (token.text !== '%') throw syntaxError(`unexpected '${token.text}'`, token.at);
    const name = this.#take();
    return { kind: 'constant', name: name.kind === 'string' ? name.text : nameOf(name), at: token.at };
  }

  #literal(token: Token): Expression {
    const { kind, text, at } = token;
    if (kind === 'string') return literal({ of: 'string', value: text }, at);
    if (kind === 'date' || kind === 'dateTime' || kind === 'time') return literal({ of: kind, text }, at);
    if (kind !== 'number') throw syntaxError('the expression ends too early', at);
    const unit = this.#peek();
    if (unit.kind === 'string') return literal({ of: 'quantity', text, unit: this.#take().text, calendar: false }, at);
    if (unit.kind !== 'name' || !CALENDAR_UNIT.test(unit.text)) return literal({ of: 'number', text }, at);
    return literal({ of: 'quantity', text, unit: this.#take().text, calendar: true }, at);
  }

  #typeName(): TypeName {
    const first = nameOf(this.#take());
    if (!this.#accept('.')) return { namespace: undefined, name: first };
    return typeName(first, nameOf(this.#take()));
  }
}

const END: Token = { kind: 'end', text: '', at: 0 };

function tooDeep(): OutcomeError {
  return new OutcomeError(
    'too-costly',
    'fhirpath.too-deep',
    'The FHIRPath expression is nested too deeply or has too many steps.',
  );
}

function variable(token: Token): Expression {
  return { kind: 'variable', name: token.text as '$this' | '$index' | '$total', at: token.at };
}

function literal(value: Literal, at: number): Expression {
  return { kind: 'literal', literal: value, at };
}

function nameOf(token: Token): string {
  if (token.kind === 'delimited') return token.text;
  if (token.kind === 'name' && (SOFT_WORDS.has(token.text) || !HARD_WORDS.has(token.text))) return token.text;
  throw syntaxError(
    token.kind === 'end' ? 'the expression ends too early' : `expected a name, found '${token.text}'`,
    token.at,
  );
}

/** A qualified type name; other namespaces than FHIR and System are part of the name and match nothing. */
export function typeName(namespace: string, name: string): TypeName {
  return namespace === 'FHIR' || namespace === 'System'
    ? { namespace, name }
    : { namespace: undefined, name: `${namespace}.${name}` };
}
