import { describe, expect, it } from 'vitest';
import { DEMO_PEOPLE } from '../access/index.ts';
import { FAMILY_NAMES } from './data/names.ts';
import { romanise, romaniseFamily, romaniseGiven, romanisePlace } from './romanise.ts';

describe('Revised Romanization', () => {
  it.each([
    ['구미', 'gumi'],
    ['영동', 'yeongdong'],
    ['백암', 'baegam'],
    ['옥천', 'okcheon'],
    ['합덕', 'hapdeok'],
    ['호법', 'hobeop'],
    ['월곶', 'wolgot'],
    ['벚꽃', 'beotkkot'],
    ['한밭', 'hanbat'],
    ['구리', 'guri'],
    ['설악', 'seorak'],
    ['칠곡', 'chilgok'],
    ['임실', 'imsil'],
    ['울릉', 'ulleung'],
    ['대관령', 'daegwallyeong'],
  ])('%s is %s (article 2)', (hangul, latin) => {
    expect(romanise(hangul)).toBe(latin);
  });

  it.each([
    ['백마', 'baengma'],
    ['종로', 'jongno'],
    ['왕십리', 'wangsimni'],
    ['신라', 'silla'],
    ['독립문', 'dongnimmun'],
    ['놓다', 'nota'],
    ['좋고', 'joko'],
    ['묵호', 'mukho'],
    ['집현전', 'jiphyeonjeon'],
    ['광희문', 'gwanghuimun'],
  ])('%s is %s (article 3: sounds that change)', (hangul, latin) => {
    expect(romanise(hangul)).toBe(latin);
  });

  it('shows no sound changes in given names', () => {
    expect(romaniseGiven('복남')).toBe('Bok-nam');
    expect(romaniseGiven('빛나')).toBe('Bit-na');
    expect(romaniseGiven('서연')).toBe('Seo-yeon');
  });

  it('writes the family names of the demo people as their sign-in page does', () => {
    for (const { name } of DEMO_PEOPLE) {
      expect(romaniseFamily(name.ko.slice(0, 1)), name.ko).toBe(name.en.split(' ')[0]);
    }
  });

  it('writes every family name in letters only', () => {
    for (const [family] of FAMILY_NAMES) expect(romaniseFamily(family)).toMatch(/^[A-Z][a-z]+$/);
  });

  it('leaves what is not Hangul, and begins places with a large letter', () => {
    expect(romanise('A동 3')).toBe('Adong 3');
    expect(romanisePlace('종로')).toBe('Jongno');
  });
});
