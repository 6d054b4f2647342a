import { describe, expect, it } from 'vitest';
import { gives, results } from '../../../../test/conformance/fhirpath-rows.ts';

const patient = {
  resourceType: 'Patient',
  id: 'p',
  active: true,
  name: [{ family: 'Kim', given: ['A', 'B'] }],
  deceasedBoolean: false,
  birthDate: '2020',
  _birthDate: { extension: [{ url: 'u', valueCode: 'c' }] },
  contained: [{ resourceType: 'Group', id: 'g' }],
};

describe('children and descendants', () => {
  gives(
    [
      ['children().ofType(HumanName).family', 'Kim'],
      ['children().ofType(boolean)', true, false],
      ['name.children()', 'Kim', 'A', 'B'],
      ['birthDate.children().url', 'u'],
      ['active.children()'],
      ['1.children()'],
      ['{}.descendants()'],
      ['descendants().ofType(Group).id', 'g'],
      ['descendants().ofType(code)', 'c'],
      ['descendants().ofType(string).count()', 3],
      ["descendants().where($this = 'B').count()", 1],
    ],
    { focus: patient },
  );

  it('descendants are the children, and the descendants of the children', () => {
    const direct = results('descendants().count()', { focus: patient });
    expect(results('children().count() + children().descendants().count()', { focus: patient })).toEqual(direct);
    expect(results('repeatAll(children()).count()', { focus: patient })).toEqual(direct);
  });
});
