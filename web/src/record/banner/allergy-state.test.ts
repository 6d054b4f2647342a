import { describe, expect, it } from 'vitest';
import type { AllergyIntolerance } from '../../fhir/types.ts';
import { concept } from '../../fhir/testing.ts';
import { allergyState, isActiveAllergy, isDangerous } from './allergy-state.ts';

function allergy(text: string, parts: Partial<AllergyIntolerance> = {}): AllergyIntolerance {
  return { resourceType: 'AllergyIntolerance', patient: { reference: 'Patient/1' }, code: concept(text), ...parts };
}

const status = (code: string) => ({ coding: [{ code }] });
const NONE = allergy('No known allergy', { code: concept('No known allergy', '716186003') });

describe('what the banner says about allergies', () => {
  it('an empty list is "not recorded", never "none"', () => {
    expect(allergyState([]).kind).toBe('not-recorded');
  });

  it('"none known" only where somebody recorded it', () => {
    expect(allergyState([NONE]).kind).toBe('none-known');
  });

  it('an allergy beside "none known" wins', () => {
    expect(allergyState([NONE, allergy('Penicillin')])).toMatchObject({
      kind: 'listed',
      allergies: [{ code: { text: 'Penicillin' } }],
    });
  });

  it('a refuted, mistaken or resolved one is not listed, and leaves "not recorded"', () => {
    const gone = [
      allergy('a', { verificationStatus: status('refuted') }),
      allergy('b', { verificationStatus: status('entered-in-error') }),
      allergy('c', { clinicalStatus: status('resolved') }),
    ];
    expect(gone.some(isActiveAllergy)).toBe(false);
    expect(allergyState(gone).kind).toBe('not-recorded');
  });

  it('an unconfirmed one is listed: better heeded than missed', () => {
    expect(allergyState([allergy('Latex', { verificationStatus: status('unconfirmed') })]).kind).toBe('listed');
  });

  it('the dangerous come first', () => {
    const severe = allergy('Nuts', { reaction: [{ manifestation: [], severity: 'severe' }] });
    const state = allergyState([
      allergy('Dust', { criticality: 'low' }),
      allergy('Iodine'),
      severe,
      allergy('Penicillin', { criticality: 'high' }),
    ]);
    expect(state.kind === 'listed' && state.allergies.map(({ code }) => code?.text)).toEqual([
      'Nuts',
      'Penicillin',
      'Iodine',
      'Dust',
    ]);
    expect(isDangerous(severe)).toBe(true);
  });
});
