import { describe, expect, it } from 'vitest';
import { DEMO_PEOPLE } from '../access/index.ts';
import type { House } from '../server/index.ts';
import { welcome } from './welcome.ts';

function house(demo: boolean) {
  const asked: string[] = [];
  const access = () =>
    Promise.resolve({ people: { demoPeople: () => Promise.resolve((asked.push('people'), DEMO_PEOPLE)) } });
  const configuration = { publicUrl: 'https://maru.example', demo, data: '/srv/maru' };
  return { asked, open: { configuration, access } as unknown as House };
}

describe('what is said when the house is open', () => {
  it('is where it is, where its data are, and how to stop it', async () => {
    const text = (await welcome(house(false).open)).join('\n');
    for (const part of ['https://maru.example', 'https://maru.example/fhir/R4/metadata', '/srv/maru', 'Ctrl-C'])
      expect(text).toContain(part);
  });

  it('names every demo person in both languages, with the role', async () => {
    const text = (await welcome(house(true).open)).join('\n');
    for (const { role, name } of DEMO_PEOPLE) expect(text).toMatch(new RegExp(`${role} +${name.ko} \\(${name.en}\\)`));
    expect(text).not.toContain('Nobody can sign in');
  });

  it('offers no sign-in without a password in a real house, and says how to add people', async () => {
    const { open, asked } = house(false);
    const text = (await welcome(open)).join('\n');
    expect(text).toContain('person add');
    expect(text).not.toContain('without a password:');
    for (const { name } of DEMO_PEOPLE) expect(text).not.toContain(name.ko);
    expect(asked).toEqual([]);
  });
});
