import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OutcomeError } from '../../kernel/index.ts';
import { MAX_LENGTH, tokensOf } from './lexer.ts';

const shown = (text: string) =>
  tokensOf(text).map(({ kind, text: own }) => (kind === 'end' ? 'end' : `${kind} ${own}`));

function refused(text: string): OutcomeError {
  try {
    tokensOf(text);
  } catch (error) {
    if (error instanceof OutcomeError) return error;
    throw error;
  }
  throw new Error(`${text} was accepted`);
}

describe('tokens', () => {
  it.each<[string, readonly string[]]>([
    ['', []],
    ['  \t\n ', []],
    ['name.given', ['name name', 'symbol .', 'name given']],
    ['a<=b', ['name a', 'symbol <=', 'name b']],
    ['a<b>=c', ['name a', 'symbol <', 'name b', 'symbol >=', 'name c']],
    ['a!=b !~ c~d', ['name a', 'symbol !=', 'name b', 'symbol !~', 'name c', 'symbol ~', 'name d']],
    ['1.5', ['number 1.5']],
    ['1.first()', ['number 1', 'symbol .', 'name first', 'symbol (', 'symbol )']],
    ['1.5.abs()', ['number 1.5', 'symbol .', 'name abs', 'symbol (', 'symbol )']],
    ['@2026', ['date 2026']],
    ['@2026-11-24', ['date 2026-11-24']],
    ['@2026T', ['dateTime 2026T']],
    ['@2026-11-24T05:00:00.123+09:00', ['dateTime 2026-11-24T05:00:00.123+09:00']],
    ['@2026-11-24-1', ['date 2026-11-24', 'symbol -', 'number 1']],
    ['@T05:30', ['time 05:30']],
    ['@T05:30Z', ['time 05:30', 'name Z']],
    ['%ucum', ['symbol %', 'name ucum']],
    ['%`vs-x`', ['symbol %', 'delimited vs-x']],
    ['%"vs-x"', ['symbol %', 'delimited vs-x']],
    ['$this.x', ['variable $this', 'symbol .', 'name x']],
    ["'it\\'s'", ["string it's"]],
    ["'\\u0041\\t\\/\\\\'", ['string A\t/\\']],
    ["'a // no comment'", ['string a // no comment']],
    ['a // comment\n+ b', ['name a', 'symbol +', 'name b']],
    ['a /* over\nlines */ + /**/ b', ['name a', 'symbol +', 'name b']],
    ['a / b', ['name a', 'symbol /', 'name b']],
    ['`div`', ['delimited div']],
    ['`a\\`b`', ['delimited a`b']],
    ["4 days '환자'", ['number 4', 'name days', 'string 환자']],
  ])('of %j', (text, expected) => {
    expect(shown(text)).toEqual([...expected, 'end']);
  });

  it('say where they stand', () => {
    expect(tokensOf(' ab  + c').map(({ at }) => at)).toEqual([1, 5, 7, 8]);
  });

  it.each([
    ["'open", 1],
    ['`open', 1],
    ['a ? b', 3],
    ['a; b', 2],
    ['$that', 1],
    ['$thisx', 1],
    ['a /* open', 3],
    ['@', 1],
    ['@26', 1],
    ["'\\u00g1'", 1],
    ['환자', 1],
    ['a \u0000', 3],
  ])('are not found in %j', (text, position) => {
    const error = refused(text);
    expect([error.code, error.status]).toEqual(['fhirpath.syntax', 400]);
    expect(error.message).toContain(`at position ${position}.`);
  });

  it('end where nobody writes any more', () => {
    expect(tokensOf(' '.repeat(MAX_LENGTH))).toHaveLength(1);
    expect(refused(' '.repeat(MAX_LENGTH + 1)).code).toBe('fhirpath.too-long');
  });

  it('give any string literal back', () => {
    const escaped = (text: string) =>
      text.replaceAll(/[\\'"`\n\r\t\f/]|[\u0080-\uffff]/g, (char) => {
        const plain: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\f': '\\f' };
        return (
          plain[char] ?? (char < '\u0080' ? `\\${char}` : `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
        );
      });
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(tokensOf(`'${escaped(text)}'`)[0]).toMatchObject({ kind: 'string', text });
        expect(tokensOf(`'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`)[0]).toMatchObject({ text });
      }),
    );
  });

  it('are the same with white space and comments between them', () => {
    const token = fc.constantFrom('name', '1', '1.50', "'s'", '@2026', '@T10:00', '+', '<=', '(', '`x`', '$this', '%');
    const gap = fc.constantFrom(' ', '\n', '\t', ' /* x */ ', ' // y\n', ' /***/ ');
    fc.assert(
      fc.property(fc.array(fc.tuple(token, gap), { maxLength: 20 }), (parts) => {
        const plain = parts.map(([one]) => one).join(' ');
        expect(shown(parts.flat().join(''))).toEqual(shown(plain));
      }),
    );
  });
});
