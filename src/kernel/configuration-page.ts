/**
 * docs/configuration.md, made from the schema.
 *
 * Proof   test/architecture/docs.test.ts (the page in docs is the page made here)
 */
import { z } from 'zod';
import { flagOf, metaOf, SETTING_NAMES, variableOf, type SettingName } from './configuration.ts';
import { settingsShape } from './settings.ts';

interface SettingSchema {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: { readonly type?: string };
}

/** The page as Markdown. */
export function configurationPage(): string {
  const schema = z.toJSONSchema(settingsShape, { io: 'input' }) as { properties: Record<SettingName, SettingSchema> };
  const rows = SETTING_NAMES.map((name) => row(name, schema.properties[name]));
  return `${HEAD}${rows.join('\n')}\n`;
}

const HEAD = `# Configuration

Made from the schema in \`src/kernel/settings.ts\` by \`maru develop docs\`; do not edit.

A setting is given as a flag (\`--port 9000\`), in the environment (\`MARU_PORT=9000\`), or in \`maru.config.json\`
(\`{ "port": 9000 }\`, in Maru's own folder, or wherever \`--config FILE\` or \`MARU_CONFIG\` says). A flag is stronger than the
environment, the environment than the file. An unknown setting is an error. Lists are written with commas.
\`maru config\` prints every value with where it came from; secrets are never printed.

| Setting | Flag | Environment | Takes | Default | What it does |
|---|---|---|---|---|---|
`;

function row(name: SettingName, schema: SettingSchema): string {
  const { about, unit } = metaOf(name);
  const cells = [
    `\`${name}\``,
    `\`--${flagOf(name)}\``,
    `\`${variableOf(name)}\``,
    takes(schema),
    schema.default === undefined ? '' : `\`${defaultText(schema.default)}\``,
    unit === undefined ? about : `${about} Unit: ${unit}.`,
  ];
  return `| ${cells.join(' | ')} |`;
}

function takes({ type, enum: choices, minimum, maximum }: SettingSchema): string {
  if (choices !== undefined) return choices.map((choice) => `\`${choice}\``).join(', ');
  if (type === 'integer') return `${minimum} to ${maximum}`;
  if (type === 'boolean') return '`true`, `false`';
  return type === 'array' ? 'list of text' : 'text';
}

function defaultText(value: unknown): string {
  if (typeof value === 'string') return value;
  return Array.isArray(value) && value.length === 0 ? 'none' : JSON.stringify(value);
}
