/**
 * Compiles the FHIR R4 definitions into src/fhir/generated/ and src/terminology/generated/. `--check` compares instead of writing and fails on a difference.
 *
 * Proof   src/fhir/definitions/generated.test.ts runs the check.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { compileCompartments, compileSearch } from './generate/search.ts';
import { readSource } from './generate/source.ts';
import { compileStructures } from './generate/structures.ts';
import { typesText } from './generate/types.ts';
import { compileCodeSystems, compileValueSetDefinitions } from './generate/terminology.ts';
import { compileValueSets } from './generate/value-sets.ts';

const folder = new URL('../src/', import.meta.url);

/** Text of every generated file by its path below src/. */
export function generate(): Map<string, string> {
  const source = readSource();
  const structures = compileStructures(source);
  const valueSets = compileValueSets(source);
  const compartments = compileCompartments(source);
  return new Map([
    ['fhir/generated/structures.json', rows(structures.types, { valueSets: structures.valueSets })],
    ['fhir/generated/search-parameters.json', rows(compileSearch(source))],
    ['fhir/generated/compartments.json', rows(compartments)],
    ['fhir/generated/value-sets.json', rows(valueSets)],
    ['fhir/generated/types.ts', typesText(structures, valueSets)],
    ['terminology/generated/code-systems.json', rows(compileCodeSystems(source))],
    ['terminology/generated/value-sets.json', rows(compileValueSetDefinitions(source))],
  ]);
}

/** One line per key, so that a change reads well. */
function rows(record: object, first: object = {}): string {
  const heads = Object.entries(first).map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`);
  const lines = Object.entries(record).map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`);
  return `{\n${[...heads, ...lines].join(',\n')}\n}\n`;
}

/** Names of the files whose checked-in text is not what the definitions give. */
export function stale(): string[] {
  return [...generate()].filter(([name, text]) => checkedIn(name) !== text).map(([name]) => name);
}

function checkedIn(name: string): string | undefined {
  try {
    return readFileSync(new URL(name, folder), 'utf8');
  } catch {
    return undefined;
  }
}

function main(): void {
  if (process.argv.includes('--check')) {
    const names = stale();
    if (names.length === 0) return;
    console.error(`Not what the definitions give: ${names.join(', ')}. Run: node scripts/generate-fhir.ts`);
    process.exitCode = 1;
    return;
  }
  for (const [name, text] of generate()) {
    const file = new URL(name, folder);
    mkdirSync(new URL('.', file), { recursive: true });
    writeFileSync(file, text);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main();
