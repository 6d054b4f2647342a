/**
 * Glomerular filtration rate estimated from creatinine, without race. Adults only.
 *
 * Unit    creatinine mg/dL (IDMS-traceable), age a; result mL/min/{1.73_m2}
 * Source  Inker et al., N Engl J Med 2021;385:1737, doi 10.1056/NEJMoa2102953
 * Proof   kidney.test.ts
 */
import { calculated, compute, type Calculated, type Sex } from './result.ts';

export interface CkdEpiInput {
  readonly creatinine: number | undefined;
  readonly age: number | undefined;
  readonly sex: Sex | undefined;
}

export function ckdEpi2021({ creatinine, age, sex }: CkdEpiInput): Calculated {
  return compute({ creatinine, adultAge: age, sex }, (known) => {
    const female = known.sex === 'female';
    const ratio = known.creatinine / (female ? 0.7 : 0.9);
    const low = Math.min(ratio, 1) ** (female ? -0.241 : -0.302);
    const high = Math.max(ratio, 1) ** -1.2;
    const value = 142 * low * high * 0.9938 ** known.adultAge * (female ? 1.012 : 1);
    return calculated(value, 'mL/min/{1.73_m2}', 'CKD-EPI 2021 (creatinine)');
  });
}
