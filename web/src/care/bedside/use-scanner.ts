/**
 * Hears the scanner on a whole page. What it typed into a field is taken out again.
 *
 * Proof   test/journey/bedside.test.ts
 */
import { useEffect, useEffectEvent } from 'react';
import { SILENCE_MS, Wedge } from './wedge.ts';

type Field = HTMLInputElement | HTMLTextAreaElement;

/** Calls `heard` with each code; nothing is heard while it is off. */
export function useScanner(heard: (code: string) => void, on = true): void {
  const tell = useEffectEvent(heard);
  useEffect(() => {
    if (!on) return undefined;
    const ear = new Ear((code) => tell(code));
    window.addEventListener('keydown', ear.keydown, true);
    return () => {
      window.removeEventListener('keydown', ear.keydown, true);
      ear.stop();
    };
  }, [on]);
}

class Ear {
  readonly #wedge = new Wedge();
  readonly #tell: (code: string) => void;
  #before: { readonly field: Field; readonly value: string } | undefined;
  #timer: number | undefined;

  constructor(tell: (code: string) => void) {
    this.#tell = tell;
  }

  readonly keydown = (event: KeyboardEvent): void => {
    if (this.#wedge.pending === '') this.#before = fieldOf(event.target);
    const heard = this.#wedge.hear({ ...strokeOf(event), at: event.timeStamp });
    if (heard.taken && (this.#before === undefined || heard.code !== undefined)) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
    window.clearTimeout(this.#timer);
    if (heard.code !== undefined) this.#give(heard.code);
    else this.#timer = window.setTimeout(() => this.#silence(), SILENCE_MS * 4);
  };

  #silence(): void {
    const code = this.#wedge.silence();
    if (code !== undefined) this.#give(code);
  }

  #give(code: string): void {
    if (this.#before !== undefined) restore(this.#before.field, this.#before.value);
    this.#tell(code);
  }

  stop(): void {
    window.clearTimeout(this.#timer);
  }
}

function strokeOf({ key, code, ctrlKey, shiftKey, altKey, metaKey }: KeyboardEvent) {
  return { key, code, ctrlKey, shiftKey, altKey, metaKey };
}

function fieldOf(target: EventTarget | null): { field: Field; value: string } | undefined {
  const isField = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
  return isField ? { field: target, value: target.value } : undefined;
}

/** Sets the value as typing would, so that what watches the field sees it. */
function restore(field: Field, value: string): void {
  if (field.value === value) return;
  Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), 'value')?.set?.call(field, value);
  field.dispatchEvent(new Event('input', { bubbles: true }));
}
