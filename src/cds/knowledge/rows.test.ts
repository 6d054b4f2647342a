/**
 * Every row of the knowledge can fire: a rule that never does is worse than none, because somebody trusts it.
 */
import { describe, expect, it } from 'vitest';
import type { DrugOrder } from '../drug.ts';
import type { PatientFacts } from '../patient/facts.ts';
import { checkAllergies } from '../rules/allergy.ts';
import { checkDoses } from '../rules/dose.ts';
import { immunizationsDue } from '../rules/immunization.ts';
import { checkInteractions } from '../rules/interaction.ts';
import { checkPregnancy } from '../rules/pregnancy.ts';
import { checkResults } from '../rules/result.ts';
import { checkVte } from '../rules/vte.ts';
import { allergy, condition, daysAgo, drug, facts, KNOWLEDGE, result } from '../testing.ts';

const { interactions, allergies, doses, pregnancy, results, immunizations, vte, catalogue } = KNOWLEDGE;
const membersOf = (ids: readonly string[]): readonly string[] =>
  interactions.classes.filter(({ id }) => ids.includes(id)).flatMap(({ members }) => members);

const heavy = (name: string, route: DrugOrder['route']): DrugOrder =>
  drug(name, { dose: { amount: 10_000, unit: 'mg', perDay: 4 }, ...(route === undefined ? {} : { route }) });

describe('interactions', () => {
  it.each(interactions.pairs)('$id fires for every member of one side with every member of the other', (pair) => {
    for (const one of membersOf(pair.object))
      for (const other of membersOf(pair.precipitant)) {
        if (one === other) continue;
        const found = checkInteractions(interactions, [drug(one)], [drug(other, { id: 'other' })]);
        expect(
          found.map(({ rule }) => rule),
          `${one} + ${other}`,
        ).toContain(pair.id);
      }
  });

  it('have ids of their own, and each class is used', () => {
    expect(new Set(interactions.pairs.map(({ id }) => id)).size).toBe(interactions.pairs.length);
    const used = new Set(interactions.pairs.flatMap(({ object, precipitant }) => [...object, ...precipitant]));
    expect(interactions.classes.filter(({ id }) => !used.has(id)).map(({ id }) => id)).toEqual([]);
  });
});

describe('allergy groups', () => {
  const ranks = { stop: 1, warn: 2, inform: 3, none: 4 } as const;

  it.each(allergies.groups)('$id answers for every two of its members, unless something stronger does', (group) => {
    const recorded = allergies.groups.find(({ id }) => id === group.trigger) ?? group;
    for (const from of recorded.members)
      for (const to of group.members) {
        if (from === to) continue;
        const [found] = checkAllergies(allergies, catalogue, [drug(to)], [allergy(from)]);
        const tier = found?.tier ?? 4;
        expect(tier, `${from} -> ${to}`).toBeLessThanOrEqual(ranks[group.action]);
      }
  });

  it('name triggers that are groups, and words that no other group has', () => {
    const words = allergies.groups.flatMap(({ also }) => also);
    expect(new Set(words).size).toBe(words.length);
    for (const word of words) expect(word).toBe(word.toLowerCase());
  });
});

describe('dose limits', () => {
  /** Somebody to whom a rule applies. */
  const fitting = (when: (typeof doses.rules)[number]['when']): PatientFacts => {
    const years = when?.age?.from ?? (when?.age?.below === undefined ? 50 : when.age.below - 0.5);
    const born = 2026 - Math.ceil(years) - (when?.age?.below === undefined ? 1 : 0);
    const kidney = when?.clearance ?? when?.egfr;
    const creatinine = kidney === undefined ? 1 : (kidney.below ?? 60) <= 15 ? 12 : (kidney.below ?? 60) <= 30 ? 4 : 2;
    const weight = when?.weight === undefined ? 70 : 40;
    return facts({ birthDate: `${born}-12-01`, results: { creatinine: result(creatinine), weight: result(weight) } });
  };

  it.each(doses.rules)('$id fires for somebody whom it is about', (rule) => {
    const only = { ...doses, rules: [rule] };
    for (const name of rule.drugs) {
      const { alerts } = checkDoses(only, fitting(rule.when), [heavy(name, rule.when?.route)], []);
      expect(
        alerts.map((one) => one.rule),
        `${rule.id} ${name}`,
      ).toEqual([rule.id]);
    }
  });

  it.each(doses.rules.filter(({ limit }) => 'perDay' in limit))('$id is silent at its limit', (rule) => {
    const most = 'perDay' in rule.limit ? rule.limit.perDay : 0;
    const only = { ...doses, rules: [rule] };
    const draft = drug(rule.drugs[0] ?? '', { dose: { amount: most / 2, unit: 'mg', perDay: 2 } });
    expect(checkDoses(only, fitting(rule.when), [draft], [])).toEqual({ alerts: [], unchecked: [] });
  });

  it('for the more fragile are never larger than for everybody', () => {
    for (const { drugs, when, limit } of doses.rules) {
      if (when === undefined || !('perDay' in limit)) continue;
      const general = doses.rules.find((one) => one.when === undefined && one.drugs[0] === drugs[0]);
      if (general === undefined || !('perDay' in general.limit)) continue;
      expect(limit.perDay).toBeLessThanOrEqual(general.limit.perDay);
    }
  });
});

describe('pregnancy, results, immunizations, thrombosis', () => {
  const pregnant = facts({ sex: 'female', birthDate: '1994-05-01', conditions: [condition('Z34.9')] });

  it.each(pregnancy.rules)('$id fires for each of its drugs', ({ id, drugs }) => {
    for (const name of drugs)
      expect(checkPregnancy(pregnancy, pregnant, [drug(name)]).map(({ rule }) => rule)).toContain(id);
  });

  it.each(results.rules)(
    '$id fires beyond its limit and is silent at it',
    ({ id, drugs, result: name, above, below }) => {
      const at = above ?? below ?? 0;
      const beyond = above === undefined ? at - 0.1 : at + 0.1;
      for (const drugName of drugs) {
        const told = (value: number): readonly string[] =>
          checkResults(results, facts({ results: { [name]: result(value) } }), [drug(drugName)]).map(
            ({ rule }) => rule,
          );
        expect(told(beyond)).toContain(id);
        expect(told(at)).not.toContain(id);
      }
    },
  );

  it.each(immunizations.series)(
    '$id is due at each of its ages, and not once all doses are given',
    ({ label, cvx, months, until, sex }) => {
      for (const [at, month] of months.entries()) {
        const born = new Date(Date.UTC(2026, 10 - month, 24)).toISOString().slice(0, 10);
        const vaccines = Array.from({ length: at }, (_, dose) => ({
          cvx: cvx.slice(0, 1),
          at: daysAgo(40 + dose * 40),
        }));
        const who = facts({ birthDate: born, sex: sex ?? 'male', vaccines });
        if (month >= until) continue;
        expect(immunizationsDue(immunizations, who).map(({ en }) => en)).toContain(label.en);
        const done = facts({ ...who, vaccines: [...vaccines, { cvx: cvx.slice(-1), at: daysAgo(30) }] });
        expect(immunizationsDue(immunizations, done).map(({ en }) => en)).not.toContain(label.en);
      }
    },
  );

  it.each(vte.factors)('$id counts', (factor) => {
    const who = facts({
      stay: { id: 'Encounter/1', since: daysAgo(3) },
      birthDate: factor.ageFrom === undefined ? '1980-01-01' : '1940-01-01',
      conditions: (factor.icd ?? []).map((code) => condition(code)),
      results: factor.bmiFrom === undefined ? {} : { weight: result(110), height: result(170) },
    });
    const active = (factor.atc ?? []).map((code) => drug(code, { atc: [code] }));
    const [alert] = checkVte({ ...vte, high: factor.points }, who, active);
    expect(alert?.detail.en).toContain(factor.label.en);
  });
});
