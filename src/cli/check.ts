/**
 * `maru check`: is everything that the house keeps as it should be? Changes nothing.
 *
 * Proof   operations.int.test.ts
 */
import { staleIndexes } from '../record/index.ts';
import { checkStore, guarded, type Connection, type Finding } from '../store/index.ts';
import { MIGRATIONS, type House } from '../server/index.ts';
import type { Verb } from './run.ts';

export const check: Verb = {
  verb: 'check',
  about: 'Checks tables, indexes, that every current resource has its text, and the chain of the audit log.',
  usage: 'maru check',
  example: 'maru check --json',
  options: [],
  async run({ output }, house) {
    const database = await house.database();
    const findings = [...(await checkStore(database, MIGRATIONS))];
    if (findings.every(({ well }) => well)) findings.push(...(await roomFindings(house)));
    for (const { check: name, well, detail } of findings)
      output.line(`${well ? 'ok    ' : 'FAILED'} ${name}: ${detail}`);
    const well = findings.every((finding) => finding.well);
    output.result({ well, findings });
    return well ? 0 : 1;
  },
};

async function roomFindings(house: House): Promise<readonly Finding[]> {
  await house.record();
  const store = await house.store();
  return store.snapshot(async (connection) => [
    await guarded('every resource has the text of its version', () => bodiesAreThere(connection)),
    await guarded('every text belongs to a resource', () => bodiesHaveOwners(connection)),
    await guarded('the search index is of these definitions', () =>
      indexIsCurrent(connection, house.configuration.timeZone),
    ),
    await guarded('the audit log is one chain', () => auditIsWhole(house)),
  ]);
}

async function bodiesAreThere(connection: Connection): Promise<Omit<Finding, 'check'>> {
  const text = `select count(*)::int as resources, count(*) filter (where b.rid is null)::int as bare
    from resource r left join body b on b.rid = r.rid and b.ver = r.ver`;
  const [row] = await connection.query<{ resources: number; bare: number }>(text);
  const { resources = 0, bare = 0 } = row ?? {};
  return { well: bare === 0, detail: bare === 0 ? `${resources} resources` : `${bare} of ${resources} have none` };
}

async function bodiesHaveOwners(connection: Connection): Promise<Omit<Finding, 'check'>> {
  const text = `select count(*)::int as bodies, count(*) filter (where r.rid is null or b.ver > r.ver)::int as lost
    from body b left join resource r on r.rid = b.rid`;
  const [row] = await connection.query<{ bodies: number; lost: number }>(text);
  const { bodies = 0, lost = 0 } = row ?? {};
  return { well: lost === 0, detail: lost === 0 ? `${bodies} versions` : `${lost} of ${bodies} belong to none` };
}

async function indexIsCurrent(connection: Connection, timeZone: string): Promise<Omit<Finding, 'check'>> {
  const stale = (await staleIndexes(connection, timeZone)).map(({ type }) => type);
  const well = stale.length === 0;
  return { well, detail: well ? 'all types' : `to be built again by maru reindex: ${stale.join(', ')}` };
}

async function auditIsWhole(house: House): Promise<Omit<Finding, 'check'>> {
  const { audit } = await house.access();
  await audit.seal();
  const proof = await audit.verify();
  return { well: proof.intact, detail: proof.intact ? `${proof.head.seq} entries` : proof.message };
}
