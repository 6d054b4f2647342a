import { QueryClient } from '@tanstack/react-query';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { infusionEvents, administrationQuery, recordedQuery, type Administration } from './administrations.ts';
import { checkDose, dueQuery, newAttempt, recordDose, recordEffect, type Asked } from './api.ts';
import { scansQuery } from './scans.ts';
import { dayStart } from './times.ts';
import { ownWard, setOwnWard, wardsQuery } from './wards.ts';

const FROM = '2026-07-01T00:00:00.000Z';
const TO = '2026-07-01T12:00:00.000Z';
let asked: { path: string; body: unknown }[] = [];
let answer: () => Response;

const fetched = async <Data>(options: object) =>
  await new QueryClient().fetchQuery<unknown, Error, Data>({ ...options, retry: false } as never);

beforeEach(() => {
  asked = [];
  answer = () => Response.json({});
  vi.stubGlobal('fetch', async (path: string, { body }: { readonly body?: string }) => {
    asked.push({ path: decodeURIComponent(path), body: body === undefined ? undefined : JSON.parse(body) });
    return answer();
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const dose: Asked = { attempt: 'a-1', patient: 'kim', steps: [{ scan: 'badge', raw: 'b' }] };

describe('what is asked of the house', () => {
  it('are the doses of one ward or one patient, between two moments', async () => {
    await fetched(dueQuery({ ward: 'w 61' }, FROM, TO));
    await fetched(dueQuery({ patient: 'kim' }, FROM, TO));
    expect(asked.map(({ path }) => path)).toEqual([
      `/care/medication/due?ward=w+61&from=${FROM}&to=${TO}`,
      `/care/medication/due?patient=kim&from=${FROM}&to=${TO}`,
    ]);
  });

  it('never takes the list of one patient for that of another, nor one day for the next', () => {
    const keys = [
      dueQuery({ patient: 'kim' }, FROM, TO),
      dueQuery({ patient: 'lee' }, FROM, TO),
      dueQuery({ ward: 'kim' }, FROM, TO),
      dueQuery({ patient: 'kim' }, TO, TO),
    ].map(({ queryKey }) => JSON.stringify(queryKey));
    expect(new Set(keys).size).toBe(keys.length);
    const day = dayStart(Date.parse(FROM));
    expect(recordedQuery('kim', day, day + 1).queryKey).not.toEqual(recordedQuery('lee', day, day + 1).queryKey);
  });

  it('is a check of the same body as the record', async () => {
    answer = () => Response.json({ decision: 'allow' });
    await checkDose(dose);
    await recordDose(dose);
    expect(asked).toEqual([
      { path: '/care/medication/check', body: dose },
      { path: '/care/medication/record', body: dose },
    ]);
  });

  it('is the effect of a dose, with the pain where it was said, 0 included', async () => {
    const effect = { attempt: 'a-1', patient: 'kim', task: 't', effect: 'relieved' };
    await recordEffect({ ...effect, pain: 0 });
    await recordEffect(effect);
    expect(asked.map(({ body }) => body)).toEqual([{ ...effect, pain: 0 }, effect]);
  });

  it('are the records of one day of one patient, newest first, with the names of the drugs', async () => {
    const day = Date.parse('2026-07-01T00:00:00Z');
    await fetched(recordedQuery('kim', day, day + 86_400_000));
    const [path = ''] = asked.map((one) => one.path);
    for (const part of [
      'subject=Patient/kim',
      'effective-time=ge2026-07-01T00:00:00.000Z',
      'effective-time=lt2026-07-02T00:00:00.000Z',
      '_sort=-effective-time',
      '_include=MedicationAdministration:medication',
    ])
      expect(path).toContain(part);
  });

  it('is one record by its reference, and the scans of one ward', async () => {
    await fetched(administrationQuery('MedicationAdministration/adm-1'));
    await fetched(scansQuery('w61', FROM, TO));
    expect(asked.map(({ path }) => path)).toEqual([
      '/fhir/R4/MedicationAdministration/adm-1',
      `/care/medication/scans?ward=w61&from=${FROM}&to=${TO}`,
    ]);
  });

  it('has an attempt of its own each time', () => {
    expect(new Set(Array.from({ length: 100 }, newAttempt)).size).toBe(100);
  });
});

describe('the clock of the device against that of the house', () => {
  it.each([
    [0, 0],
    [-7, -7],
    [130, 130],
  ])('is told where it is %i min ahead', async (minutes, told) => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.parse(FROM) + minutes * 60_000 });
    answer = () => Response.json({ doses: [], effects: [], patients: [], at: FROM });
    const list = await fetched<{ skew?: number }>(dueQuery({ ward: 'w61' }, FROM, TO));
    expect(list.skew).toBe(told * 60_000);
    expect((await checkDose(dose)).skew).toBe(told * 60_000);
  });

  it('is not guessed where the house did not say its time', async () => {
    answer = () => Response.json({ decision: 'allow' });
    expect((await checkDose(dose)).skew).toBeUndefined();
  });
});

describe('what went wrong', () => {
  it.each([
    [403, 'forbidden'],
    [409, 'refused'],
    [422, 'refused'],
    [429, 'busy'],
    [503, 'busy'],
    [500, 'fault'],
  ])('with status %i is %s, with the code of the house', async (status, kind) => {
    const details = { coding: [{ code: 'care.no-such-dose' }] };
    answer = () => Response.json({ resourceType: 'OperationOutcome', issue: [{ details }] }, { status });
    await expect(recordDose(dose)).rejects.toMatchObject({ kind, status, code: 'care.no-such-dose' });
  });

  it('where nobody answered may have been recorded: that is not a refusal', async () => {
    answer = () => {
      throw new TypeError('fetch failed');
    };
    await expect(recordDose(dose)).rejects.toMatchObject({ kind: 'offline' });
  });
});

describe('the rate of an infusion as it was recorded', () => {
  const rated = async (digits: string) => {
    const url = 'https://maru.health/fhir/StructureDefinition/infusion-event';
    answer = () =>
      new Response(
        `{"extension":[{"url":"${url}","extension":[{"url":"act","valueCode":"rate"},{"url":"at","valueDateTime":"${FROM}"},
        {"url":"rate","valueQuantity":{"value":${digits},"code":"mL/h"}}]}]}`,
      );
    const read = await fetched<Administration>(administrationQuery('MedicationAdministration/adm-1'));
    return infusionEvents(read)[0]?.rate?.value;
  };

  it.each([
    ['8', 8],
    ['0.5', 0.5],
    ['8.0', 8],
    ['12.50', 12.5],
    ['0', 0],
  ])('%s is a number', async (digits, value) => expect(await rated(digits)).toBe(value));
});

describe('wards', () => {
  const place = (id: string, name: string | undefined, code: string) => ({
    search: { mode: 'match' },
    resource: { resourceType: 'Location', id, name, physicalType: { coding: [{ code }] } },
  });

  it('are the places that are wards, in the order in which people count', async () => {
    const entry = [
      place('b', '61병동 1번 병상', 'bd'),
      place('w10', '101병동', 'wa'),
      place('w9', '92병동', 'wa'),
      place('x', undefined, 'wa'),
      { search: { mode: 'match' }, resource: { resourceType: 'Location', id: 'none', name: '어딘가' } },
    ];
    answer = () => Response.json({ resourceType: 'Bundle', entry });
    const wards = await fetched<{ id: string; name: string }[]>(wardsQuery());
    expect(wards.filter(({ id }) => id !== 'x').map(({ name }) => name)).toEqual(['92병동', '101병동']);
    expect(wards).toContainEqual({ id: 'x', name: 'x' });
  });

  it('are remembered on the device, one at a time', () => {
    const kept = new Map<string, string>();
    vi.stubGlobal('localStorage', {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => kept.set(key, value),
    });
    expect(ownWard()).toBeUndefined();
    setOwnWard('w61');
    setOwnWard('w62');
    expect(ownWard()).toBe('w62');
  });
});
