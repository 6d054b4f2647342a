/**
 * What the laboratory measures: analytes with reference limits by sex and age, limits of critical values, how much a value may
 * differ from the last one, and the tests that are ordered with their tube.
 *
 * `critLow`, `critHigh`: told to somebody at once. `delta`: percent of change within `days` that is looked at again.
 *
 * Unit    each row's UCUM unit; years; minutes
 * Source  LOINC 2.7x codes and UCUM; limits after common adult and paediatric textbook values, critical limits after published
 *         lists of American and Korean laboratories (common practice, rounded). A hospital sets its own.
 * Proof   catalogue.test.ts
 */
export const ANALYTE_ROWS = `
loinc | ko | en | unit | digits | lowM | highM | lowF | highF | critLow | critHigh | delta | days
6690-2 | 백혈구 | Leukocytes | 10*3/uL | 2 | 4.0 | 10.0 | 4.0 | 10.0 | 2.0 | 30 | 100 | 3
789-8 | 적혈구 | Erythrocytes | 10*6/uL | 2 | 4.2 | 6.3 | 4.0 | 5.4 | | | 25 | 3
718-7 | 혈색소 | Haemoglobin | g/dL | 1 | 13.0 | 17.0 | 12.0 | 16.0 | 7.0 | 20 | 25 | 3
4544-3 | 헤마토크리트 | Haematocrit | % | 1 | 39.0 | 52.0 | 36.0 | 48.0 | 20 | 60 | 25 | 3
787-2 | 평균적혈구용적 | MCV | fL | 1 | 80.0 | 100.0 | 80.0 | 100.0 | | | 5 | 7
785-6 | 평균적혈구혈색소량 | MCH | pg | 1 | 26.0 | 34.0 | 26.0 | 34.0 | | | |
786-4 | 평균적혈구혈색소농도 | MCHC | g/dL | 1 | 32.0 | 36.0 | 32.0 | 36.0 | | | |
777-3 | 혈소판 | Platelets | 10*3/uL | 0 | 150 | 400 | 150 | 400 | 30 | 1000 | 60 | 3
770-8 | 중성구 | Neutrophils | % | 1 | 40.0 | 74.0 | 40.0 | 74.0 | | | |
736-9 | 림프구 | Lymphocytes | % | 1 | 19.0 | 48.0 | 19.0 | 48.0 | | | |
2951-2 | 나트륨 | Sodium | mmol/L | 0 | 135 | 145 | 135 | 145 | 120 | 160 | 5 | 3
2823-3 | 칼륨 | Potassium | mmol/L | 1 | 3.5 | 5.1 | 3.5 | 5.1 | 2.8 | 6.0 | 25 | 3
2075-0 | 염소 | Chloride | mmol/L | 0 | 98 | 110 | 98 | 110 | | | 8 | 3
2028-9 | 총이산화탄소 | Total carbon dioxide | mmol/L | 0 | 22 | 29 | 22 | 29 | 12 | 40 | 30 | 3
33037-3 | 음이온차 | Anion gap | mmol/L | 0 | 6 | 14 | 6 | 14 | | | |
3094-0 | 혈액요소질소 | Urea nitrogen | mg/dL | 1 | 8.0 | 20.0 | 8.0 | 20.0 | | 100 | 100 | 7
2160-0 | 크레아티닌 | Creatinine | mg/dL | 2 | 0.70 | 1.20 | 0.50 | 1.00 | | 7.4 | 50 | 7
98979-8 | 추정사구체여과율 | eGFR (CKD-EPI 2021) | mL/min/{1.73_m2} | 0 | 60 | | 60 | | | | |
2345-7 | 혈당 | Glucose | mg/dL | 0 | 70 | 140 | 70 | 140 | 50 | 450 | |
1558-6 | 공복혈당 | Fasting glucose | mg/dL | 0 | 70 | 100 | 70 | 100 | 50 | 450 | |
4548-4 | 당화혈색소 | Haemoglobin A1c | % | 1 | 4.0 | 5.7 | 4.0 | 5.7 | | | 20 | 60
2885-2 | 총단백 | Total protein | g/dL | 1 | 6.4 | 8.3 | 6.4 | 8.3 | | | 20 | 3
1751-7 | 알부민 | Albumin | g/dL | 1 | 3.5 | 5.2 | 3.5 | 5.2 | 1.5 | | 25 | 3
1920-8 | AST | AST | U/L | 0 | | 40 | | 40 | | 1000 | 100 | 3
1742-6 | ALT | ALT | U/L | 0 | | 41 | | 33 | | 1000 | 100 | 3
6768-6 | 알칼리인산분해효소 | Alkaline phosphatase | U/L | 0 | 40 | 129 | 35 | 104 | | | 100 | 7
2324-2 | 감마지티피 | Gamma-GT | U/L | 0 | | 71 | | 42 | | | 100 | 7
1975-2 | 총빌리루빈 | Total bilirubin | mg/dL | 1 | | 1.2 | | 1.2 | | 15 | 100 | 3
3084-1 | 요산 | Urate | mg/dL | 1 | 3.4 | 7.0 | 2.4 | 5.7 | | | |
17861-6 | 칼슘 | Calcium | mg/dL | 1 | 8.6 | 10.2 | 8.6 | 10.2 | 6.5 | 13 | 20 | 3
2777-1 | 인 | Phosphate | mg/dL | 1 | 2.5 | 4.5 | 2.5 | 4.5 | 1.0 | | 60 | 3
19123-9 | 마그네슘 | Magnesium | mg/dL | 1 | 1.6 | 2.6 | 1.6 | 2.6 | 1.0 | 4.9 | |
2093-3 | 총콜레스테롤 | Total cholesterol | mg/dL | 0 | | 200 | | 200 | | | |
2571-8 | 중성지방 | Triglycerides | mg/dL | 0 | | 150 | | 150 | | 1000 | |
2085-9 | HDL 콜레스테롤 | HDL cholesterol | mg/dL | 0 | 40 | | 50 | | | | |
13457-7 | LDL 콜레스테롤(계산) | LDL cholesterol (calculated) | mg/dL | 0 | | 130 | | 130 | | | |
1988-5 | C반응단백 | C reactive protein | mg/L | 1 | | 5.0 | | 5.0 | | | |
30341-2 | 적혈구침강속도 | Erythrocyte sedimentation rate | mm/h | 0 | | 15 | | 20 | | | |
33959-8 | 프로칼시토닌 | Procalcitonin | ng/mL | 2 | | 0.05 | | 0.05 | | | |
2524-7 | 젖산 | Lactate | mmol/L | 1 | 0.5 | 2.0 | 0.5 | 2.0 | | 4.0 | |
89579-7 | 고감도 트로포닌 I | High-sensitivity troponin I | ng/L | 1 | | 34.2 | | 15.6 | | 100 | |
13969-1 | CK-MB | CK-MB | ng/mL | 1 | | 5.2 | | 3.8 | | | |
33762-6 | NT-proBNP | NT-proBNP | pg/mL | 0 | | 125 | | 125 | | | |
3016-3 | 갑상선자극호르몬 | Thyrotropin | u[IU]/mL | 2 | 0.27 | 4.20 | 0.27 | 4.20 | | 50 | |
3024-7 | 유리 T4 | Free thyroxine | ng/dL | 2 | 0.93 | 1.70 | 0.93 | 1.70 | | | |
2276-4 | 페리틴 | Ferritin | ng/mL | 1 | 30.0 | 400.0 | 13.0 | 150.0 | | | |
2498-4 | 철 | Iron | ug/dL | 0 | 59 | 158 | 37 | 145 | | | |
2500-7 | 총철결합능 | Iron binding capacity | ug/dL | 0 | 250 | 425 | 250 | 425 | | | |
6301-6 | PT INR | INR | {INR} | 2 | 0.90 | 1.15 | 0.90 | 1.15 | | 5.0 | 60 | 3
14979-9 | aPTT | aPTT | s | 1 | 25.0 | 37.0 | 25.0 | 37.0 | | 100 | 60 | 3
48065-7 | D-이합체 | D-dimer | ug/mL{FEU} | 2 | | 0.50 | | 0.50 | | | |
2744-1 | 동맥혈 pH | Arterial pH | [pH] | 2 | 7.35 | 7.45 | 7.35 | 7.45 | 7.20 | 7.60 | |
2019-8 | 동맥혈 이산화탄소분압 | Arterial carbon dioxide | mm[Hg] | 1 | 35.0 | 45.0 | 35.0 | 45.0 | 20 | 70 | |
2703-7 | 동맥혈 산소분압 | Arterial oxygen | mm[Hg] | 1 | 80.0 | 100.0 | 80.0 | 100.0 | 50 | | |
1960-4 | 동맥혈 중탄산염 | Arterial bicarbonate | mmol/L | 1 | 22.0 | 26.0 | 22.0 | 26.0 | 10 | | |
3040-3 | 리파아제 | Lipase | U/L | 0 | | 60 | | 60 | | | |
5811-5 | 요비중 | Urine specific gravity | 1 | 3 | 1.005 | 1.030 | 1.005 | 1.030 | | | |
5803-2 | 요 pH | Urine pH | [pH] | 1 | 5.0 | 8.0 | 5.0 | 8.0 | | | |
2157-6 | 크레아틴키나아제 | Creatine kinase | U/L | 0 | 39 | 308 | 26 | 192 | | | |
2746-6 | 정맥혈 pH | Venous pH | [pH] | 2 | 7.32 | 7.42 | 7.32 | 7.42 | 7.15 | 7.60 | |
2021-4 | 정맥혈 이산화탄소분압 | Venous carbon dioxide | mm[Hg] | 1 | 38.0 | 52.0 | 38.0 | 52.0 | 20 | 80 | |
1959-6 | 정맥혈 중탄산염 | Venous bicarbonate | mmol/L | 1 | 22.0 | 28.0 | 22.0 | 28.0 | 10 | | |
3255-7 | 피브리노겐 | Fibrinogen | mg/dL | 0 | 200 | 400 | 200 | 400 | 100 | | |
2143-6 | 코르티솔 | Cortisol | ug/dL | 1 | 6.2 | 19.4 | 6.2 | 19.4 | | | |
2132-9 | 비타민 B12 | Vitamin B12 | pg/mL | 0 | 200 | 900 | 200 | 900 | | | |
2284-8 | 엽산 농도 | Folate | ng/mL | 1 | 4.0 | | 4.0 | | | | |
1798-8 | 아밀라아제 | Amylase | U/L | 0 | 28 | 100 | 28 | 100 | | | |
16362-6 | 암모니아 | Ammonia | umol/L | 0 | 11 | 51 | 11 | 51 | | 200 | |
1994-3 | 이온화칼슘 | Ionised calcium | mmol/L | 2 | 1.12 | 1.32 | 1.12 | 1.32 | 0.80 | 1.60 | |
6873-4 | 베타하이드록시부티레이트 | Beta-hydroxybutyrate | mmol/L | 1 | | 0.5 | | 0.5 | | | |
2692-2 | 혈청 삼투압 | Serum osmolality | mosm/kg | 0 | 275 | 295 | 275 | 295 | 240 | 330 | |
9318-7 | 요 알부민/크레아티닌비 | Urine albumin/creatinine | mg/g{creat} | 1 | | 30.0 | | 30.0 | | | |
2955-3 | 소변 나트륨 | Urine sodium | mmol/L | 0 | | | | | | | |
21198-7 | 혈청 hCG | Serum hCG | m[IU]/mL | 0 | | 5 | | 5 | | | |
4092-3 | 반코마이신 최저농도 | Vancomycin trough | ug/mL | 1 | 10.0 | 20.0 | 10.0 | 20.0 | | 40 | |
10535-3 | 디곡신 농도 | Digoxin | ng/mL | 2 | 0.50 | 2.00 | 0.50 | 2.00 | | 2.5 | |
3968-5 | 페니토인 농도 | Phenytoin | ug/mL | 1 | 10.0 | 20.0 | 10.0 | 20.0 | | 30 | |
4086-5 | 발프로산 농도 | Valproate | ug/mL | 1 | 50.0 | 100.0 | 50.0 | 100.0 | | 150 | |
11253-2 | 타크로리무스 농도 | Tacrolimus | ng/mL | 1 | 5.0 | 15.0 | 5.0 | 15.0 | | 25 | |
2039-6 | 암배아항원 | CEA | ng/mL | 1 | | 5.0 | | 5.0 | | | |
24108-3 | CA 19-9 | CA 19-9 | U/mL | 1 | | 37.0 | | 37.0 | | | |
1834-1 | 알파태아단백 | Alpha-fetoprotein | ng/mL | 1 | | 7.0 | | 7.0 | | | |
2857-1 | 전립선특이항원 | Prostate specific antigen | ng/mL | 2 | | 4.00 | | | | | |
`;

/** Results in words: which words, which of them are abnormal or critical. */
export const WORD_ROWS = `
loinc | ko | en | words | abnormal | critical
883-9 | ABO 혈액형 | ABO group | A B AB O | |
10331-7 | Rh D 혈액형 | Rh D group | positive negative | |
890-4 | 비예기항체 선별 | Antibody screen | negative positive | positive |
600-7 | 혈액 배양 | Blood culture | no-growth gram-positive-cocci gram-negative-rods yeast | | gram-positive-cocci gram-negative-rods yeast
630-4 | 요 배양 | Urine culture | no-growth mixed-growth growth | growth |
1250-0 | 교차시험 | Crossmatch | compatible incompatible | incompatible |
624-7 | 객담 배양 | Sputum culture | no-growth mixed-growth growth | growth |
606-4 | 뇌척수액 배양 | Cerebrospinal fluid culture | no-growth growth | | growth
625-4 | 대변 배양 | Stool culture | no-growth growth | growth |
11545-1 | 항산균 도말 | Acid-fast bacilli smear | negative positive | | positive
6447-7 | 레지오넬라 소변항원 | Legionella urinary antigen | negative positive | positive |
94500-6 | 코로나19 PCR | SARS-CoV-2 PCR | negative positive | positive |
2335-8 | 대변잠혈 | Faecal occult blood | negative positive | positive |
2106-3 | 임신반응(소변) | Urine pregnancy test | negative positive | positive |
5196-1 | B형간염 표면항원 | Hepatitis B surface antigen | negative positive | positive |
13955-0 | C형간염 항체 | Hepatitis C antibody | negative positive | positive |
56888-1 | HIV 항원·항체 | HIV antigen and antibody | negative positive | positive |
20507-0 | 매독(RPR) | Syphilis RPR | negative positive | positive |
54089-8 | 신생아 대사이상 선별 | Newborn screening | negative positive | | positive
20454-5 | 요단백 | Urine protein | negative trace positive | positive |
25428-4 | 요당 | Urine glucose | negative trace positive | positive |
2514-8 | 요케톤 | Urine ketones | negative trace positive | positive |
5794-3 | 요잠혈 | Urine blood | negative trace positive | positive |
5799-2 | 요백혈구 | Urine leukocyte esterase | negative trace positive | positive |
5802-4 | 요아질산염 | Urine nitrite | negative positive | positive |
`;

/** Limits below an age in years; where none fits, those of adults. */
export const CHILD_ROWS = `
loinc | until | low | high | critLow | critHigh
6690-2 | 2 | 6.0 | 17.0 | 2.0 | 35
6690-2 | 6 | 5.0 | 15.0 | 2.0 | 30
6690-2 | 18 | 4.5 | 13.0 | 2.0 | 30
718-7 | 0.2 | 10.0 | 18.0 | 8.0 | 22
718-7 | 2 | 10.5 | 13.5 | 7.0 | 20
718-7 | 6 | 11.0 | 14.0 | 7.0 | 20
718-7 | 12 | 11.5 | 15.5 | 7.0 | 20
718-7 | 18 | 12.0 | 16.5 | 7.0 | 20
4544-3 | 0.2 | 31.0 | 55.0 | 25 | 65
4544-3 | 2 | 33.0 | 42.0 | 20 | 60
4544-3 | 12 | 34.5 | 45.0 | 20 | 60
4544-3 | 18 | 36.0 | 49.0 | 20 | 60
777-3 | 18 | 150 | 450 | 50 | 1000
2160-0 | 3 | 0.20 | 0.45 | | 3.0
2160-0 | 10 | 0.30 | 0.60 | | 3.8
2160-0 | 18 | 0.45 | 1.00 | | 5.0
6768-6 | 10 | 140 | 350 | |
6768-6 | 16 | 100 | 420 | |
2345-7 | 0.1 | 45 | 100 | 40 | 200
2823-3 | 0.1 | 3.5 | 6.0 | 2.8 | 6.5
1975-2 | 0.1 | | 12.0 | | 15
2951-2 | 18 | 135 | 145 | 125 | 155
`;

/** Tests that are ordered: `transport` is the most minutes from collection to receipt. */
export const TEST_ROWS = `
loinc | ko | en | tube | transport | fasting | second | analytes
58410-2 | 일반혈액검사 | Complete blood count | EDTA-3 | 240 | | | 6690-2 789-8 718-7 4544-3 787-2 785-6 786-4 777-3 770-8 736-9
24323-8 | 일반화학검사 | Comprehensive metabolic panel | SST-5 | 240 | | | 2885-2 1751-7 1975-2 6768-6 1920-8 1742-6 3094-0 2160-0 98979-8 2345-7 17861-6 2951-2 2823-3 2075-0 2028-9
24325-3 | 간기능검사 | Liver panel | SST-5 | 240 | | | 2885-2 1751-7 1975-2 6768-6 1920-8 1742-6 2324-2
24362-6 | 신기능검사 | Renal panel | SST-5 | 240 | | | 3094-0 2160-0 98979-8 1751-7 17861-6 2777-1 2951-2 2823-3 2075-0 2028-9
24326-1 | 전해질검사 | Electrolytes | SST-5 | 120 | | | 2951-2 2823-3 2075-0 2028-9
24331-1 | 지질검사 | Lipid panel | SST-5 | 240 | 8 | | 2093-3 2571-8 2085-9 13457-7
55399-0 | 당뇨 추적검사 | Diabetes panel | NAF-2 | 240 | 8 | | 1558-6 4548-4
2951-2 | 나트륨 | Sodium | SST-5 | 120 | | | 2951-2
2823-3 | 칼륨 | Potassium | SST-5 | 120 | | | 2823-3
2345-7 | 혈당 | Glucose | NAF-2 | 120 | | | 2345-7
1558-6 | 공복혈당 | Fasting glucose | NAF-2 | 120 | 8 | | 1558-6
4548-4 | 당화혈색소 | Haemoglobin A1c | EDTA-3 | 480 | | | 4548-4
718-7 | 혈색소 | Haemoglobin | EDTA-3 | 240 | | | 718-7 4544-3
1988-5 | C반응단백 | C reactive protein | SST-5 | 240 | | | 1988-5
30341-2 | 적혈구침강속도 | Erythrocyte sedimentation rate | EDTA-3 | 240 | | | 30341-2
33959-8 | 프로칼시토닌 | Procalcitonin | SST-5 | 240 | | | 33959-8
2524-7 | 젖산 | Lactate | NAF-2 | 30 | | | 2524-7
89579-7 | 심근효소검사 | Cardiac markers | SST-5 | 120 | | | 89579-7 13969-1
33762-6 | NT-proBNP | NT-proBNP | SST-5 | 240 | | | 33762-6
3016-3 | 갑상선기능검사 | Thyroid function | SST-5 | 480 | | | 3016-3 3024-7
2276-4 | 철 대사검사 | Iron studies | SST-5 | 480 | | | 2276-4 2498-4 2500-7
6301-6 | 응고검사 | Coagulation | CIT-2.7 | 240 | | | 6301-6 14979-9
14979-9 | aPTT | aPTT | CIT-2.7 | 240 | | | 14979-9
48065-7 | D-이합체 | D-dimer | CIT-2.7 | 240 | | | 48065-7
24336-0 | 동맥혈가스분석 | Arterial blood gas | HEP-1 | 30 | | | 2744-1 2019-8 2703-7 1960-4 2524-7
3040-3 | 리파아제 | Lipase | SST-5 | 240 | | | 3040-3
19123-9 | 마그네슘 | Magnesium | SST-5 | 240 | | | 19123-9
17861-6 | 칼슘 | Calcium | SST-5 | 240 | | | 17861-6
24357-6 | 요 일반검사 | Urinalysis | URINE-10 | 120 | | | 5811-5 5803-2 20454-5 25428-4 2514-8 5794-3 5799-2 5802-4
600-7 | 혈액 배양 | Blood culture | CULTURE-B | 120 | | | 600-7
630-4 | 요 배양 | Urine culture | CULTURE-U | 120 | | | 630-4
13969-1 | CK-MB | CK-MB | SST-5 | 120 | | | 13969-1
2157-6 | 크레아틴키나아제 | Creatine kinase | SST-5 | 240 | | | 2157-6
24339-4 | 정맥혈가스분석 | Venous blood gas | HEP-1 | 30 | | | 2746-6 2021-4 1959-6 2524-7
3255-7 | 피브리노겐 | Fibrinogen | CIT-2.7 | 240 | | | 3255-7
3024-7 | 유리 티록신 | Free thyroxine | SST-5 | 480 | | | 3024-7
2143-6 | 코르티솔 | Cortisol | SST-5 | 240 | | | 2143-6
2132-9 | 비타민 B12 | Vitamin B12 | SST-5 | 480 | | | 2132-9
2284-8 | 엽산 농도 | Folate | SST-5 | 480 | | | 2284-8
1798-8 | 아밀라아제 | Amylase | SST-5 | 240 | | | 1798-8
16362-6 | 암모니아 | Ammonia | EDTA-3 | 30 | | | 16362-6
2777-1 | 인 | Phosphate | SST-5 | 240 | | | 2777-1
1994-3 | 이온화칼슘 | Ionised calcium | HEP-1 | 30 | | | 1994-3
6873-4 | 베타하이드록시부티레이트 | Beta-hydroxybutyrate | SST-5 | 120 | | | 6873-4
2692-2 | 혈청 삼투압 | Serum osmolality | SST-5 | 240 | | | 2692-2
1975-2 | 총빌리루빈 | Total bilirubin | SST-5 | 240 | | | 1975-2
3084-1 | 요산 | Urate | SST-5 | 240 | | | 3084-1
882-1 | ABO·Rh 혈액형 | ABO and Rh group | EDTA-6 | 240 | | yes | 883-9 10331-7
890-4 | 비예기항체 선별 | Antibody screen | EDTA-6 | 240 | | yes | 890-4
1250-0 | 교차시험 | Crossmatch | EDTA-6 | 240 | | yes | 1250-0
624-7 | 객담배양 | Sputum culture | SPUTUM | 120 | | | 624-7
606-4 | 뇌척수액배양 | Cerebrospinal fluid culture | CSF | 60 | | | 606-4
625-4 | 대변배양 | Stool culture | STOOL | 120 | | | 625-4
11545-1 | 항산균 도말 | Acid-fast bacilli smear | SPUTUM | 240 | | | 11545-1
6447-7 | 레지오넬라 소변항원 | Legionella urinary antigen | URINE-10 | 240 | | | 6447-7
94500-6 | 코로나19 PCR | SARS-CoV-2 PCR | SWAB | 240 | | | 94500-6
9318-7 | 요 알부민/크레아티닌비 | Urine albumin/creatinine ratio | URINE-10 | 240 | | | 9318-7
2955-3 | 소변 나트륨 | Urine sodium | URINE-10 | 240 | | | 2955-3
2335-8 | 대변잠혈 | Faecal occult blood | STOOL | 240 | | | 2335-8
21198-7 | 임신반응(혈청 hCG) | Serum hCG | SST-5 | 240 | | | 21198-7
2106-3 | 임신반응(소변) | Urine pregnancy test | URINE-10 | 240 | | | 2106-3
5196-1 | B형간염 표면항원 | Hepatitis B surface antigen | SST-5 | 480 | | | 5196-1
13955-0 | C형간염 항체 | Hepatitis C antibody | SST-5 | 480 | | | 13955-0
56888-1 | HIV 항원·항체 | HIV antigen and antibody | SST-5 | 480 | | | 56888-1
20507-0 | 매독(RPR) | Syphilis RPR | SST-5 | 480 | | | 20507-0
4092-3 | 반코마이신 최저농도 | Vancomycin trough | SST-5 | 240 | | | 4092-3
10535-3 | 디곡신 농도 | Digoxin level | SST-5 | 240 | | | 10535-3
3968-5 | 페니토인 농도 | Phenytoin level | SST-5 | 240 | | | 3968-5
4086-5 | 발프로산 농도 | Valproate level | SST-5 | 240 | | | 4086-5
11253-2 | 타크로리무스 농도 | Tacrolimus level | EDTA-3 | 480 | | | 11253-2
2039-6 | CEA | CEA | SST-5 | 480 | | | 2039-6
24108-3 | CA 19-9 | CA 19-9 | SST-5 | 480 | | | 24108-3
1834-1 | 알파태아단백 | Alpha-fetoprotein | SST-5 | 480 | | | 1834-1
2857-1 | 전립선특이항원 | Prostate specific antigen | SST-5 | 480 | | | 2857-1
54089-8 | 신생아 대사이상 선별 | Newborn screening | FILTER-PAPER | 1440 | | | 54089-8
34532-2 | 혈액형 및 항체선별 | Group and screen | EDTA-6 | 240 | | yes | 883-9 10331-7 890-4
`;
