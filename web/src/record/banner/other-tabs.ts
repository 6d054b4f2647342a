/**
 * Which patients are open in other tabs of this browser. Tabs tell each other ids only.
 *
 * Proof   other-tabs.test.ts
 */
const CHANNEL = 'maru.open-patient';

/** What tabs say to each other. `ask` asks all others to say what they show. */
export type TabWord =
  | { readonly kind: 'ask' }
  | { readonly kind: 'shows'; readonly tab: string; readonly patient: string }
  | { readonly kind: 'left'; readonly tab: string };

type Line = Pick<BroadcastChannel, 'postMessage' | 'close'> & { onmessage: ((event: MessageEvent) => void) | null };

/** Tells the other tabs which patient this one shows and hears which they show. Gives the way to stop. */
export function watchTabs(
  patient: string,
  heard: (others: ReadonlyMap<string, string>) => void,
  tab: string = crypto.randomUUID(),
  line: Line = new BroadcastChannel(CHANNEL) as unknown as Line,
): () => void {
  const others = new Map<string, string>();
  const say = (word: TabWord) => line.postMessage(word);
  line.onmessage = ({ data }: { data: TabWord }) => {
    if (data.kind === 'ask') say({ kind: 'shows', tab, patient });
    if (data.kind === 'shows') others.set(data.tab, data.patient);
    if (data.kind === 'left') others.delete(data.tab);
    if (data.kind !== 'ask') heard(new Map(others));
  };
  say({ kind: 'ask' });
  say({ kind: 'shows', tab, patient });
  return () => {
    say({ kind: 'left', tab });
    line.close();
  };
}
