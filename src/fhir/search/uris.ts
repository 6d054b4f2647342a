/**
 * Which URIs stand above and below each other, by the segments of their paths.
 *
 * Source  https://hl7.org/fhir/R4/search.html#uri
 * Proof   uris.test.ts
 */

/** The uri itself and every uri that it continues: `http://a/b/c` stands below `http://a/b`. */
export function urisAbove(uri: string): string[] {
  const above = new Set([uri]);
  const start = uri.indexOf('://') + 3;
  for (let at = uri.indexOf('/', start); at >= 0; at = uri.indexOf('/', at + 1)) {
    above.add(uri.slice(0, at));
    above.add(uri.slice(0, at + 1));
  }
  return [...above].filter((one) => one !== '');
}

/** Does `uri` stand at or below `above`? */
export function isBelow(uri: string, above: string): boolean {
  return uri === above || uri.startsWith(above.endsWith('/') ? above : `${above}/`);
}
