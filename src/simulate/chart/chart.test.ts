import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ResourceOfType } from '../../fhir/index.ts';
import { rosterOf } from '../hospital/staff.ts';
import { Random } from '../random.ts';
import { lifeOf } from '../testing.ts';
import { Chart } from './chart.ts';
import { illnessConcept } from './condition.ts';

const { person } = lifeOf({ age: 50 });
const roster = rosterOf(new Random('chart test'));
const open = (): Chart => new Chart(person, roster);

const task = (id: string): ResourceOfType['Task'] => ({
  resourceType: 'Task',
  id,
  status: 'requested',
  intent: 'order',
});
const coverage = (id: string): ResourceOfType['Coverage'] => ({
  resourceType: 'Coverage',
  id,
  status: 'active',
  beneficiary: { reference: `Patient/${person.id}` },
  payor: [{ reference: 'Organization/nhis' }],
});

describe('a chart that is being written', () => {
  it('counts ids by kind, under the patient', () => {
    const chart = open();
    expect(chart.nextId('Task')).toBe(`${person.id}-tsk1`);
    chart.add(task(chart.nextId('Task')));
    expect([chart.nextId('Task'), chart.nextId('Coverage')]).toEqual([`${person.id}-tsk2`, `${person.id}-cov1`]);
    expect([chart.count('Task'), chart.count('Coverage')]).toEqual([1, 0]);
  });

  it('gives those first that others refer to, each kind in the order in which it was written', () => {
    const chart = open();
    for (const id of ['t1', 't2']) chart.add(task(id));
    chart.add(coverage('c1'));
    expect([...chart.resources()].map(({ id }) => id)).toEqual(['c1', 't1', 't2']);
  });

  it('names the patient where a list shows a resource without them', () => {
    expect(open().namedSubject).toEqual({
      reference: `Patient/${person.id}`,
      display: person.name.family + person.name.given,
    });
  });
});

describe('the latest known value', () => {
  const reports = fc.array(fc.record({ at: fc.integer({ min: 0, max: 50 }), value: fc.integer({ min: 0, max: 9 }) }), {
    maxLength: 12,
  });

  it('is the newest that was known by then, whatever the order in which they were told; never one of the future', () => {
    fc.assert(
      fc.property(reports, fc.integer({ min: 0, max: 50 }), (told, now) => {
        const chart = open();
        for (const { at, value } of told) chart.report('e-1', 'k', at, value);
        const known = told.filter(({ at }) => at <= now).toSorted((one, other) => one.at - other.at);
        expect(chart.latest('e-1', 'k', now)).toBe(known.at(-1)?.value);
      }),
    );
  });

  it('of another stay or another test is not this one’s', () => {
    const chart = open();
    chart.report('e-1', 'k', 10, 4.2);
    expect(chart.latest('e-2', 'k', 20)).toBeUndefined();
    expect(chart.latest('e-1', 'na', 20)).toBeUndefined();
    expect(chart.latest('e-1', 'k', 20)).toBe(4.2);
  });
});

describe('an illness', () => {
  it('is coded in Korean and, where there is a code, for the world', () => {
    const known = illnessConcept({ kcd: 'I10', ko: '본태성 고혈압', snomed: '59621000', en: 'Essential hypertension' });
    expect(known.text).toBe('본태성 고혈압');
    expect(known.coding?.map(({ code }) => code)).toEqual(['I10', '59621000']);
    const only = illnessConcept({ kcd: 'U23', ko: '한국에만 있는 병', snomed: '', en: 'Something' });
    expect(only.coding?.map(({ code }) => code)).toEqual(['U23']);
  });
});
