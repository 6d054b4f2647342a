/**
 * LOINC names as a table can hold them: "Potassium" for "Potassium [Moles/volume] in Serum or Plasma". The unit stands beside
 * it, and another specimen than blood stays in the name. Where two would be called the same, both keep their whole name.
 *
 * Source  https://loinc.org/kb/users-guide/ (parts of a LOINC name)
 * Proof   test-name.test.ts
 */
const USUAL = /\s+(?:in|of)\s+(?:Serum, Plasma or Blood|Serum or Plasma|Serum|Plasma|Blood)\b/;

/** A shorter name; the same where nothing can go. */
export function shortTestName(name: string): string {
  const short = name
    .replace(/\s*\[[^\]]*\]/g, '')
    .replace(USUAL, '')
    .replace(/\s+by Automated count$/, '')
    .trim();
  return short === '' ? name : short;
}

/** Short names of all rows of a table. */
export function shortTestNames(names: readonly string[]): ReadonlyMap<string, string> {
  const distinct = [...new Set(names)];
  const counts = new Map<string, number>();
  for (const name of distinct) counts.set(shortTestName(name), (counts.get(shortTestName(name)) ?? 0) + 1);
  return new Map(distinct.map((name) => [name, counts.get(shortTestName(name)) === 1 ? shortTestName(name) : name]));
}
