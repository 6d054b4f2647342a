/**
 * Drafted orders against the newest laboratory and ECG results. A result that is old, or absent, says nothing.
 *
 * Unit    as in patient/facts.ts
 * Source  knowledge/data/results.json
 * Proof   result.test.ts
 */
import { instantOf } from '../../kernel/index.ts';
import type { Alert } from '../alert.ts';
import type { DrugOrder } from '../drug.ts';
import type { ResultsFile } from '../knowledge/api.ts';
import { recent, type Measured, type PatientFacts } from '../patient/facts.ts';
import { rowAlert } from './row-alert.ts';

type Rule = ResultsFile['rules'][number];

/** Drafted orders that an abnormal result questions. */
export function checkResults(file: ResultsFile, facts: PatientFacts, drafts: readonly DrugOrder[]): readonly Alert[] {
  return drafts.flatMap((draft) =>
    file.rules
      .filter(({ drugs }) => drugs.some((name) => draft.ingredients.includes(name)))
      .flatMap((rule) => {
        const measured = recent(facts, rule.result, rule.days);
        if (measured === undefined || !isBeyond(rule, measured)) return [];
        const words = `${rule.result} ${measured.value} (${instantOf(measured.at).slice(0, 10)})`;
        return [rowAlert(file, rule, draft, { en: `Result: ${words}`, ko: `검사 결과: ${words}` }, [measured.id])];
      }),
  );
}

function isBeyond({ above, below }: Rule, { value }: Measured): boolean {
  return (above !== undefined && value > above) || (below !== undefined && value < below);
}
