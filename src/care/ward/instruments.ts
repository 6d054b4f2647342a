/**
 * Assessments as Questionnaires: items, points, bands, and after how many hours each is due again.
 *
 * Pain is the numeric rating scale, which is free. For falls, pressure injury and delirium the known scales (Morse, Braden, CAM)
 * need a licence; these are neutral questions of our own about the same matters. They are NOT validated: a hospital loads the
 * instrument that it has a licence for in their place.
 *
 * Proof   instruments.test.ts
 */
import type { ResourceOfType } from '../../fhir/index.ts';
import { CARE_SYSTEM } from '../loop/index.ts';

/** Text in both languages. */
export interface Words {
  readonly ko: string;
  readonly en: string;
}

export interface Choice extends Words {
  readonly code: string;
  readonly points: number;
}

export interface Item extends Words {
  readonly id: string;
  readonly choices: readonly Choice[];
}

/** From how many points on a band holds, and after how many hours it is assessed again. */
export interface RiskBand extends Words {
  readonly code: string;
  readonly from: number;
  readonly again: number;
}

export interface Instrument {
  readonly id: InstrumentId;
  readonly title: Words;
  readonly validated: boolean;
  readonly note: Words;
  readonly items: readonly Item[];
  /** Highest first. */
  readonly bands: readonly RiskBand[];
  /** The flag that the highest band sets. */
  readonly flag?: 'fall-risk';
}

export type InstrumentId = 'falls' | 'pressure' | 'pain' | 'delirium';

const OWN: Words = {
  ko: '마루의 자체 문항이며 타당도가 검증되지 않았습니다. 병원이 사용권을 가진 도구로 바꾸십시오.',
  en: 'Questions of our own, not validated: replace them by an instrument that the hospital has a licence for.',
};

const NO: Choice = { code: 'no', ko: '아니요', en: 'No', points: 0 };
const yes = (points: number): Choice => ({ code: 'yes', ko: '예', en: 'Yes', points });
const asks = (id: string, ko: string, en: string, points: number): Item => ({ id, ko, en, choices: [NO, yes(points)] });
const graded = (id: string, ko: string, en: string, grades: readonly Words[]): Item => ({
  id,
  ko,
  en,
  choices: grades.map((one, points) => ({ ...one, code: `grade-${points}`, points })),
});

const FALLS: Instrument = {
  id: 'falls',
  title: { ko: '낙상 위험', en: 'Risk of falling' },
  validated: false,
  note: OWN,
  flag: 'fall-risk',
  items: [
    asks('fell', '최근 6개월 안에 넘어진 적이 있다', 'Fell within the last six months', 3),
    asks('unsteady', '서거나 걸을 때 불안정하거나 도움이 필요하다', 'Unsteady, or needs help to stand or walk', 3),
    asks('confused', '혼동되어 있거나 위험을 판단하지 못한다', 'Confused, or does not see a danger', 2),
    asks(
      'drugs',
      '진정제·수면제·혈압강하제·이뇨제를 쓴다',
      'Takes sedatives, hypnotics, antihypertensives or diuretics',
      1,
    ),
    asks('toilet', '화장실에 자주 또는 급히 가야 한다', 'Must go to the toilet often or urgently', 1),
    asks('sight', '시력이 나빠 주변을 보기 어렵다', 'Sees the surroundings badly', 1),
  ],
  bands: [
    { code: 'high', from: 4, again: 24, ko: '높음', en: 'high' },
    { code: 'moderate', from: 2, again: 72, ko: '중간', en: 'moderate' },
    { code: 'low', from: 0, again: 168, ko: '낮음', en: 'low' },
  ],
};

const PRESSURE: Instrument = {
  id: 'pressure',
  title: { ko: '욕창 위험', en: 'Risk of pressure injury' },
  validated: false,
  note: OWN,
  items: [
    graded('moving', '스스로 자세를 바꾸는 정도', 'Changes position without help', [
      { ko: '자유롭게', en: 'freely' },
      { ko: '조금', en: 'a little' },
      { ko: '전혀 못 함', en: 'not at all' },
    ]),
    graded('activity', '활동', 'Activity', [
      { ko: '걷는다', en: 'walks' },
      { ko: '의자에 앉는다', en: 'sits in a chair' },
      { ko: '침대에만 있다', en: 'stays in bed' },
    ]),
    graded('moisture', '피부의 습기', 'Moisture of the skin', [
      { ko: '마름', en: 'dry' },
      { ko: '가끔 젖음', en: 'sometimes moist' },
      { ko: '늘 젖음', en: 'always moist' },
    ]),
    graded('food', '먹는 양', 'Eats', [
      { ko: '충분', en: 'enough' },
      { ko: '절반', en: 'about half' },
      { ko: '거의 못 먹음', en: 'hardly anything' },
    ]),
    asks('feeling', '눌리는 느낌을 알리지 못한다', 'Cannot tell that it hurts where it presses', 2),
    asks('skin', '이미 눌린 자국이나 상처가 있다', 'Has a mark or a wound of pressure already', 3),
  ],
  bands: [
    { code: 'high', from: 6, again: 24, ko: '높음', en: 'high' },
    { code: 'moderate', from: 3, again: 72, ko: '중간', en: 'moderate' },
    { code: 'low', from: 0, again: 168, ko: '낮음', en: 'low' },
  ],
};

const PAIN: Instrument = {
  id: 'pain',
  title: { ko: '통증 (숫자 평가 척도)', en: 'Pain (numeric rating scale)' },
  validated: true,
  note: {
    ko: '0은 통증 없음, 10은 상상할 수 있는 가장 심한 통증.',
    en: '0 is no pain, 10 the worst that can be imagined.',
  },
  items: [
    {
      id: 'rating',
      ko: '지금 통증은 몇 점입니까?',
      en: 'How strong is the pain now?',
      choices: Array.from({ length: 11 }, (_, points) => ({
        code: `${points}`,
        ko: `${points}`,
        en: `${points}`,
        points,
      })),
    },
  ],
  bands: [
    { code: 'severe', from: 7, again: 1, ko: '심함', en: 'severe' },
    { code: 'moderate', from: 4, again: 4, ko: '중간', en: 'moderate' },
    { code: 'mild', from: 1, again: 8, ko: '약함', en: 'mild' },
    { code: 'none', from: 0, again: 24, ko: '없음', en: 'none' },
  ],
};

const DELIRIUM: Instrument = {
  id: 'delirium',
  title: { ko: '섬망 선별', en: 'Delirium screening' },
  validated: false,
  note: OWN,
  items: [
    asks(
      'new',
      '의식이나 행동이 하루 사이에 달라졌거나 오르내린다',
      'Thinking or behaviour changed within a day, or comes and goes',
      2,
    ),
    asks(
      'attention',
      '주의를 모으지 못한다 (예: 거꾸로 세기를 못 한다)',
      'Cannot hold attention (counting backwards fails)',
      2,
    ),
    asks('place', '때·장소·사람을 모른다', 'Does not know time, place or people', 1),
    asks('awake', '지나치게 졸리거나 지나치게 흥분해 있다', 'Too drowsy, or too excited', 1),
    asks('seeing', '없는 것을 보거나 듣는다', 'Sees or hears what is not there', 1),
  ],
  bands: [
    { code: 'likely', from: 3, again: 8, ko: '의심됨: 의사 평가 필요', en: 'likely: a physician must assess' },
    { code: 'possible', from: 1, again: 12, ko: '관찰 필요', en: 'to be watched' },
    { code: 'unlikely', from: 0, again: 24, ko: '가능성 낮음', en: 'unlikely' },
  ],
};

export const INSTRUMENTS: Readonly<Record<InstrumentId, Instrument>> = {
  falls: FALLS,
  pressure: PRESSURE,
  pain: PAIN,
  delirium: DELIRIUM,
};
export const INSTRUMENT_IDS = ['falls', 'pressure', 'pain', 'delirium'] as const;

const VERSION = '1';

export function canonicalOf(id: InstrumentId): string {
  return `https://maru.health/fhir/Questionnaire/${id}|${VERSION}`;
}

/** The points of some answers, or the items that are not answered. */
export function scoreAnswers(
  { items }: Instrument,
  answers: Readonly<Record<string, string>>,
): { readonly points: number } | { readonly missing: readonly string[] } {
  const chosen = items.map((item) => item.choices.find(({ code }) => code === answers[item.id]));
  const missing = items.filter((_, at) => chosen[at] === undefined).map(({ id }) => id);
  if (missing.length > 0) return { missing };
  return { points: chosen.reduce((sum, choice) => sum + (choice?.points ?? 0), 0) };
}

export function bandOf({ bands }: Instrument, points: number): RiskBand {
  const found = bands.find(({ from }) => points >= from) ?? bands.at(-1);
  if (found === undefined) throw new Error('an instrument has no bands');
  return found;
}

const ORDINAL = 'http://hl7.org/fhir/StructureDefinition/ordinalValue';
const TRANSLATION = 'http://hl7.org/fhir/StructureDefinition/translation';

function translated({ en }: Words): { readonly extension: { url: string; extension: object[] }[] } {
  const parts = [
    { url: 'lang', valueCode: 'en' },
    { url: 'content', valueString: en },
  ];
  return { extension: [{ url: TRANSLATION, extension: parts }] };
}

/** The instrument as FHIR has it; Korean text with English as its translation. */
export function questionnaireOf(instrument: Instrument): ResourceOfType['Questionnaire'] {
  const { id, title, items, note } = instrument;
  const item = items.map((one) => ({
    linkId: one.id,
    text: one.ko,
    _text: translated(one),
    type: 'choice' as const,
    required: true,
    answerOption: one.choices.map((choice) => ({
      extension: [{ url: ORDINAL, valueDecimal: choice.points }],
      valueCoding: { system: CARE_SYSTEM, code: `${id}-${one.id}-${choice.code}`, display: choice.ko },
    })),
  }));
  return {
    resourceType: 'Questionnaire',
    id: `maru-${id}`,
    url: canonicalOf(id).split('|')[0] ?? '',
    version: VERSION,
    name: `Maru${id}`,
    title: title.ko,
    status: 'active',
    experimental: !instrument.validated,
    subjectType: ['Patient'],
    description: note.ko,
    item,
  } as ResourceOfType['Questionnaire'];
}
