/**
 * What was recorded of a patient's doses on a day, newest first, entered in error included.
 */
import { queryOptions } from '@tanstack/react-query';
import { read, search } from '../../fhir/client.ts';
import { decimalNumber } from '../../fhir/decimal.ts';
import type { Extension, ResourceOfType } from '../../fhir/types.ts';

export type Administration = ResourceOfType['MedicationAdministration'];

const EXTENSIONS = 'https://maru.health/fhir/StructureDefinition/';

export function recordedQuery(patient: string, day: number, nextDay: number) {
  const time = [`ge${new Date(day).toISOString()}`, `lt${new Date(nextDay).toISOString()}`];
  return queryOptions({
    queryKey: ['due', 'recorded', patient, day],
    queryFn: async ({ signal }) => {
      const query = {
        subject: `Patient/${patient}`,
        'effective-time': time,
        _sort: '-effective-time',
        _include: 'MedicationAdministration:medication',
        _count: 200,
      };
      return await search('MedicationAdministration', query, signal);
    },
  });
}

export function administrationQuery(reference: string) {
  const id = reference.split('/')[1] ?? '';
  return queryOptions({
    queryKey: ['due', 'administration', id],
    queryFn: ({ signal }) => read('MedicationAdministration', id, signal),
  });
}

/** Our extension of a name. */
export function extensionOf(
  { extension }: { readonly extension?: readonly Extension[] },
  name: string,
): Extension | undefined {
  return extension?.find(({ url }) => url === `${EXTENSIONS}${name}`);
}

/** Is the mark set? */
export function isMarked(one: Administration, name: string): boolean {
  return extensionOf(one, name)?.valueBoolean === true;
}

/** One thing that was done to an infusion. */
export interface InfusionEvent {
  readonly act: string;
  readonly at: string;
  readonly rate?: { readonly value: number; readonly unit: string };
  readonly reason?: string;
  readonly by?: string;
}

/** The history of an infusion, oldest first. */
export function infusionEvents({ extension = [] }: Pick<Administration, 'extension'>): readonly InfusionEvent[] {
  return extension.filter(({ url }) => url === `${EXTENSIONS}infusion-event`).map(eventOf);
}

function eventOf({ extension = [] }: Extension): InfusionEvent {
  const part = (name: string) => extension.find(({ url }) => url === name);
  const rate = part('rate')?.valueQuantity;
  const [reason, by] = [part('reason')?.valueCode, part('by')?.valueReference?.reference];
  return {
    act: part('act')?.valueCode ?? '',
    at: part('at')?.valueDateTime ?? '',
    ...(rate?.value === undefined ? {} : { rate: { value: decimalNumber(rate.value), unit: rate.code ?? '' } }),
    ...(reason === undefined ? {} : { reason }),
    ...(by === undefined ? {} : { by }),
  };
}
