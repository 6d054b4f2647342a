/**
 * What is ordered together, and the urine strip.
 *
 * Source  LOINC panel codes
 * Proof   ../chart/observation.test.ts
 */
import { byKey, readTable, rowFor, words } from '../table.ts';

/** An orderable panel: its analytes in the order in which the report lists them. */
export interface Panel {
  readonly key: string;
  readonly loinc: string;
  readonly en: string;
  readonly ko: string;
  readonly analytes: readonly string[];
}

/** The panels. `ua` adds the strip results of `STRIP`, `hbv` the surface antigen. */
export const PANELS: readonly Panel[] = readTable<'key' | 'loinc' | 'en' | 'ko' | 'analytes'>(`
key | loinc | en | ko | analytes
cbc | 58410-2 | CBC panel - Blood by Automated count | 일반혈액검사 | wbc rbc hgb hct mcv mch mchc plt neut lymph
chem | 24323-8 | Comprehensive metabolic 2000 panel - Serum or Plasma | 일반화학검사 | tp alb bil alp ast alt bun cr egfr glucose ca na k cl co2 aniongap
lft | 24325-3 | Hepatic function 2000 panel - Serum or Plasma | 간기능검사 | tp alb bil alp ast alt ggt
renal | 24362-6 | Renal function 2000 panel - Serum or Plasma | 신기능검사 | bun cr egfr alb ca phos na k cl co2 aniongap
lytes | 24326-1 | Electrolytes 1998 panel - Serum or Plasma | 전해질검사 | na k cl co2 aniongap
lipid | 24331-1 | Lipid 1996 panel - Serum or Plasma | 지질검사 | tc tg hdl ldl
diabetes | 55399-0 | Diabetes tracking panel | 당뇨 추적검사 | fbs a1c
crp | 1988-5 | C reactive protein [Mass/volume] in Serum or Plasma | C반응단백 | crp
inflammation | 1988-5 | C reactive protein [Mass/volume] in Serum or Plasma | 염증검사 | crp esr
sepsis | 33959-8 | Procalcitonin [Mass/volume] in Serum or Plasma | 프로칼시토닌·젖산 | procalcitonin lactate
cardiac | 89579-7 | Troponin I.cardiac [Mass/volume] in Serum or Plasma by High sensitivity method | 심근효소검사 | tnihs ckmb
bnp | 33762-6 | Natriuretic peptide.B prohormone N-Terminal [Mass/volume] in Serum or Plasma | NT-proBNP | ntprobnp
thyroid | 3016-3 | Thyrotropin [Units/volume] in Serum or Plasma | 갑상선기능검사 | tsh ft4
iron | 2276-4 | Ferritin [Mass/volume] in Serum or Plasma | 철 대사검사 | ferritin iron tibc
coag | 6301-6 | INR in Platelet poor plasma by Coagulation assay | 응고검사 | inr aptt
ddimer | 48065-7 | Fibrin D-dimer FEU [Mass/volume] in Platelet poor plasma | D-이합체 | ddimer
abg | 24336-0 | Gas panel - Arterial blood | 동맥혈가스분석 | ph pco2 po2 hco3
uacr | 9318-7 | Albumin/Creatinine [Mass Ratio] in Urine | 요 알부민/크레아티닌비 | uacr
uric | 3084-1 | Urate [Mass/volume] in Serum or Plasma | 요산 | uric
vitd | 62292-8 | 25-hydroxyvitamin D2+25-Hydroxyvitamin D3 [Mass/volume] in Serum or Plasma | 비타민 D | vitd ca phos
afp | 1834-1 | Alpha-1-Fetoprotein [Mass/volume] in Serum or Plasma | 알파태아단백 | afp
hbv | 42595-9 | Hepatitis B virus DNA [Units/volume] (viral load) in Serum or Plasma by NAA with probe detection | B형간염 검사 | hbvdna
giMarkers | 2039-6 | Carcinoembryonic Ag [Mass/volume] in Serum or Plasma | 종양표지자(소화기) | cea ca199
lungMarkers | 2039-6 | Carcinoembryonic Ag [Mass/volume] in Serum or Plasma | 종양표지자(폐) | cea
breastMarkers | 6875-9 | Cancer Ag 15-3 [Units/volume] in Serum or Plasma | 종양표지자(유방) | ca153 cea
psa | 2857-1 | Prostate specific Ag [Mass/volume] in Serum or Plasma | 전립선특이항원 | psa
lipase | 3040-3 | Lipase [Enzymatic activity/volume] in Serum or Plasma | 리파아제 | lipase
ua | 24357-6 | Urinalysis macro (dipstick) panel - Urine | 요 일반검사 | usg uph
`).map((row) => ({ ...row, analytes: words(row.analytes) }));

const BY_KEY = byKey(PANELS);

/** The panel of a key. */
export function panelOf(key: string): Panel {
  return rowFor(BY_KEY, key);
}

/** One field of the urine strip: answered in words of presence. */
export interface StripField {
  readonly key: 'protein' | 'glucose' | 'blood' | 'leukocyte' | 'nitrite' | 'ketone';
  readonly loinc: string;
  readonly en: string;
  readonly ko: string;
}

export const STRIP: readonly StripField[] = [
  { key: 'protein', loinc: '20454-5', en: 'Protein [Presence] in Urine by Test strip', ko: '요단백' },
  { key: 'glucose', loinc: '25428-4', en: 'Glucose [Presence] in Urine by Test strip', ko: '요당' },
  { key: 'ketone', loinc: '2514-8', en: 'Ketones [Presence] in Urine by Test strip', ko: '요케톤' },
  { key: 'blood', loinc: '5794-3', en: 'Hemoglobin [Presence] in Urine by Test strip', ko: '요잠혈' },
  { key: 'leukocyte', loinc: '5799-2', en: 'Leukocyte esterase [Presence] in Urine by Test strip', ko: '요백혈구' },
  { key: 'nitrite', loinc: '5802-4', en: 'Nitrite [Presence] in Urine by Test strip', ko: '요아질산염' },
];
