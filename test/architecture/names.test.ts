import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../material.ts';
import { sourceFiles } from './source.ts';

const files = sourceFiles('src', 'web/src', 'test', 'bench', 'scripts');

/** Lines of files that match outside of comments, as `path:line`. */
function places(pattern: RegExp): string[] {
  return files.flatMap(({ path, text }) =>
    text
      .split('\n')
      .flatMap((line, at) => (pattern.test(line) && !/^\s*(\/?\*|\/\/)/.test(line) ? [`${path}:${at + 1}`] : [])),
  );
}

describe('names and habits', () => {
  it('no file is named after nothing', () => {
    const empty = /(^|[/.-])(utils?|helpers?|common|misc|manager|service)s?([/.-]|$)/i;
    expect(files.map(({ path }) => path).filter((path) => empty.test(path))).toEqual([]);
  });

  it('no test is focused, skipped in place or left for later', () => {
    expect(
      places(/\b(it|test|describe)\.(only|todo)\b|\b(it|test)\.skip\b/).filter(
        (place) => !place.includes('names.test'),
      ),
    ).toEqual([]);
  });

  it('no type is given up', () => {
    expect(
      places(/:\s*any\b|\bas any\b|<any>|@ts-(ignore|nocheck)/).filter((place) => !place.includes('names.test')),
    ).toEqual([]);
  });

  it('every room has a README and an index', () => {
    const rooms = [...new Set(files.flatMap(({ path }) => /^src\/([^/]+)\//.exec(path)?.[1] ?? []))];
    const wanted = rooms.flatMap((room) => [`src/${room}/README.md`, `src/${room}/index.ts`]);
    // The command line is entered by its program, not by other rooms.
    const missing = wanted.filter((path) => path !== 'src/cli/index.ts' && !existsSync(join(projectRoot, path)));
    expect(rooms.length).toBeGreaterThan(4);
    expect(missing).toEqual([]);
  });
});
