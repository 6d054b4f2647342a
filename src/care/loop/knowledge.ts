/**
 * Which allergies a drug touches at the bedside: the same substance, or one of the same group.
 *
 * The groups here are the few whose cross-reactivity no bedside may overlook; decision support at ordering knows more. A
 * match stops the dose: the prescriber must re-authorise it.
 *
 * Source  common clinical knowledge (product information of the drugs named)
 * Proof   loops.test.ts
 */
const GROUPS: readonly (readonly string[])[] = [
  [
    'penicillin',
    'benzylpenicillin',
    'phenoxymethylpenicillin',
    'amoxicillin',
    'ampicillin',
    'piperacillin',
    'flucloxacillin',
    'nafcillin',
    'ticarcillin',
  ],
  ['sulfamethoxazole', 'sulfadiazine', 'sulfasalazine', 'cotrimoxazole'],
  ['aspirin', 'ibuprofen', 'naproxen', 'ketorolac', 'diclofenac', 'ketoprofen', 'indometacin'],
  ['cefazolin', 'cefalexin'],
  ['codeine', 'morphine'],
];

/** Does an allergy to the substance touch the drug? */
export function touches(substance: string, drug: string): boolean {
  const [allergen, given] = [wordsOf(substance), wordsOf(drug)];
  if (allergen === given || given.startsWith(`${allergen} `) || given.includes(`${allergen}/`)) return true;
  return GROUPS.some((group) => has(group, allergen) && has(group, given));
}

function has(group: readonly string[], words: string): boolean {
  return group.some((one) => words.includes(one));
}

function wordsOf(text: string): string {
  return text.trim().toLowerCase();
}
