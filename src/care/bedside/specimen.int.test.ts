import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { testStores } from '../../store/index.ts';
import { describeWith } from '../../../test/material.ts';
import { ANNA, badge, band, BORA, COLLEAGUE, inner, NURSE } from '../loop/testing.ts';
import { TestWard, type Json } from './testing.ts';

const extension = (name: string, value: Json): Json => ({
  url: `https://maru.health/fhir/StructureDefinition/${name}`,
  ...value,
});

function requestOf(id: string, more: Json = {}, marks: readonly Json[] = []): Json {
  return {
    resourceType: 'ServiceRequest',
    id,
    extension: [extension('tube', { valueString: 'EDTA' }), ...marks],
    identifier: [{ system: 'https://maru.health/fhir/NamingSystem/specimen-label', value: `LB-${id}` }],
    status: 'active',
    intent: 'order',
    code: { text: 'count' },
    subject: { reference: `Patient/${ANNA.id}` },
    ...more,
  };
}

const stepsFor = (id: string, by = NURSE, wearer = ANNA): readonly unknown[] => [
  badge(by),
  band(wearer),
  { action: 'print-label', at: 'bedside' },
  inner('tube', 'EDTA/L1/271231'),
  inner('specimen-label', `LB-${id}`),
];

for (const server of testStores()) {
  describeWith(server.need, server.present, `a specimen at the bedside on ${server.name}`, () => {
    let ward: TestWard;
    let number = 0;
    let id = '';
    beforeAll(async () => {
      ward = await TestWard.open(server);
    });
    afterAll(() => ward.close());
    beforeEach(async () => {
      id = `request-${++number}`;
      await ward.put(requestOf(id));
    });

    it('is collected once, with label, collector, task and provenance', async () => {
      const told = await ward.collect({ request: id, steps: stepsFor(id) });
      expect(told).toMatchObject({ decision: 'allow', messageKey: 'loop.spec.ok', recorded: true });
      expect(told.written.map((one) => one.split('/')[0])).toEqual(['Specimen', 'Task', 'Provenance']);
      const [specimen] = await ward.find('Specimen', `accession=LB-${id}`);
      expect(specimen).toMatchObject({
        status: 'available',
        subject: { reference: 'Patient/anna' },
        collection: { collector: { reference: 'Practitioner/nurse' } },
      });
      const again = await ward.collect({ request: id, steps: stepsFor(id, COLLEAGUE) }, { by: COLLEAGUE });
      expect(again).toMatchObject({ decision: 'stop', messageKey: 'loop.spec.already-collected' });
    });

    it('is collected once by many at once', async () => {
      const answers = await Promise.all(
        [NURSE, COLLEAGUE, NURSE, COLLEAGUE, NURSE, COLLEAGUE].map((by) =>
          ward.collect({ request: id, steps: stepsFor(id, by) }, { by }),
        ),
      );
      expect(answers.filter(({ recorded }) => recorded)).toHaveLength(1);
      expect(await ward.find('Specimen', `accession=LB-${id}`)).toHaveLength(1);
    });

    it('stops at the wrong band, the wrong label, a request that was revoked, and a used label', async () => {
      const key = async (steps: readonly unknown[], request = id): Promise<string> =>
        (await ward.collect({ request, steps })).messageKey;
      expect(await key(stepsFor(id, NURSE, BORA))).toBe('loop.spec.wrong-patient');
      expect(await key(stepsFor('other'))).toBe('loop.spec.wrong-label');
      await ward.put(requestOf(`${id}-b`, { subject: { reference: `Patient/${BORA.id}` } }));
      expect(await key(stepsFor(`${id}-b`), `${id}-b`)).toBe('loop.spec.wrong-patient');
      await ward.collect({ request: id, steps: stepsFor(id) });
      await ward.put(requestOf(`${id}-c`, { identifier: requestOf(id)['identifier'] }));
      expect(await key(stepsFor(id), `${id}-c`)).toBe('loop.spec.label-used');
      await ward.put(requestOf(`${id}-d`, { status: 'revoked' }));
      expect(await key(stepsFor(`${id}-d`), `${id}-d`)).toBe('loop.spec.request-not-active');
      expect(await key(stepsFor(id).slice(0, 3))).toBe('loop.spec.already-collected');
    });

    it('is collected again after it was refused, and never otherwise', async () => {
      const { written } = await ward.collect({ request: id, steps: stepsFor(id) });
      const [, specimen = ''] = written[0]?.split('/') ?? [];
      const refused = { ...(await ward.get('Specimen', specimen)), status: 'unsatisfactory' };
      await ward.put(refused);
      expect((await ward.collect({ request: id, steps: stepsFor(id) })).decision).toBe('allow');
      expect((await ward.collect({ request: id, steps: stepsFor(id) })).messageKey).toBe('loop.spec.already-collected');
    });

    it('asks for fasting and for a second person where the request does', async () => {
      const marks = [
        extension('fasting-hours', { valueInteger: 8 }),
        extension('second-identifier', { valueBoolean: true }),
      ];
      await ward.put(requestOf(id, {}, marks));
      await ward.put({
        resourceType: 'Observation',
        id: `meal-${id}`,
        status: 'final',
        code: { coding: [{ system: 'https://maru.health/fhir/CodeSystem/care', code: 'last-meal' }] },
        subject: { reference: 'Patient/anna' },
        effectiveDateTime: '2026-07-01T08:00:00+09:00',
      });
      expect((await ward.collect({ request: id, steps: stepsFor(id) })).messageKey).toBe('loop.spec.second-person');
      const two = [...stepsFor(id), badge(COLLEAGUE)];
      expect((await ward.collect({ request: id, steps: two })).messageKey).toBe('loop.spec.not-fasting');
      const told = await ward.collect({ request: id, steps: two, reason: 'clinician-wants-anyway' });
      expect([told.recorded, told.written.length]).toEqual([true, 4]);
    });

    it('refuses what cannot be matched, and what is no collection', async () => {
      const { extension: _, ...tubeless } = requestOf(id);
      await ward.put(tubeless);
      expect((await ward.collect({ request: id, steps: stepsFor(id) })).fault).toBe('care.request-unreadable');
      await ward.put(requestOf(id, { identifier: [{ value: 'none' }] }));
      expect((await ward.collect({ request: id, steps: stepsFor(id) })).messageKey).toBe('loop.spec.wrong-label');
      expect((await ward.collect({ request: id, steps: [{ scan: 'product', raw: 'x' }] })).fault).toBe(
        'care.body-invalid',
      );
      expect((await ward.collect({ request: 'nowhere', steps: stepsFor(id) })).status).toBe(404);
    });
  });
}
