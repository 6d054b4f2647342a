/**
 * Reads the steps: whose badge, which band, which products, as far as the codes can be read.
 *
 * Proof   loops.test.ts, test/conformance/closed-loop.test.ts
 */
import { zonedInstantOf } from '../../kernel/index.ts';
import { parseGs1, type Gs1Facts } from '../gs1/index.ts';
import { actionOf, type ScanKind, type Step } from './steps.ts';
import type { BandedPatient, LoopState, Product, Staff } from './state.ts';

/** A badge: its owner where the house knows one. */
export interface BadgeRead {
  readonly staff?: Staff;
}

/** How the patient was identified. */
export interface BandRead {
  readonly patient?: BandedPatient;
  readonly instance?: string;
  readonly byHand: boolean;
}

/** A product, as scanned or entered. */
export interface ProductRead {
  readonly product?: Product;
  readonly lot?: string;
  readonly expiry?: string;
  readonly serial?: string;
  readonly byHand: boolean;
}

/** What the steps say. */
export interface Bedside {
  readonly badges: readonly BadgeRead[];
  readonly band?: BandRead;
  readonly products: readonly ProductRead[];
  /** Kinds of scans that could not be read. */
  readonly unreadable: readonly ScanKind[];
  /** Was something scanned before any band? */
  readonly beforeBand: boolean;
}

/** Today on the hospital's clocks. */
export function today({ now, zone }: LoopState): string {
  return zonedInstantOf(now, zone).slice(0, 10);
}

/** Facts of a scanned code; undefined where it cannot be read. */
export function factsIn(state: LoopState, raw: string | null): Gs1Facts | undefined {
  if (raw === null) return undefined;
  const reading = parseGs1(raw, { asOf: today(state) });
  return reading.ok ? reading.facts : undefined;
}

/** The internal text (AI 91) of a scanned code. */
export function internalText(state: LoopState, raw: string | null): string | undefined {
  if (raw === null) return undefined;
  const reading = parseGs1(raw, { asOf: today(state) });
  return reading.ok ? reading.elements.find(({ ai }) => ai === '91')?.value : undefined;
}

/** The raw code of the last scan of a kind; undefined where there was none. */
export function lastScan(steps: readonly Step[], kind: ScanKind): { readonly raw: string | null } | undefined {
  return steps.findLast((step) => 'scan' in step && step.scan === kind) as { raw: string | null } | undefined;
}

/** Reads all steps. */
export function readBedside(state: LoopState): Bedside {
  const band = bandOf(state);
  return {
    badges: badgesOf(state),
    ...(band === undefined ? {} : { band }),
    products: productsOf(state),
    unreadable: state.steps.flatMap((step) => ('scan' in step && !isReadable(state, step) ? [step.scan] : [])),
    beforeBand: isBeforeBand(state.steps),
  };
}

function badgesOf(state: LoopState): readonly BadgeRead[] {
  return state.steps.flatMap((step) => {
    if ('action' in step)
      return step.action === 'badge-login' ? [readBadge(state.staff.find(({ id }) => id === step.staff))] : [];
    if (step.scan !== 'badge') return [];
    const gsrn = factsIn(state, step.raw)?.staffGsrn;
    return [readBadge(state.staff.find((one) => one.gsrn === gsrn))];
  });
}

function readBadge(staff: Staff | undefined): BadgeRead {
  return staff === undefined ? {} : { staff };
}

function bandOf(state: LoopState): BandRead | undefined {
  const scanned = state.steps.findLast((step) => 'scan' in step && step.scan === 'band' && isReadable(state, step));
  if (scanned !== undefined && 'scan' in scanned) {
    const { patientGsrn, serviceInstance } = factsIn(state, scanned.raw) ?? {};
    const patient = state.patients.find(({ gsrn }) => gsrn === patientGsrn);
    return {
      byHand: false,
      ...(patient === undefined ? {} : { patient }),
      ...(serviceInstance === undefined ? {} : { instance: serviceInstance }),
    };
  }
  const manual = actionOf(state.steps, 'manual-identify');
  if (manual === undefined || new Set(manual.identifiers).size < 2) return undefined;
  const patient = state.patients.find(({ id }) => id === manual.patient);
  return { byHand: true, ...(patient === undefined ? {} : { patient }) };
}

/** A pack that is scanned twice is one pack: the same code, with a serial. */
function productsOf(state: LoopState): readonly ProductRead[] {
  const seen = new Set<string>();
  return state.steps.flatMap((step): readonly ProductRead[] => {
    if ('action' in step) return step.action === 'manual-entry' ? [entered(state.products, step)] : [];
    if (step.scan !== 'product') return [];
    const facts = factsIn(state, step.raw);
    if (facts?.gtin === undefined) return [];
    if (facts.serial !== undefined && seen.has(step.raw ?? '')) return [];
    seen.add(step.raw ?? '');
    return [readProduct(state.products, facts)];
  });
}

type Entry = { readonly lot?: string; readonly expiry?: string; readonly serial?: string };

function entered(products: readonly Product[], entry: Entry & { readonly product: string }): ProductRead {
  const product = products.find(({ id }) => id === entry.product);
  return {
    byHand: true,
    ...(product === undefined ? {} : { product }),
    ...known(entry.lot, entry.expiry, entry.serial),
  };
}

function readProduct(products: readonly Product[], { gtin, lot, expiryDate, serial }: Gs1Facts): ProductRead {
  const product = products.find((one) => one.gtin === gtin);
  return { byHand: false, ...(product === undefined ? {} : { product }), ...known(lot, expiryDate, serial) };
}

function known(lot?: string, expiry?: string, serial?: string): Entry {
  return {
    ...(lot === undefined ? {} : { lot }),
    ...(expiry === undefined ? {} : { expiry }),
    ...(serial === undefined ? {} : { serial }),
  };
}

const BEFORE_BAND = new Set<ScanKind>(['product', 'tube', 'specimen-label', 'blood-unit', 'bottle']);

function isBeforeBand(steps: readonly Step[]): boolean {
  for (const step of steps) {
    if ('scan' in step ? step.scan === 'band' : step.action === 'manual-identify') return false;
    if ('scan' in step ? BEFORE_BAND.has(step.scan) : step.action === 'manual-entry') return true;
  }
  return false;
}

/** Does the code hold what this kind of scan looks for? */
function isReadable(
  state: LoopState,
  { scan, raw }: { readonly scan: ScanKind; readonly raw: string | null },
): boolean {
  if (raw === null) return false;
  if (scan === 'badge') return factsIn(state, raw)?.staffGsrn !== undefined;
  if (scan === 'band') return factsIn(state, raw)?.patientGsrn !== undefined;
  if (scan === 'product') return factsIn(state, raw)?.gtin !== undefined;
  return scan === 'blood-unit' || internalText(state, raw) !== undefined;
}
