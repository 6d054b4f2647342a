/**
 * Doses grouped by vaccine, newest vaccine first, the doses of each in the order they were given.
 *
 * Proof   by-vaccine.test.ts
 */
import type { Immunization } from '../../fhir/types.ts';
import { conceptText } from '../../format/code.ts';
import { timeOf } from '../../format/date.ts';

export interface VaccineDoses {
  readonly code: string;
  readonly doses: readonly Immunization[];
}

function codeOf({ vaccineCode }: Immunization): string {
  const [coding] = vaccineCode.coding ?? [];
  return coding?.code === undefined ? conceptText(vaccineCode, 'en') : `${coding.system ?? ''}|${coding.code}`;
}

function givenAt({ occurrenceDateTime }: Immunization): number {
  const time = timeOf(occurrenceDateTime);
  return Number.isNaN(time) ? 0 : time;
}

export function byVaccine(immunizations: readonly Immunization[]): readonly VaccineDoses[] {
  const groups = Map.groupBy(immunizations, codeOf);
  return [...groups]
    .map(([code, doses]) => ({ code, doses: doses.toSorted((a, b) => givenAt(a) - givenAt(b)) }))
    .toSorted((a, b) => latest(b) - latest(a));
}

function latest({ doses }: VaccineDoses): number {
  const last = doses.at(-1);
  return last === undefined ? 0 : givenAt(last);
}
