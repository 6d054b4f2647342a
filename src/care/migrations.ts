/**
 * The tables of this room.
 *
 * Proof   bedside/medication.int.test.ts
 */
import type { MigrationSet } from '../store/index.ts';

/** To be run after those of access and record. */
export const careMigrations: MigrationSet = { room: 'care', folder: new URL('./sql/', import.meta.url) };
