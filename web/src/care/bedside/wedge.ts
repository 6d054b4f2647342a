/**
 * Tells a scanner from fingers. A scanner is a keyboard that types very fast and ends with Enter or Tab; what it types is taken
 * whole, wherever the focus is, and never presses a button.
 *
 * Keys are read by their place where the keyboard is set to Hangul, so that a code is the same in either setting; Ctrl+] is the
 * separator, as scanners send it.
 *
 * Unit    ms
 * Proof   wedge.test.ts
 */
import { GS } from './scan-code.ts';

/** One key that went down. */
export interface Stroke {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
  readonly at: number;
}

/** What became of a key. */
export interface Heard {
  /** It is the scanner's: nobody else may act on it. */
  readonly taken: boolean;
  /** The whole code, where the key ended one. */
  readonly code?: string;
}

/** Fingers pause longer than this between two keys. */
const FAST_MS = 50;
/** A code that begins with `]` is a scanner's; its keys may come this slowly, over a bad line or to a busy machine. */
const MARKED_MS = 1000;
/** Shortest text that is a code. */
const SHORTEST = 6;
/** Silence after which a code without an end is over. */
export const SILENCE_MS = 250;
/** A second Enter of the same scan (CR LF) comes within this time. */
const ECHO_MS = 120;

/** Listens to keys one after the other. */
export class Wedge {
  #text = '';
  #last = -Infinity;
  #slow = 0;
  #ended = -Infinity;

  /** What has been typed of a code so far. */
  get pending(): string {
    return this.#text;
  }

  hear(stroke: Stroke): Heard {
    if (stroke.key === 'Enter' || stroke.key === 'Tab') return this.#end(stroke.at);
    const typed = characterOf(stroke);
    if (typed === undefined) return { taken: this.#text !== '' && isModifier(stroke.key) };
    const gap = stroke.at - this.#last;
    if (gap > (this.#text.startsWith(']') ? MARKED_MS : FAST_MS * 3)) this.#forget();
    if (this.#text !== '' && gap > FAST_MS) this.#slow++;
    this.#text += typed;
    this.#last = stroke.at;
    return { taken: this.#text.startsWith(']') || this.#text.length >= SHORTEST };
  }

  #end(at: number): Heard {
    const text = this.#text;
    const whole = this.#isCode();
    this.#forget();
    if (whole) {
      this.#ended = at;
      return { taken: true, code: text };
    }
    return { taken: at - this.#ended < ECHO_MS };
  }

  /** The code, where silence ended it. */
  silence(): string | undefined {
    const text = this.#text;
    const whole = text.startsWith(']') && this.#isCode();
    this.#forget();
    return whole ? text : undefined;
  }

  #isCode(): boolean {
    const { length } = this.#text;
    return length >= SHORTEST && (this.#text.startsWith(']') || this.#slow <= length / 10);
  }

  #forget(): void {
    this.#text = '';
    this.#slow = 0;
  }
}

const BY_PLACE: Readonly<Record<string, readonly [plain: string, shifted: string]>> = {
  BracketRight: [']', '}'],
  Minus: ['-', '_'],
  Equal: ['=', '+'],
  Period: ['.', '>'],
  Comma: [',', '<'],
  Slash: ['/', '?'],
  Semicolon: [';', ':'],
  Quote: ["'", '"'],
};

function characterOf({ key, code, ctrlKey, altKey, metaKey, shiftKey }: Stroke): string | undefined {
  if (ctrlKey && (key === ']' || code === 'BracketRight' || key === GS)) return GS;
  if (key === GS) return GS;
  if (ctrlKey || altKey || metaKey) return undefined;
  if (/^[ -~]$/.test(key)) return key;
  return key.length > 1 && key !== 'Process' && key !== 'Unidentified' ? undefined : placed(code, shiftKey);
}

function placed(code: string, shifted: boolean): string | undefined {
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  if (letter !== undefined) return shifted ? letter : letter.toLowerCase();
  return /^(?:Digit|Numpad)(\d)$/.exec(code)?.[1] ?? BY_PLACE[code]?.[shifted ? 1 : 0];
}

function isModifier(key: string): boolean {
  return key === 'Shift' || key === 'Control';
}
