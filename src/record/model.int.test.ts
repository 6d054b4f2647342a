/**
 * The record against the simplest thing that could be right: a map of lists of versions in memory.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { embeddedTestStore } from '../store/index.ts';
import { lookUp, TestRecord, type Answered } from './testing.ts';

const IDS = ['m1', 'm2', 'm3'] as const;
type Id = (typeof IDS)[number];

/** One version of the model: the family name, or nothing where it is a deletion. */
type Version = string | undefined;

class Model {
  readonly #versions = new Map<string, Version[]>();

  versions(id: string): Version[] {
    const known = this.#versions.get(id) ?? [];
    this.#versions.set(id, known);
    return known;
  }

  current(id: string): { readonly ver: number; readonly family: Version } {
    const all = this.versions(id);
    return { ver: all.length, family: all.at(-1) };
  }

  add(id: string, version: Version): void {
    this.versions(id).push(version);
  }

  found(family: string): string[] {
    return [...this.#versions.keys()].filter((id) => this.current(id).family === family).toSorted();
  }
}

type Step =
  | { readonly kind: 'put'; readonly id: Id; readonly family: string; readonly ifMatch: number | undefined }
  | { readonly kind: 'patch'; readonly id: Id; readonly family: string }
  | { readonly kind: 'delete'; readonly id: Id; readonly ifMatch: number | undefined }
  | { readonly kind: 'read'; readonly id: Id }
  | { readonly kind: 'vread'; readonly id: Id; readonly ver: number }
  | { readonly kind: 'history'; readonly id: Id }
  | { readonly kind: 'search'; readonly family: string }
  | { readonly kind: 'putIf'; readonly family: string; readonly wanted: string };

const id = fc.constantFrom(...IDS);
const family = fc.constantFrom('Kim', 'Lee', 'Park');
const version = fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined });

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('put' as const), id, family, ifMatch: version }),
  fc.record({ kind: fc.constant('patch' as const), id, family }),
  fc.record({ kind: fc.constant('delete' as const), id, ifMatch: version }),
  fc.record({ kind: fc.constant('read' as const), id }),
  fc.record({ kind: fc.constant('vread' as const), id, ver: fc.integer({ min: 1, max: 5 }) }),
  fc.record({ kind: fc.constant('history' as const), id }),
  fc.record({ kind: fc.constant('search' as const), family }),
  fc.record({ kind: fc.constant('putIf' as const), family, wanted: family }),
);

/** Runs one step on the record and says what it answered, and what the model says it should. */
class Run {
  readonly #record: TestRecord;
  readonly #prefix: string;
  readonly #model = new Model();

  constructor(record: TestRecord, prefix: string) {
    this.#record = record;
    this.#prefix = prefix;
  }

  #address(name: string): string {
    return `Patient/${this.#prefix}${name}`;
  }

  #body(name: string | undefined, text: string): object {
    const own = name === undefined ? {} : { id: `${this.#prefix}${name}` };
    return { resourceType: 'Patient', ...own, name: [{ family: `${this.#prefix}${text}` }] };
  }

  async take(one: Step): Promise<void> {
    if (one.kind === 'put') await this.#put(one);
    else if (one.kind === 'patch') await this.#patch(one);
    else if (one.kind === 'delete') await this.#delete(one);
    else if (one.kind === 'read') await this.#read(one.id);
    else if (one.kind === 'vread') await this.#vread(one);
    else if (one.kind === 'history') await this.#history(one.id);
    else if (one.kind === 'search') await this.#search(one.family);
    else await this.#putIf(one);
  }

  async #put({ id: name, family: text, ifMatch }: Extract<Step, { kind: 'put' }>): Promise<void> {
    const { ver, family: before } = this.#model.current(name);
    const headers = ifMatch === undefined ? {} : { 'If-Match': `W/"${ifMatch}"` };
    const answer = await this.#record.put(this.#address(name), this.#body(name, text), { headers });
    if (ifMatch !== undefined && (before === undefined || ifMatch !== ver)) return expect(answer.status).toBe(412);
    this.#model.add(name, text);
    expect([answer.status, answer.headers['etag']]).toEqual([before === undefined ? 201 : 200, `W/"${ver + 1}"`]);
  }

  async #patch({ id: name, family: text }: Extract<Step, { kind: 'patch' }>): Promise<void> {
    const { ver, family: before } = this.#model.current(name);
    const operations = [{ op: 'replace', path: '/name/0/family', value: `${this.#prefix}${text}` }];
    const headers = { 'content-type': 'application/json-patch+json' };
    const answer = await this.#record.patch(this.#address(name), operations, { headers });
    if (before === undefined) return expect(answer.status).toBe(ver === 0 ? 404 : 410);
    this.#model.add(name, text);
    expect([answer.status, answer.headers['etag']]).toEqual([200, `W/"${ver + 1}"`]);
  }

  async #delete({ id: name, ifMatch }: Extract<Step, { kind: 'delete' }>): Promise<void> {
    const { ver, family: before } = this.#model.current(name);
    const headers = ifMatch === undefined ? {} : { 'If-Match': `W/"${ifMatch}"` };
    const answer = await this.#record.delete(this.#address(name), { headers });
    if (ifMatch !== undefined && (before === undefined || ifMatch !== ver)) return expect(answer.status).toBe(412);
    expect(answer.status).toBe(204);
    if (before !== undefined) this.#model.add(name, undefined);
  }

  async #read(name: string): Promise<void> {
    const { ver, family: text } = this.#model.current(name);
    const answer = await this.#record.get(this.#address(name));
    if (text === undefined) return expect(answer.status).toBe(ver === 0 ? 404 : 410);
    expect([answer.at('meta.versionId'), answer.at('name.0.family')]).toEqual([String(ver), `${this.#prefix}${text}`]);
  }

  async #vread({ id: name, ver }: Extract<Step, { kind: 'vread' }>): Promise<void> {
    const versions = this.#model.versions(name);
    const answer = await this.#record.get(`${this.#address(name)}/_history/${ver}`);
    if (ver > versions.length) return expect(answer.status).toBe(404);
    const text = versions[ver - 1];
    if (text === undefined) return expect(answer.status).toBe(410);
    expect(answer.at('name.0.family')).toBe(`${this.#prefix}${text}`);
  }

  async #history(name: string): Promise<void> {
    const answer = await this.#record.get(`${this.#address(name)}/_history`);
    const versions = this.#model.versions(name);
    if (versions.length === 0) return expect(answer.status).toBe(404);
    const told = answer.each('entry', '').map((entry) => lookUp(entry, 'resource.name.0.family'));
    const expected = versions.map((text) => (text === undefined ? undefined : `${this.#prefix}${text}`));
    expect(told).toEqual(expected.toReversed());
  }

  async #found(text: string): Promise<string[]> {
    const answer = await this.#record.get(`Patient?family:exact=${this.#prefix}${text}&_count=100`);
    return answer.each('entry', 'resource.id').toSorted();
  }

  async #search(text: string): Promise<void> {
    expect(await this.#found(text)).toEqual(this.#model.found(text).map((name) => `${this.#prefix}${name}`));
  }

  /** A conditional update of whoever is called so. */
  async #putIf({ family: text, wanted }: Extract<Step, { kind: 'putIf' }>): Promise<void> {
    const matches = this.#model.found(wanted);
    const criteria = `Patient?family:exact=${this.#prefix}${wanted}&_id=${IDS.map((one) => this.#prefix + one).join(',')}`;
    if (matches.length === 0) return;
    const answer: Answered = await this.#record.put(criteria, this.#body(undefined, text));
    if (matches.length > 1) return expect(answer.status).toBe(412);
    const [name = ''] = matches;
    this.#model.add(name, text);
    expect([answer.status, answer.at('id')]).toEqual([200, `${this.#prefix}${name}`]);
  }

  /** At the end everything is asked once more. */
  async prove(): Promise<void> {
    for (const name of IDS) {
      await this.#read(name);
      await this.#history(name);
    }
    for (const text of ['Kim', 'Lee', 'Park']) await this.#search(text);
  }
}

describe('any sequence of interactions', () => {
  let record: TestRecord;
  let runs = 0;
  beforeAll(async () => {
    record = await TestRecord.open(embeddedTestStore());
  });
  afterAll(() => record.close());

  it('answers as a list of versions in memory would', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
        const run = new Run(record, `r${runs++}-`);
        for (const one of steps) await run.take(one);
        await run.prove();
      }),
      { numRuns: 40 },
    );
  });

  it('leaves an index that equals the one built anew from what is stored', async () => {
    const rows = `select r.fid, r.ver, r.del, array(select unnest(r.tok) order by 1) as tok,
      (select count(*)::int from search_string s where s.rid = r.rid) as strings from resource r order by r.fid`;
    const before = await record.store.query(rows);
    const { reindex } = await import('./index-rows/index.ts');
    await reindex(record.store, { timeZone: 'UTC' });
    expect(await record.store.query(rows)).toEqual(before);
  });
});
