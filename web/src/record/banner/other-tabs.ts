/**
 * Which patients are open in other tabs of this browser. Tabs tell each other ids only.
 *
 * Proof   other-tabs.test.ts
 */
import { tabLine, type OpenLine } from '../../app/tab-line.ts';

/** What tabs say to each other. `ask` asks all others to say what they show. */
export type TabWord =
  | { readonly kind: 'ask' }
  | { readonly kind: 'shows'; readonly tab: string; readonly patient: string }
  | { readonly kind: 'left'; readonly tab: string };

/** Tells the other tabs which patient this one shows and hears which they show. Gives the way to stop. */
export function watchTabs(
  patient: string,
  heard: (others: ReadonlyMap<string, string>) => void,
  tab: string = crypto.randomUUID(),
  openLine: OpenLine<TabWord> = tabLine('maru.open-patient'),
): () => void {
  const others = new Map<string, string>();
  const line = openLine((word) => {
    if (word.kind === 'ask') line.say({ kind: 'shows', tab, patient });
    if (word.kind === 'shows') others.set(word.tab, word.patient);
    if (word.kind === 'left') others.delete(word.tab);
    if (word.kind !== 'ask') heard(new Map(others));
  });
  line.say({ kind: 'ask' });
  line.say({ kind: 'shows', tab, patient });
  return () => {
    line.say({ kind: 'left', tab });
    line.close();
  };
}
