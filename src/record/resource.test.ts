import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJson, writeJson, type EpochMs } from '../kernel/index.ts';
import { isSameContent, stamped, tailOf, versionText, type AnyResource, type Stamp } from './resource.ts';

const stamp: Stamp = { type: 'Basic', fid: 'a.b-1', ver: 3, ts: 1_790_000_000_123 as EpochMs };
const parsed = (text: string): AnyResource => parseJson(text) as AnyResource;

describe('the stored text of a resource', () => {
  it('has id and version in front, and everything else as it was written', () => {
    const resource = parsed('{"meta":{"tag":[],"versionId":"9"},"x":1.50,"id":"old","resourceType":"Basic","y":[1E2]}');
    expect(versionText(stamp, tailOf(resource))).toBe(
      '{"resourceType":"Basic","id":"a.b-1","meta":{"versionId":"3","lastUpdated":"2026-09-21T14:13:20.123Z","tag":[]},"x":1.50,"y":[1E2]}',
    );
  });

  it('is JSON also where nothing else is there', () => {
    for (const text of [
      '{"resourceType":"Basic"}',
      '{"resourceType":"Basic","meta":{}}',
      '{"resourceType":"Basic","a":{}}',
    ]) {
      expect(() => JSON.parse(versionText(stamp, tailOf(parsed(text))))).not.toThrow();
    }
  });

  const json = fc.dictionary(
    fc.string({ minLength: 1 }).filter((name) => !['resourceType', 'id', 'meta', '__proto__'].includes(name)),
    fc.jsonValue(),
  );

  it('gives back what was written, whatever it was', () => {
    fc.assert(
      fc.property(json, json, (members, meta) => {
        const { versionId: _v, lastUpdated: _l, ...rest } = meta as Record<string, unknown>;
        const resource = parsed(JSON.stringify({ resourceType: 'Basic', id: 'x', meta: rest, ...members }));
        const read = parsed(versionText(stamp, tailOf(resource)));
        expect(read).toEqual(stamped(resource, stamp));
      }),
    );
  });

  const decimal = fc
    .tuple(
      fc.boolean(),
      fc.stringMatching(/^(?:0|[1-9]\d{0,17})$/),
      fc.stringMatching(/^\d{0,17}$/),
      fc.constantFrom('', 'e5', 'E-7'),
    )
    .map(
      ([negative, whole, fraction, power]) =>
        `${negative ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}${power}`,
    );

  it('keeps every digit of every decimal', () => {
    fc.assert(
      fc.property(fc.array(decimal, { minLength: 1, maxLength: 5 }), (numbers) => {
        const resource = parsed(`{"resourceType":"Basic","v":[${numbers.join(',')}]}`);
        const text = versionText(stamp, tailOf(resource));
        expect(text.endsWith(`,"v":[${numbers.join(',')}]}`)).toBe(true);
      }),
    );
  });

  it('tells the same content from another one, whichever version it is', () => {
    const tail = tailOf(parsed('{"resourceType":"Basic","x":1}'));
    const stored = versionText(stamp, tail);
    expect(isSameContent(stored, stamp, tail)).toBe(true);
    expect(isSameContent(stored, stamp, tailOf(parsed('{"resourceType":"Basic","x":1.0}')))).toBe(false);
    expect(isSameContent(stored, stamp, tailOf(parsed('{"resourceType":"Basic"}')))).toBe(false);
    const longer = tailOf(parsed('{"resourceType":"Basic","meta":{"tag":[{"code":"a"}]},"x":1}'));
    expect(isSameContent(versionText(stamp, longer), stamp, tail)).toBe(false);
  });

  it('is not shared with the object that was given', () => {
    const resource = parsed('{"resourceType":"Basic","meta":{"tag":[]}}');
    stamped(resource, stamp);
    expect(writeJson(resource)).toBe('{"resourceType":"Basic","meta":{"tag":[]}}');
  });
});
