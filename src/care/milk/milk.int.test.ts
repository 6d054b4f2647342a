import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { describeWith } from '../../../test/material.ts';
import { testStores } from '../../store/index.ts';
import { TestWard, type Json } from '../bedside/testing.ts';
import { ANNA, badge, band, BORA, COLLEAGUE, inner, MINUTE, NOW, NURSE } from '../loop/testing.ts';
import type { BandedPatient, Staff } from '../loop/index.ts';

interface Told extends Json {
  readonly status: number;
  readonly fault?: string;
  readonly recorded?: boolean;
  readonly messageKey?: string;
}

for (const server of testStores()) {
  describeWith(server.need, server.present, `breast milk on ${server.name}`, () => {
    let ward: TestWard;
    let number = '';
    beforeAll(async () => {
      ward = await TestWard.open(server);
      for (const { id } of [ANNA, BORA])
        await ward.put({
          resourceType: 'NutritionOrder',
          id: `milk-${id}`,
          status: 'active',
          intent: 'order',
          patient: { reference: `Patient/${id}` },
          dateTime: '2026-07-01T06:00:00+09:00',
        });
    });
    afterAll(() => ward.close());
    beforeEach(async () => {
      ward.now = NOW;
      number = await bottle(ANNA);
    });

    async function bottle({ id }: BandedPatient): Promise<string> {
      const body = { patient: id, mother: '박지우', expressedAt: '2026-06-30T20:00:00+09:00', volume: 60 };
      const told = await ward.call<{ bottle: { number: string }; code: string }>('POST', '/care/milk/bottles', body);
      expect(told.code).toBe(`91${told.bottle.number}`);
      return told.bottle.number;
    }
    const feed = (baby: BandedPatient, scanned: string, by: Staff = NURSE): Promise<Told> =>
      ward.call<Told>(
        'POST',
        '/care/milk/record',
        { patient: baby.id, order: `milk-${baby.id}`, steps: [badge(by), band(baby), inner('bottle', scanned)] },
        { by },
      );

    it('is fed to the baby whose label it has, once', async () => {
      expect(await feed(BORA, number)).toMatchObject({ decision: 'stop', messageKey: 'loop.milk.wrong-bottle' });
      expect(await feed(ANNA, number)).toMatchObject({ decision: 'allow', messageKey: 'loop.milk.ok', recorded: true });
      expect((await feed(ANNA, number)).messageKey).toBe('loop.milk.already-fed');
      expect((await feed(ANNA, 'MK-none')).messageKey).toBe('loop.milk.wrong-bottle');
      const list = await ward.call<{ bottles: Json[]; orders: string[] }>(
        'GET',
        `/care/milk/bottles?patient=${ANNA.id}`,
      );
      expect(list.bottles.find((one) => one['number'] === number)).toMatchObject({ fed: true, volume: 60 });
      expect(list.orders).toEqual([`milk-${ANNA.id}`]);
    });

    it('is fed once by many at the same time', async () => {
      const told = await Promise.all([NURSE, COLLEAGUE, NURSE, COLLEAGUE, NURSE].map((by) => feed(ANNA, number, by)));
      expect(told.filter(({ recorded }) => recorded)).toHaveLength(1);
      expect(told.filter(({ messageKey }) => messageKey === 'loop.milk.already-fed')).toHaveLength(4);
    });

    it('is thawed once, and not fed when its time is over', async () => {
      const thaw = () => ward.call<Told>('POST', '/care/milk/thaw', { bottle: `]d291${number}` });
      expect((await thaw())['bottle']).toMatchObject({ thawedAt: expect.any(String) });
      expect((await thaw()).fault).toBe('care.bottle-thawed');
      ward.now = (NOW + 24 * 60 * MINUTE + 1) as typeof NOW;
      expect((await feed(ANNA, number)).messageKey).toBe('loop.milk.expired');
      ward.now = (NOW + 24 * 60 * MINUTE) as typeof NOW;
      expect((await feed(ANNA, number)).messageKey).toBe('loop.milk.ok');
      expect((await ward.call<Told>('POST', '/care/milk/thaw', { bottle: ']d291MK-none' })).fault).toBe(
        'care.bottle-unknown',
      );
    });
  });
}
