/**
 * What diseases and acute illness do to measured values.
 *
 * Lasting: `untreated` and `treated` are the effects without and with full treatment; values move between them as treatment
 * takes hold. Acute: `amount` at the height of an ordinary case, `lag` days after it begins. `how` is `+` (added) or `*` (times).
 *
 * Unit    each analyte's own; lag in days
 * Source  usual findings of clinical textbooks, rounded; sizes of drug effects after meta-analyses of first-line drugs
 * Proof   ../life/physiology.test.ts
 */
import { readTable } from '../table.ts';

export interface LastingEffect {
  readonly of: string;
  readonly analyte: string;
  readonly times: boolean;
  readonly untreated: number;
  readonly treated: number;
}

export interface AcuteEffect {
  readonly of: string;
  readonly analyte: string;
  readonly times: boolean;
  readonly amount: number;
  readonly lag: number;
}

function grouped<Row extends { readonly of: string }>(rows: readonly Row[]): ReadonlyMap<string, readonly Row[]> {
  return Map.groupBy(rows, (row) => row.of);
}

/** Effects of lasting diseases, by disease. */
export const LASTING: ReadonlyMap<string, readonly LastingEffect[]> = grouped(
  readTable<'of' | 'analyte' | 'how' | 'untreated' | 'treated'>(`
of | analyte | how | untreated | treated
hypertension | sbp | + | 31 | 4
hypertension | dbp | + | 16 | 2
diabetes | a1c | + | 3.5 | 1.25
diabetes | tg | * | 1.3 | 1.15
diabetes | uacr | * | 2.2 | 1.6
dyslipidaemia | ldltrue | + | 48 | -38
dyslipidaemia | tg | * | 1.5 | 1.25
dyslipidaemia | hdl | + | -4 | -2
coronaryDisease | ldltrue | + | 18 | -42
stroke | ldltrue | + | 12 | -36
obesity | tg | * | 1.2 | 1.2
obesity | hdl | + | -3 | -3
obesity | alt | * | 1.25 | 1.25
obesity | sbp | + | 4 | 4
fattyLiver | alt | * | 1.9 | 1.6
fattyLiver | ast | * | 1.4 | 1.3
fattyLiver | ggt | * | 1.8 | 1.6
heartFailure | ntprobnp | * | 40 | 13
heartFailure | pulse | + | 10 | 0
heartFailure | sbp | + | -6 | -8
heartFailure | resp | + | 2 | 0.5
heartFailure | spo2 | + | -1.5 | -0.5
atrialFibrillation | pulse | + | 26 | 6
atrialFibrillation | ntprobnp | * | 5 | 4
copd | spo2 | + | -3 | -2
copd | resp | + | 3 | 1.5
copd | pco2 | + | 6 | 4
copd | po2 | + | -18 | -14
asthma | resp | + | 1 | 0
hepatitisB | alt | * | 2.2 | 1.1
hepatitisB | ast | * | 1.8 | 1.1
cirrhosis | plt | * | 0.48 | 0.48
cirrhosis | alb | + | -0.9 | -0.6
cirrhosis | bil | * | 2.3 | 1.7
cirrhosis | inr | + | 0.3 | 0.22
cirrhosis | ast | * | 1.8 | 1.5
cirrhosis | alt | * | 1.3 | 1.1
cirrhosis | ggt | * | 2 | 1.7
cirrhosis | na | + | -3 | -2
cirrhosis | hgb | + | -1.5 | -1.2
cirrhosis | wbc | * | 0.72 | 0.72
liverCancer | afp | * | 90 | 5
liverCancer | alp | * | 1.5 | 1.2
gastricCancer | cea | * | 2.6 | 1.1
gastricCancer | ca199 | * | 2 | 1.1
gastricCancer | hgb | + | -2 | -0.9
colorectalCancer | cea | * | 5 | 1.2
colorectalCancer | hgb | + | -2 | -0.5
lungCancer | cea | * | 4 | 1.8
lungCancer | hgb | + | -0.8 | -0.8
breastCancer | ca153 | * | 2.3 | 1.05
prostateCancer | psa | * | 14 | 0.05
prostaticHyperplasia | psa | * | 2.4 | 1.9
rheumatoidArthritis | crp | * | 18 | 4
rheumatoidArthritis | esr | * | 4 | 2
rheumatoidArthritis | hgb | + | -0.8 | -0.4
gout | uric | + | 2.7 | -0.4
hypothyroidism | tsh | * | 9 | 1.1
hypothyroidism | ft4 | + | -0.5 | 0
hypothyroidism | ldltrue | + | 16 | 3
thyroidCancer | tsh | * | 1 | 0.25
thyroidCancer | ft4 | + | 0 | 0.25
hyperthyroidism | tsh | * | 0.01 | 0.7
hyperthyroidism | ft4 | + | 2.4 | 0.05
hyperthyroidism | pulse | + | 26 | 2
ironDeficiency | hgb | + | -3.6 | -0.3
ironDeficiency | mcv | + | -15 | -2
ironDeficiency | ferritin | * | 0.1 | 0.7
ironDeficiency | iron | + | -65 | -5
ironDeficiency | tibc | + | 90 | 10
ironDeficiency | plt | * | 1.2 | 1.03
ckd3 | hgb | + | -0.7 | -0.6
ckd3 | k | + | 0.2 | 0.15
ckd3 | uacr | * | 10 | 6
ckd3 | uric | + | 1 | 0.8
ckd4 | hgb | + | -1.2 | -0.8
ckd4 | k | + | 0.3 | 0.25
ckd4 | co2 | + | -2 | -1.5
ckd4 | phos | + | 0.5 | 0.4
ckd4 | uacr | * | 3 | 2.5
ckd5 | hgb | + | -1.2 | -0.6
ckd5 | phos | + | 1.6 | 1.2
ckd5 | co2 | + | -2 | -1.5
ckd5 | ca | + | -0.5 | -0.3
ckd5 | ntprobnp | * | 12 | 10
osteoporosis | vitd | * | 0.85 | 1.5
`).map((row) => ({
    of: row.of,
    analyte: row.analyte,
    times: row.how === '*',
    untreated: Number(row.untreated),
    treated: Number(row.treated),
  })),
);

/** Effects of acute illness, by profile. */
export const ACUTE: ReadonlyMap<string, readonly AcuteEffect[]> = grouped(
  readTable<'of' | 'effects'>(`
of | effects
calm |
cold | temp+0.4 pulse+4
covid | temp+1.7 pulse+16 resp+4 spo2+-3.5 wbc*0.8 crp+40@1 po2+-15 ddimer*2
viral | temp+2 pulse+18 resp+2 wbc*0.75 crp+14@0.5
bronchitis | temp+0.6 pulse+6 resp+2 wbc*1.2 crp+12@0.5 spo2+-1
enteritis | temp+0.7 pulse+14 sbp+-6 wbc*1.3 crp+25@0.5 bun+6 na+-2 k+-0.4 co2+-3 pain+4
pneumonia | temp+2.1 pulse+24 resp+7 spo2+-6 wbc*2.2 neut+24 crp+150@0.7 procalcitonin*40@0.4 lactate+0.7 alb+-0.7@2 na+-3 esr*4@1 bun+6 po2+-25 glucose+25 pain+1
pyelonephritis | temp+2.4 pulse+24 sbp+-8 resp+3 wbc*2.3 neut+25 crp+160@0.7 procalcitonin*60@0.4 cr*1.12 pain+5 alb+-0.5@2
cystitis | temp+0.1 pain+3
abdomen | temp+1.1 pulse+18 wbc*2.2 neut+25 crp+80@0.9 pain+7
biliary | temp+1.3 pulse+18 wbc*2.1 neut+24 crp+110@0.9 bil*3 alp*1.9 ggt*5 ast*4 alt*4.5 pain+7
pancreatitis | lipase*25 wbc*1.9 neut+20 crp+130@1.5 ca+-0.9@1 glucose+40 pulse+22 temp+0.9 bun+5 alt*2 pain+8
colic | pain+9 pulse+14 sbp+16 cr*1.12 wbc*1.3
bleeding | hgb+-4.2@0.4 bun+24 pulse+28 sbp+-24 dbp+-10 lactate+1.2 alb+-0.4@1 pain+2
zoster | pain+6 temp+0.2
cellulitis | temp+1.3 pulse+14 wbc*1.8 neut+18 crp+85@0.7 pain+5
rash | pulse+4
vertigo | pulse+6 sbp+12
pain | pain+6 sbp+5
injury | pain+6 pulse+8 sbp+8 wbc*1.2
hipFracture | pain+8 hgb+-1.8@1.5 crp+70@2 wbc*1.4 neut+14 alb+-0.5@2 pulse+12 temp+0.4
asthmaAttack | resp+9 spo2+-5 pulse+26 wbc*1.25
copdExacerbation | resp+9 spo2+-6 pulse+22 temp+0.6 wbc*1.6 neut+14 crp+45@0.5 pco2+13 po2+-22 ph+-0.06
heartFailure | resp+8 spo2+-6 pulse+20 ntprobnp*8 weight+4.5 bun+9 cr*1.22 na+-3 tnihs*5 sbp+8 alb+-0.3
hypoglycaemia | glucose+-105 fbs+-80 pulse+16
ketoacidosis | glucose+340 fbs+260 ph+-0.22 pco2+-14 co2+-13 k+0.9 na+-6 resp+9 pulse+26 sbp+-12 bun+14 cr*1.3 wbc*1.7 lactate+1 pain+3
kidneyInjury | cr*2.8 bun+42 k+0.8 co2+-5 phos+1.6 pulse+8 sbp+-6
sepsis | temp+2.2 pulse+36 resp+10 sbp+-32 dbp+-16 spo2+-6 wbc*2.6 neut+28 crp+200@0.6 procalcitonin*300@0.4 lactate+3.2 plt*0.6@1 cr*1.7 bun+18 alb+-1@1.5 inr+0.3 bil*1.7 glucose+45 ph+-0.05 po2+-20
surgery | pain+5 temp+0.5 wbc*1.5 neut+15 crp+55@1.5 hgb+-0.8@1 pulse+8
jointSurgery | pain+7 temp+0.5 wbc*1.4 neut+12 crp+110@2 hgb+-2.3@1.5 alb+-0.6@1.5 pulse+8
cancerSurgery | pain+6 temp+0.7 wbc*1.7 neut+18 crp+110@1.8 hgb+-1.3@1.5 alb+-0.8@1.5 pulse+10
infarction | tnihs*900@0.6 ckmb*22@0.6 wbc*1.45 neut+12 pulse+12 pain+7 glucose+30 ntprobnp*6@1 crp+18@1.5 ast*2.6@1
angina | pain+5 pulse+8 sbp+10 tnihs*4@0.4 ckmb*1.4@0.4
neutropenia | temp+2.1 pulse+26 wbc*0.11 neut+-22 plt*0.45 hgb+-2.2 crp+90@0.6 procalcitonin*15@0.4 sbp+-8 lactate+0.5
anaemia | hgb+-3.8 pulse+14 sbp+-6
stroke | sbp+28 dbp+11 glucose+20 wbc*1.15
delivery | pain+8 wbc*1.9 neut+15 hgb+-1.4@1 crp+25@1 pulse+14
caesarean | pain+6 wbc*1.7 neut+14 hgb+-1.8@1 crp+50@1.5 pulse+10
chemotherapy | wbc*0.8 plt*0.85 hgb+-0.6
`).flatMap(({ of, effects }) =>
    effects
      .split(/\s+/)
      .filter((effect) => effect !== '')
      .map((effect) => acuteEffect(of, effect)),
  ),
);

function acuteEffect(of: string, text: string): AcuteEffect {
  const [, analyte = '', how = '+', amount = '0', lag = '0'] =
    /^([a-z0-9]+)([+*])(-?[\d.]+)(?:@([\d.]+))?$/.exec(text) ?? [];
  return { of, analyte, times: how === '*', amount: Number(amount), lag: Number(lag) };
}
