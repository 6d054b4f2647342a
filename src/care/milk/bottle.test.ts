import { describe, expect, it } from 'vitest';
import { BOTTLE_SYSTEM, bottleOf } from './bottle.ts';

const EXTENSIONS = 'https://maru.health/fhir/StructureDefinition/';
const product = (more: object = {}, extra: readonly object[] = []) =>
  bottleOf({
    resourceType: 'BiologicallyDerivedProduct',
    id: 'b-1',
    status: 'available',
    identifier: [
      { system: 'urn:other', value: '9' },
      { system: BOTTLE_SYSTEM, value: 'MK-1' },
    ],
    extension: [
      { url: `${EXTENSIONS}baby`, valueReference: { reference: 'Patient/baby-1' } },
      { url: `${EXTENSIONS}mother`, valueString: '박지우' },
      { url: `${EXTENSIONS}expressed-at`, valueDateTime: '2026-06-30T20:00:00+09:00' },
      ...extra,
    ],
    ...more,
  } as never);

describe('a bottle', () => {
  it('is of one baby, with the mother’s name, its number and its time', () =>
    expect(product()).toEqual({
      id: 'b-1',
      number: 'MK-1',
      baby: 'baby-1',
      mother: '박지우',
      expressedAt: '2026-06-30T20:00:00+09:00',
      fed: false,
    }));

  it('is fed once it is used up, and thawed when it says so', () => {
    expect(product({ status: 'unavailable' }).fed).toBe(true);
    const thawed = { url: `${EXTENSIONS}thawed-at`, valueDateTime: '2026-07-01T09:00:00+09:00' };
    expect(product({}, [thawed]).thawedAt).toBe('2026-07-01T09:00:00+09:00');
    expect(product()).not.toHaveProperty('thawedAt');
    expect(product({ quantity: 60 }).volume).toBe(60);
    expect(product()).not.toHaveProperty('volume');
  });

  it('is nobody’s where the record does not say whose', () =>
    expect(bottleOf({ resourceType: 'BiologicallyDerivedProduct' } as never)).toMatchObject({
      baby: '',
      number: '',
      mother: '',
    }));
});
