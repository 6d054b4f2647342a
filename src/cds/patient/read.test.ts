import { describe, expect, it } from 'vitest';
import type { Resource } from '../../fhir/index.ts';
import { OutcomeError } from '../../kernel/index.ts';
import { KNOWLEDGE, NOW } from '../testing.ts';
import { demandOnePatient, readPatient, type Parts, type ReadPatient } from './read.ts';

const options = { knowledge: KNOWLEDGE, patient: '1', now: NOW, zone: 'Asia/Seoul' };
const resources = (...list: readonly object[]): { resources: readonly Resource[] } => ({
  resources: list as readonly Resource[],
});
const read = (parts: Parts, ...drafts: readonly object[]): ReadPatient =>
  readPatient(options, parts, drafts as readonly Resource[]);
const status = (code: string): object => ({ coding: [{ code }] });
const allergy = (more: object): object => ({
  resourceType: 'AllergyIntolerance',
  id: 'a',
  patient: { reference: 'Patient/1' },
  code: { coding: [{ system: 'http://www.whocc.no/atc', code: 'J01C' }], text: '페니실린계 항생제' },
  ...more,
});

const allergiesOf = (...list: readonly object[]): ReadPatient['allergies'] =>
  read({ allergies: resources(...list) }).allergies;

const sexOf = (gender: string): unknown => read({ patient: resources({ resourceType: 'Patient', gender }) }).facts.sex;

const request = (id: string, more: object = {}): object => ({
  resourceType: 'MedicationRequest',
  id,
  status: 'active',
  medicationCodeableConcept: { text: 'warfarin' },
  ...more,
});

const orderOf = (subject: string): Resource =>
  ({ resourceType: 'MedicationRequest', subject: { reference: subject } }) as unknown as Resource;

describe('allergies', () => {
  it('are read with their groups, words and reactions', () => {
    const reaction = [
      { manifestation: [{ coding: [{ code: '39579001', display: 'Anaphylaxis' }] }], description: 'SJS?' },
    ];
    expect(allergiesOf(allergy({ reaction }))).toEqual([
      expect.objectContaining({
        id: 'AllergyIntolerance/a',
        classes: ['J01C'],
        known: true,
        intolerance: false,
        reactions: ['39579001', 'anaphylaxis', 'sjs?'],
      }),
    ]);
    expect(allergiesOf(allergy({ type: 'intolerance' }))[0]?.intolerance).toBe(true);
  });

  it('count also where only the substance of a reaction is coded', () => {
    const substance = { coding: [{ system: 'http://www.whocc.no/atc', code: 'J01CA04' }] };
    const found = allergiesOf(allergy({ code: { text: 'drug rash' }, reaction: [{ substance, manifestation: [] }] }));
    expect(found[0]?.ingredients).toEqual(['amoxicillin']);
  });

  it('are none where refuted, over, entered in error, of food, or none known', () => {
    expect(
      allergiesOf(
        allergy({ verificationStatus: status('refuted') }),
        allergy({ verificationStatus: status('entered-in-error') }),
        allergy({ clinicalStatus: status('resolved') }),
        allergy({ category: ['food'], code: { text: 'Peanut' } }),
        allergy({ code: { coding: [{ code: '716186003' }] } }),
      ),
    ).toEqual([]);
  });
});

describe('the patient', () => {
  it('has age, sex, conditions that are running, vaccines and the stay', () => {
    const { facts } = read({
      patient: resources({ resourceType: 'Patient', id: '1', gender: 'female', birthDate: '1990-02-03' }),
      conditions: resources(
        {
          resourceType: 'Condition',
          id: 'c1',
          code: status('O80'),
          recordedDate: '2026-11-01',
          clinicalStatus: status('active'),
        },
        { resourceType: 'Condition', id: 'c2', code: status('I10'), clinicalStatus: status('resolved') },
        { resourceType: 'Condition', id: 'c3', code: status('I10'), verificationStatus: status('refuted') },
      ),
      immunizations: resources(
        {
          resourceType: 'Immunization',
          status: 'completed',
          vaccineCode: { coding: [{ system: 'http://hl7.org/fhir/sid/cvx', code: '33' }] },
          occurrenceDateTime: '2020',
        },
        { resourceType: 'Immunization', status: 'not-done', vaccineCode: status('33'), occurrenceDateTime: '2020' },
      ),
      stay: resources(
        {
          resourceType: 'Encounter',
          id: 'e0',
          status: 'in-progress',
          class: { code: 'AMB' },
          period: { start: '2026-11-20' },
        },
        {
          resourceType: 'Encounter',
          id: 'e1',
          status: 'in-progress',
          class: { code: 'IMP' },
          period: { start: '2026-11-20' },
        },
      ),
    });
    expect(facts).toMatchObject({
      today: '2026-11-24',
      birthDate: '1990-02-03',
      sex: 'female',
      stay: { id: 'Encounter/e1' },
    });
    expect(facts.conditions.map(({ id }) => id)).toEqual(['Condition/c1']);
    expect(facts.vaccines.map(({ cvx }) => cvx)).toEqual([['33']]);
  });

  it('has no sex where the record says other or nothing', () => {
    expect([sexOf('other'), sexOf('unknown')]).toEqual([undefined, undefined]);
  });
});

describe('orders', () => {
  it('are the active ones and the drafts; what must not be given is no order', () => {
    const medications = resources(
      request('1'),
      request('2', { status: 'stopped' }),
      request('3', { doNotPerform: true }),
    );
    const { active, drafts } = read({ medications }, request('4', { status: 'draft' }), {
      ...request('x'),
      id: undefined,
    });
    expect(active.map(({ id }) => id)).toEqual(['MedicationRequest/1']);
    expect(drafts.map(({ id }) => id)).toEqual(['MedicationRequest/4', 'MedicationRequest/draft-2']);
  });
});

describe('what is missing or of somebody else', () => {
  it('is kept with its reason, and is not an empty list', () => {
    const reason = { en: 'no', ko: '아님' };
    const { missing, allergies } = read({ allergies: { missing: reason }, vitals: { missing: reason } });
    expect([...missing.keys()]).toEqual(['allergies', 'vitals']);
    expect(allergies).toEqual([]);
  });

  it('is data that cannot be read: that part is missing, the others are read', () => {
    const broken = allergy({ reaction: [{}] });
    const parts = { allergies: resources(broken), medications: resources(request('1')) };
    const { missing, active, allergies } = read(parts);
    expect(missing.get('allergies')?.en).toBe('its data cannot be read');
    expect([active.length, allergies.length]).toEqual([1, 0]);
  });

  it('is never a draft: one that cannot be read is refused', () => {
    const broken = request('x', { dosageInstruction: [null] });
    expect(() => read({}, broken)).toThrow('nothing was checked');
  });

  it('is refused where a resource is about another patient, and only there', () => {
    expect(() => demandOnePatient('1', [orderOf('Patient/1'), { resourceType: 'Medication' }])).not.toThrow();
    expect(() => demandOnePatient('1', [orderOf('Patient/1'), orderOf('Patient/2')])).toThrow(OutcomeError);
  });
});
