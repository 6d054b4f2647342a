/**
 * The wards that a station can be made for, and who lies in one.
 *
 * Source  https://hl7.org/fhir/R4/location.html
 * Proof   downtime.int.test.ts
 */
import type { ResourceOfType } from '../../fhir/index.ts';
import { OutcomeError } from '../../kernel/index.ts';
import type { Context } from '../../record/index.ts';
import { findResources, readResource } from '../bedside/chart.ts';
import { staysOf, type WardStay } from '../bedside/ward.ts';
import { codesIn } from '../systems.ts';

type Location = ResourceOfType['Location'];

/** The ward, and everybody in it in the order of their beds. */
export async function wardCensus(
  context: Context,
  ward: string,
): Promise<{ readonly ward: Location; readonly stays: readonly WardStay[] }> {
  const place = await readResource(context, 'Location', ward);
  if (!isWard(place)) throw notAWard(ward);
  const stays = await staysOf(context, ward);
  return { ward: place, stays: stays.toSorted(({ bed: a = '' }, { bed: b = '' }) => a.localeCompare(b, 'ko')) };
}

function isWard({ physicalType }: Location): boolean {
  return codesIn(physicalType).includes('wa');
}

function notAWard(ward: string): OutcomeError {
  const text = `Location/${ward} is no ward; name one whose physicalType is "wa".`;
  return new OutcomeError('invalid', 'care.not-a-ward', text);
}

/** A ward to choose. */
export interface WardChoice {
  readonly id: string;
  readonly name: string;
  readonly alias?: string;
}

/** The wards of the house by name. */
export async function wardsOf(context: Context): Promise<readonly WardChoice[]> {
  const places = await findResources(context, 'Location', { status: 'active' });
  return places
    .filter(isWard)
    .map(({ id = '', name = id, alias = [] }) => ({ id, name, ...(alias[0] === undefined ? {} : { alias: alias[0] }) }))
    .toSorted((one, other) => one.name.localeCompare(other.name, 'ko'));
}
