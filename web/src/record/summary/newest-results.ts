/**
 * The results that the summary shows: the newest of each code, those that somebody has to look at first.
 *
 * Proof   newest-results.test.ts
 */
import type { Observation } from '../../fhir/types.ts';
import { timeOf } from '../../format/date.ts';
import { flagOf, isAbnormal } from '../../format/flag.ts';
import { codeOf, takenAt } from '../results/result-table.ts';

/** The newest result of a code and the one before it. */
export interface NewestResult {
  readonly code: string;
  readonly newest: Observation;
  readonly before: Observation | undefined;
}

/** Results of the newest samples; an old result is shown only while there is room. */
export function newestResults(results: readonly Observation[], most: number): readonly NewestResult[] {
  const valid = results.filter(({ status }) => status !== 'entered-in-error' && status !== 'cancelled');
  const all = [...Map.groupBy(valid, codeOf)].flatMap(([code, ofCode]) => {
    const [newest, before] = ofCode.toSorted((a, b) => timeOf(takenAt(b)) - timeOf(takenAt(a)));
    return newest === undefined ? [] : [{ code, newest, before }];
  });
  return all.toSorted(byConcern).slice(0, most);
}

function byConcern(a: NewestResult, b: NewestResult): number {
  const concern = Number(isAbnormal(flagOf(b.newest))) - Number(isAbnormal(flagOf(a.newest)));
  return concern === 0 ? timeOf(takenAt(b.newest)) - timeOf(takenAt(a.newest)) : concern;
}
