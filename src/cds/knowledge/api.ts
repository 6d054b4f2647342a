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

export type IngredientsFile = z.output<typeof ingredientsFile>;
export type InteractionsFile = z.output<typeof interactionsFile>;
export type AllergiesFile = z.output<typeof allergiesFile>;
export type AllergyGroup = AllergiesFile['groups'][number];
export type DuplicatesFile = z.output<typeof duplicatesFile>;
export type Verified = z.output<typeof verified>;
