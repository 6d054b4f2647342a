/**
 * Pseudo-random numbers by seed, in named streams.
 *
 * A stream depends on its names alone, never on how much was drawn before, so that a new feature with a stream of its own
 * leaves everything else as it was. The generator is sfc32 (four 32-bit words). Not for secrets.
 *
 * Source  https://pracrand.sourceforge.net/RNG_engines.txt (sfc32)
 * Proof   random.test.ts
 */
import { hash64 } from '../kernel/index.ts';

/** One stream of numbers. */
export class Random {
  readonly #name: string;
  #a: number;
  #b: number;
  #c: number;
  #count = 1;

  constructor(name: string) {
    this.#name = name;
    const first = hash64(name);
    this.#a = first.high | 0;
    this.#b = first.low | 0;
    this.#c = (first.high ^ (first.low << 7)) | 0;
    for (let round = 0; round < 12; round++) this.next();
  }

  /** The stream of a part of this one. */
  stream(name: string): Random {
    return new Random(`${this.#name}/${name}`);
  }

  /** Uniform in [0, 1). */
  next(): number {
    const sum = (((this.#a + this.#b) | 0) + this.#count) | 0;
    this.#count = (this.#count + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 4_294_967_296;
  }

  /** Uniform in [low, high). */
  between(low: number, high: number): number {
    return low + (high - low) * this.next();
  }

  /** A whole number from low to high, both included. */
  whole(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** Normal, by Box and Muller. */
  normal(mean = 0, deviation = 1): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.next()));
    return mean + deviation * radius * Math.cos(2 * Math.PI * this.next());
  }

  /** Exponential with a mean: the wait for the next of independent events. */
  wait(mean: number): number {
    return -mean * Math.log(1 - this.next());
  }

  pick<Item>(items: readonly Item[]): Item {
    return items[Math.floor(this.next() * items.length)] as Item;
  }

  /** One item, each as often as its weight says. */
  weighted<Item>(items: readonly Item[], weightOf: (item: Item) => number): Item {
    const total = items.reduce((sum, item) => sum + weightOf(item), 0);
    let left = this.next() * total;
    for (const item of items) {
      left -= weightOf(item);
      if (left < 0) return item;
    }
    return items.at(-1) as Item;
  }
}
