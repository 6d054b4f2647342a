/**
 * The tables of this room.
 *
 * Proof   interactions.int.test.ts
 */
import type { MigrationSet } from '../store/index.ts';

/** To be run after those of access. */
export const recordMigrations: MigrationSet = {
  room: 'record',
  folder: new URL('./sql/', import.meta.url),
  compress: ['body.text'],
};
