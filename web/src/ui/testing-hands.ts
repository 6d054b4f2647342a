/**
 * For tests: what a hand would do to a part as it is drawn first: press one of its plain buttons, fill one of its fields. The test
 * must have them noted (testing-noted.ts).
 *
 * Proof   it is one
 */
import type { ReactNode } from 'react';
import { noted, type Noted } from './testing-noted.ts';
import { words, type Shown } from './testing.tsx';

/** Presses the one button that has this mark, for example `data-code="pain"`. */
export function press(part: ReactNode, name: string, value: string | boolean, shown: Shown = {}): void {
  const found = touchable(part, shown).filter(({ props }) => props[name] === value);
  const [button] = found;
  if (button === undefined || found.length > 1) throw new Error(`${found.length} things have ${name}="${value}"`);
  (button.props['onClick'] as () => void)();
}

/** Fills the field of this name, and leaves it. */
export function fill(part: ReactNode, name: string, value: string, shown: Shown = {}): void {
  const field = touchable(part, shown).find(({ props }) => props['name'] === name);
  if (field === undefined) throw new Error(`No field: ${name}`);
  for (const handler of ['onChange', 'onBlur'])
    (field.props[handler] as ((event: object) => void) | undefined)?.({ target: { value } });
}

/** The values of a mark, in the order of what has it. */
export function marks(part: ReactNode, name: string, shown: Shown = {}): readonly unknown[] {
  return touchable(part, shown).flatMap(({ props }) => (props[name] === undefined ? [] : [props[name]]));
}

function touchable(part: ReactNode, shown: Shown): readonly Noted[] {
  noted.length = 0;
  words(part, shown);
  return [...noted];
}
