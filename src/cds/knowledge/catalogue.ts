/**
 * Which ingredients a coded or named product holds. Rules speak of ingredients alone.
 *
 * A code wins over words. A combination is split: by the list, or by the ATC rule that `…51` and `…71` hold what `…01` is. A
 * drug with an ATC code that the list does not name is known by its code. Words are looked up whole, then searched for names.
 *
 * Source  ATC guidelines of the WHO Collaborating Centre (5th level of combinations)
 * Proof   catalogue.test.ts
 */
import type { IngredientsFile } from './api.ts';

/** What is known of a product. */
export interface Product {
  /** Its own ATC codes. */
  readonly atc: readonly string[];
  /** Names of the list, or ATC codes where the list has none; empty where the product is unknown. */
  readonly ingredients: readonly string[];
  readonly combination: boolean;
}

/** A substance, or a 4th level where the index knows no substance below it (`A12AX`). */
const ATC = /^[A-Z]\d\d[A-Z]{2}(?:\d\d)?$/;
const UNKNOWN: Product = { atc: [], ingredients: [], combination: false };

export class Catalogue {
  readonly #byCode = new Map<string, readonly string[]>();
  readonly #codesOf = new Map<string, readonly string[]>();
  readonly #combinations = new Set<string>();
  readonly #byWord = new Map<string, { readonly of: readonly string[]; readonly atc: readonly string[] }>();
  readonly #anyWord: RegExp;

  constructor(file: Pick<IngredientsFile, 'ingredients' | 'combinations'>) {
    for (const { name, atc, also } of file.ingredients) {
      this.#codesOf.set(name, atc);
      for (const code of atc) this.#byCode.set(code, [name]);
      for (const word of [name, ...also]) this.#byWord.set(plain(word), { of: [name], atc });
    }
    for (const { atc, name, of } of file.combinations) {
      this.#byCode.set(atc, of);
      this.#combinations.add(atc);
      this.#byWord.set(plain(name), { of, atc: [atc] });
    }
    this.#anyWord = wordPattern([...this.#byWord.keys()]);
  }

  /** Is this one of the names that rules may use? */
  has(ingredient: string): boolean {
    return this.#codesOf.has(ingredient);
  }

  /** ATC codes of an ingredient. */
  codesOf(ingredient: string): readonly string[] {
    return this.#codesOf.get(ingredient) ?? (ATC.test(ingredient) ? [ingredient] : []);
  }

  /** What a product is, by its ATC codes where it has any, else by its words. */
  product(codes: readonly string[], words: readonly string[]): Product {
    const atc = codes.filter((code) => ATC.test(code));
    if (atc.length > 0) return this.#byCodes(atc);
    for (const word of words) {
      const found = this.#named(word);
      if (found !== undefined) return found;
    }
    return UNKNOWN;
  }

  #byCodes(atc: readonly string[]): Product {
    const ingredients = [...new Set(atc.flatMap((code) => this.#split(code)))];
    return { atc, ingredients, combination: atc.some((code) => this.#isCombination(code)) };
  }

  #split(code: string): readonly string[] {
    const listed = this.#byCode.get(code);
    if (listed !== undefined) return listed;
    return (this.#isCombination(code) ? this.#byCode.get(baseOf(code)) : undefined) ?? [code];
  }

  #isCombination(code: string): boolean {
    return this.#combinations.has(code) || (!this.#byCode.has(code) && this.#byCode.has(baseOf(code)));
  }

  #named(words: string): Product | undefined {
    const whole = this.#byWord.get(plain(words));
    if (whole !== undefined) return productOf([whole]);
    const found = [...plain(words).matchAll(this.#anyWord)].flatMap(([word]) => this.#byWord.get(word) ?? []);
    return found.length === 0 ? undefined : productOf(found);
  }
}

function productOf(found: readonly { readonly of: readonly string[]; readonly atc: readonly string[] }[]): Product {
  const ingredients = [...new Set(found.flatMap(({ of }) => of))];
  // Of a combination that only words name, the codes of its parts would be taken for those of the product.
  const atc = found.length === 1 ? (found[0]?.atc ?? []) : [];
  return { atc, ingredients, combination: ingredients.length > 1 };
}

/** `N02BE51` and `N02BE71` hold `N02BE01`; other codes are their own base. */
function baseOf(code: string): string {
  return code.replace(/[57](\d)$/, '0$1');
}

function plain(words: string): string {
  return words.toLowerCase().normalize('NFC').replaceAll(/\s+/g, ' ').trim();
}

/** Longest first; a name is never found inside another word of Latin letters. */
function wordPattern(words: readonly string[]): RegExp {
  const escaped = words
    .toSorted((a, b) => b.length - a.length)
    .map((word) => word.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`(?<![a-z])(?:${escaped.join('|')})(?![a-z])`, 'g');
}
