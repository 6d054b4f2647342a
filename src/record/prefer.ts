/**
 * The Prefer header: how much of what was written is sent back, and whether unknown search parameters are refused.
 *
 * Without it, a single write gives the resource back, and the entries of a batch or transaction do not.
 *
 * Source  https://hl7.org/fhir/R4/http.html#ops, https://hl7.org/fhir/R4/search.html#lenient
 * Proof   prefer.test.ts
 */

/** What the client prefers. */
export interface Preference {
  readonly give: 'minimal' | 'representation' | 'OperationOutcome' | undefined;
  readonly handling: 'strict' | 'lenient';
}

const GIVEN = ['minimal', 'representation', 'OperationOutcome'] as const;

/** Reads the header; what it does not know it ignores, as RFC 7240 says. */
export function preferenceOf(header: string | undefined): Preference {
  const pieces = (header ?? '').split(/[,;]/).map((piece) => piece.trim().split('='));
  const values = new Map(
    pieces.map(([name = '', value = '']) => [name.trim().toLowerCase(), value.trim().replaceAll('"', '')]),
  );
  return {
    give: GIVEN.find((one) => one.toLowerCase() === values.get('return')?.toLowerCase()),
    handling: values.get('handling') === 'lenient' ? 'lenient' : 'strict',
  };
}
