/**
 * The acceptance cases of specimen, blood and milk through the routes, over the record: the same decisions, and what is told is
 * what stands in the record afterwards.
 */
import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { describeWithShared, sharedPath } from '../../../test/material.ts';
import { fits } from '../../../test/conformance/closed-loop-facts.ts';
import type { EpochMs } from '../../kernel/index.ts';
import { interact } from '../../record/index.ts';
import { houseCaller, UNLIMITED } from '../../access/index.ts';
import { embeddedTestStore } from '../../store/index.ts';
import { TestWard, type Json } from '../bedside/testing.ts';
import { consent, groupResult, vitalSigns } from './testing.ts';

interface Case {
  readonly id: string;
  readonly loop: string;
  readonly title: string;
  readonly setup: Json;
  readonly scans: readonly Json[];
  readonly expect: {
    readonly decision: string;
    readonly messageKey: string;
    readonly rules: readonly string[];
    readonly resources: readonly Json[];
    readonly absent?: readonly string[];
    readonly reasonGiven?: string;
  };
}
interface Cases {
  readonly world: {
    readonly patients: Readonly<Record<string, { gsrn: string; bandInstance: string }>>;
    readonly staff: Readonly<Record<string, { role: string; gsrn: string; badge?: string }>>;
  };
  readonly cases: readonly Case[];
}

const path = 'conformance/closed-loop/cases.json';
const CARE = 'https://maru.health/fhir/CodeSystem/care';
const EXTENSION = 'https://maru.health/fhir/StructureDefinition/';
const empty: Cases = { world: { patients: {}, staff: {} }, cases: [] };
const read = (): Cases =>
  existsSync(sharedPath(path)) ? (JSON.parse(readFileSync(sharedPath(path), 'utf8')) as Cases) : empty;
const text = (name: string, value: unknown): Json => ({ url: `${EXTENSION}${name}`, valueString: value });
const person = (setup: Json) => String(setup['openChart']);

describeWithShared(path, 'closed loop over the record', () => {
  const { world, cases } = read();
  let ward: TestWard;
  beforeAll(async () => {
    ward = await TestWard.open(embeddedTestStore());
    for (const name of ['Patient/anna', 'Patient/bora', 'Practitioner/nurse', 'Practitioner/colleague'])
      await remove(ward, name);
    for (const [id, { gsrn, role, badge }] of Object.entries(world.staff)) {
      const ended = badge === 'revoked' ? { period: { end: '2026-01-01' } } : {};
      await ward.put({
        resourceType: 'Practitioner',
        id,
        identifier: [{ system: 'https://id.gs1.org/8017', value: gsrn, ...ended }],
      });
      await ward.put({
        resourceType: 'PractitionerRole',
        id: `role-${id}`,
        active: true,
        practitioner: { reference: `Practitioner/${id}` },
        code: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/practitioner-role', code: role }] }],
      });
    }
    for (const [id, { gsrn, bandInstance }] of Object.entries(world.patients))
      await ward.put({
        resourceType: 'Patient',
        id,
        identifier: [
          { extension: [text('band-instance', bandInstance)], system: 'https://id.gs1.org/8018', value: gsrn },
        ],
      });
  });
  afterAll(() => ward.close());
  beforeEach(() => clean(ward));

  const own = cases.filter(({ loop }) => loop !== 'medication');
  it('has all 30 cases of specimen, blood and milk', () => {
    expect(own).toHaveLength(existsSync(sharedPath(path)) ? 30 : 0);
  });

  describe.each(own.map((one) => [`${one.id} ${one.title}`, one] as const))('%s', (_, one) => {
    it('decides as told and leaves what is told', async () => {
      await prepare(ward, one);
      const told = await ask(ward, world, one);
      const entries = JSON.stringify(await ward.audit.list({ limit: 5 }));
      const { decision, messageKey, rules, resources, absent = [] } = one.expect;
      const audit = resources.find(({ type }) => type === 'AuditEvent');
      expect(entries).toContain(`"outcome":"${String(audit?.['outcome'])}"`);
      expect(entries).toContain([messageKey, ...rules].join(' '));
      if (one.id === 'CL-S14') expect(told['told']).toEqual([{ task: 'waiting', level: 2 }]);
      else expect({ ...told }).toMatchObject({ decision, messageKey, rules });
      await expectResources(ward, resources);
      for (const type of absent)
        expect(
          (await ward.find(type, '')).filter(({ id }) => id !== 'taken'),
          type,
        ).toEqual([]);
    });
  });

  it.each(
    own
      .filter(
        ({ expect: { reasonGiven } }) =>
          reasonGiven !== undefined && reasonGiven !== 'escalated-by-system' && reasonGiven !== 'massive-haemorrhage',
      )
      .map((one) => [one.id, one] as const),
  )('%s writes nothing without a reason', async (_, one) => {
    await prepare(ward, one);
    const { reasonGiven: __, ...expected } = one.expect;
    const told = await ask(ward, world, { ...one, expect: expected });
    expect(told).toMatchObject({ decision: 'warn', recorded: false, written: [], reasonRequired: true });
    expect(await ward.find('Provenance', '')).toEqual([]);
  });
});

const WRITTEN = [
  'Specimen',
  'Task',
  'Provenance',
  'DetectedIssue',
  'Procedure',
  'DiagnosticReport',
  'Communication',
  'AdverseEvent',
  'Observation',
  'Consent',
  'ServiceRequest',
  'NutritionOrder',
  'BiologicallyDerivedProduct',
];

/** Nothing of an earlier case stands. */
async function clean(ward: TestWard): Promise<void> {
  await ward.store.query(
    'truncate care_collection, care_report, care_blood_unit, care_transfusion, care_bottle, care_feed',
  );
  for (const type of WRITTEN)
    for (const { id } of await ward.find(type, '')) await remove(ward, `${type}/${String(id)}`);
}

async function remove(ward: TestWard, name: string): Promise<void> {
  const house = ward.record.context(houseCaller('test'), UNLIMITED);
  await interact(house, { method: 'DELETE', path: name.split('/'), query: '', conditions: {} });
}

async function prepare(ward: TestWard, { loop, setup }: Case): Promise<void> {
  ward.now = Date.parse(String(setup['now'])) as EpochMs;
  for (const [at, one] of ((setup['observations'] ?? []) as Json[]).entries()) await observe(ward, setup, one, at);
  if (loop === 'specimen') await prepareSpecimen(ward, setup);
  if (loop === 'blood') await prepareBlood(ward, setup);
  if (loop === 'milk') await prepareMilk(ward, setup);
}

async function observe(ward: TestWard, setup: Json, { code, at }: Json, number: number): Promise<void> {
  const vital = vitalSigns(`observed-${number}`, String(at), person(setup));
  const { category: _, ...rest } = vital;
  await ward.put(code === 'vital-signs' ? vital : { ...rest, code: { coding: [{ system: CARE, code }] } });
}

async function prepareSpecimen(ward: TestWard, setup: Json): Promise<void> {
  const { request, specimen, report } = setup as Record<string, Json | undefined>;
  if (request !== undefined) await ward.put(specimenRequest(request));
  for (const { at } of (setup['collected'] ?? []) as Json[]) {
    await ward.put(specimenOf(setup, String(at)));
    await ward.store.query('insert into care_collection (request, label, specimen) values ($1, $2, $3)', [
      request?.['id'],
      request?.['labelNumber'],
      'taken',
    ]);
  }
  if (specimen !== undefined) await ward.put(specimenOf(setup, String(specimen['collectedAt'])));
  if (report !== undefined) await ward.put(waiting(setup, report));
}

function specimenRequest(request: Json): Json {
  const extension = [text('tube', request['tube'])];
  const number = (name: string, value: unknown) =>
    value === undefined ? [] : [{ url: `${EXTENSION}${name}`, valueInteger: value }];
  const second =
    request['secondIdentifier'] === true ? [{ url: `${EXTENSION}second-identifier`, valueBoolean: true }] : [];
  return {
    resourceType: 'ServiceRequest',
    id: request['id'],
    extension: [
      ...extension,
      ...number('fasting-hours', request['fastingHours']),
      ...number('max-transport-minutes', request['maxTransportMinutes']),
      ...second,
    ],
    identifier: [{ system: 'https://maru.health/fhir/NamingSystem/specimen-label', value: request['labelNumber'] }],
    status: request['status'],
    intent: 'order',
    code: { text: request['test'] },
    subject: { reference: `Patient/${String(request['patient'])}` },
  };
}

function specimenOf(setup: Json, at: string): Json {
  const request = setup['request'] as Json;
  return {
    resourceType: 'Specimen',
    id: 'taken',
    status: 'available',
    accessionIdentifier: { value: request['labelNumber'] },
    subject: { reference: `Patient/${person(setup)}` },
    request: [{ reference: `ServiceRequest/${String(request['id'])}` }],
    collection: { collectedDateTime: at },
  };
}

function waiting(setup: Json, { releasedAt, id, orderer }: Json): Json {
  return {
    resourceType: 'Task',
    id: 'waiting',
    status: 'requested',
    intent: 'order',
    code: { coding: [{ system: CARE, code: 'critical-result' }] },
    for: { reference: `Patient/${person(setup)}` },
    focus: { reference: `DiagnosticReport/${String(id)}` },
    owner: { reference: `Practitioner/${String(orderer)}` },
    authoredOn: releasedAt,
  };
}

async function prepareBlood(ward: TestWard, setup: Json): Promise<void> {
  const { request, unit, running } = setup as { request: Json; unit: Json; running?: Json };
  const chart = person(setup);
  const requires = request['requires'] as string[] | undefined;
  await ward.put({
    resourceType: 'ServiceRequest',
    id: request['id'],
    ...(requires === undefined ? {} : { extension: requires.map((one) => text('requires', one)) }),
    status: request['status'],
    intent: 'order',
    category: [{ coding: [{ system: CARE, code: 'blood' }] }],
    code: { coding: [{ system: CARE, code: 'rbc' }] },
    subject: { reference: `Patient/${String(request['patient'])}` },
  });
  await ward.put(groupResult('abo', '883-9', String(request['abo']), chart));
  await ward.put(groupResult('rhd', '10331-7', String(request['rhd']), chart));
  if (request['consent'] === true) await ward.put(consent('consent', chart));
  await putUnit(ward, unit);
  const match = request['crossmatch'] as Json | null;
  if (match !== null) await putMatch(ward, setup, match);
  if (running !== undefined) await putRunning(ward, setup, running);
}

async function putUnit(ward: TestWard, unit: Json): Promise<void> {
  const number = `A999726${String(unit['unit']).padStart(6, '0')}00`;
  const facts = ['abo', 'rhd', 'expiry'].map((name) => text(name, unit[name]));
  await ward.put({
    resourceType: 'BiologicallyDerivedProduct',
    id: `unit-${String(unit['unit'])}`,
    extension: [
      ...facts,
      text('unit-state', 'issued'),
      text('issued-to', unit['issuedTo']),
      { url: `${EXTENSION}issued-at`, valueDateTime: unit['issuedAt'] },
      ...((unit['attributes'] ?? []) as string[]).map((one) => text('attribute', one)),
    ],
    identifier: [{ system: 'urn:maru:isbt128-donation', value: number }],
    productCategory: 'cells',
    productCode: { text: unit['component'] },
    status: 'unavailable',
  });
  await ward.store.query('insert into care_blood_unit (number, component, unit, state) values ($1, $2, $3, $4)', [
    number,
    unit['component'],
    `unit-${String(unit['unit'])}`,
    'issued',
  ]);
}

function putMatch(ward: TestWard, setup: Json, match: Json): Promise<string> {
  return ward.put({
    resourceType: 'Observation',
    id: 'match',
    status: 'final',
    basedOn: [{ reference: `ServiceRequest/${String((setup['request'] as Json)['id'])}` }],
    code: { coding: [{ system: CARE, code: 'crossmatch' }] },
    subject: { reference: `Patient/${person(setup)}` },
    focus: [{ reference: `BiologicallyDerivedProduct/unit-${String(match['unit'])}` }],
    effectiveDateTime: match['sampleAt'],
    valueCodeableConcept: { coding: [{ system: CARE, code: 'compatible' }] },
  });
}

async function putRunning(ward: TestWard, setup: Json, { procedure, startedAt }: Json): Promise<void> {
  const unit = `unit-${String((setup['unit'] as Json)['unit'])}`;
  await ward.put({
    resourceType: 'Procedure',
    id: procedure,
    extension: [
      { url: `${EXTENSION}transfused-unit`, valueReference: { reference: `BiologicallyDerivedProduct/${unit}` } },
    ],
    status: 'in-progress',
    code: { coding: [{ system: CARE, code: 'transfusion' }] },
    subject: { reference: `Patient/${person(setup)}` },
    basedOn: [{ reference: `ServiceRequest/${String((setup['request'] as Json)['id'])}` }],
    performedPeriod: { start: startedAt },
  });
  await ward.store.query('insert into care_transfusion (unit, procedure) values ($1, $2)', [unit, procedure]);
}

async function prepareMilk(ward: TestWard, setup: Json): Promise<void> {
  const order = setup['order'] as Json;
  await ward.put({
    resourceType: 'NutritionOrder',
    id: order['id'],
    status: 'active',
    intent: 'order',
    patient: { reference: `Patient/${String(order['patient'])}` },
    dateTime: '2026-07-01T06:00:00+09:00',
  });
  await putBottle(ward, String(order['bottle']), String(order['patient']), order['thawedAt']);
  await putBottle(ward, 'MK-0032', 'PT-5', undefined);
}

async function putBottle(ward: TestWard, number: string, baby: string, thawedAt: unknown): Promise<void> {
  const thawed = thawedAt === undefined ? [] : [{ url: `${EXTENSION}thawed-at`, valueDateTime: thawedAt }];
  await ward.put({
    resourceType: 'BiologicallyDerivedProduct',
    id: number,
    extension: [{ url: `${EXTENSION}baby`, valueReference: { reference: `Patient/${baby}` } }, ...thawed],
    identifier: [{ system: 'https://maru.health/fhir/NamingSystem/milk-bottle', value: number }],
    productCategory: 'fluid',
    status: 'available',
  });
  await ward.store.query('insert into care_bottle (number, product, baby) values ($1, $1, $2)', [number, baby]);
}

/** What the bedside, or the laboratory, sends for the case. */
async function ask(ward: TestWard, world: Cases['world'], one: Case): Promise<Json> {
  const { setup, loop, scans } = one;
  const id = String(setup['staff']);
  const isLaboratory = setup['place'] === 'laboratory';
  const by = { id, role: '', gsrn: world.staff[id]?.gsrn ?? '' };
  const as = { by, role: isLaboratory ? ('laboratory' as const) : ('nurse' as const) };
  const reason = one.expect.reasonGiven === undefined ? {} : { reason: one.expect.reasonGiven };
  const patient = person(setup);
  if (scans.some(({ action }) => action === 'tick')) return ward.call('POST', '/care/laboratory/escalate', {}, as);
  if (isLaboratory) return ward.call('POST', '/care/laboratory/receive', { ...receipt(one), patient, ...reason }, as);
  const steps = scans;
  const about =
    loop === 'milk' ? { order: (setup['order'] as Json)['id'] } : { request: (setup['request'] as Json)['id'] };
  return ward.call('POST', `/care/${loop}/record`, { patient, ...about, steps, ...reason }, as);
}

function receipt({ setup, scans }: Case): Json {
  const condition = (setup['specimen'] as Json | undefined)?.['condition'];
  const accept = scans.some(({ action }) => action === 'accept-with-comment');
  return { label: scans[0]?.['raw'] ?? null, ...(condition === undefined ? {} : { condition, accept }) };
}

async function expectResources(ward: TestWard, wanted: readonly Json[]): Promise<void> {
  for (const one of wanted.filter(({ type }) => type !== 'AuditEvent')) {
    const found = await ward.find(String(one['type']), '');
    expect(
      found.some((resource) => fits(resource, one)),
      `${JSON.stringify(one)} in ${JSON.stringify(found)}`,
    ).toBe(true);
  }
}
