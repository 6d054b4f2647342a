/**
 * One order for a drug as rules see it: which ingredients, since when, how. No FHIR beyond this point.
 *
 * Proof   patient/medication.test.ts (from FHIR), test/conformance/safety.test.ts (by name)
 */
import type { Interval } from '../kernel/index.ts';
import type { Product } from './knowledge/catalogue.ts';
import type { Dose } from './patient/dose.ts';

/** An order, active or drafted. */
export interface DrugOrder extends Product {
  /** Reference, for example `MedicationRequest/1`. */
  readonly id: string;
  /** What the screen calls it. */
  readonly label: string;
  /** Ingredient numbers of HIRA, four digits. */
  readonly hira?: readonly string[];
  /** Names as ordered, lower case, strengths left out. */
  readonly names?: readonly string[];
  /** When it is taken; absent: from now on, without end. */
  readonly period?: Interval;
  readonly prn?: boolean;
  /** Given once, for example a loading dose. */
  readonly once?: boolean;
  /** Applied to skin, eye, nose and so on. */
  readonly topical?: boolean;
  readonly prescriber?: string;
  /** Orders written together. */
  readonly orderSet?: string;
  /** The order that this one takes the place of. */
  readonly replaces?: string;
  readonly route?: 'oral' | 'iv' | 'other';
  readonly dose?: Dose;
}

/** What somebody does not tolerate. */
export interface Allergy extends Product {
  readonly id: string;
  readonly label: string;
  /** ATC groups shorter than a substance, for example `J01C`. */
  readonly classes: readonly string[];
  /** Do its words name a group of the knowledge (`penicillins`)? */
  readonly known?: boolean;
  /** Words as recorded, lower case. */
  readonly words: readonly string[];
  /** An intolerance without an immune reaction. */
  readonly intolerance: boolean;
  /** What happened: words in lower case, SNOMED CT codes. */
  readonly reactions: readonly string[];
}
