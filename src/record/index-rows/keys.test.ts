import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parameterOf, parametersOf, SEARCH_TYPES, typeNumber } from '../../fhir/index.ts';
import { hashText } from '../../kernel/index.ts';
import {
  bareKey,
  codeKey,
  codeRange,
  exactKey,
  fullKey,
  ofTypeKey,
  otherKey,
  referenceKey,
  sqlKey,
  systemKey,
  textKey,
  unitKey,
  unitNameKey,
  uriKey,
  xor,
} from './keys.ts';

const hash = fc.record({ high: fc.nat(0xff_ff_ff_ff), low: fc.nat(0xff_ff_ff_ff) });

describe('keys', () => {
  it('of different kinds never meet, whatever the values', () => {
    const kinds = [
      (text: string) => fullKey('P', '', text),
      (text: string) => bareKey('P', text),
      (text: string) => systemKey('P', text),
      (text: string) => otherKey('P', text),
      (text: string) => ofTypeKey('P', text, '', ''),
      (text: string) => textKey('P', text),
      (text: string) => exactKey('P', text),
      (text: string) => uriKey('P', text),
      (text: string) => unitKey('', text),
      (text: string) => unitNameKey(text),
    ];
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(new Set(kinds.map((key) => sqlKey(key(text)))).size).toBe(kinds.length);
      }),
    );
  });

  it('keep system and code apart', () => {
    expect(fullKey('P', 'a', 'b|c')).not.toEqual(fullKey('P', 'a|b', 'c'));
  });

  it('of parameters are all different', () => {
    const names = new Map<string, string>();
    for (const type of SEARCH_TYPES) {
      for (const { base, code, key } of parametersOf(type).values()) names.set(`${base}.${code}`, sqlKey(key));
    }
    expect(new Set(names.values()).size).toBe(names.size);
    expect(names.size).toBeGreaterThan(1300);
  });

  it('are xored as the database does it', () => {
    fc.assert(
      fc.property(hash, hash, (a, b) => {
        expect(BigInt(sqlKey(xor(a, b)))).toBe(BigInt.asIntN(64, BigInt(sqlKey(a)) ^ BigInt(sqlKey(b))));
        expect(sqlKey(xor(xor(a, b), b))).toBe(sqlKey(a));
      }),
    );
  });

  it('of references depend on the parameter', () => {
    const subject = parameterOf('Observation', 'subject');
    const performer = parameterOf('Observation', 'performer');
    if (subject === undefined || performer === undefined) throw new Error('no parameter');
    expect(referenceKey(subject, 'Patient/1')).not.toEqual(referenceKey(performer, 'Patient/1'));
    expect(sqlKey(xor(referenceKey(subject, 'Patient/1'), subject.key))).toBe(hashText('Patient/1'));
  });

  it('of codes do not meet within a type, though they have but 48 bits', () => {
    const seen = new Set<string>();
    const count = 300_000;
    for (let at = 0; at < count; at++)
      seen.add(sqlKey(codeKey(96, 'Observation.code', `${at * 7 + 100_000}-${at % 10}`)));
    expect(seen.size).toBe(count);
  });

  it('of codes lie in the range of their type', () => {
    fc.assert(
      fc.property(fc.constantFrom(...SEARCH_TYPES), fc.string(), (type, code) => {
        const number = typeNumber(type);
        const { first, last } = codeRange(number);
        const own = BigInt(sqlKey(codeKey(number, `${type}.code`, code)));
        expect(own >= BigInt(sqlKey(first)) && own <= BigInt(sqlKey(last))).toBe(true);
        expect(BigInt(sqlKey(codeRange(number + 1).first)) > BigInt(sqlKey(last))).toBe(true);
      }),
    );
  });
});
