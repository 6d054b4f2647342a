import { Buffer } from 'node:buffer';
import { compactVerify, importJWK } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { payloadOf, signDetached, verifyDetached, type Statement } from './jws.ts';
import { keysOfProcess, publicKeys, type SigningKey } from './signing-keys.ts';

const NOTE = {
  resourceType: 'Composition',
  id: 'x',
  meta: { versionId: '3', lastUpdated: '2026-07-01T00:00:00Z' },
  status: 'final',
  title: '경과기록',
  section: [{ title: '평가', text: { status: 'generated', div: '<div>호전</div>' } }],
};
const STATEMENT: Statement = {
  target: 'Composition/x/_history/3',
  signer: 'Practitioner/kim',
  name: '김서연',
  role: 'physician',
  act: 'sign',
  at: '2026-07-01T00:00:00.000Z',
};

describe('detached signatures', () => {
  const keys = keysOfProcess();
  let all: readonly SigningKey[];
  let jws: string;
  beforeAll(async () => {
    all = await keys.all();
    jws = await signDetached(keys, NOTE, STATEMENT);
  });

  it('hold for the resource whatever the order of its members and whatever the server says of it, and tell who signed', async () => {
    const { status, section, ...rest } = NOTE;
    const moved = { section, ...rest, meta: { versionId: '9' }, status };
    expect(await verifyDetached(all, jws, moved, STATEMENT.target)).toEqual({ holds: true, statement: STATEMENT });
  });

  it('hold no longer when anything in it is changed', async () => {
    const changes: object[] = [
      { ...NOTE, status: 'amended' },
      { ...NOTE, title: '경과기록 ' },
      { ...NOTE, section: [{ ...NOTE.section[0], text: { status: 'generated', div: '<div>악화</div>' } }] },
      { ...NOTE, author: [{ reference: 'Practitioner/park' }] },
    ];
    for (const changed of changes)
      expect(await verifyDetached(all, jws, changed, STATEMENT.target)).toEqual({ holds: false, why: 'altered' });
  });

  it('cannot be moved to another version, given another name, cut, or made by another key', async () => {
    expect(await verifyDetached(all, jws, NOTE, 'Composition/x/_history/4')).toMatchObject({ why: 'other-target' });
    const [header = '', , signature = ''] = jws.split('.');
    const named = JSON.parse(Buffer.from(header, 'base64url').toString('utf8')) as object;
    const forged = Buffer.from(JSON.stringify({ ...named, name: '박민호' })).toString('base64url');
    expect(await verifyDetached(all, `${forged}..${signature}`, NOTE, STATEMENT.target)).toMatchObject({
      why: 'altered',
    });
    for (const broken of ['', 'a.b', `${header}.x.${signature}`, `!..${signature}`])
      expect(await verifyDetached(all, broken, NOTE, STATEMENT.target)).toMatchObject({ why: 'unreadable' });
    const others = await keysOfProcess().all();
    expect(await verifyDetached(others, jws, NOTE, STATEMENT.target)).toMatchObject({ why: 'unknown-key' });
    const sameName = others.map((key) => ({ ...key, kid: all[0]?.kid ?? '' }));
    expect(await verifyDetached(sameName, jws, NOTE, STATEMENT.target)).toMatchObject({ why: 'altered' });
  });

  it('can be verified by any library with the public keys, which hold no secret', async () => {
    const [open] = publicKeys(all);
    expect(JSON.stringify(open)).not.toContain('"d"');
    const [header = '', , signature = ''] = jws.split('.');
    const whole = `${header}.${payloadOf(NOTE).toString('base64url')}.${signature}`;
    const { protectedHeader } = await compactVerify(whole, await importJWK(open ?? {}, 'ES256'));
    expect(protectedHeader).toMatchObject({ alg: 'ES256', kid: open?.kid, target: STATEMENT.target });
  });
});
