/**
 * The structure of a donation number as ISBT 128 writes it: `=`, facility (5), year (2), serial (6), flag (2).
 *
 * Only the structure: the tables of facilities and products need a licence.
 *
 * Proof   loops.test.ts
 */

/** A donation number. */
export interface Donation {
  readonly facility: string;
  readonly year: number;
  readonly serial: number;
  readonly flag: string;
}

const NUMBER = /^=([A-NP-Z1-9][0-9A-NP-Z]{4})(\d{2})(\d{6})([0-9A-Z]{2})$/;

/** Reads a donation number; undefined where the code is none. */
export function donationOf(raw: string): Donation | undefined {
  const match = NUMBER.exec(raw);
  if (match === null) return undefined;
  const [, facility = '', year = '', serial = '', flag = ''] = match;
  return { facility, year: Number(year), serial: Number(serial), flag };
}
