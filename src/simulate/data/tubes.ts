/**
 * The tube for each panel, what it holds, and how long the patient must not have eaten.
 *
 * Unit    hours
 * Source  usual practice of laboratories; SNOMED CT International (specimen types)
 * Proof   ../wards.test.ts
 */
import type { CodeableConcept } from '../../fhir/index.ts';
import { concept } from '../codes.ts';

/** A tube. */
export interface Tube {
  readonly tube: string;
  readonly specimen: CodeableConcept;
  readonly fastingHours?: number;
}

const BLOOD = concept('snomed', '119297000', 'Blood specimen', '혈액');
const SERUM = concept('snomed', '119364003', 'Serum specimen', '혈청');
const PLASMA = concept('snomed', '119361006', 'Plasma specimen', '혈장');
const ARTERIAL = concept('snomed', '122552005', 'Arterial blood specimen', '동맥혈');
const URINE = concept('snomed', '122575003', 'Urine specimen', '소변');

const TUBES: Readonly<Record<string, Tube>> = {
  cbc: { tube: 'EDTA-3', specimen: BLOOD },
  diabetes: { tube: 'NAF-2', specimen: PLASMA, fastingHours: 8 },
  lipid: { tube: 'SST-5', specimen: SERUM, fastingHours: 8 },
  sepsis: { tube: 'SST-5', specimen: SERUM },
  bnp: { tube: 'SST-5', specimen: SERUM },
  coag: { tube: 'CIT-2.7', specimen: PLASMA },
  ddimer: { tube: 'CIT-2.7', specimen: PLASMA },
  abg: { tube: 'HEP-1', specimen: ARTERIAL },
  ua: { tube: 'URINE-10', specimen: URINE },
  uacr: { tube: 'URINE-10', specimen: URINE },
};
const USUAL: Tube = { tube: 'SST-5', specimen: SERUM };

/** The tube of a panel. */
export function tubeOf(panel: string): Tube {
  return TUBES[panel] ?? USUAL;
}
