import { describe, expect, it } from 'vitest';
import { OutcomeError } from '../../kernel/index.ts';
import {
  readAccept,
  readAcknowledge,
  readAmend,
  readFactsQuery,
  readGive,
  readIdQuery,
  readInboxQuery,
  readPrepare,
  readRetract,
  readSave,
  readSign,
  readStart,
} from './body.ts';
import { isQuotable } from './fact.ts';
import { PULLS } from './pull-names.ts';
import { templateOf, TEMPLATES } from './templates.ts';

function fault(work: () => unknown): string {
  try {
    work();
    return '';
  } catch (error) {
    return error instanceof OutcomeError ? `${error.code}: ${error.message}` : String(error);
  }
}

type Reader = (text: string) => unknown;
const read = (reader: Reader, body: object): string => fault(() => reader(JSON.stringify(body)));

const NOTE = { id: 'n1', version: '2' };
const PLAN = { key: 'plan', text: '항생제', quotes: [] };
const many = <One>(count: number, one: One): One[] => Array.from({ length: count }, () => one);

describe('the bounds of what is told of documents', () => {
  it.each<[string, Reader, object]>([
    ['a note about problems', readStart, { patient: 'anna', template: 'progress', problems: ['p1'], language: 'en' }],
    [
      'a section about a problem',
      readSave,
      { ...NOTE, sections: [{ ...PLAN, problem: 'Condition/p1' }], severity: 'watcher' },
    ],
    ['a draft of nothing', readSave, { ...NOTE, sections: [] }],
    [
      'as many characters as a section holds',
      readSave,
      { ...NOTE, sections: [{ ...PLAN, text: '가'.repeat(20_000) }] },
    ],
    [
      'ten sources of one range',
      readSave,
      { ...NOTE, sections: [{ ...PLAN, quotes: [{ kind: 'range', of: many(10, 'Observation/x') }] }] },
    ],
    ['a signature', readSign, NOTE],
    ['a signature that asks for another', readSign, { ...NOTE, supervisor: 'park' }],
    ['a reason of three letters', readRetract, { ...NOTE, reason: '오타임' }],
    ['a ward that is handed over', readGive, { notes: many(60, NOTE) }],
    ['what was read back', readAccept, { notes: [{ ...NOTE, readBack: '산소 2 L, 6시 K 재검' }] }],
    ['whose handover is prepared', readPrepare, { patients: ['anna'] }],
    ['a result that was seen', readAcknowledge, { reports: ['r1'] }],
    [
      'a result with something to do',
      readAcknowledge,
      { reports: ['r1'], task: { what: 'K 재검', role: 'nurse', hours: 0.5 } },
    ],
  ])('hold %s', (_name, reader, body) => {
    expect(read(reader, body)).toBe('');
  });

  it.each<[string, Reader, object, string]>([
    ['no patient', readStart, { template: 'progress' }, 'patient'],
    ['a third language', readStart, { patient: 'anna', template: 'progress', language: 'ja' }, 'language'],
    [
      'more problems than a note is about',
      readStart,
      { patient: 'anna', template: 'progress', problems: many(21, 'p') },
      'problems',
    ],
    ['a version that was not shown', readSign, { id: 'n1', version: 'latest' }, 'version'],
    ['a signature with a time of its own', readSign, { ...NOTE, time: '2020-01-01T00:00:00Z' }, 'time'],
    ['a signature for somebody else', readSign, { ...NOTE, author: 'park' }, 'author'],
    ['a problem that is none', readSave, { ...NOTE, sections: [{ ...PLAN, problem: 'Patient/anna' }] }, 'problem'],
    ['a section without quotes told', readSave, { ...NOTE, sections: [{ key: 'plan', text: 'x' }] }, 'quotes'],
    ['a quote of nothing', readSave, { ...NOTE, sections: [{ ...PLAN, quotes: [{ kind: 'value', of: [] }] }] }, 'of'],
    [
      'a quote of eleven values',
      readSave,
      { ...NOTE, sections: [{ ...PLAN, quotes: [{ kind: 'range', of: many(11, 'Observation/x') }] }] },
      'of',
    ],
    [
      'a quote by address',
      readSave,
      { ...NOTE, sections: [{ ...PLAN, quotes: [{ kind: 'value', of: ['https://x/Observation/1'] }] }] },
      'Type/id',
    ],
    [
      'a quote of a kind that cannot be quoted',
      readSave,
      { ...NOTE, sections: [{ ...PLAN, quotes: [{ kind: 'value', of: ['Provenance/x'] }] }] },
      'quoted',
    ],
    ['a severity of another scale', readSave, { ...NOTE, sections: [], severity: 'critical' }, 'severity'],
    ['a reason too short to be one', readAmend, { ...NOTE, reason: ' x ' }, 'say why'],
    ['a reason without end', readRetract, { ...NOTE, reason: '가'.repeat(501) }, 'reason'],
    ['nothing handed over', readGive, { notes: [] }, 'notes'],
    ['nothing read back', readAccept, { notes: [NOTE] }, 'readBack'],
    ['a handover of nobody', readPrepare, { patients: [] }, 'patients'],
    ['no result', readAcknowledge, { reports: [] }, 'reports'],
    ['a task for now', readAcknowledge, { reports: ['r'], task: { what: 'K 재검', role: 'nurse', hours: 0 } }, 'hours'],
    [
      'a task for next month',
      readAcknowledge,
      { reports: ['r'], task: { what: 'K 재검', role: 'nurse', hours: 337 } },
      'hours',
    ],
    ['a task without words', readAcknowledge, { reports: ['r'], task: { what: ' ', role: 'nurse', hours: 1 } }, 'what'],
  ])('refuse %s, and say which part', (_name, reader, body, says) => {
    expect(read(reader, body)).toMatch(/^care\.body-invalid: /);
    expect(read(reader, body)).toContain(says);
  });

  it('of questions are the same', () => {
    expect(readIdQuery('id=n1', 'id')).toBe('n1');
    expect(readInboxQuery('ward=ward-61&language=en')).toEqual({ ward: 'ward-61', language: 'en' });
    expect(readFactsQuery(`patient=anna&names=${PULLS.join(',')}`).names).toEqual([...PULLS]);
    expect(fault(() => readFactsQuery('patient=anna'))).toContain('names');
    expect(fault(() => readFactsQuery('patient=anna&names='))).toContain('names');
    expect(fault(() => readInboxQuery('ward=ward 61'))).toContain('ward');
    expect(fault(() => readInboxQuery('patient=anna'))).toContain('patient');
  });

  it('quotes are of what is on record about a patient, never of people, signatures or code', () => {
    for (const type of ['Observation', 'MedicationRequest', 'AllergyIntolerance', 'Composition', 'Task'])
      expect(isQuotable(type)).toBe(true);
    for (const type of ['Patient', 'Practitioner', 'Provenance', 'constructor', 'toString', '__proto__', ''])
      expect(isQuotable(type)).toBe(false);
  });
});

describe('templates', () => {
  it('pull in at the start only what can be taken again later: by its name, or as part of what is offered', () => {
    for (const { id, sections } of TEMPLATES)
      for (const { key, pull, prefill } of sections) {
        const has = (...names: readonly (typeof pull)[number][]) => names.every((name) => pull.includes(name));
        const parts = [...(has('results') ? ['abnormal'] : []), ...(has('results', 'procedures') ? ['events'] : [])];
        const again = new Set<string>([...pull, ...parts]);
        expect([id, key, prefill.filter((name) => !again.has(name))]).toEqual([id, key, []]);
      }
  });

  it('of a ward are each somebody’s to write', () => {
    expect(templateOf('nursing').roles).toContain('nurse');
    expect(templateOf('handover').roles).toEqual(expect.arrayContaining(['physician', 'nurse']));
    for (const id of ['admission', 'operation', 'discharge']) expect(templateOf(id).roles).not.toContain('nurse');
  });

  it('of the handover ask for all of I-PASS', () => {
    expect(templateOf('handover').sections.length).toBeGreaterThanOrEqual(3);
    expect(templateOf('handover').sections.some(({ compose }) => compose === 'contingency')).toBe(true);
    expect(templateOf('discharge').sections.some(({ compose }) => compose === 'instructions')).toBe(true);
  });

  it('that are not there are answered with those that are', () => {
    expect(fault(() => templateOf('poem'))).toMatch(/care\.template-unknown.*progress/);
    expect(fault(() => templateOf('constructor'))).toContain('care.template-unknown');
  });
});
