/**
 * What a ward station keeps of its ward for the hours without a network: who is there, what is due, what they must not get,
 * and the last results. It is read as a whole, encrypted as a whole, and replaced as a whole.
 *
 * Times are ms since 1970; amounts are in the UCUM unit named beside them. Ids are those of the record.
 */
import type { CodeableConcept } from '../../fhir/index.ts';
import type { EpochMs } from '../../kernel/index.ts';
import type {
  BandedPatient,
  GivenDose,
  LoopSettings,
  MedicationOrder,
  Observed,
  Product,
  Staff,
  Step,
} from '../loop/index.ts';

/** Name of somebody or something in both languages. */
export interface BothNames {
  readonly ko: string;
  readonly en: string;
}

/** A member of staff whose badge the station knows. */
export interface StationStaff extends Staff {
  readonly name: BothNames;
}

/** An order as the station shows and checks it. The moments of its doses stand beside it. */
export interface StationOrder {
  readonly order: MedicationOrder;
  /** Drug, dose, route and times in words, as they are shown. */
  readonly text: string;
  readonly drug: string;
  /** Names of the product as the record has them, for showing it in either language. */
  readonly name?: CodeableConcept;
  readonly slots: readonly EpochMs[];
  readonly asNeeded: boolean;
  readonly highAlert: boolean;
}

/** An order that cannot be checked offline, with its words: it is shown, and given on paper's terms only by whoever may decide. */
export interface UnreadableOrder {
  readonly id: string;
  readonly text: string;
}

/** A result as it is shown. */
export interface StationResult {
  readonly name: string;
  readonly value: string;
  readonly flag?: string;
  readonly at: EpochMs;
}

/** What is known of allergies. `not-recorded` is not `none-known`. */
export type AllergyState = 'not-recorded' | 'none-known' | 'listed';

/** A patient of the ward. */
export interface StationPatient extends Partial<Omit<BandedPatient, 'id'>> {
  readonly id: string;
  readonly number: string;
  readonly name: BothNames;
  readonly birthDate?: string;
  readonly sex: string;
  readonly bed: string;
  /** Died: no dose is given any more. */
  readonly gone?: 'deceased';
  readonly problems: readonly string[];
  readonly allergyState: AllergyState;
  readonly allergies: readonly string[];
  /** Every name under which an allergy is checked. */
  readonly substances: readonly string[];
  readonly flags: readonly string[];
  readonly alerts: readonly string[];
  readonly orders: readonly StationOrder[];
  readonly unreadable: readonly UnreadableOrder[];
  readonly given: readonly GivenDose[];
  readonly observations: readonly Observed[];
  readonly results: readonly StationResult[];
  readonly vitals: readonly StationResult[];
}

/** The ward at a moment. */
export interface WardSnapshot {
  readonly version: 1;
  readonly ward: { readonly id: string; readonly name: string };
  readonly taken: EpochMs;
  /** Zone of the hospital (IANA name). */
  readonly zone: string;
  readonly settings: LoopSettings;
  readonly staff: readonly StationStaff[];
  readonly products: readonly Product[];
  readonly recalls: readonly { readonly product: string; readonly lot: string }[];
  readonly serials: readonly { readonly product: string; readonly serial: string; readonly patient: string }[];
  readonly patients: readonly StationPatient[];
}

/** Something that was recorded while the network was away. */
export interface StationEntry {
  /** The station's own id of the attempt: however often it is sent, it counts once. */
  readonly attempt: string;
  readonly patient: string;
  readonly order: string;
  readonly orderVersion: string;
  readonly slot?: EpochMs;
  readonly at: EpochMs;
  readonly steps: readonly Step[];
  /** Why somebody went on in spite of warnings. */
  readonly reason?: string;
  /** Age of the snapshot when it was decided, in minutes. */
  readonly cacheMinutes: number;
  readonly messageKey: string;
}
