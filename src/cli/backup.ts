/**
 * `maru backup` and `maru restore`: one folder that holds the database of one moment, the keys and the audit anchors.
 *
 * Proof   operations.int.test.ts, src/store/backup/backup.int.test.ts
 */
import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { instantOf, OutcomeError } from '../kernel/index.ts';
import { MIGRATIONS, type House } from '../server/index.ts';
import { readManifest, restoreBackup, verifyFiles, writeBackup, type Manifest } from '../store/index.ts';
import type { Verb } from './run.ts';

/** Folders of the data folder that a backup holds beside the database. */
const KEPT = ['access', 'care'];

export const backup: Verb = {
  verb: 'backup',
  about: 'Writes a backup into a new folder while the house goes on working; or proves that one is whole.',
  usage: 'maru backup [FOLDER] | maru backup --verify FOLDER',
  example: 'maru backup /backups/maru-monday',
  options: [{ name: 'verify', about: 'read a backup and compare every file with its digest' }],
  async run({ words, options, output }, house) {
    const [named] = words;
    if (options['verify'] === true) {
      const manifest = readManifest(needed(named));
      await verifyFiles(needed(named), manifest);
      output.line(`The backup of ${manifest.made} is whole.`);
      output.result({ whole: true, ...summary(manifest) });
      return 0;
    }
    await house.store();
    const target = resolve(named ?? defaultTarget(house));
    mkdirSync(dirname(target), { recursive: true });
    const dataDir = house.configuration.data;
    const progress = (text: string): void => output.progress(text);
    const manifest = await writeBackup(await house.database(), {
      target,
      dataDir,
      keep: KEPT,
      clock: house.clock,
      progress,
    });
    const { rows, tables, bytes } = summary(manifest);
    output.line(`Backed up ${rows} rows of ${tables} tables (${Math.ceil(bytes / 1_048_576)} MB) to ${target}`);
    output.result({ target, ...summary(manifest) });
    return 0;
  },
};

export const restore: Verb = {
  verb: 'restore',
  about: 'Restores a backup into an empty house, whole or not at all.',
  usage: 'maru restore FOLDER [--replace]',
  example: 'maru restore /backups/maru-monday --data ./restored',
  options: [{ name: 'replace', about: 'throw away what the house holds now' }],
  async run({ words, options, output }, house) {
    const source = resolve(needed(words[0]));
    const manifest = await restoreBackup(await house.database(), {
      source,
      dataDir: house.configuration.data,
      migrations: MIGRATIONS,
      replace: options['replace'] === true,
      progress: (text) => output.progress(text),
    });
    output.line(`Restored ${summary(manifest).rows} rows of ${manifest.made}. Prove it with: maru check`);
    output.result({ source, ...summary(manifest) });
    return 0;
  },
};

function needed(folder: string | undefined): string {
  if (folder !== undefined && existsSync(folder)) return folder;
  const text = folder === undefined ? 'Name the folder of the backup.' : `There is no folder ${folder}.`;
  throw new OutcomeError('required', 'cli.backup-not-named', text);
}

function defaultTarget({ configuration, clock }: House): string {
  const folder = configuration.backupFolder ?? join(configuration.data, 'backups');
  return join(folder, `maru-${instantOf(clock.now()).slice(0, 19).replaceAll(/[:T]/g, '-')}`);
}

function summary({ made, tables }: Manifest): { made: string; tables: number; rows: number; bytes: number } {
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  return { made, tables: tables.length, rows, bytes: tables.reduce((sum, table) => sum + table.bytes, 0) };
}
