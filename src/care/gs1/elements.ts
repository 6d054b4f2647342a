/**
 * Values of elements: judged one by one, and the elements of a carrier together.
 *
 * Proof   parse.test.ts, test/conformance/gs1.test.ts
 */
import { contentFault, isOf, type CheckOptions, type Gs1Error } from './checks.ts';
import { identifierOf, type Component, type Identifier } from './identifiers.ts';

/** One element: an application identifier and its value. */
export interface Gs1Element {
  readonly ai: string;
  readonly value: string;
}

/** What is wrong, and with which identifier. */
export interface Gs1Fault {
  readonly error: Gs1Error;
  readonly ai?: string;
}

/** What is wrong with a value; nothing where it is one. */
export function valueFault(identifier: Identifier, value: string, options: CheckOptions): Gs1Error | undefined {
  if (value === '') return 'empty-value';
  if (value.length > identifier.most) return 'value-too-long';
  const parts = split(identifier, value);
  if (parts.some(({ component, text }) => !isOf(component.characters, text))) return 'illegal-character';
  if (value.length < identifier.least || parts.some(({ component, text }) => text.length < component.least))
    return 'value-too-short';
  for (const { component, text } of parts) {
    for (const check of component.checks) {
      const fault = contentFault(check, text, options);
      if (fault !== undefined) return fault;
    }
  }
  return undefined;
}

/** The components with their texts, as far as the value reaches. */
function split({ components }: Identifier, value: string): readonly { component: Component; text: string }[] {
  const parts: { component: Component; text: string }[] = [];
  let at = 0;
  for (const component of components) {
    if (at >= value.length) break;
    parts.push({ component, text: value.slice(at, at + component.most) });
    at += component.most;
  }
  return parts;
}

/** Identical repeats collapse to the first; different values of one identifier contradict each other. */
export function withoutRepeats(elements: readonly Gs1Element[]): readonly Gs1Element[] | Gs1Fault {
  const seen = new Map<string, string>();
  for (const { ai, value } of elements) {
    const before = seen.get(ai);
    if (before !== undefined && before !== value) return { error: 'conflicting-repeat', ai };
    seen.set(ai, value);
  }
  return [...seen].map(([ai, value]) => ({ ai, value }));
}

/** What is missing beside an element of this one carrier, or must not be there. */
export function associationFault(elements: readonly Gs1Element[]): Gs1Fault | undefined {
  const present = elements.map(({ ai }) => ai);
  for (const { ai } of elements) {
    const { requires = [], excludes = [] } = identifierOf(ai) ?? {};
    const isThere = (pattern: string): boolean => present.some((other) => other !== ai && fits(pattern, other));
    if (excludes.some(isThere)) return { error: 'excluded-ai-pair', ai };
    if (requires.length > 0 && !requires.some((group) => group.every(isThere)))
      return { error: 'missing-required-ai', ai };
  }
  return undefined;
}

/** `n` stands for any digit. */
function fits(pattern: string, ai: string): boolean {
  return pattern.length === ai.length && [...pattern].every((one, at) => one === 'n' || one === ai[at]);
}
