/**
 * Names that are taken for each other, with the letters that differ raised: tall letters in English, marked syllables in Korean.
 *
 * Source  lists of the FDA and the ISMP (tall man letters) for English; Korean syllables that differ within each pair are found by comparing
 * Proof   look-alike.test.ts
 */

/** A part of a name; `strong` parts tell it from its neighbour. */
export interface NamePart {
  readonly text: string;
  readonly strong: boolean;
}

/** English names with tall letters. */
const TALL = [
  'acetaZOLAMIDE',
  'acetoHEXAMIDE',
  'buPROPion',
  'busPIRone',
  'chlorproMAZINE',
  'chlorproPAMIDE',
  'clomiPHENE',
  'clomiPRAMINE',
  'cycloSERINE',
  'cycloSPORINE',
  'DAUNOrubicin',
  'DOXOrubicin',
  'dimenhyDRINATE',
  'diphenhydrAMINE',
  'DOBUTamine',
  'DOPamine',
  'glipiZIDE',
  'glyBURIDE',
  'hydrALAZINE',
  'hydrOXYzine',
  'HYDROmorphone',
  'medroxyPROGESTERone',
  'methylPREDNISolone',
  'methylTESTOSTERone',
  'niCARdipine',
  'NIFEdipine',
  'predniSONE',
  'prednisoLONE',
  'sulfADIAZINE',
  'sulfiSOXAZOLE',
  'TOLAZamide',
  'TOLBUTamide',
  'vinBLAStine',
  'vinCRIStine',
  'ceFAZolin',
  'cefTRIAXone',
  'cefTAZidime',
  'cefOXitin',
  'CISplatin',
  'CARBOplatin',
  'OXALIplatin',
  'DOCEtaxel',
  'PACLitaxel',
  'EPINEPHrine',
  'ePHEDrine',
  'fentaNYL',
  'SUFentanil',
  'fluPHENAZine',
  'FLUoxetine',
  'PARoxetine',
  'DULoxetine',
  'guaiFENesin',
  'guanFACINE',
  'lamiVUDine',
  'lamoTRIgine',
  'levETIRAcetam',
  'levOCARNitine',
  'levoFLOXacin',
  'metFORMIN',
  'metroNIDAZOLE',
  'OXcarbazepine',
  'carBAMazepine',
  'oxyCODONE',
  'PENTobarbital',
  'PHENobarbital',
  'QUEtiapine',
  'OLANZapine',
  'risperiDONE',
  'rOPINIRole',
  'romiPLOStim',
  'romiDEPsin',
  'SITagliptin',
  'SAXagliptin',
  'SUMAtriptan',
  'ZOLMitriptan',
  'tiaGABine',
  'tiZANidine',
  'traMADol',
  'traZODone',
  'valACYclovir',
  'valGANciclovir',
  'ALPRAZolam',
  'LORazepam',
  'clonazePAM',
  'cloBAZam',
  'amLODIPine',
  'aMILoride',
  'ARIPiprazole',
  'RABEprazole',
  'azaTHIOprine',
  'azaCITIDine',
] as const;

/** Korean names that are taken for each other. */
const PAIRS = [
  ['도파민', '도부타민'],
  ['세파졸린', '세프트리악손'],
  ['빈블라스틴', '빈크리스틴'],
  ['시스플라틴', '카보플라틴'],
  ['옥살리플라틴', '시스플라틴'],
  ['도세탁셀', '파클리탁셀'],
  ['트라마돌', '트라조돈'],
  ['암로디핀', '니페디핀'],
  ['메트포르민', '메트로니다졸'],
  ['프레드니솔론', '메틸프레드니솔론'],
  ['시타글립틴', '리나글립틴'],
  ['다파글리플로진', '엠파글리플로진'],
  ['레보플록사신', '시프로플록사신'],
  ['레보티록신', '레보도파'],
  ['로수바스타틴', '아토르바스타틴'],
  ['에스시탈로프람', '시탈로프람'],
  ['카르베딜롤', '비소프롤롤'],
  ['로사르탄', '텔미사르탄'],
  ['아픽사반', '에독사반'],
  ['란소프라졸', '라베프라졸'],
  ['디곡신', '디아제팜'],
  ['모르핀', '하이드로모르폰'],
  ['에피네프린', '노르에피네프린'],
  ['히드로코르티손', '히드록시클로로퀸'],
] as const;

const BY_ENGLISH = new Map<string, string>(TALL.map((name) => [name.toLowerCase(), name]));

/** An English name in parts; one part where no name is like it. */
export function tallParts(name: string): readonly NamePart[] {
  const tall = BY_ENGLISH.get(name.toLowerCase());
  if (tall === undefined) return [{ text: name, strong: false }];
  return [...tall.matchAll(/[A-Z]+|[^A-Z]+/g)].map(([text]) => ({ text, strong: /[A-Z]/.test(text) }));
}

/** A Korean name in parts; the syllables in which it differs from its neighbours are strong. */
export function markedParts(name: string, marked: readonly string[] = []): readonly NamePart[] {
  const bare = name.replace(/ .*$/, '');
  const known = PAIRS.flatMap(([one, other]) => (one === bare ? [other] : other === bare ? [one] : []));
  const others = [...known, ...marked.map((other) => other.replace(/ .*$/, ''))].filter((other) => other !== bare);
  if (others.length === 0) return [{ text: name, strong: false }];
  const start = Math.min(...others.map((other) => sharedStart(bare, other)));
  const end = Math.min(...others.map((other) => sharedStart(backwards(bare), backwards(other))));
  const last = Math.max(start + 1, bare.length - end);
  return [
    { text: name.slice(0, start), strong: false },
    { text: name.slice(start, last), strong: true },
    { text: name.slice(last), strong: false },
  ].filter(({ text }) => text !== '');
}

function sharedStart(one: string, other: string): number {
  let length = 0;
  while (length < one.length - 1 && one[length] === other[length]) length += 1;
  return length;
}

function backwards(text: string): string {
  return [...text].toReversed().join('');
}
