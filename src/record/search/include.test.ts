import { describe, expect, it } from 'vitest';
import { UNLIMITED, type Reach } from '../../access/index.ts';
import { parseSearch, typeNumber } from '../../fhir/index.ts';
import { hashText, type EpochMs } from '../../kernel/index.ts';
import type { Found, SearchContext } from './api.ts';
import { criterionCondition } from './compile.ts';
import { includesOf } from './include.ts';
import { scopeOf } from './scope.ts';
import { silentDb } from './testing.ts';

type Some = { readonly resourceType: string; readonly id: string } & Readonly<Record<string, unknown>>;

let rids = 0;
const found = (resource: Some): Found => ({
  rid: ++rids,
  type: resource.resourceType,
  fid: resource.id,
  ver: 1,
  ts: 0 as EpochMs,
  text: JSON.stringify(resource),
});

/** A database that finds resources by the keys it is asked for, and notes how often it is asked. */
function holding(resources: readonly Some[], reach: Reach = UNLIMITED) {
  const asked: string[][] = [];
  const query = (_text: string, parameters: readonly unknown[] = []): Promise<unknown[]> => {
    const keys = parameters.flat().map(String);
    asked.push(keys);
    const rows = resources.filter(({ resourceType, id }) => keys.includes(hashText(`${resourceType}/${id}`)));
    return Promise.resolve(rows.map((one) => ({ ...found(one), type: typeNumber(one.resourceType) })));
  };
  const context = {
    connection: { db: silentDb, query },
    reach,
    clock: { now: () => 0 as EpochMs },
    base: 'http://h/fhir/R4',
    settings: { timeZone: 'UTC', searchCount: 50, maxSearchCount: 1000 },
  } as unknown as SearchContext;
  const include = async (type: string, text: string, ...matches: readonly Some[]) => {
    const { includes } = parseSearch(type, text, { timeZone: 'UTC' });
    const scope = scopeOf(context, undefined, criterionCondition, type);
    const all = await includesOf(scope, includes, matches.map(found));
    return all.map((one) => `${one.type}/${one.fid}`);
  };
  return { asked, include };
}

const place = (id: string, partOf?: string): Some => ({
  resourceType: 'Location',
  id,
  ...(partOf === undefined ? {} : { partOf: { reference: `Location/${partOf}` } }),
});
const patient: Some = { resourceType: 'Patient', id: 'p' };
const observation = (id: string, more: object = {}): Some => ({
  resourceType: 'Observation',
  id,
  subject: { reference: 'Patient/p' },
  ...more,
});

describe('what matches refer to', () => {
  it('comes once, however many refer to it, and is asked for once', async () => {
    const { asked, include } = holding([patient]);
    const all = await include('Observation', '_include=Observation:subject', observation('a'), observation('b'));
    expect(all).toEqual(['Patient/p']);
    expect(asked).toHaveLength(1);
  });

  it('does not come again where it matches itself', async () => {
    const { include } = holding([place('ward'), place('bed', 'ward')]);
    const all = await include('Location', '_include=Location:partof', place('bed', 'ward'), place('ward'));
    expect(all).toEqual([]);
  });

  it('is followed for one step, unless it says iterate', async () => {
    const tree = [place('house'), place('ward', 'house'), place('room', 'ward')];
    const bed = place('bed', 'room');
    expect(await holding(tree).include('Location', '_include=Location:partof', bed)).toEqual(['Location/room']);
    const all = await holding(tree).include(
      'Location',
      '_include=Location:partof&_include:iterate=Location:partof',
      bed,
    );
    expect(all).toEqual(['Location/room', 'Location/ward', 'Location/house']);
  });

  it('ends where places are part of each other', async () => {
    const circle = [place('a', 'b'), place('b', 'a')];
    const all = await holding(circle).include('Location', '_include:iterate=Location:partof', place('a', 'b'));
    expect(all).toEqual(['Location/b']);
  });

  it('that leads too deep is refused, never cut off in silence', async () => {
    const chain = Array.from({ length: 40 }, (_, at) => place(`l${at}`, `l${at + 1}`));
    const asked = holding(chain).include('Location', '_include:iterate=Location:partof', place('l0', 'l1'));
    await expect(asked).rejects.toMatchObject({ code: 'search.too-many-includes' });
  });

  it.each([
    ['of another server', 'https://elsewhere.example/fhir/Patient/p'],
    ['of another type than the one asked for', 'Group/p'],
  ])('%s is not looked for', async (_what, reference) => {
    const { asked, include } = holding([patient]);
    const one = observation('a', { subject: { reference } });
    expect(await include('Observation', '_include=Observation:subject:Patient', one)).toEqual([]);
    expect(asked).toEqual([]);
  });

  it('is left out where the caller may read nothing of its type', async () => {
    const noPatients: Reach = { grants: (type) => (type === 'Patient' ? [] : [{}]) };
    const { asked, include } = holding([patient], noPatients);
    expect(await include('Observation', '_include=Observation:subject', observation('a'))).toEqual([]);
    expect(asked).toEqual([]);
  });

  it('of a page without matches is nothing, and nothing is asked', async () => {
    const { asked, include } = holding([patient]);
    expect(await include('Observation', '_include=Observation:subject')).toEqual([]);
    expect(asked).toEqual([]);
  });
});
