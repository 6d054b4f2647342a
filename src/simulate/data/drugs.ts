/**
 * The drugs that the hospital prescribes, by generic name, and how.
 *
 * `dose` is what is taken at once, in units of `unit` (UCUM; `{tbl}` tablet, `{cap}` capsule, `{puff}`), holding `strength`. `times` a day;
 * `1/7` is once a week, `1/180` every half year. `group` ties drugs to allergies; `avoid` names when the drug must not be given.
 *
 * Source  ATC index of the WHO Collaborating Centre (names and codes); usual adult doses in Korea
 * Proof   ../chart/medication.test.ts
 */
import { byKey, readTable, rowFor, words } from '../table.ts';

export interface Drug {
  readonly key: string;
  readonly atc: string;
  readonly en: string;
  readonly ko: string;
  readonly strength: string;
  readonly unit: string;
  readonly dose: number;
  readonly frequency: number;
  readonly periodDays: number;
  readonly route: string;
  readonly group: string;
  readonly avoid: readonly string[];
}

const ROWS = readTable<
  'key' | 'atc' | 'en' | 'ko' | 'strength' | 'unit' | 'dose' | 'times' | 'route' | 'group' | 'avoid'
>(`
key | atc | en | ko | strength | unit | dose | times | route | group | avoid
amlodipine5 | C08CA01 | amlodipine | 암로디핀 | 5 mg | {tbl} | 1 | 1 | oral | |
amlodipine10 | C08CA01 | amlodipine | 암로디핀 | 10 mg | {tbl} | 1 | 1 | oral | |
losartan50 | C09CA01 | losartan | 로사르탄 | 50 mg | {tbl} | 1 | 1 | oral | | pregnant
losartan100 | C09CA01 | losartan | 로사르탄 | 100 mg | {tbl} | 1 | 1 | oral | | pregnant
telmisartan40 | C09CA07 | telmisartan | 텔미사르탄 | 40 mg | {tbl} | 1 | 1 | oral | | pregnant
telmisartan80 | C09CA07 | telmisartan | 텔미사르탄 | 80 mg | {tbl} | 1 | 1 | oral | | pregnant
labetalol | C07AG01 | labetalol | 라베탈롤 | 100 mg | {tbl} | 1 | 2 | oral | |
indapamide | C03BA11 | indapamide | 인다파미드 | 1.5 mg | {tbl} | 1 | 1 | oral | | pregnant ckd4 ckd5
bisoprolol2 | C07AB07 | bisoprolol | 비소프롤롤 | 2.5 mg | {tbl} | 1 | 1 | oral | |
carvedilol | C07AG02 | carvedilol | 카르베딜롤 | 12.5 mg | {tbl} | 1 | 2 | oral | |
furosemide40 | C03CA01 | furosemide | 푸로세미드 | 40 mg | {tbl} | 1 | 1 | oral | |
furosemideIv | C03CA01 | furosemide | 푸로세미드 주사 | 20 mg/2 mL | {ampule} | 2 | 2 | iv | |
spironolactone | C03DA01 | spironolactone | 스피로노락톤 | 25 mg | {tbl} | 1 | 1 | oral | | ckd4 ckd5 pregnant
sacubitril | C09DX04 | valsartan and sacubitril | 사쿠비트릴·발사르탄 | 100 mg | {tbl} | 1 | 2 | oral | | pregnant
digoxin | C01AA05 | digoxin | 디곡신 | 0.125 mg | {tbl} | 1 | 1 | oral | | ckd4 ckd5
amiodarone | C01BD01 | amiodarone | 아미오다론 | 200 mg | {tbl} | 1 | 1 | oral | |
nitroglycerin | C01DA02 | glyceryl trinitrate | 니트로글리세린 설하정 | 0.6 mg | {tbl} | 1 | prn | sublingual | |
aspirin | B01AC06 | acetylsalicylic acid | 아스피린 | 100 mg | {tbl} | 1 | 1 | oral | nsaid |
clopidogrel | B01AC04 | clopidogrel | 클로피도그렐 | 75 mg | {tbl} | 1 | 1 | oral | |
ticagrelor | B01AC24 | ticagrelor | 티카그렐러 | 90 mg | {tbl} | 1 | 2 | oral | |
apixaban | B01AF02 | apixaban | 아픽사반 | 5 mg | {tbl} | 1 | 2 | oral | |
edoxaban | B01AF03 | edoxaban | 에독사반 | 60 mg | {tbl} | 1 | 1 | oral | | ckd4 ckd5
enoxaparin | B01AB05 | enoxaparin | 에녹사파린 | 40 mg/0.4 mL | {syringe} | 1 | 1 | sc | |
heparin | B01AB01 | heparin | 헤파린 | 25000 [IU]/5 mL | mL | 1 | 1 | iv | |
rosuvastatin10 | C10AA07 | rosuvastatin | 로수바스타틴 | 10 mg | {tbl} | 1 | 1 | oral | | pregnant
rosuvastatin20 | C10AA07 | rosuvastatin | 로수바스타틴 | 20 mg | {tbl} | 1 | 1 | oral | | pregnant ckd4 ckd5
atorvastatin20 | C10AA05 | atorvastatin | 아토르바스타틴 | 20 mg | {tbl} | 1 | 1 | oral | | pregnant
atorvastatin40 | C10AA05 | atorvastatin | 아토르바스타틴 | 40 mg | {tbl} | 1 | 1 | oral | | pregnant
ezetimibe | C10AX09 | ezetimibe | 에제티미브 | 10 mg | {tbl} | 1 | 1 | oral | | pregnant
metformin500 | A10BA02 | metformin | 메트포르민 | 500 mg | {tbl} | 1 | 2 | oral | | ckd4 ckd5 cirrhosis
metformin1000 | A10BA02 | metformin | 메트포르민 | 1000 mg | {tbl} | 1 | 2 | oral | | ckd4 ckd5 cirrhosis
linagliptin | A10BH05 | linagliptin | 리나글립틴 | 5 mg | {tbl} | 1 | 1 | oral | | pregnant
sitagliptin | A10BH01 | sitagliptin | 시타글립틴 | 100 mg | {tbl} | 1 | 1 | oral | | pregnant ckd3 ckd4 ckd5
empagliflozin | A10BK03 | empagliflozin | 엠파글리플로진 | 10 mg | {tbl} | 1 | 1 | oral | | pregnant ckd5
dapagliflozin | A10BK01 | dapagliflozin | 다파글리플로진 | 10 mg | {tbl} | 1 | 1 | oral | | pregnant ckd5
glimepiride | A10BB12 | glimepiride | 글리메피리드 | 2 mg | {tbl} | 1 | 1 | oral | | pregnant ckd4 ckd5 cirrhosis
glargine | A10AE04 | insulin glargine | 인슐린 글라진 | 300 [IU]/3 mL | [IU] | 16 | 1 | sc | |
insulinAspart | A10AB05 | insulin aspart | 인슐린 아스파트 | 300 [IU]/3 mL | [IU] | 6 | 3 | sc | |
levothyroxine50 | H03AA01 | levothyroxine sodium | 레보티록신 | 50 ug | {tbl} | 1 | 1 | oral | |
levothyroxine100 | H03AA01 | levothyroxine sodium | 레보티록신 | 100 ug | {tbl} | 1 | 1 | oral | |
methimazole | H03BB02 | thiamazole | 메티마졸 | 5 mg | {tbl} | 2 | 1 | oral | |
propranolol | C07AA05 | propranolol | 프로프라놀롤 | 10 mg | {tbl} | 1 | 2 | oral | | asthma copd
tiotropium | R03BB04 | tiotropium bromide | 티오트로피움 흡입제 | 2.5 ug | {puff} | 2 | 1 | inhaled | |
budesonideFormoterol | R03AK07 | formoterol and budesonide | 부데소니드·포르모테롤 흡입제 | 160/4.5 ug | {puff} | 2 | 2 | inhaled | |
salbutamol | R03AC02 | salbutamol | 살부타몰 흡입제 | 100 ug | {puff} | 2 | prn | inhaled | |
salbutamolNeb | R03AC02 | salbutamol | 살부타몰 네뷸라이저액 | 2.5 mg/2.5 mL | {ampule} | 1 | 4 | inhaled | |
montelukast | R03DC03 | montelukast | 몬테루카스트 | 10 mg | {tbl} | 1 | 1 | oral | |
levocetirizine | R06AE09 | levocetirizine | 레보세티리진 | 5 mg | {tbl} | 1 | 1 | oral | |
mometasone | R01AD09 | mometasone | 모메타손 비강분무제 | 50 ug | {puff} | 2 | 1 | nasal | |
hydrocortisone | D07AA02 | hydrocortisone | 히드로코르티손 크림 | 1 % | g | 1 | 2 | topical | |
tenofovir | J05AF13 | tenofovir alafenamide | 테노포비르 알라페나미드 | 25 mg | {tbl} | 1 | 1 | oral | |
entecavir | J05AF10 | entecavir | 엔테카비르 | 0.5 mg | {tbl} | 1 | 1 | oral | |
lactulose | A06AD11 | lactulose | 락툴로오스 | 15 mL | mL | 15 | 3 | oral | |
esomeprazole | A02BC05 | esomeprazole | 에소메프라졸 | 20 mg | {tbl} | 1 | 1 | oral | |
pantoprazoleIv | A02BC02 | pantoprazole | 판토프라졸 주사 | 40 mg | {vial} | 1 | 2 | iv | |
rabeprazole | A02BC04 | rabeprazole | 라베프라졸 | 10 mg | {tbl} | 1 | 1 | oral | |
famotidine | A02BA03 | famotidine | 파모티딘 | 20 mg | {tbl} | 1 | 2 | oral | |
rebamipide | A02BX14 | rebamipide | 레바미피드 | 100 mg | {tbl} | 1 | 3 | oral | |
mosapride | A03FA09 | mosapride | 모사프리드 | 5 mg | {tbl} | 1 | 3 | oral | |
alendronate | M05BA04 | alendronic acid | 알렌드론산 | 70 mg | {tbl} | 1 | 1/7 | oral | | ckd4 ckd5
denosumab | M05BX04 | denosumab | 데노수맙 | 60 mg/mL | {syringe} | 1 | 1/180 | sc | |
calciumD | A12AX | calcium, combinations with vitamin D and/or other drugs | 칼슘·콜레칼시페롤 | 500 mg/1000 [IU] | {tbl} | 1 | 1 | oral | |
celecoxib | M01AH01 | celecoxib | 세레콕시브 | 200 mg | {cap} | 1 | 1 | oral | nsaid | ckd3 ckd4 ckd5 heartFailure pregnant cirrhosis
aceclofenac | M01AB16 | aceclofenac | 아세클로페낙 | 100 mg | {tbl} | 1 | 2 | oral | nsaid | ckd3 ckd4 ckd5 heartFailure pregnant cirrhosis
ibuprofen | M01AE01 | ibuprofen | 이부프로펜 | 200 mg | {tbl} | 1 | 3 | oral | nsaid | ckd3 ckd4 ckd5 heartFailure pregnant cirrhosis
ketorolac | M01AB15 | ketorolac | 케토롤락 주사 | 30 mg/mL | {ampule} | 1 | prn | iv | nsaid | ckd3 ckd4 ckd5 heartFailure pregnant cirrhosis
acetaminophen | N02BE01 | paracetamol | 아세트아미노펜 | 650 mg | {tbl} | 1 | 3 | oral | |
tramadol | N02AX02 | tramadol | 트라마돌 | 50 mg | {cap} | 1 | 2 | oral | | pregnant
morphine | N02AA01 | morphine | 모르핀 주사 | 5 mg/5 mL | {ampule} | 1 | prn | iv | |
fentanylPca | N02AB03 | fentanyl | 펜타닐 통증자가조절 주사 | 1000 ug/100 mL | mL | 1 | prn | iv | |
pregabalin | N03AX16 | pregabalin | 프레가발린 | 75 mg | {cap} | 1 | 2 | oral | |
methotrexate | L04AX03 | methotrexate | 메토트렉세이트 | 2.5 mg | {tbl} | 4 | 1/7 | oral | | pregnant ckd4 ckd5 cirrhosis
folicAcid | B03BB01 | folic acid | 엽산 | 1 mg | {tbl} | 1 | 1 | oral | |
hydroxychloroquine | P01BA02 | hydroxychloroquine | 히드록시클로로퀸 | 200 mg | {tbl} | 1 | 1 | oral | |
prednisolone | H02AB06 | prednisolone | 프레드니솔론 | 5 mg | {tbl} | 2 | 1 | oral | |
methylprednisolone | H02AB04 | methylprednisolone | 메틸프레드니솔론 주사 | 40 mg | {vial} | 1 | 2 | iv | |
dexamethasone | H02AB02 | dexamethasone | 덱사메타손 주사 | 5 mg/mL | {ampule} | 1 | 1 | iv | |
febuxostat | M04AA03 | febuxostat | 페북소스타트 | 40 mg | {tbl} | 1 | 1 | oral | |
colchicine | M04AC01 | colchicine | 콜히친 | 0.6 mg | {tbl} | 1 | 1 | oral | | ckd4 ckd5
tamsulosin | G04CA02 | tamsulosin | 탐스로신 | 0.2 mg | {cap} | 1 | 1 | oral | |
dutasteride | G04CB02 | dutasteride | 두타스테리드 | 0.5 mg | {cap} | 1 | 1 | oral | |
ferrous | B03AA07 | ferrous sulfate | 황산제일철 | 256 mg | {tbl} | 1 | 1 | oral | |
escitalopram | N06AB10 | escitalopram | 에스시탈로프람 | 10 mg | {tbl} | 1 | 1 | oral | |
mirtazapine | N06AX11 | mirtazapine | 미르타자핀 | 15 mg | {tbl} | 1 | 1 | oral | |
zolpidem | N05CF02 | zolpidem | 졸피뎀 | 5 mg | {tbl} | 1 | 1 | oral | |
trazodone | N06AX05 | trazodone | 트라조돈 | 25 mg | {tbl} | 1 | 1 | oral | |
donepezil5 | N06DA02 | donepezil | 도네페질 | 5 mg | {tbl} | 1 | 1 | oral | |
donepezil10 | N06DA02 | donepezil | 도네페질 | 10 mg | {tbl} | 1 | 1 | oral | |
memantine | N06DX01 | memantine | 메만틴 | 10 mg | {tbl} | 1 | 2 | oral | |
levodopa | N04BA02 | levodopa and decarboxylase inhibitor | 레보도파·카르비도파 | 100/25 mg | {tbl} | 1 | 3 | oral | |
sumatriptan | N02CC01 | sumatriptan | 수마트립탄 | 50 mg | {tbl} | 1 | prn | oral | | coronaryDisease stroke pregnant
latanoprost | S01EE01 | latanoprost | 라타노프로스트 점안액 | 0.005 % | {drop} | 1 | 1 | eye | |
sevelamer | V03AE02 | sevelamer | 세벨라머 | 800 mg | {tbl} | 1 | 3 | oral | |
darbepoetin | B03XA02 | darbepoetin alfa | 다베포에틴 알파 | 30 ug | {syringe} | 1 | 1/14 | sc | |
tamoxifen | L02BA01 | tamoxifen | 타목시펜 | 20 mg | {tbl} | 1 | 1 | oral | | pregnant
letrozole | L02BG04 | letrozole | 레트로졸 | 2.5 mg | {tbl} | 1 | 1 | oral | | pregnant
bicalutamide | L02BB03 | bicalutamide | 비칼루타미드 | 50 mg | {tbl} | 1 | 1 | oral | |
capecitabine | L01BC06 | capecitabine | 카페시타빈 | 500 mg | {tbl} | 3 | 2 | oral | | pregnant
oxaliplatin | L01XA03 | oxaliplatin | 옥살리플라틴 | 100 mg/20 mL | mg | 200 | once | iv | | pregnant
cisplatin | L01XA01 | cisplatin | 시스플라틴 | 50 mg/100 mL | mg | 110 | once | iv | | pregnant
pembrolizumab | L01FF02 | pembrolizumab | 펨브롤리주맙 | 100 mg/4 mL | mg | 200 | once | iv | | pregnant
docetaxel | L01CD02 | docetaxel | 도세탁셀 | 80 mg/4 mL | mg | 120 | once | iv | | pregnant
osimertinib | L01EB04 | osimertinib | 오시머티닙 | 80 mg | {tbl} | 1 | 1 | oral | | pregnant
sorafenib | L01EX02 | sorafenib | 소라페닙 | 200 mg | {tbl} | 2 | 2 | oral | | pregnant
ondansetron | A04AA01 | ondansetron | 온단세트론 | 8 mg | {tbl} | 1 | 2 | oral | |
amoxicillin | J01CA04 | amoxicillin | 아목시실린 | 500 mg | {cap} | 1 | 3 | oral | penicillin |
amoxiclav | J01CR02 | amoxicillin and beta-lactamase inhibitor | 아목시실린·클라불란산 | 625 mg | {tbl} | 1 | 3 | oral | penicillin |
cefaclor | J01DC04 | cefaclor | 세파클러 | 250 mg | {cap} | 1 | 3 | oral | cephalosporin |
cefazolin | J01DB04 | cefazolin | 세파졸린 주사 | 1 g | {vial} | 1 | 3 | iv | cephalosporin |
ceftriaxone | J01DD04 | ceftriaxone | 세프트리악손 주사 | 2 g | {vial} | 1 | 1 | iv | cephalosporin |
piptazo | J01CR05 | piperacillin and beta-lactamase inhibitor | 피페라실린·타조박탐 주사 | 4.5 g | {vial} | 1 | 4 | iv | penicillin |
filgrastim | L03AA02 | filgrastim | 필그라스팀 | 300 ug/mL | {syringe} | 1 | 1 | sc | |
meropenem | J01DH02 | meropenem | 메로페넴 주사 | 1 g | {vial} | 1 | 3 | iv | |
levofloxacin | J01MA12 | levofloxacin | 레보플록사신 | 500 mg | {tbl} | 1 | 1 | oral | quinolone | pregnant child
levofloxacinIv | J01MA12 | levofloxacin | 레보플록사신 주사 | 750 mg/150 mL | {bag} | 1 | 1 | iv | quinolone | pregnant child
ciprofloxacin | J01MA02 | ciprofloxacin | 시프로플록사신 | 500 mg | {tbl} | 1 | 2 | oral | quinolone | pregnant child
azithromycin | J01FA10 | azithromycin | 아지트로마이신 | 500 mg | {tbl} | 1 | 1 | oral | macrolide |
clarithromycin | J01FA09 | clarithromycin | 클래리트로마이신 | 500 mg | {tbl} | 1 | 2 | oral | macrolide |
metronidazoleIv | J01XD01 | metronidazole | 메트로니다졸 주사 | 500 mg/100 mL | {bag} | 1 | 3 | iv | |
fosfomycin | J01XX01 | fosfomycin | 포스포마이신 | 3 g | {packet} | 1 | once | oral | |
oseltamivir | J05AH02 | oseltamivir | 오셀타미비르 | 75 mg | {cap} | 1 | 2 | oral | |
famciclovir | J05AB09 | famciclovir | 팜시클로비르 | 250 mg | {tbl} | 1 | 3 | oral | |
levodropropizine | R05DB27 | levodropropizine | 레보드로프로피진 | 60 mg | {tbl} | 1 | 3 | oral | |
ambroxol | R05CB06 | ambroxol | 암브록솔 | 30 mg | {tbl} | 1 | 3 | oral | |
smectite | A07BC05 | diosmectite | 디옥타헤드랄 스멕타이트 | 3 g/20 mL | {packet} | 1 | 3 | oral | |
saccharomyces | A07FA02 | saccharomyces boulardii | 사카로마이세스 보울라디 | 250 mg | {cap} | 1 | 2 | oral | |
metoclopramide | A03FA01 | metoclopramide | 메토클로프라미드 | 5 mg | {tbl} | 1 | 3 | oral | |
saline | B05BB01 | sodium chloride | 0.9 % 염화나트륨 주사액 | 1000 mL | mL | 1000 | 1 | iv | |
betahistine | N07CA01 | betahistine | 베타히스틴 | 12 mg | {tbl} | 1 | 2 | oral | |
eperisone | M03BX09 | eperisone | 에페리손 | 50 mg | {tbl} | 1 | 3 | oral | |
oxytocin | H01BB02 | oxytocin | 옥시토신 주사 | 5 [IU]/mL | {ampule} | 2 | once | iv | |
acetaminophenSyrup | N02BE01 | paracetamol | 아세트아미노펜 시럽 | 32 mg/mL | mL | 5 | 3 | oral | |
amoxiclavSyrup | J01CR02 | amoxicillin and beta-lactamase inhibitor | 아목시실린·클라불란산 시럽 | 50 mg/mL | mL | 6 | 2 | oral | penicillin |
ambroxolSyrup | R05CB06 | ambroxol | 암브록솔 시럽 | 3 mg/mL | mL | 3 | 2 | oral | |
azithromycinSyrup | J01FA10 | azithromycin | 아지트로마이신 시럽 | 40 mg/mL | mL | 4 | 1 | oral | macrolide |
oseltamivirSyrup | J05AH02 | oseltamivir | 오셀타미비르 현탁용 분말 | 6 mg/mL | mL | 7.5 | 2 | oral | |
# for the wards: what the ten pathways give beside the above
azithromycinIv | J01FA10 | azithromycin | 아지트로마이신 주사 | 500 mg | {vial} | 1 | 1 | iv | macrolide |
ceftriaxone1 | J01DD04 | ceftriaxone | 세프트리악손 주사 | 1 g | {vial} | 1 | 1 | iv | cephalosporin |
cefotaxime | J01DD01 | cefotaxime | 세포탁심 주사 | 1 g | {vial} | 1 | 3 | iv | cephalosporin |
ampicillinSulbactam | J01CR01 | ampicillin and beta-lactamase inhibitor | 암피실린·설박탐 주사 | 1.5 g | {vial} | 2 | 4 | iv | penicillin |
gentamicin | J01GB03 | gentamicin | 겐타마이신 주사 | 80 mg/2 mL | {ampule} | 3 | 1 | iv | | ckd4 ckd5
vancomycin | J01XA01 | vancomycin | 반코마이신 주사 | 1 g | {vial} | 1 | 2 | iv | |
norepinephrine | C01CA03 | norepinephrine | 노르에피네프린 주사 | 4 mg/4 mL | {ampule} | 1 | 4 | iv | |
epinephrine | C01CA24 | epinephrine | 에피네프린 주사 | 1 mg/mL | {ampule} | 1 | once | im | |
dobutamine | C01CA07 | dobutamine | 도부타민 주사 | 250 mg/5 mL | {ampule} | 1 | 1 | iv | |
dopamine | C01CA04 | dopamine | 도파민 주사 | 200 mg/5 mL | {ampule} | 2 | 1 | iv | |
vasopressin | H01BA01 | vasopressin (argipressin) | 바소프레신 주사 | 20 [IU]/mL | {ampule} | 1 | 2 | iv | |
nicardipine | C08CA04 | nicardipine | 니카르디핀 주사 | 10 mg/10 mL | {ampule} | 1 | prn | iv | |
labetalolIv | C07AG01 | labetalol | 라베탈롤 주사 | 20 mg/4 mL | {ampule} | 1 | prn | iv | | asthma
amiodaroneIv | C01BD01 | amiodarone | 아미오다론 주사 | 150 mg/3 mL | {ampule} | 1 | once | iv | |
alteplase | B01AD02 | alteplase | 알테플라제 주사 | 50 mg | {vial} | 1 | once | iv | |
tenecteplase | B01AD11 | tenecteplase | 테넥테플라제 주사 | 40 mg | {vial} | 1 | once | iv | |
enoxaparin60 | B01AB05 | enoxaparin | 에녹사파린 | 60 mg/0.6 mL | {syringe} | 1 | 2 | sc | | ckd4 ckd5
warfarin | B01AA03 | warfarin | 와파린 | 2 mg | {tbl} | 1 | 1 | oral | | pregnant
rivaroxaban | B01AF01 | rivaroxaban | 리바록사반 | 10 mg | {tbl} | 1 | 1 | oral | | ckd4 ckd5
clopidogrel300 | B01AC04 | clopidogrel | 클로피도그렐 | 300 mg | {tbl} | 1 | once | oral | |
aspirin300 | B01AC06 | acetylsalicylic acid | 아스피린 | 300 mg | {tbl} | 1 | once | oral | nsaid |
insulinRegular | A10AB01 | insulin (human) | 인슐린 레귤러 | 1000 [IU]/10 mL | [IU] | 6 | 3 | sc | |
potassiumChlorideIv | B05XA01 | potassium chloride | 염화칼륨 주사 | 40 meq/20 mL | {ampule} | 1 | 1 | iv | | ckd4 ckd5
potassiumChloride | A12BA01 | potassium chloride | 염화칼륨 서방정 | 600 mg | {tbl} | 1 | 2 | oral | | ckd4 ckd5
calciumGluconate | A12AA03 | calcium gluconate | 글루콘산칼슘 주사 | 2 g/20 mL | {ampule} | 1 | once | iv | |
magnesiumSulfate | B05XA05 | magnesium sulfate | 황산마그네슘 주사 | 2 g/20 mL | {ampule} | 1 | once | iv | | ckd4 ckd5
sodiumBicarbonate | B05XA02 | sodium bicarbonate | 탄산수소나트륨 주사 | 20 meq/20 mL | {ampule} | 1 | once | iv | |
fentanyl | N01AH01 | fentanyl | 펜타닐 주사 | 100 ug/2 mL | {ampule} | 0.5 | prn | iv | |
pethidine | N02AB02 | pethidine | 페티딘 주사 | 25 mg/0.5 mL | {ampule} | 1 | prn | im | |
oxycodone | N02AA05 | oxycodone | 옥시코돈 | 5 mg | {tbl} | 1 | prn | oral | |
acetaminophenIv | N02BE01 | paracetamol | 아세트아미노펜 주사 | 1 g/100 mL | {vial} | 1 | 3 | iv | |
ondansetronIv | A04AA01 | ondansetron | 온단세트론 주사 | 8 mg/4 mL | {ampule} | 1 | prn | iv | |
metoclopramideIv | A03FA01 | metoclopramide | 메토클로프라미드 주사 | 10 mg/2 mL | {ampule} | 1 | prn | iv | | parkinson
midazolam | N05CD08 | midazolam | 미다졸람 주사 | 5 mg/5 mL | {ampule} | 1 | once | iv | |
propofol | N01AX10 | propofol | 프로포폴 주사 | 200 mg/20 mL | {vial} | 1 | 4 | iv | |
rocuronium | M03AC09 | rocuronium bromide | 로쿠로니움 주사 | 50 mg/5 mL | {vial} | 1 | once | iv | |
naloxone | V03AB15 | naloxone | 날록손 주사 | 0.4 mg/mL | {ampule} | 1 | once | iv | |
atropine | A03BA01 | atropine | 아트로핀 주사 | 0.5 mg/mL | {ampule} | 1 | once | iv | |
haloperidol | N05AD01 | haloperidol | 할로페리돌 주사 | 5 mg/mL | {ampule} | 0.5 | prn | im | | parkinson
quetiapine | N05AH04 | quetiapine | 쿠에티아핀 | 25 mg | {tbl} | 0.5 | 1 | oral | |
tranexamicAcid | B02AA02 | tranexamic acid | 트라넥삼산 주사 | 500 mg/5 mL | {ampule} | 2 | once | iv | |
magnesiumOxide | A02AA02 | magnesium oxide | 산화마그네슘 | 500 mg | {tbl} | 1 | 3 | oral | | ckd4 ckd5
leucovorin | V03AF03 | calcium folinate | 류코보린 주사 | 100 mg/10 mL | {vial} | 6 | once | iv | |
fluorouracil | L01BC02 | fluorouracil | 플루오로우라실 주사 | 500 mg/10 mL | {vial} | 8 | once | iv | | pregnant
carbetocin | H01BB03 | carbetocin | 카르베토신 주사 | 100 ug/mL | {ampule} | 1 | once | iv | |
methylergometrine | G02AB01 | methylergometrine | 메틸에르고메트린 주사 | 0.2 mg/mL | {ampule} | 1 | once | im | | hypertension
hepatitisBVaccine | J07BC01 | hepatitis B, purified antigen | B형간염 백신 | 10 ug/0.5 mL | {syringe} | 1 | once | im | |
vitaminK | B02BA01 | phytomenadione | 피토나디온 주사(비타민 K) | 1 mg/0.5 mL | {ampule} | 1 | once | im | |
saline500 | B05BB01 | sodium chloride | 0.9 % 염화나트륨 주사액 | 500 mL | mL | 500 | 2 | iv | |
saline100 | B05BB01 | sodium chloride | 0.9 % 염화나트륨 주사액 | 100 mL | mL | 100 | once | iv | |
ringerLactate | B05BB01 | lactated ringer solution | 하트만액(젖산링거) | 1000 mL | mL | 1000 | 2 | iv | |
dextrose5 | B05BA03 | glucose | 5 % 포도당 주사액 | 1000 mL | mL | 1000 | 1 | iv | |
dextrose50 | V06DC01 | glucose | 50 % 포도당 주사액 | 20 mL | mL | 20 | once | iv | |
albumin | B05AA01 | albumin | 20 % 알부민 주사 | 100 mL | mL | 100 | 1 | iv | |
`);

function timesOf(text: string): { frequency: number; periodDays: number } {
  if (text === 'prn' || text === 'once') return { frequency: text === 'prn' ? 0 : -1, periodDays: 1 };
  const [frequency = '1', period = '1'] = text.split('/');
  return { frequency: Number(frequency), periodDays: Number(period) };
}

/** All drugs. `frequency` 0 means when needed, -1 means once. */
export const DRUGS: readonly Drug[] = ROWS.map(({ times, dose, avoid, ...row }) => ({
  ...row,
  dose: Number(dose),
  ...timesOf(times),
  avoid: words(avoid),
}));

const BY_KEY = byKey(DRUGS);

/** The drug of a key. */
export function drugOf(key: string): Drug {
  return rowFor(BY_KEY, key);
}
