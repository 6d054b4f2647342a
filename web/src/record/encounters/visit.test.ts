import { describe, expect, it } from 'vitest';
import { concept, encounter } from '../../fhir/testing.ts';
import { visitConcept, visitPlace, visitReason } from './visit.ts';

describe('what a visit is called', () => {
  it('by its department, else its type, else its reason', () => {
    expect(visitConcept(encounter({ serviceType: concept('내분비내과'), type: [concept('외래')] }))?.text).toBe(
      '내분비내과',
    );
    expect(visitConcept(encounter({ type: [concept('Check up')] }))?.text).toBe('Check up');
    const onlyReason = encounter({ reasonCode: [concept('Cough')] });
    expect(visitConcept(onlyReason)?.text).toBe('Cough');
    expect(visitReason(onlyReason)).toBeUndefined();
  });

  it('why: the reason, else the first diagnosis', () => {
    const diagnosed = encounter({ type: [concept('x')], diagnosis: [{ condition: { display: '원발성 고혈압' } }] });
    expect(visitReason(diagnosed)?.text).toBe('원발성 고혈압');
    expect(visitReason({ ...diagnosed, reasonCode: [concept('Cough')] })?.text).toBe('Cough');
  });

  it('where: the last place, else the organization', () => {
    const location = [{ location: { display: 'ER' } }, { location: { display: '61 ward' } }];
    expect(visitPlace(encounter({ location, serviceProvider: { display: 'Maru' } }))?.display).toBe('61 ward');
    expect(visitPlace(encounter({ serviceProvider: { display: 'Maru' } }))?.display).toBe('Maru');
  });
});
