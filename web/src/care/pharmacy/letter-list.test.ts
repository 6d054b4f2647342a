import { describe, expect, it } from 'vitest';
import type { Recall } from './api.ts';
import { letterList } from './letter-list.ts';

const recall = (name: string, phone: string): Recall => ({
  gtin: '08809912000018',
  lot: 'L1',
  patients: [
    {
      patient: { resourceType: 'Patient', id: 'a', name: [{ text: name }], birthDate: '1958-03-05' },
      telecom: [{ system: 'phone', value: phone }],
      address: [{ text: '서울시 종로구, 1' }],
      deceased: true,
      doses: 2,
      first: '2026-11-01',
      last: '2026-11-02',
    },
  ],
  holds: [],
  awaits: [],
});

describe('the list for letters', () => {
  it('has a line for everybody, with what a letter needs', () => {
    const text = letterList(recall('김민준', '010-1'), 'ko');
    expect(text.startsWith('\uFEFF이름,')).toBe(true);
    expect(text).toContain('김민준,,1958-03-05,010-1,"서울시 종로구, 1",2,2026-11-01,2026-11-02,✓');
  });

  it('no cell is a formula, whatever somebody is called', () => {
    expect(letterList(recall('=cmd()', '+82'), 'en')).toContain("'=cmd(),,1958-03-05,'+82,");
  });
});
