import { describe, expect, it } from 'vitest';
import { hashText } from '../kernel/index.ts';
import type { WriteContext } from './context.ts';
import { demandTargets, localReference, localReferences } from './integrity.ts';
import type { Change } from './write.ts';

describe('a reference to this record', () => {
  it.each([
    ['Patient/1', 'Patient/1'],
    ['Patient/1/_history/3', 'Patient/1'],
    ['Location/ward-61.bed-2', 'Location/ward-61.bed-2'],
  ])('%s is one to %s', (reference, target) => {
    expect(localReference(reference)).toBe(target);
  });

  it.each([
    'https://elsewhere.example/fhir/Patient/1',
    'urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0',
    '#contained',
    'Patient',
    'Patient/',
    'Patient/1/2',
    'patient/1',
    'Nothing/1',
    'Patient?identifier=1',
    `Patient/${'x'.repeat(65)}`,
    ' Patient/1',
    '',
  ])('%j is none', (reference) => {
    expect(localReference(reference)).toBeUndefined();
  });

  it('is found however deep it stands, and each once', () => {
    const resource = {
      resourceType: 'Encounter',
      id: 'e',
      status: 'in-progress',
      class: { code: 'IMP' },
      subject: { reference: 'Patient/1' },
      participant: [{ individual: { reference: 'Practitioner/d' } }, { individual: { reference: 'Practitioner/d' } }],
      location: [{ location: { reference: 'Location/b' } }, { location: { reference: '#inside' } }],
    };
    expect([...localReferences(resource)].toSorted()).toEqual(['Location/b', 'Patient/1', 'Practitioner/d']);
  });
});

/** A database that holds these resources, and counts what it is asked. */
function holding(isOn: boolean, ...present: readonly string[]) {
  const asked: string[][] = [];
  const query = (_text: string, [keys]: readonly [string[]]): Promise<{ key: string }[]> => {
    asked.push(keys);
    return Promise.resolve(
      present
        .map(hashText)
        .filter((key) => keys.includes(key))
        .map((key) => ({ key })),
    );
  };
  const open = { settings: { referentialIntegrity: isOn }, transaction: { query } } as unknown as WriteContext;
  return { open, asked };
}

const about = (...patients: readonly string[]): Change[] =>
  patients.map((id) => {
    const resource = { resourceType: 'Condition', id: `c-${id}`, subject: { reference: `Patient/${id}` } };
    return { resource } as unknown as Change;
  });

describe('targets that must be there', () => {
  it('pass where every one is, asked for once', async () => {
    const { open, asked } = holding(true, 'Patient/1', 'Patient/2');
    await demandTargets(open, about('1', '2', '1'));
    expect(asked.map((keys) => keys.length)).toEqual([2]);
  });

  it('are named where one is not', async () => {
    const { open } = holding(true, 'Patient/1');
    await expect(demandTargets(open, about('1', '2'))).rejects.toMatchObject({
      code: 'record.reference-broken',
      message: expect.stringContaining("'Patient/2'") as unknown,
    });
  });

  it('are not asked for where the hospital does not want it, nor where a change names none', async () => {
    const off = holding(false);
    await demandTargets(off.open, about('9'));
    const none = holding(true);
    await demandTargets(none.open, [{ resource: undefined } as unknown as Change]);
    expect([off.asked, none.asked]).toEqual([[], []]);
  });
});
