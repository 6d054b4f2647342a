/**
 * Where a walk through a resource stands, kept as a stack so that a path is written only when somebody needs it.
 *
 * Source  https://hl7.org/fhir/R4/fhirpath.html#simple
 * Proof   trail.test.ts
 */

/** A name, or a choice with its type. */
const NAME = /^[A-Za-z_]\w{0,63}(?:\.ofType\(\w{1,64}\))?$/;

/** A stack of property names and array positions. */
export class Trail {
  readonly #steps: (string | number)[] = [];

  /** Number of steps below the start. */
  get depth(): number {
    return this.#steps.length;
  }

  enter(step: string | number): void {
    this.#steps.push(step);
  }

  leave(): void {
    this.#steps.pop();
  }

  /** The place as a simple FHIRPath: `Observation.component[1].value.ofType(Quantity).value`. */
  toString(): string {
    return this.#steps.reduce<string>((path, step) => path + stepText(step, path === ''), '');
  }
}

function stepText(step: string | number, first: boolean): string {
  if (typeof step === 'number') return `[${step}]`;
  const name = NAME.test(step) ? step : `\`${step.slice(0, 64).replaceAll(/[\\`]/g, '\\$&')}\``;
  return first ? name : `.${name}`;
}
