/**
 * The tube for each panel, what it holds, and how long the patient must not have eaten.
 *
 * Unit    hours
 * Source  usual practice of laboratories; SNOMED CT International (specimen types)
 * Proof   ../chart/specimen.test.ts
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
  cbc: { tube: 'EDTA', specimen: BLOOD },
  diabetes: { tube: 'FLUORIDE', specimen: PLASMA, fastingHours: 8 },
  lipid: { tube: 'SST', specimen: SERUM, fastingHours: 8 },
  sepsis: { tube: 'HEPARIN', specimen: PLASMA },
  bnp: { tube: 'EDTA', specimen: PLASMA },
  coag: { tube: 'CITRATE', specimen: PLASMA },
  ddimer: { tube: 'CITRATE', specimen: PLASMA },
  abg: { tube: 'ABG', specimen: ARTERIAL },
  ua: { tube: 'URINE', specimen: URINE },
  uacr: { tube: 'URINE', specimen: URINE },
};
const USUAL: Tube = { tube: 'SST', specimen: SERUM };

/** The tube of a panel. */
export function tubeOf(panel: string): Tube {
  return TUBES[panel] ?? USUAL;
}
