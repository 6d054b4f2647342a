/**
 * Every setting of Maru: one schema, read from flags, the environment and one file; what is unknown fails.
 *
 * Order of strength: flag, environment, file, default. Relative paths of the file are relative to its folder, those of flags
 * and environment to the working directory. `docs/configuration.md` is generated from here.
 *
 * Proof   configuration.test.ts; test/architecture/docs.test.ts compares the page
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, isAbsolute, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { nearest } from './nearest.ts';
import { OutcomeError } from './outcome.ts';
import { settingsShape } from './settings.ts';

/** The settings, checked and complete. */
export type Configuration = Readonly<z.output<typeof settingsShape>> & {
  /** Scheme, host and port as browsers see the house; also the OAuth issuer. No slash at the end. */
  readonly publicUrl: string;
};

export type SettingName = keyof typeof settingsShape.shape;

/** Where a value came from. */
export interface SettingSource {
  readonly kind: 'default' | 'file' | 'environment' | 'flag';
  /** Flag, variable or file that gave it. */
  readonly name: string;
}

/** Settings with the source of each. */
export interface LoadedConfiguration {
  readonly values: Configuration;
  readonly sources: Readonly<Record<SettingName, SettingSource>>;
}

/** What settings are read from. */
export interface ConfigurationInput {
  /** Values of flags by setting name. */
  readonly flags?: Readonly<Record<string, unknown>>;
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** The file; where absent, MARU_CONFIG, then `maru.config.json` in Maru's own folder if it is there. */
  readonly file?: string;
  /** What replaces the built-in defaults (`maru start` turns the demo on). */
  readonly defaults?: Partial<Record<SettingName, unknown>>;
}

/** Maru's own folder, with a separator at the end. */
export const maruFolder = fileURLToPath(new URL('../../', import.meta.url));

/** Variables that begin with MARU_ but are no settings: the tests' own, and the name of the file. */
const OTHER_VARIABLES = new Set(['MARU_CHROMIUM', 'MARU_CONFIG', 'MARU_NOTHING_SKIPPED', 'MARU_SHARED', 'MARU_URL']);

interface Given {
  readonly value: unknown;
  readonly source: SettingSource;
}

/** Names of all settings in the order of the schema. */
export const SETTING_NAMES = Object.keys(settingsShape.shape) as readonly SettingName[];

/** The environment variable of a setting. */
export function variableOf(name: SettingName): string {
  return name === 'databaseUrl'
    ? 'DATABASE_URL'
    : `MARU_${name.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
}

/** Is this setting yes or no, so that its flag needs no value? */
export function isSwitch(name: SettingName): boolean {
  return innerType(name) === 'boolean';
}

/** The flag of a setting, without dashes. */
export function flagOf(name: SettingName): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** What the schema says of a setting beside its shape. */
export interface SettingMeta {
  readonly about: string;
  readonly unit?: string;
  readonly secret?: boolean;
  readonly path?: boolean;
}

/** The note on a setting. */
export function metaOf(name: SettingName): SettingMeta {
  return settingsShape.shape[name].meta() as unknown as SettingMeta;
}

/** Reads the settings; throws `configuration.invalid` or `configuration.unknown` with every fault. */
export function loadConfiguration(input: ConfigurationInput = {}): LoadedConfiguration {
  const environment = input.environment ?? {};
  const layers = [defaultLayer(input), fileLayer(input, environment), environmentLayer(environment), flagLayer(input)];
  const given: Partial<Record<SettingName, Given>> = Object.assign({}, ...layers);
  const parsed = settingsShape.safeParse(mapValues(given, (one) => one.value));
  if (!parsed.success) throw invalid(parsed.error, given);
  const values = complete(parsed.data);
  const builtIn: SettingSource = { kind: 'default', name: 'built in' };
  const sources = Object.fromEntries(SETTING_NAMES.map((name) => [name, given[name]?.source ?? builtIn]));
  return { values, sources: sources as Record<SettingName, SettingSource> };
}

function mapValues<A, B>(record: Partial<Record<string, A>>, change: (value: A) => B): Record<string, B> {
  const entries = Object.entries(record).flatMap(([key, value]) => (value === undefined ? [] : [[key, change(value)]]));
  return Object.fromEntries(entries) as Record<string, B>;
}

type Layer = Partial<Record<SettingName, Given>>;

function defaultLayer({ defaults = {} }: ConfigurationInput): Layer {
  const source: SettingSource = { kind: 'default', name: 'this verb' };
  return mapValues<unknown, Given>({ data: resolve(maruFolder, 'data'), ...defaults }, (value) => ({ value, source }));
}

function flagLayer({ flags = {} }: ConfigurationInput): Layer {
  const entries = Object.entries(flags).filter(([, value]) => value !== undefined);
  return Object.fromEntries(
    entries.map(([key, value]) => {
      const name = known(key, `--${key}`);
      return [name, { value: read(name, value, process.cwd()), source: { kind: 'flag', name: `--${flagOf(name)}` } }];
    }),
  ) as Layer;
}

function environmentLayer(environment: Readonly<Record<string, string | undefined>>): Layer {
  const byVariable = new Map(SETTING_NAMES.map((name) => [variableOf(name), name]));
  const layer: Layer = {};
  for (const [variable, text] of Object.entries(environment)) {
    if (text === undefined || text === '') continue;
    const name = byVariable.get(variable);
    if (name !== undefined)
      layer[name] = { value: read(name, text, process.cwd()), source: { kind: 'environment', name: variable } };
    else if (variable.startsWith('MARU_') && !OTHER_VARIABLES.has(variable))
      throw unknown(variable, [...byVariable.keys()]);
  }
  return layer;
}

function fileLayer(input: ConfigurationInput, environment: Readonly<Record<string, string | undefined>>): Layer {
  const named = input.file ?? environment['MARU_CONFIG'];
  const path = resolve(named ?? resolve(maruFolder, 'maru.config.json'));
  if (named === undefined && !existsSync(path)) return {};
  const folder = dirname(path);
  const entries = Object.entries(readFile(path)).map(([key, value]) => {
    const name = known(key, key);
    return [name, { value: read(name, value, folder), source: { kind: 'file', name: path } }];
  });
  return Object.fromEntries(entries) as Layer;
}

function readFile(path: string): Readonly<Record<string, unknown>> {
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (cause) {
    const detail = cause instanceof z.ZodError ? 'it must hold one JSON object' : (cause as Error).message;
    throw new OutcomeError('invalid', 'configuration.file-unreadable', `The settings file ${path}: ${detail}.`, {
      cause,
    });
  }
}

function known(key: string, shown: string): SettingName {
  if (SETTING_NAMES.includes(key as SettingName)) return key as SettingName;
  throw unknown(shown, SETTING_NAMES);
}

/** Text becomes what the setting wants; paths become absolute. */
function read(name: SettingName, value: unknown, folder: string): unknown {
  const typed = typeof value === 'string' ? fromText(name, value) : value;
  const isPath = metaOf(name).path === true && typeof typed === 'string';
  return isPath && !isAbsolute(typed) ? resolve(folder, typed) : typed;
}

function fromText(name: SettingName, text: string): unknown {
  const type = innerType(name);
  if (type === 'number') return /^-?\d+$/.test(text) ? Number(text) : text;
  if (type === 'boolean')
    return { true: true, yes: true, '1': true, false: false, no: false, '0': false }[text.toLowerCase()] ?? text;
  return type === 'array'
    ? text
        .split(',')
        .map((item) => item.trim())
        .filter((item) => item !== '')
    : text;
}

function innerType(name: SettingName): string {
  let type: z.ZodType = settingsShape.shape[name];
  while (type instanceof z.ZodDefault || type instanceof z.ZodOptional) type = type.unwrap() as z.ZodType;
  return type.type;
}

/** What follows from several settings together. */
function complete(values: z.output<typeof settingsShape>): Configuration {
  const { host, port, tlsCertificate, tlsKey, publicUrl } = values;
  if ((tlsCertificate === undefined) !== (tlsKey === undefined))
    throw fault('configuration.tls-half', 'Give tlsCertificate and tlsKey together, or neither.');
  if (publicUrl !== undefined) return { ...values, publicUrl: publicUrl.replace(/\/+$/, '') };
  if (!isLoopback(host))
    throw fault(
      'configuration.public-url-missing',
      `The house listens on ${host}: say by publicUrl at which address browsers reach it.`,
    );
  const name = host.includes(':') ? `[${host}]` : host;
  return { ...values, publicUrl: `${tlsKey === undefined ? 'http' : 'https'}://${name}:${port}` };
}

/** Is this host reached from this machine only? */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
}

function fault(code: string, message: string): OutcomeError {
  return new OutcomeError('invalid', code, message);
}

function invalid(error: z.ZodError, given: Layer): OutcomeError {
  const faults = error.issues.map((issue) => {
    const name = String(issue.path[0]) as SettingName;
    return `${given[name]?.source.name ?? name} (${name}): ${issue.message}`;
  });
  return fault('configuration.invalid', `Settings are wrong. ${faults.join('; ')}. See docs/configuration.md.`);
}

function unknown(shown: string, all: readonly string[]): OutcomeError {
  const near = nearest(shown, all);
  const hint = near === undefined ? 'See docs/configuration.md.' : `Did you mean '${near}'?`;
  return fault('configuration.unknown', `There is no setting '${shown}'. ${hint}`);
}

/** A value as it may be shown: secrets hidden. */
export function shownValue(name: SettingName, value: unknown): string {
  if (value === undefined) return '';
  if (metaOf(name).secret === true) return '(hidden)';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
