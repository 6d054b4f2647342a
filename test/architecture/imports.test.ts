import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../material.ts';
import { exportsEverything, importsOf, isTest, sourceFiles, type SourceFile } from './source.ts';

/** The import table of ARCHITECTURE.md: room -> rooms it may import. */
function importTable(): Map<string, Set<string>> {
  const text = readFileSync(join(projectRoot, 'ARCHITECTURE.md'), 'utf8');
  const section = text.slice(text.indexOf('## Rooms'), text.indexOf('Web rooms'));
  const rows = section.split('\n').filter((line) => /^\| [a-z]+ \|/.test(line));
  return new Map(
    rows.map((row) => {
      const [, room = '', , allowed = ''] = row.split('|').map((cell) => cell.trim());
      return [room, new Set(allowed.split(' ').filter(Boolean))] as const;
    }),
  );
}

function roomOf(path: string): string | undefined {
  return /^src\/([^/]+)\//.exec(path)?.[1];
}

const table = importTable();
const files = sourceFiles('src');

function breaches(file: SourceFile): string[] {
  const own = roomOf(file.path) ?? '';
  return importsOf(file).flatMap(({ written, target }) => {
    const other = target === undefined ? undefined : roomOf(target);
    if (other === undefined || other === own) return [];
    if (table.get(own)?.has(other) !== true) return [`${file.path}: ${own} may not import ${other}`];
    return target === `src/${other}/index.ts`
      ? []
      : [`${file.path}: enter ${other} through its index.ts, not ${written}`];
  });
}

describe('rooms', () => {
  it('are all in the table of ARCHITECTURE.md, which allows no cycle', () => {
    const rooms = new Set(files.map(({ path }) => roomOf(path)));
    for (const room of rooms) expect(table.has(room ?? ''), room).toBe(true);
    const order = [...table.keys()];
    for (const [room, allowed] of table) {
      for (const other of allowed)
        expect(order.indexOf(other), `${room} imports ${other}`).toBeLessThan(order.indexOf(room));
    }
  });

  it('import only what the table allows, and only through index.ts', () => {
    const own = files.filter((file) => !isTest(file));
    expect(own.length).toBeGreaterThan(10);
    expect(own.flatMap(breaches)).toEqual([]);
  });

  it('name what they export', () => {
    expect(files.filter(exportsEverything).map(({ path }) => path)).toEqual([]);
  });

  it('are closed to the web, but for the types of FHIR and the rules of the ward station', () => {
    const web = sourceFiles('web/src').filter((file) => !isTest(file));
    const entered = web.flatMap((file) => importsOf(file).flatMap(({ target }) => target ?? []));
    const doors = new Set(entered.filter((target) => target.startsWith('src/')));
    const types = ['src/fhir/generated/types.ts', 'src/kernel/json.ts'];
    expect([...doors].toSorted()).toEqual(['src/care/station/index.ts', ...types]);
  });

  it('do not import in circles, file by file', () => {
    expect(cycles(new Map(files.map((file) => [file.path, targets(file)])))).toEqual([]);
  });
});

function targets(file: SourceFile): string[] {
  return importsOf(file).flatMap(({ target }) => target ?? []);
}

/** Files that reach themselves, by depth-first search with the usual three colours. */
function cycles(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const state = new Map<string, 'open' | 'done'>();
  const found: string[] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    if (state.get(path) === 'open') found.push([...trail.slice(trail.indexOf(path)), path].join(' -> '));
    if (state.has(path)) return;
    state.set(path, 'open');
    for (const next of graph.get(path) ?? []) visit(next, [...trail, path]);
    state.set(path, 'done');
  };
  for (const path of graph.keys()) visit(path, []);
  return found;
}
