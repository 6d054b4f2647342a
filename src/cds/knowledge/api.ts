/**
 * Shapes of the knowledge: versioned data with source and date. Nothing clinical is written in code.
 *
 * `reviewed` says whether the hospital's own pharmacist and physician approved a file; `verified` how far a row's source bears
 * it. Both travel with every alert.
 *
 * Source  each file and each row name theirs
 * Proof   load.test.ts (every file of the house fits; every fault of a hospital's own file is named)
 */
import { z } from 'zod';

/** The same words in both languages of the house. */
export const text = z.strictObject({ en: z.string().min(1), ko: z.string().min(1) });
export type Text = z.output<typeof text>;

/** 1 hard stop, 2 interrupts and asks for a reason, 3 inline. */
export const tier = z.union([z.literal(1), z.literal(2), z.literal(3)]);
export type Tier = z.output<typeof tier>;

const verified = z.enum(['verified', 'partial', 'unverified']);
const atc = z.string().regex(/^[A-Z](\d\d([A-Z]([A-Z](\d\d)?)?)?)?$/, 'an ATC code');
const name = z.string().min(1);
const names = z.array(name);
const day = z.string().regex(/^\d{4}-\d\d-\d\d$/, 'a date such as 2026-11-24');

/** What every file says of itself. */
const file = {
  id: name,
  version: name,
  date: day,
  reviewed: z.boolean(),
  source: name,
};
export interface FileFacts {
  readonly id: string;
  readonly version: string;
  readonly date: string;
  readonly reviewed: boolean;
  readonly source: string;
}

export const ingredientsFile = z.strictObject({
  ...file,
  ingredients: z.array(z.strictObject({ name, atc: z.array(atc), also: names.default([]) })),
  combinations: z.array(z.strictObject({ atc, name, of: names.min(1) })),
});

export const interactionsFile = z.strictObject({
  ...file,
  classes: z.array(z.strictObject({ id: name, label: text, members: names.min(1), source: name, verified })),
  pairs: z.array(
    z.strictObject({
      id: name,
      object: names.min(1),
      precipitant: names.min(1),
      /** Any two different members. */
      sameClass: z.boolean().default(false),
      tier,
      effect: text,
      source: name,
      verified,
    }),
  ),
});

const action = z.enum(['stop', 'warn', 'inform', 'none']);

export const allergiesFile = z.strictObject({
  ...file,
  groups: z.array(
    z.strictObject({
      id: name,
      label: text,
      members: names.min(1),
      /** Every drug below these ATC groups is a member too. */
      atcPrefix: z.array(atc).default([]),
      /** The group whose allergy this one answers; absent: its own. */
      trigger: name.optional(),
      /** Words by which an allergy to the whole group is recorded. */
      also: names.default([]),
      action,
      source: name,
      verified,
    }),
  ),
  severeDelayed: z.strictObject({
    id: name,
    label: text,
    atcPrefix: z.array(atc),
    words: names,
    snomed: names,
    source: name,
    verified,
  }),
});

export const duplicatesFile = z.strictObject({
  ...file,
  rules: z.array(z.strictObject({ id: name, kind: z.enum(['same-ingredient', 'same-class', 'in-combination']), tier })),
  /** ATC groups that act where they are applied. */
  topicalAtc: z.array(atc),
});

const band = z
  .strictObject({ from: z.number().optional(), below: z.number().optional() })
  .refine(({ from = -Infinity, below = Infinity }) => from < below, 'from is below below: else it holds for nobody');
const limit = z.union([
  z.strictObject({ perDay: z.number().positive() }),
  z.strictObject({ perDose: z.number().positive() }),
  z.strictObject({ perKgDay: z.number().positive() }),
  z.strictObject({ perKgDose: z.number().positive() }),
  z.strictObject({ givingsPerDay: z.number().positive() }),
  z.strictObject({ never: z.literal(true) }),
  z.strictObject({ notice: z.literal(true) }),
]);
const drugRow = { id: name, drugs: names.min(1), tier, why: text, source: name, verified };

export const dosesFile = z.strictObject({
  ...file,
  rules: z.array(
    z.strictObject({
      ...drugRow,
      when: z
        .strictObject({
          age: band.optional(),
          weight: band.optional(),
          clearance: band.optional(),
          egfr: band.optional(),
          route: z.enum(['oral', 'iv']).optional(),
        })
        .optional(),
      limit,
    }),
  ),
});

export const pregnancyFile = z.strictObject({
  ...file,
  /** How a record says pregnant: conditions not older than so many days. */
  pregnant: z.strictObject({ icd: names, snomed: names, days: z.int().positive() }),
  /** Years in which somebody whose record says nothing is asked. */
  ages: z.strictObject({ from: z.int(), below: z.int() }),
  rules: z.array(z.strictObject(drugRow)),
});

export const resultsFile = z.strictObject({
  ...file,
  rules: z.array(
    z
      .strictObject({
        ...drugRow,
        result: z.enum(['creatinine', 'potassium', 'inr', 'platelets', 'qtc', 'weight', 'height']),
        above: z.number().optional(),
        below: z.number().optional(),
        /** Oldest result that counts. */
        days: z.int().positive(),
      })
      .refine(({ above, below }) => (above ?? below) !== undefined, 'say above or below: else it never speaks'),
  ),
});

const months = z.int().min(0);
export const immunizationsFile = z.strictObject({
  ...file,
  /** Days between two doses. */
  interval: z.int().positive(),
  series: z.array(
    z.strictObject({
      id: name,
      label: text,
      cvx: names.min(1),
      /** Ages at which doses become due. */
      months: z.array(months).min(1),
      /** Age from which nobody is asked any more. */
      until: months,
      sex: z.enum(['male', 'female']).optional(),
    }),
  ),
  yearly: z.strictObject({
    id: name,
    label: text,
    cvx: names.min(1),
    season: z.strictObject({ from: z.string().regex(/^\d\d$/), to: z.string().regex(/^\d\d$/) }),
    ages: z.array(z.strictObject({ from: months, below: months })),
  }),
});

export const vteFile = z.strictObject({
  ...file,
  rule: name,
  tier,
  /** Points from which the risk is high. */
  high: z.int().positive(),
  /** Hours of stay after which prophylaxis is missed. */
  hours: z.int().min(0),
  factors: z.array(
    z.strictObject({
      id: name,
      points: z.int().positive(),
      label: text,
      icd: names.optional(),
      atc: z.array(atc).optional(),
      ageFrom: z.int().optional(),
      bmiFrom: z.number().optional(),
    }),
  ),
  notCounted: text,
  prophylaxis: z.array(atc).min(1),
});

export type DosesFile = z.output<typeof dosesFile>;
export type PregnancyFile = z.output<typeof pregnancyFile>;
export type ResultsFile = z.output<typeof resultsFile>;
export type ImmunizationsFile = z.output<typeof immunizationsFile>;
export type VteFile = z.output<typeof vteFile>;
export type IngredientsFile = z.output<typeof ingredientsFile>;
export type InteractionsFile = z.output<typeof interactionsFile>;
export type AllergiesFile = z.output<typeof allergiesFile>;
export type AllergyGroup = AllergiesFile['groups'][number];
export type DuplicatesFile = z.output<typeof duplicatesFile>;
export type Verified = z.output<typeof verified>;
