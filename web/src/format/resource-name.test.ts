import { describe, expect, it } from 'vitest';
import { resourceName } from './resource-name.ts';

describe('what resources are called', () => {
  it('people by the name of the language', () => {
    const name = [
      { family: '김', given: ['서연'] },
      { family: 'Kim', given: ['Seo-yeon'] },
    ];
    expect(resourceName({ resourceType: 'Practitioner', name }, 'en')).toBe('Kim, Seo-yeon');
    expect(resourceName({ resourceType: 'Practitioner', name }, 'ko')).toBe('김서연');
  });

  it('places by an alias where that is in the language', () => {
    const place = { resourceType: 'Organization' as const, name: '마루병원', alias: ['Maru Hospital'] };
    expect(resourceName(place, 'en')).toBe('Maru Hospital');
    expect(resourceName(place, 'ko')).toBe('마루병원');
    expect(resourceName({ resourceType: 'Location', name: '61병동' }, 'en')).toBe('61병동');
  });

  it('nothing where there is no name', () => {
    expect(resourceName({ resourceType: 'Organization' }, 'ko')).toBe('');
    expect(resourceName({ resourceType: 'Basic', code: {} }, 'ko')).toBe('');
  });
});
