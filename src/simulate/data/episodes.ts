/**
 * What happens once and passes: acute illness, injury, planned operations, births.
 *
 * `male` and `female` are events per 1000 people and year at the ages of `EPISODE_AGES`; a risk multiplies them for people who
 * have that disease. `season` w (winter), s (summer) or blank. `er` and `stay` are shares of episodes that come through
 * emergency and that are admitted (at age 40; the old are admitted more). `los` is the mean stay in days, `icu` the share of
 * stays that begin there.
 *
 * Unit    per 1000 and year; days
 * Source  HIRA national statistics of frequent diseases and NHIS inpatient counts, rounded; KCD-8; SNOMED CT International
 * Proof   tables.test.ts, ../population.test.ts
 */
import { byKey, numbers, readTable, rowFor, words } from '../table.ts';

export interface Episode {
  readonly key: string;
  readonly kcd: string;
  readonly ko: string;
  readonly snomed: string;
  readonly en: string;
  readonly department: string;
  readonly male: readonly number[];
  readonly female: readonly number[];
  readonly risks: readonly { readonly disease: string; readonly times: number }[];
  readonly season: string;
  readonly er: number;
  readonly stay: number;
  readonly los: number;
  readonly icu: number;
  readonly profile: string;
  readonly panels: readonly string[];
  readonly drugs: readonly string[];
  readonly home: readonly string[];
  readonly studies: readonly string[];
  readonly procedures: readonly string[];
  readonly complaint: string;
  /** The disease of the problem list that it is about. */
  readonly disease?: string;
}

export const EPISODE_AGES: readonly number[] = [0, 3, 7, 16, 30, 50, 65, 80];

const ROWS = readTable<
  | 'key'
  | 'kcd'
  | 'ko'
  | 'snomed'
  | 'en'
  | 'department'
  | 'male'
  | 'female'
  | 'risks'
  | 'season'
  | 'er'
  | 'stay'
  | 'los'
  | 'icu'
  | 'profile'
  | 'panels'
  | 'drugs'
  | 'home'
  | 'studies'
  | 'procedures'
  | 'complaint'
>(`
key | kcd | ko | snomed | en | department | male | female | risks | season | er | stay | los | icu | profile | panels | drugs | home | studies | procedures | complaint
uri | J06.9 | 급성 상기도감염 | 54150009 | Upper respiratory infection | FM | 700 800 300 80 60 50 40 30 | 700 800 300 90 80 70 50 30 | | w | .04 | 0 | 0 | 0 | cold | | | acetaminophen levodropropizine ambroxol | | | 기침, 콧물
bronchitis | J20.9 | 급성 기관지염 | 10509002 | Acute bronchitis | PUL | 300 400 150 40 30 30 40 50 | 300 400 150 40 40 40 50 50 | copd:2 asthma:2 | w | .03 | .01 | 4 | 0 | bronchitis | | | ambroxol levodropropizine acetaminophen | cxr | | 기침, 가래
influenza | J10.1 | 인플루엔자 | 6142004 | Influenza | FM | 60 90 90 40 20 15 12 12 | 60 90 90 40 25 18 12 12 | | w | .3 | .05 | 4 | 0 | viral | | | oseltamivir acetaminophen | | | 발열, 근육통
covid | U07.1 | 코로나바이러스질환2019 | 840539006 | COVID-19 | INF | 40 40 50 50 50 45 40 45 | 40 40 50 55 60 55 45 45 | copd:1.5 | | .2 | .06 | 7 | .05 | covid | cbc crp | | acetaminophen levodropropizine | cxr | | 발열, 인후통
otitis | H66.9 | 급성 중이염 | 3110003 | Acute otitis media | PED | 120 250 60 4 2 1 1 1 | 120 250 60 4 2 1 1 1 | | w | .1 | 0 | 0 | 0 | viral | | | amoxiclav acetaminophen | | | 귀 통증, 발열
bronchiolitis | J21.9 | 급성 세기관지염 | 5505005 | Acute bronchiolitis | PED | 120 30 0 0 0 0 0 0 | 90 25 0 0 0 0 0 0 | | w | .4 | .35 | 4 | 0 | bronchitis | cbc crp chem | salbutamolNeb | ambroxol | cxr | | 쌕쌕거림, 기침
hfmd | B08.4 | 수족구병 | 266108008 | Hand foot and mouth disease | PED | 80 120 15 0 0 0 0 0 | 80 120 15 0 0 0 0 0 | | s | .1 | .02 | 3 | 0 | viral | | | acetaminophen | | | 손발 발진, 발열
febrileSeizure | R56.0 | 열성 경련 | 41497008 | Febrile convulsion | PED | 8 10 0 0 0 0 0 0 | 6 8 0 0 0 0 0 0 | | | 1 | .3 | 2 | 0 | viral | cbc chem crp | | acetaminophen | | | 발열 중 경련
gastroenteritis | A09.9 | 급성 위장염 | 69776003 | Acute gastroenteritis | GI | 120 150 60 40 30 25 25 30 | 120 150 60 45 35 30 28 35 | | w | .25 | .06 | 3 | 0 | enteritis | cbc chem crp | saline | smectite saccharomyces | | | 설사, 복통
pneumonia | J18.9 | 폐렴 | 233604007 | Pneumonia | PUL | 12 30 12 3 3 5 14 50 | 12 30 12 3 3 5 10 35 | copd:3 dementia:2 stroke:2 diabetes:1.4 heartFailure:1.8 | w | .5 | .55 | 8 | .06 | pneumonia | cbc chem crp sepsis | ceftriaxone azithromycin saline | amoxiclav ambroxol | cxr | | 발열, 기침, 호흡곤란
pyelonephritis | N10 | 급성 신우신염 | 36689008 | Acute pyelonephritis | NEP | 4 1 .3 .3 .4 .8 2 5 | 4 3 2 5 7 7 8 12 | diabetes:2 | | .7 | .55 | 6 | .01 | pyelonephritis | cbc chem crp ua | ceftriaxone saline | ciprofloxacin | ctAbdomen | | 발열, 옆구리 통증
cystitis | N30.0 | 급성 방광염 | 38822007 | Cystitis | URO | 1 1 .5 .5 1 2 4 8 | 2 5 5 20 30 35 35 35 | diabetes:1.3 | | .1 | 0 | 0 | 0 | cystitis | ua | | fosfomycin | | | 배뇨통, 빈뇨
appendicitis | K35.8 | 급성 충수염 | 85189001 | Acute appendicitis | GS | 0 .3 1.6 2.2 1.6 1.3 1.1 .8 | 0 .3 1.3 2 1.6 1.3 1.1 .8 | | | 1 | 1 | 4 | 0 | abdomen | cbc chem crp coag ua | cefazolin metronidazoleIv ketorolac saline | acetaminophen | ctAbdomen | appendectomy | 우하복부 통증
cholecystitis | K80.0 | 급성 담낭염을 동반한 담낭결석 | 65275009 | Acute cholecystitis | GS | 0 0 0 .1 .8 2 4 7 | 0 0 0 .2 1.2 2.2 3.6 6 | obesity:1.6 | | .7 | 1 | 6 | .02 | biliary | cbc chem crp coag lft | ceftriaxone metronidazoleIv ketorolac saline | acetaminophen | ctAbdomen | cholecystectomy | 우상복부 통증
pancreatitis | K85.9 | 급성 췌장염 | 197456007 | Acute pancreatitis | GI | 0 0 .05 .2 .8 1.3 1.2 1.5 | 0 0 .05 .1 .3 .5 .8 1.3 | | | .9 | 1 | 7 | .06 | pancreatitis | cbc chem crp lipase lft | saline pantoprazoleIv | rabeprazole | ctAbdomen | | 상복부 통증
ureterStone | N20.1 | 요관결석 | 31054009 | Ureteric stone | URO | 0 0 .1 1 5 7 5 3 | 0 0 .1 .6 2.2 3 2.5 1.5 | gout:1.8 | s | .75 | .1 | 2 | 0 | colic | cbc chem ua | ketorolac saline | tamsulosin acetaminophen | ctAbdomen | eswl | 옆구리 통증
giBleed | K25.4 | 출혈을 동반한 위궤양 | 15902003 | Gastric ulcer with hemorrhage | GI | 0 0 0 .1 .4 .9 2 4 | 0 0 0 .05 .2 .4 1 3 | cirrhosis:3 coronaryDisease:1.6 kneeArthritis:1.3 | | .95 | 1 | 5 | .1 | bleeding | cbc chem coag | pantoprazoleIv saline | esomeprazole | | egd | 토혈, 흑색변
herpesZoster | B02.9 | 대상포진 | 4740000 | Herpes zoster | DER | .2 .4 1.5 4 5 11 18 18 | .2 .4 1.5 4 6 16 24 20 | | | .1 | .03 | 5 | 0 | zoster | | | famciclovir pregabalin acetaminophen | | | 한쪽 띠 모양 수포와 통증
cellulitis | L03.1 | 봉와직염 | 128045006 | Cellulitis | INF | 2 4 3 3 4 5 7 10 | 2 4 3 3 4 5 7 10 | diabetes:1.6 | s | .4 | .25 | 6 | 0 | cellulitis | cbc chem crp | cefazolin | cefaclor acetaminophen | | | 다리 발적과 부종
urticaria | L50.9 | 두드러기 | 126485001 | Urticaria | DER | 20 30 20 15 15 14 12 10 | 20 30 20 18 20 18 15 10 | atopicDermatitis:1.5 | | .4 | 0 | 0 | 0 | rash | | | levocetirizine | | | 전신 가려움과 팽진
vertigo | H81.1 | 양성 발작성 현훈 | 111541001 | Benign paroxysmal positional vertigo | ENT | 0 0 0 1 3 6 10 10 | 0 0 0 2 5 14 24 20 | | | .4 | .02 | 2 | 0 | vertigo | cbc chem | | betahistine metoclopramide | | | 회전성 어지럼
backPain | M54.5 | 요통 | 279039007 | Low back pain | OS | 0 0 .5 15 30 45 60 60 | 0 0 .5 15 30 50 80 80 | spinalStenosis:1.3 | | .06 | 0 | 0 | 0 | pain | | | aceclofenac eperisone | spineXray | | 허리 통증
ankleSprain | S93.4 | 발목의 염좌 | 44465007 | Sprain of ankle | OS | 0 3 15 30 16 8 5 4 | 0 3 14 20 12 10 8 5 | | | .5 | 0 | 0 | 0 | injury | | | aceclofenac | ankleXray | | 발목 통증과 부종
forearmFracture | S52.5 | 요골 하단의 골절 | 65966004 | Fracture of forearm | OS | 1 4 8 5 2 2 3 5 | 1 3 5 2 1.5 5 11 14 | osteoporosis:1.8 | | .9 | .2 | 4 | 0 | injury | cbc chem coag | cefazolin ketorolac | acetaminophen | wristXray | fractureFixation | 넘어진 뒤 손목 통증
hipFracture | S72.0 | 대퇴골 경부의 골절 | 5913000 | Fracture of neck of femur | OS | 0 0 0 .01 .02 .12 1 6 | 0 0 0 .01 .01 .1 1.6 14 | osteoporosis:1.8 dementia:2 parkinson:2 | | 1 | 1 | 14 | .04 | hipFracture | cbc chem coag crp | cefazolin enoxaparin ketorolac acetaminophen saline | acetaminophen calciumD | hipXray | hipArthroplasty | 넘어진 뒤 고관절 통증, 보행 불가
concussion | S06.0 | 뇌진탕 | 110030002 | Concussion injury of brain | NS | 6 8 5 4 3 3 4 6 | 5 6 3 3 3 3 4 6 | | | 1 | .1 | 2 | 0 | injury | | | acetaminophen | ctHead | | 머리 부딪힘, 두통
handLaceration | S61.9 | 손의 열린상처 | 284549007 | Laceration of hand | EM | 3 6 6 6 9 9 6 4 | 3 4 4 5 6 6 4 3 | | | 1 | 0 | 0 | 0 | injury | | | cefaclor acetaminophen | | suture | 베인 상처
asthmaAttack | J45.9 | 천식의 급성 악화 | 708038006 | Acute exacerbation of asthma | PUL | 0 0 0 0 0 0 0 0 | 0 0 0 0 0 0 0 0 | asthma:90 | w | .6 | .3 | 5 | .02 | asthmaAttack | cbc chem crp | salbutamolNeb methylprednisolone | prednisolone budesonideFormoterol | cxr | | 쌕쌕거림, 호흡곤란
copdExacerbation | J44.1 | 만성 폐쇄성 폐질환의 급성 악화 | 195951007 | Acute exacerbation of chronic obstructive airways disease | PUL | 0 0 0 0 0 0 0 0 | 0 0 0 0 0 0 0 0 | copd:220 | w | .7 | .7 | 8 | .08 | copdExacerbation | cbc chem crp abg | salbutamolNeb methylprednisolone levofloxacinIv | prednisolone ambroxol | cxr | | 호흡곤란 악화, 가래
heartFailureStay | I50.0 | 급성 심부전 | 42343007 | Congestive heart failure | CAR | 0 0 0 0 0 0 0 0 | 0 0 0 0 0 0 0 0 | heartFailure:260 | w | .7 | 1 | 7 | .15 | heartFailure | cbc chem bnp cardiac crp | furosemideIv spironolactone | furosemide40 spironolactone | cxr echo ecg | | 호흡곤란, 다리 부종
hypoglycaemia | E11.6 | 저혈당을 동반한 2형 당뇨병 | 302866003 | Hypoglycemia | END | 0 0 0 0 0 0 0 0 | 0 0 0 0 0 0 0 0 | diabetes:4 | | 1 | .3 | 3 | 0 | hypoglycaemia | chem diabetes | | | | | 식은땀, 의식 저하
kidneyInjury | N17.9 | 급성 신부전 | 14669001 | Acute kidney injury | NEP | 0 0 0 0 .05 .2 .6 2 | 0 0 0 0 .05 .15 .5 1.6 | ckd3:5 ckd4:5 heartFailure:2 diabetes:1.5 | s | .6 | 1 | 8 | .08 | kidneyInjury | renal cbc ua crp | saline | | renalUs | | 소변량 감소, 전신 쇠약
sepsis | A41.9 | 패혈증 | 91302008 | Sepsis | INF | 1 .2 .1 .1 .1 .4 1.5 6 | 1 .2 .1 .1 .1 .3 1.2 5 | diabetes:1.7 cirrhosis:3 ckd5:3 dementia:2 | | 1 | 1 | 12 | .55 | sepsis | cbc chem crp sepsis coag abg | meropenem saline | levofloxacin | cxr ctAbdomen | | 발열, 의식 저하
inguinalHernia | K40.9 | 서혜부 탈장 | 396232000 | Inguinal hernia | GS | 4 3 .5 .3 .6 1.5 3.5 5 | .6 .5 .1 .05 .1 .15 .3 .5 | | | .05 | 1 | 2 | 0 | surgery | cbc chem coag | cefazolin ketorolac | acetaminophen | | hernia | 서혜부 종괴
cataractSurgery | H25.9 | 노년백내장 | 193570009 | Cataract | OPH | 0 0 0 0 0 0 0 0 | 0 0 0 0 0 0 0 0 | cataract:140 | | 0 | .3 | 1 | 0 | calm | cbc chem | | | | phaco | 시력 저하
kneeReplacement | M17.1 | 원발성 무릎관절증 | 239873007 | Osteoarthritis of knee | OS | 0 0 0 0 0 0 0 0 | 0 0 0 0 0 0 0 0 | kneeArthritis:22 | | 0 | 1 | 12 | 0 | jointSurgery | cbc chem coag crp | cefazolin enoxaparin fentanylPca | celecoxib acetaminophen | kneeXray | kneeArthroplasty | 무릎 통증, 보행 곤란
prostateSurgery | N40 | 전립선증식증 | 266569009 | Benign prostatic hyperplasia | URO | 0 0 0 0 0 0 0 0 | 0 0 0 0 0 0 0 0 | prostaticHyperplasia:14 | | .05 | 1 | 4 | 0 | surgery | cbc chem coag ua psa | cefazolin | tamsulosin | | turp | 배뇨 곤란, 요폐
myomaSurgery | D25.9 | 자궁평활근종 | 95315005 | Uterine leiomyoma | OBG | 0 0 0 0 0 0 0 0 | 0 0 0 0 0 0 0 0 | myoma:28 | | 0 | 1 | 5 | 0 | surgery | cbc chem coag | cefazolin ketorolac fentanylPca | acetaminophen ferrous | | hysterectomy | 월경 과다
infarction | I21.4 | 급성 심내막하심근경색증 | 401314000 | Acute non-ST segment elevation myocardial infarction | CAR | 0 0 0 0 .03 .8 1.8 3.5 | 0 0 0 0 .005 .15 .7 2.6 | coronaryDisease:5 diabetes:1.5 hypertension:1.3 dyslipidaemia:1.3 | w | 1 | 1 | 6 | .75 | infarction | cardiac cbc chem coag lipid bnp | heparin aspirin ticagrelor | aspirin ticagrelor rosuvastatin20 bisoprolol2 | ecg cxr echo | pci | 흉통
unstableAngina | I20.0 | 불안정협심증 | 4557003 | Preinfarction syndrome | CAR | 0 0 0 0 .02 .7 1.8 2.5 | 0 0 0 0 .005 .2 1 2 | coronaryDisease:12 diabetes:1.4 hypertension:1.3 | w | .8 | 1 | 4 | .05 | angina | cardiac cbc chem coag lipid | heparin aspirin clopidogrel | aspirin clopidogrel rosuvastatin20 nitroglycerin | ecg cxr echo | pci | 안정 시 흉통
neutropenicFever | D70 | 호중구감소열 | 409089005 | Febrile neutropenia | HON | 0 0 0 0 0 0 0 0 | 0 0 0 0 0 0 0 0 | gastricCancer:25 colorectalCancer:25 lungCancer:60 breastCancer:15 liverCancer:10 | | .9 | 1 | 8 | .06 | neutropenia | cbc chem crp sepsis | piptazo filgrastim saline | levofloxacin | cxr | | 항암치료 후 발열
cancerAnaemia | D63.0 | 신생물질환에서의 빈혈 | 271737000 | Anemia | HON | 0 0 0 0 0 0 0 0 | 0 0 0 0 0 0 0 0 | gastricCancer:40 colorectalCancer:30 lungCancer:60 breastCancer:10 liverCancer:30 | | .4 | 1 | 4 | 0 | anaemia | cbc chem | saline | ferrous | | transfusion | 어지럼, 전신 쇠약
strokeStay | I63.9 | 급성 뇌경색증 | 432504007 | Cerebral infarction | NEU | 0 0 0 0 0 0 0 0 | 0 0 0 0 0 0 0 0 | stroke:30 | w | 1 | 1 | 10 | .2 | stroke | cbc chem coag lipid diabetes | aspirin clopidogrel saline | clopidogrel atorvastatin40 | ctHead mriBrain ecg | | 한쪽 마비, 말 어눌함
delivery | O80.9 | 단일자연분만 | 72892002 | Normal pregnancy | OBG | 0 0 0 0 0 0 0 0 | 0 0 0 0 0 0 0 0 | | | .1 | 1 | 3 | 0 | delivery | cbc coag | oxytocin | acetaminophen ferrous | | vaginalDelivery | 규칙적 진통
stemi | I21.0 | 전벽의 급성 전층심근경색증 | 401303003 | Acute ST segment elevation myocardial infarction | CAR | 0 0 0 0 .02 .5 1 1.6 | 0 0 0 0 .003 .08 .35 1.2 | coronaryDisease:3 diabetes:1.4 hypertension:1.3 dyslipidaemia:1.4 | w | 1 | 1 | 6 | .8 | infarction | cardiac cbc chem coag lipid bnp | aspirin300 clopidogrel300 heparin aspirin ticagrelor morphine | aspirin ticagrelor rosuvastatin20 bisoprolol2 | ecg cxr echo | pci | 30분 이상 지속되는 흉통, 식은땀
dka | E10.1 | 케톤산증을 동반한 당뇨병 | 420422005 | Diabetic ketoacidosis | END | 0 0 0 0 0 0 0 0 | 0 0 0 0 0 0 0 0 | diabetes:3 | | 1 | 1 | 5 | .3 | ketoacidosis | chem abg cbc lytes diabetes | saline insulinRegular potassiumChlorideIv glargine ondansetronIv | glargine insulinAspart | cxr ecg | | 구역, 구토, 의식 저하
hipReplacement | M16.1 | 원발성 엉덩관절증 | 239872002 | Osteoarthritis of hip | OS | 0 0 0 0 0 .1 .6 .5 | 0 0 0 0 0 .15 .9 .7 | | | 0 | 1 | 10 | 0 | jointSurgery | cbc chem coag crp | cefazolin enoxaparin fentanylPca acetaminophenIv | celecoxib acetaminophen | hipXray | hipArthroplasty | 고관절 통증, 보행 곤란
folfox | Z51.1 | 신생물에 대한 화학요법 | 367336001 | Chemotherapy | HON | 0 0 0 0 0 0 0 0 | 0 0 0 0 0 0 0 0 | colorectalCancer:60 gastricCancer:30 | | 0 | 1 | 3 | 0 | chemotherapy | cbc chem lft | oxaliplatin leucovorin fluorouracil dexamethasone ondansetronIv dextrose5 | ondansetron | | chemotherapy | 예정된 항암치료
caesarean | O82.9 | 제왕절개에 의한 단일분만 | 72892002 | Normal pregnancy | OBG | 0 0 0 0 0 0 0 0 | 0 0 0 0 0 0 0 0 | | | 0 | 1 | 6 | 0 | caesarean | cbc coag chem | cefazolin oxytocin fentanylPca | acetaminophen ferrous | | caesarean | 예정 제왕절개
`);

function risksOf(cell: string): { disease: string; times: number }[] {
  return words(cell).map((word) => {
    const [disease = '', times = '1'] = word.split(':');
    return { disease, times: Number(times) };
  });
}

/** All episodes. Rows whose own rates are zero happen only to people at risk: there `times` is the rate itself. */
export const EPISODES: readonly Episode[] = ROWS.map((row) => ({
  ...row,
  male: numbers(row.male),
  female: numbers(row.female),
  risks: risksOf(row.risks),
  er: Number(row.er),
  stay: Number(row.stay),
  los: Number(row.los),
  icu: Number(row.icu),
  panels: words(row.panels),
  drugs: words(row.drugs),
  home: words(row.home),
  studies: words(row.studies),
  procedures: words(row.procedures),
}));

const BY_KEY = byKey(EPISODES);

/** The episode of a key. */
export function episodeOf(key: string): Episode {
  return rowFor(BY_KEY, key);
}
