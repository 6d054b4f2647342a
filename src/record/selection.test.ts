import { describe, expect, it } from 'vitest';
import { readSelection, selectedText, selectionOf } from './selection.ts';

const text =
  '{"resourceType":"Patient","id":"1","meta":{"versionId":"1"},"gender":"female","birthDate":"1980-01-01","contact":[{"gender":"male"}]}';

describe('which parts are sent', () => {
  it('are all, as stored, where nothing is asked for', () => {
    expect(selectedText(text, undefined, readSelection(''))).toBe(text);
    expect(selectedText(text, undefined, readSelection('_summary=false'))).toBe(text);
  });

  it('are the elements that were named, with what must always be there', () => {
    for (const query of ['_elements=gender', '_elements=Patient.gender', '_elements= gender ,']) {
      const sent = JSON.parse(selectedText(text, undefined, readSelection(query))) as Record<string, unknown>;
      expect(sent).toMatchObject({ resourceType: 'Patient', id: '1', gender: 'female' });
      expect(sent['birthDate']).toBeUndefined();
    }
  });

  it('are the summary, which leaves out what is not in it', () => {
    const sent = JSON.parse(selectedText(text, undefined, readSelection('_summary=true'))) as Record<string, unknown>;
    expect(sent['gender']).toBe('female');
    expect(sent['contact']).toBeUndefined();
    expect(JSON.stringify(sent['meta'])).toContain('SUBSETTED');
  });

  it('are refused where they are unknown', () => {
    expect(() => selectionOf('everything', undefined)).toThrow('everything');
    expect(() => readSelection('_summary=count')).toThrow('count');
    expect(() => readSelection('shoe=1')).toThrow('shoe');
  });
});
