/**
 * Treatment of a lasting disease over time: steps of drugs, and how far the disease has come under control.
 *
 * Control runs from 0 (as if untreated) to 1; it moves towards what the step can reach, slowly, with adherence and a wave that
 * stands for good and bad months.
 *
 * Proof   treatment.test.ts
 */
import type { Day } from '../calendar.ts';
import { CARE } from '../data/care.ts';
import type { Random } from '../random.ts';

/** Days in which most of a change of treatment shows. */
const SETTLING: Readonly<Record<string, number>> = {
  diabetes: 55,
  hypertension: 21,
  hypothyroidism: 40,
  hyperthyroidism: 60,
  ironDeficiency: 40,
};

/** How one patient's disease is treated. */
export class Treatment {
  readonly disease: string;
  readonly #adherence: number;
  readonly #variant: number;
  readonly #phase: number;
  #step = -1;
  #control = 0;
  #day: Day;
  #changed: Day;

  constructor(disease: string, start: Day, adherence: number, random: Random) {
    this.disease = disease;
    this.#adherence = adherence;
    this.#variant = random.whole(0, 5);
    this.#phase = random.between(0, 6.28);
    this.#day = start;
    this.#changed = start;
  }

  /** Days since the drugs were last changed. */
  sinceChange(day: Day): number {
    return day - this.#changed;
  }

  get started(): boolean {
    return this.#step >= 0;
  }

  /** Starts treatment, or takes the next step where there is one. */
  advance(day: Day): void {
    this.controlOn(day);
    const last = Math.max(0, (CARE.get(this.disease)?.steps.length ?? 1) - 1);
    if (this.#step >= last) return;
    this.#step++;
    this.#changed = day;
  }

  /** As it stands when the hospital takes over a patient who has been treated for some years. */
  takeOver(day: Day, years: number): void {
    for (let step = 0; step <= Math.min(3, Math.floor(years / 4)); step++) this.advance(day - 200);
    this.#control = this.#reach;
    this.#day = day;
  }

  /** The drugs of the present step. */
  get drugs(): readonly string[] {
    const alternatives = CARE.get(this.disease)?.steps[this.#step] ?? [];
    return alternatives[this.#variant % Math.max(1, alternatives.length)] ?? [];
  }

  get #reach(): number {
    if (this.#step < 0) return 0;
    const steps = CARE.get(this.disease)?.steps.length ?? 1;
    const best = steps === 1 ? 0.92 : 1 - 0.42 ** (this.#step + 1);
    return best * (0.2 + 0.8 * this.#adherence);
  }

  /** Control on a day. Days must not run backwards. */
  controlOn(day: Day): number {
    const passed = Math.max(0, day - this.#day);
    this.#control += (this.#reach - this.#control) * (1 - Math.exp(-passed / (SETTLING[this.disease] ?? 30)));
    this.#day = Math.max(this.#day, day);
    const wave = 0.09 * this.#control * Math.sin(this.#phase + day / 70) * (1.6 - this.#adherence);
    return Math.min(1, Math.max(0, this.#control + wave));
  }
}
