/**
 * What a decision at the bedside looks at: people, products, orders, what was given, as they stand now.
 *
 * Times are ms since 1970, amounts are in the UCUM unit named beside them. Ids are those of the record.
 */
import type { ResourceOfType } from '../../fhir/index.ts';
import type { EpochMs } from '../../kernel/index.ts';
import type { LoopSettings } from './rules.ts';
import type { Step } from './steps.ts';

/** A member of staff with a badge. */
export interface Staff {
  readonly id: string;
  readonly role: string;
  readonly gsrn: string;
  readonly badge?: 'active' | 'revoked';
}

/** A patient with the band worn now. */
export interface BandedPatient {
  readonly id: string;
  readonly gsrn: string;
  readonly bandInstance: string;
}

/** A product of the product file. */
export interface Product {
  readonly id: string;
  readonly gtin: string;
  readonly drug: string;
  /** Routes it may be given by; absent: any. */
  readonly routes?: readonly string[];
  /** Amount of one unit (tablet, vial); absent where a container holds many doses and is not counted. */
  readonly unitAmount?: number;
  readonly unit?: string;
  readonly highAlert: boolean;
  /** Must its code hold a serial? Then a code without one has probably lost its separator. */
  readonly serialised?: boolean;
}

/** An observation as far as the loop needs it. */
export interface Observed {
  readonly code: string;
  readonly at: EpochMs;
  readonly value?: number;
}

/** What all four loops look at. */
export interface LoopState {
  readonly now: EpochMs;
  /** Zone of the hospital's clocks: it decides when a day ends. */
  readonly zone: string;
  readonly settings: LoopSettings;
  readonly steps: readonly Step[];
  /** The patient whose chart is open. */
  readonly chart: string;
  /** Does another record have this patient's band number as well? Then the band names nobody. */
  readonly bandShared?: boolean;
  /** Why nothing is to be done for the patient any more. */
  readonly gone?: 'discharged' | 'deceased';
  /** Who is signed in; a badge of somebody else is refused. */
  readonly signedIn?: string;
  readonly staff: readonly Staff[];
  readonly patients: readonly BandedPatient[];
  readonly products: readonly Product[];
  readonly observations: readonly Observed[];
}

/** A drug order, with the dose that is due. */
export interface MedicationOrder {
  readonly id: string;
  readonly patient: string;
  readonly product: string;
  readonly dose: { readonly value: number; readonly unit: string };
  readonly route: string;
  /** When the selected dose is due; absent where it has no time (as needed, or at once). */
  readonly due?: EpochMs;
  readonly status: string;
  readonly version: string;
  readonly verified: boolean;
  /** Products that the pharmacy dispensed in place of the ordered one. */
  readonly substitutes?: readonly string[];
  readonly timeCritical?: boolean;
  readonly nilByMouthExempt?: boolean;
  readonly prn?: { readonly minIntervalHours?: number; readonly maxPerDay?: number };
  readonly precheck?: {
    readonly observation: string;
    readonly min?: number;
    readonly max?: number;
    readonly withinMinutes: number;
  };
  /** Something that runs: its rate in the unit named, and the highest that may be set. */
  readonly infusion?: { readonly rate: number; readonly unit: string; readonly most?: number };
  /** The stay that it was ordered in. */
  readonly encounter?: string;
  /** Substances that the prescriber re-authorised in spite of an allergy. */
  readonly allergiesAccepted?: readonly string[];
}

/** A dose that was recorded. */
export interface GivenDose {
  readonly id?: string;
  readonly order: string;
  readonly drug: string;
  readonly slot?: EpochMs;
  readonly at: EpochMs;
  readonly by?: string;
  readonly dose?: number;
  readonly status: string;
}

/** A record that a device kept while the network was away. */
export interface QueuedDose {
  readonly clientId: string;
  readonly order: string;
  readonly orderVersion?: string;
  readonly product: string;
  readonly units: number;
  readonly slot?: EpochMs;
  readonly at: EpochMs;
  /** What was scanned and done, where the device kept it: people, packs and warnings are read from it again. */
  readonly steps?: readonly Step[];
  /** Age of the device's data when it decided, in minutes. */
  readonly cacheMinutes?: number;
}

/** An infusion that was started, as it stands in the record. */
export interface RunningDose {
  readonly id: string;
  readonly order: string;
  readonly resource: ResourceOfType['MedicationAdministration'];
}

/** What the medication loop looks at. */
export interface MedicationState extends LoopState {
  readonly orders: readonly MedicationOrder[];
  /** The order whose dose was chosen from the list, and the version the list showed. */
  readonly selected?: string;
  readonly readVersion?: string;
  readonly allergies: readonly { readonly substance: string }[];
  readonly given: readonly GivenDose[];
  readonly flags: readonly string[];
  readonly recalls: readonly { readonly product: string; readonly lot: string }[];
  /** Serials that were given to, or are labelled for, a patient. */
  readonly serials: readonly { readonly product: string; readonly serial: string; readonly patient: string }[];
  readonly safetyCheck: 'up' | 'down';
  readonly scanner: 'present' | 'absent';
  readonly network: 'up' | 'down';
  readonly cacheMinutes?: number;
  readonly queue: readonly QueuedDose[];
  /** The infusion that the steps are about. */
  readonly running?: RunningDose;
}

/** A request for a specimen. */
export interface SpecimenRequest {
  readonly id: string;
  readonly patient: string;
  readonly test: string;
  readonly tube: string;
  readonly status: string;
  readonly labelNumber: string;
  readonly fastingHours?: number;
  readonly maxTransportMinutes?: number;
  /** Needs a second person (group and screen). */
  readonly secondIdentifier?: boolean;
}

/** What the specimen loop looks at. */
export interface SpecimenState extends LoopState {
  readonly place: 'bedside' | 'laboratory';
  readonly request?: SpecimenRequest;
  readonly collected: readonly { readonly request: string; readonly label?: string }[];
  readonly specimen?: {
    readonly id?: string;
    readonly collectedAt: EpochMs;
    readonly condition?: string;
    readonly received?: boolean;
  };
  readonly report?: {
    readonly id: string;
    readonly critical: boolean;
    readonly releasedAt: EpochMs;
    readonly orderer: string;
    readonly acknowledged?: boolean;
  };
}

export type BloodGroup = 'A' | 'B' | 'AB' | 'O';
export type RhD = 'positive' | 'negative';

/** A unit of blood in this house. */
export interface BloodUnit {
  /** The resource that stands for it; absent where the record has none yet. */
  readonly id?: string;
  /** Serial part of its donation number. */
  readonly unit: number;
  readonly component: string;
  readonly abo: BloodGroup;
  readonly rhd: RhD;
  /** FHIR date or moment; a date counts to its end. */
  readonly expiry: string;
  readonly issuedAt: EpochMs;
  /** Patient, or `emergency-stock`. */
  readonly issuedTo: string;
  readonly attributes: readonly string[];
}

/** What the blood loop looks at. */
export interface BloodState extends LoopState {
  readonly request: {
    readonly id: string;
    readonly patient: string;
    readonly component: string;
    readonly status: string;
    readonly abo?: BloodGroup;
    readonly rhd?: RhD;
    readonly crossmatch?: { readonly unit: number; readonly sampleAt: EpochMs };
    readonly consent: boolean;
    readonly requires?: readonly string[];
  };
  readonly units: readonly BloodUnit[];
  readonly running?: { readonly procedure: string; readonly unit?: number };
}

/** What the milk loop looks at. */
export interface MilkState extends LoopState {
  readonly order: {
    readonly id: string;
    readonly patient: string;
    readonly status?: string;
    readonly bottle: string;
    readonly thawedAt?: EpochMs;
    /** The bottle was already fed. */
    readonly used?: boolean;
  };
}
