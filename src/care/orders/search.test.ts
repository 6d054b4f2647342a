import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ORDERABLES } from './catalogue.ts';
import { drugOf } from './formulary.ts';
import { drugItem, orderableItem, searchCatalogue } from './search.ts';
import { PRODUCTS } from './testing.ts';

const DRUGS = PRODUCTS.flatMap((one) => drugOf(one as never) ?? []);
const find = (q: string, more: object = {}) => searchCatalogue(DRUGS, { q, limit: 50, ...more });
const ids = (q: string, more: object = {}) => find(q, more).map(({ id }) => id);

describe('what is typed', () => {
  it.each([
    ['a Korean beginning', '세프', ['ceftriaxone-1', 'ceftriaxone-2']],
    ['initial consonants', 'ㅅㅍㅌㄹ', ['ceftriaxone-1', 'ceftriaxone-2']],
    ['a syllable on the way', '와팔', ['warfarin']],
    ['English in capitals', 'WARF', ['warfarin']],
    ['an ATC code', 'B01AA03', ['warfarin']],
  ])('finds drugs by %s', (_name, q, expected) => expect(ids(q, { kind: 'drug' })).toEqual(expected));

  it.each(['', '   ', '-', '없는약없는약', '\\', '…'])('finds nothing for %j', (q) => expect(find(q)).toEqual([]));

  it('puts what begins with it before what holds it, and the weaker strength before the stronger', () => {
    expect(ids('ceftriaxone')).toEqual(['ceftriaxone-1', 'ceftriaxone-2']);
    expect(ids('azithro')[0]).toBe('azithromycin');
    const both = ids('thromycin', { kind: 'drug' });
    expect(both.toSorted()).toEqual(['azithromycin', 'clarithromycin']);
  });

  it('finds by other names too', () => expect(ids('FBS')).toContain('glucose-fasting'));

  it('keeps to the kind and to the number that are asked (property)', () => {
    const kinds = fc.constantFrom('drug', 'laboratory', 'imaging', 'nursing', 'diet', 'blood', 'procedure', 'consult');
    fc.assert(
      fc.property(
        fc.constantFrom('a', 'c', '혈', 'ㅎ', 'x'),
        kinds,
        fc.integer({ min: 1, max: 50 }),
        (q, kind, limit) => {
          const found = find(q, { kind, limit });
          expect(found.length).toBeLessThanOrEqual(limit);
          expect(new Set(found.map((one) => one.kind)).size).toBeLessThanOrEqual(1);
          for (const one of found) expect(one.kind).toBe(kind);
        },
      ),
    );
  });

  it('finds every drug and every orderable by its own name, in both languages', () => {
    for (const { id, name } of DRUGS) for (const q of [name.ko, name.en]) expect(ids(q), q).toContain(id);
    for (const { code, ko, en, kind } of ORDERABLES.values())
      for (const q of [ko, en]) expect(ids(q, { kind }), q).toContain(code);
  });

  it('does not mind capitals, spaces and hyphens (property)', () => {
    const name = fc.constantFrom('ceftriaxone', 'azithromycin', 'warfarin', 'cbc', 'lipid panel');
    fc.assert(
      fc.property(
        name,
        fc.integer({ min: 3, max: 12 }),
        fc.boolean(),
        fc.integer({ min: 1, max: 3 }),
        (of, length, loud, at) => {
          const q = of.slice(0, length);
          const said = `${q.slice(0, at)} -${q.slice(at)}`;
          expect(ids(loud ? said.toUpperCase() : said)).toEqual(ids(q));
        },
      ),
    );
  });
});

describe('an item', () => {
  it('of a drug shows high risk, routes and how it is usually ordered', () => {
    const items = new Map(DRUGS.map((one) => [one.id, drugItem(one)]));
    expect(items.get('enoxaparin')).toMatchObject({
      highRisk: true,
      unit: 'mg',
      routes: ['34206005'],
      strength: '40 mg',
    });
    expect(items.get('paracetamol')?.highRisk).toBe(false);
    expect(items.get('paracetamol')?.presets.length).toBeGreaterThan(0);
    for (const { parts, name } of items.values()) {
      expect(parts.ko.map(({ text }) => text).join('')).toBe(name.ko);
      expect(
        parts.en
          .map(({ text }) => text)
          .join('')
          .toLowerCase(),
      ).toBe(name.en.toLowerCase());
    }
  });

  it('of blood is of high risk, and one of the laboratory shows tube and fasting', () => {
    const item = (code: string) => orderableItem(ORDERABLES.get(code) as never);
    expect(item('rbc').highRisk).toBe(true);
    expect(item('lipid')).toMatchObject({ tube: 'SST-5', fasting: 8, highRisk: false, presets: [] });
  });
});
