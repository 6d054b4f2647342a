import { describe, expect, it } from 'vitest';
import {
  readAccept,
  readAcknowledge,
  readAmend,
  readFactsQuery,
  readGive,
  readIdQuery,
  readInboxQuery,
  readSave,
  readStart,
} from './body.ts';

describe('what clients tell of documents', () => {
  it('is taken with its usual values', () => {
    expect(readStart('{"patient":"anna","template":"progress"}')).toEqual({
      patient: 'anna',
      template: 'progress',
      language: 'ko',
      problems: [],
      prefill: true,
    });
    expect(readFactsQuery('patient=anna&names=vitals,results')).toMatchObject({ names: ['vitals', 'results'] });
    expect(readInboxQuery('')).toEqual({ language: 'ko' });
  });

  it.each<[string, () => unknown]>([
    ['an unknown member', () => readStart('{"patient":"a","template":"progress","status":"final"}')],
    [
      'a quote with words of its own',
      () =>
        readSave(
          '{"id":"a","version":"1","sections":[{"key":"plan","text":"","quotes":[{"kind":"value","of":["Observation/x"],"text":"4.0"}]}]}',
        ),
    ],
    [
      'a quote of a person',
      () =>
        readSave(
          '{"id":"a","version":"1","sections":[{"key":"plan","text":"","quotes":[{"kind":"value","of":["Practitioner/x"]}]}]}',
        ),
    ],
    [
      'a section that is too long',
      () =>
        readSave(
          JSON.stringify({ id: 'a', version: '1', sections: [{ key: 'plan', text: 'x'.repeat(20_001), quotes: [] }] }),
        ),
    ],
    ['an amendment without a reason', () => readAmend('{"id":"a","version":"1","reason":"  "}')],
    ['a read-back of nothing', () => readAccept('{"notes":[{"id":"a","version":"1","readBack":" "}]}')],
    [
      'more handovers than a ward has',
      () => readGive(JSON.stringify({ notes: Array.from({ length: 61 }, () => ({ id: 'a', version: '1' })) })),
    ],
    [
      'a task that nobody can do',
      () => readAcknowledge('{"reports":["a"],"task":{"what":"x","role":"researcher","hours":1}}'),
    ],
    ['an unknown name of a fact', () => readFactsQuery('patient=anna&names=secrets')],
    ['an id that is none', () => readIdQuery('id=../x', 'id')],
    ['no id', () => readIdQuery('', 'id')],
    ['broken text', () => readStart('{')],
  ])('is refused with %s', (_name, read) => {
    expect(read).toThrow(expect.objectContaining({ status: 400 }) as Error);
  });
});
