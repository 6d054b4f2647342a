/**
 * Interactions that the house holds to be contraindicated, and the few that interrupt.
 *
 * A pair fires when one ingredient is on one side and another ingredient, of another order, on the other; which was first does not
 * matter, and an ingredient never interacts with itself. One alert per pair rule and two orders, however many classes match.
 *
 * Source  PMID 22539083; knowledge/data/interactions.json
 * Proof   interaction.test.ts, test/conformance/safety.test.ts
 */
import { decisionOf, removal, sourceOf, type Alert } from '../alert.ts';
import type { DrugOrder } from '../drug.ts';
import type { InteractionsFile } from '../knowledge/api.ts';
import { othersOf } from './others.ts';

type Pair = InteractionsFile['pairs'][number];

/** Interactions of drafted orders with what is taken and with each other. */
export function checkInteractions(
  file: InteractionsFile,
  drafts: readonly DrugOrder[],
  active: readonly DrugOrder[],
): readonly Alert[] {
  const members = new Map(file.classes.map((one) => [one.id, new Set(one.members)]));
  const side = (ids: readonly string[], order: DrugOrder): readonly string[] =>
    order.ingredients.filter((name) => ids.some((id) => members.get(id)?.has(name) === true));
  const meets = ({ object, precipitant }: Pair, a: DrugOrder, b: DrugOrder): boolean =>
    side(object, a).some((one) => side(precipitant, b).some((other) => other !== one));
  return drafts.flatMap((draft) =>
    othersOf(draft, drafts, active).flatMap((other) =>
      file.pairs
        .filter((pair) => meets(pair, draft, other) || meets(pair, other, draft))
        .map((pair) => alertOf(file, pair, draft, other)),
    ),
  );
}

function alertOf(file: InteractionsFile, pair: Pair, draft: DrugOrder, other: DrugOrder): Alert {
  const both = `${draft.label} + ${other.label}`;
  return {
    rule: pair.id,
    tier: pair.tier,
    decision: decisionOf(pair.tier),
    order: draft.id,
    against: [other.id],
    summary: { en: `${both}: ${pair.effect.en}`, ko: `${both}: ${pair.effect.ko}` },
    detail: {
      en: `${draft.label} must not be given together with ${other.label}. Risk: ${pair.effect.en}.`,
      ko: `${draft.label} 및 ${other.label} 병용 금기. 위험: ${pair.effect.ko}.`,
    },
    source: sourceOf(file, pair.source),
    remedies: [removal(draft)],
  };
}
