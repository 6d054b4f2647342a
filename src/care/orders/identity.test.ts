import { describe, expect, it } from 'vitest';
import { namesPatient } from './identity.ts';

const KIM = {
  resourceType: 'Patient',
  gender: 'male',
  name: [
    { use: 'official', text: '김민준', family: '김', given: ['민준'] },
    { use: 'usual', text: 'Kim Min-jun', family: 'Kim', given: ['Min-jun'] },
  ],
} as const;
const kim = KIM as unknown as Parameters<typeof namesPatient>[1];

describe('identity typed again', () => {
  it('is the initial consonants of the name', () => {
    expect(namesPatient('ㄱㅁㅈ', kim, 68)).toBe(true);
    expect(namesPatient(' ㄱ ㅁ ㅈ ', kim, 68)).toBe(true);
    for (const typed of ['', 'ㄱㅁ', 'ㄱㅁㅈㅈ', 'ㅇㅂㄹ', '김민준'])
      expect(namesPatient(typed, kim, 68), typed).toBe(false);
  });

  it('or initials, sex and age, all three', () => {
    for (const typed of ['KMJ M 68', 'kmj/m/68', 'MJK M 68']) expect(namesPatient(typed, kim, 68), typed).toBe(true);
    for (const typed of ['KMJ F 68', 'KMJ M 67', 'KMJ', 'KM M 68', 'M 68'])
      expect(namesPatient(typed, kim, 68), typed).toBe(false);
    expect(namesPatient('KMJ M 68', kim, undefined)).toBe(false);
  });

  it('of nobody where nothing is known', () => {
    expect(namesPatient('ㄱ', { resourceType: 'Patient' }, 1)).toBe(false);
    expect(namesPatient('A M 1', { resourceType: 'Patient', gender: 'male' }, 1)).toBe(false);
  });
});
