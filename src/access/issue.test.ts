import { describe, expect, it } from 'vitest';
import type { AuditEntry } from './audit/entry.ts';
import { issueToken, localAdministrator, LONGEST_TTL, type TokenOrder } from './issue.ts';
import type { Person } from './people.ts';
import { loadPolicies } from './policies.ts';

const nurse = { id: 'demo-nurse', login: 'nurse', role: 'nurse', disabled: false } as unknown as Person;
const gone = { ...nurse, id: 'p-gone', login: 'gone', disabled: true } as Person;

/** A house that keeps what was audited and stored, in the order in which it happened. */
function house() {
  const happened: string[] = [];
  const audited: AuditEntry[] = [];
  const stored: unknown[][] = [];
  const access = {
    people: {
      findAny: (name: string) => Promise.resolve([nurse, gone].find((one) => [one.id, one.login].includes(name))),
    },
    policies: loadPolicies(),
    audit: { append: (entry: AuditEntry) => Promise.resolve(void (happened.push('audit'), audited.push(entry))) },
    store: {
      query: (_text: string, values: unknown[]) => Promise.resolve((happened.push('store'), stored.push(values), [])),
    },
  };
  const order = (more: Partial<TokenOrder> = {}) =>
    issueToken(access as unknown as Parameters<typeof issueToken>[0], {
      as: 'system',
      scopes: ['system/*.rs'],
      ttl: 900,
      ...more,
    });
  return { happened, audited, stored, order };
}

describe('a token for scripts', () => {
  it('is noted before it is given, and stored only as a digest', async () => {
    const { happened, audited, stored, order } = house();
    const { token, role, expiresIn } = await order();
    expect(token).toMatch(/^[\w-]{43}$/);
    expect([role, expiresIn]).toEqual(['system', 900]);
    expect(happened).toEqual(['audit', 'store']);
    expect(JSON.stringify([audited, stored])).not.toContain(token);
    expect(audited[0]).toMatchObject({
      kind: 'security',
      interaction: 'token',
      outcomeText: expect.stringContaining('900 s') as unknown,
    });
  });

  it('is another one each time', async () => {
    const { order } = house();
    const tokens = await Promise.all(Array.from({ length: 10 }, () => order()));
    expect(new Set(tokens.map(({ token }) => token)).size).toBe(10);
  });

  it('of a person belongs to that person and names the patient whose context it has', async () => {
    const { audited, stored, order } = house();
    const { as, role } = await order({ as: 'nurse', scopes: ['patient/Observation.rs'], patient: 'p1' });
    expect([as, role]).toEqual(['nurse', 'nurse']);
    expect(audited[0]?.patients).toEqual(['p1']);
    expect(JSON.parse(String(stored[0]?.[2]))).toMatchObject({ accountId: 'demo-nurse', extra: { patient: 'p1' } });
  });

  it.each([
    ['nobody', { as: 'nobody' }, 'access.person-unknown'],
    ['somebody locked out', { as: 'gone' }, 'access.person-unknown'],
    ['a scope that is none', { scopes: ['system/*.rs', 'everything'] }, 'access.scope-invalid'],
    ['letters out of order', { scopes: ['system/Patient.sr'] }, 'access.scope-invalid'],
    ['a person’s scope for the house', { scopes: ['user/*.rs'] }, 'access.scope-refused'],
    ['the house’s scope for a person', { as: 'nurse', scopes: ['system/*.rs'] }, 'access.scope-refused'],
    ['no time', { ttl: 0 }, 'access.ttl-invalid'],
    ['time past', { ttl: -1 }, 'access.ttl-invalid'],
    ['part of a second', { ttl: 1.5 }, 'access.ttl-invalid'],
    ['more than a day', { ttl: LONGEST_TTL + 1 }, 'access.ttl-invalid'],
    ['what is no number', { ttl: Number.NaN }, 'access.ttl-invalid'],
  ])('is refused for %s, and nothing is noted or kept', async (_what, more, code) => {
    const { happened, order } = house();
    await expect(order(more)).rejects.toMatchObject({ code });
    expect(happened).toEqual([]);
  });

  it.each([1, LONGEST_TTL])('may live %d seconds', async (ttl) => {
    const { stored, order } = house();
    await order({ ttl });
    expect(stored[0]?.[3]).toBe(ttl);
  });

  it('is made by the local administrator, with a name', () => {
    expect(localAdministrator()).toMatchObject({ role: 'system', id: expect.stringMatching(/^local:.+/) as unknown });
  });
});
