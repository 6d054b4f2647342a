/**
 * The alert of a row that says why in its own words.
 *
 * Proof   dose.test.ts, pregnancy.test.ts, result.test.ts
 */
import { decisionOf, removal, sourceOf, type Alert } from '../alert.ts';
import type { DrugOrder } from '../drug.ts';
import type { FileFacts, Text, Tier } from '../knowledge/api.ts';

export interface Row {
  readonly id: string;
  readonly tier: Tier;
  readonly why: Text;
  readonly source: string;
}

/** `facts` says what it was judged by: a dose, a result with its time. */
export function rowAlert(file: FileFacts, row: Row, order: DrugOrder, facts: Text, against: readonly string[]): Alert {
  return {
    rule: row.id,
    tier: row.tier,
    decision: decisionOf(row.tier),
    order: order.id,
    against,
    summary: { en: `${order.label}: ${row.why.en}`, ko: `${order.label}: ${row.why.ko}` },
    detail: {
      en: `${order.label}: ${row.why.en}. ${facts.en}.`,
      ko: `${order.label}: ${row.why.ko}. ${facts.ko}.`,
    },
    source: sourceOf(file, row.source),
    remedies: [removal(order)],
  };
}
