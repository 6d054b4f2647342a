/**
 * A small ward for tests of the loop: two patients, some staff, a few products, one order of each kind.
 *
 * Proof   it is one
 */
import type { EpochMs } from '../../kernel/index.ts';
import { checkDigit } from '../gs1/index.ts';
import { DEFAULT_LOOP_SETTINGS } from './rules.ts';
import type {
  BandedPatient,
  BloodState,
  MedicationOrder,
  MedicationState,
  MilkState,
  Product,
  SpecimenState,
  Staff,
} from './state.ts';
import type { Step } from './steps.ts';

/** 2026-07-01, 09:00 in Seoul. */
export const NOW = 1_782_864_000_000 as EpochMs;
export const MINUTE = 60_000;

/** A moment so many minutes after now. */
export const minutes = (count: number): EpochMs => (NOW + count * MINUTE) as EpochMs;

const gsrn = (number: number): string => {
  const digits = `8801234${String(number).padStart(10, '0')}`;
  return digits + checkDigit(digits);
};
const gtin = (number: number): string => {
  const digits = `08809912${String(number).padStart(5, '0')}`;
  return digits + checkDigit(digits);
};

export const NURSE: Staff = { id: 'nurse', role: 'nurse', gsrn: gsrn(501) };
export const COLLEAGUE: Staff = { id: 'colleague', role: 'nurse', gsrn: gsrn(502) };
export const STUDENT: Staff = { id: 'student', role: 'nursing-student', gsrn: gsrn(503) };
export const REVOKED: Staff = { id: 'revoked', role: 'nurse', gsrn: gsrn(504), badge: 'revoked' };
export const ANNA: BandedPatient = { id: 'anna', gsrn: gsrn(1001), bandInstance: '2' };
export const BORA: BandedPatient = { id: 'bora', gsrn: gsrn(1002), bandInstance: '1' };

const product = (id: string, number: number, more: Partial<Product>): Product => ({
  id,
  gtin: gtin(number),
  drug: id,
  routes: ['oral'],
  unitAmount: 500,
  unit: 'mg',
  highAlert: false,
  ...more,
});
export const TABLET = product('paracetamol', 1, {});
export const STRONG = product('paracetamol-1g', 2, { drug: 'paracetamol', unitAmount: 1, unit: 'g' });
export const HEPARIN = product('heparin', 3, {
  routes: ['intravenous'],
  highAlert: true,
  unitAmount: 5000,
  unit: '[iU]',
});
export const OTHER = product('amoxicillin', 4, {});
export const PEN: Product = { id: 'insulin', gtin: gtin(5), drug: 'insulin', highAlert: false };

export const badge = ({ gsrn: number }: Staff): Step => ({ scan: 'badge', raw: `]d28017${number}` });
export const band = ({ gsrn: number, bandInstance }: BandedPatient): Step => ({
  scan: 'band',
  raw: `]d28018${number}\u001D8019${bandInstance}`,
});
export const pack = ({ gtin: number }: Product, serial = 'S1', expiry = '271231'): Step => ({
  scan: 'product',
  raw: `]d201${number}17${expiry}10L1\u001D21${serial}`,
});
/** Codes of this house. */
export const inner = (scan: 'tube' | 'specimen-label' | 'bottle', text: string): Step => ({
  scan,
  raw: `]d291${text}`,
});

const WARD = {
  now: NOW,
  zone: 'Asia/Seoul',
  settings: DEFAULT_LOOP_SETTINGS,
  chart: ANNA.id,
  signedIn: NURSE.id,
  staff: [NURSE, COLLEAGUE, STUDENT, REVOKED],
  patients: [ANNA, BORA],
  products: [TABLET, STRONG, HEPARIN, OTHER, PEN],
  observations: [],
};

/** The usual three scans. */
export const USUAL: readonly Step[] = [badge(NURSE), band(ANNA), pack(TABLET)];

export function orderOf(more: Partial<MedicationOrder> = {}): MedicationOrder {
  return {
    id: 'order',
    patient: ANNA.id,
    product: TABLET.id,
    dose: { value: 500, unit: 'mg' },
    route: 'oral',
    due: NOW,
    status: 'active',
    version: '1',
    verified: true,
    ...more,
  };
}

export function medication(more: Partial<MedicationState> = {}): MedicationState {
  return {
    ...WARD,
    steps: USUAL,
    orders: [orderOf()],
    allergies: [],
    given: [],
    flags: [],
    recalls: [],
    serials: [],
    safetyCheck: 'up',
    scanner: 'present',
    network: 'up',
    queue: [],
    ...more,
  };
}

export function specimen(more: Partial<SpecimenState> = {}): SpecimenState {
  return {
    ...WARD,
    steps: [
      badge(NURSE),
      band(ANNA),
      { action: 'print-label', at: 'bedside' },
      inner('tube', 'EDTA/L1/271231'),
      inner('specimen-label', 'LB1'),
    ],
    place: 'bedside',
    collected: [],
    request: { id: 'request', patient: ANNA.id, test: 'count', tube: 'EDTA', status: 'active', labelNumber: 'LB1' },
    ...more,
  };
}

export function blood(more: Partial<BloodState> = {}): BloodState {
  return {
    ...WARD,
    steps: [badge(NURSE), badge(COLLEAGUE), band(ANNA), { scan: 'blood-unit', raw: '=A99972600010100' }],
    observations: [{ code: 'vital-signs', at: minutes(-60) }],
    request: {
      id: 'request',
      patient: ANNA.id,
      component: 'red cells',
      status: 'active',
      abo: 'A',
      rhd: 'positive',
      crossmatch: { unit: 101, sampleAt: minutes(-72 * 60) },
      consent: true,
    },
    units: [
      {
        unit: 101,
        component: 'red cells',
        abo: 'A',
        rhd: 'positive',
        expiry: '2026-07-01',
        issuedAt: minutes(-30),
        issuedTo: ANNA.id,
        attributes: [],
      },
    ],
    ...more,
  };
}

export function milk(more: Partial<MilkState> = {}): MilkState {
  return {
    ...WARD,
    steps: [badge(NURSE), band(ANNA), inner('bottle', 'MK1')],
    order: { id: 'order', patient: ANNA.id, bottle: 'MK1', thawedAt: minutes(-24 * 60) },
    ...more,
  };
}
