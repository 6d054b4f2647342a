/**
 * The tables of this room.
 *
 * Proof   hooks/routes.int.test.ts
 */
import type { MigrationSet } from '../store/index.ts';

/** To be run after those of record. */
export const cdsMigrations: MigrationSet = { room: 'cds', folder: new URL('./sql/', import.meta.url) };
