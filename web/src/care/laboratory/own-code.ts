/**
 * Which code of this house was scanned: badge, band, tube, specimen label, blood unit, milk bottle. The house reads the code
 * itself; this only says what it can be.
 *
 * Source  GS1 General Specifications (AI 8017, 8018, 91); ISBT 128 (data identifier `=`)
 * Proof   own-code.test.ts
 */
import { GS } from '../bedside/scan-code.ts';

export type OwnKind = 'badge' | 'band' | 'tube' | 'specimen-label' | 'blood-unit' | 'bottle';

/** A code of this house; undefined where it is none. What was typed by hand without its beginning is completed. */
export function ownCode(typed: string): { readonly kind: OwnKind; readonly raw: string } | undefined {
  const raw = typed.trim();
  const code = raw.replace(/^\][A-Za-z]\d/, '');
  const text = code.startsWith(GS) ? code.slice(1) : code;
  if (/^=[A-Z0-9]{15}$/.test(text)) return { kind: 'blood-unit', raw: text };
  if (text.startsWith('8017')) return { kind: 'badge', raw };
  if (text.startsWith('8018')) return { kind: 'band', raw };
  const inner = text.startsWith('91') ? text.slice(2) : text;
  const kind = innerKind(inner);
  return kind === undefined ? undefined : { kind, raw: `]d291${inner}` };
}

function innerKind(text: string): OwnKind | undefined {
  if (text.startsWith('LB-')) return 'specimen-label';
  if (text.startsWith('MK-')) return 'bottle';
  return /^[A-Z0-9.-]+\/[^/]+\/\d{6}$/.test(text) ? 'tube' : undefined;
}
