/**
 * A dose is recorded by the bedside's route and by no other way, alone or in a bundle; it is read like anything else.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadPolicies, reachOf, type Caller } from '../../access/index.ts';
import { openRecord } from '../../record/index.ts';
import { embeddedTestStore } from '../../store/index.ts';
import { NURSE } from '../loop/testing.ts';
import { RESERVED_WRITES } from './reserved.ts';
import { TestWard, type Json } from './testing.ts';

const dose = {
  resourceType: 'MedicationAdministration',
  status: 'completed',
  medicationReference: { reference: 'Medication/paracetamol' },
  subject: { reference: 'Patient/anna' },
  effectiveDateTime: '2026-07-01T09:00:00+09:00',
};

describe('a dose written through the FHIR API', () => {
  let ward: TestWard;
  beforeAll(async () => {
    ward = await TestWard.open(embeddedTestStore());
  });
  afterAll(() => ward.close());

  async function ask(
    method: 'GET' | 'POST' | 'PUT',
    path: string,
    body: Json | undefined,
    role: Caller['role'] = 'nurse',
  ) {
    const { store, audit } = ward;
    const { routes } = openRecord({ store, audit, reserved: RESERVED_WRITES });
    const caller: Caller = {
      id: NURSE.id,
      name: NURSE.id,
      role,
      fhirUser: `Practitioner/${NURSE.id}`,
      scopes: [role === 'system' ? 'system/*.cruds' : 'user/*.cruds'],
      clientId: 'an-app',
      address: '127.0.0.1',
    };
    const parts = path.split('/').slice(3);
    const pattern = ['/fhir/R4', ...[':type', ':id'].slice(0, parts.length)].join('/');
    const route = routes.find((one) => one.method === method && one.path === pattern);
    const told = await route?.handle({
      method,
      params: Object.fromEntries(
        [
          ['type', parts[0]],
          ['id', parts[1]],
        ].filter(([, part]) => part !== undefined),
      ),
      query: '',
      body: body === undefined ? '' : JSON.stringify(body),
      headers: { 'content-type': 'application/fhir+json' },
      origin: 'http://127.0.0.1:8080',
      caller,
      reach: reachOf(caller, loadPolicies()),
      signal: new AbortController().signal,
    });
    return { status: told?.status, text: JSON.stringify(told?.body) };
  }

  it('is refused, and the route that does it is named', async () => {
    const told = await ask('POST', '/fhir/R4/MedicationAdministration', dose);
    expect(told.status).toBe(403);
    expect(told.text).toContain('record.reserved');
    expect(told.text).toContain('POST /care/medication/record');
    const put = await ask('PUT', '/fhir/R4/MedicationAdministration/x', { ...dose, id: 'x' });
    expect(put.status).toBe(403);
  });

  it('is refused in a bundle as well, with all that came with it', async () => {
    const entry = [
      {
        resource: { resourceType: 'Observation', status: 'final', code: { text: 'x' } },
        request: { method: 'POST', url: 'Observation' },
      },
      { resource: dose, request: { method: 'POST', url: 'MedicationAdministration' } },
    ];
    const told = await ask('POST', '/fhir/R4', { resourceType: 'Bundle', type: 'transaction', entry });
    expect(told.text).toContain('record.reserved');
    expect(await ward.find('Observation', 'code:text=x')).toEqual([]);
    expect(await ward.find('MedicationAdministration', 'subject=Patient/anna')).toEqual([]);
  });

  it('is taken over from programs of the house, and read by those who may', async () => {
    expect((await ask('PUT', '/fhir/R4/MedicationAdministration/old', { ...dose, id: 'old' }, 'system')).status).toBe(
      201,
    );
    expect((await ask('GET', '/fhir/R4/MedicationAdministration/old', undefined)).status).toBe(200);
    expect(
      (await ask('POST', '/fhir/R4/Observation', { resourceType: 'Observation', status: 'final', code: { text: 'y' } }))
        .status,
    ).toBe(201);
  });
});
