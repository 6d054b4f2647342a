import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { embeddedTestStore } from '../../store/index.ts';
import { DocumentWard, KIM, LEE, PATIENT } from './testing.ts';

describe('the routes of documents', () => {
  let ward: DocumentWard;
  beforeAll(async () => {
    ward = await DocumentWard.open(embeddedTestStore());
  });
  afterAll(() => ward.close());

  it('are bounded, let in those who care for patients, and are audited by what they do', () => {
    for (const { path, method, access, audit, bodyLimit } of ward.routes) {
      if (method === 'POST' && path.startsWith('/care')) expect(bodyLimit, path).toBeLessThanOrEqual(1_048_576);
      if ('none' in audit) expect(['/care/documents/templates', '/care/documents/keys']).toContain(path);
      if ('roles' in access) {
        expect(access.roles, path).not.toContain('patient');
        expect(access.roles, path).not.toContain('researcher');
      } else expect(access, path).toEqual({ signedIn: true });
    }
    expect(ward.routes.length).toBe(22);
  });

  it('note every act with its patient, and refusals too', async () => {
    const signed = await ward.signed();
    await ward.post('sign', { id: signed['id'], version: signed['version'] }, LEE);
    const entries = await ward.audit.list({ agent: KIM.id, limit: 50 });
    const text = JSON.stringify(entries);
    expect(text).toContain('document-sign');
    expect(text).toContain(`Composition/${String(signed['id'])}`);
    expect(JSON.stringify(await ward.audit.list({ agent: LEE.id, limit: 20 }))).toContain('care.document-signed');
  });

  it('keep to the reach of who asks: without a scope for results there are none to quote', async () => {
    const query = { patient: PATIENT, names: 'results' };
    expect((await ward.read('facts', query)).status).toBe(200);
    expect((await ward.read('facts', query, KIM, ['user/Patient.rs', 'user/Encounter.rs'])).status).toBe(403);
  });

  it('publish public keys only', async () => {
    const { body } = await ward.read('keys', {});
    expect(JSON.stringify(body)).toMatch(/"kid"/);
    expect(JSON.stringify(body)).not.toMatch(/"d":/);
  });
});
