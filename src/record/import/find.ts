/**
 * Which files an import reads: those named, and below a folder every NDJSON and JSON file, in the order of their names.
 *
 * Over HTTP only names below the import folder are taken: a name that leads elsewhere, also by a symbolic link, is refused.
 *
 * Proof   find.test.ts
 */
import { readdirSync, realpathSync, statSync } from 'node:fs';
import { basename, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { OutcomeError } from '../../kernel/index.ts';

/** A file to import. */
export interface FoundFile {
  /** How it is told to people: relative to what was asked for. */
  readonly name: string;
  readonly path: string;
}

const IMPORTED = /\.(?:ndjson|jsonl|json)(?:\.gz)?$/i;

/** Files below the paths; throws `import.not-found` where a path is not there. */
export function findFiles(paths: readonly string[]): readonly FoundFile[] {
  const found = paths.flatMap((path) => filesAt(path));
  const byPath = new Map(found.map((file) => [file.path, file]));
  return uniquelyNamed([...byPath.values()]);
}

function filesAt(path: string): readonly FoundFile[] {
  const top = resolve(path);
  const stats = statSync(top, { throwIfNoEntry: false });
  if (stats === undefined) {
    throw new OutcomeError('not-found', 'import.not-found', `There is no file or folder '${path}'.`);
  }
  if (!stats.isDirectory()) return [{ name: basename(top), path: top }];
  return walk(top).map((file) => ({ name: relative(top, file).split(sep).join('/'), path: file }));
}

function walk(folder: string): readonly string[] {
  const entries = readdirSync(folder, { withFileTypes: true }).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return walk(path);
    return entry.isFile() && IMPORTED.test(entry.name) ? [path] : [];
  });
}

/** Two folders may hold files of one name; then the whole path tells them apart. */
function uniquelyNamed(files: readonly FoundFile[]): readonly FoundFile[] {
  const names = new Set(files.map(({ name }) => name));
  return names.size === files.length ? files : files.map(({ path }) => ({ name: path, path }));
}

/** The path of a name below `folder`; throws `import.outside` where it leads elsewhere. */
export function pathBelow(folder: string, name: string): string {
  const top = realpathSync(folder);
  const path = resolve(top, name);
  if (isAbsolute(name) || name.includes('\0') || !isBelow(top, path)) throw outside(name);
  let real: string;
  try {
    real = realpathSync(path);
  } catch {
    throw new OutcomeError(
      'not-found',
      'import.not-found',
      `There is no '${name.slice(0, 200)}' in the import folder.`,
    );
  }
  if (!isBelow(top, real)) throw outside(name);
  return real;
}

function isBelow(top: string, path: string): boolean {
  return path === top || path.startsWith(`${top}${sep}`);
}

function outside(name: string): OutcomeError {
  const text = `'${name.slice(0, 200)}' is not below the import folder; name a file or folder inside of it.`;
  return new OutcomeError('forbidden', 'import.outside', text);
}
