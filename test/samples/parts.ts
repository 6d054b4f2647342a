/**
 * Small parts of sample resources.
 */
import type { Resource } from '../../src/fhir/index.ts';

/** A sample as a resource: the samples are checked by validation, not by the compiler. */
export function typed(sample: { readonly resourceType: string } & Readonly<Record<string, unknown>>): Resource {
  return sample as unknown as Resource;
}

/** A concept of which there is only the text. */
export function text(words: string): { text: string } {
  return { text: words };
}

/** A concept with one code. */
export function textOf(system: string, code: string): { coding: { system: string; code: string }[] } {
  return { coding: [{ system, code }] };
}

/** A generated narrative. */
export function narrative(words: string): { status: string; div: string } {
  return { status: 'generated', div: `<div xmlns="http://www.w3.org/1999/xhtml"><p>${words}</p></div>` };
}
