/**
 * Creatinine clearance, as most labels of drugs mean it. The caller chooses the weight, because it changes the dose.
 *
 * `by-build` takes the actual weight of the underweight (BMI below 18.5), the ideal weight of the normal, the adjusted weight of others.
 *
 * Unit    creatinine mg/dL, weight kg, height cm, age a; result mL/min
 * Source  Cockcroft and Gault, Nephron 1976;16:31; weights: Winter et al., Pharmacotherapy 2012;32:604
 * Proof   kidney.test.ts
 */
import { calculated, compute, type Calculated } from './result.ts';
import { adjustedWeight, bodyMassIndex, idealWeight, type BodyInput } from './weight.ts';

export type WeightChoice = 'actual' | 'ideal' | 'adjusted' | 'by-build';

export interface ClearanceInput extends BodyInput {
  readonly creatinine: number | undefined;
  readonly age: number | undefined;
}

export function cockcroftGault(input: ClearanceInput, choice: WeightChoice): Calculated {
  const chosen = chosenWeight(input, choice);
  if (!chosen.ok) return chosen;
  const { creatinine, age, sex } = input;
  return compute({ creatinine, adultAge: age, sex }, (known) => {
    const male = ((140 - known.adultAge) * chosen.value) / (72 * known.creatinine);
    return calculated(
      male * (known.sex === 'female' ? 0.85 : 1),
      'mL/min',
      `Cockcroft-Gault, weight ${chosen.formula}`,
    );
  });
}

function chosenWeight(input: ClearanceInput, choice: WeightChoice): Calculated {
  if (choice === 'by-build') {
    const index = bodyMassIndex(input);
    return index.ok ? chosenWeight(input, buildOf(index.value)) : index;
  }
  const actual = compute({ weight: input.weight }, ({ weight }) => calculated(weight, 'kg', 'actual'));
  const weights = { actual: () => actual, ideal: () => idealWeight(input), adjusted: () => adjustedWeight(input) };
  const found = weights[choice]();
  return found.ok ? calculated(found.value, 'kg', choice) : found;
}

function buildOf(index: number): Exclude<WeightChoice, 'by-build'> {
  if (index < 18.5) return 'actual';
  return index < 25 ? 'ideal' : 'adjusted';
}
