/**
 * Body surface area.
 *
 * Unit    height cm, weight kg; result m2
 * Source  Mosteller, N Engl J Med 1987;317:1098; Du Bois and Du Bois, Arch Intern Med 1916;17:863
 * Proof   weight.test.ts
 */
import { calculated, compute, type Calculated } from './result.ts';
import type { BodyInput } from './weight.ts';

export function bodySurface(
  { weight, height }: Pick<BodyInput, 'weight' | 'height'>,
  formula: 'mosteller' | 'du-bois',
): Calculated {
  return compute({ weight, height }, (known) =>
    formula === 'mosteller'
      ? calculated(Math.sqrt((known.height * known.weight) / 3600), 'm2', 'Mosteller 1987')
      : calculated(0.007184 * known.weight ** 0.425 * known.height ** 0.725, 'm2', 'Du Bois 1916'),
  );
}
