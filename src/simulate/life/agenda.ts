/**
 * What is to happen in a patient's life, in the order of time. Handling one entry may add later ones.
 *
 * Proof   agenda.test.ts
 */
import type { Day, Minute } from '../calendar.ts';
import type { Episode } from '../data/episodes.ts';
import type { Bed } from '../hospital/location.ts';

/** An entry of the agenda. */
export type Entry =
  | { readonly kind: 'clinic'; readonly at: Minute; readonly department: string }
  | { readonly kind: 'onset'; readonly at: Minute; readonly disease: string }
  | { readonly kind: 'episode'; readonly at: Minute; readonly episode: Episode; readonly way: Way }
  | {
      readonly kind: 'followUp';
      readonly at: Minute;
      readonly department: string;
      readonly of: string;
      readonly reason: string;
    }
  | { readonly kind: 'checkup'; readonly at: Minute }
  | { readonly kind: 'prenatal'; readonly at: Minute; readonly weeks: number }
  | { readonly kind: 'surgery'; readonly at: Minute; readonly disease: string; readonly current?: Bed }
  | {
      readonly kind: 'chemotherapy';
      readonly at: Minute;
      readonly disease: string;
      readonly cycle: number;
      readonly cycles: number;
    };

/** A complication: what it is like, when it is worst, and how bad. */
export interface Crisis {
  readonly profile: string;
  readonly ko: string;
  readonly at: Minute;
  readonly severity: number;
}

/** How an episode goes: at the clinic, in the emergency room, or as a stay. */
export interface Way {
  readonly emergency: boolean;
  readonly stay: boolean;
  readonly severity: number;
  /** A stay that lasts until now, in this bed. */
  readonly current?: Bed | undefined;
  /** A stay that was planned for this bed. */
  readonly bed?: Bed | undefined;
  /** When a planned stay ends. */
  readonly end?: Minute | undefined;
  /** The illness takes a turn for the worse. */
  readonly crisis?: Crisis | undefined;
  /** The stay ends with the patient's death at this minute. */
  readonly death?: Minute | undefined;
  readonly days: number;
}

/** Entries in the order of time; those of one minute in the order in which they came. */
export class Agenda {
  readonly #entries: Entry[] = [];

  add(entry: Entry): void {
    let low = 0;
    let high = this.#entries.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#entries[middle] as Entry).at > entry.at) low = middle + 1;
      else high = middle;
    }
    this.#entries.splice(low, 0, entry);
  }

  /** Takes the next entry. */
  next(): Entry | undefined {
    return this.#entries.pop();
  }

  get isEmpty(): boolean {
    return this.#entries.length === 0;
  }

  /** Is there a stay that ends with death? */
  get hasDeath(): boolean {
    return this.#entries.some((entry) => entry.kind === 'episode' && entry.way.death !== undefined);
  }

  /** Drops clinic visits of a department: a new one is about to be made. */
  dropClinic(department: string): void {
    const at = this.#entries.findIndex((entry) => entry.kind === 'clinic' && entry.department === department);
    if (at >= 0) this.#entries.splice(at, 1);
  }

  /** When a clinic is next due, if it is. */
  clinicDue(department: string): Day | undefined {
    const entry = this.#entries.findLast((one) => one.kind === 'clinic' && one.department === department);
    return entry?.at;
  }
}
