import { describe, expect, it } from 'vitest';
import { instantOf, type EpochMs } from '../../kernel/index.ts';
import { auditEventOf, derivedOf, entryText, type AuditEntry } from './entry.ts';
import { withoutResidentNumbers } from './query-text.ts';

const recorded = instantOf(1_764_000_000_000 as EpochMs);
const entry: AuditEntry = {
  agent: {
    id: 'demo-physician',
    name: '김민준',
    role: 'physician',
    clientId: 'maru-web',
    fhirUser: 'Practitioner/demo-physician',
    address: '10.0.0.7',
  },
  kind: 'rest',
  interaction: 'search-type',
  action: 'E',
  outcome: 'success',
  patients: ['a', 'b', 'a'],
  entities: ['Observation/1', 'Patient/a'],
  query: 'subject=Patient/a&code=718-7',
};
interface Event {
  readonly [key: string]: unknown;
  readonly agent: readonly Record<string, unknown>[];
  readonly entity?: readonly { what?: { reference: string }; query?: string; role: { code: string } }[];
  readonly purposeOfEvent?: unknown;
}
const eventOf = (change: Partial<AuditEntry> = {}): Event =>
  auditEventOf(entryText({ ...entry, ...change }, recorded)) as unknown as Event;

describe('the AuditEvent of an entry', () => {
  it('says who, whose, what, from where and with which outcome', () => {
    const event = eventOf();
    expect(event).toMatchObject({
      type: { code: 'rest' },
      subtype: [{ code: 'search-type' }],
      action: 'E',
      recorded,
      outcome: '0',
      source: { observer: { display: 'Maru' } },
    });
    expect(event.agent).toHaveLength(2);
    expect(event.agent[0]).toMatchObject({
      who: { reference: 'Practitioner/demo-physician', identifier: { value: 'demo-physician' }, display: '김민준' },
      requestor: true,
      network: { address: '10.0.0.7', type: '2' },
    });
    expect(event.agent[1]).toMatchObject({ who: { identifier: { value: 'maru-web' } }, requestor: false });
    expect(event.entity?.map((one) => one.what?.reference)).toEqual([
      'Patient/a',
      'Patient/b',
      'Observation/1',
      undefined,
    ]);
    expect(Buffer.from(event.entity?.[3]?.query ?? '', 'base64').toString()).toBe(entry.query);
  });

  it('has exactly one requestor, also for somebody unknown', () => {
    const event = eventOf({
      agent: { id: 'anonymous', address: '' },
      outcome: 'refused',
      outcomeText: 'access.token-expired',
    });
    expect(event.agent).toEqual([
      { who: { identifier: expect.objectContaining({ value: 'anonymous' }) as unknown }, requestor: true },
    ]);
    expect(event).toMatchObject({ outcome: '4', outcomeDesc: 'access.token-expired' });
  });

  it('marks broken glass where it touched the patient, and there only', () => {
    const agent = {
      ...entry.agent,
      brokenGlass: [
        { patient: 'c', reason: 'another' },
        { patient: 'a', reason: 'unconscious in the emergency room' },
      ],
    };
    expect(eventOf({ agent }).purposeOfEvent).toEqual([
      { coding: [expect.objectContaining({ code: 'BTG' }) as unknown], text: 'unconscious in the emergency room' },
    ]);
    expect(eventOf({ agent, patients: ['b'] }).purposeOfEvent).toBeUndefined();
  });

  it('is made of a text that is short and holds the facts', () => {
    const text = entryText(entry, recorded);
    expect(text.length).toBeLessThan(JSON.stringify(eventOf()).length / 3);
    expect(JSON.parse(text)).toEqual({
      v: 1,
      recorded,
      kind: 'rest',
      interaction: 'search-type',
      action: 'E',
      outcome: 'success',
      who: {
        id: 'demo-physician',
        name: '김민준',
        role: 'physician',
        user: 'Practitioner/demo-physician',
        client: 'maru-web',
        from: '10.0.0.7',
      },
      patients: ['a', 'b'],
      entities: ['Observation/1'],
      query: 'subject=Patient/a&code=718-7',
    });
  });

  it('derives patients and time from the text alone', () => {
    expect(derivedOf(entryText(entry, recorded))).toEqual({
      recorded,
      patients: ['a', 'b'],
      agents: ['demo-physician', 'Practitioner/demo-physician'],
    });
    expect(derivedOf(entryText({ ...entry, patients: [] }, recorded)).patients).toEqual([]);
  });

  it('holds no resident number, wherever one was given', () => {
    const text = entryText(
      {
        ...entry,
        query: 'identifier=http://x|900101-1234567',
        reason: '8001012345678',
        outcomeText: '800101%2D2345678',
      },
      recorded,
    );
    const decoded =
      text +
      Buffer.from(
        eventOf({ query: 'identifier=http://x|900101-1234567' }).entity?.at(-1)?.query ?? '',
        'base64',
      ).toString();
    expect(decoded).not.toMatch(/1234567|2345678/);
  });
});

describe('withoutResidentNumbers', () => {
  it.each([
    '900101-1234567',
    '9001011234567',
    '900101%2d1234567',
    '900101%2D8234567',
    '900101+5234567',
    'x900101-1234567y',
  ])('strikes out %s', (text) => {
    expect(withoutResidentNumbers(text)).not.toContain('234567');
  });
  it.each(['1764000000000', 'code=718-7', '2026-11-24T05:00:00', '991301-1234567', '900101-9234567', '19001011234567'])(
    'leaves %s',
    (text) => {
      expect(withoutResidentNumbers(text)).toBe(text);
    },
  );
});
