import { describe, expect, it } from 'vitest';
import { report } from '../../fhir/testing.ts';
import { attachmentText } from './attachment.ts';
import { documentList } from './document-list.ts';

describe('documents', () => {
  it('of all kinds are one list, newest first; without a date last', () => {
    const list = documentList(
      [report({ id: 'r', effectiveDateTime: '2024-02-01' }), report({ id: 'undated' })],
      [
        {
          resourceType: 'DocumentReference',
          id: 'd',
          status: 'current',
          description: '퇴원요약',
          date: '2024-03-01T00:00:00Z',
          content: [{ attachment: {} }],
        },
      ],
      [
        {
          resourceType: 'Composition',
          id: 'c',
          status: 'final',
          type: {},
          date: '2024-01-01',
          author: [{ display: 'Kim' }],
          title: 'Summary',
        },
      ],
    );
    expect(list.map(({ reference }) => reference)).toEqual([
      'DocumentReference/d',
      'DiagnosticReport/r',
      'Composition/c',
      'DiagnosticReport/undated',
    ]);
    expect(list[0]?.title).toBe('퇴원요약');
  });

  it('the text of an attachment is read as UTF-8; anything else is not text', () => {
    const data = Buffer.from('경과: 호전').toString('base64');
    expect(attachmentText({ contentType: 'text/plain; charset=utf-8', data })).toBe('경과: 호전');
    expect(attachmentText({ contentType: 'application/pdf', data })).toBeUndefined();
    expect(attachmentText({ contentType: 'text/plain' })).toBeUndefined();
    expect(attachmentText({ contentType: 'text/html', data })).toBeUndefined();
  });
});
