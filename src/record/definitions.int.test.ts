/**
 * Value sets that the hospital stores are those that a search and the terminology operations mean.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWith } from '../../test/material.ts';
import { accessMigrations, houseCaller, openAuditLog, UNLIMITED, type AuditLog } from '../access/index.ts';
import type { Resource } from '../fhir/index.ts';
import { writeJson } from '../kernel/index.ts';
import { migrate, testStores, type TestedStore } from '../store/index.ts';
import { recordMigrations } from './migrations.ts';
import { openRecord, type FhirRecord } from './record.ts';
import { search } from './search/index.ts';
import { parseSearch } from '../fhir/index.ts';

const LOCAL = 'https://hospital.example/codes';
const SET = 'https://hospital.example/ValueSet/urgent,or-not';

for (const server of testStores())
  describeWith(server.need, server.present, `stored definitions on ${server.name}`, () => {
    const folder = mkdtempSync(join(tmpdir(), 'maru-definitions-'));
    let store: TestedStore;
    let audit: AuditLog;
    let record: FhirRecord;

    async function load(resources: readonly object[]): Promise<void> {
      const file = join(folder, `${Math.random().toString(36).slice(2)}.ndjson`);
      writeFileSync(file, resources.map((resource) => writeJson(resource)).join('\n'));
      expect(await record.import({ paths: [file] })).toMatchObject({ failed: 0, created: resources.length });
    }

    beforeAll(async () => {
      store = await server.open();
      await migrate(store, [accessMigrations, recordMigrations]);
      audit = openAuditLog({ store });
      record = openRecord({ store, audit });
      await load([
        codeSystem(),
        valueSet('1', 'stat'),
        valueSet('2', 'urgent'),
        ...['stat', 'urgent', 'routine'].map(observation),
      ]);
    });
    afterAll(async () => {
      await audit.close();
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    });

    async function found(criteria: string): Promise<string[]> {
      const context = record.context(houseCaller('test'), UNLIMITED);
      const query = parseSearch('Observation', criteria, { timeZone: 'UTC', bases: [context.base] });
      const page = await search(context, query);
      return page.matches.map(({ fid }) => fid).toSorted();
    }

    it('decide what :in and :not-in mean, the newest version where none is named', async () => {
      const set = encodeURIComponent(SET);
      expect(await found(`code:in=${set.replaceAll('%2C', '%5C%2C')}`)).toEqual(['urgent']);
      expect(await found(`code:not-in=${set.replaceAll('%2C', '%5C%2C')}`)).toEqual(['routine', 'stat']);
    });

    it('decide what stands below a code', async () => {
      expect(await found(`code:below=${encodeURIComponent(`${LOCAL}|urgent`)}`)).toEqual(['stat', 'urgent']);
    });

    it('are found by url and version, and by id, with signs that search gives a meaning', async () => {
      const { definitions } = record.terminology;
      expect(await definitions?.valueSet(SET, '1')).toMatchObject({ id: 'set-1' });
      expect(await definitions?.valueSet(SET)).toMatchObject({ id: 'set-2' });
      expect(await definitions?.valueSet('https://hospital.example/ValueSet/urgent')).toBeUndefined();
      expect(await definitions?.codeSystem(LOCAL)).toMatchObject({ id: 'local' });
      expect(await definitions?.valueSetById?.('set-1')).toMatchObject({ version: '1' });
      expect(await definitions?.codeSystemById?.('nothing')).toBeUndefined();
    });

    it('of R4 are there without being stored', async () => {
      const { concepts } = await record.terminology.expand('http://hl7.org/fhir/ValueSet/administrative-gender');
      expect(concepts.map(({ code }) => code).toSorted()).toEqual(['female', 'male', 'other', 'unknown']);
    });
  });

function codeSystem(): Resource & Record<string, unknown> {
  const urgent = { code: 'urgent', concept: [{ code: 'stat' }] };
  return {
    resourceType: 'CodeSystem',
    id: 'local',
    url: LOCAL,
    status: 'active',
    content: 'complete',
    concept: [urgent, { code: 'routine' }],
  };
}

function valueSet(version: string, code: string): object {
  const compose = { include: [{ system: LOCAL, concept: [{ code }] }] };
  return { resourceType: 'ValueSet', id: `set-${version}`, url: SET, version, status: 'active', compose };
}

function observation(code: string): object {
  return { resourceType: 'Observation', id: code, status: 'final', code: { coding: [{ system: LOCAL, code }] } };
}
