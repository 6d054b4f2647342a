import { describe, expect, it } from 'vitest';
import { PLAIN_SCOPES } from '../scopes.ts';
import { scopeText } from './scope-text.ts';

describe('scopeText', () => {
  it.each([
    ['patient/Observation.rs', '이 환자의 검사와 관찰 기록: 읽기, 검색', 'Observation of this patient: read, search'],
    [
      'user/*.cruds',
      '내가 볼 수 있는 모든 자료: 작성, 읽기, 수정, 삭제, 검색',
      'everything that you may see: create, read, change, delete, search',
    ],
    ['system/Patient.r', '병원의 환자 정보: 읽기', 'Patient of the hospital: read'],
    [
      'patient/Observation.rs?category=laboratory',
      '이 환자의 검사와 관찰 기록 (category=laboratory): 읽기, 검색',
      'Observation of this patient (category=laboratory): read, search',
    ],
    ['patient/Goal.read', '이 환자의 Goal: 읽기, 검색', 'Goal of this patient: read, search'],
  ])('says %s in both languages', (scope, ko, en) => {
    expect(scopeText(scope)).toEqual({ scope, ko, en });
  });

  it('has words for every scope that is not about resources', () => {
    for (const scope of PLAIN_SCOPES) {
      const { ko, en } = scopeText(scope);
      expect([ko, en]).not.toContain(scope);
    }
  });

  it('shows what it does not know as it is', () => {
    expect(scopeText('everything')).toEqual({ scope: 'everything', ko: 'everything', en: 'everything' });
  });
});
