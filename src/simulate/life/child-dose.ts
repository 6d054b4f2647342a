/**
 * Drugs for children: syrups in place of tablets, doses by weight.
 *
 * Unit    mL/kg for syrups; a share of the adult dose (weight / 60 kg) for what is injected or inhaled
 * Source  Korean product labels of the syrups, rounded
 * Proof   child-dose.test.ts
 */
import { drugOf, type Drug } from '../data/drugs.ts';

const SYRUPS: Readonly<Record<string, readonly [key: string, perKilogram: number, most: number]>> = {
  N02BE01: ['acetaminophenSyrup', 0.4, 15],
  J01CR02: ['amoxiclavSyrup', 0.45, 15],
  R05CB06: ['ambroxolSyrup', 0.22, 5],
  J01FA10: ['azithromycinSyrup', 0.25, 12],
  J05AH02: ['oseltamivirSyrup', 0.4, 12.5],
};

/** Below this age a drug is given as syrup, or by weight, or not at all. */
const ADULT_DOSES_FROM = 12;

/** The drug as somebody of this age and weight gets it; undefined where children do not get it. */
export function childDrug(drug: Drug, age: number, weight: number): Drug | undefined {
  if (age >= ADULT_DOSES_FROM) return drug;
  const [key, perKilogram = 0, most = 0] = SYRUPS[drug.atc] ?? [];
  if (key !== undefined)
    return { ...drugOf(key), dose: Math.max(0.5, Math.min(most, Math.round(weight * perKilogram * 2) / 2)) };
  if (['iv', 'inhaled', 'topical', 'nasal'].includes(drug.route)) return byWeight(drug, weight);
  return ['R06AE09', 'A07BC05', 'A07FA02'].includes(drug.atc) && age >= 2 ? byWeight(drug, weight) : undefined;
}

function byWeight(drug: Drug, weight: number): Drug {
  if (drug.route === 'topical' || drug.route === 'nasal' || drug.unit === '{puff}') return drug;
  const share = drug.dose * Math.min(1, weight / 60);
  return { ...drug, dose: drug.dose >= 50 ? Math.round(share / 10) * 10 : Math.max(0.1, Math.round(share * 10) / 10) };
}
