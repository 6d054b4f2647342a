/**
 * QT interval corrected for heart rate.
 *
 * Unit    QT ms, heart rate /min; result ms; RR = 60 / rate in s
 * Source  Bazett, Heart 1920;7:353; Fridericia, Acta Med Scand 1920;53:469; Sagie et al., Am J Cardiol 1992;70:797 (Framingham);
 *         Hodges et al., J Am Coll Cardiol 1983;1:694
 * Proof   chemistry.test.ts
 */
import { calculated, compute, type Calculated } from './result.ts';

export type QtcFormula = 'bazett' | 'fridericia' | 'framingham' | 'hodges';

const FORMULAS: Readonly<Record<QtcFormula, (qt: number, rate: number) => number>> = {
  bazett: (qt, rate) => qt / Math.sqrt(60 / rate),
  fridericia: (qt, rate) => qt / Math.cbrt(60 / rate),
  framingham: (qt, rate) => qt + 154 * (1 - 60 / rate),
  hodges: (qt, rate) => qt + 1.75 * (rate - 60),
};

export interface QtInput {
  readonly qt: number | undefined;
  readonly heartRate: number | undefined;
}

export function correctedQt({ qt, heartRate }: QtInput, formula: QtcFormula): Calculated {
  return compute({ qt, heartRate }, (known) =>
    calculated(FORMULAS[formula](known.qt, known.heartRate), 'ms', `QTc ${formula}`),
  );
}
