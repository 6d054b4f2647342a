/**
 * Writes docs/errors.md: every stable error code with its HTTP status, and what it says: cause and cure in its own words.
 *
 * It reads the source: a code is a literal that is given to an OutcomeError or to the room's own maker of one, with the
 * message beside it. `--check` compares instead of writing.
 *
 * Proof   test/architecture/errors.test.ts (the page is what the source says, and every code of the source is on it)
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseSync, Visitor } from 'rolldown/utils';
import { OUTCOME_MAP, type OutcomeCategory } from '../src/kernel/index.ts';
import { isTest, sourceFiles, type SourceFile } from '../test/architecture/source.ts';

const page = new URL('../docs/errors.md', import.meta.url);

/** What is known of one code. */
interface ErrorCode {
  readonly code: string;
  readonly statuses: Set<number>;
  readonly messages: Set<string>;
}

interface Node {
  readonly type: string;
  readonly name?: string;
  readonly value?: unknown;
  readonly quasis?: readonly { readonly value: { readonly cooked?: string | null } }[];
  readonly consequent?: Node;
  readonly left?: Node;
  readonly right?: Node;
  readonly arguments?: readonly Node[];
  readonly id?: Node;
  readonly init?: Node | null;
  readonly start: number;
}

/** Rooms and parts of rooms whose makers of errors add the first part of the code. */
const PREFIXES: readonly (readonly [folder: string, prefix: string])[] = [
  ['src/fhir/fhirpath/', 'fhirpath'],
  ['src/fhir/validation/', 'validation'],
  ['src/fhir/patch/', 'patch'],
  ['src/terminology/', 'terminology'],
];
const FULL = /^[a-z]+\.[a-z0-9]+(?:-[a-z0-9]+)*$/;
const SHORT = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** Every code of the source, in alphabetical order. */
export function errorCodes(): ErrorCode[] {
  const found = new Map<string, ErrorCode>();
  for (const file of sourceFiles('src')) if (!isTest(file) && !file.path.includes('testing')) readFile(file, found);
  return [...found.values()].toSorted((a, b) => (a.code < b.code ? -1 : 1));
}

function readFile(file: SourceFile, found: Map<string, ErrorCode>): void {
  const constants: Node[] = [];
  const calls: Node[] = [];
  const note = (node: unknown): void => void calls.push(node as Node);
  new Visitor({
    VariableDeclarator: (node) => void constants.push(node as unknown as Node),
    CallExpression: note,
    NewExpression: note,
  }).visit(parseSync(file.path, file.text).program);
  for (const call of calls) readCall(file, call, constants, found);
}

function readCall(file: SourceFile, call: Node, constants: readonly Node[], found: Map<string, ErrorCode>): void {
  const given = call.arguments ?? [];
  given.forEach((argument, at) => {
    const category = given[at - 1]?.value;
    const code = codeOf(file, argument, isCategory(category));
    const message = code === undefined ? undefined : messageOf(given[at + 1], constants, call.start);
    if (code === undefined || message === undefined) return;
    const known = found.get(code) ?? { code, statuses: new Set<number>(), messages: new Set<string>() };
    found.set(code, known);
    known.messages.add(message);
    if (isCategory(category)) known.statuses.add(OUTCOME_MAP[category].status);
  });
}

function isCategory(value: unknown): value is OutcomeCategory {
  return typeof value === 'string' && Object.hasOwn(OUTCOME_MAP, value);
}

/** The code that a literal is; one without its room's name needs a category before it, or a hyphen in it. */
function codeOf({ path }: SourceFile, { value }: Node, afterCategory: boolean): string | undefined {
  if (typeof value !== 'string') return undefined;
  if (FULL.test(value)) return value;
  const prefix = PREFIXES.find(([folder]) => path.startsWith(folder))?.[1];
  const short = SHORT.test(value) && (afterCategory || value.includes('-')) && !isCategory(value);
  return prefix !== undefined && short ? `${prefix}.${value}` : undefined;
}

/** The words of a message: literal text with … for what is put in; undefined where it is no message. */
function messageOf(node: Node | undefined, constants: readonly Node[], before: number): string | undefined {
  const text = node === undefined ? undefined : textOf(node, constants, before);
  return text !== undefined && text.trim().includes(' ') ? text.trim() : undefined;
}

function textOf(node: Node, constants: readonly Node[], before: number): string | undefined {
  if (node.type === 'Identifier') {
    const constant = constants.findLast(({ id, start }) => id?.name === node.name && start < before);
    return constant?.init === undefined || constant.init === null
      ? undefined
      : textOf(constant.init, constants, constant.start);
  }
  if (node.type === 'ConditionalExpression' && node.consequent !== undefined)
    return textOf(node.consequent, constants, before);
  if (node.type === 'BinaryExpression' && node.left !== undefined && node.right !== undefined) {
    return `${textOf(node.left, constants, before) ?? '…'}${textOf(node.right, constants, before) ?? '…'}`;
  }
  if (node.quasis !== undefined) return node.quasis.map(({ value }) => value.cooked ?? '').join('…');
  return typeof node.value === 'string' ? node.value : undefined;
}

/** The page. */
export function errorsPage(): string {
  const rows = errorCodes().map(({ code, statuses, messages }) => {
    const words = [...messages].slice(0, 3).map((message) => message.replaceAll('|', '\\|').replaceAll('<', '&lt;'));
    return `| \`${code}\` | ${[...statuses].toSorted((a, b) => a - b).join(', ')} | ${words.join('<br>')} |`;
  });
  return [
    '# Error codes',
    '',
    'Every failure is a FHIR OperationOutcome. `issue.details.coding` carries one of these codes (system',
    '`https://maru.health/fhir/CodeSystem/outcome-code`), `issue.details.text` says what happened and what to do, and',
    '`issue.expression` names the place in the resource. Codes are stable; texts may get better. `…` stands for what is',
    'put in. Written by `node scripts/errors-page.ts` from the source.',
    '',
    '| Code | HTTP | What it says |',
    '|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}

function main(): void {
  const text = errorsPage();
  if (!process.argv.includes('--check')) writeFileSync(page, text);
  else if (readFileSync(page, 'utf8') !== text) {
    console.error('docs/errors.md is not what the source says. Run: node scripts/errors-page.ts');
    process.exitCode = 1;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main();
