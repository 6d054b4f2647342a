/**
 * The 100 published vectors of scanner inputs, and our table of identifiers against the syntax dictionary, row by row.
 */
import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { IDENTIFIER_ROWS } from '../../src/care/gs1/generated/identifier-rows.ts';
import { parseGs1, type Gs1Options } from '../../src/care/index.ts';
import { describeWithShared, sharedPath } from '../material.ts';

const vectorsPath = 'conformance/gs1/vectors.json';
const dictionaryPath = 'conformance/gs1/gs1-syntax-dictionary.txt';

interface Vector {
  readonly id: string;
  readonly title: string;
  readonly input: string;
  readonly options?: Partial<Gs1Options>;
  readonly expect: {
    readonly ok: boolean;
    readonly elements?: readonly { ai: string; value: string }[];
    readonly derived?: Readonly<Record<string, string>>;
    readonly error?: string;
    readonly ai?: string;
  };
  readonly alsoAcceptable?: readonly string[];
}

interface Vectors {
  readonly defaults: Gs1Options;
  readonly vectors: readonly Vector[];
}

function readVectors(): Vectors {
  return existsSync(sharedPath(vectorsPath))
    ? (JSON.parse(readFileSync(sharedPath(vectorsPath), 'utf8')) as Vectors)
    : { defaults: { asOf: '2026' }, vectors: [] };
}

describeWithShared(vectorsPath, 'GS1 element strings', () => {
  const { defaults, vectors } = readVectors();

  it('has all 100 vectors', () => {
    expect(vectors).toHaveLength(100);
  });

  it.each(vectors.map((one) => [`${one.id} ${one.title}`, one] as const))('%s', (_, vector) => {
    const read = parseGs1(vector.input, { ...defaults, ...vector.options });
    const { ok, elements, derived, error, ai } = vector.expect;
    expect(read.ok).toBe(ok);
    if (read.ok) {
      expect(read.elements).toEqual(elements);
      expect(read.facts).toEqual(derived);
    } else {
      expect([error, ...(vector.alsoAcceptable ?? [])]).toContain(read.error);
      if (ai !== undefined) expect(read.ai).toBe(ai);
    }
  });
});

/** A line of the dictionary in the form of our rows. */
function rowOf(line: string): readonly unknown[] {
  const mark = line.includes('#') ? line.indexOf('#') : line.length;
  const [body, title] = [line.slice(0, mark), line.slice(mark + 1)];
  const [range = '', ...words] = body.split(/\s+/).filter(Boolean);
  const flags = /^[*?]+$/.test(words[0] ?? '') ? (words.shift() ?? '') : '';
  const components = words.filter((word) => /^\[?[NXYZ](?:\.\.)?\d/.test(word)).join(' ');
  const attribute = (name: string): string =>
    words.find((word) => word.startsWith(`${name}=`))?.slice(name.length + 1) ?? '';
  return [range, flags.includes('*'), components, attribute('req'), attribute('ex'), title.trim()];
}

describeWithShared(dictionaryPath, 'GS1 application identifiers', () => {
  it('are those of the dictionary', () => {
    const lines = readFileSync(sharedPath(dictionaryPath), 'utf8')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'));
    expect(lines.length).toBeGreaterThan(200);
    expect(IDENTIFIER_ROWS).toEqual(lines.map(rowOf));
  });
});
