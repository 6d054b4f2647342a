/**
 * Runs the program of a pattern over a text in bounded time.
 *
 * Proof   pattern.test.ts
 */
import type { Op, Program } from './pattern.ts';
import { pathError } from './run.ts';

/** A match: positions in characters, and the text of each group. */
export interface PatternMatch {
  readonly start: number;
  readonly end: number;
  readonly groups: readonly (string | undefined)[];
}

/** Told how many steps were taken, so that the budget of the evaluation can end them. */
type Spend = (steps: number) => void;

/** Most states (characters times program steps) that one text may have: their memory is bits. */
const MAX_STATES = 100_000_000;
const STEPS_AT_ONCE = 1024;
const WORD = /^\w$/;

/** A text with a program over it. */
export class PatternRun {
  readonly #program: Program;
  readonly #chars: readonly string[];
  readonly #spend: Spend;
  readonly #failed: Uint32Array;
  /** States entered since the last match, to be forgotten after it. */
  #entered: number[] = [];
  #steps = 0;

  constructor(program: Program, chars: readonly string[], spend: Spend) {
    const states = program.ops.length * (chars.length + 1);
    if (states > MAX_STATES) throw pathError('too-costly', 'the text is too long for this pattern.');
    spend(states / 512);
    this.#program = program;
    this.#chars = chars;
    this.#spend = spend;
    this.#failed = new Uint32Array((states >> 5) + 1);
  }

  /** The first match from `from` on; `whole`: it must begin at `from` and end with the text. */
  find(from: number, whole = false): PatternMatch | undefined {
    for (let start = from; start <= this.#chars.length; start++) {
      const saves = this.#runFrom(start, whole);
      if (saves !== undefined) {
        this.#forget();
        return this.#matchOf(start, saves);
      }
      if (whole) return undefined;
    }
    return undefined;
  }

  #forget(): void {
    for (const state of this.#entered)
      this.#failed[state >> 5] = (this.#failed[state >> 5] ?? 0) & ~(1 << (state & 31));
    this.#entered = [];
  }

  #matchOf(start: number, saves: readonly number[]): PatternMatch {
    const groups: (string | undefined)[] = [this.#chars.slice(start, saves[1]).join('')];
    for (let group = 1; group <= this.#program.groups; group++) {
      const [from, to] = [saves[2 * group], saves[2 * group + 1]];
      groups.push(from === undefined || to === undefined ? undefined : this.#chars.slice(from, to).join(''));
    }
    return { start, end: saves[1] ?? start, groups };
  }

  /** Backtracking from one start; a state (step and position) that failed once fails always. */
  #runFrom(start: number, whole: boolean): number[] | undefined {
    const stack: Thread[] = [{ at: 0, position: start, saves: [] }];
    for (let thread = stack.pop(); thread !== undefined; thread = stack.pop()) {
      const saves = this.#follow(thread, stack, whole);
      if (saves !== undefined) return saves;
    }
    return undefined;
  }

  #follow(thread: Thread, stack: Thread[], whole: boolean): number[] | undefined {
    let { at, position, saves } = thread;
    for (;;) {
      if (!this.#enter(at, position)) return undefined;
      const op = this.#program.ops[at];
      if (op === undefined) return undefined;
      if (op.op === 'match') {
        if (whole && position < this.#chars.length) return undefined;
        const result = [...saves];
        result[1] = position;
        return result;
      }
      if (op.op === 'split') {
        stack.push({ at: op.second, position, saves });
        at = op.first;
      } else if (op.op === 'jump') at = op.to;
      else {
        if (!this.#passes(op, position)) return undefined;
        if (op.op === 'save') saves = withSave(saves, op.slot, position);
        if (op.op === 'char') position++;
        at++;
      }
    }
  }

  /** Marks a state; false where it was there before. */
  #enter(at: number, position: number): boolean {
    if (++this.#steps % STEPS_AT_ONCE === 0) this.#spend(STEPS_AT_ONCE / 8);
    const state = at * (this.#chars.length + 1) + position;
    const word = this.#failed[state >> 5] ?? 0;
    const bit = 1 << (state & 31);
    if ((word & bit) !== 0) return false;
    this.#failed[state >> 5] = word | bit;
    this.#entered.push(state);
    return true;
  }

  #passes(op: Op, position: number): boolean {
    switch (op.op) {
      case 'char': {
        const char = this.#chars[position];
        return char !== undefined && op.test(char);
      }
      case 'edge':
        return this.#isEdge(op.edge, position);
      case 'look':
        return this.#looks(op.program, position) === op.wanted;
      default:
        return true;
    }
  }

  #isEdge(edge: '^' | '$' | 'b' | 'B', position: number): boolean {
    if (edge === '^') return position === 0;
    if (edge === '$') return position === this.#chars.length;
    return (this.#isWord(position - 1) !== this.#isWord(position)) === (edge === 'b');
  }

  #isWord(position: number): boolean {
    const char = this.#chars[position];
    return char !== undefined && WORD.test(char);
  }

  #looks(program: Program, position: number): boolean {
    const inner = new PatternRun(program, this.#chars, this.#spend);
    return inner.#runFrom(position, false) !== undefined;
  }
}

interface Thread {
  readonly at: number;
  readonly position: number;
  readonly saves: readonly number[];
}

function withSave(saves: readonly number[], slot: number, position: number): readonly number[] {
  const copy = [...saves];
  copy[slot] = position;
  return copy;
}
