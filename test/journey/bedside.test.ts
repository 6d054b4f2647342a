/**
 * Bedside stories of the nurse with a scanner: a dose by three scans and one confirmation; what stops it; what is noticed.
 */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWith } from '../material.ts';
import { badge, band, bedsideWard, DRUGS, HAN, NAM, OH, pack, YU } from './bedside-ward.ts';
import { BROWSER_NEED, browserHere, openJourneyHouse, picture, signIn, type JourneyHouse, type View } from './house.ts';
import { keys } from './keys.ts';

const TABLET: View = { width: 820, height: 1180 };
const NURSE = 'demo-nurse';

/** As a hand does: not in the same tenth of a second as the scanner, whose second Enter must not confirm. */
async function confirm(page: Page): Promise<void> {
  await page.waitForTimeout(200);
  await page.keyboard.press('Enter');
}

const message = (page: Page, key: string) => page.locator(`[data-message="${key}"]:not([aria-busy=true])`).waitFor();

describeWith(BROWSER_NEED, browserHere, 'the bedside', () => {
  let house: JourneyHouse;
  beforeAll(async () => {
    house = await openJourneyHouse(0, { more: bedsideWard(Date.now()) });
  }, 180_000);
  afterAll(() => house.close());

  async function nurse(view: View = TABLET) {
    const visitor = await house.visitor(view);
    await signIn(visitor.page, 'nurse');
    return visitor;
  }

  it('gives a scanned dose by three scans and one confirmation, from the list of the ward', async () => {
    const { page, context, faults } = await nurse();
    await page.goto('/medication');
    await page.locator('[data-dose="bedside-amlodipine-due"]').waitFor();
    await picture(page, 'medication-tablet-ko');
    await keys.scan(page, badge(NURSE));
    await page.locator('[data-notice=badge]').waitFor();
    await keys.scan(page, band(HAN));
    await message(page, 'loop.awaits.product');
    expect(await page.locator('[data-banner]').innerText()).toContain('한서윤');
    await keys.scan(page, pack(DRUGS.amlodipine.number, 'A1'));
    await message(page, 'loop.med.ok');
    await picture(page, 'give-tablet-ko');
    await confirm(page);
    await page.locator('[data-give=done]').waitFor();
    await page.keyboard.press('Enter');
    await page.locator('[data-give]').waitFor({ state: 'detached' });
    await page.locator('[data-cell^="bedside-amlodipine-due@"][data-standing=given]').waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });

  it('says at once what is wrong, in words and signs', async () => {
    const { page, context } = await nurse();
    await page.goto(`/patients/${HAN}/drug-chart`);
    await page.locator('[data-cell^="bedside-cefazolin-due@"]').first().waitFor();
    await picture(page, 'drug-chart-tablet-ko');
    await keys.scan(page, badge(NURSE));
    await keys.scan(page, band(OH));
    await message(page, 'loop.med.wrong-patient');
    await picture(page, 'give-stop-tablet-ko');
    await keys.scan(page, band(HAN));
    await message(page, 'loop.awaits.product');
    await keys.scan(page, pack(DRUGS.acetaminophen.number, 'T9'));
    await message(page, 'loop.med.prn-reason-missing');
    await context.close();
  });

  it('stops for patients who are gone', async () => {
    const { page, context } = await nurse();
    for (const [id, key] of [
      [NAM, 'loop.med.patient-discharged'],
      [YU, 'loop.med.patient-deceased'],
    ] as const) {
      await page.goto(`/patients/${id}/drug-chart`);
      await page.locator('[data-cell]').first().waitFor();
      await keys.scan(page, badge(NURSE));
      await keys.scan(page, band(id));
      await keys.scan(page, pack(DRUGS.amlodipine.number, `G-${id}`));
      await message(page, key);
      expect(await page.locator('[data-confirm]').isDisabled()).toBe(true);
    }
    await context.close();
  });
});
