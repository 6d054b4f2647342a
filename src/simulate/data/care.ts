/**
 * How lasting diseases are looked after: tests by interval, goals, drugs in steps.
 *
 * `panels` and `studies` are `name:days`. `goal` is the analyte that treatment steers and `above` the value over which the next step is
 * taken. Steps are parted by `;`, alternatives within a step by `/`, drugs given together by `+`; a patient keeps the same
 * alternative through all steps. `-` is a step without a drug.
 *
 * Source  guidelines of the Korean societies of hypertension (2022), diabetes (2023), lipidology (2022), and usual practice
 * Proof   ../life/treatment.test.ts
 */
import { byKey, numberOrNone, readTable, words } from '../table.ts';

export interface Interval {
  readonly key: string;
  readonly days: number;
}

export interface Care {
  readonly key: string;
  readonly panels: readonly Interval[];
  readonly studies: readonly Interval[];
  readonly goal: string | undefined;
  readonly above: number;
  /** Steps, each with its alternatives, each with its drugs. */
  readonly steps: readonly (readonly (readonly string[])[])[];
}

function intervals(cell: string): Interval[] {
  return words(cell).map((word) => {
    const [key = '', days = '365'] = word.split(':');
    return { key, days: Number(days) };
  });
}

function stepsOf(cell: string): string[][][] {
  if (cell === '') return [];
  return cell.split(';').map((step) => step.split('/').map((one) => (one.trim() === '-' ? [] : one.trim().split('+'))));
}

const ROWS = readTable<'key' | 'panels' | 'studies' | 'goal' | 'above' | 'steps'>(`
key | panels | studies | goal | above | steps
hypertension | chem:365 ua:365 | ecg:730 | sbp | 140 | amlodipine5/losartan50/telmisartan40 ; amlodipine5+losartan50/amlodipine5+losartan50/amlodipine5+telmisartan40 ; amlodipine10+losartan100/amlodipine10+losartan100/amlodipine10+telmisartan80 ; amlodipine10+losartan100+indapamide/amlodipine10+losartan100+indapamide/amlodipine10+telmisartan80+indapamide
diabetes | diabetes:90 chem:180 lipid:365 uacr:365 cbc:365 ua:365 | | a1c | 7.0 | metformin500/metformin500 ; metformin1000/metformin1000 ; metformin1000+linagliptin/metformin1000+empagliflozin ; metformin1000+linagliptin+empagliflozin/metformin1000+linagliptin+empagliflozin ; metformin1000+linagliptin+empagliflozin+glimepiride/metformin1000+linagliptin+empagliflozin+glargine
dyslipidaemia | lipid:180 lft:365 | | ldl | 115 | rosuvastatin10/atorvastatin20 ; rosuvastatin20/atorvastatin40 ; rosuvastatin20+ezetimibe/atorvastatin40+ezetimibe
coronaryDisease | lipid:180 chem:180 cbc:365 | ecg:365 echo:730 | ldl | 70 | aspirin+rosuvastatin10+bisoprolol2/clopidogrel+atorvastatin20+bisoprolol2 ; aspirin+rosuvastatin20+bisoprolol2/clopidogrel+atorvastatin40+bisoprolol2 ; aspirin+rosuvastatin20+ezetimibe+bisoprolol2/clopidogrel+atorvastatin40+ezetimibe+bisoprolol2
heartFailure | bnp:90 chem:90 cbc:180 | echo:365 ecg:365 | ntprobnp | 1000 | telmisartan40+bisoprolol2+furosemide40/sacubitril+carvedilol+furosemide40 ; sacubitril+bisoprolol2+furosemide40+spironolactone/sacubitril+carvedilol+furosemide40+spironolactone ; sacubitril+bisoprolol2+furosemide40+spironolactone+dapagliflozin/sacubitril+carvedilol+furosemide40+spironolactone+dapagliflozin
atrialFibrillation | cbc:180 chem:180 | ecg:180 | | | apixaban+bisoprolol2/edoxaban+bisoprolol2
stroke | lipid:180 chem:365 | | ldl | 70 | clopidogrel+atorvastatin20/aspirin+rosuvastatin10 ; clopidogrel+atorvastatin40/aspirin+rosuvastatin20
copd | | cxr:365 | | | tiotropium+salbutamol ; tiotropium+budesonideFormoterol+salbutamol
asthma | | | | | budesonideFormoterol+salbutamol/budesonideFormoterol+montelukast
allergicRhinitis | | | | | mometasone+levocetirizine/levocetirizine+montelukast
atopicDermatitis | | | | | hydrocortisone+levocetirizine
fattyLiver | lft:180 lipid:365 | liverUs:365 | | | -
hepatitisB | lft:180 hbv:180 afp:180 cbc:365 | liverUs:180 | alt | 80 | - ; tenofovir/entecavir
cirrhosis | lft:90 cbc:90 coag:90 afp:180 lytes:90 | liverUs:180 | | | propranolol+spironolactone/propranolol+spironolactone+lactulose
liverCancer | afp:60 lft:60 cbc:60 coag:120 | ctAbdomen:90 | | | -/sorafenib
gastricCancer | giMarkers:180 cbc:120 chem:180 | ctAbdomen:180 | | | -
colorectalCancer | giMarkers:120 cbc:120 chem:180 | ctAbdomen:180 | | | -
lungCancer | lungMarkers:60 cbc:60 chem:60 | ctChest:90 | | | osimertinib/-
breastCancer | breastMarkers:180 cbc:180 chem:180 | mammogram:365 | | | letrozole/tamoxifen
thyroidCancer | thyroid:180 | | | | levothyroxine100/levothyroxine100
prostateCancer | psa:90 | | | | -/bicalutamide
gerd | | | | | esomeprazole/rabeprazole
chronicGastritis | | | | | rebamipide/rebamipide+mosapride
kneeArthritis | | kneeXray:730 | | | celecoxib/aceclofenac+rebamipide
spinalStenosis | | spineXray:730 | | | pregabalin+acetaminophen/pregabalin+celecoxib
osteoporosis | vitd:365 | dxa:365 | | | alendronate+calciumD/denosumab+calciumD
rheumatoidArthritis | inflammation:90 cbc:90 lft:90 | | crp | 10 | methotrexate+folicAcid+prednisolone ; methotrexate+folicAcid+prednisolone+hydroxychloroquine
gout | uric:120 chem:365 | | uric | 6.5 | febuxostat+colchicine ; febuxostat
prostaticHyperplasia | psa:365 ua:365 | | | | tamsulosin/tamsulosin+dutasteride
hypothyroidism | thyroid:120 | | tsh | 4.5 | levothyroxine50 ; levothyroxine100
hyperthyroidism | thyroid:60 lft:180 cbc:180 | | | | methimazole/methimazole
ironDeficiency | cbc:90 iron:90 | | | | ferrous
depression | | | | | escitalopram/mirtazapine
insomnia | | | | | zolpidem/trazodone
dementia | | | | | donepezil5 ; donepezil10 ; donepezil10+memantine
parkinson | | | | | levodopa
migraine | | | | | sumatriptan+acetaminophen
glaucoma | | | | | latanoprost
myoma | cbc:365 | | | | -
ckd3 | renal:120 cbc:180 uacr:180 | renalUs:730 | | | losartan50/telmisartan40
ckd4 | renal:60 cbc:60 uacr:180 | | | | telmisartan40/losartan50
ckd5 | renal:28 cbc:28 iron:180 | | | | sevelamer+darbepoetin
neuropathy | | | | | pregabalin
`);

/** Care by disease; a disease without a row is only watched. */
export const CARE: ReadonlyMap<string, Care> = byKey(
  ROWS.map((row) => ({
    key: row.key,
    panels: intervals(row.panels),
    studies: intervals(row.studies),
    goal: row.goal === '' ? undefined : row.goal,
    above: numberOrNone(row.above) ?? Number.POSITIVE_INFINITY,
    steps: stepsOf(row.steps),
  })),
);

/** Of these, a patient takes one at a time: they belong to one class (ATC prefix). */
export const ONE_OF_A_CLASS: readonly string[] = [
  'C09',
  'C10AA',
  'C07',
  'B01AF',
  'A02BC',
  'M01A',
  'H03AA',
  'N06A',
  'R06A',
  'N05C',
  'A10BK',
  'A10BH',
  'B01AC',
];

/** What is given where a drug may not be: by ATC prefix. Nothing where none is named. */
export const INSTEAD: Readonly<Record<string, string>> = {
  A10BA: 'linagliptin',
  J01C: 'levofloxacin',
  J01D: 'levofloxacinIv',
  J01M: 'azithromycin',
  M01A: 'acetaminophen',
  B01AC06: 'clopidogrel',
  C09: 'amlodipine5',
  C10AA07: 'atorvastatin20',
  C07AA: 'carvedilol',
};
