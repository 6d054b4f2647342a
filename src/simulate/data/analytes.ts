/**
 * What the hospital measures: vital signs and laboratory analytes with the values of healthy adults.
 *
 * `male` and `female` are means of healthy adults; `person` is the spread between people, `visit` the spread within one
 * person. `log` columns spread by factors (log-normal). `low..` and `high..` are reference limits, blank where there is none.
 *
 * Unit    each row's UCUM unit
 * Source  LOINC 2.7x codes; UCUM; means and limits after textbooks of laboratory medicine and KNHANES means, rounded
 * Proof   ../chart/observation.test.ts
 */
import { byKey, numberOrNone, readTable, rowFor } from '../table.ts';

/** One row. */
export interface Analyte {
  readonly key: string;
  readonly loinc: string;
  readonly en: string;
  readonly ko: string;
  readonly unit: string;
  readonly digits: number;
  readonly mean: { readonly male: number; readonly female: number };
  readonly person: number;
  readonly visit: number;
  readonly log: boolean;
  readonly low: { readonly male: number | undefined; readonly female: number | undefined };
  readonly high: { readonly male: number | undefined; readonly female: number | undefined };
  readonly panicLow: number | undefined;
  readonly panicHigh: number | undefined;
}

const ROWS = readTable<
  | 'key'
  | 'loinc'
  | 'en'
  | 'ko'
  | 'unit'
  | 'digits'
  | 'male'
  | 'female'
  | 'person'
  | 'visit'
  | 'log'
  | 'lowM'
  | 'highM'
  | 'lowF'
  | 'highF'
  | 'panicLow'
  | 'panicHigh'
>(`
key | loinc | en | ko | unit | digits | male | female | person | visit | log | lowM | highM | lowF | highF | panicLow | panicHigh
sbp | 8480-6 | Systolic blood pressure | 수축기 혈압 | mm[Hg] | 0 | 117 | 112 | 7 | 5 | | 90 | 140 | 90 | 140 | 70 | 180
dbp | 8462-4 | Diastolic blood pressure | 이완기 혈압 | mm[Hg] | 0 | 75 | 72 | 4 | 3.5 | | 60 | 90 | 60 | 90 | 40 | 120
pulse | 8867-4 | Heart rate | 맥박 | /min | 0 | 72 | 75 | 6 | 5 | | 60 | 100 | 60 | 100 | 40 | 150
resp | 9279-1 | Respiratory rate | 호흡수 | /min | 0 | 16 | 16 | 0.8 | 1.2 | | 12 | 20 | 12 | 20 | 8 | 30
temp | 8310-5 | Body temperature | 체온 | Cel | 1 | 36.5 | 36.6 | 0.1 | 0.2 | | 36.0 | 37.5 | 36.0 | 37.5 | 35.0 | 40.0
spo2 | 2708-6 | Oxygen saturation in Arterial blood | 산소포화도 | % | 0 | 98.3 | 98.3 | 0.4 | 0.6 | | 95 | 100 | 95 | 100 | 88 |
height | 8302-2 | Body height | 신장 | cm | 1 | 172 | 159 | 0 | 0 | | | | | | |
weight | 29463-7 | Body weight | 체중 | kg | 1 | 72 | 58 | 0 | 0 | | | | | | |
bmi | 39156-5 | Body mass index (BMI) [Ratio] | 체질량지수 | kg/m2 | 1 | 24 | 23 | 0 | 0 | | 18.5 | 23.0 | 18.5 | 23.0 | |
headCircumference | 9843-4 | Head Occipital-frontal circumference | 두위 | cm | 1 | 45 | 44 | 0 | 0 | | | | | | |
pain | 72514-3 | Pain severity - 0-10 verbal numeric rating [Score] - Reported | 통증 점수 | {score} | 0 | 0 | 0 | 0 | 0.4 | | | | | | | 7
wbc | 6690-2 | Leukocytes [#/volume] in Blood by Automated count | 백혈구 | 10*3/uL | 2 | 6.4 | 6.0 | 1.2 | 0.8 | | 4.0 | 10.0 | 4.0 | 10.0 | 2.0 | 30
rbc | 789-8 | Erythrocytes [#/volume] in Blood by Automated count | 적혈구 | 10*6/uL | 2 | 5.0 | 4.4 | 0 | 0 | | 4.2 | 6.3 | 4.0 | 5.4 | |
hgb | 718-7 | Hemoglobin [Mass/volume] in Blood | 혈색소 | g/dL | 1 | 15.2 | 13.2 | 0.8 | 0.3 | | 13.0 | 17.0 | 12.0 | 16.0 | 7.0 | 20
hct | 4544-3 | Hematocrit [Volume Fraction] of Blood by Automated count | 헤마토크리트 | % | 1 | 45 | 39.5 | 0 | 0 | | 39.0 | 52.0 | 36.0 | 48.0 | 20 | 60
mcv | 787-2 | MCV [Entitic volume] by Automated count | 평균적혈구용적 | fL | 1 | 91 | 90 | 3 | 0.7 | | 80.0 | 100.0 | 80.0 | 100.0 | |
mch | 785-6 | MCH [Entitic mass] by Automated count | 평균적혈구혈색소량 | pg | 1 | 30.5 | 30.2 | 0 | 0 | | 26.0 | 34.0 | 26.0 | 34.0 | |
mchc | 786-4 | MCHC [Mass/volume] by Automated count | 평균적혈구혈색소농도 | g/dL | 1 | 33.5 | 33.4 | 0 | 0 | | 32.0 | 36.0 | 32.0 | 36.0 | |
plt | 777-3 | Platelets [#/volume] in Blood by Automated count | 혈소판 | 10*3/uL | 0 | 235 | 250 | 40 | 15 | | 150 | 400 | 150 | 400 | 30 | 1000
neut | 770-8 | Neutrophils/100 leukocytes in Blood by Automated count | 중성구 | % | 1 | 55 | 55 | 5 | 4 | | 40.0 | 74.0 | 40.0 | 74.0 | |
lymph | 736-9 | Lymphocytes/100 leukocytes in Blood by Automated count | 림프구 | % | 1 | 34 | 34 | 0 | 0 | | 19.0 | 48.0 | 19.0 | 48.0 | |
na | 2951-2 | Sodium [Moles/volume] in Serum or Plasma | 나트륨 | mmol/L | 0 | 140.5 | 140.3 | 0.8 | 1.3 | | 135 | 145 | 135 | 145 | 120 | 160
k | 2823-3 | Potassium [Moles/volume] in Serum or Plasma | 칼륨 | mmol/L | 1 | 4.3 | 4.2 | 0.15 | 0.2 | | 3.5 | 5.1 | 3.5 | 5.1 | 2.8 | 6.0
cl | 2075-0 | Chloride [Moles/volume] in Serum or Plasma | 염소 | mmol/L | 0 | 104 | 104 | 0.8 | 1.2 | | 98 | 110 | 98 | 110 | |
co2 | 2028-9 | Carbon dioxide, total [Moles/volume] in Serum or Plasma | 총이산화탄소 | mmol/L | 0 | 26 | 25.5 | 0.9 | 1.1 | | 22 | 29 | 22 | 29 | 12 | 40
aniongap | 33037-3 | Anion gap in Serum or Plasma | 음이온차 | mmol/L | 0 | 10 | 10 | 0 | 0 | | 6 | 14 | 6 | 14 | |
bun | 3094-0 | Urea nitrogen [Mass/volume] in Serum or Plasma | 혈액요소질소 | mg/dL | 1 | 14.5 | 12.8 | 2.5 | 1.8 | | 8.0 | 20.0 | 8.0 | 20.0 | | 100
cr | 2160-0 | Creatinine [Mass/volume] in Serum or Plasma | 크레아티닌 | mg/dL | 2 | 0.92 | 0.7 | 0 | 0 | | 0.70 | 1.20 | 0.50 | 1.00 | | 7.4
egfr | 98979-8 | Glomerular filtration rate [Volume Rate/Area] in Serum, Plasma or Blood by Creatinine-based formula (CKD-EPI 2021)/1.73 sq M | 추정사구체여과율 | mL/min/{1.73_m2} | 0 | 95 | 95 | 0 | 0 | | 60 | | 60 | | |
glucose | 2345-7 | Glucose [Mass/volume] in Serum or Plasma | 혈당 | mg/dL | 0 | 95 | 92 | 0 | 0 | | 70 | 140 | 70 | 140 | 50 | 450
fbs | 1558-6 | Fasting glucose [Mass/volume] in Serum or Plasma | 공복혈당 | mg/dL | 0 | 95 | 92 | 0 | 0 | | 70 | 100 | 70 | 100 | 50 | 450
a1c | 4548-4 | Hemoglobin A1c/Hemoglobin.total in Blood | 당화혈색소 | % | 1 | 5.4 | 5.4 | 0.2 | 0.13 | | 4.0 | 5.7 | 4.0 | 5.7 | |
tp | 2885-2 | Protein [Mass/volume] in Serum or Plasma | 총단백 | g/dL | 1 | 7.2 | 7.2 | 0.25 | 0.2 | | 6.4 | 8.3 | 6.4 | 8.3 | |
alb | 1751-7 | Albumin [Mass/volume] in Serum or Plasma | 알부민 | g/dL | 1 | 4.5 | 4.4 | 0.15 | 0.12 | | 3.5 | 5.2 | 3.5 | 5.2 | 1.5 |
ast | 1920-8 | Aspartate aminotransferase [Enzymatic activity/volume] in Serum or Plasma | AST | U/L | 0 | 23 | 20 | 0.2 | 0.12 | log | | 40 | | 40 | | 1000
alt | 1742-6 | Alanine aminotransferase [Enzymatic activity/volume] in Serum or Plasma | ALT | U/L | 0 | 23 | 16 | 0.3 | 0.15 | log | | 41 | | 33 | | 1000
alp | 6768-6 | Alkaline phosphatase [Enzymatic activity/volume] in Serum or Plasma | 알칼리인산분해효소 | U/L | 0 | 70 | 64 | 0.2 | 0.06 | log | 40 | 129 | 35 | 104 | |
ggt | 2324-2 | Gamma glutamyl transferase [Enzymatic activity/volume] in Serum or Plasma | 감마지티피 | U/L | 0 | 29 | 16 | 0.4 | 0.12 | log | | 71 | | 42 | |
bil | 1975-2 | Bilirubin.total [Mass/volume] in Serum or Plasma | 총빌리루빈 | mg/dL | 1 | 0.8 | 0.65 | 0.25 | 0.15 | log | | 1.2 | | 1.2 | | 15
uric | 3084-1 | Urate [Mass/volume] in Serum or Plasma | 요산 | mg/dL | 1 | 5.8 | 4.4 | 0.7 | 0.35 | | 3.4 | 7.0 | 2.4 | 5.7 | |
ca | 17861-6 | Calcium [Mass/volume] in Serum or Plasma | 칼슘 | mg/dL | 1 | 9.3 | 9.3 | 0.2 | 0.2 | | 8.6 | 10.2 | 8.6 | 10.2 | 6.5 | 13
phos | 2777-1 | Phosphate [Mass/volume] in Serum or Plasma | 인 | mg/dL | 1 | 3.4 | 3.6 | 0.25 | 0.25 | | 2.5 | 4.5 | 2.5 | 4.5 | 1.0 |
tc | 2093-3 | Cholesterol [Mass/volume] in Serum or Plasma | 총콜레스테롤 | mg/dL | 0 | 188 | 188 | 0 | 0 | | | 200 | | 200 | |
tg | 2571-8 | Triglyceride [Mass/volume] in Serum or Plasma | 중성지방 | mg/dL | 0 | 120 | 92 | 0.38 | 0.18 | log | | 150 | | 150 | | 1000
hdl | 2085-9 | Cholesterol in HDL [Mass/volume] in Serum or Plasma | HDL 콜레스테롤 | mg/dL | 0 | 49 | 57 | 8 | 2.5 | | 40 | | 50 | | |
ldl | 13457-7 | Cholesterol in LDL [Mass/volume] in Serum or Plasma by calculation | LDL 콜레스테롤(계산) | mg/dL | 0 | 112 | 110 | 0 | 0 | | | 130 | | 130 | |
ldltrue | 13457-7 | LDL before rounding | LDL | mg/dL | 1 | 110 | 108 | 19 | 7 | | | | | | |
ldldirect | 18262-6 | Cholesterol in LDL [Mass/volume] in Serum or Plasma by Direct assay | LDL 콜레스테롤(직접) | mg/dL | 0 | 116 | 114 | 0 | 0 | | | 130 | | 130 | |
crp | 1988-5 | C reactive protein [Mass/volume] in Serum or Plasma | C반응단백 | mg/L | 1 | 0.9 | 0.7 | 0.5 | 0.4 | log | | 5.0 | | 5.0 | |
esr | 30341-2 | Erythrocyte sedimentation rate | 적혈구침강속도 | mm/h | 0 | 7 | 12 | 0.35 | 0.2 | log | | 15 | | 20 | |
procalcitonin | 33959-8 | Procalcitonin [Mass/volume] in Serum or Plasma | 프로칼시토닌 | ng/mL | 2 | 0.03 | 0.03 | 0.2 | 0.2 | log | | 0.05 | | 0.05 | |
lactate | 2524-7 | Lactate [Moles/volume] in Serum or Plasma | 젖산 | mmol/L | 1 | 1.1 | 1.1 | 0.1 | 0.2 | | 0.5 | 2.0 | 0.5 | 2.0 | | 4.0
tnihs | 89579-7 | Troponin I.cardiac [Mass/volume] in Serum or Plasma by High sensitivity method | 고감도 트로포닌 I | ng/L | 1 | 4 | 2.8 | 0.3 | 0.15 | log | | 34.2 | | 15.6 | | 100
ckmb | 13969-1 | Creatine kinase.MB [Mass/volume] in Serum or Plasma | CK-MB | ng/mL | 1 | 1.6 | 1.2 | 0.25 | 0.15 | log | | 5.2 | | 3.8 | |
ntprobnp | 33762-6 | Natriuretic peptide.B prohormone N-Terminal [Mass/volume] in Serum or Plasma | NT-proBNP | pg/mL | 0 | 40 | 55 | 0.4 | 0.15 | log | | 125 | | 125 | |
tsh | 3016-3 | Thyrotropin [Units/volume] in Serum or Plasma | 갑상선자극호르몬 | u[IU]/mL | 2 | 1.9 | 2.1 | 0.35 | 0.18 | log | 0.27 | 4.20 | 0.27 | 4.20 | | 50
ft4 | 3024-7 | Thyroxine (T4) free [Mass/volume] in Serum or Plasma | 유리 T4 | ng/dL | 2 | 1.25 | 1.22 | 0.1 | 0.06 | | 0.93 | 1.70 | 0.93 | 1.70 | |
ferritin | 2276-4 | Ferritin [Mass/volume] in Serum or Plasma | 페리틴 | ng/mL | 1 | 130 | 45 | 0.5 | 0.12 | log | 30.0 | 400.0 | 13.0 | 150.0 | |
iron | 2498-4 | Iron [Mass/volume] in Serum or Plasma | 철 | ug/dL | 0 | 115 | 95 | 18 | 18 | | 59 | 158 | 37 | 145 | |
tibc | 2500-7 | Iron binding capacity [Mass/volume] in Serum or Plasma | 총철결합능 | ug/dL | 0 | 310 | 325 | 22 | 12 | | 250 | 425 | 250 | 425 | |
vitd | 62292-8 | 25-hydroxyvitamin D2+25-Hydroxyvitamin D3 [Mass/volume] in Serum or Plasma | 비타민 D(25-OH) | ng/mL | 1 | 20 | 18 | 0.3 | 0.12 | log | 20.0 | 100.0 | 20.0 | 100.0 | |
inr | 6301-6 | INR in Platelet poor plasma by Coagulation assay | PT INR | {INR} | 2 | 1.0 | 0.98 | 0.03 | 0.03 | | 0.90 | 1.15 | 0.90 | 1.15 | | 5.0
aptt | 14979-9 | aPTT in Platelet poor plasma by Coagulation assay | aPTT | s | 1 | 30 | 30 | 2 | 1.5 | | 25.0 | 37.0 | 25.0 | 37.0 | | 100
ddimer | 48065-7 | Fibrin D-dimer FEU [Mass/volume] in Platelet poor plasma | D-이합체 | ug/mL{FEU} | 2 | 0.25 | 0.28 | 0.3 | 0.2 | log | | 0.50 | | 0.50 | |
afp | 1834-1 | Alpha-1-Fetoprotein [Mass/volume] in Serum or Plasma | 알파태아단백 | ng/mL | 1 | 2.8 | 2.8 | 0.3 | 0.1 | log | | 7.0 | | 7.0 | |
cea | 2039-6 | Carcinoembryonic Ag [Mass/volume] in Serum or Plasma | 암배아항원 | ng/mL | 1 | 1.8 | 1.4 | 0.35 | 0.12 | log | | 5.0 | | 5.0 | |
ca199 | 24108-3 | Cancer Ag 19-9 [Units/volume] in Serum or Plasma | CA 19-9 | U/mL | 1 | 7 | 8 | 0.5 | 0.15 | log | | 37.0 | | 37.0 | |
ca153 | 6875-9 | Cancer Ag 15-3 [Units/volume] in Serum or Plasma | CA 15-3 | U/mL | 1 | 10 | 11 | 0.3 | 0.1 | log | | 25.0 | | 25.0 | |
psa | 2857-1 | Prostate specific Ag [Mass/volume] in Serum or Plasma | 전립선특이항원 | ng/mL | 2 | 0.9 | 0.01 | 0.4 | 0.12 | log | | 4.00 | | | |
lipase | 3040-3 | Lipase [Enzymatic activity/volume] in Serum or Plasma | 리파아제 | U/L | 0 | 30 | 30 | 0.25 | 0.15 | log | | 60 | | 60 | |
hbvdna | 42595-9 | Hepatitis B virus DNA [Units/volume] (viral load) in Serum or Plasma by NAA with probe detection | HBV DNA 정량 | [IU]/mL | 0 | 0 | 0 | 0 | 0 | | | 20 | | 20 | |
uacr | 9318-7 | Albumin/Creatinine [Mass Ratio] in Urine | 요 알부민/크레아티닌비 | mg/g{creat} | 1 | 6 | 7 | 0.4 | 0.3 | log | | 30.0 | | 30.0 | |
ph | 2744-1 | pH of Arterial blood | 동맥혈 pH | [pH] | 2 | 7.41 | 7.41 | 0.005 | 0.015 | | 7.35 | 7.45 | 7.35 | 7.45 | 7.20 | 7.60
pco2 | 2019-8 | Carbon dioxide [Partial pressure] in Arterial blood | 동맥혈 이산화탄소분압 | mm[Hg] | 1 | 39 | 38 | 1.5 | 1.5 | | 35.0 | 45.0 | 35.0 | 45.0 | 20 | 70
po2 | 2703-7 | Oxygen [Partial pressure] in Arterial blood | 동맥혈 산소분압 | mm[Hg] | 1 | 92 | 92 | 3 | 4 | | 80.0 | 100.0 | 80.0 | 100.0 | 50 |
hco3 | 1960-4 | Bicarbonate [Moles/volume] in Arterial blood | 동맥혈 중탄산염 | mmol/L | 1 | 24 | 24 | 0 | 0 | | 22.0 | 26.0 | 22.0 | 26.0 | 10 |
usg | 5811-5 | Specific gravity of Urine by Test strip | 요비중 | 1 | 3 | 1.018 | 1.018 | 0.002 | 0.005 | | 1.005 | 1.030 | 1.005 | 1.030 | |
uph | 5803-2 | pH of Urine by Test strip | 요 pH | [pH] | 1 | 6.0 | 6.2 | 0.2 | 0.5 | | 5.0 | 8.0 | 5.0 | 8.0 | |
`);

/** All analytes, in the order of the table. */
export const ANALYTES: readonly Analyte[] = ROWS.map((row) => ({
  key: row.key,
  loinc: row.loinc,
  en: row.en,
  ko: row.ko,
  unit: row.unit,
  digits: Number(row.digits),
  mean: { male: Number(row.male), female: Number(row.female) },
  person: Number(row.person),
  visit: Number(row.visit),
  log: row.log === 'log',
  low: { male: numberOrNone(row.lowM), female: numberOrNone(row.lowF) },
  high: { male: numberOrNone(row.highM), female: numberOrNone(row.highF) },
  panicLow: numberOrNone(row.panicLow),
  panicHigh: numberOrNone(row.panicHigh),
}));

const BY_KEY = byKey(ANALYTES);

/** The analyte of a key. */
export function analyteOf(key: string): Analyte {
  return rowFor(BY_KEY, key);
}
