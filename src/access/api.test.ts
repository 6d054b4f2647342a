import { describe, expect, it } from 'vitest';
import { breakGlassBody, consentBody, launchBody, passwordBody, readBody, signInBody } from './api.ts';

const read = (shape: Parameters<typeof readBody>[0], body: unknown): unknown => readBody(shape, JSON.stringify(body));
const refused = { code: 'access.body-invalid', status: 400 };

describe('bodies of the JSON endpoints', () => {
  it('sign-in: login and password, or a demo person, never both', () => {
    expect(read(signInBody, { login: 'kim', password: 'x' })).toEqual({ login: 'kim', password: 'x' });
    expect(read(signInBody, { demo: 'demo-nurse' })).toEqual({ demo: 'demo-nurse' });
    for (const body of [
      {},
      { login: 'kim' },
      { password: 'x' },
      { login: '', password: 'x' },
      { demo: '' },
      { demo: 1 },
    ])
      expect(() => read(signInBody, body), JSON.stringify(body)).toThrow(expect.objectContaining(refused) as Error);
    expect(() => read(signInBody, { demo: 'a', login: 'b', password: 'c' })).toThrow(
      expect.objectContaining(refused) as Error,
    );
  });

  it('consent: nothing needs to be said', () => {
    expect(readBody(consentBody, '')).toEqual({});
    expect(read(consentBody, { scopes: ['openid'], patient: 'Patient/p-1' })).toEqual({
      scopes: ['openid'],
      patient: 'p-1',
    });
    for (const body of [
      { scopes: 'openid' },
      { scopes: [1] },
      { patient: 'a/b' },
      { scopes: Array(201).fill('x') },
      { all: true },
    ])
      expect(() => read(consentBody, body)).toThrow(expect.objectContaining(refused) as Error);
  });

  it.each(['p-1', 'Patient/p-1'])('a patient is an id or a reference: %s', (patient) => {
    expect(read(launchBody, { patient })).toEqual({ patient: 'p-1' });
  });

  it.each([
    '',
    'a b',
    'Practitioner/1',
    'Patient/',
    '../x',
    'Patient/Patient/1',
    "1' or true",
    'x'.repeat(65),
    5,
    null,
  ])('a patient is not %j', (patient) => {
    expect(() => read(launchBody, { patient })).toThrow(expect.objectContaining(refused) as Error);
  });

  it('break-glass: a reason in words, its edges cut off', () => {
    expect(read(breakGlassBody, { patient: 'p', reason: '  응급실 의식 저하 환자  ' })).toEqual({
      patient: 'p',
      reason: '응급실 의식 저하 환자',
    });
    for (const reason of ['', 'short', ' '.repeat(30), `a${' '.repeat(30)}`, 'x'.repeat(501)])
      expect(() => read(breakGlassBody, { patient: 'p', reason })).toThrow(expect.objectContaining(refused) as Error);
  });

  it('password: both, nothing else', () => {
    expect(read(passwordBody, { old: 'a', new: 'b' })).toEqual({ old: 'a', new: 'b' });
    expect(() => read(passwordBody, { old: 'a' })).toThrow(/new/);
    expect(() => read(passwordBody, { old: 'a', new: 'b', login: 'other' })).toThrow(/login/);
  });

  it('what is no JSON is said to be none, and no value of it is repeated', () => {
    for (const text of ['{', '{"old":"my secret"', '\u0000', '{"a":1,}', 'undefined']) {
      expect(() => readBody(passwordBody, text)).toThrow();
      try {
        readBody(passwordBody, text);
      } catch (error) {
        expect(String(error)).not.toContain('my secret');
      }
    }
  });
});
