import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { embeddedTestStore, type TestedStore } from '../../store/index.ts';
import { accessMigrations } from '../migrations.ts';
import { digestOf, endGrant, endPerson, endSession, StoreAdapter, sweepArtifacts } from './adapter.ts';

describe('where the OAuth server keeps its artifacts', () => {
  let store: TestedStore;
  let revoked = 0;
  beforeAll(async () => {
    store = await embeddedTestStore().open([accessMigrations]);
  });
  afterAll(() => store.close());

  const adapter = (model: string) =>
    new StoreAdapter(
      model,
      store,
      (id) => Promise.resolve(id === 'known' ? { client_id: 'known' } : undefined),
      () => void (revoked += 1),
    );

  const keep = async (person: string, session: string): Promise<void> => {
    const grantId = `grant-${session}`;
    await adapter('Grant').upsert(grantId, { accountId: person, clientId: 'maru-web' }, 60);
    await adapter('Session').upsert(
      `cookie-${session}`,
      { uid: session, accountId: person, authorizations: { 'maru-web': { grantId } } },
      60,
    );
    for (const model of ['AccessToken', 'RefreshToken'])
      await adapter(model).upsert(`${model}-${session}`, { accountId: person, grantId, sessionUid: session }, 60);
  };
  const alive = async (session: string): Promise<string[]> => {
    const found: string[] = [];
    if (await adapter('Session').findByUid(session)) found.push('session');
    if (await adapter('AccessToken').find(`AccessToken-${session}`)) found.push('access');
    if (await adapter('RefreshToken').find(`RefreshToken-${session}`)) found.push('refresh');
    return found;
  };

  it('gives back what was kept, by its value alone', async () => {
    const tokens = adapter('AccessToken');
    await tokens.upsert('secret-1', { jti: 'secret-1', accountId: 'kim', grantId: 'g1', scope: 'user/*.rs' }, 60);
    expect(await tokens.find('secret-1')).toEqual({
      jti: 'secret-1',
      accountId: 'kim',
      grantId: 'g1',
      scope: 'user/*.rs',
    });
    expect(await tokens.find('secret-2')).toBeUndefined();
    expect(await adapter('RefreshToken').find('secret-1')).toBeUndefined();
    const [row] = await store.query<{ id: string; payload: object }>(
      `select encode(id, 'hex') as id, payload from access_artifact`,
    );
    expect(row?.id).toBe(digestOf('secret-1'));
    expect(JSON.stringify(row?.payload)).not.toContain('secret-1');
  });

  it('knows nothing of what has expired', async () => {
    const codes = adapter('AuthorizationCode');
    await codes.upsert('old', { accountId: 'kim' }, -1);
    expect(await codes.find('old')).toBeUndefined();
  });

  it('finds sessions by their uid, and keeps no cookie of them elsewhere', async () => {
    const sessions = adapter('Session');
    await sessions.upsert('cookie-1', { uid: 'u1', accountId: 'kim' }, 60);
    expect(await sessions.findByUid('u1')).toMatchObject({ accountId: 'kim' });
    expect(await sessions.findByUid('u2')).toBeUndefined();
    await adapter('Interaction').upsert('i1', { session: { uid: 'u1', cookie: 'cookie-1', accountId: 'kim' } }, 60);
    expect(await adapter('Interaction').find('i1')).toEqual({ jti: 'i1', session: { uid: 'u1', accountId: 'kim' } });
    expect(await sessions.findByUserCode()).toBeUndefined();
  });

  it('asks the registry for clients', async () => {
    expect(await adapter('Client').find('known')).toEqual({ client_id: 'known' });
    expect(await adapter('Client').find('unknown')).toBeUndefined();
  });

  it('lets a code be used once: of ten at the same moment one wins, and the grant of all ends', async () => {
    const codes = adapter('AuthorizationCode');
    await adapter('Grant').upsert('g2', { accountId: 'kim' }, 60);
    await codes.upsert('code', { accountId: 'kim', grantId: 'g2' }, 60);
    await adapter('AccessToken').upsert('of-code', { accountId: 'kim', grantId: 'g2' }, 60);
    const before = revoked;
    const outcomes = await Promise.allSettled(Array.from({ length: 10 }, () => codes.consume('code')));
    expect(outcomes.filter((one) => one.status === 'fulfilled').length).toBe(1);
    expect(await adapter('AccessToken').find('of-code')).toBeUndefined();
    expect(await adapter('Grant').find('g2')).toBeUndefined();
    expect(revoked).toBeGreaterThan(before);
  });

  it('marks what was used up with its moment', async () => {
    const tokens = adapter('RefreshToken');
    await tokens.upsert('used', { accountId: 'kim' }, 60);
    await tokens.consume('used');
    const found = await tokens.find('used');
    expect(Number(found?.consumed)).toBeGreaterThan(1_700_000_000);
  });

  it('refuses a client assertion that was used before', async () => {
    const replays = adapter('ReplayDetection');
    await replays.upsert('jti-1', { iss: 'app' }, 60);
    await expect(replays.upsert('jti-1', { iss: 'app' }, 60)).rejects.toThrow('invalid_client');
  });

  it('tells the token cache whenever something may have ended', async () => {
    const tokens = adapter('AccessToken');
    await tokens.upsert('t', { grantId: 'g3' }, 60);
    const before = revoked;
    await tokens.destroy('t');
    await tokens.revokeByGrantId('g3');
    await adapter('Session').upsert('s', { uid: 'u9' }, 60);
    expect(revoked).toBe(before + 3);
  });

  describe('ending', () => {
    const ALL = ['session', 'access', 'refresh'];

    it('a grant ends its tokens, not the session', async () => {
      await keep('park', 'p1');
      await endGrant(store, 'grant-p1');
      expect(await alive('p1')).toEqual(['session']);
    });

    it('a session ends with all it led to, and no other', async () => {
      await keep('park', 'p2');
      await keep('park', 'p3');
      await endSession(store, 'p2');
      await endSession(store, 'no-such-session');
      expect([await alive('p2'), await alive('p3')]).toEqual([[], ALL]);
    });

    it('a person ends with all sessions, or all but one; nobody else does', async () => {
      await keep('choi', 'c1');
      await keep('choi', 'c2');
      await keep('jung', 'j1');
      await endPerson(store, 'choi', 'c2');
      expect([await alive('c1'), await alive('c2'), await alive('j1')]).toEqual([[], ALL, ALL]);
      await endPerson(store, 'choi');
      expect([await alive('c2'), await alive('j1')]).toEqual([[], ALL]);
    });

    it('what has long expired is swept away', async () => {
      await adapter('AccessToken').upsert('ancient', {}, -7200);
      await adapter('AccessToken').upsert('recent', {}, -60);
      await sweepArtifacts(store);
      const rows = await store.query<{ id: string }>(
        `select encode(id, 'hex') as id from access_artifact where expires < now()`,
      );
      expect(rows.map((row) => row.id)).not.toContain(digestOf('ancient'));
      expect(rows.map((row) => row.id)).toContain(digestOf('recent'));
    });
  });
});
