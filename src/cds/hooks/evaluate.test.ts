import { describe, expect, it } from 'vitest';
import type { Hook } from './api.ts';
import type { DrugOrder } from '../drug.ts';
import type { Part, ReadPatient } from '../patient/read.ts';
import type { Checked } from '../rules/checked.ts';
import { allergy, daysAgo, drug, facts, KNOWLEDGE } from '../testing.ts';
import { evaluate } from './evaluate.ts';
import { discovery, SERVICES, TEMPLATES } from './discovery.ts';

const reason = { en: 'away', ko: '없음' };
const patient = (more: Partial<ReadPatient> = {}): ReadPatient => ({
  facts: facts(),
  active: [],
  drafts: [],
  allergies: [],
  vitals: undefined,
  missing: new Map(),
  ...more,
});
const check = (hook: Hook, read: ReadPatient, selections?: readonly string[]): Checked =>
  evaluate({ hook, knowledge: KNOWLEDGE, read, selections });
const lacking = (...parts: readonly Part[]): ReadPatient =>
  patient({ missing: new Map(parts.map((part) => [part, reason])) });
const unchecked = (hook: Hook, ...parts: readonly Part[]): readonly string[] =>
  check(hook, lacking(...parts)).unchecked.map((one) => one.check);

const DRAFTS: readonly DrugOrder[] = [drug('simvastatin'), drug('clarithromycin'), drug('amoxicillin')];
const THREE = patient({ drafts: DRAFTS, allergies: [allergy('penicillin g')] });

const selected = (selection: string): readonly string[] =>
  check('order-select', THREE, [`MedicationRequest/${selection}`]).alerts.map(({ rule }) => rule);

describe('a part that could not be read', () => {
  it('makes unchecked what rests on it', () => {
    expect(unchecked('order-sign', 'allergies')).toEqual(['allergy']);
    expect(unchecked('order-sign', 'medications')).toEqual(['interaction', 'duplicate', 'dose']);
    expect(unchecked('order-select', 'results')).toEqual(['dose', 'result']);
    expect(unchecked('patient-view', 'medications', 'vitals')).toEqual(['interaction', 'thrombosis', 'early-warning']);
  });

  it('is no reason to call something due or missing', () => {
    const old = facts({ birthDate: '1940-01-01', stay: { id: 'Encounter/1', since: daysAgo(3) } });
    const missing = new Map<Part, typeof reason>([
      ['immunizations', reason],
      ['medications', reason],
    ]);
    expect(check('patient-view', patient({ facts: old, missing })).alerts).toEqual([]);
  });

  it('leaves the other checks as they are', () => {
    const read = { ...lacking('medications'), drafts: [drug('amoxicillin')], allergies: [allergy('amoxicillin')] };
    expect(check('order-sign', read).alerts.map(({ rule }) => rule)).toEqual(['same-ingredient']);
  });
});

describe('hooks', () => {
  it('order-select tells what a selection is in, on either side', () => {
    expect(selected('simvastatin')).toEqual(['HP-11']);
    expect(selected('clarithromycin')).toEqual(['HP-11']);
    expect(selected('amoxicillin')).toEqual(['AX-01']);
  });

  it('order-select keeps what is unknown of the selection and of what is taken, and leaves other drafts', () => {
    const odd = patient({ drafts: [drug('herb one'), drug('herb two')], active: [drug('herb three')] });
    const found = check('order-select', odd, ['MedicationRequest/herb one']).unchecked.map(({ about }) => about);
    expect(found).toEqual(['MedicationRequest/herb one', 'MedicationRequest/herb three']);
  });

  it('patient-view finds an allergy that was recorded after the order', () => {
    const later = patient({ active: [drug('amoxicillin')], allergies: [allergy('amoxicillin')] });
    expect(check('patient-view', later).alerts.map(({ rule }) => rule)).toEqual(['same-ingredient']);
  });

  it('each have a service whose prefetch holds every part that its checks rest on', () => {
    expect(new Set(SERVICES.map(({ id }) => id)).size).toBe(SERVICES.length);
    for (const { parts } of SERVICES)
      expect(parts).toEqual(expect.arrayContaining(['patient', 'allergies', 'medications']));
    expect(JSON.stringify(discovery())).toContain(TEMPLATES.allergies);
    for (const template of Object.values(TEMPLATES)) expect(template).toContain('{{context.patientId}}');
  });
});
