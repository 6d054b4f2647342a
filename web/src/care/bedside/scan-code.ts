/**
 * What a scanner sent, told apart on the spot: badge, band, product, or why it is none of them. The house reads the code itself;
 * this only says which it is, splits two codes that came as one, and explains what cannot be used.
 *
 * Source  GS1 General Specifications (AI 01, 8017, 8018; symbology identifiers)
 * Proof   scan-code.test.ts
 */
import type { ScanKind } from './api.ts';

/** Separator of GS1 codes. */
export const GS = '\u001D';

/** A code that can be used, or what is wrong with it. */
export type ScanCode =
  | { readonly kind: ScanKind; readonly raw: string }
  | { readonly kind: 'fault'; readonly fault: ScanFault; readonly raw: string };

/** Cut off; of another house or shop; of another use in this house; two codes in one that cannot be told apart. */
export type ScanFault = 'truncated' | 'foreign' | 'other-use' | 'two-codes';

/** All codes in what came. A `]` stands in no GS1 value, so it can only begin another code. */
export function scanCodes(typed: string): readonly ScanCode[] {
  const text = upright(typed.trim());
  const parts = text.split(/(?=\][A-Za-z]\d)/).filter((part) => part !== '');
  return parts.map(codeOf);
}

/** Caps lock turns `]d2…` into `]D2…` and every letter with it. */
function upright(text: string): string {
  return /^\](?:D2|c1|q3|E\d.*[a-z])/.test(text) && !/^\]E\d\d+$/.test(text) ? swapped(text) : text;
}

function swapped(text: string): string {
  return text.replace(/[a-z]/gi, (letter) =>
    letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
  );
}

function codeOf(raw: string): ScanCode {
  const symbology = /^\][A-Za-z]\d/.exec(raw)?.[0];
  const rest = (symbology === undefined ? raw : raw.slice(3)).replace(new RegExp(`^${GS}`), '');
  if (symbology === ']E0' || symbology === ']E4' || symbology === ']I1') return { kind: 'product', raw };
  if (/^\d{13}$/.test(rest)) return { kind: 'product', raw: `]E0${rest}` };
  if (/^\d{14}$/.test(rest)) return { kind: 'product', raw: `]I1${rest}` };
  return known(rest, raw);
}

/** Kind and form of the codes of this house. */
const FORMS: readonly (readonly [ScanKind, begin: RegExp, whole: RegExp])[] = [
  ['badge', /^8017/, /^8017\d{18}(?!\d|[A-Za-z])/],
  ['band', /^8018/, /^8018\d{18}(?!\d|[A-Za-z])/],
  ['product', /^01/, /^01\d{14}/],
];

function known(rest: string, raw: string): ScanCode {
  for (const [kind, begin, whole] of FORMS) {
    if (whole.test(rest)) return { kind, raw };
    if (begin.test(rest)) return fault(faultOf(rest), raw);
  }
  return fault(/^(?:00|9[1-9]|=)/.test(rest) ? 'other-use' : 'foreign', raw);
}

function faultOf(rest: string): ScanFault {
  return /^801[78]\d{18}./.test(rest) ? 'two-codes' : 'truncated';
}

function fault(why: ScanFault, raw: string): ScanCode {
  return { kind: 'fault', fault: why, raw };
}

/** The number of a band, for finding whose it is. */
export function bandNumber(raw: string): string | undefined {
  return /8018(\d{18})/.exec(raw)?.[1];
}
