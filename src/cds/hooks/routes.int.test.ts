import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  accessMigrations,
  houseCaller,
  openAuditLog,
  UNLIMITED,
  type AuditLog,
  type Caller,
  type Reach,
  type RouteResponse,
} from '../../access/index.ts';
import { OutcomeError, systemClock } from '../../kernel/index.ts';
import { interact, openRecord, recordMigrations, type FhirRecord } from '../../record/index.ts';
import { testStores, type TestedStore } from '../../store/index.ts';
import { describeWith } from '../../../test/material.ts';
import { openCds, type Cds } from '../cds.ts';
import { cdsMigrations } from '../migrations.ts';
import type { Card } from './api.ts';
import { CARD_EXTENSION } from './cards.ts';
import { OVERRIDE_SYSTEM } from './override-reasons.ts';

const ORIGIN = 'http://127.0.0.1:8080';
const PHYSICIAN: Caller = { ...houseCaller('test'), id: 'dr-kim', role: 'physician' };
/** A resource of the test's hospital. */
interface Stored extends Record<string, unknown> {
  readonly resourceType: string;
  readonly id: string;
}
const INSTANCE = 'd1577c69-dfbe-44ad-ba6d-3e05e953b2ea';
const ATC = 'http://www.whocc.no/atc';

const drug = (atc: string, text: string): object => ({ coding: [{ system: ATC, code: atc }], text });
const about = (patient: string): object => ({ reference: `Patient/${patient}` });
const draft = (id: string, atc: string, text: string, more: object = {}): Stored => ({
  resourceType: 'MedicationRequest',
  id,
  status: 'draft',
  intent: 'order',
  subject: about('p1'),
  medicationCodeableConcept: drug(atc, text),
  ...more,
});
const orders = (...resources: readonly object[]): object => ({
  resourceType: 'Bundle',
  type: 'collection',
  entry: resources.map((resource) => ({ resource })),
});

const rulesOf = (cards: readonly Card[]): readonly string[] =>
  cards.map((card) => (card['extension'] as Record<string, { rule: string }>)[CARD_EXTENSION]?.rule ?? '');

const failure = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work;
    return '';
  } catch (error) {
    return error instanceof OutcomeError ? `${error.status} ${error.code}` : String(error);
  }
};

for (const server of testStores())
  describeWith(server.need, server.present, `CDS Hooks on ${server.name}`, () => {
    let store: TestedStore;
    let audit: AuditLog;
    let record: FhirRecord;
    let cds: Cds;

    beforeAll(async () => {
      store = await server.open([accessMigrations, recordMigrations, cdsMigrations]);
      audit = openAuditLog({ store });
      record = openRecord({ store, audit });
      cds = openCds({ store, audit, record });
      for (const resource of HOSPITAL) await write(resource);
    });
    afterAll(async () => {
      await audit.close();
      await store.close();
    });
    beforeEach(() => store.query('delete from cds_card'));

    const write = async (resource: Stored): Promise<void> => {
      const context = record.context(houseCaller('test'), UNLIMITED);
      const ask = {
        method: 'PUT',
        path: [resource.resourceType, resource.id],
        query: '',
        conditions: {},
        body: resource,
      };
      await interact(context, ask);
    };

    const ask = async (
      method: 'GET' | 'POST',
      path: string,
      body?: object,
      as: { caller?: Caller; reach?: Reach; headers?: Record<string, string> } = {},
    ): Promise<RouteResponse> => {
      const [place = '', query = ''] = path.split('?');
      const route = cds.routes.find((one) => one.method === method && one.path === place);
      if (route === undefined) throw new Error(`no route ${method} ${path}`);
      const { caller = PHYSICIAN, reach = UNLIMITED, headers = { 'accept-language': 'en' } } = as;
      const signal = new AbortController().signal;
      return route.handle({
        method,
        params: {},
        query,
        headers,
        body: body === undefined ? '' : JSON.stringify(body),
        origin: ORIGIN,
        caller,
        reach,
        signal,
      });
    };

    const call = async (
      hook: string,
      context: object = {},
      more: object = {},
      as: Parameters<typeof ask>[3] = {},
    ): Promise<readonly Card[]> => {
      const body = {
        hook,
        hookInstance: INSTANCE,
        context: { patientId: 'p1', userId: 'Practitioner/kim', ...context },
        ...more,
      };
      return ((await ask('POST', `/cds-services/maru-${hook}`, body, as)).body as { cards: readonly Card[] }).cards;
    };

    const feedback = (service: string, ...entries: readonly object[]): Promise<RouteResponse> =>
      ask('POST', `/cds-services/${service}/feedback`, {
        feedback: entries.map((one) => ({ outcomeTimestamp: '2026-11-24T10:00:00Z', ...one })),
      });

    const warned = async (): Promise<Card> =>
      (await call('order-sign', { draftOrders: orders(draft('d1', 'C10AA01', 'simvastatin')) }))[0] as Card;

    describe('discovery', () => {
      it('lists a service for each of the four hooks, with prefetch', async () => {
        const { services } = (await ask('GET', '/cds-services')).body as {
          services: { hook: string; id: string; prefetch: object }[];
        };
        expect(services.map(({ hook }) => hook)).toEqual([
          'patient-view',
          'order-select',
          'order-sign',
          'encounter-discharge',
        ]);
        for (const { prefetch } of services)
          expect(prefetch).toMatchObject({ patient: 'Patient/{{context.patientId}}' });
      });

      it('is public; everything else is for caring roles', () => {
        for (const { path, access } of cds.routes) {
          if (path === '/cds-services') expect(access).toHaveProperty('public');
          else expect(access).toHaveProperty('roles');
        }
      });
    });

    describe('order-sign', () => {
      it('reads the record under the caller’s reach, and tells stops before what is beside the order', async () => {
        const cards = await call('order-sign', {
          draftOrders: orders(draft('d1', 'C10AA05', 'atorvastatin'), draft('d2', 'J01CA04', 'amoxicillin')),
        });
        expect(rulesOf(cards)).toEqual(['AX-01', 'DT-02']);
        expect(cards[0]).toMatchObject({
          indicator: 'critical',
          summary: 'Allergy to penicillin: amoxicillin (Penicillins)',
          suggestions: [{ actions: [{ type: 'delete', resourceId: 'MedicationRequest/d2' }] }],
        });
        expect(cards[0]).not.toHaveProperty('overrideReasons');
        expect(cards[1]).toMatchObject({ indicator: 'info' });
      });

      it('asks for a coded reason where it interrupts', async () => {
        const [card] = await call('order-sign', { draftOrders: orders(draft('d1', 'C10AA01', 'simvastatin')) });
        expect(card).toMatchObject({ indicator: 'warning' });
        expect(card?.overrideReasons?.map(({ system }) => system)).toContain(OVERRIDE_SYSTEM);
      });

      it('judges dose by what the record says of weight, age and kidneys', async () => {
        const dosed = draft('d1', 'A10BA02', 'metformin', {
          dosageInstruction: [
            {
              timing: { repeat: { frequency: 2, period: 1, periodUnit: 'd' } },
              doseAndRate: [{ doseQuantity: { value: 500, system: 'http://unitsofmeasure.org', code: 'mg' } }],
            },
          ],
        });
        const [card] = await call('order-sign', { draftOrders: orders(dosed) });
        expect(rulesOf(card === undefined ? [] : [card])).toEqual(['DS-15']);
        expect(card?.detail).toContain('not yet approved by a pharmacist and a physician');
      });

      it('speaks Korean where nobody asks for English', async () => {
        const request = { draftOrders: orders(draft('d2', 'J01CA04', '아목시실린')) };
        const [card] = await call('order-sign', request, {}, { headers: {} });
        expect(card?.summary).toBe('penicillin 알레르기: 아목시실린 (페니실린계)');
      });

      it('says which drug it could not check, and answers nothing where all is well', async () => {
        const cards = await call('order-sign', {
          draftOrders: orders({ ...draft('d1', '', ''), medicationCodeableConcept: { text: 'herbal tea' } }),
        });
        expect(rulesOf(cards)).toEqual(['unchecked']);
        expect(cards[0]?.detail).toContain("'herbal tea' has no ATC code");
        expect(await call('order-sign', { draftOrders: orders(draft('d1', 'C08CA01', 'amlodipine')) })).toEqual([]);
      });

      it('refuses drafts and prefetch of another patient', async () => {
        const other = draft('d1', 'J01CA04', 'amoxicillin', { subject: about('p2') });
        expect(await failure(call('order-sign', { draftOrders: orders(other) }))).toBe('422 cds.wrong-patient');
        const prefetch = { patient: { resourceType: 'Patient', id: 'p2' } };
        expect(await failure(call('order-sign', { draftOrders: orders() }, { prefetch }))).toBe(
          '422 cds.wrong-patient',
        );
      });
    });

    describe('what cannot be read', () => {
      const withoutAllergies: Reach = { grants: (type) => (type === 'AllergyIntolerance' ? [] : [{}]) };

      it('is a visible card: a caller who may not see allergies is told that they were not checked', async () => {
        const request = { draftOrders: orders(draft('d2', 'J01CA04', 'amoxicillin')) };
        const cards = await call('order-sign', request, {}, { reach: withoutAllergies });
        expect(rulesOf(cards)).toEqual(['unchecked']);
        expect(cards[0]).toMatchObject({ indicator: 'warning', summary: 'Not fully checked: allergy' });
        expect(cards[0]?.detail).toContain('allergies: you may not read it');
      });

      it('is never read here for a client of another server, whose ids mean other people', async () => {
        const request = { draftOrders: orders(draft('d2', 'J01CA04', 'amoxicillin')) };
        const [card, ...rest] = await call('order-sign', request, { fhirServer: 'https://elsewhere.example/fhir' });
        expect(rest).toEqual([]);
        expect(card?.summary).toContain('Not fully checked');
        expect(card?.detail).toContain('the client did not send it');
      });

      it('is a patient who is not here', async () => {
        const [card] = await call('patient-view', { patientId: 'nobody' });
        expect(card?.detail).toContain('patient: there is no such patient here');
      });
    });

    describe('prefetch', () => {
      it('is taken as sent; the rest is read', async () => {
        const prefetch = { allergies: { resourceType: 'Bundle', type: 'searchset', entry: [] } };
        const request = {
          draftOrders: orders(draft('d2', 'J01CA04', 'amoxicillin'), draft('d1', 'C10AA05', 'atorvastatin')),
        };
        expect(rulesOf(await call('order-sign', request, { prefetch }))).toEqual(['DT-02']);
      });

      it('that is an error of the client is no empty list', async () => {
        const prefetch = { allergies: { resourceType: 'OperationOutcome', issue: [] } };
        const cards = await call(
          'order-sign',
          { draftOrders: orders(draft('d2', 'J01CA04', 'amoxicillin')) },
          { prefetch },
        );
        expect(cards.map(({ summary }) => summary)).toEqual(['Not fully checked: allergy']);
      });

      it('that was cut is no complete list', async () => {
        const prefetch = {
          medications: { resourceType: 'Bundle', type: 'searchset', link: [{ relation: 'next', url: 'x' }], entry: [] },
        };
        const [card] = await call(
          'order-sign',
          { draftOrders: orders(draft('d1', 'C08CA01', 'amlodipine')) },
          { prefetch },
        );
        expect(card?.detail).toContain('running drugs: there are more than are read at once');
      });
    });

    describe('the other hooks', () => {
      it('order-select tells what concerns the selected draft alone', async () => {
        const draftOrders = orders(draft('d1', 'C10AA05', 'atorvastatin'), draft('d2', 'J01CA04', 'amoxicillin'));
        const cards = await call('order-select', { draftOrders, selections: ['MedicationRequest/d1'] });
        expect(rulesOf(cards)).toEqual(['DT-02']);
      });

      it('patient-view tells of running drugs, the early warning score, immunizations and thrombosis', async () => {
        const cards = await call('patient-view', { patientId: 'p3' });
        expect(rulesOf(cards).toSorted()).toEqual(['AX-01', 'IM-DUE', 'NEWS2', 'VT-01']);
        expect(cards.find(({ summary }) => summary.startsWith('NEWS2'))?.summary).toBe(
          'NEWS2 9: emergency assessment within 30 min',
        );
      });

      it('encounter-discharge checks what goes on', async () => {
        expect(rulesOf(await call('encounter-discharge', { patientId: 'p3', encounterId: 'e3' }))).toEqual([
          'AX-01',
          'IM-DUE',
        ]);
      });
    });

    describe('feedback', () => {
      it('counts acceptance and overrides of each rule, with reasons', async () => {
        const [first, second, third] = [await warned(), await warned(), await warned()];
        const reason = { reason: { code: 'monitored', system: OVERRIDE_SYSTEM }, userComment: 'INR daily' };
        await feedback('maru-order-sign', { card: first.uuid, outcome: 'overridden', overrideReason: reason });
        await feedback('maru-order-sign', {
          card: second?.uuid,
          outcome: 'accepted',
          acceptedSuggestions: [{ id: second?.suggestions?.[0]?.uuid }],
        });
        const { rules } = (await ask('GET', '/cds/rules')).body as { rules: object[] };
        expect(rules).toEqual([
          {
            rule: 'DT-01',
            tier: 2,
            shown: 3,
            accepted: 1,
            overridden: 1,
            acceptance: 0.5,
            review: false,
            reasons: { monitored: 1 },
          },
        ]);
        expect(await cds.cards([first.uuid ?? '', third.uuid ?? ''])).toEqual(
          expect.arrayContaining([
            expect.objectContaining({ uuid: first.uuid, outcome: 'overridden', reason: 'monitored' }),
            expect.objectContaining({ uuid: third.uuid, outcome: null }),
          ]),
        );
      });

      it('refuses to override a hard stop, or an interruption without a coded reason', async () => {
        const stop = (await call('order-sign', { draftOrders: orders(draft('d2', 'J01CA04', 'amoxicillin')) }))[0];
        const over = { outcome: 'overridden', overrideReason: { userComment: 'I know' } };
        expect(await failure(feedback('maru-order-sign', { card: stop?.uuid, ...over }))).toBe('422 cds.hard-stop');
        const card = await warned();
        expect(await failure(feedback('maru-order-sign', { card: card.uuid, ...over }))).toBe(
          '422 cds.reason-required',
        );
      });

      it('takes all or nothing, and only of cards that this caller was shown by this service', async () => {
        const card = await warned();
        const good = { card: card.uuid, outcome: 'accepted' };
        const unknown = { card: '11111111-1111-4111-8111-111111111111', outcome: 'accepted' };
        expect(await failure(feedback('maru-order-sign', good, unknown))).toBe('404 cds.unknown-card');
        expect(await failure(feedback('maru-order-select', good))).toBe('404 cds.unknown-card');
        expect((await cds.cards([card.uuid ?? '']))[0]?.outcome).toBeNull();
      });
    });

    describe('audit and bad input', () => {
      it('writes who was checked, for whom, with each call', async () => {
        await call('order-sign', { draftOrders: orders() });
        await audit.seal();
        const entries = await audit.list({ patient: 'p1', limit: 20 });
        const one = JSON.stringify(entries[0]);
        expect(one).toContain('cds-order-sign');
        expect(one).toContain('AllergyIntolerance/allergy-p1');
        expect(entries.filter((entry) => JSON.stringify(entry).includes('search-type'))).toEqual([]);
      });

      it.each([
        ['no JSON', '{', '400 json.malformed'],
        ['no hook instance', { hook: 'order-sign', context: { patientId: 'p1' } }, '400 cds.body-invalid'],
        [
          'an id with a path',
          { hook: 'order-sign', hookInstance: INSTANCE, context: { patientId: '../Patient/p2' } },
          '400 cds.body-invalid',
        ],
        [
          'another hook',
          { hook: 'patient-view', hookInstance: INSTANCE, context: { patientId: 'p1' } },
          '400 cds.wrong-hook',
        ],
      ])('says what is wrong with %s', async (_, body, expected) => {
        const route = cds.routes.find(({ path }) => path === '/cds-services/maru-order-sign');
        const text = typeof body === 'string' ? body : JSON.stringify(body);
        const request = {
          method: 'POST',
          params: {},
          query: '',
          headers: {},
          body: text,
          origin: ORIGIN,
          caller: PHYSICIAN,
          reach: UNLIMITED,
          signal: new AbortController().signal,
        };
        expect(await failure(route?.handle(request) ?? Promise.resolve())).toBe(expected);
      });

      it('refuses a since that is no date', async () => {
        expect(await failure(ask('GET', '/cds/rules?since=yesterday'))).toBe('400 cds.since-invalid');
        expect((await ask('GET', '/cds/rules?since=2030-01-01')).body).toEqual({ rules: [] });
      });
    });
  });

const now = systemClock.now();
const hoursAgo = (hours: number): string => new Date(now - hours * 3_600_000).toISOString();
const loinc = (code: string): object => ({ coding: [{ system: 'http://loinc.org', code }] });
const vital = (id: string, code: string, value: number, unit: string, patient = 'p3'): Stored => {
  const quantity = { value, system: 'http://unitsofmeasure.org', code: unit };
  const resource = { resourceType: 'Observation', id, status: 'final', code: loinc(code), subject: about(patient) };
  return { ...resource, effectiveDateTime: hoursAgo(1), valueQuantity: quantity };
};
const clinical = (code: string): object => ({
  coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code }],
});

const HOSPITAL: readonly Stored[] = [
  { resourceType: 'Patient', id: 'p1', gender: 'male', birthDate: '1980-01-01' },
  { resourceType: 'Patient', id: 'p3', gender: 'female', birthDate: '1948-01-01' },
  ...['p1', 'p3'].map((patient) => ({
    resourceType: 'AllergyIntolerance',
    id: `allergy-${patient}`,
    patient: about(patient),
    category: ['medication'],
    code: { coding: [{ system: ATC, code: 'J01CE01' }], text: 'penicillin' },
  })),
  draft('m1', 'C10AA01', 'simvastatin', { status: 'active' }),
  {
    ...(draft('m3', 'J01CA12', 'piperacillin', { status: 'active', subject: about('p3') }) as {
      resourceType: string;
      id: string;
    }),
  },
  vital('cr1', '2160-0', 4.1, 'mg/dL', 'p1'),
  vital('w1', '29463-7', 70, 'kg', 'p1'),
  {
    resourceType: 'Condition',
    id: 'c3',
    subject: about('p3'),
    clinicalStatus: clinical('active'),
    code: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10', code: 'C50.9' }] },
  },
  {
    resourceType: 'Encounter',
    id: 'e3',
    status: 'in-progress',
    class: { code: 'IMP' },
    subject: about('p3'),
    period: { start: hoursAgo(50) },
  },
  vital('rr', '9279-1', 26, '/min'),
  vital('sp', '2708-6', 93, '%'),
  vital('ox', '3151-8', 2, 'L/min'),
  vital('bp', '8480-6', 112, 'mm[Hg]'),
  vital('hr', '8867-4', 112, '/min'),
  vital('bt', '8310-5', 36.8, 'Cel'),
  {
    resourceType: 'Observation',
    id: 'ac',
    status: 'final',
    code: loinc('80288-4'),
    subject: about('p3'),
    effectiveDateTime: hoursAgo(1),
    valueCodeableConcept: { coding: [{ system: 'http://loinc.org', code: 'LA9340-6' }] },
  },
];
