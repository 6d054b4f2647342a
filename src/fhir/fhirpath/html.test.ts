import { describe, expect, it } from 'vitest';
import { isPlainHtml } from './html.ts';

const div = (inner: string): string => `<div xmlns="http://www.w3.org/1999/xhtml">${inner}</div>`;

describe('narrative that FHIR allows', () => {
  it.each([
    ['text', 'Good'],
    ['formatting', '<p><b>A</b> <i>b</i><br/>c</p>'],
    ['a table', '<table class="x"><tr><td colspan="2">1</td></tr></table>'],
    ['a link', '<a href="https://example.org/?a=1&amp;b=2">there</a>'],
    ['an image alone', "<img src='#i1' alt='a &gt; b'/>"],
    ['a comment beside text', '<!-- a <script> that is none -->text'],
    ['a self-closed element', '<p/>text'],
  ])('%s', (_, inner) => {
    expect(isPlainHtml(div(inner))).toBe(true);
  });
});

describe('narrative that FHIR does not allow', () => {
  it.each([
    ['nothing in it', div('')],
    ['only space in it', div('  \n ')],
    ['only a comment in it', div('<!-- x -->')],
    ['a script', div('<script>alert(1)</script>')],
    ['an event handler', div('<p onclick="x()">a</p>')],
    ['a script as link', div('<a href="javascript:alert(1)">a</a>')],
    ['a script as link, with a space', div('<a href=" JavaScript:alert(1)">a</a>')],
    ['a form', div('<form>a</form>')],
    ['an iframe', div('<iframe src="x">a</iframe>')],
    ['an object', div('<object>a</object>')],
    ['a style element', div('<style>a</style>')],
    ['crossed elements', div('<b><i>a</b></i>')],
    ['an open element', div('<b>a')],
    ['an element closed twice', `${div('a')}</div>`],
    ['no div', '<p>a</p>'],
    ['text outside of the div', `a${div('a')}`],
    ['two divs', div('a') + div('b')],
    ['an attribute without quotes', div('<p class=x>a</p>')],
    ['a comment without an end', div('<!-- a')],
    ['a tag without an end', '<div>a<'],
    ['a doctype', `<!DOCTYPE html>${div('a')}`],
    ['upper case', '<DIV>a</DIV>'],
  ])('%s', (_, text) => {
    expect(isPlainHtml(text)).toBe(false);
  });

  it('is told in time', () => {
    const start = performance.now();
    expect(isPlainHtml(`<div ${'a="b" '.repeat(20_000)}`)).toBe(false);
    expect(isPlainHtml('<div'.repeat(50_000))).toBe(false);
    expect(isPlainHtml(`<div>${'<!--'.repeat(50_000)}`)).toBe(false);
    expect(performance.now() - start).toBeLessThan(1000);
  });
});
