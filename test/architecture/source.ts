/**
 * Reads the project's own source as the architecture tests need it: files, imports, functions.
 */
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { Visitor, parseSync } from 'rolldown/utils';
import { projectRoot } from '../material.ts';

/** One source file: path from the project's top with forward slashes, and its text. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** Source files below some folders of the project, generated code left out. */
export function sourceFiles(...folders: readonly string[]): SourceFile[] {
  return folders.flatMap((folder) => walk(join(projectRoot, folder))).map(readSource);
}

function walk(folder: string): string[] {
  const skipped = new Set(['generated', 'node_modules', 'dist', '__screens__']);
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch {
    return [];
  }
  return names
    .filter((name) => !skipped.has(name))
    .map((name) => join(folder, name))
    .flatMap((path) => (statSync(path).isDirectory() ? walk(path) : /\.(ts|tsx|mjs)$/.test(path) ? [path] : []));
}

function readSource(path: string): SourceFile {
  return { path: relative(projectRoot, path).split(sep).join('/'), text: readFileSync(path, 'utf8') };
}

/** Is this file a test? */
export function isTest({ path }: SourceFile): boolean {
  return /\.test\.tsx?$/.test(path);
}

/** Number of lines of a text. */
export function lineCount(text: string): number {
  return text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
}

function parse(file: SourceFile) {
  return parseSync(file.path, file.text);
}

/** Every module that a file imports or re-exports, as written; relative ones also resolved from the project's top. */
export function importsOf(file: SourceFile): { readonly written: string; readonly target: string | undefined }[] {
  const { module } = parse(file);
  const written = [
    ...module.staticImports.map((entry) => entry.moduleRequest.value),
    ...module.staticExports.flatMap((entry) => entry.entries.flatMap((one) => one.moduleRequest?.value ?? [])),
    ...module.dynamicImports.map((entry) =>
      file.text.slice(entry.moduleRequest.start + 1, entry.moduleRequest.end - 1),
    ),
  ];
  return [...new Set(written)].map((request) => ({ written: request, target: resolveFrom(file.path, request) }));
}

function resolveFrom(path: string, request: string): string | undefined {
  if (!request.startsWith('.')) return undefined;
  return relative(projectRoot, resolve(projectRoot, dirname(path), request))
    .split(sep)
    .join('/');
}

/** Does the file re-export a whole module (`export * from`)? */
export function exportsEverything(file: SourceFile): boolean {
  return parse(file).module.staticExports.some((entry) =>
    entry.entries.some((one) => one.importName.kind === 'AllButDefault'),
  );
}

/** A function with its length in lines, first to last. */
export interface SourceFunction {
  readonly where: string;
  readonly lines: number;
}

/** The functions of a file that have a block body; one that only wraps others counts with them. */
export function functionsOf(file: SourceFile): SourceFunction[] {
  const found: SourceFunction[] = [];
  const note = (node: { start: number; end: number; body: unknown }) => {
    if (!isBlock(node.body)) return;
    const line = lineCount(file.text.slice(0, node.start)) + (file.text[node.start - 1] === '\n' ? 1 : 0);
    found.push({ where: `${file.path}:${line}`, lines: lineCount(file.text.slice(node.start, node.end)) });
  };
  new Visitor({ FunctionDeclaration: note, FunctionExpression: note, ArrowFunctionExpression: note }).visit(
    parse(file).program,
  );
  return found;
}

function isBlock(body: unknown): boolean {
  const type = (body as { type?: string } | null)?.type;
  return type === 'BlockStatement' || type === 'FunctionBody';
}

/** The value below which `share` (0 to 1) of the numbers lie. */
export function quantile(numbers: readonly number[], share: number): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
