/**
 * Finding what to order while it is typed: Korean (also by initial consonants and half-typed syllables), English, ATC codes, other names.
 *
 * What begins with the text comes before what only holds it; drugs before other things; favourites are the client's to raise.
 *
 * Proof   search.test.ts
 */
import { ORDERABLES, HIGH_RISK_KINDS, type Orderable } from './catalogue.ts';
import type { Kind } from './draft.ts';
import { usualOf, type Drug } from './formulary.ts';
import { placeIn, plainText, typedText } from './hangul.ts';
import { markedParts, tallParts, type NamePart } from './look-alike.ts';
import type { Preset } from './presets.ts';
import type { Text } from './words.ts';

/** One thing that can be ordered, as a screen shows it. */
export interface CatalogueItem {
  readonly kind: Kind;
  readonly id: string;
  readonly name: Text;
  /** The name in parts, with the letters raised that tell it from names like it. */
  readonly parts: { readonly ko: readonly NamePart[]; readonly en: readonly NamePart[] };
  readonly strength?: string;
  readonly unit?: string;
  readonly routes?: readonly string[];
  readonly highRisk: boolean;
  readonly presets: readonly Preset[];
  readonly loinc?: string;
  readonly tube?: string;
  readonly fasting?: number;
}

/** A drug as an item. */
export function drugItem(drug: Drug): CatalogueItem {
  const { id, name, strength, unit, routes, highAlert } = drug;
  return {
    kind: 'drug',
    id,
    name,
    parts: { ko: markedParts(name.ko, drug.lookAlikes), en: tallParts(name.en) },
    strength,
    unit,
    routes,
    highRisk: highAlert,
    presets: usualOf(drug),
  };
}

/** An orderable of the file as an item. */
export function orderableItem({ code, kind, ko, en, loinc, tube, fasting }: Orderable): CatalogueItem {
  return {
    kind,
    id: code,
    name: { ko, en },
    parts: { ko: [{ text: ko, strong: false }], en: [{ text: en, strong: false }] },
    highRisk: HIGH_RISK_KINDS.has(kind),
    presets: [],
    ...(loinc === undefined ? {} : { loinc }),
    ...(tube === undefined ? {} : { tube }),
    ...(fasting === undefined ? {} : { fasting }),
  };
}

interface Found {
  readonly score: number;
  readonly name: string;
  readonly item: () => CatalogueItem;
}

export interface CatalogueAsk {
  readonly q: string;
  readonly kind?: Kind | undefined;
  readonly limit: number;
}

/** What the typed text finds, best first. */
export function searchCatalogue(drugs: Iterable<Drug>, { q, kind, limit }: CatalogueAsk): readonly CatalogueItem[] {
  const typed = typedText(q);
  if (typed === '') return [];
  const found: Found[] = [];
  const keep = (score: number | undefined, name: string, item: () => CatalogueItem): void => {
    if (score !== undefined) found.push({ score, name, item });
  };
  if (kind === undefined || kind === 'drug')
    for (const drug of drugs)
      keep(scoreOf(typed, [drug.name.ko, drug.name.en], [drug.atc]), `${drug.name.ko} ${drug.strength}`, () =>
        drugItem(drug),
      );
  for (const one of ORDERABLES.values())
    if (kind === undefined || kind === one.kind)
      keep(scoreOf(typed, [one.ko, one.en], one.also ?? []), one.ko, () => orderableItem(one));
  return found
    .toSorted((a, b) => a.score - b.score || a.name.localeCompare(b.name, 'ko', { numeric: true }))
    .slice(0, limit)
    .map(({ item }) => item());
}

/** 0: a name begins with it; 1: another name does; 2: a word of a name does; 3: it stands somewhere inside. */
function scoreOf(typed: string, names: readonly string[], others: readonly string[]): number | undefined {
  const places = names.map((name) => placeIn(plainText(name), typed));
  if (places.includes(0)) return 0;
  if (others.some((other) => placeIn(plainText(other), typed) === 0)) return 1;
  if (names.some((name) => name.split(/[\s·,(/]+/).some((word) => placeIn(plainText(word), typed) === 0))) return 2;
  return typed.length > 1 && places.some((place) => place !== undefined) ? 3 : undefined;
}
