import { describe, expect, it } from 'vitest';
import { FhirFailure } from '../fhir/client.ts';
import { html, words, type Shown } from '../ui/testing.tsx';
import { AnswerError } from './AnswerError.tsx';
import type { DemoPerson, Interaction } from './api.ts';
import { SignInPage } from './SignInPage.tsx';

const UID = 'interaction-1';

function interaction(more: Partial<Interaction> = {}): Interaction {
  return {
    uid: UID,
    prompt: 'login',
    client: { id: 'maru-web', name: 'Maru', firstParty: true },
    demo: false,
    ...more,
  };
}

const PEOPLE: readonly DemoPerson[] = [
  { id: 'demo-physician', login: 'physician', name: { ko: '김서연', en: 'Kim Seo-yeon' }, role: 'physician' },
  { id: 'demo-nurse-2', login: 'nurse-2', name: { ko: '문소희', en: 'Moon So-hui' }, role: 'nurse' },
];

function page(asked: Interaction | undefined, more: Shown = {}): string {
  const data = asked === undefined ? [] : ([[['interaction', UID], asked]] as const);
  return words(<SignInPage uid={UID} />, { ...more, data: [...data, [['demo-people'], PEOPLE]] });
}

function markup(asked: Interaction): string {
  return html(<SignInPage uid={UID} />, {
    data: [
      [['interaction', UID], asked],
      [['demo-people'], PEOPLE],
    ],
  });
}

describe('the door', () => {
  it('asks for login and password, and offers no people where this is no demo', () => {
    expect(markup(interaction())).toContain('type="password"');
    expect(markup(interaction())).not.toContain('data-person');
    expect(page(interaction())).not.toContain('김서연');
  });

  it('in a demo shows people by name and role, in the language of the screen', () => {
    const demo = interaction({ demo: true });
    expect(page(demo)).toContain('김서연');
    expect(page(demo)).toContain('의사');
    expect(page(demo, { language: 'en' })).toContain('Kim Seo-yeon');
    expect(markup(demo)).toContain('data-person="demo-nurse-2"');
  });

  it('says for which app somebody signs in, where it is not our own', () => {
    const foreign = interaction({ client: { id: 'x', name: '혈당 수첩', firstParty: false } });
    expect(page(foreign)).toContain('혈당 수첩');
    expect(page(interaction())).not.toContain('혈당 수첩');
  });

  it('fills in the login that the app hinted at', () => {
    expect(markup(interaction({ loginHint: 'seoyeon' }))).toContain('value="seoyeon"');
  });

  it('shows bones while it does not know what is asked, and no field', () => {
    expect(html(<SignInPage uid={UID} />)).not.toContain('<input');
  });
});

describe('consent', () => {
  const asked = interaction({
    prompt: 'consent',
    client: { id: 'x', name: '혈당 수첩', firstParty: false, uri: 'https://app.example' },
    person: { login: 'haneul', name: { ko: '정하늘', en: 'Jeong Ha-neul' }, role: 'patient' },
    scopes: [
      { scope: 'patient/Observation.rs', ko: '검사 결과 읽기', en: 'Read results' },
      { scope: 'offline_access', ko: '로그아웃한 뒤에도', en: 'After you signed out' },
    ],
  });

  it('names app, person and everything that is asked for, in plain words', () => {
    const text = page(asked);
    for (const part of ['혈당 수첩', '정하늘', '검사 결과 읽기', '로그아웃한 뒤에도']) expect(text).toContain(part);
    const english = page(asked, { language: 'en' });
    for (const part of ['Jeong Ha-neul', 'Read results', 'After you signed out']) expect(english).toContain(part);
  });

  it('lets each be left out, and all be refused', () => {
    const drawn = markup(asked);
    expect(drawn.match(/type="checkbox"/g)?.length).toBe(2);
    expect(page(asked)).toContain('거절');
    expect(page(asked)).toContain('허락');
  });

  it('asks which patient where the app must know', () => {
    expect(page({ ...asked, patientNeeded: true })).toContain('환자 번호');
    expect(page(asked)).not.toContain('환자 번호');
  });
});

describe('an answer that failed', () => {
  it.each([
    [new FhirFailure('session-ended', 401, '', 'access.sign-in-failed')],
    [new FhirFailure('busy', 429, '', 'access.too-many-attempts', 900)],
    [new FhirFailure('offline', 0, '')],
    [new Error('x')],
  ])('is said in words, never as a code alone: %#', (error) => {
    const korean = words(<AnswerError error={error} at={1} />);
    expect(korean).toMatch(/\p{Script=Hangul}{2}/u);
    expect(korean).not.toMatch(/undefined|\[object/);
    expect(words(<AnswerError error={error} at={1} />, { language: 'en' })).toMatch(/[a-z]+ [a-z]+/i);
  });

  it('is announced', () => {
    expect(html(<AnswerError error={new Error('x')} at={1} />)).toContain('role="alert"');
  });
});
