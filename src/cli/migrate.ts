/**
 * `maru migrate`: brings the tables up to date and says what ran. `serve` and `start` do it too; this does it alone, for a
 * hospital that wants to see the step.
 *
 * Proof   verbs.test.ts, main.int.test.ts
 */
import type { Verb } from './run.ts';

export const migrate: Verb = {
  verb: 'migrate',
  about: 'Brings the tables of the database up to date (forward only).',
  usage: 'maru migrate [--data DIR]',
  example: 'DATABASE_URL=postgres://maru@db/maru maru migrate',
  options: [],
  async run({ output }, house) {
    const ran = await house.migrated();
    for (const { room, name } of ran) output.line(`ran ${room}/${name}`);
    if (ran.length === 0) output.line('The tables are up to date.');
    output.result({ ran: ran.map(({ room, name, checksum }) => ({ room, name, checksum })) });
    return 0;
  },
};
