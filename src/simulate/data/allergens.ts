/**
 * What people do not tolerate.
 *
 * `group` ties a drug allergy to `Drug.group`. Adult and child weights say how often each is met among those who have one.
 *
 * Source  ATC index (drug groups); SNOMED CT International (substances, findings); Korea Adverse Event Reporting System for the order of drugs
 * Proof   tables.test.ts, ../population.test.ts
 */
import { numbers, readTable, words } from '../table.ts';

export interface Allergen {
  readonly key: string;
  /** ATC for drugs, SNOMED CT for the rest. */
  readonly code: string;
  readonly en: string;
  readonly ko: string;
  readonly category: 'food' | 'medication' | 'environment';
  readonly group: string;
  readonly reactions: readonly string[];
  readonly weights: readonly number[];
}

export const ALLERGENS: readonly Allergen[] = readTable<
  'key' | 'code' | 'en' | 'ko' | 'category' | 'group' | 'reactions' | 'weights'
>(`
key | code | en | ko | category | group | reactions | weights
penicillin | J01C | Beta-lactam antibacterials, penicillins | 페니실린계 항생제 | medication | penicillin | rash urticaria anaphylaxis | 1 9
cephalosporin | J01DD | Third-generation cephalosporins | 세팔로스포린계 항생제 | medication | cephalosporin | rash urticaria anaphylaxis | 1 7
nsaid | M01A | Antiinflammatory and antirheumatic products, non-steroids | 비스테로이드 소염진통제 | medication | nsaid | urticaria angioedema | 0 9
contrast | V08A | X-ray contrast media, iodinated | 조영제 | medication | contrast | urticaria anaphylaxis nausea | 0 9
quinolone | J01MA | Fluoroquinolones | 플루오로퀴놀론계 항생제 | medication | quinolone | rash | 0 2
peanut | 762952008 | Peanut | 땅콩 | food | | urticaria anaphylaxis | 5 2
egg | 102263004 | Eggs (edible) | 달걀 | food | | urticaria rash | 8 1
milk | 3718001 | Cow's milk | 우유 | food | | urticaria nausea | 8 1
shrimp | 735029006 | Shellfish | 갑각류 | food | | urticaria angioedema | 3 6
wheat | 412071004 | Wheat | 밀 | food | | urticaria anaphylaxis | 1 1
dustMite | 260147004 | House dust mite | 집먼지진드기 | environment | | rhinitis | 4 6
pollen | 782576004 | Tree pollen | 꽃가루 | environment | | rhinitis | 2 5
`).map((row) => ({
  ...row,
  category: row.category as Allergen['category'],
  reactions: words(row.reactions),
  weights: numbers(row.weights),
}));

/** Reactions: SNOMED CT finding, English, Korean. */
export const REACTIONS: Readonly<Record<string, readonly [snomed: string, en: string, ko: string]>> = {
  rash: ['271807003', 'Eruption of skin', '발진'],
  urticaria: ['126485001', 'Urticaria', '두드러기'],
  anaphylaxis: ['39579001', 'Anaphylaxis', '아나필락시스'],
  angioedema: ['41291007', 'Angioedema', '혈관부종'],
  nausea: ['422587007', 'Nausea', '오심'],
  rhinitis: ['61582004', 'Allergic rhinitis', '알레르기비염'],
};
