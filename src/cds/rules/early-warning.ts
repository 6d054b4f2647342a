/**
 * The early warning score of an inpatient's newest vital signs, where it asks for somebody to come.
 *
 * Unit    NEWS2 points; vital signs not older than a day
 * Source  Royal College of Physicians, National Early Warning Score (NEWS) 2, 2017: 5 urgent, 7 emergency, a single 3 a review
 * Proof   early-warning.test.ts
 */
import { instantOf } from '../../kernel/index.ts';
import { decisionOf, type Alert } from '../alert.ts';
import { news2, type News2Band, type News2Input } from '../calculators/news2.ts';
import type { Text } from '../knowledge/api.ts';
import { ageInYears, pregnancyOf, type PatientFacts } from '../patient/facts.ts';
import type { Checked } from './checked.ts';

const DAY = 86_400_000;
const ASKS: Readonly<Record<Exclude<News2Band, 'low'>, Text>> = {
  'low-medium': { en: 'a single 3: medical team to review', ko: '단일 항목 3점: 의료진 평가 필요' },
  medium: { en: 'urgent assessment within 1 h', ko: '1시간 이내 긴급 평가' },
  high: { en: 'emergency assessment within 30 min', ko: '30분 이내 응급 평가' },
};

export interface Vitals {
  readonly input: News2Input;
  readonly at: PatientFacts['now'];
}

/** The alert of a score that asks for somebody; what is missing from a round of vital signs is told as unchecked. */
export function checkEarlyWarning(
  facts: PatientFacts,
  vitals: Vitals | undefined,
  pregnant: Parameters<typeof pregnancyOf>[1],
): Checked {
  if (facts.stay === undefined || vitals === undefined || facts.now - vitals.at > DAY) return NOTHING_FOUND;
  const age = ageInYears(facts);
  const result = news2({
    ...vitals.input,
    ...(age === undefined ? {} : { ageYears: age }),
    pregnant: pregnancyOf(facts, pregnant) === 'yes',
  });
  if (result.status === 'incomplete')
    return { alerts: [], unchecked: [{ check: 'early-warning', reason: lacking(result.missing) }] };
  if (result.status === 'invalid')
    return { alerts: [], unchecked: [{ check: 'early-warning', reason: { en: result.reason, ko: result.reason } }] };
  if (result.status !== 'complete' || result.band === 'low') return NOTHING_FOUND;
  return { alerts: [alertOf(result.total, ASKS[result.band], vitals)], unchecked: [] };
}

const NOTHING_FOUND: Checked = { alerts: [], unchecked: [] };

function lacking(names: readonly string[]): Text {
  const list = names.join(', ');
  return {
    en: `NEWS2 cannot be calculated, because ${list} is not recorded`,
    ko: `NEWS2 계산 불가: ${list} 기록 없음`,
  };
}

function alertOf(total: number, asks: Text, { at }: Vitals): Alert {
  const when = instantOf(at);
  return {
    rule: 'NEWS2',
    tier: 3,
    decision: decisionOf(3),
    against: [],
    summary: { en: `NEWS2 ${total}: ${asks.en}`, ko: `NEWS2 ${total}점: ${asks.ko}` },
    detail: { en: `NEWS2 ${total} at ${when}: ${asks.en}.`, ko: `${when} NEWS2 ${total}점: ${asks.ko}.` },
    source: {
      knowledge: 'news2',
      version: '2017',
      date: '2017-12-01',
      reviewed: false,
      source: 'Royal College of Physicians, NEWS2, 2017',
    },
    remedies: [],
  };
}
