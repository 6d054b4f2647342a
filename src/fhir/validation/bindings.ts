/**
 * Required bindings to value sets that can be listed. A value set that reaches outside the definitions is not checked:
 * what cannot be known is not called wrong.
 *
 * Source  https://hl7.org/fhir/R4/terminologies.html#required
 * Proof   bindings.test.ts
 */
import { nearest } from '../../kernel/index.ts';
import { listedValueSet, type ElementDefinitionRow } from '../definitions/index.ts';
import { shown, type Problem } from './walk.ts';

/** What is wrong with a coded value; undefined: nothing. The value has the right structure already. */
export type BindingCheck = (value: unknown) => Problem | undefined;

/** The check of an element's binding for one of its types; undefined where there is nothing to check. */
export function bindingCheck(element: ElementDefinitionRow, type: string): BindingCheck | undefined {
  if (element.binding?.strength !== 'required') return undefined;
  const url = element.binding.valueSet;
  const listed = listedValueSet(url);
  if (listed === undefined) return undefined;
  const codes = [...new Set(Object.values(listed).flat())];
  const pairs = new Set(Object.entries(listed).flatMap(([system, own]) => own.map((code) => `${system}|${code}`)));
  const refuse = (code: string): Problem => unknownCode(code, codes, url);
  if (type === 'code') return codeCheck(new Set(codes), refuse);
  if (type === 'Coding') return (coding) => (isIn(coding, pairs) ? undefined : refuse(codeOf(coding)));
  return type === 'CodeableConcept' ? conceptCheck(pairs, refuse) : undefined;
}

function codeCheck(codes: ReadonlySet<string>, refuse: (code: string) => Problem): BindingCheck {
  return (value) => (typeof value !== 'string' || codes.has(value) ? undefined : refuse(value));
}

function conceptCheck(pairs: ReadonlySet<string>, refuse: (code: string) => Problem): BindingCheck {
  return (value) => {
    const { coding, extension } = value as { coding?: unknown; extension?: unknown };
    if (Array.isArray(coding)) return coding.some((one) => isIn(one, pairs)) ? undefined : refuse(codeOf(coding[0]));
    return extension === undefined ? refuse('') : undefined;
  };
}

function isIn(coding: unknown, pairs: ReadonlySet<string>): boolean {
  const { system, code } = (coding ?? {}) as { system?: unknown; code?: unknown };
  return typeof system === 'string' && typeof code === 'string' && pairs.has(`${system}|${code}`);
}

function codeOf(coding: unknown): string {
  const { system, code } = (coding ?? {}) as { system?: unknown; code?: unknown };
  const text = typeof code === 'string' ? code : '';
  return typeof system === 'string' ? `${system}|${text}` : text;
}

function unknownCode(code: string, codes: readonly string[], url: string): Problem {
  const meant = nearest(code.slice(code.lastIndexOf('|') + 1).slice(0, 64), codes);
  const few = codes.length <= 12 ? ` It has ${codes.join(', ')}.` : '';
  const hint = meant === undefined ? few : ` Did you mean '${meant}'?`;
  const what = code === '' ? 'A code' : `The code ${shown(code)}`;
  const verb = code === '' ? 'is needed from' : 'is not in';
  return { category: 'value', code: 'unknown-code', message: `${what} ${verb} the value set ${url}.${hint}` };
}
