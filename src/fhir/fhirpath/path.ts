/**
 * Compiles FHIRPath text and runs it: the general engine.
 *
 * Source  https://hl7.org/fhirpath/N1/, https://hl7.org/fhir/R4/fhirpath.html
 * Proof   path.test.ts, test/conformance/fhirpath.test.ts
 */
import type { CompiledPath, CompileOptions, PathEnvironment } from './api.ts';
import { checkPath } from './check.ts';
import { compile } from './compile.ts';
import { r4Model, type Model } from './model.ts';
import { rootNode } from './navigate.ts';
import { EMPTY, type Collection } from './node.ts';
import { parsePath } from './parser.ts';
import { pathError, Run, type Compiled, type Frame } from './run.ts';
import { jsonOf, single } from './value.ts';

const NOTHING_SET: PathEnvironment = {};

/**
 * Compiles an expression. Throws `fhirpath.syntax`, `fhirpath.unknown-function` and other faults that need no resource to be
 * seen; with `type`, also what the definitions of the type rule out.
 */
export function compilePath(text: string, options: CompileOptions = {}): CompiledPath {
  const model = r4Model();
  const expression = parsePath(text);
  const { type, check = type === undefined ? 'none' : 'lenient' } = options;
  if (check !== 'none') checkPath(expression, type, check, model);
  return new Path(text, compile(expression, model), model, type);
}

class Path implements CompiledPath {
  readonly text: string;
  readonly #compiled: Compiled;
  readonly #model: Model;
  readonly #type: string | undefined;

  constructor(text: string, compiled: Compiled, model: Model, type: string | undefined) {
    this.text = text;
    this.#compiled = compiled;
    this.#model = model;
    this.#type = type;
  }

  evaluate(focus: unknown, environment = NOTHING_SET): Collection {
    const root = focus === undefined || focus === null ? EMPTY : [rootNode(focus, this.#type)];
    const run = new Run(this.#model, environment, root);
    const frame: Frame = { run, self: root, index: -1, total: undefined, scope: undefined };
    return this.#compiled(frame);
  }

  values(focus: unknown, environment?: PathEnvironment): unknown[] {
    return this.evaluate(focus, environment).map(jsonOf);
  }

  test(focus: unknown, environment?: PathEnvironment): boolean {
    const node = single(this.evaluate(focus, environment), 'a condition');
    if (node === undefined) return false;
    if (typeof node.value === 'boolean') return node.value;
    throw pathError(
      'not-boolean',
      `the condition '${this.text}' gives ${node.type || 'no boolean'}, not true or false.`,
    );
  }
}
