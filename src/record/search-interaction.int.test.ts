import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { embeddedTestStore } from '../store/index.ts';
import { patientOf, TEST_BASE, TestRecord, type Answered } from './testing.ts';

const observation = (id: string, patient: string, more: object = {}): object => ({
  resourceType: 'Observation',
  id,
  status: 'final',
  code: { coding: [{ system: 'http://loinc.org', code: '8867-4' }] },
  subject: { reference: `Patient/${patient}` },
  performer: [{ reference: 'Practitioner/doc' }],
  ...more,
});

const ids = (answer: Answered): string[] => answer.each('entry', 'resource.id');

describe('search over HTTP', () => {
  let record: TestRecord;
  beforeAll(async () => {
    record = await TestRecord.open(embeddedTestStore());
    await record.put('Practitioner/doc', { resourceType: 'Practitioner', id: 'doc', name: [{ family: 'Lee' }] });
    await record.put('Practitioner/far', { resourceType: 'Practitioner', id: 'far', name: [{ family: 'Far' }] });
    for (const patient of ['a', 'b']) {
      await record.put(`Patient/${patient}`, patientOf(patient));
      for (let at = 0; at < 5; at++) {
        const id = `${patient}${at}`;
        await record.put(`Observation/${id}`, observation(id, patient, { valueQuantity: { value: 1.5, unit: 'x' } }));
      }
    }
  });
  afterAll(() => record.close());

  it('answers with a Bundle: total, links, full addresses, matches as they are stored', async () => {
    const found = await record.get('Observation?subject=Patient/a&_total=accurate');
    expect([found.at('type'), found.at('total'), found.count('entry')]).toEqual(['searchset', 5, 5]);
    expect(found.link('self')).toBe(`${TEST_BASE}/Observation?subject=Patient%2Fa&_total=accurate`);
    expect(found.at('entry.0.fullUrl')).toMatch(new RegExp(`^${TEST_BASE}/Observation/a\\d$`));
    expect(found.each('entry', 'search.mode')).toEqual(Array.from({ length: 5 }, () => 'match'));
  });

  it('is the same by POST, with parameters in the body, the address or both', async () => {
    const form = { headers: { 'content-type': 'application/x-www-form-urlencoded' } };
    const sorted = (answer: Answered): string[] => ids(answer).toSorted();
    const expected = sorted(await record.get('Observation?subject=Patient/a'));
    expect(sorted(await record.post('Observation/_search', 'subject=Patient/a', form))).toEqual(expected);
    expect(sorted(await record.post('Observation/_search?subject=Patient/a', '', form))).toEqual(expected);
    const both = await record.post('Observation/_search?subject=Patient/a', '_id=a1', form);
    expect(ids(both)).toEqual(['a1']);
    expect(
      (await record.post('Observation/_search', '{}', { headers: { 'content-type': 'application/json' } })).status,
    ).toBe(415);
  });

  it('pages by links without losing or repeating', async () => {
    const seen: string[] = [];
    for (let next: string | undefined = 'Observation?_count=3&_sort=_id'; next !== undefined;) {
      const page: Answered = await record.get(next);
      seen.push(...ids(page));
      next = page.link('next');
    }
    expect(seen).toEqual(['a0', 'a1', 'a2', 'a3', 'a4', 'b0', 'b1', 'b2', 'b3', 'b4']);
  });

  it('looks into compartments and over all types', async () => {
    expect(ids(await record.get('Patient/b/Observation?_sort=_id&_count=2'))).toEqual(['b0', 'b1']);
    expect(ids(await record.get('Patient/b/*?_type=Observation&_sort=_id'))).toHaveLength(5);
    expect((await record.get('Basic/b/Observation')).status).toBe(404);
    expect(ids(await record.get('?_id=doc'))).toEqual(['doc']);
    const form = { headers: { 'content-type': 'application/x-www-form-urlencoded' } };
    expect(ids(await record.post('_search', '_id=doc', form))).toEqual(['doc']);
  });

  it('sends parts, counts, and includes apart from matches', async () => {
    expect(
      (await record.get('Observation?subject=Patient/a&_elements=status')).at('entry.0.resource.subject'),
    ).toBeUndefined();
    const counted = await record.get('Observation?_summary=count');
    expect([counted.at('total'), counted.count('entry')]).toEqual([10, 0]);
    const included = await record.get('Observation?_id=a1&_include=Observation:performer');
    expect(included.each('entry', 'search.mode')).toEqual(['match', 'include']);
  });

  it('refuses what it does not know by name, or leaves it out and says so', async () => {
    const strict = await record.get('Observation?shoe=43');
    expect([strict.status, strict.at('issue.0.diagnostics')]).toEqual([400, expect.stringContaining('shoe')]);
    const lenient = await record.get('Observation?shoe=43&_id=a1', { headers: { Prefer: 'handling=lenient' } });
    expect(lenient.each('entry', 'search.mode')).toEqual(['match', 'outcome']);
    expect(lenient.at('entry.1.resource.issue.0.severity')).toBe('warning');
    expect(lenient.link('self')).not.toContain('shoe');
  });

  it('gives everything of a patient, with what it refers to', async () => {
    const all = await record.get('Patient/a/$everything');
    expect(ids(all).toSorted()).toEqual(['a', 'a0', 'a1', 'a2', 'a3', 'a4', 'doc']);
    const seen: string[] = [];
    for (let next: string | undefined = 'Patient/a/$everything?_count=2'; next !== undefined;) {
      const page: Answered = await record.get(next);
      expect(page.status).toBe(200);
      seen.push(...ids(page));
      next = page.link('next');
    }
    expect([...new Set(seen)].toSorted()).toEqual(['a', 'a0', 'a1', 'a2', 'a3', 'a4', 'doc']);
    expect(ids(await record.get('Patient/a/$everything?_type=Patient'))).toContain('a');
    const posted = { resourceType: 'Parameters', parameter: [{ name: '_type', valueString: 'Observation' }] };
    expect(ids(await record.post('Patient/a/$everything', posted))).not.toContain('a');
    expect((await record.get('Patient/nobody/$everything')).status).toBe(404);
    expect((await record.get('Patient/a/$everything?shoe=1')).status).toBe(400);
    expect((await record.get('Patient/a/$everything?_since=2999-01-01T00:00:00Z')).count('entry')).toBe(0);
  });

  it('is noted with its query and the patients that were seen', async () => {
    await record.get('Observation?_id=b2');
    const told = await record.get('AuditEvent?patient=b&_count=1');
    expect(told.at('entry.0.resource.subtype.0.code')).toBe('search-type');
    expect(told.text).toContain(Buffer.from('_id=b2').toString('base64'));
  });
});
