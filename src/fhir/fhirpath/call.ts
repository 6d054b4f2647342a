/**
 * What a function of FHIRPath is to the compiler, and the usual ways to make one.
 *
 * Proof   functions/*.test.ts
 */
import type { Model } from './model.ts';
import { EMPTY, type Collection, type PathNode } from './node.ts';
import type { Compiled, Frame, Run } from './run.ts';
import type { Expression } from './syntax.ts';
import { single, singleString } from './value.ts';

/** One call of a function while it is compiled. */
export interface Call {
  readonly name: string;
  /** The expression before the dot; absent where the function is called on `$this`. */
  readonly on: Expression | undefined;
  readonly input: Compiled;
  /** Arguments as closures: the function decides in which frame they run. */
  readonly args: readonly Compiled[];
  /** Arguments as written: names of types and directions of sorting are read from them. */
  readonly written: readonly Expression[];
  readonly model: Model;
}

/** A function: how many arguments it takes, and its closure for a call. */
export interface FunctionRule {
  readonly min: number;
  readonly max: number;
  /** Its arguments are names of types, never evaluated. */
  readonly types?: true;
  readonly build: (call: Call) => Compiled;
}

/** Functions by name. */
export type FunctionTable = Readonly<Record<string, FunctionRule>>;

/** A function of its input alone. */
export function ofInput(body: (input: Collection, run: Run, name: string) => Collection): FunctionRule {
  return {
    min: 0,
    max: 0,
    build:
      ({ input, name }) =>
      (frame) => {
        const nodes = input(frame);
        frame.run.spend(nodes.length / 16);
        return body(nodes, frame.run, name);
      },
  };
}

/** A function of its single input; empty gives empty. */
export function ofSingle(body: (node: PathNode, run: Run, name: string) => Collection): FunctionRule {
  return ofInput((input, run, name) => {
    const node = single(input, `${name}()`);
    return node === undefined ? EMPTY : body(node, run, name);
  });
}

/** A function whose arguments are evaluated once, where the call stands. */
export function withArgs(
  min: number,
  max: number,
  body: (input: Collection, args: readonly Collection[], run: Run, name: string) => Collection,
): FunctionRule {
  const build =
    ({ input, args, name }: Call): Compiled =>
    (frame: Frame) => {
      const nodes = input(frame);
      frame.run.spend(nodes.length / 16);
      return body(
        nodes,
        args.map((arg) => arg(frame)),
        frame.run,
        name,
      );
    };
  return { min, max, build };
}

/** A function of a string and `count` string arguments; anything empty gives empty. */
export function ofStrings(
  count: number,
  body: (text: string, args: readonly string[], run: Run) => Collection,
): FunctionRule {
  return withArgs(count, count, (input, args, run, name) => {
    const text = singleString(input, `${name}()`, run.model);
    const values = args.map((arg) => singleString(arg, `${name}()`, run.model)).filter((value) => value !== undefined);
    run.spend(1 + (text?.length ?? 0) / 16);
    return text === undefined || values.length < count ? EMPTY : body(text, values, run);
  });
}
