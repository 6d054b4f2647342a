import { describe, expect, it } from 'vitest';
import { concept, encounter, observation } from '../../fhir/testing.ts';
import { resourceDate, resourceTitle } from './resource-title.ts';

describe('titles of resources', () => {
  it('say what it is about', () => {
    expect(resourceTitle(observation(), 'en')).toBe('Potassium');
    expect(resourceTitle(encounter({ type: [concept('Check up')] }), 'en')).toBe('Check up');
    expect(resourceTitle({ resourceType: 'Patient', id: 'p', name: [{ family: '김', given: ['민준'] }] }, 'ko')).toBe(
      '김민준',
    );
    expect(
      resourceTitle(
        { resourceType: 'Composition', status: 'final', type: {}, date: '2024', author: [], title: '퇴원요약' },
        'ko',
      ),
    ).toBe('퇴원요약');
  });

  it('are the reference where nothing says so', () => {
    expect(resourceTitle({ resourceType: 'Basic', id: 'b', code: {} }, 'en')).toBe('Basic/b');
  });

  it('have the date that matters clinically', () => {
    expect(resourceDate(observation({ effectiveDateTime: '2024-01-01', issued: '2024-01-02T00:00:00Z' }))).toBe(
      '2024-01-01',
    );
    expect(resourceDate(encounter({ period: { start: '2023-05-01' } }))).toBe('2023-05-01');
    expect(resourceDate(encounter())).toBeUndefined();
  });
});
