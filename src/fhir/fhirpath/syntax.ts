/**
 * The syntax tree of FHIRPath, as the parser makes it, the checker reads it and the compilers turn it into closures.
 *
 * Source  https://hl7.org/fhirpath/N1/#grammar
 * Proof   parser.test.ts (printing and parsing again gives the same tree)
 */

/** Operators between two operands, apart from `is` and `as`. */
export type BinaryOperator =
  | '*'
  | '/'
  | 'div'
  | 'mod'
  | '+'
  | '-'
  | '&'
  | '|'
  | '<'
  | '<='
  | '>'
  | '>='
  | '='
  | '!='
  | '~'
  | '!~'
  | 'in'
  | 'contains'
  | 'and'
  | 'or'
  | 'xor'
  | 'implies';

/** A name of a type, perhaps with its namespace: `Patient`, `FHIR.Patient`, `System.String`. */
export interface TypeName {
  readonly namespace: 'FHIR' | 'System' | undefined;
  readonly name: string;
}

/** A literal as it was written, by its kind. */
export type Literal =
  | { readonly of: 'boolean'; readonly value: boolean }
  | { readonly of: 'string'; readonly value: string }
  | { readonly of: 'number'; readonly text: string }
  | { readonly of: 'date' | 'dateTime' | 'time'; readonly text: string }
  | { readonly of: 'quantity'; readonly text: string; readonly unit: string; readonly calendar: boolean };

/** Every node knows where it starts in the text (`at`), for messages. */
export type Expression = { readonly at: number } & ExpressionKind;

type ExpressionKind =
  | { readonly kind: 'literal'; readonly literal: Literal }
  | { readonly kind: 'empty' }
  | { readonly kind: 'variable'; readonly name: '$this' | '$index' | '$total' }
  | { readonly kind: 'constant'; readonly name: string }
  | { readonly kind: 'member'; readonly on: Expression | undefined; readonly name: string }
  | {
      readonly kind: 'call';
      readonly on: Expression | undefined;
      readonly name: string;
      readonly args: readonly Expression[];
    }
  | { readonly kind: 'item'; readonly on: Expression; readonly index: Expression }
  | { readonly kind: 'sign'; readonly sign: '+' | '-'; readonly operand: Expression }
  | {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: 'type'; readonly operator: 'is' | 'as'; readonly operand: Expression; readonly type: TypeName };
