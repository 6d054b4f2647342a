import { describe, expect, it } from 'vitest';
import { quantileOf } from './client.ts';
import { chosungOf } from './prescribing.ts';
import { attemptOf } from './world.ts';

describe('what is typed before a high-risk order', () => {
  it.each([
    ['김서연', 'ㄱㅅㅇ'],
    ['정하늘', 'ㅈㅎㄴ'],
    ['이지은 아기', 'ㅇㅈㅇㅇㄱ'],
    ['Kim', ''],
  ])('%s is %s', (name, typed) => expect(chosungOf(name)).toBe(typed));
});

describe('attempts', () => {
  it('have the same name for the same act, another for another, and fit what the house takes', () => {
    expect(attemptOf('dose', 'a', 1)).toBe(attemptOf('dose', 'a', 1));
    expect(attemptOf('dose', 'a', 1)).not.toBe(attemptOf('dose', 'a', 2));
    expect(attemptOf('dose', 'a')).toMatch(/^[A-Za-z0-9\-._:]{8,64}$/);
  });
});

describe('quantileOf', () => {
  it('is the value below which a share lies', () => {
    const hundred = Array.from({ length: 100 }, (_, at) => 100 - at);
    expect([0.5, 0.99, 1].map((share) => quantileOf(hundred, share))).toEqual([50, 99, 100]);
    expect(quantileOf([], 0.99)).toBe(0);
  });
});
