/**
 * Writes element strings for labels and wristbands. What is written is read back by `parseGs1` as the same elements.
 *
 * Proof   write.test.ts (round trips of every identifier)
 */
import { OutcomeError } from '../../kernel/index.ts';
import type { CheckOptions } from './checks.ts';
import { valueFault, withoutRepeats, type Gs1Element } from './elements.ts';
import { identifierOf } from './identifiers.ts';
import { GS } from './parse.ts';

/** The data of a carrier, `GS` for FNC1; with `symbology` (`]d2` for a DataMatrix) as its reader would send it. */
export function writeGs1(elements: readonly Gs1Element[], options: CheckOptions, symbology = ''): string {
  const parts = demandValid(elements, options).map(({ ai, value }, at, all) => {
    const separator = identifierOf(ai)?.predefined === true || at === all.length - 1 ? '' : GS;
    return `${ai}${value}${separator}`;
  });
  return `${symbology}${parts.join('')}`;
}

/** The form for people, in brackets. */
export function writeBrackets(elements: readonly Gs1Element[], options: CheckOptions): string {
  return demandValid(elements, options)
    .map(({ ai, value }) => `(${ai})${value}`)
    .join('');
}

function demandValid(elements: readonly Gs1Element[], options: CheckOptions): readonly Gs1Element[] {
  for (const { ai, value } of elements) {
    const identifier = identifierOf(ai);
    const fault = identifier === undefined ? 'unknown-ai' : valueFault(identifier, value, options);
    if (fault !== undefined) throw unwritable(ai, fault);
  }
  const distinct = withoutRepeats(elements);
  if ('error' in distinct) throw unwritable(distinct.ai ?? '', distinct.error);
  if (distinct.length === 0) throw unwritable('', 'empty-message');
  return distinct;
}

function unwritable(ai: string, fault: string): OutcomeError {
  const text = `The value of (${ai.slice(0, 4)}) cannot be put on a label: ${fault}. Correct it.`;
  return new OutcomeError('invalid', 'care.label-value', text);
}
