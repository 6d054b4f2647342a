import { expect, it } from 'vitest';
import { DEMO_PEOPLE } from './demo-people.ts';
import { describeAccess, openTestHouse } from './testing.ts';

const PERSON = { name: { ko: '가', en: 'Ga' }, role: 'nurse', password: 'a long enough one' } as const;

describeAccess('people', (house, store) => {
  it('of the demo are put in once, however often the house opens', async () => {
    const again = await openTestHouse(store());
    await again.close();
    const found = await house().access.people.demoPeople();
    expect(found.map((person) => person.id)).toEqual(DEMO_PEOPLE.map((person) => person.id));
    expect(found.find((person) => person.role === 'patient')?.fhirUser).toBe('Patient/demo-patient');
  });

  it('are found by id and by login in any case', async () => {
    const { people } = house().access;
    const added = await people.add({ ...PERSON, login: 'ga.na', wards: ['61'] });
    expect(await people.find('GA.NA')).toEqual(added);
    expect(await people.find(added.id)).toEqual(added);
    expect(await people.find("ga.na' or true --")).toBeUndefined();
    expect(added).toMatchObject({ wards: ['61'], demo: false, disabled: false });
  });

  it('cannot take the id of another as their login and so become it', async () => {
    const { people } = house().access;
    const victim = await people.add({ ...PERSON, login: 'victim' });
    await people.add({ ...PERSON, login: victim.id.toLowerCase() });
    expect((await people.find(victim.id))?.login).toBe('victim');
  });

  it.each(['', 'a', 'A B', '-x', 'x'.repeat(65), 'ㄱㄴ', 'a\u0000b'])('refuse the login %j', async (login) => {
    await expect(house().access.people.add({ ...PERSON, login })).rejects.toMatchObject({
      code: 'access.login-invalid',
    });
  });

  it('locked out are found by the administrator alone', async () => {
    const { people } = house().access;
    const person = await people.add({ ...PERSON, login: 'gone' });
    await people.setDisabled(person, true);
    expect(await people.find('gone')).toBeUndefined();
    expect(await people.forSignIn('gone')).toBeUndefined();
    expect((await people.findAny('gone'))?.disabled).toBe(true);
  });
});
