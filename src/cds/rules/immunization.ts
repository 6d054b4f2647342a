/**
 * Immunizations that are due: one alert that lists them. Those due by age of which fewer doses are recorded than were due by now.
 *
 * A child who began late may need fewer doses; the alert says that the catch-up schedule decides.
 *
 * Unit    ages in completed months
 * Source  knowledge/data/immunizations.json
 * Proof   immunization.test.ts
 */
import { decisionOf, sourceOf, type Alert } from '../alert.ts';
import type { ImmunizationsFile, Text } from '../knowledge/api.ts';
import { ageInMonths, type PatientFacts } from '../patient/facts.ts';

const DAY = 86_400_000;

/** The alert about what is due, if anything is. */
export function checkImmunizations(file: ImmunizationsFile, facts: PatientFacts): readonly Alert[] {
  const due = immunizationsDue(file, facts);
  if (due.length === 0) return [];
  const names = { en: due.map(({ en }) => en).join(', '), ko: due.map(({ ko }) => ko).join(', ') };
  return [
    {
      rule: 'IM-DUE',
      tier: 3,
      decision: decisionOf(3),
      against: [],
      summary: shortened({ en: `Immunization due: ${names.en}`, ko: `예방접종 시기: ${names.ko}` }),
      detail: {
        en: `Due by age and recorded doses: ${names.en}. The catch-up schedule decides for those who began late.`,
        ko: `나이와 접종 기록 기준: ${names.ko}. 지연 접종은 따라잡기 일정에 따릅니다.`,
      },
      source: sourceOf(file, file.source),
      remedies: [],
    },
  ];
}

/** Names of what is due. */
export function immunizationsDue(file: ImmunizationsFile, facts: PatientFacts): readonly Text[] {
  const age = ageInMonths(facts);
  if (age === undefined) return [];
  const series = file.series.filter((one) => isSeriesDue(file, one, facts, age)).map(({ label }) => label);
  return isYearlyDue(file, facts, age) ? [...series, file.yearly.label] : series;
}

function isSeriesDue(
  { interval }: ImmunizationsFile,
  { cvx, months, until, sex }: ImmunizationsFile['series'][number],
  facts: PatientFacts,
  age: number,
): boolean {
  if (age >= until || (sex !== undefined && sex !== facts.sex)) return false;
  const given = facts.vaccines.filter((dose) => dose.cvx.some((code) => cvx.includes(code)));
  const rested = given.every(({ at }) => facts.now - at >= interval * DAY);
  return rested && given.length < months.filter((month) => age >= month).length;
}

/** Once in each season, which runs over the turn of the year. */
function isYearlyDue({ yearly }: ImmunizationsFile, facts: PatientFacts, age: number): boolean {
  if (!yearly.ages.some(({ from, below }) => age >= from && age < below)) return false;
  const month = facts.today.slice(5, 7);
  if (month < yearly.season.from && month > yearly.season.to) return false;
  return !facts.vaccines.some(
    ({ cvx, at }) => cvx.some((code) => yearly.cvx.includes(code)) && facts.now - at < 240 * DAY,
  );
}

function shortened({ en, ko }: Text): Text {
  return { en: en.length > 140 ? `${en.slice(0, 139)}…` : en, ko: ko.length > 140 ? `${ko.slice(0, 139)}…` : ko };
}
