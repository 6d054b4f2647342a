import { describe, expect, it } from 'vitest';
import { concept, encounter } from '../../fhir/testing.ts';
import { visitConcept, visitPlace, visitReason } from './visit.ts';

describe('what a visit is called', () => {
  it('by its department, else its type, else its reason', () => {
    const clinic = encounter({
      serviceType: concept('내분비내과'),
      type: [{ text: '외래', coding: [{ code: 'x', display: 'Encounter for problem' }] }],
    });
    expect(visitConcept(clinic, 'ko')?.text).toBe('내분비내과');
    expect(visitConcept(clinic, 'en')).toBe(clinic.type?.[0]);
    expect(visitConcept(encounter({ type: [concept('Check up')] }), 'ko')?.text).toBe('Check up');
    const onlyReason = encounter({ reasonCode: [concept('Cough')] });
    expect(visitConcept(onlyReason, 'en')?.text).toBe('Cough');
    expect(visitReason(onlyReason)).toBeUndefined();
  });

  it('why: the reason, else the first diagnosis', () => {
    const diagnosed = encounter({ type: [concept('x')], diagnosis: [{ condition: { reference: 'Condition/1' } }] });
    expect(visitReason(diagnosed)?.diagnosis?.reference).toBe('Condition/1');
    expect(visitReason({ ...diagnosed, reasonCode: [concept('Cough')] })?.concept?.text).toBe('Cough');
    expect(visitReason(encounter())).toBeUndefined();
  });

  it('where: the last place, else the organization', () => {
    const location = [{ location: { display: 'ER' } }, { location: { display: '61 ward' } }];
    expect(visitPlace(encounter({ location, serviceProvider: { display: 'Maru' } }))?.display).toBe('61 ward');
    expect(visitPlace(encounter({ serviceProvider: { display: 'Maru' } }))?.display).toBe('Maru');
  });
});
