/**
 * Anion gap, and calcium corrected for albumin.
 *
 * Unit    electrolytes mmol/L, result mmol/L; calcium mg/dL, albumin g/dL, result mg/dL
 * Source  Emmett and Narins, Medicine 1977;56:38 (gap without potassium; with it where potassium is given);
 *         Payne et al., BMJ 1973;4:643 (0.8 mg/dL for each g/dL of albumin below 4.0)
 * Proof   chemistry.test.ts
 */
import { calculated, compute, type Calculated } from './result.ts';

export interface AnionGapInput {
  readonly sodium: number | undefined;
  readonly chloride: number | undefined;
  readonly bicarbonate: number | undefined;
}

export function anionGap({ sodium, chloride, bicarbonate }: AnionGapInput): Calculated {
  return compute({ sodium, chloride, bicarbonate }, (known) =>
    calculated(known.sodium - known.chloride - known.bicarbonate, 'mmol/L', 'Na − Cl − HCO3'),
  );
}

/** The older form, in which the normal range is higher by potassium. */
export function anionGapWithPotassium(input: AnionGapInput & { readonly potassium: number | undefined }): Calculated {
  const gap = anionGap(input);
  if (!gap.ok) return gap;
  return compute({ potassium: input.potassium }, ({ potassium }) =>
    calculated(gap.value + potassium, 'mmol/L', 'Na + K − Cl − HCO3'),
  );
}

export interface CalciumInput {
  readonly calcium: number | undefined;
  readonly albumin: number | undefined;
}

export function correctedCalcium({ calcium, albumin }: CalciumInput): Calculated {
  return compute({ calcium, albumin }, (known) =>
    calculated(known.calcium + 0.8 * (4 - known.albumin), 'mg/dL', 'Ca + 0.8 × (4.0 − albumin)'),
  );
}
