import { describe, expect, it } from 'vitest';
import { checkNarrative } from './narrative.ts';

const div = (inner: string) => `<div xmlns="http://www.w3.org/1999/xhtml">${inner}</div>`;
const codeOf = (text: unknown) => checkNarrative(text)?.code ?? 'right';

describe('a narrative', () => {
  it.each([
    ['text', div('Hello')],
    ['a table', div('<table class="grid"><tbody><tr><td rowspan="2">1</td><td/></tr></tbody></table>')],
    [
      'links',
      div(
        '<a href="http://example.org" title="x">1</a><a name="here">2</a><a href="#here">3</a><a href="Patient/1">4</a>',
      ),
    ],
    ['mail and phone', div('<a href="mailto:a@example.org">m</a> <a href="tel:+82-2-123">t</a>')],
    ['an image alone', div('<img src="#pic" alt="a scan"/>')],
    ['an image inside of the text', div('<img src="data:image/png;base64,AAAA" alt="x"/>')],
    ['style', div('<p style="color: red; margin: 0 1em">x</p>')],
    ['entities', div('1 &lt; 2 &amp;&#160;&quot;&#x41;')],
    ['a comment', div('<!-- hidden --><b>x</b>')],
    ['surrounding white space', `\n ${div('x')} \n`],
    ['languages', div('<span lang="ko" xml:lang="ko">안녕</span>')],
  ])('may hold %s', (_, text) => {
    expect(checkNarrative(text)).toBeUndefined();
  });

  it.each([
    ['a script', '<script>alert(1)</script>'],
    ['a frame', '<iframe src="http://example.org"></iframe>'],
    ['an object', '<object data="x"/>'],
    ['a form', '<form action="x"><input/></form>'],
    ['a style sheet', '<style>p{}</style>'],
    ['a link to a style sheet', '<link rel="stylesheet" href="x"/>'],
    ['an svg', '<svg><script/></svg>'],
    ['an event', '<p onclick="x()">x</p>'],
    ['an event in capitals', '<p ONCLICK="x()">x</p>'],
    ['a javascript link', '<a href="javascript:alert(1)">x</a>'],
    ['a javascript link in entities', '<a href="&#106;ava&#x73;cript&colon;alert(1)">x</a>'],
    ['a javascript link with a tab', '<a href="java\tscript:alert(1)">x</a>'],
    ['a javascript link after a control character', '<a href="&#1;javascript:alert(1)">x</a>'],
    ['another namespace', '<p xmlns="http://www.w3.org/2000/svg">x</p>'],
    ['vbscript', '<a href="vbscript:x">x</a>'],
    ['a data link', '<a href="data:text/html;base64,AAAA">x</a>'],
    ['an svg image inside of the text', '<img src="data:image/svg+xml;base64,AAAA"/>'],
    ['a style that loads', '<p style="background: url(http://example.org/x)">x</p>'],
    ['a style that loads, written with escapes', String.raw`<p style="background: u\72l(x)">x</p>`],
  ])('may not hold %s', (_, inner) => {
    expect(codeOf(div(`x${inner}`))).toBe('narrative-active');
  });

  it.each([
    ['no div', 'plain text'],
    ['another root', '<p xmlns="http://www.w3.org/1999/xhtml">x</p>'],
    ['no namespace', '<div>x</div>'],
    ['two roots', div('x') + div('y')],
    ['text after the div', `${div('x')}y`],
    ['text before the div', `y${div('x')}`],
    ['an open element', div('<b>x')],
    ['crossing elements', div('<b><i>x</b></i>')],
    ['a bare <', div('1 < 2')],
    ['a bare &', div('Kim & Lee')],
    ['a character of HTML', div('Maru&nbsp;&reg;')],
    ['a < in an attribute', div('<a title="<">x</a>')],
    ['a declaration', `<!DOCTYPE html>${div('x')}`],
    ['an entity declaration', `<!DOCTYPE d [<!ENTITY a "b">]>${div('&a;')}`],
    ['a comment that HTML ends earlier', div('<!--> <img src="x" onerror="x()"/> -->x')],
    ['CDATA, which HTML does not know', div('<![CDATA[ > <img src="x" onerror="x()"> ]]>x')],
    ['an unknown attribute', div('<p colour="red">x</p>')],
    ['nothing to read', div(' <p> </p> ')],
    ['an empty div', '<div xmlns="http://www.w3.org/1999/xhtml"/>'],
    ['an unclosed div', '<div xmlns="http://www.w3.org/1999/xhtml">x'],
  ])('may not be %s', (_, text) => {
    expect(codeOf(text)).toBe('narrative');
  });

  it('must be a text of at most a megabyte', () => {
    expect(codeOf(1)).toBe('wrong-type');
    expect(codeOf(div('x'.repeat(1024 * 1024)))).toBe('too-long');
    expect(codeOf(div('\0'))).toBe('narrative');
  });

  it('is read quickly, whatever it holds', () => {
    const start = performance.now();
    for (const part of ['<b>', '&', '<a title="', '<p ', '</b>', '<!--', '<br/>', '<b></b>', '&amp;'])
      checkNarrative(div(part.repeat(Math.floor(900_000 / part.length))));
    expect(performance.now() - start).toBeLessThan(20_000);
  });

  it('says which attribute was meant', () => {
    expect(checkNarrative(div('<p clas="x">x</p>'))?.message).toContain('Did you mean class?');
  });
});
