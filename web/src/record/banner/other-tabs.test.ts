import { describe, expect, it } from 'vitest';
import type { OpenLine } from '../../app/tab-line.ts';
import { watchTabs, type TabWord } from './other-tabs.ts';

/** A line that joins the tabs of one test. */
function browser(): OpenLine<TabWord> {
  const tabs = new Set<(word: TabWord) => void>();
  return (heard) => {
    tabs.add(heard);
    return {
      say: (word) => [...tabs].filter((one) => one !== heard).forEach((one) => one(word)),
      close: () => tabs.delete(heard),
    };
  };
}

function tab(line: OpenLine<TabWord>, name: string, patient: string) {
  const seen: { others: string[] } = { others: [] };
  const stop = watchTabs(patient, (others) => (seen.others = [...others.values()]), name, line);
  return { seen, stop };
}

describe('other tabs', () => {
  it('both tabs know of each other, the first as well as the second', () => {
    const line = browser();
    const first = tab(line, '1', 'a');
    const second = tab(line, '2', 'b');
    expect(first.seen.others).toEqual(['b']);
    expect(second.seen.others).toEqual(['a']);
  });

  it('a tab that closes is forgotten', () => {
    const line = browser();
    const first = tab(line, '1', 'a');
    tab(line, '2', 'b').stop();
    expect(first.seen.others).toEqual([]);
  });

  it('a tab alone hears nothing', () => {
    expect(tab(browser(), '1', 'a').seen.others).toEqual([]);
  });
});
