/**
 * Diseases that stay: when they begin, who follows them, how long.
 *
 * `male` and `female` are the shares in percent of people who have had the disease by age 0, 10, … 90 (never falling).
 * `factors` load the disease on traits that people carry through life (see person/traits.ts). `deadly` is the yearly chance
 * in percent to die of it. `clinic` is the department that follows it, every `days` days; blank days: nobody does.
 *
 * Unit    shares in %, days
 * Source  Hypertension, diabetes, dyslipidaemia: Korea Health Statistics 2022 (KNHANES IX-1), diagnosed or measured.
 *         Cancers: Korea Central Cancer Registry, incidence 2021, summed up by age. Hepatitis B: KNHANES surface antigen.
 *         Others: HIRA counts and reviews, rounded. KCD-8 (Statistics Korea), SNOMED CT International.
 * Proof   ../life/onset.test.ts, ../population.test.ts
 */
import { byKey, numberOrNone, numbers, readTable, rowFor, words } from '../table.ts';

export interface Disease {
  readonly key: string;
  readonly kcd: string;
  readonly ko: string;
  readonly snomed: string;
  readonly en: string;
  readonly clinic: string;
  readonly days: number | undefined;
  /** Share of the ill whom this hospital follows. */
  readonly followed: number;
  readonly deadly: number;
  readonly male: readonly number[];
  readonly female: readonly number[];
  readonly factors: readonly Loading[];
}

export interface Loading {
  readonly factor: string;
  readonly weight: number;
}

/** Ages at which the curves are given. */
export const CURVE_AGES: readonly number[] = [0, 10, 20, 30, 40, 50, 60, 70, 80, 90];

const ROWS = readTable<
  'key' | 'kcd' | 'ko' | 'snomed' | 'en' | 'clinic' | 'days' | 'followed' | 'deadly' | 'male' | 'female' | 'factors'
>(`
key | kcd | ko | snomed | en | clinic | days | followed | deadly | male | female | factors
hypertension | I10.9 | 원발성 고혈압 | 59621000 | Essential hypertension | CAR | 90 | 0.85 | 0.3 | 0 0 1.5 8 19 33 48 60 68 72 | 0 0 0.3 1.5 6 18 38 58 73 78 | metabolic:.5 vascular:.35
diabetes | E11.9 | 2형 당뇨병 | 44054006 | Diabetes mellitus type 2 | END | 90 | 0.9 | 0.5 | 0 0 0.3 2 7 15 24 30 32 32 | 0 0 0.2 1.2 3.5 8 17 26 31 31 | metabolic:.6
dyslipidaemia | E78.5 | 고지혈증 | 55822004 | Hyperlipidemia | CAR | 90 | 0.85 | 0 | 0 0 2 8 17 24 28 30 32 32 | 0 0 1 3 7 18 38 45 47 47 | metabolic:.5 vascular:.2
obesity | E66.9 | 비만 | 414916001 | Obesity | FM | | 0.4 | 0 | 0 3 8 11 12 12 12 12 12 12 | 0 2 4 5 6 7 8 9 9 9 | weight:.95
fattyLiver | K76.0 | 지방간 | 197321007 | Steatosis of liver | GI | 365 | 0.3 | 0 | 0 1 6 15 22 27 30 32 33 33 | 0 .4 2 4 7 12 19 23 24 24 | metabolic:.5 weight:.4
coronaryDisease | I25.1 | 죽상경화성 심장병 | 53741008 | Coronary arteriosclerosis | CAR | 90 | 0.95 | 1 | 0 0 0 .1 .5 2 5 9 13 15 | 0 0 0 0 .2 .7 2 5 8 10 | vascular:.65 metabolic:.3 smoking:.3
heartFailure | I50.0 | 울혈성 심부전 | 42343007 | Congestive heart failure | CAR | 60 | 0.95 | 9 | 0 0 0 .05 .2 .6 1.6 4 9 16 | 0 0 0 .05 .1 .4 1.2 3.5 9 17 | vascular:.5 frailty:.3
atrialFibrillation | I48.9 | 심방세동 | 49436004 | Atrial fibrillation | CAR | 90 | 0.95 | 1 | 0 0 0 .1 .3 .8 2 4.5 8 11 | 0 0 0 0 .1 .3 1 2.5 5.5 9 | vascular:.35 frailty:.2
stroke | I63.9 | 뇌경색증 | 432504007 | Cerebral infarction | NEU | 90 | 0.95 | 4 | 0 0 0 .05 .2 .8 2.3 5 9 13 | 0 0 0 .03 .15 .5 1.4 3.5 7.5 12 | vascular:.55 smoking:.2
copd | J44.9 | 만성 폐쇄성 폐질환 | 13645005 | Chronic obstructive lung disease | PUL | 90 | 0.9 | 4 | 0 0 0 0 .5 2 5 10 13 15 | 0 0 0 0 .1 .4 1 2 3 4 | smoking:.75
asthma | J45.9 | 천식 | 195967001 | Asthma | PUL | 120 | 0.7 | 0.2 | 0 3.5 4.2 4.6 5 5.5 6.5 8 9 9 | 0 2.5 3.4 4 4.8 5.8 7.2 9 10 10 | atopy:.7
allergicRhinitis | J30.4 | 알레르기비염 | 61582004 | Allergic rhinitis | ENT | 240 | 0.5 | 0 | 0 10 16 19 21 22 23 24 24 24 | 0 8 14 18 20 21 22 23 23 23 | atopy:.7
atopicDermatitis | L20.9 | 아토피피부염 | 24079001 | Atopic dermatitis | DER | 180 | 0.4 | 0 | 1 11 13 14 14 14 14 14 14 14 | 1 11 13 14 14 14 14 14 14 14 | atopy:.7
gastricCancer | C16.9 | 위의 악성 신생물 | 363349007 | Malignant tumor of stomach | GS | 120 | 1 | 6 | 0 0 0 .02 .15 .7 2.3 5 8 9.5 | 0 0 0 .03 .15 .45 1 1.9 3.2 4 | smoking:.2
colorectalCancer | C18.9 | 결장의 악성 신생물 | 363406005 | Malignant tumor of colon | GS | 120 | 1 | 6 | 0 0 0 .03 .15 .6 1.8 4 7 9 | 0 0 0 .02 .12 .4 1.1 2.3 4.2 6 | metabolic:.15
lungCancer | C34.9 | 기관지 및 폐의 악성 신생물 | 363358000 | Malignant tumor of lung | HON | 60 | 1 | 25 | 0 0 0 0 .05 .3 1.2 4 8 10 | 0 0 0 .01 .05 .2 .7 1.7 3 4 | smoking:.6
liverCancer | C22.0 | 간세포암종 | 109841003 | Liver cell carcinoma | GI | 60 | 1 | 22 | 0 0 0 .02 .15 .7 1.8 3 4.2 5 | 0 0 0 0 .03 .1 .4 1 1.8 2.2 | liver:.85
breastCancer | C50.9 | 유방의 악성 신생물 | 254837009 | Malignant neoplasm of breast | GS | 120 | 1 | 1.5 | 0 0 0 0 0 0 0 0 0 0 | 0 0 0 .1 .8 2.6 4.6 6 6.8 7.2 |
thyroidCancer | C73 | 갑상선의 악성 신생물 | 363478007 | Malignant tumor of thyroid gland | END | 180 | 1 | 0.1 | 0 0 .05 .2 .5 .8 1.1 1.3 1.4 1.4 | 0 0 .1 .7 1.7 2.8 3.7 4.2 4.4 4.4 |
prostateCancer | C61 | 전립선의 악성 신생물 | 399068003 | Malignant tumor of prostate | URO | 90 | 1 | 2 | 0 0 0 0 0 .1 1 4 8 10 | 0 0 0 0 0 0 0 0 0 0 |
hepatitisB | B18.1 | 만성 B형간염 | 61977001 | Chronic type B viral hepatitis | GI | 180 | 0.9 | 0 | 0 .1 .4 1.5 3.5 4.5 4.5 4.5 4.5 4.5 | 0 .1 .3 1 2.4 3.2 3.2 3.2 3.2 3.2 | liver:.9
cirrhosis | K74.6 | 간경변증 | 19943007 | Cirrhosis of liver | GI | 90 | 1 | 6 | 0 0 0 .05 .2 .6 1.2 1.6 1.9 2 | 0 0 0 .02 .05 .2 .5 .9 1.2 1.3 | liver:.9
gerd | K21.9 | 위식도역류병 | 235595009 | Gastroesophageal reflux disease | GI | 180 | 0.4 | 0 | 0 .2 2 5 8 11 14 16 17 17 | 0 .2 2 5 8 11 14 16 17 17 | weight:.2
chronicGastritis | K29.5 | 만성 위염 | 8493009 | Chronic gastritis | GI | 365 | 0.35 | 0 | 0 .5 3 7 12 18 24 28 30 31 | 0 .5 3 7 12 18 24 28 30 31 |
colonPolyp | K63.5 | 결장의 폴립 | 68496003 | Polyp of colon | GI | | 0.5 | 0 | 0 0 .2 1 5 13 22 30 33 33 | 0 0 .1 .6 2.5 6 12 17 19 19 | metabolic:.2
kneeArthritis | M17.9 | 무릎관절증 | 239873007 | Osteoarthritis of knee | OS | 120 | 0.6 | 0 | 0 0 0 .02 .6 4 9 15 20 22 | 0 0 0 .03 1.2 10 25 40 48 50 | weight:.4
spinalStenosis | M48.0 | 척추협착 | 76107001 | Spinal stenosis | NS | 150 | 0.5 | 0 | 0 0 0 .2 .8 3 8 16 24 26 | 0 0 0 .2 1 5 14 26 34 36 | frailty:.2
osteoporosis | M81.9 | 골다공증 | 64859006 | Osteoporosis | END | 180 | 0.6 | 0 | 0 0 0 0 .2 1 3 7 12 15 | 0 0 0 .1 .5 5 20 42 58 62 | frailty:.3 weight:-.3
rheumatoidArthritis | M06.9 | 류마티스관절염 | 69896004 | Rheumatoid arthritis | RHE | 90 | 0.9 | 0.5 | 0 0 .02 .05 .15 .3 .5 .6 .65 .65 | 0 0 .1 .3 .7 1.2 1.7 2 2.1 2.1 | smoking:.15
gout | M10.9 | 통풍 | 90560007 | Gout | RHE | 120 | 0.7 | 0 | 0 0 .5 2 4 6 7.5 9 10 10 | 0 0 0 .1 .2 .4 .9 1.5 2.2 2.5 | metabolic:.4 weight:.3
prostaticHyperplasia | N40 | 전립선증식증 | 266569009 | Benign prostatic hyperplasia | URO | 90 | 0.7 | 0 | 0 0 0 0 .5 5 18 33 45 48 | 0 0 0 0 0 0 0 0 0 0 |
myoma | D25.9 | 자궁평활근종 | 95315005 | Uterine leiomyoma | OBG | 365 | 0.6 | 0 | 0 0 0 0 0 0 0 0 0 0 | 0 0 .3 2.5 9 15 15.5 15.5 15.5 15.5 |
hypothyroidism | E03.9 | 갑상선기능저하증 | 40930008 | Hypothyroidism | END | 120 | 0.9 | 0 | 0 .1 .1 .3 .6 1 1.6 2.2 2.6 2.8 | 0 .1 .5 1.5 3 5 7 8.5 9 9 |
hyperthyroidism | E05.0 | 그레이브스병 | 353295004 | Graves' disease | END | 60 | 0.95 | 0 | 0 0 .1 .3 .5 .7 .8 .9 .9 .9 | 0 .1 .5 1.2 1.9 2.5 2.9 3.1 3.2 3.2 |
ironDeficiency | D50.9 | 철결핍빈혈 | 87522002 | Iron deficiency anemia | HON | 90 | 0.6 | 0 | 0 .8 1 1.2 1.5 2 3 4 6 7 | 0 1 5 10 17 22 23 24 25 26 |
depression | F32.9 | 우울에피소드 | 35489007 | Depressive disorder | PSY | 45 | 0.6 | 0.3 | 0 .2 1.5 3 4 5 6 7 8 8 | 0 .2 3 5.5 7.5 9.5 12 14 15 15 | mood:.9
insomnia | G47.0 | 불면증 | 193462001 | Insomnia | PSY | 60 | 0.4 | 0 | 0 0 .5 1.5 3 5 8 12 15 16 | 0 0 .5 2 4 7 11 15 18 19 | mood:.6
dementia | G30.9 | 알츠하이머병에서의 치매 | 26929004 | Alzheimer's disease | NEU | 90 | 0.8 | 9 | 0 0 0 0 0 .05 .5 3 13 35 | 0 0 0 0 0 .05 .6 4 18 45 | frailty:.4
parkinson | G20 | 파킨슨병 | 49049000 | Parkinson's disease | NEU | 90 | 0.9 | 5 | 0 0 0 0 0 .05 .3 1 2.2 3 | 0 0 0 0 0 .05 .3 1.1 2.4 3.3 | frailty:.2
migraine | G43.9 | 편두통 | 37796009 | Migraine | NEU | 180 | 0.4 | 0 | 0 .8 2 3 4 4.5 4.8 5 5 5 | 0 1 4 7 9.5 11 11.5 12 12 12 | mood:.3
cataract | H25.9 | 노년백내장 | 193570009 | Cataract | OPH | 365 | 0.5 | 0 | 0 0 0 .1 .5 3 14 35 60 75 | 0 0 0 .1 .5 3 14 35 60 75 |
glaucoma | H40.1 | 원발성 개방각녹내장 | 77075001 | Primary open angle glaucoma | OPH | 120 | 0.7 | 0 | 0 0 .1 .4 1 2 3.5 5.5 7 7.5 | 0 0 .1 .3 .8 1.6 3 4.8 6 6.5 |
ckd3 | N18.3 | 만성 신장병(3기) | 433144002 | Chronic kidney disease stage 3 | NEP | 120 | 0.8 | 1 | 0 0 0 .1 .3 .9 3 7 15 22 | 0 0 0 .1 .2 .7 2.2 6 14 20 | metabolic:.4 vascular:.3 frailty:.2
ckd4 | N18.4 | 만성 신장병(4기) | 431857002 | Chronic kidney disease stage 4 | NEP | 60 | 0.95 | 4 | 0 0 0 0 0 0 0 0 0 0 | 0 0 0 0 0 0 0 0 0 0 |
ckd5 | N18.5 | 만성 신장병(5기) | 433146000 | Chronic kidney disease stage 5 | NEP | 28 | 1 | 10 | 0 0 0 0 0 0 0 0 0 0 | 0 0 0 0 0 0 0 0 0 0 |
retinopathy | H36.0 | 당뇨병성 망막병증 | 4855003 | Diabetic retinopathy | OPH | 180 | 0.8 | 0 | 0 0 0 0 0 0 0 0 0 0 | 0 0 0 0 0 0 0 0 0 0 |
neuropathy | G63.2 | 당뇨병성 다발신경병증 | 49455004 | Diabetic polyneuropathy | END | 90 | 0.9 | 0 | 0 0 0 0 0 0 0 0 0 0 | 0 0 0 0 0 0 0 0 0 0 |
`);

function loadings(cell: string): Loading[] {
  return words(cell).map((word) => {
    const [factor = '', weight = '0'] = word.split(':');
    return { factor, weight: Number(weight) };
  });
}

/** All diseases, in the order of the table. */
export const DISEASES: readonly Disease[] = ROWS.map((row) => ({
  key: row.key,
  kcd: row.kcd,
  ko: row.ko,
  snomed: row.snomed,
  en: row.en,
  clinic: row.clinic,
  days: numberOrNone(row.days),
  followed: Number(row.followed),
  deadly: Number(row.deadly),
  male: numbers(row.male),
  female: numbers(row.female),
  factors: loadings(row.factors),
}));

const BY_KEY = byKey(DISEASES);

/** The disease of a key. */
export function diseaseOf(key: string): Disease {
  return rowFor(BY_KEY, key);
}
