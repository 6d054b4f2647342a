/**
 * What the staff knows of the house: products with their codes, badges, bands, and who lies where; read through the API.
 *
 * Proof   ../../cli/living.int.test.ts
 */
import type { Random } from '../random.ts';
import { wordIn, type Client, type Json, type Member } from './client.ts';

/** A product as it is scanned. */
export interface Pack {
  readonly id: string;
  readonly gtin: string;
  readonly amount: number | undefined;
  readonly unit: string;
  readonly multiDose: boolean;
  readonly highAlert: boolean;
}

/** A patient in a bed. */
export interface Inpatient {
  readonly patient: string;
  readonly encounter: string;
  readonly version: string;
  readonly ward: string;
  readonly bed: string;
  readonly since: string;
  readonly decided: boolean;
  readonly vitalsDue: string | undefined;
  readonly news2: number | undefined;
  readonly reason: string;
}

interface BedLine {
  readonly bed: string;
  readonly ward: string;
  readonly state: string;
  readonly stay?: Json;
}

/** The house, read once and kept fresh by the bed board. */
export class HouseMap {
  readonly packs = new Map<string, Pack>();
  readonly badges = new Map<string, string>();
  readonly #bands = new Map<string, string>();
  readonly #beds = new Map<string, BedLine>();
  revision: string | undefined;

  /** Products and badges. */
  async read(client: Client, by: Member): Promise<void> {
    for (const one of await allOf(client, by, '/fhir/R4/Medication?_count=500')) this.#keepPack(one);
    for (const one of await allOf(client, by, '/fhir/R4/Practitioner?_count=500')) {
      const badge = identifierOf(one, 'https://id.gs1.org/8017');
      if (badge !== undefined) this.badges.set(wordIn(one, 'id'), badge.value);
    }
  }

  #keepPack(medication: Json): void {
    const extension = (medication['extension'] ?? []) as readonly {
      readonly url: string;
      readonly valueBoolean?: boolean;
    }[];
    const isSet = (name: string) => extension.some(({ url, valueBoolean }) => url.endsWith(`/${name}`) && valueBoolean);
    const [ingredient] = (medication['ingredient'] ?? []) as readonly Ingredient[];
    const gtin = identifierOf(medication, 'https://id.gs1.org/01');
    if (gtin === undefined) return;
    const numerator = ingredient?.strength?.numerator;
    this.packs.set(wordIn(medication, 'id'), {
      id: wordIn(medication, 'id'),
      gtin: gtin.value,
      amount: numerator?.value,
      unit: numerator?.code ?? '',
      multiDose: isSet('multi-dose'),
      highAlert: isSet('high-alert'),
    });
  }

  /** Takes in what the board says. */
  take(board: Json): void {
    this.revision = wordIn(board, 'revision');
    for (const line of (board['beds'] ?? []) as readonly BedLine[]) this.#beds.set(line.bed, line);
  }

  get beds(): readonly BedLine[] {
    return [...this.#beds.values()];
  }

  /** Everybody who lies in a bed. */
  get inpatients(): readonly Inpatient[] {
    return this.beds.flatMap(({ stay, ward, bed, state }) => {
      const patient = (stay?.['patient'] as { readonly id?: string } | undefined)?.id;
      if (stay === undefined || patient === undefined || state !== 'occupied' || bed.startsWith('cot-')) return [];
      const news2 = (stay['news2'] as { readonly total?: number } | undefined)?.total;
      return [
        {
          patient,
          encounter: wordIn(stay, 'encounter'),
          version: wordIn(stay, 'version'),
          ward,
          bed,
          since: wordIn(stay, 'since'),
          decided: stay['dischargeDecided'] !== undefined,
          vitalsDue: stay['vitalsDue'] as string | undefined,
          news2,
          reason: wordIn(stay, 'reason'),
        },
      ];
    });
  }

  /** Beds in which nobody lies and nobody is expected. */
  freeBeds(random: Random): BedLine | undefined {
    const free = this.beds.filter(
      ({ state, stay, bed }) => state === 'free' && stay === undefined && bed.startsWith('bed-'),
    );
    return free.length === 0 ? undefined : random.pick(free);
  }

  /** The code on the patient's band; a band is put on somebody who has none. */
  async bandOf(client: Client, by: Member, patient: string): Promise<string | undefined> {
    const known = this.#bands.get(patient);
    if (known !== undefined) return known;
    const { status, body } = await client.get(by, `/fhir/R4/Patient/${patient}`);
    if (status !== 200) return undefined;
    const band = identifierOf(body, 'https://id.gs1.org/8018');
    if (band === undefined) return undefined;
    const code = `]d28018${band.value}\u001D8019${instanceOf(band)}`;
    this.#bands.set(patient, code);
    return code;
  }
}

interface Ingredient {
  readonly strength?: { readonly numerator?: { readonly value?: number; readonly code?: string } };
}
interface Identifier {
  readonly system?: string;
  readonly value: string;
  readonly use?: string;
  readonly extension?: readonly { readonly url: string; readonly valueString?: string }[];
}

function instanceOf({ extension = [] }: Identifier): string {
  return extension.find(({ url }) => url.endsWith('/band-instance'))?.valueString ?? '1';
}

function identifierOf(resource: Json, system: string): Identifier | undefined {
  return ((resource['identifier'] ?? []) as readonly Identifier[]).find(
    (one) => one.system === system && one.use !== 'old',
  );
}

/** All pages of a search. */
export async function allOf(client: Client, by: Member, path: string): Promise<readonly Json[]> {
  const found: Json[] = [];
  for (let next: string | undefined = path; next !== undefined;) {
    const { body } = await client.get(by, next);
    const bundle = body as {
      entry?: readonly { resource: Json }[];
      link?: readonly { relation: string; url: string }[];
    };
    found.push(...(bundle.entry ?? []).map(({ resource }) => resource));
    const url = bundle.link?.find(({ relation }) => relation === 'next')?.url;
    next = url === undefined ? undefined : url.slice(url.indexOf('/fhir/R4'));
  }
  return found;
}
