import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { arbitraryData } from '../../../test/search/arbitrary-resources.ts';
import { arbitraryGrants, reachWith } from '../../../test/search/arbitrary-reach.ts';
import { arbitrarySearch } from '../../../test/search/arbitrary-searches.ts';
import { bruteForce, CODE_PORT } from '../../../test/search/brute-force.ts';
import { ask, found, reachOf, references } from '../../../test/search/context.ts';
import { recordTables, TestRecord } from '../../../test/search/loader.ts';
import { NOTHING } from '../../access/index.ts';
import { embeddedTestStore, type TestedStore } from '../../store/index.ts';
import { reachAllows } from '../reach.ts';

let store: TestedStore;
let record: TestRecord;

/** Two patients; a restricted diagnosis; a practitioner and a list that tie them together. */
const RESOURCES = [
  {
    resourceType: 'Patient',
    id: 'mine',
    name: [{ family: 'Kim' }],
    birthDate: '1980-01-01',
    generalPractitioner: [{ reference: 'Practitioner/doc' }],
    managingOrganization: { reference: 'Organization/h' },
  },
  {
    resourceType: 'Patient',
    id: 'other',
    name: [{ family: 'Lee' }],
    birthDate: '1990-01-01',
    generalPractitioner: [{ reference: 'Practitioner/doc' }],
    managingOrganization: { reference: 'Organization/h' },
  },
  {
    resourceType: 'Condition',
    id: 'open',
    subject: { reference: 'Patient/mine' },
    code: coded('J00'),
    recordedDate: '2020-01-01',
  },
  {
    resourceType: 'Condition',
    id: 'secret',
    subject: { reference: 'Patient/mine' },
    code: coded('B20'),
    meta: { security: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality', code: 'R' }] },
    recordedDate: '2021-01-01',
  },
  { resourceType: 'Condition', id: 'foreign', subject: { reference: 'Patient/other' }, code: coded('E11') },
  {
    resourceType: 'Observation',
    id: 'own',
    status: 'final',
    code: coded('x'),
    subject: { reference: 'Patient/mine' },
    performer: [{ reference: 'Practitioner/doc' }],
    focus: [{ reference: 'Condition/secret' }],
  },
  {
    resourceType: 'Observation',
    id: 'shared',
    status: 'final',
    code: coded('x'),
    subject: { reference: 'Patient/other' },
    performer: [{ reference: 'Patient/mine' }],
  },
  {
    resourceType: 'Observation',
    id: 'foreign',
    status: 'final',
    code: coded('x'),
    subject: { reference: 'Patient/other' },
  },
  { resourceType: 'Practitioner', id: 'doc', name: [{ family: 'Park' }] },
  { resourceType: 'Organization', id: 'h', name: 'Hospital' },
  {
    resourceType: 'List',
    id: 'l',
    status: 'current',
    mode: 'working',
    subject: { reference: 'Patient/other' },
    entry: [{ item: { reference: 'Condition/open' } }],
  },
];

function coded(code: string) {
  return { coding: [{ system: 'http://icd', code }] };
}

/** A patient: the own record without what is restricted, and the staff. */
const own = reachOf({
  Practitioner: [{}],
  Organization: [],
  '*': [{ patients: ['mine'], criteria: ['_security:not=http://terminology.hl7.org/CodeSystem/v3-Confidentiality|R'] }],
});

beforeAll(async () => {
  store = await embeddedTestStore().open([recordTables]);
  record = new TestRecord(store);
  await record.put(...RESOURCES);
});
afterAll(() => store.close());

const seen = (text: string) => found(record, text, { reach: own });
const includes = async (text: string) => references((await ask(record, text, { reach: own })).includes);

describe('somebody who may see little', () => {
  it('finds the own compartment, also by a further role in it, and nothing else', async () => {
    expect(await seen('Patient')).toEqual(['Patient/mine']);
    expect(new Set(await seen('Observation'))).toEqual(new Set(['Observation/own', 'Observation/shared']));
    expect(await seen('Condition')).toEqual(['Condition/open']);
    expect(await seen('Organization')).toEqual([]);
  });

  it('learns nothing from codes and ids of what is hidden', async () => {
    expect(await seen('Condition?code=B20')).toEqual([]);
    expect(await seen('Condition?code:not=J00')).toEqual([]);
    expect(await seen('Condition?_id=secret,foreign')).toEqual([]);
    expect(await seen('Condition?_security=R')).toEqual([]);
    expect(await seen('Condition?subject=Patient/other')).toEqual([]);
  });

  it('learns nothing through chains', async () => {
    // The observation is visible; its subject and its focus are not.
    expect(await seen('Observation?subject:Patient.family=Lee')).toEqual([]);
    expect(await seen('Observation?subject:Patient.birthdate=1990')).toEqual([]);
    expect(await seen('Observation?focus:Condition.code=B20')).toEqual([]);
    expect(await seen('Patient?organization:Organization.name=Hospital')).toEqual([]);
    expect(await seen('Patient?general-practitioner:Practitioner.name=Park')).toEqual(['Patient/mine']);
  });

  it('learns nothing through _has, however deep', async () => {
    expect(await seen('Patient?_has:Condition:subject:code=B20')).toEqual([]);
    expect(await seen('Patient?_has:Condition:subject:code=J00')).toEqual(['Patient/mine']);
    expect(await seen('Practitioner?_has:Patient:general-practitioner:family=Lee')).toEqual([]);
    expect(await seen('Practitioner?_has:Patient:general-practitioner:_has:Condition:subject:code=B20')).toEqual([]);
    expect(await seen('Practitioner?_has:Patient:general-practitioner:_has:Condition:subject:code=J00')).toEqual([
      'Practitioner/doc',
    ]);
  });

  it('learns nothing from lists that are not to be seen', async () => {
    expect(await seen('Condition?_list=l')).toEqual([]);
    expect(await found(record, 'Condition?_list=l')).toEqual(['Condition/open']);
  });

  it('is counted only what is to be seen', async () => {
    for (const total of ['accurate', 'estimate']) {
      const page = await ask(record, `Condition?_count=1&_total=${total}`, { reach: own });
      expect(page.total).toBe(1);
    }
    expect((await ask(record, 'Condition?_summary=count', { reach: own })).total).toBe(1);
    expect((await ask(record, '?_summary=count', { reach: own })).total).toBe(5);
  });

  it('gets no include that is hidden, in either direction, at any depth', async () => {
    expect(await includes('Observation?_include=Observation:subject&_include=Observation:focus')).toEqual([
      'Patient/mine',
    ]);
    expect(await includes('Patient?_revinclude=Condition:subject')).toEqual(['Condition/open']);
    expect(await includes('Practitioner?_revinclude=Patient:general-practitioner')).toEqual(['Patient/mine']);
    const deep = await includes(
      'Practitioner?_revinclude=Patient:general-practitioner&_revinclude:iterate=Condition:subject&_include:iterate=Patient:organization',
    );
    expect(new Set(deep)).toEqual(new Set(['Patient/mine', 'Condition/open']));
    expect(await includes('Patient?_include=*')).toEqual(['Practitioner/doc']);
  });

  it('is ordered only by what is to be seen', async () => {
    const pageOne = await ask(record, '?_type=Condition,Patient&_count=1', { reach: own });
    const rest = await ask(record, `?_type=Condition,Patient&_count=10&_cursor=${pageOne.next}`, { reach: own });
    expect([...references(pageOne.matches), ...references(rest.matches)]).toEqual(['Patient/mine', 'Condition/open']);
  });

  it('cannot borrow the page of somebody who sees more', async () => {
    const { next } = await ask(record, 'Condition?_count=1');
    expect(await seen(`Condition?_cursor=${next}`)).toEqual([]);
  });

  it('does not see through a compartment that is not the own', async () => {
    const options = { reach: own, compartment: { type: 'Patient', id: 'other' } };
    expect(await found(record, 'Observation', options)).toEqual(['Observation/shared']);
    expect(await found(record, 'Condition', options)).toEqual([]);
  });

  it('sees nothing at all without a grant', async () => {
    expect(await found(record, 'Patient', { reach: NOTHING })).toEqual([]);
    expect(await found(record, '?_summary=count', { reach: NOTHING })).toEqual([]);
    expect((await ask(record, '?_summary=count', { reach: NOTHING })).total).toBe(0);
  });

  it('gets nothing from a grant that cannot be read', async () => {
    for (const criterion of ['nonsense=1', 'subject:Patient.name=x', '_sort=date', '']) {
      const reach = reachOf({ '*': [{ criteria: [criterion] }] });
      expect(await found(record, 'Condition', { reach })).toEqual([]);
      expect(record.resources.some((one) => reachAllows(reach, 'search', one))).toBe(false);
    }
  });

  it('keeps losing sight of what becomes hidden between two pages', async () => {
    const first = await ask(record, 'Condition?_count=1&_sort=-_id', {
      reach: reachOf({ '*': [{ criteria: ['_security:not=R'] }] }),
    });
    expect(references(first.matches)).toEqual(['Condition/open']);
    const hidden = { ...RESOURCES[4], meta: { security: [{ code: 'R' }] } } as (typeof RESOURCES)[number];
    await record.put(hidden);
    const second = await found(record, `Condition?_count=9&_sort=-_id&_cursor=${first.next}`, {
      reach: reachOf({ '*': [{ criteria: ['_security:not=R'] }] }),
    });
    expect(second).toEqual([]);
    await record.put(RESOURCES[4] ?? hidden);
  });
});

describe('any search under any reach', () => {
  let random: TestRecord;
  const seed = Number(process.env['MARU_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
  beforeAll(async () => {
    await store.query(
      'truncate resource, body, search_string, search_date, search_number, search_quantity, search_text',
    );
    random = new TestRecord(store);
    await random.put(...(fc.sample(arbitraryData(), { numRuns: 1, seed })[0] ?? []));
    await store.query('analyze');
  });

  it(`finds exactly what brute force finds among what may be seen (data of seed ${seed})`, async () => {
    await fc.assert(
      fc.asyncProperty(arbitrarySearch(), arbitraryGrants(), async (text, grants) => {
        const reach = reachWith(grants);
        const answer = await found(random, text, { reach, codes: CODE_PORT });
        expect(new Set(answer), text).toEqual(new Set(bruteForce(random, text, reach)));
      }),
      { numRuns: 300 },
    );
  });

  it('agrees with the decision about one resource', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryGrants(), async (grants) => {
        const reach = reachWith(grants);
        const allowed = random.resources.filter((one) => reachAllows(reach, 'search', one));
        const answer = await found(random, '?_count=5000', { reach });
        expect(new Set(answer)).toEqual(new Set(allowed.map((one) => `${one.resourceType}/${one.id ?? ''}`)));
      }),
      { numRuns: 40 },
    );
  });
});
