import { describe, expect, it } from 'vitest';
import { validateResource } from './validate.ts';

const organization = { resourceType: 'Organization', id: 'o', name: 'Ward' };
const faults = (resource: unknown) => validateResource(resource).map(({ code, expression }) => [code, expression]);

describe('contained resources', () => {
  it('are fine when referred to by their id', () => {
    const patient = { resourceType: 'Patient', contained: [organization], managingOrganization: { reference: '#o' } };
    expect(faults(patient)).toEqual([]);
  });

  it('may refer to each other and to their container', () => {
    const one = { resourceType: 'Organization', id: 'a', partOf: { reference: '#b' } };
    const other = { resourceType: 'Organization', id: 'b' };
    expect(
      faults({ resourceType: 'Patient', contained: [one, other], managingOrganization: { reference: '#a' } }),
    ).toEqual([]);
    const provenance = {
      resourceType: 'Provenance',
      id: 'p',
      target: [{ reference: '#' }],
      recorded: '2026-11-24T14:05:00Z',
      agent: [{ who: { display: 'Nurse' } }],
    };
    expect(faults({ resourceType: 'Patient', contained: [provenance] })).toEqual([]);
  });

  it('may be named by a canonical', () => {
    const questionnaire = { resourceType: 'Questionnaire', id: 'q', status: 'draft' };
    const response = {
      resourceType: 'QuestionnaireResponse',
      status: 'completed',
      questionnaire: '#q',
      contained: [questionnaire],
    };
    expect(faults(response)).toEqual([]);
  });

  it('must be referred to from elsewhere', () => {
    expect(faults({ resourceType: 'Patient', contained: [organization] })).toEqual([
      ['validation.contained-unused', 'Patient.contained[0]'],
    ]);
    const selfish = { ...organization, partOf: { reference: '#o' } };
    expect(faults({ resourceType: 'Patient', contained: [selfish] })).toEqual([
      ['validation.contained-unused', 'Patient.contained[0]'],
    ]);
  });

  it('must exist where referred to, and be of an allowed type', () => {
    expect(faults({ resourceType: 'Patient', managingOrganization: { reference: '#x' } })).toEqual([
      ['validation.contained-missing', 'Patient.managingOrganization.reference'],
    ]);
    const device = { resourceType: 'Device', id: 'o' };
    expect(faults({ resourceType: 'Patient', contained: [device], managingOrganization: { reference: '#o' } })).toEqual(
      [['validation.reference-target', 'Patient.managingOrganization.reference']],
    );
  });

  it('need an id of their own, and hold no others', () => {
    const { id: _, ...nameless } = organization;
    expect(faults({ resourceType: 'Patient', contained: [nameless] })).toEqual([
      ['validation.contained-id', 'Patient.contained[0]'],
    ]);
    const twice = {
      resourceType: 'Patient',
      contained: [organization, organization],
      managingOrganization: { reference: '#o' },
    };
    expect(faults(twice)).toEqual([['validation.contained-id', 'Patient.contained[1]']]);
    const nested = { ...organization, contained: [{ resourceType: 'Organization', id: 'n' }] };
    expect(faults({ resourceType: 'Patient', contained: [nested], managingOrganization: { reference: '#o' } })).toEqual(
      [['validation.contained-nested', 'Patient.contained[0].contained[0]']],
    );
  });

  it('are not looked for in Parameters, which may hold a part of another resource', () => {
    const parameters = {
      resourceType: 'Parameters',
      parameter: [{ name: 'value', valueReference: { reference: '#o' } }],
    };
    expect(faults(parameters)).toEqual([]);
  });

  it('belong to one resource: those of another entry of a Bundle do not count', () => {
    const entries = [
      { resource: { resourceType: 'Patient', contained: [organization], managingOrganization: { reference: '#o' } } },
      { resource: { resourceType: 'Patient', managingOrganization: { reference: '#o' } } },
    ];
    expect(faults({ resourceType: 'Bundle', type: 'collection', entry: entries })).toEqual([
      ['validation.contained-missing', 'Bundle.entry[1].resource.managingOrganization.reference'],
    ]);
  });
});
