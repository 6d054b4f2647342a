import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeWith } from '../../../test/material.ts';
import { ask, BASE, contextOf, found, reachOf, references } from '../../../test/search/context.ts';
import { recordTables, TestRecord } from '../../../test/search/loader.ts';
import { embeddedTestStore, testStores, type TestedStore } from '../../store/index.ts';
import { openTerminology } from '../../terminology/index.ts';
import { patientEverything, type EverythingAsk } from './everything.ts';
import { findMatches } from './search.ts';

const LOINC = 'http://loinc.org';
const UCUM = 'http://unitsofmeasure.org';

function coded(code: string, display?: string) {
  return { coding: [{ system: LOINC, code, ...(display === undefined ? {} : { display }) }] };
}

function observation(id: string, patient: string, code: string, value: number, day: string, unit = 'mg/dL') {
  return {
    resourceType: 'Observation',
    id,
    status: 'final',
    code: coded(code, code === 'glu' ? 'Glucose' : 'Blood pressure'),
    subject: { reference: `Patient/${patient}` },
    encounter: { reference: `Encounter/e${patient}` },
    performer: [{ reference: 'Practitioner/doc' }],
    effectiveDateTime: `${day}T09:00:00Z`,
    valueQuantity: { value, unit, system: UCUM, code: unit },
  };
}

const RESOURCES = [
  { resourceType: 'Organization', id: 'org', name: '마루 병원' },
  { resourceType: 'Practitioner', id: 'doc', name: [{ family: 'Park', given: ['Ji-Won'] }] },
  {
    resourceType: 'Patient',
    id: 'kim',
    identifier: [
      {
        system: 'urn:mrn',
        value: '0001',
        type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code: 'MR' }] },
      },
    ],
    name: [
      { family: '김', given: ['철수'] },
      { use: 'nickname', text: 'Chul-Soo KIM' },
    ],
    birthDate: '1980-05-01',
    gender: 'male',
    telecom: [
      { system: 'phone', value: '010-1234-5678' },
      { system: 'email', value: 'Kim@Example.org' },
    ],
    managingOrganization: { reference: 'Organization/org' },
    generalPractitioner: [{ reference: 'Practitioner/doc' }],
  },
  {
    resourceType: 'Patient',
    id: 'lee',
    name: [{ family: 'Lee', given: ['Min', 'Ho'] }],
    birthDate: '1990',
    gender: 'female',
    deceasedBoolean: false,
  },
  {
    resourceType: 'Encounter',
    id: 'ekim',
    status: 'finished',
    class: { code: 'IMP' },
    subject: { reference: 'Patient/kim' },
    period: { start: '2020-01-01', end: '2020-01-20' },
    serviceProvider: { reference: 'Organization/org' },
  },
  {
    resourceType: 'Encounter',
    id: 'elee',
    status: 'finished',
    class: { code: 'AMB' },
    subject: { reference: 'Patient/lee' },
    period: { start: '2020-01-10', end: '2020-01-10' },
  },
  observation('g1', 'kim', 'glu', 95, '2020-01-02'),
  observation('g2', 'kim', 'glu', 180, '2020-01-05'),
  observation('g3', 'lee', 'glu', 1.8, '2020-01-10', 'g/L'),
  {
    ...observation('bp', 'kim', 'bp', 1, '2020-01-03'),
    valueQuantity: undefined,
    component: [
      { code: coded('sys'), valueQuantity: { value: 150, system: UCUM, code: 'mm[Hg]' } },
      { code: coded('dia'), valueQuantity: { value: 70, system: UCUM, code: 'mm[Hg]' } },
    ],
  },
];

for (const server of testStores()) {
  describeWith(server.need, server.present, `search on ${server.name}`, () => {
    let store: TestedStore;
    let record: TestRecord;
    const inside = async (type: string, id: string, text: string) =>
      new Set(await found(record, text, { compartment: { type, id } }));
    const all = async (text: string) => new Set(await found(record, text));
    beforeAll(async () => {
      store = await server.open([recordTables]);
      record = new TestRecord(store, 'Asia/Seoul');
      await record.put(...RESOURCES.map((one) => JSON.parse(JSON.stringify(one)) as (typeof RESOURCES)[0]));
    });
    afterAll(() => store.close());

    it.each([
      ['Patient?name=김철수', ['kim']],
      ['Patient?name=김 철', ['kim']],
      ['Patient?name=ㄱㅊㅅ', ['kim']],
      ['Patient?name=chul', ['kim']],
      ['Patient?name:exact=chul', []],
      ['Patient?name:exact=철수', ['kim']],
      ['Patient?name:contains=soo', ['kim']],
      ['Patient?phone=01012345678', ['kim']],
      ['Patient?email=kim@example.ORG', ['kim']],
      ['Patient?identifier=0001', ['kim']],
      ['Patient?identifier=urn:mrn|', ['kim']],
      ['Patient?identifier=urn:other|0001', []],
      ['Patient?identifier:of-type=http://terminology.hl7.org/CodeSystem/v2-0203|MR|0001', ['kim']],
      ['Patient?birthdate=1990-01', []],
      ['Patient?birthdate=lt1990', ['kim']],
      ['Patient?birthdate=1990', ['lee']],
      ['Patient?gender:not=male', ['lee']],
      ['Patient?deceased=false', ['kim', 'lee']],
      ['Patient?given=ho', ['lee']],
      ['Patient?phonetic=쩔쑤', ['kim']],
      ['Patient?phonetic=Lea Mihn', ['lee']],
      ['Patient?general-practitioner.name=park', ['kim']],
      ['Patient?_has:Observation:patient:value-quantity=gt100||mg/dL', ['kim']],
    ])('%s', async (text, ids) => {
      expect(await all(encodeURI(text))).toEqual(new Set(ids.map((id) => `Patient/${id}`)));
    });

    it('compares quantities in any unit of the dimension', async () => {
      const found180 = await all(`Observation?value-quantity=180|${UCUM}|mg/dL`);
      expect(found180).toEqual(new Set(['Observation/g2', 'Observation/g3']));
      expect(await all(`Observation?value-quantity=gt1.5|${UCUM}|g/L`)).toEqual(found180);
    });

    it('wants both parts of a composite in one component', async () => {
      expect(await all('Observation?component-code-value-quantity=sys$gt140')).toEqual(new Set(['Observation/bp']));
      expect(await all('Observation?component-code-value-quantity=dia$gt140')).toEqual(new Set());
      expect(await all('Observation?combo-code-value-quantity=glu$gt140,dia$lt80')).toEqual(
        new Set(['Observation/g2', 'Observation/bp']),
      );
    });

    it('finds the display of a code by its beginning, in any case', async () => {
      expect(await all('Observation?code:text=BLOOD pr')).toEqual(new Set(['Observation/bp']));
    });

    it('asks the terminology of R4 for sets and hierarchies, and says where it knows none', async () => {
      const codes = openTerminology().searchPort;
      const genders = 'gender:in=http://hl7.org/fhir/ValueSet/administrative-gender';
      expect(new Set(await found(record, `Patient?${genders}`, { codes }))).toEqual(
        new Set(['Patient/kim', 'Patient/lee']),
      );
      expect(await found(record, `Patient?${genders.replace(':in', ':not-in')}`, { codes })).toEqual([]);
      await expect(found(record, 'Patient?gender:in=http://nowhere.org/vs', { codes })).rejects.toThrow(/nowhere/);
      await expect(found(record, `Patient?${genders}`)).rejects.toThrow(/terminology/);
    });

    it('finds periods by their overlap with a day', async () => {
      expect(await all('Encounter?date=ge2020-01-15')).toEqual(new Set(['Encounter/ekim']));
      expect(await all('Encounter?date=2020-01')).toEqual(new Set(['Encounter/ekim', 'Encounter/elee']));
      // The day of the site: 20 January in Seoul ends at 15:00 UTC.
      expect(await all('Encounter?date=eb2020-01-20T15:00:00Z')).toEqual(new Set(['Encounter/ekim', 'Encounter/elee']));
    });

    it('takes a thousand alternatives', async () => {
      const many = Array.from({ length: 1000 }, (_, at) => `${LOINC}|x${at}`).join(',');
      const start = performance.now();
      expect(await all(`Observation?code=${many},${LOINC}|bp`)).toEqual(new Set(['Observation/bp']));
      expect(await all(`Patient?name=${many.replaceAll(`${LOINC}|`, '')},Lee`)).toEqual(new Set(['Patient/lee']));
      expect(await all(`Observation?patient=${many.replaceAll(`${LOINC}|`, '')},lee`)).toEqual(
        new Set(['Observation/g3']),
      );
      expect(performance.now() - start).toBeLessThan(5000);
    });

    it('goes through several links', async () => {
      expect(await all('Observation?encounter.subject:Patient.organization.name=마루')).toEqual(
        new Set(['Observation/g1', 'Observation/g2', 'Observation/bp']),
      );
    });

    it('searches all types by what all have', async () => {
      expect(await all('?_id=kim,doc')).toEqual(new Set(['Patient/kim', 'Practitioner/doc']));
      expect(await all('?_id=kim,doc&_type=Patient')).toEqual(new Set(['Patient/kim']));
      expect((await ask(record, '?_summary=count')).total).toBe(RESOURCES.length);
    });

    it('includes what matches refer to, and what refers to them', async () => {
      const page = await ask(
        record,
        'Observation?_id=g1&_include=Observation:patient&_include:iterate=Patient:organization',
      );
      expect(references(page.matches)).toEqual(['Observation/g1']);
      expect(new Set(references(page.includes))).toEqual(new Set(['Patient/kim', 'Organization/org']));
      const reverse = await ask(
        record,
        'Patient?_id=kim&_revinclude=Observation:subject&_revinclude=Encounter:subject',
      );
      expect(new Set(references(reverse.includes))).toEqual(
        new Set(['Observation/g1', 'Observation/g2', 'Observation/bp', 'Encounter/ekim']),
      );
      const typed = await ask(
        record,
        'Observation?_id=g1&_include=Observation:performer:Organization&_include=Observation:performer:Practitioner',
      );
      expect(references(typed.includes)).toEqual(['Practitioner/doc']);
      const both = await ask(record, 'Patient?_include=Patient:organization&_count=1');
      expect(references(both.includes)).toEqual(['Organization/org']);
    });

    it('orders newest first, then pages', async () => {
      const first = await ask(record, 'Observation?patient=kim&_sort=-date&_count=2');
      expect(references(first.matches)).toEqual(['Observation/g2', 'Observation/bp']);
      expect(first.total).toBeUndefined();
      const second = await ask(record, `Observation?patient=kim&_sort=-date&_count=2&_cursor=${first.next}`);
      expect(references(second.matches)).toEqual(['Observation/g1']);
      expect(second.next).toBeUndefined();
    });

    it('counts where it is asked to, and not where it is not', async () => {
      expect((await ask(record, 'Observation?_count=1&_total=accurate')).total).toBe(4);
      expect((await ask(record, 'Observation?_count=1&_total=estimate')).total).toBe(4);
      expect((await ask(record, 'Observation?_count=1&_total=none')).total).toBeUndefined();
      expect((await ask(record, 'Observation?_count=1')).total).toBeUndefined();
      expect((await ask(record, 'Observation')).total).toBe(4);
      const counted = await ask(record, 'Observation?_count=0&code=glu');
      expect([counted.matches.length, counted.total]).toEqual([0, 3]);
    });

    it('searches in compartments', async () => {
      expect(await inside('Patient', 'kim', 'Observation?code=glu')).toEqual(
        new Set(['Observation/g1', 'Observation/g2']),
      );
      expect((await inside('Patient', 'kim', '')).size).toBe(5);
      expect(await inside('Encounter', 'elee', '')).toEqual(new Set(['Encounter/elee', 'Observation/g3']));
      expect(await inside('Practitioner', 'doc', 'Observation?patient=lee')).toEqual(new Set(['Observation/g3']));
      await expect(inside('Organization', 'org', 'Patient')).rejects.toThrow(/compartment/);
    });

    it('finds the matches of conditional interactions', async () => {
      const matches = await findMatches(contextOf(record), 'Patient', 'identifier=urn:mrn|0001', 2);
      expect(matches).toEqual([{ rid: record.rid('Patient/kim'), fid: 'kim', ver: 1 }]);
      expect(await findMatches(contextOf(record), 'Observation', 'code=glu', 2)).toHaveLength(2);
    });

    it('reads its own absolute references, and no others', async () => {
      expect(await all(`Observation?subject=${encodeURIComponent(`${BASE}/Patient/lee`)}`)).toEqual(
        new Set(['Observation/g3']),
      );
      expect(await all(`Observation?subject=${encodeURIComponent('http://elsewhere.org/Patient/lee')}`)).toEqual(
        new Set(),
      );
    });

    it('sees what its own transaction has written', async () => {
      await store
        .transaction(async (transaction) => {
          await record.putIn(transaction, [{ resourceType: 'Patient', id: 'mine', active: true }]);
          const context = { ...contextOf(record), connection: transaction };
          expect(await findMatches(context, 'Patient', '_id=mine', 2)).toHaveLength(1);
          expect(await findMatches(contextOf(record), 'Patient', '_id=mine', 2)).toHaveLength(0);
          throw new Error('roll back');
        })
        .catch(() => undefined);
    });
  });
}

describe('everything about a patient', () => {
  let store: TestedStore;
  let record: TestRecord;
  beforeAll(async () => {
    store = await embeddedTestStore().open([recordTables]);
    record = new TestRecord(store);
    await record.put(...RESOURCES.map((one) => JSON.parse(JSON.stringify(one)) as (typeof RESOURCES)[0]));
  });
  afterAll(() => store.close());

  const everything = async (wanted: EverythingAsk, reach = reachOf({ '*': [{}] })) =>
    references((await patientEverything(contextOf(record, reach), 'kim', wanted)).matches);

  it('is the compartment and whom it names', async () => {
    expect(new Set(await everything({}))).toEqual(
      new Set([
        'Patient/kim',
        'Encounter/ekim',
        'Observation/g1',
        'Observation/g2',
        'Observation/bp',
        'Practitioner/doc',
        'Organization/org',
      ]),
    );
  });

  it('can be narrowed by type, date of care and time of change', async () => {
    expect(new Set(await everything({ types: ['Observation'] }))).toEqual(
      new Set(['Observation/g1', 'Observation/g2', 'Observation/bp']),
    );
    expect(await everything({ types: ['Observation'], start: '2020-01-03', end: '2020-01-03' })).toEqual([
      'Observation/bp',
    ]);
    expect(await everything({ since: '2030-01-01' })).toEqual([]);
    expect(await everything({ types: ['Practitioner'] })).toEqual(['Practitioner/doc']);
  });

  it('comes in pages that neither lose nor repeat', async () => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await patientEverything(contextOf(record), 'kim', { count: 2, cursor });
      seen.push(...references(page.matches));
      cursor = page.next;
    } while (cursor !== undefined);
    expect(seen).toEqual(await everything({}));
    await expect(
      everything({
        types: ['Observation'],
        cursor: (await patientEverything(contextOf(record), 'kim', { count: 1 })).next,
      }),
    ).rejects.toThrow(/_cursor/);
  });

  it('leaves out what the caller may not see, and whom only that names', async () => {
    const reach = reachOf({ Encounter: [], '*': [{}] });
    expect(await everything({ types: ['Encounter'] }, reach)).toEqual([]);
    const noObservations = reachOf({ Observation: [], Patient: [], '*': [{}] });
    expect(new Set(await everything({}, noObservations))).toEqual(new Set(['Encounter/ekim', 'Organization/org']));
  });

  it('refuses what it cannot read', async () => {
    await expect(everything({ start: 'yesterday' })).rejects.toThrow(/start/);
    await expect(everything({ types: ['Nonsense'] })).rejects.toThrow(/_type/);
    await expect(everything({ count: 0 })).rejects.toThrow(/_count/);
  });
});
