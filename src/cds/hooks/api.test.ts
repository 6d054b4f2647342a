import { describe, expect, it } from 'vitest';
import { card, feedbackRequest, hookRequest, hookResponse, readBody } from './api.ts';

const REQUEST = {
  hook: 'order-sign',
  hookInstance: 'd1577c69-dfbe-44ad-ba6d-3e05e953b2ea',
  context: {
    patientId: 'p1',
    userId: 'Practitioner/1',
    draftOrders: { resourceType: 'Bundle', entry: [{ resource: { resourceType: 'MedicationRequest' } }] },
  },
};
const read = (change: object): unknown => readBody(hookRequest, JSON.stringify({ ...REQUEST, ...change }));
const inContext = (change: object): unknown => read({ context: { ...REQUEST.context, ...change } });

describe('a service call', () => {
  it('takes what CDS Hooks says, and passes over what it says beyond', () => {
    expect(read({})).toMatchObject({ hook: 'order-sign' });
    expect(read({ extension: { a: 1 }, fhirAuthorization: { access_token: 'x' } })).toMatchObject({
      hook: 'order-sign',
    });
    expect(read({ prefetch: { patient: null } })).toMatchObject({ prefetch: { patient: null } });
  });

  it('keeps the digits of decimals in drafts', () => {
    const text = JSON.stringify(REQUEST).replace('"MedicationRequest"', '"MedicationRequest","value":1.50');
    const { context } = readBody(hookRequest, text);
    expect(JSON.stringify(context.draftOrders)).toContain('1.50');
  });

  it.each([
    ['an unknown hook', { hook: 'order-dispatch' }],
    ['an instance that is no UUID', { hookInstance: '1' }],
    ['a server that is no address', { fhirServer: 'here' }],
    ['prefetch without a type', { prefetch: { patient: { id: '1' } } }],
    ['no context', { context: undefined }],
  ])('is refused with %s', (_, change) => {
    expect(() => read(change)).toThrow('not what CDS Hooks 2.0 takes');
  });

  it.each([
    ['no patient', { patientId: undefined }],
    ['a reference for an id', { patientId: 'Patient/1' }],
    ['an id with a query', { patientId: '1&_id=2' }],
    ['drafts that are no Bundle', { draftOrders: { resourceType: 'List' } }],
    ['too many drafts', { draftOrders: { resourceType: 'Bundle', entry: Array.from({ length: 501 }, () => ({})) } }],
  ])('is refused with %s', (_, change) => {
    expect(() => inContext(change)).toThrow('not what CDS Hooks 2.0 takes');
  });
});

describe('feedback', () => {
  const ENTRY = { card: REQUEST.hookInstance, outcome: 'accepted', outcomeTimestamp: '2026-11-24T10:00:00+09:00' };
  const feedback = (change: object): unknown =>
    readBody(feedbackRequest, JSON.stringify({ feedback: [{ ...ENTRY, ...change }] }));

  it('takes accepted and overridden, with suggestions and reasons', () => {
    expect(feedback({})).toMatchObject({ feedback: [{ outcome: 'accepted' }] });
    const reason = { reason: { code: 'monitored', system: 'x' }, userComment: 'ok' };
    expect(feedback({ outcome: 'overridden', overrideReason: reason })).toMatchObject({
      feedback: [{ overrideReason: reason }],
    });
  });

  it.each([
    { card: 'x' },
    { outcome: 'ignored' },
    { outcomeTimestamp: 'today' },
    { overrideReason: { reason: { display: 'no code' } } },
  ])('refuses %j', (change) => {
    expect(() => feedback(change)).toThrow('not what CDS Hooks 2.0 takes');
  });

  it('refuses an empty list', () => {
    expect(() => readBody(feedbackRequest, '{"feedback":[]}')).toThrow('not what CDS Hooks');
    expect(() => readBody(feedbackRequest, '')).toThrow('not what CDS Hooks');
  });
});

describe('cards of other services', () => {
  const CARD = { summary: 'x', indicator: 'info', source: { label: 'y' } };

  it('need summary, indicator and source', () => {
    expect(card.safeParse(CARD).success).toBe(true);
    for (const name of ['summary', 'indicator', 'source'])
      expect(card.safeParse({ ...CARD, [name]: undefined }).success).toBe(false);
    expect(hookResponse.safeParse({ cards: [] }).success).toBe(true);
    expect(hookResponse.safeParse({}).success).toBe(false);
  });

  it('may not link to anything but addresses', () => {
    const link = { label: 'z', url: 'javascript', type: 'absolute' };
    expect(card.safeParse({ ...CARD, links: [link] }).success).toBe(false);
  });
});
