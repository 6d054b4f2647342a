/**
 * Operations and examinations.
 *
 * `minutes` is the mean duration; category 1 is an operation, 2 an intervention (KR Core procedure categories).
 *
 * Source  SNOMED CT International; HIRA EDI code R3505 as in the KR Core examples; LOINC for reports
 * Proof   tables.test.ts, ../population.test.ts
 */
import { byKey, readTable, rowFor } from '../table.ts';

export interface ProcedureRow {
  readonly key: string;
  readonly system: 'sct' | 'edi';
  readonly code: string;
  readonly en: string;
  readonly ko: string;
  readonly category: '1' | '2';
  readonly minutes: number;
}

export const PROCEDURES: readonly ProcedureRow[] = readTable<
  'key' | 'system' | 'code' | 'en' | 'ko' | 'category' | 'minutes'
>(`
key | system | code | en | ko | category | minutes
appendectomy | sct | 6025007 | Laparoscopic appendectomy | 복강경 충수절제술 | 1 | 55
cholecystectomy | sct | 45595009 | Laparoscopic cholecystectomy | 복강경 담낭절제술 | 1 | 70
eswl | edi | R3505 | Extracorporeal shock wave lithotripsy | 체외충격파쇄석술 | 2 | 45
egd | sct | 76009000 | Esophagogastroduodenoscopy | 위내시경검사 | 2 | 15
colonoscopy | sct | 73761001 | Colonoscopy | 대장내시경검사 | 2 | 30
fractureFixation | sct | 274474001 | Bone immobilization | 골절 부목 고정 | 2 | 40
hipArthroplasty | sct | 52734007 | Total replacement of hip | 고관절 전치환술 | 1 | 110
kneeArthroplasty | sct | 609588000 | Total replacement of knee joint | 슬관절 전치환술 | 1 | 100
suture | sct | 288086009 | Suture open wound | 창상 봉합술 | 2 | 25
hernia | sct | 44558001 | Repair of inguinal hernia | 서혜부 탈장 교정술 | 1 | 60
phaco | sct | 415089008 | Phacoemulsification of cataract with intraocular lens implantation | 수정체 유화술 및 인공수정체 삽입술 | 1 | 25
turp | sct | 90199006 | Transurethral prostatectomy | 경요도 전립선절제술 | 1 | 75
hysterectomy | sct | 236886002 | Hysterectomy | 자궁절제술 | 1 | 110
pci | sct | 415070008 | Percutaneous coronary intervention | 경피적 관상동맥 중재술 | 2 | 70
angiography | sct | 33367005 | Coronary angiography | 관상동맥 조영술 | 2 | 35
vaginalDelivery | sct | 177184002 | Normal delivery procedure | 자연 질식분만 | 2 | 60
caesarean | sct | 11466000 | Cesarean section | 제왕절개술 | 1 | 55
gastrectomy | sct | 53442002 | Partial gastrectomy | 위 부분절제술 | 1 | 190
colectomy | sct | 43075005 | Partial resection of colon | 결장 부분절제술 | 1 | 180
lobectomy | sct | 173171007 | Lobectomy of lung | 폐엽절제술 | 1 | 170
lumpectomy | sct | 392021009 | Lumpectomy of breast | 유방 부분절제술 | 1 | 90
thyroidectomy | sct | 13619001 | Thyroidectomy | 갑상선절제술 | 1 | 110
prostatectomy | sct | 26294005 | Radical prostatectomy | 근치적 전립선절제술 | 1 | 200
chemotherapy | sct | 367336001 | Chemotherapy | 항암화학요법 | 2 | 180
radiotherapy | sct | 108290001 | Radiation oncology AND/OR radiotherapy | 방사선치료 | 2 | 20
haemodialysis | sct | 302497006 | Hemodialysis | 혈액투석 | 2 | 240
transfusion | sct | 116859006 | Transfusion of blood product | 적혈구 수혈 | 2 | 120
`).map((row) => ({
  ...row,
  system: row.system === 'edi' ? 'edi' : 'sct',
  category: row.category === '1' ? '1' : '2',
  minutes: Number(row.minutes),
}));

const PROCEDURE_BY_KEY = byKey(PROCEDURES);

/** The procedure of a key. */
export function procedureOf(key: string): ProcedureRow {
  return rowFor(PROCEDURE_BY_KEY, key);
}

/** An imaging or function study: reported in words. */
export interface Study {
  readonly key: string;
  readonly loinc: string;
  readonly en: string;
  readonly ko: string;
  readonly section: 'RAD' | 'CUS' | 'EC' | 'NRS' | 'SP';
  readonly department: string;
  /** Findings by what the patient has; the row without a key is the normal one. */
  readonly normal: string;
}

export const STUDIES: readonly Study[] = readTable<
  'key' | 'loinc' | 'en' | 'ko' | 'section' | 'department' | 'normal'
>(`
key | loinc | en | ko | section | department | normal
cxr | 36643-5 | XR Chest 2 Views | 흉부 X선(정면·측면) | RAD | RAD | 심비대 없음. 양 폐야에 활동성 병변 없음. 늑골횡격막각 예리함.
ctAbdomen | 36813-4 | CT Abdomen and Pelvis W contrast IV | 복부·골반 CT(조영) | RAD | RAD | 간, 담낭, 췌장, 비장, 양측 신장에 특이 소견 없음. 복수 없음.
ctChest | 24627-2 | CT Chest | 흉부 CT | RAD | RAD | 폐실질에 결절이나 경화 없음. 종격동 림프절 비대 없음.
ctHead | 24725-4 | CT Head | 두부 CT | RAD | RAD | 두개내 출혈이나 중심선 이동 없음. 골절 없음.
mriBrain | 24590-2 | MR Brain | 뇌 MRI | RAD | RAD | 확산강조영상에서 급성 병변 없음.
spineXray | 24972-2 | XR Lumbar spine Views | 요추 X선 | RAD | RAD | 정렬 양호. 골절 없음. 경미한 퇴행성 변화.
ankleXray | 24541-5 | XR Ankle Views | 족관절 X선 | RAD | RAD | 골절이나 탈구 없음. 연부조직 부종.
wristXray | 24891-4 | XR Radius and Ulna Views | 손목·전완 X선 | RAD | RAD | 원위 요골의 골절, 경도의 후방 전위.
hipXray | 24762-7 | XR Hip Views | 고관절 X선 | RAD | RAD | 대퇴골 경부의 골절, 전위를 동반함.
kneeXray | 24805-4 | XR Knee AP and Lateral W standing | 무릎 X선 | RAD | RAD | 내측 관절 간격 협소, 골극 형성(Kellgren-Lawrence 3등급).
echo | 34552-0 | Cardiac 2D echo panel | 심초음파 | CUS | CAR | 좌심실 크기와 수축기능 정상. 국소벽 운동 이상 없음.
ecg | 11524-6 | EKG study | 심전도 | EC | CAR | 정상 동율동. 의미 있는 ST 변화 없음.
renalUs | 24531-6 | US Retroperitoneum | 신장 초음파 | RAD | RAD | 수신증 없음. 양측 신장 크기 정상.
liverUs | 24558-9 | US Abdomen | 상복부 초음파 | RAD | RAD | 간의 에코 정상. 국소 병변 없음. 담낭 결석 없음.
mammogram | 24606-6 | MG Breast Screening | 유방촬영술 | RAD | RAD | 유방 밀도 C. 의심스러운 석회화나 종괴 없음. BI-RADS 1.
dxa | 38269-7 | DXA Skeletal system Views for bone density | 골밀도검사 | RAD | RAD | 요추 T-score -0.6. 정상.
pathology | 11526-1 | Pathology study | 병리검사 | SP | PAT | 악성 세포 없음.
`).map((row) => ({ ...row, section: row.section as Study['section'] }));

const STUDY_BY_KEY = byKey(STUDIES);

/** The study of a key. */
export function studyOf(key: string): Study {
  return rowFor(STUDY_BY_KEY, key);
}

/** What a study shows in an illness: `study:illness`. */
const FINDINGS: Readonly<Record<string, string>> = {
  'cxr:pneumonia': '우하엽에 공기기관지조영을 동반한 경화. 폐렴에 합당함.',
  'cxr:sepsis': '좌하엽 경화와 소량의 흉수.',
  'cxr:copdExacerbation': '양 폐의 과팽창과 횡격막 편평화. 새로운 침윤 없음.',
  'cxr:heartFailureStay': '심비대(심흉비 0.58). 폐혈관 재분포와 양측 소량 흉수.',
  'cxr:bronchiolitis': '양측 폐문 주위 간질 음영 증가와 과팽창.',
  'cxr:lungCancer': '좌상엽에 경계가 불분명한 3 cm 결절. CT 권고.',
  'ctChest:lungCancer': '좌상엽에 침상 경계의 3.1 cm 종괴. 동측 폐문 림프절 비대.',
  'ctAbdomen:appendicitis': '직경 11 mm로 확장된 충수와 주위 지방 침윤. 급성 충수염에 합당함.',
  'ctAbdomen:cholecystitis': '담낭 결석과 담낭벽 비후, 담낭 주위 액체 저류.',
  'ctAbdomen:pancreatitis': '췌장의 미만성 종대와 주위 지방 침윤. 괴사 없음.',
  'ctAbdomen:ureterStone': '우측 원위 요관에 5 mm 결석, 경도의 수신증.',
  'ctAbdomen:pyelonephritis': '우측 신장의 쐐기 모양 조영 감소. 농양 없음.',
  'ctAbdomen:gastricCancer': '전정부 위벽 비후. 국소 림프절 비대 의심. 원격 전이 없음.',
  'ctAbdomen:colorectalCancer': 'S상 결장의 국소 벽비후와 내강 협착. 간 전이 없음.',
  'ctAbdomen:liverCancer': '간 우엽 S6에 동맥기 조영 증강과 세척을 보이는 2.8 cm 결절(LI-RADS 5).',
  'ctAbdomen:gastricCancerTreated': '위 부분절제술 후 상태. 국소 재발이나 원격 전이의 증거 없음.',
  'ctAbdomen:colorectalCancerTreated': '결장 부분절제술 후 상태. 문합부 재발이나 간 전이 없음.',
  'ctAbdomen:liverCancerTreated': '간 우엽의 치료 후 병변에 잔존 조영 증강 없음. 새로운 결절 없음.',
  'ctChest:lungCancerTreated': '좌상엽 치료 후 변화. 새로운 결절 없음.',
  'mammogram:breastCancerTreated': '우측 유방 부분절제술 후 변화. 새로운 종괴나 석회화 없음. BI-RADS 2.',
  'ctAbdomen:sepsis': '복강 내 농양 없음. 담도 확장 없음.',
  'mriBrain:strokeStay': '좌측 중대뇌동맥 영역의 급성 경색(확산 제한).',
  'ctHead:strokeStay': '출혈 없음. 좌측 섬엽의 회백질 경계 소실.',
  'ecg:infarction': 'V3-V6 ST 하강과 T파 역위.',
  'cxr:copd': '양 폐의 과팽창과 횡격막 편평화. 활동성 병변 없음.',
  'cxr:heartFailure': '심비대(심흉비 0.55). 폐부종이나 흉수 없음.',
  'echo:atrialFibrillation': '좌심방 확장(전후경 46 mm). 좌심실 구혈률 58 %.',
  'echo:coronaryDisease': '하벽의 경한 운동 저하. 좌심실 구혈률 54 %.',
  'cxr:covid': '양측 하엽 말초의 간유리 음영.',
  'ecg:atrialFibrillation': '심방세동, 심실박동수 분당 88회.',
  'echo:infarction': '전벽과 심첨부 운동 저하. 좌심실 구혈률 45 %.',
  'echo:heartFailureStay': '좌심실 확장. 좌심실 구혈률 32 %. 중등도 승모판 역류.',
  'echo:heartFailure': '좌심실 구혈률 38 %. 좌심방 확장.',
  'liverUs:fattyLiver': '간의 에코가 미만성으로 증가됨. 중등도 지방간.',
  'liverUs:cirrhosis': '간 표면이 불규칙하고 에코가 거칠음. 비장 종대 13.5 cm.',
  'liverUs:hepatitisB': '간 에코가 다소 거칠음. 국소 병변 없음.',
  'dxa:osteoporosis': '요추 T-score -2.9, 대퇴 경부 T-score -2.6. 골다공증.',
  'mammogram:breastCancer': '우측 유방 상외측에 미세석회화를 동반한 18 mm 침상 종괴. BI-RADS 5.',
  'pathology:gastricCancer': '선암종, 중등도 분화. 절제연 음성.',
  'pathology:colorectalCancer': '선암종, 중등도 분화. 절제연 음성.',
  'pathology:lungCancer': '비소세포폐암, 선암종.',
  'pathology:breastCancer': '침윤성 유관암종, 2등급. 에스트로겐 수용체 양성, HER2 음성.',
  'pathology:thyroidCancer': '유두암종, 1.1 cm. 중심 림프절 1/5 전이.',
  'pathology:prostateCancer': '선방선암종, 글리슨 점수 3+4=7.',
  'pathology:colonPolyp': '관상선종, 저도 이형성. 절제연 음성.',
};

/** What a study says, given what the patient has. */
export function findingOf(study: Study, illnesses: Iterable<string>): string {
  for (const illness of illnesses) {
    const finding = FINDINGS[`${study.key}:${illness}`];
    if (finding !== undefined) return finding;
  }
  return study.normal;
}
