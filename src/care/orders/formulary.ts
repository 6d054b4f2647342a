/**
 * The drugs of the house: Medication resources of the record that are in use and carry a GTIN, as items that can be ordered.
 *
 * Every caller who may order sees the same formulary; it is read as a whole and kept for a minute, because a search asks for it at each letter.
 *
 * Source  https://hl7.org/fhir/R4/medication.html
 * Proof   formulary.test.ts, orders.int.test.ts
 */
import { UNLIMITED } from '../../access/index.ts';
import type { CodeableConcept, Extension, ResourceOfType } from '../../fhir/index.ts';
import type { Context } from '../../record/index.ts';
import { findResources } from '../bedside/chart.ts';
import { converted } from '../loop/amounts.ts';
import { extensionsIn, GTIN, identifierIn, isSet, unitIn, valueIn } from '../systems.ts';
import type { Preset } from './presets.ts';
import { presetsOf } from './presets.ts';
import { ATC, type Text } from './words.ts';

type Medication = ResourceOfType['Medication'];

/** A drug that can be ordered. */
export interface Drug {
  readonly id: string;
  readonly name: Text;
  /** Strength as the product names it, for example `2 g` or `100 mg/20 mL`. */
  readonly strength: string;
  readonly atc: string;
  /** What one piece holds, and in which unit doses are ordered. */
  readonly amount?: number;
  readonly unit: string;
  /** What is counted where it is not divided: tablet, capsule. */
  readonly piece?: string;
  readonly routes: readonly string[];
  readonly highAlert: boolean;
  /** Korean names that the pharmacy marked as taken for this one. */
  readonly lookAlikes: readonly string[];
  readonly medication: Medication;
}

const PIECES = new Set(['{tbl}', '{cap}']);

/** A Medication as an item; undefined where it is out of use or names no product or drug. */
export function drugOf(medication: Medication): Drug | undefined {
  const { id, status, code, ingredient, identifier } = medication;
  if (id === undefined || (status !== undefined && status !== 'active')) return undefined;
  const atc = atcOf(code) ?? atcOf(ingredient?.[0]?.itemCodeableConcept);
  const name = nameOf(code) ?? nameOf(ingredient?.[0]?.itemCodeableConcept);
  if (atc === undefined || name === undefined || identifierIn(identifier, GTIN) === undefined) return undefined;
  const strength = ingredient?.[0]?.strength;
  const [amount, pieces] = [valueIn(strength?.numerator), valueIn(strength?.denominator) ?? 1];
  return {
    id,
    name,
    strength: strengthOf(medication),
    atc,
    ...(amount === undefined ? {} : { amount: amount / pieces }),
    unit: unitIn(strength?.numerator),
    ...(PIECES.has(unitIn(strength?.denominator)) ? { piece: unitIn(strength?.denominator) } : {}),
    routes: extensionsIn(medication, 'route').flatMap(({ valueCode, valueString }) => valueCode ?? valueString ?? []),
    highAlert: isSet(medication, 'high-alert'),
    lookAlikes: extensionsIn(medication, 'look-alike').flatMap(({ valueString }) => valueString ?? []),
    medication,
  };
}

function atcOf(concept: CodeableConcept | undefined): string | undefined {
  return concept?.coding?.find(({ system }) => system === ATC)?.code;
}

const STRENGTH = /\s*\d[\d.,/]*\s*(?:mg|g|ug|mcg|mL|L|\[IU\]|IU|meq|mmol|%|U)(?:\/[\d.]*\s*\S+)?\s*$/i;

function nameOf(concept: CodeableConcept | undefined): Text | undefined {
  const coding = concept?.coding?.find(({ system }) => system === ATC) ?? concept?.coding?.[0];
  const en = coding?.display ?? concept?.text;
  const ko = translationOf(coding) ?? concept?.text?.replace(STRENGTH, '') ?? en;
  return en === undefined || ko === undefined ? undefined : { ko, en };
}

/** The Korean translation of a display. */
export function translationOf(coding: object | undefined): string | undefined {
  const { _display: display } = (coding ?? {}) as { readonly _display?: { readonly extension?: readonly Extension[] } };
  return translatedIn(display);
}

/** The Korean translation that an element carries. */
export function translatedIn(element: { readonly extension?: readonly Extension[] } | undefined): string | undefined {
  for (const { url, extension = [] } of element?.extension ?? []) {
    if (!url.endsWith('/translation')) continue;
    const part = (name: string) => extension.find((one) => one.url === name);
    if (part('lang')?.valueCode === 'ko') return part('content')?.valueString;
  }
  return undefined;
}

function strengthOf({ code, ingredient }: Medication): string {
  const worded = STRENGTH.exec(code?.text ?? '')?.[0].trim();
  if (worded !== undefined && worded !== '') return worded;
  const { numerator, denominator } = ingredient?.[0]?.strength ?? {};
  const [amount, pieces] = [valueIn(numerator), valueIn(denominator)];
  if (amount === undefined) return '';
  const per =
    pieces === undefined || (pieces === 1 && unitIn(denominator) === '') ? '' : `/${pieces} ${unitIn(denominator)}`;
  return `${amount} ${unitIn(numerator)}${per}`.trim();
}

/** Cytostatics are dosed by surface also where they are tablets. */
const BY_SURFACE = /^L01/;

/** How a drug is usually ordered: presets that suit its routes and unit, else one piece once. Tablets are not dosed for each kg. */
export function usualOf({ atc, routes, unit, amount, piece }: Drug): readonly Preset[] {
  const fitting = presetsOf(atc).filter(
    ({ route, dose }) =>
      (dose?.per === undefined || piece === undefined || BY_SURFACE.test(atc)) &&
      (routes.length === 0 || routes.includes(route ?? '')) &&
      converted(1, dose?.unit ?? '', unit) !== undefined,
  );
  const [route] = routes;
  if (fitting.length > 0 || amount === undefined || unit === '') return fitting;
  return [{ dose: { value: amount, unit }, timing: { kind: 'once' }, ...(route === undefined ? {} : { route }) }];
}

/** The product that gives a dose in the fewest whole pieces; else the nearest. */
export function bestProduct(drugs: readonly Drug[], { dose, route }: Preset): Drug | undefined {
  const usable = drugs.filter(
    ({ routes, unit }) =>
      (route === undefined || routes.length === 0 || routes.includes(route)) &&
      converted(1, dose?.unit ?? '', unit) !== undefined,
  );
  const pieces = ({ amount = 1, unit }: Drug): number =>
    dose === undefined || dose.per !== undefined ? 1 / amount : (converted(dose.value, dose.unit, unit) ?? 0) / amount;
  const cost = (drug: Drug): number => {
    const count = pieces(drug);
    return Math.abs(count - Math.round(count)) > 1e-9 || count < 1 - 1e-9 ? 1000 + Math.abs(Math.log(count)) : count;
  };
  return usable.toSorted((one, other) => cost(one) - cost(other))[0];
}

/** A product that gives the dose in whole tablets where this one does not: nobody should halve what is on the shelf whole. */
export function wholeProduct(
  drug: Drug,
  drugs: Iterable<Drug>,
  dose: Preset['dose'],
  route?: string,
): Drug | undefined {
  if (drug.piece === undefined || dose === undefined || isWhole(drug, dose)) return undefined;
  const same = [...drugs].filter(({ atc, piece }) => atc === drug.atc && piece === drug.piece);
  const best = bestProduct(same, { dose, ...(route === undefined ? {} : { route }) });
  return best !== undefined && isWhole(best, dose) ? best : undefined;
}

function isWhole({ amount = 1, unit }: Drug, { value, unit: own }: NonNullable<Preset['dose']>): boolean {
  const count = (converted(value, own, unit) ?? 0) / amount;
  return count > 0.5 && Math.abs(count - Math.round(count)) < 1e-9;
}

const KEPT_MS = 60_000;

/** The formulary, read when it is asked for and kept a little while. */
export class Formulary {
  #kept: { readonly at: number; readonly drugs: Promise<ReadonlyMap<string, Drug>> } | undefined;

  /** All drugs by id. */
  drugs(context: Context): Promise<ReadonlyMap<string, Drug>> {
    const at = context.clock.now();
    if (this.#kept === undefined || at - this.#kept.at > KEPT_MS || at < this.#kept.at) {
      const drugs = readDrugs(context);
      this.#kept = { at, drugs };
      drugs.catch(() => (this.#kept = undefined));
    }
    return this.#kept.drugs;
  }
}

async function readDrugs(context: Context): Promise<ReadonlyMap<string, Drug>> {
  const found = await findResources({ ...context, reach: UNLIMITED }, 'Medication', {});
  return new Map(found.flatMap((one) => drugOf(one) ?? []).map((drug) => [drug.id, drug]));
}
