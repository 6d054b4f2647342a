/**
 * Wards and beds by id, read once a minute: they hardly ever change, and every list asks for them.
 *
 * Proof   worklist.int.test.ts
 */
import type { ResourceOfType } from '../../fhir/index.ts';
import { OutcomeError } from '../../kernel/index.ts';
import type { Context } from '../../record/index.ts';
import { findResources, idIn } from '../bedside/chart.ts';
import { codesIn } from '../systems.ts';

type Location = ResourceOfType['Location'];
type Encounter = ResourceOfType['Encounter'];

/** The store room of the pharmacy itself. */
export const PHARMACY = 'pharmacy';
const KEPT_MS = 60_000;

/** A place as screens name it. */
export interface Place {
  readonly id: string;
  readonly ko: string;
  readonly en: string;
}

/** Where a patient is. */
export interface Whereabouts {
  readonly ward?: Place;
  readonly bed?: Place;
}

/** The places of the house. */
export class Places {
  #read: { readonly at: number; readonly byId: ReadonlyMap<string, Location> } | undefined;

  async #locations(context: Context): Promise<ReadonlyMap<string, Location>> {
    const now = context.clock.now();
    if (this.#read !== undefined && now - this.#read.at < KEPT_MS) return this.#read.byId;
    const found = await findResources(context, 'Location', {});
    const byId = new Map(found.map((one) => [one.id ?? '', one]));
    this.#read = { at: now, byId };
    return byId;
  }

  /** Ward and bed of a stay, as the Encounter says now. */
  async of(context: Context, { location = [] }: Encounter): Promise<Whereabouts> {
    const byId = await this.#locations(context);
    const active = location.find(
      ({ status, period }) => status === 'active' || (status === undefined && period?.end === undefined),
    );
    const chain = chainOf(byId, idIn(active?.location, 'Location'));
    const [bed, ward] = [chain.find(isOf('bd')), chain.find(isOf('wa'))];
    const rest = bed ?? chain[0];
    return {
      ...(ward === undefined ? {} : { ward: placeOf(ward) }),
      ...(rest === undefined || rest === ward ? {} : { bed: placeOf(rest) }),
    };
  }

  /** Where stock is kept: the pharmacy, and every ward. */
  async ofStock(context: Context): Promise<readonly Place[]> {
    const wards = [...(await this.#locations(context)).values()].filter(isOf('wa')).map(placeOf);
    const own = { id: PHARMACY, ko: '약제부', en: 'Pharmacy' };
    return [own, ...wards.toSorted((a, b) => a.ko.localeCompare(b.ko, 'ko'))];
  }

  /** Refuses a place that keeps no stock. */
  async demand(context: Context, id: string): Promise<Place> {
    const found = (await this.ofStock(context)).find((one) => one.id === id);
    if (found !== undefined) return found;
    const text = `'${id}' is neither the pharmacy nor a ward; choose a place of the list.`;
    throw new OutcomeError('invalid', 'care.no-such-place', text);
  }
}

function chainOf(byId: ReadonlyMap<string, Location>, id: string | undefined): readonly Location[] {
  const chain: Location[] = [];
  for (let next = id; next !== undefined && chain.length < 8;) {
    const found = byId.get(next);
    if (found === undefined) break;
    chain.push(found);
    next = idIn(found.partOf, 'Location');
  }
  return chain;
}

function isOf(code: string): (location: Location) => boolean {
  return ({ physicalType }) => codesIn(physicalType).includes(code);
}

function placeOf({ id = '', name = id, alias }: Location): Place {
  return { id, ko: name, en: alias?.[0] ?? name };
}
