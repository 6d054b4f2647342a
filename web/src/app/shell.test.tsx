import { describe, expect, it } from 'vitest';
import type { Role } from '../access/api.ts';
import { isMessageKey } from '../messages/messages.ts';
import { html, words } from '../ui/testing.tsx';
import { NotFoundPage, StartPage } from './pages.tsx';
import { PATIENT_WORK, WORK } from './rail.ts';
import { Rail } from './Shell.tsx';

const ROLES: readonly Role[] = [
  'physician',
  'nurse',
  'pharmacist',
  'laboratory',
  'bed-manager',
  'researcher',
  'patient',
  'executive',
  'administrator',
];
const linksOf = (role: Role, patient?: string) =>
  [
    ...html(<Rail patient={patient} />, {
      role,
      at: patient === undefined ? '/ward' : `/patients/${patient}`,
    }).matchAll(/<a [^>]*href="([^"]+)"/g),
  ].map(([, href = '']) => href);

describe('the rail', () => {
  it.each([
    [
      'nurse',
      ['/ward', '/beds', '/tasks', '/medication', '/station', '/handover', '/inbox'],
      ['/pharmacy', '/laboratory', '/co-sign'],
    ],
    ['physician', ['/ward', '/inbox', '/co-sign', '/questions', '/handover'], ['/pharmacy', '/laboratory', '/station']],
    [
      'pharmacist',
      ['/pharmacy', '/pharmacy/dispense', '/pharmacy/stock', '/pharmacy/recall'],
      ['/co-sign', '/laboratory', '/beds'],
    ],
    ['laboratory', ['/laboratory', '/blood-bank'], ['/pharmacy', '/medication', '/ward', '/co-sign']],
    ['bed-manager', ['/beds'], ['/medication', '/pharmacy', '/inbox']],
  ] as const)('leads a %s to the own work and to nobody else’s', (role, there, absent) => {
    const links = linksOf(role);
    for (const href of there) expect(links, href).toContain(href);
    for (const href of absent) expect(links, href).not.toContain(href);
  });

  it.each(['patient', 'researcher', 'administrator'] as const)('leads a %s to no work at the bedside', (role) => {
    const links = linksOf(role);
    for (const { to } of WORK) expect(links).not.toContain(to);
  });

  it('leads an executive to what is counted, and to no patient', () => {
    expect(linksOf('executive').filter((href) => href !== '/')).toEqual(['/medication/scans']);
  });

  it('names every page in both languages', () => {
    for (const { label } of [...WORK, ...PATIENT_WORK]) expect(isMessageKey(label), label).toBe(true);
  });

  it('knows every role that it names', () => {
    for (const { roles, to } of [...WORK, ...PATIENT_WORK]) {
      expect(roles.length, to).toBeGreaterThan(0);
      for (const role of roles) expect(ROLES).toContain(role);
    }
  });

  it('has the pages of the open patient above those of the record, and none where no chart is open', () => {
    const open = linksOf('nurse', 'p-1');
    expect(open.indexOf('/patients/p-1/drug-chart')).toBeGreaterThan(-1);
    expect(open.indexOf('/patients/p-1/drug-chart')).toBeLessThan(open.indexOf('/patients/p-1/problems'));
    expect(linksOf('nurse').some((href) => href.startsWith('/patients/p-1'))).toBe(false);
  });

  it('says who is signed in, in which role', () => {
    expect(words(<Rail patient={undefined} />, { role: 'nurse', at: '/ward' })).toContain('이지은 간호사');
    expect(words(<Rail patient={undefined} />, { role: 'nurse', at: '/ward', language: 'en' })).toContain(
      'Lee Ji-eun Nurse',
    );
  });
});

describe('pages of nobody', () => {
  it('an address that is none leads back to the start', () => {
    expect(html(<NotFoundPage />)).toContain('href="/"');
    expect(words(<NotFoundPage />)).toContain('없는 주소입니다');
    expect(words(<NotFoundPage />, { language: 'en' })).toMatch(/address/i);
  });

  it('a role without charts is told so by name', () => {
    const text = words(<StartPage />, { role: 'executive' });
    expect(text).toContain('이지은');
    expect(text).toContain('경영진');
  });
});
