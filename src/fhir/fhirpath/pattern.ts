/**
 * Regular expressions whose time is bounded: patterns come from callers and must not stop the server.
 *
 * A pattern becomes a small program; `pattern-run.ts` runs it by backtracking with a memory of the states that failed, so
 * that a text costs at most its length times the size of the program. What cannot be run so is refused: references back to
 * a group, and looking behind.
 *
 * Source  https://hl7.org/fhirpath/N1/#matchesregex--string--boolean (PCRE; here its common part, single-line mode)
 * Proof   pattern.test.ts (against the platform's own expressions)
 */
import { pathError } from './run.ts';

/** One step of a program. */
export type Op =
  | { readonly op: 'char'; readonly test: (char: string) => boolean }
  | { readonly op: 'split'; first: number; second: number }
  | { readonly op: 'jump'; to: number }
  | { readonly op: 'save'; readonly slot: number }
  | { readonly op: 'edge'; readonly edge: '^' | '$' | 'b' | 'B' }
  | { readonly op: 'look'; readonly program: Program; readonly wanted: boolean }
  | { readonly op: 'match' };

/** A compiled pattern. */
export interface Program {
  readonly ops: readonly Op[];
  readonly groups: number;
  readonly names: ReadonlyMap<string, number>;
}

/** Longest program; `{n,m}` is written out. */
const MAX_OPS = 5000;
const MAX_PATTERN = 5000;
const MAX_GROUPS_DEEP = 50;

type Tree =
  | { readonly is: 'char'; readonly test: (char: string) => boolean }
  | { readonly is: 'edge'; readonly edge: '^' | '$' | 'b' | 'B' }
  | { readonly is: 'look'; readonly body: Tree; readonly wanted: boolean }
  | { readonly is: 'group'; readonly body: Tree; readonly number: number }
  | { readonly is: 'all' | 'any'; readonly parts: readonly Tree[] }
  | { readonly is: 'repeat'; readonly body: Tree; readonly min: number; readonly max: number; readonly lazy: boolean };

const KEPT = 200;
const programs = new Map<string, Program>();

/** The program of a pattern; throws `fhirpath.bad-pattern`. */
export function programOf(pattern: string): Program {
  const known = programs.get(pattern);
  if (known !== undefined) return known;
  if (pattern.length > MAX_PATTERN) throw badPattern(pattern, `it is longer than ${MAX_PATTERN} characters`);
  const reader = new PatternReader(pattern);
  const tree = reader.whole();
  const program = { ops: emit(tree, pattern), groups: reader.groups, names: reader.names };
  if (programs.size >= KEPT) programs.clear();
  programs.set(pattern, program);
  return program;
}

function badPattern(pattern: string, why: string): Error {
  return pathError('bad-pattern', `the pattern '${pattern.slice(0, 60)}' cannot be used: ${why}.`);
}

function emit(tree: Tree, pattern: string): readonly Op[] {
  const ops: Op[] = [];
  emitTree(tree, ops, pattern);
  ops.push({ op: 'match' });
  return ops;
}

function emitTree(tree: Tree, ops: Op[], pattern: string): void {
  if (ops.length > MAX_OPS) throw badPattern(pattern, 'it repeats too much');
  switch (tree.is) {
    case 'char':
      ops.push({ op: 'char', test: tree.test });
      return;
    case 'edge':
      ops.push({ op: 'edge', edge: tree.edge });
      return;
    case 'look':
      ops.push({
        op: 'look',
        wanted: tree.wanted,
        program: { ops: emit(tree.body, pattern), groups: 0, names: new Map() },
      });
      return;
    case 'group':
      ops.push({ op: 'save', slot: 2 * tree.number });
      emitTree(tree.body, ops, pattern);
      ops.push({ op: 'save', slot: 2 * tree.number + 1 });
      return;
    case 'all':
      for (const part of tree.parts) emitTree(part, ops, pattern);
      return;
    case 'any':
      emitAny(tree.parts, ops, pattern);
      return;
    case 'repeat':
      emitRepeat(tree, ops, pattern);
  }
}

function emitAny(parts: readonly Tree[], ops: Op[], pattern: string): void {
  const ends: { to: number }[] = [];
  for (const [at, part] of parts.entries()) {
    if (at === parts.length - 1) {
      emitTree(part, ops, pattern);
      break;
    }
    const split = { op: 'split' as const, first: ops.length + 1, second: 0 };
    ops.push(split);
    emitTree(part, ops, pattern);
    const end = { op: 'jump' as const, to: 0 };
    ops.push(end);
    ends.push(end);
    split.second = ops.length;
  }
  for (const end of ends) end.to = ops.length;
}

function emitRepeat({ body, min, max, lazy }: Extract<Tree, { is: 'repeat' }>, ops: Op[], pattern: string): void {
  for (let done = 0; done < min; done++) emitTree(body, ops, pattern);
  if (max === Infinity) {
    const start = ops.length;
    const split = emitSplit(ops);
    emitTree(body, ops, pattern);
    ops.push({ op: 'jump', to: start });
    leave(split, start, ops.length, lazy);
    return;
  }
  const splits: { first: number; second: number }[] = [];
  const starts: number[] = [];
  for (let done = min; done < max; done++) {
    starts.push(ops.length);
    splits.push(emitSplit(ops));
    emitTree(body, ops, pattern);
  }
  for (const [at, split] of splits.entries()) leave(split, starts[at] ?? 0, ops.length, lazy);
}

function emitSplit(ops: Op[]): { first: number; second: number } {
  const split = { op: 'split' as const, first: 0, second: 0 };
  ops.push(split);
  return split;
}

/** Greedy: the body first; lazy: out first. */
function leave(split: { first: number; second: number }, start: number, end: number, lazy: boolean): void {
  split.first = lazy ? end : start + 1;
  split.second = lazy ? start + 1 : end;
}

const CLASS = /\[\^?\]?(?:[^\]\\]|\\[^])*\]/uy;
const COUNTS = /\{(\d{1,4})(?:(,)(\d{1,4})?)?\}/y;
const SET_ESCAPE = /\\(?:[dDsSwW]|[pP]\{[A-Za-z_=]{1,40}\})/y;
const CODE_ESCAPE = /\\(?:u([0-9A-Fa-f]{4})|u\{([0-9A-Fa-f]{1,6})\}|x([0-9A-Fa-f]{2}))/y;
const CONTROLS: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', f: '\f', v: '\v', 0: '\0' };

class PatternReader {
  groups = 0;
  readonly names = new Map<string, number>();
  readonly #pattern: string;
  #at = 0;
  #deep = 0;

  constructor(pattern: string) {
    this.#pattern = pattern;
  }

  whole(): Tree {
    const tree = this.#alternatives();
    if (this.#at < this.#pattern.length) throw this.#fault('a parenthesis is not opened');
    return tree;
  }

  #fault(why: string): Error {
    return badPattern(this.#pattern, why);
  }

  #peek(): string {
    return String.fromCodePoint(this.#pattern.codePointAt(this.#at) ?? 0);
  }

  #ends(): boolean {
    return this.#at >= this.#pattern.length;
  }

  #accept(text: string): boolean {
    if (!this.#pattern.startsWith(text, this.#at)) return false;
    this.#at += text.length;
    return true;
  }

  #take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#pattern);
    if (match === null) return undefined;
    this.#at = pattern.lastIndex;
    return match;
  }

  #alternatives(): Tree {
    if (++this.#deep > MAX_GROUPS_DEEP) throw this.#fault('it nests too deeply');
    const parts: Tree[] = [];
    do parts.push(this.#sequence());
    while (this.#accept('|'));
    this.#deep--;
    return { is: 'any', parts };
  }

  #sequence(): Tree {
    const parts: Tree[] = [];
    while (!this.#ends() && this.#peek() !== '|' && this.#peek() !== ')') parts.push(this.#quantified(this.#atom()));
    return { is: 'all', parts };
  }

  #quantified(body: Tree): Tree {
    const range = this.#range();
    if (range === undefined) return body;
    const [min, max] = range;
    if (min > max) throw this.#fault('a repetition has its bounds reversed');
    const lazy = this.#accept('?');
    if (!lazy && this.#accept('+')) throw this.#fault('possessive repetition is not supported');
    return { is: 'repeat', body, min, max, lazy };
  }

  #range(): readonly [number, number] | undefined {
    if (this.#accept('*')) return [0, Infinity];
    if (this.#accept('+')) return [1, Infinity];
    if (this.#accept('?')) return [0, 1];
    const match = this.#take(COUNTS);
    if (match === undefined) return undefined;
    const min = Number(match[1]);
    if (match[2] === undefined) return [min, min];
    return [min, match[3] === undefined ? Infinity : Number(match[3])];
  }

  #atom(): Tree {
    const char = this.#peek();
    if (char === '(') return this.#group();
    if (char === '[') return this.#set(this.#take(CLASS)?.[0]);
    if (char === '\\') return this.#escape();
    if (char === '*' || char === '+' || char === '?') throw this.#fault('there is nothing to repeat');
    this.#at += char.length;
    if (char === '^' || char === '$') return { is: 'edge', edge: char };
    return { is: 'char', test: char === '.' ? () => true : (other) => other === char };
  }

  #group(): Tree {
    this.#at++;
    if (this.#accept('?=')) return { is: 'look', body: this.#closed(), wanted: true };
    if (this.#accept('?!')) return { is: 'look', body: this.#closed(), wanted: false };
    if (this.#accept('?:')) return this.#closed();
    if (this.#pattern[this.#at] !== '?') return this.#captured();
    const name = this.#take(/\?P?<([A-Za-z_]\w{0,60})>/y)?.[1];
    if (name === undefined) throw this.#fault('only (…), (?:…), (?<name>…), (?=…) and (?!…) are supported');
    this.names.set(name, this.groups + 1);
    return this.#captured();
  }

  #captured(): Tree {
    const number = ++this.groups;
    return { is: 'group', body: this.#closed(), number };
  }

  #closed(): Tree {
    const body = this.#alternatives();
    if (!this.#accept(')')) throw this.#fault('a parenthesis is not closed');
    return body;
  }

  #escape(): Tree {
    const set = this.#take(SET_ESCAPE)?.[0];
    if (set !== undefined) return this.#set(set);
    const code = this.#take(CODE_ESCAPE);
    if (code !== undefined)
      return literal(String.fromCodePoint(Number.parseInt(code[1] ?? code[2] ?? code[3] ?? '0', 16)));
    this.#at++;
    if (this.#ends()) throw this.#fault('it ends with a backslash');
    const char = this.#peek();
    this.#at += char.length;
    if (char === 'b' || char === 'B') return { is: 'edge', edge: char };
    if (/[1-9k]/.test(char)) throw this.#fault('references back to a group are not supported');
    if (Object.hasOwn(CONTROLS, char)) return literal(CONTROLS[char] ?? '');
    if (/[A-Za-z]/.test(char)) throw this.#fault(`\\${char} is not known`);
    return literal(char);
  }

  /** Sets of characters are left to the platform: one character at a time they cannot run away. */
  #set(source: string | undefined): Tree {
    if (source === undefined) throw this.#fault('a bracket is not closed');
    const expression = nativeSet(source);
    if (expression === undefined) throw this.#fault(`${source.slice(0, 40)} is no set of characters`);
    return { is: 'char', test: (char) => expression.test(char) };
  }
}

function literal(char: string): Tree {
  return { is: 'char', test: (other) => other === char };
}

function nativeSet(source: string): RegExp | undefined {
  // A bracket that comes first stands for itself.
  const plain = source.replace(/^\[(\^?)\]/, String.raw`[$1\]`);
  for (const flags of ['u', '']) {
    try {
      return new RegExp(`^${plain}$`, flags);
    } catch {
      // An escape that Unicode mode refuses is tried in the lenient mode.
    }
  }
  return undefined;
}
