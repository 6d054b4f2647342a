/**
 * Chapter 6: keeping a house. A backup is taken while the house serves, and another house is made of it, on another server and
 * another machine's folder: what was asked before is answered the same.
 *
 * Source  src/store/README.md, src/cli/README.md
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runWords } from '../../src/cli/run.ts';
import { VERBS } from '../../src/cli/verbs.ts';
import { loadConfiguration, SILENT } from '../../src/kernel/index.ts';
import { buildServer, openHouse, type House, type HouseServer } from '../../src/server/index.ts';
import { testStores, type TestedStore, type TestStore } from '../../src/store/index.ts';
import { describeWith } from '../material.ts';
import { Client, observation, openSpecHouse, patient, type SpecHouse } from './house.ts';

const NO_FILE = new URL('../../src/server/test-house.json', import.meta.url).pathname;

/** One verb of the command, in this process; what it says in JSON. */
async function maru(...words: readonly string[]): Promise<{ status: number; result: Record<string, unknown> }> {
  let out = '';
  const status = await runWords([...words, '--json'], VERBS, {
    out: { write: (text) => (out += text) },
    err: { write: () => true },
    environment: { MARU_CONFIG: NO_FILE },
    signal: new AbortController().signal,
  });
  return { status, result: JSON.parse(out) as Record<string, unknown> };
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

/** A second house, made of a backup. */
class RestoredHouse {
  readonly #store: TestedStore;
  readonly #folder: string;
  #house: House | undefined;
  #server: HouseServer | undefined;

  private constructor(store: TestedStore, folder: string) {
    this.#store = store;
    this.#folder = folder;
  }

  static async of(backup: string, server: TestStore): Promise<RestoredHouse> {
    const restored = new RestoredHouse(await server.open(), mkdtempSync(join(tmpdir(), 'maru-restored-')));
    expect(await maru('restore', backup, ...restored.flags)).toMatchObject({ status: 0 });
    return restored;
  }

  get flags(): readonly string[] {
    return ['--data', join(this.#folder, 'data'), '--database-url', this.#store.url];
  }

  async serve(): Promise<string> {
    const flags = {
      data: join(this.#folder, 'data'),
      databaseUrl: this.#store.url,
      port: await freePort(),
      demo: true,
    };
    this.#house = openHouse(loadConfiguration({ flags, file: NO_FILE }).values, { log: SILENT });
    this.#server = await buildServer(this.#house);
    await this.#server.listen();
    return `${this.#house.configuration.publicUrl}/fhir/R4`;
  }

  async close(): Promise<void> {
    await this.#server?.close();
    await this.#house?.close();
    await this.#store.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** An answer without what may differ between two houses: their addresses, and when it was made. */
function told(text: string): string {
  return text
    .replaceAll(/http:\/\/127\.0\.0\.1:\d+/g, '')
    .replaceAll(/"timestamp":"[^"]*"/g, '')
    .replaceAll(/"id":"[0-9a-f-]{36}","type"/g, '"type"')
    .replaceAll(/_cursor=[^"&]*/g, '');
}

const QUESTIONS = [
  'Patient/kept',
  'Patient/kept/_history',
  'Patient/kept/_history/1',
  'Observation?subject=Patient/kept&_sort=-date&_count=5',
  'Observation?code=http://loinc.org|8480-6&date=ge2026-02-01&_total=accurate',
  'Patient?name=김&_revinclude=Observation:subject',
  'Patient?identifier=http://hospital.example/mrn|7',
  'Patient/gone',
];

describe('keeping a house', () => {
  let house: SpecHouse;
  let client: Client;
  let folder: string;
  let backup: string;
  const before = new Map<string, string>();

  beforeAll(async () => {
    house = await openSpecHouse();
    client = await house.system();
    folder = mkdtempSync(join(tmpdir(), 'maru-keeping-'));
    backup = join(folder, 'backup');
    const identifier = [{ system: 'http://hospital.example/mrn', value: '7' }];
    await client.put('Patient/kept', patient({ id: 'kept', name: [{ text: '김하늘' }], identifier }));
    await client.put(
      'Patient/kept',
      patient({ id: 'kept', name: [{ text: '김하늘' }], identifier, birthDate: '1980-03' }),
    );
    for (let month = 1; month <= 9; month++)
      expect((await client.post('Observation', reading(month))).status).toBe(201);
    await client.put('Patient/gone', patient({ id: 'gone' }));
    await client.delete('Patient/gone');
    for (const question of QUESTIONS) before.set(question, told((await client.get(question)).text));
    expect(before.get(QUESTIONS[3] ?? '')?.match(/"valueQuantity"/g)).toHaveLength(5);
    expect(before.get(QUESTIONS[4] ?? '')).toContain('"total":8');
  });
  afterAll(async () => {
    await house.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('takes a backup while clients write, and proves it', async () => {
    const flags = ['--data', join(house.folder, 'data'), '--database-url', house.store.url];
    const writing = Array.from({ length: 30 }, (_, at) =>
      client.put(`Patient/late-${at}`, patient({ id: `late-${at}` })),
    );
    const taken = await maru('backup', backup, ...flags);
    expect(taken).toMatchObject({ status: 0, result: { target: backup } });
    expect((await Promise.all(writing)).every(({ status }) => status === 201)).toBe(true);
    expect(await maru('backup', '--verify', backup)).toMatchObject({ status: 0, result: { whole: true } });
  });

  for (const server of testStores())
    describeWith(server.need, server.present, `and makes another house of it on ${server.name}`, () => {
      let restored: RestoredHouse;
      let again: Client;
      beforeAll(async () => {
        restored = await RestoredHouse.of(backup, server);
        again = new Client(await restored.serve(), client.token);
      });
      afterAll(() => restored.close());

      it.each(QUESTIONS)('which answers %s as before', async (question) => {
        expect(told((await again.get(question)).text)).toBe(before.get(question));
      });

      it('which knows who was signed in, and whom it never let in', async () => {
        expect((await again.get('Patient/kept')).status).toBe(200);
        expect((await new Client(again.base).get('Patient/kept')).status).toBe(401);
        expect((await new Client(again.base, 'guessed').get('Patient/kept')).status).toBe(401);
      });

      it('which goes on: new versions, new ids, and history in their order', async () => {
        const updated = await again.put('Patient/kept', patient({ id: 'kept', gender: 'female' }));
        expect([updated.status, updated.header('etag')]).toEqual([200, 'W/"3"']);
        expect((await again.post('Patient', patient())).status).toBe(201);
        const history = await again.get('Patient/kept/_history');
        expect(history.each('entry', 'resource.meta.versionId')).toEqual(['3', '2', '1']);
      });

      it('whose audit log is one chain from the first house on', async () => {
        const verified = await maru('audit', 'verify', ...restored.flags);
        expect(verified).toMatchObject({ status: 0, result: { intact: true } });
        expect(await maru('check', ...restored.flags)).toMatchObject({ status: 0, result: { well: true } });
      });
    });

  it('refuses to restore over a house that is in use', async () => {
    const flags = ['--data', join(house.folder, 'data'), '--database-url', house.store.url];
    expect(await maru('restore', backup, ...flags)).toMatchObject({
      status: 1,
      result: { error: { code: 'store.not-empty' } },
    });
    expect((await client.get('Patient/kept')).status).toBe(200);
  });
});

function reading(month: number): object {
  return observation('Patient/kept', {
    code: { coding: [{ system: 'http://loinc.org', code: '8480-6' }] },
    effectiveDateTime: `2026-0${month}-03T09:00:00+09:00`,
    valueQuantity: { value: 120 + month, unit: 'mmHg', system: 'http://unitsofmeasure.org', code: 'mm[Hg]' },
  });
}
