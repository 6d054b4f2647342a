import { describe, expect, it } from 'vitest';
import type { Part, PartData } from '../patient/read.ts';
import { MOST } from './discovery.ts';
import { gather, type Gathered } from './gather.ts';

const ALL: readonly Part[] = [
  'patient',
  'allergies',
  'medications',
  'conditions',
  'results',
  'vitals',
  'immunizations',
  'stay',
];

type Sent = Readonly<Record<string, { readonly resourceType: string } | null>>;

const bundle = (resources: readonly object[], more: object = {}) => ({
  resourceType: 'Bundle',
  type: 'searchset',
  entry: resources.map((resource) => ({ resource })),
  ...more,
});
const ask = (prefetch: Sent, wanted: readonly Part[] = ALL): Promise<Gathered> =>
  gather({ context: { patientId: 'p1' }, prefetch }, wanted, undefined);
const partOf = async (part: Part, sent: Sent[string]): Promise<PartData | undefined> =>
  (await ask({ [part]: sent ?? null }, [part])).parts[part];

const allergy = (patient: string): object => ({
  resourceType: 'AllergyIntolerance',
  id: 'a',
  patient: { reference: `Patient/${patient}` },
});

describe('a client of another house', () => {
  it('is answered from what it sent alone; what it did not send is missing, in both languages', async () => {
    const { parts, prefetch } = await ask({ allergies: bundle([allergy('p1')]) });
    expect(parts.allergies).toEqual({ resources: [allergy('p1')] });
    expect(Object.keys(prefetch)).toEqual(['allergies']);
    for (const part of ALL.filter((one) => one !== 'allergies'))
      expect(parts[part]).toEqual({ missing: { en: 'the client did not send it', ko: '자료가 전송되지 않음' } });
  });

  it('that sent null did not send it: nobody is free of allergies by that', async () => {
    expect(await partOf('allergies', null)).toHaveProperty('missing');
  });

  it('that sent an empty list says that there is none', async () => {
    expect(await partOf('allergies', bundle([]))).toEqual({ resources: [] });
    expect(await partOf('allergies', { resourceType: 'Bundle' })).toEqual({ resources: [] });
  });

  it('that sent a fault in place of the answer is not taken to have an empty list', async () => {
    const outcome = { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code: 'forbidden' }] };
    expect(await partOf('allergies', outcome)).toEqual({
      missing: { en: 'it could not be read now', ko: '현재 조회할 수 없음' },
    });
  });

  it('may send one resource without a bundle', async () => {
    const patient = { resourceType: 'Patient', id: 'p1' };
    expect(await partOf('patient', patient)).toEqual({ resources: [patient] });
  });

  it('has hints of the search left out, not counted as data', async () => {
    const hint = { resourceType: 'OperationOutcome', issue: [{ severity: 'information', code: 'informational' }] };
    expect(await partOf('allergies', bundle([allergy('p1'), hint]))).toEqual({ resources: [allergy('p1')] });
  });

  it('may have entries without resources', async () => {
    const sent = { resourceType: 'Bundle', entry: [{}, { resource: allergy('p1') }] };
    expect(await partOf('allergies', sent)).toEqual({ resources: [allergy('p1')] });
  });
});

describe('a list that goes on', () => {
  const link = [{ relation: 'self' }, { relation: 'next', url: 'https://elsewhere.example/2' }];

  it.each<Part>(['allergies', 'medications', 'conditions', 'immunizations'])(
    'of %s is missing as a whole: the one that matters may be on the next page',
    async (part) => {
      expect(await partOf(part, bundle([], { link }))).toEqual({
        missing: { en: 'there are more than are read at once', ko: '자료가 너무 많아 일부만 조회됨' },
      });
    },
  );

  it.each<Part>(['results', 'vitals', 'stay'])('of %s is enough with its newest', async (part) => {
    expect(await partOf(part, bundle([], { link }))).toEqual({ resources: [] });
  });

  it('is asked for with room for a long stay', () => {
    expect(MOST).toBeGreaterThanOrEqual(500);
  });
});

describe('data of another patient', () => {
  it.each<[Part, object]>([
    ['patient', { resourceType: 'Patient', id: 'p2' }],
    ['allergies', allergy('p2')],
    ['conditions', { resourceType: 'Condition', id: 'c', subject: { reference: 'Patient/p2' } }],
    ['medications', { resourceType: 'MedicationRequest', id: 'm', subject: { reference: 'Patient/p2' } }],
    ['results', { resourceType: 'Observation', id: 'o', subject: { reference: 'Patient/p2' } }],
  ])('as %s refuses the whole call', async (part, resource) => {
    await expect(ask({ [part]: bundle([resource]) }, [part])).rejects.toMatchObject({ name: 'OutcomeError' });
  });

  it('does so also where it is one among many of the right patient', async () => {
    const many = [...Array.from({ length: 20 }, () => allergy('p1')), allergy('p2')];
    await expect(ask({ allergies: bundle(many) }, ['allergies'])).rejects.toThrow();
  });
});

describe('vital signs', () => {
  const vital = { resourceType: 'Observation', id: 'v', subject: { reference: 'Patient/p1' } };
  const stay = { resourceType: 'Encounter', id: 'e', subject: { reference: 'Patient/p1' } };

  it('are looked at during a stay', async () => {
    const { parts } = await ask({ stay: bundle([stay]), vitals: bundle([vital]) }, ['vitals', 'stay']);
    expect(parts.vitals).toEqual({ resources: [vital] });
  });

  it('are not, where the patient is certainly in no bed', async () => {
    const { parts } = await ask({ stay: bundle([]), vitals: bundle([vital]) }, ['vitals', 'stay']);
    expect(parts.vitals).toEqual({ resources: [] });
  });

  it('are, where nobody knows whether there is a stay', async () => {
    const { parts } = await ask({ vitals: bundle([vital]) }, ['vitals', 'stay']);
    expect(parts.vitals).toEqual({ resources: [vital] });
  });
});

describe('only what a service rests on', () => {
  it('is gathered, whatever else was sent', async () => {
    const { parts, prefetch } = await ask({ allergies: bundle([]), conditions: bundle([]) }, ['conditions']);
    expect([Object.keys(parts), Object.keys(prefetch)]).toEqual([['conditions'], ['conditions']]);
  });
});
