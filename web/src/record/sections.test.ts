import { describe, expect, it } from 'vitest';
import { PAGES } from './pages.ts';
import { SECTIONS } from './sections.ts';
import { isMessageKey } from '../messages/messages.ts';

describe('the pages of the record', () => {
  it('each section of the rail has its page, its address and its name', () => {
    expect(SECTIONS.map(({ key }) => key)).toEqual(Object.keys(PAGES));
    for (const { key, to } of SECTIONS) {
      expect(to).toBe(key === 'summary' ? '/patients/$id' : `/patients/$id/${key}`);
      expect(isMessageKey(`section.${key}`)).toBe(true);
    }
  });
});
