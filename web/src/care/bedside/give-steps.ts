/**
 * The steps of one dose as the screen collects them: scans in the order in which they came, and what was chosen beside them.
 *
 * Proof   give-steps.test.ts
 */
import type { Asked, DueDose, ScanKind, Step } from './api.ts';

/** Which dose is given; nothing chosen yet where only scans came. */
export type Chosen = Pick<DueDose, 'order' | 'orderVersion' | 'slot'>;

/** What the screen knows of a dose that is being given. */
export interface Giving {
  readonly attempt: string;
  readonly patient: string;
  readonly dose?: Chosen | undefined;
  readonly scans: readonly Step[];
  /** Choices beside the scans: each once, the last counts. */
  readonly choices: Readonly<Record<string, Step>>;
  readonly scannerAbsent: boolean;
  readonly reason?: string | undefined;
}

/** A new dose of a patient. */
export function newGiving(patient: string, attempt: string, dose?: Chosen): Giving {
  return { attempt, patient, dose, scans: [], choices: {}, scannerAbsent: false };
}

/** A scan more. A band that is read again takes the place of the one before, a badge that is read again is a witness. */
export function withScan(giving: Giving, scan: ScanKind, raw: string | null): Giving {
  const kept = scan === 'band' ? giving.scans.filter((one) => !isScan(one, 'band')) : giving.scans;
  const again = scan === 'band' && raw !== null && isBandFirst(giving.scans);
  const scans = again ? moved(kept, { scan, raw }) : [...kept, { scan, raw }];
  return { ...giving, scans, reason: undefined };
}

/** The band was the first of band and product: its place is kept, so that reading it again does not put the product before it. */
function isBandFirst(scans: readonly Step[]): boolean {
  const [band, product] = [
    scans.findIndex((one) => isScan(one, 'band')),
    scans.findIndex((one) => isScan(one, 'product')),
  ];
  return band !== -1 && (product === -1 || band < product);
}

function moved(kept: readonly Step[], band: Step): readonly Step[] {
  const at = kept.findIndex((one) => isScan(one, 'product'));
  return at === -1 ? [...kept, band] : [...kept.slice(0, at), band, ...kept.slice(at)];
}

/** Was something of this kind scanned? */
export function isScan(step: Step, kind: ScanKind): boolean {
  return 'scan' in step && step.scan === kind;
}

/** How many scans of a kind could be read. */
export function countOf({ scans }: Giving, kind: ScanKind): number {
  return scans.filter((one) => isScan(one, kind) && 'raw' in one && one.raw !== null).length;
}

/** A choice more, or one less. */
export function withChoice(giving: Giving, name: string, step: Step | undefined): Giving {
  const { [name]: _, ...others } = giving.choices;
  return { ...giving, choices: step === undefined ? others : { ...others, [name]: step }, reason: undefined };
}

/** Without the products: when a wrong one was in the hand. */
export function withoutProducts(giving: Giving): Giving {
  const { 'manual-entry': _, ...choices } = giving.choices;
  return { ...giving, choices, scans: giving.scans.filter((one) => !isScan(one, 'product')), reason: undefined };
}

/** Entry by hand comes before other choices, as it stands for a scan. */
const FIRST = ['manual-identify', 'manual-entry'];

/** What is asked of the house. */
export function askedOf(giving: Giving, more: readonly Step[] = []): Asked {
  const { attempt, patient, dose, scans, choices, reason, scannerAbsent } = giving;
  const first = FIRST.flatMap((name) => choices[name] ?? []);
  const others = Object.entries(choices).flatMap(([name, step]) => (FIRST.includes(name) ? [] : [step]));
  return {
    attempt,
    patient,
    ...(dose === undefined ? {} : { order: dose.order, orderVersion: dose.orderVersion }),
    ...(dose?.slot === undefined ? {} : { slot: dose.slot }),
    ...(scannerAbsent ? { scanner: 'absent' as const } : {}),
    steps: [...scans, ...first, ...others, ...more],
    ...(reason === undefined ? {} : { reason }),
  };
}
