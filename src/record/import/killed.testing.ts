/**
 * An import as a process of its own, for tests that kill it: `node killed.testing.ts DATABASE_URL FOLDER ERRORS`.
 *
 * Proof   import.int.test.ts
 */
import { openAuditLog } from '../../access/index.ts';
import { openStore } from '../../store/index.ts';
import { openRecord } from '../record.ts';

const [databaseUrl = '', folder = '', errorsIn = ''] = process.argv.slice(2);
const store = await openStore({ dataDir: folder, databaseUrl, maxConnections: 4 });
const audit = openAuditLog({ store });
const record = openRecord({ store, audit });
const report = await record.import({
  paths: [folder],
  errorsIn,
  batchSize: 40,
  threadFrom: 0,
  progress: ({ read }) => void process.stdout.write(`${read}\n`),
});
process.stdout.write(`complete ${report.complete}\n`);
await audit.close();
await store.close();
