/**
 * Vaccinations: the Korean national schedule for children, and what adults get.
 *
 * `months` are the ages at which doses are given. `from` is the year in which the vaccine came into use in Korea.
 *
 * Source  Korea Disease Control and Prevention Agency, standard immunization schedule 2024; CVX codes of the CDC;
 *         KR Core code system krcore-vcnt-types
 * Proof   tables.test.ts, ../population.test.ts
 */
import { byKey, numbers, readTable, rowFor } from '../table.ts';

export interface Vaccine {
  readonly key: string;
  readonly cvx: string;
  readonly kr: string;
  readonly en: string;
  readonly ko: string;
  readonly target: string;
  readonly months: readonly number[];
  readonly from: number;
  readonly route: string;
  readonly girls: boolean;
}

export const CHILD_VACCINES: readonly Vaccine[] = readTable<
  'key' | 'cvx' | 'kr' | 'en' | 'ko' | 'target' | 'months' | 'from' | 'route' | 'girls'
>(`
key | cvx | kr | en | ko | target | months | from | route | girls
bcg | 19 | 19 | BCG | 결핵(BCG, 피내용) | 56717001 | 0.7 | 1962 | id |
hepB | 08 | 18 | Hep B, adolescent or pediatric | B형간염 | 66071002 | 0 1 6 | 1995 | im |
dtapIpvHib | 120 | 22 | DTaP-Hib-IPV | DTaP-IPV/Hib | 397430003 | 2 4 6 | 2017 | im |
dtap | 20 | 20 | DTaP | DTaP | 397430003 | 15 | 1989 | im |
dtapIpv | 130 | 21 | DTaP-IPV | DTaP-IPV | 397430003 | 54 | 2012 | im |
pcv13 | 133 | 27 | Pneumococcal conjugate PCV 13 | 폐렴구균(PCV13) | 16814004 | 2 4 6 13 | 2014 | im |
rotavirus | 116 | 28 | rotavirus, pentavalent | 로타바이러스(RV5) | 18624000 | 2 4 6 | 2008 | oral |
mmr | 03 | 29 | MMR | 홍역·유행성이하선염·풍진(MMR) | 14189004 | 12.5 54 | 1983 | sc |
varicella | 21 | 30 | varicella | 수두 | 38907003 | 13 | 2005 | sc |
hepA | 83 | 31 | Hep A, ped/adol, 2 dose | A형간염 | 40468003 | 14 20 | 2015 | im |
je | 134 | 32 | Japanese Encephalitis IM | 일본뇌염(불활성화) | 52947006 | 13 14 25 75 140 | 1971 | sc |
tdap | 115 | 24 | Tdap | Tdap | 397430003 | 138 | 2011 | im |
hpv | 62 | 34 | HPV, quadrivalent | 사람유두종바이러스(HPV4) | 240532009 | 146 152 | 2016 | im | girls
`).map((row) => ({ ...row, months: numbers(row.months), from: Number(row.from), girls: row.girls === 'girls' }));

/** Vaccines of adults; when they are given is decided in `life/immunization.ts`. */
export const ADULT_VACCINES = {
  influenza: adult(
    'influenza',
    '150',
    '35',
    'influenza, injectable, quadrivalent, preservative free',
    '인플루엔자(4가)',
    '6142004',
  ),
  influenza3: adult(
    'influenza3',
    '140',
    '35',
    'Influenza, seasonal, injectable, preservative free',
    '인플루엔자(3가)',
    '6142004',
  ),
  pneumococcal: adult('pneumococcal', '33', '27', 'pneumococcal polysaccharide PPV23', '폐렴구균(PPSV23)', '16814004'),
  zosterLive: adult('zosterLive', '121', '43', 'zoster, live', '대상포진(생백신)', '4740000'),
  zoster: adult('zoster', '187', '43', 'zoster recombinant', '대상포진(재조합)', '4740000'),
  tdap: adult('tdap', '115', '24', 'Tdap', 'Tdap', '397430003'),
  covid: adult(
    'covid',
    '208',
    '',
    'COVID-19, mRNA, LNP-S, PF, 30 mcg/0.3 mL dose',
    '코로나19(화이자, mRNA)',
    '840539006',
  ),
  covidSeasonal: adult(
    'covidSeasonal',
    '309',
    '',
    'COVID-19, mRNA, LNP-S, PF, 30 mcg/0.3 mL',
    '코로나19(화이자, 변이 대응)',
    '840539006',
  ),
} as const;

function adult(key: string, cvx: string, kr: string, en: string, ko: string, target: string): Vaccine {
  return { key, cvx, kr, en, ko, target, months: [], from: 0, route: 'im', girls: false };
}

/** What protects against what, in words: `target` is the SNOMED CT code of the disease. */
export const TARGETS: Readonly<Record<string, string>> = {
  '56717001': 'Tuberculosis',
  '66071002': 'Viral hepatitis type B',
  '397430003': 'Diphtheria caused by Corynebacterium diphtheriae',
  '16814004': 'Pneumococcal infectious disease',
  '18624000': 'Disease caused by Rotavirus',
  '14189004': 'Measles',
  '38907003': 'Varicella',
  '40468003': 'Viral hepatitis, type A',
  '52947006': 'Japanese encephalitis virus disease',
  '240532009': 'Human papillomavirus infection',
  '6142004': 'Influenza',
  '4740000': 'Herpes zoster',
  '840539006': 'COVID-19',
};

/** The vaccine of a key. */
export function vaccineOf(key: string): Vaccine {
  return rowFor(BY_KEY, key);
}

const BY_KEY = byKey(CHILD_VACCINES);
