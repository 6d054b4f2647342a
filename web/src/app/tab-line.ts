/**
 * A line between the tabs of this browser.
 *
 * Proof   other-tabs.test.ts
 */
export interface TabLine<Word> {
  readonly say: (word: Word) => void;
  readonly close: () => void;
}

/** Opens a line; `heard` gets what other tabs say on it. */
export type OpenLine<Word> = (heard: (word: Word) => void) => TabLine<Word>;

/** Lines of a name. */
export function tabLine<Word>(name: string): OpenLine<Word> {
  return (heard) => {
    const channel = new BroadcastChannel(name);
    channel.addEventListener('message', ({ data }: MessageEvent<Word>) => heard(data));
    return {
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has no other origin to name
      say: (word) => channel.postMessage(word),
      close: () => channel.close(),
    };
  };
}
