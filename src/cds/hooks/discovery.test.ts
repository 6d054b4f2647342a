import { describe, expect, it } from 'vitest';
import { RESULT_CODES, VITAL_CODES } from '../patient/results.ts';
import { HOOKS } from './api.ts';
import { discovery, NEWEST_ONLY, SERVICES, TEMPLATES } from './discovery.ts';
import { OVERRIDE_REASONS } from './override-reasons.ts';

interface Told {
  readonly services: readonly {
    readonly id: string;
    readonly hook: string;
    readonly title: string;
    readonly description: string;
    readonly prefetch: Readonly<Record<string, string>>;
  }[];
}
const { services } = discovery() as Told;

describe('discovery', () => {
  it('tells one service for each hook, with an id that fits into an address', () => {
    expect(services.map(({ hook }) => hook).toSorted()).toEqual([...HOOKS].toSorted());
    expect(new Set(services.map(({ id }) => id)).size).toBe(services.length);
    for (const { id, title, description } of services) {
      expect(id).toMatch(/^[a-z-]+$/);
      expect(Math.min(title.length, description.length)).toBeGreaterThan(10);
    }
  });

  it('asks for the drugs that run, and the allergies, in every service: no check rests on one of them alone', () => {
    for (const { prefetch } of services)
      expect(Object.keys(prefetch)).toEqual(
        expect.arrayContaining(['patient', 'allergies', 'medications', 'conditions', 'results']),
      );
  });

  it('asks about the one patient of the call and nobody else', () => {
    for (const search of Object.values(TEMPLATES)) expect(search.match(/\{\{context\.patientId\}\}/g)).toHaveLength(1);
  });

  it('asks for the newest first wherever only the newest are read', () => {
    for (const part of NEWEST_ONLY) expect(TEMPLATES[part]).toContain('_sort=-date');
  });

  it('asks for every code that results and vital signs are read from', () => {
    const asked = (part: 'results' | 'vitals') =>
      new URLSearchParams(TEMPLATES[part].split('?')[1]).get('code')?.split(',');
    expect(asked('results')).toEqual([...RESULT_CODES]);
    expect(asked('vitals')).toEqual([...VITAL_CODES]);
  });

  it('asks for drugs with their products, so that a product without a name is known by its code', () => {
    expect(TEMPLATES.medications).toContain('_include=MedicationRequest:medication');
  });

  it('reads what it asks for: parts of the service and the prefetch are the same', () => {
    for (const { id, parts } of SERVICES)
      expect(Object.keys(services.find((one) => one.id === id)?.prefetch ?? {})).toEqual([...parts]);
  });
});

describe('reasons to go on in spite of an alert', () => {
  it('are in both languages, each once', () => {
    expect(new Set(OVERRIDE_REASONS.map(({ code }) => code)).size).toBe(OVERRIDE_REASONS.length);
    for (const { label } of OVERRIDE_REASONS)
      expect([/[a-z]/i.test(label.en), /[가-힣]/.test(label.ko)]).toEqual([true, true]);
  });
});
