/**
 * The tables of this room.
 *
 * Proof   access.int.test.ts
 */
import type { MigrationSet } from '../store/index.ts';

/** To be run before those of the record. */
export const accessMigrations: MigrationSet = {
  room: 'access',
  folder: new URL('./sql/', import.meta.url),
  compress: ['access_audit.event'],
};
