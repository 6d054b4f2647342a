import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { markupQuoted, markupTags, markupText } from './markup.ts';

const read = (text: string) => [...markupTags(text)];
const faultOf = (text: string) => read(text).flatMap((tag) => ('fault' in tag ? tag.fault : []))[0];

describe('markupTags', () => {
  it('gives tags with their attributes and places', () => {
    const text = `<div><a href="x" title='y>z'>1</a><br/><!-- b --></div>`;
    const tags = read(text);
    expect(tags.map((tag) => ('name' in tag ? [tag.name, tag.closes, tag.empty] : tag))).toEqual([
      ['div', false, false],
      ['a', false, false],
      ['a', true, false],
      ['br', false, true],
      ['div', true, false],
    ]);
    const link = tags[1];
    if (link === undefined || 'fault' in link) throw new Error('no link');
    const [href] = link.attributes;
    expect(text.slice(href?.start, href?.end)).toBe('x');
    expect(link.attributes[1]?.value).toBe('y>z');
  });

  it.each([
    ['<div', 'a tag is not closed'],
    ['<a href=x>', 'attribute href needs a value in quotes'],
    ['<a href="x>', 'the value of href is never closed'],
    ['<a x="1" x="2">', 'attribute x is written twice'],
    ['1 < 2', 'a < that starts no tag must be written &lt;'],
    ['<!DOCTYPE html>', 'declarations, CDATA and processing instructions are not allowed'],
    ['<?php ?>', 'declarations, CDATA and processing instructions are not allowed'],
    ['<![CDATA[ > <img onerror="x"> ]]>', 'declarations, CDATA and processing instructions are not allowed'],
    ['<!--> <img onerror="x"> -->', 'a comment must not hold < or >'],
    [`<p ${Array.from({ length: 51 }, (_, at) => `a${at}=""`).join(' ')}>`, 'a tag has too many attributes'],
    ['<!-- x', '<!-- is never closed'],
  ])('refuses %s', (text, fault) => {
    expect(faultOf(text)).toBe(fault);
  });

  it('ends on any text, and quickly on text made to be slow', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('<', '>', '/', 'a', '"', "'", '=', ' ', '!', '-', '&') }),
        (text) => {
          expect(read(text).length).toBeLessThanOrEqual(text.length);
        },
      ),
    );
    const start = performance.now();
    read('<a '.repeat(300_000));
    read(`<${'a="" '.repeat(2)}${' '.repeat(1_000_000)}`);
    read('<a href="'.repeat(100_000));
    read(`<p ${Array.from({ length: 100_000 }, (_, at) => `a${at}=""`).join(' ')}>`);
    expect(performance.now() - start).toBeLessThan(20_000);
  });
});

describe('attribute text', () => {
  it('is read as a browser reads it', () => {
    expect(markupText('java&#115;cript&colon;x&#x41;&amp;&lt;')).toBe('javascript:xA&<');
    expect(markupText('&nbsp;&#x110000;')).toBe('&nbsp;&#x110000;');
  });

  it('comes back as it was after quoting', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(markupText(markupQuoted(text))).toBe(text);
      }),
    );
  });
});
