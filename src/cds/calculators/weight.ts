/**
 * Ideal weight (Devine), adjusted weight, body mass index.
 *
 * Ideal weight is defined from 152.4 cm (60 inches) on; below it there is none.
 *
 * Unit    height cm, weight kg; results kg, kg/m2
 * Source  Devine, Drug Intell Clin Pharm 1974;8:650 (ideal); factor 0.4: Winter et al., Pharmacotherapy 2012;32:604; Quetelet (BMI)
 * Proof   weight.test.ts
 */
import { calculated, compute, impossible, type Calculated, type Sex } from './result.ts';

const INCH = 2.54;

export interface BodyInput {
  readonly weight: number | undefined;
  readonly height: number | undefined;
  readonly sex: Sex | undefined;
}

export function idealWeight({ height, sex }: Pick<BodyInput, 'height' | 'sex'>): Calculated {
  return compute({ height, sex }, (known) => {
    const above = known.height / INCH - 60;
    if (above < 0)
      return impossible(
        'the Devine formula begins at a height of 152.4 cm',
        'Devine 공식은 신장 152.4 cm 이상에서만 적용',
      );
    return calculated((known.sex === 'male' ? 50 : 45.5) + 2.3 * above, 'kg', 'Devine 1974');
  });
}

/** Ideal weight and 0.4 of what is above it; the actual weight where that is lower. */
export function adjustedWeight({ weight, height, sex }: BodyInput): Calculated {
  const ideal = idealWeight({ height, sex });
  if (!ideal.ok) return ideal;
  return compute({ weight }, (known) => {
    const above = Math.max(0, known.weight - ideal.value);
    return calculated(Math.min(known.weight, ideal.value) + 0.4 * above, 'kg', 'ideal + 0.4 × (actual − ideal)');
  });
}

export function bodyMassIndex({ weight, height }: Pick<BodyInput, 'weight' | 'height'>): Calculated {
  return compute({ weight, height }, (known) =>
    calculated(known.weight / (known.height / 100) ** 2, 'kg/m2', 'weight / height²'),
  );
}
