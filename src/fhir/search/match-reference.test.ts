import { describe, expect, it } from 'vitest';
import type { EpochMs } from '../../kernel/index.ts';
import type { Resource } from '../generated/types.ts';
import { contentHas, narrativeHas, searchedWords } from './full-text.ts';
import { matchesSearch } from './match.ts';
import { parseSearch } from './parse.ts';

const place = (id: string, partOf?: string) => ({
  resourceType: 'Location',
  id,
  ...(partOf === undefined ? {} : { partOf: { reference: partOf } }),
});

// A house with wards, rooms and beds; two places that are part of each other by mistake.
const HOUSE = [
  place('house'),
  place('ward', 'Location/house'),
  place('room', 'Location/ward'),
  place('bed', 'Location/room'),
  place('other', 'Location/house'),
  place('a', 'Location/b'),
  place('b', 'Location/a'),
  place('lost', 'Location/gone'),
];

const find = (reference: string) =>
  HOUSE.find(({ id }) => `Location/${id}` === reference) as unknown as Resource | undefined;

function matches(resource: object, query: string): boolean {
  const { resourceType } = resource as { resourceType: string };
  return matchesSearch(resource as Resource, parseSearch(resourceType, query), {
    timeZone: 'UTC',
    now: 0 as EpochMs,
    find,
  });
}

const stay = (reference: string) => ({ resourceType: 'Encounter', location: [{ location: { reference } }] });

describe('references', () => {
  it.each([
    ['the bed itself', 'bed', 'location=bed', true],
    ['not the ward it stands in', 'bed', 'location=ward', false],
    ['below the ward', 'bed', 'location:below=Location/ward', true],
    ['below the house', 'bed', 'location:below=Location/house', true],
    ['below itself', 'bed', 'location:below=Location/bed', true],
    ['not below another ward', 'bed', 'location:below=Location/other', false],
    ['not below what is below it', 'ward', 'location:below=Location/bed', false],
    ['above the bed', 'ward', 'location:above=Location/bed', true],
    ['above, the whole house', 'house', 'location:above=Location/bed', true],
    ['not above its own house', 'bed', 'location:above=Location/house', false],
    ['a circle ends', 'a', 'location:below=Location/b', true],
    ['a circle ends, where nothing is found', 'a', 'location:below=Location/house', false],
    ['what is part of a place that is gone', 'lost', 'location:below=Location/gone', true],
    ['a place that is not there', 'gone', 'location:below=Location/gone', true],
  ])('%s', (_, at, query, expected) => {
    expect(matches(stay(`Location/${at}`), query)).toBe(expected);
  });

  const seen = (subject: object) => ({ resourceType: 'Observation', subject });

  it.each<[string, object, string, boolean]>([
    ['a version of the patient', { reference: 'Patient/p/_history/2' }, 'subject=Patient/p', true],
    ['that version', { reference: 'Patient/p/_history/2' }, 'subject=Patient/p/_history/2', true],
    ['another version', { reference: 'Patient/p/_history/2' }, 'subject=Patient/p/_history/1', false],
    ['a patient whose id begins the same', { reference: 'Patient/p1' }, 'subject=Patient/p', false],
    ['ids tell small from large letters', { reference: 'Patient/P' }, 'subject=Patient/p', false],
    ['a patient of another house', { reference: 'https://other.kr/fhir/Patient/p' }, 'subject=Patient/p', false],
    ['what is contained', { reference: '#p' }, 'subject=p', false],
    [
      'an identifier by itself',
      { identifier: { system: 'urn:mrn', value: '7' } },
      'subject:identifier=urn:mrn|7',
      true,
    ],
    [
      'the identifier of another system',
      { identifier: { system: 'urn:x', value: '7' } },
      'subject:identifier=urn:mrn|7',
      false,
    ],
    ['no identifier', { reference: 'Patient/7' }, 'subject:identifier=7', false],
    ['a name only', { display: 'p' }, 'subject=p', false],
    ['a name only is no reference', { display: 'p' }, 'subject=Patient/p', false],
  ])('%s', (_, subject, query, expected) => {
    expect(matches(seen(subject), query)).toBe(expected);
  });
});

describe('composites hold within one element', () => {
  const panel = {
    resourceType: 'Observation',
    code: { coding: [{ code: 'bp' }] },
    component: [
      { code: { coding: [{ code: 'sys' }] }, valueQuantity: { value: 150 } },
      { code: { coding: [{ code: 'dia' }] }, valueQuantity: { value: 70 } },
      { code: { coding: [{ code: 'note' }] }, valueString: 'arm' },
    ],
  };

  it.each([
    ['component-code-value-quantity=sys$150', true],
    ['component-code-value-quantity=dia$150', false],
    ['component-code-value-quantity=note$70', false],
    ['component-code-value-quantity=sys$70,dia$70', true],
    ['combo-code-value-quantity=dia$lt80', true],
    ['combo-code-value-quantity=bp$lt80', false],
    ['code-value-string=note$arm', false],
  ])('%s is %s', (query, expected) => {
    expect(matches(panel, query)).toBe(expected);
  });
});

describe('words', () => {
  it('are divided at any white space', () => {
    expect(searchedWords('  Chest\t PAIN\n통증 ')).toEqual(['chest', 'pain', '통증']);
    expect(searchedWords(' \n ')).toEqual([]);
  });

  it('of a narrative are what a reader sees', () => {
    const noted = { text: { div: '<div class="alert" title="hidden">열이 <b>39.2</b>도<br/>Fever</div>' } };
    expect(['39.2', 'fever 열이', '도'].map((text) => narrativeHas(noted, text))).toEqual([true, true, true]);
    expect(['hidden', 'alert', 'fever 오한', ''].map((text) => narrativeHas(noted, text))).toEqual([
      false,
      false,
      false,
      false,
    ]);
    for (const resource of [{}, { text: null }, { text: {} }, { text: { div: 5 } }])
      expect(narrativeHas(resource, 'fever')).toBe(false);
  });

  it('of the content stand anywhere, in any order and any depth', () => {
    const resource = { code: { text: 'Angina' }, note: [{ text: 'seen by 김' }, { text: 'at night' }], value: 5 };
    expect(contentHas(resource, 'NIGHT angina 김')).toBe(true);
    expect(contentHas(resource, 'angina cough')).toBe(false);
    expect(contentHas(resource, '  ')).toBe(false);
  });
});
