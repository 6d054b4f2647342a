import { describe, expect, it } from 'vitest';
import { nameSounds, soundsOf } from './phonetic.ts';

describe('sounds', () => {
  it.each([
    ['Robert', 'r163'],
    ['Rupert', 'r163'],
    ['Tymczak', 't522'],
    ['Pfister', 'p236'],
    ['Honeyman', 'h555'],
    ['Ashcraft', 'a261'],
    ['Lee', 'l000'],
  ])('%s is %s', (name, sound) => {
    expect(soundsOf(name)).toEqual([sound]);
  });

  it.each([
    ['철수', '쩔쑤'],
    ['재희', '제희'],
    ['리', '이'],
    ['노', '로'],
    ['최', '췌'],
  ])('%s sounds as %s', (one, other) => {
    expect(soundsOf(one)).toEqual(soundsOf(other));
  });

  it('keep apart what is heard apart', () => {
    expect(soundsOf('김')).not.toEqual(soundsOf('금'));
    expect(soundsOf('민')).not.toEqual(soundsOf('밍'));
    expect(soundsOf('Kim')).not.toEqual(soundsOf('Lim'));
  });

  it('are those of each word, once', () => {
    expect(soundsOf('Anna-Maria  anna')).toEqual(['a500', 'm600']);
    expect(soundsOf('')).toEqual([]);
    expect(nameSounds({ family: 'Smith', given: ['Smyth', 'J'] }, 'HumanName')).toEqual(['s530', 'j000']);
  });
});
