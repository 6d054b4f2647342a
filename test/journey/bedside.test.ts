/**
 * Bedside stories of the nurse with a scanner: a dose by three scans and one confirmation; what stops it; what is noticed.
 */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWith } from '../material.ts';
import { houseCaller, UNLIMITED } from '../../src/access/index.ts';
import { interact } from '../../src/record/index.ts';
import { badge, band, bedsideWard, DRUGS, HAN, NAM, OH, pack, WARD, YU } from './bedside-ward.ts';
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
    await page.selectOption('[data-ward]', WARD);
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

  it('a dose whose answer is lost is sent again by itself, is told as not yet recorded, and is recorded once', async () => {
    const { page, context } = await nurse();
    await page.goto(`/patients/${HAN}/drug-chart`);
    await page.locator('[data-cell^="bedside-cefazolin-due@"]').first().waitFor();
    for (const code of [badge(NURSE), band(HAN), pack(DRUGS.cefazolin.number, 'LOST-1')]) await keys.scan(page, code);
    await message(page, 'loop.med.ok');
    const sent: string[] = [];
    await page.route('**/care/medication/record', async (route) => {
      sent.push((route.request().postDataJSON() as { attempt: string }).attempt);
      if (sent.length > 1) return route.continue();
      await route.fetch();
      return route.abort('connectionreset');
    });
    await confirm(page);
    await page.locator('[data-give=unsent]').waitFor();
    await page.locator('[data-tone=unsent]').waitFor();
    await picture(page, 'give-unsent-tablet-ko');
    await page.locator('[data-give=done]').waitFor();
    expect(sent.length).toBeGreaterThan(1);
    expect(new Set(sent).size).toBe(1);
    const record = await house.record();
    const found = await interact(record.context(houseCaller('test'), UNLIMITED), {
      method: 'GET',
      path: ['MedicationAdministration'],
      query: 'request=MedicationRequest/bedside-cefazolin-due',
      conditions: {},
    });
    expect((JSON.parse(found.text ?? '{}') as { entry?: object[] }).entry).toHaveLength(1);
    await context.close();
  });

  it('codes that cannot be used are explained, two at once are both taken, and none presses a button', async () => {
    const { page, context } = await nurse({ ...TABLET, language: 'en' });
    await page.goto(`/patients/${HAN}/drug-chart`);
    await page.locator('[data-cell]').first().waitFor();
    await keys.scan(page, badge(NURSE) + band(HAN));
    await message(page, 'loop.awaits.product');
    await keys.scan(page, pack(DRUGS.amlodipine.number, 'X').slice(0, 12));
    await page.locator('[data-fault=truncated]').waitFor();
    await keys.scan(page, '8801234567890123-shop');
    await page.locator('[data-fault=foreign]').waitFor();
    await picture(page, 'give-fault-tablet-en');
    await page.locator('[data-tool=more]').focus();
    await keys.scan(page, pack(DRUGS.enoxaparin.number, 'E1'));
    await message(page, 'loop.med.witness-missing');
    expect(await page.locator('[data-tool=more]').getAttribute('aria-expanded')).toBe('false');
    await keys.scan(page, badge('bedside-colleague'));
    await message(page, 'loop.med.ok');
    await page.click('[data-choices=site] [data-code=abdomen]');
    await message(page, 'loop.med.ok');
    await picture(page, 'give-witness-tablet-en');
    await page.click('[data-confirm]');
    await page.locator('[data-give=done]').waitFor();
    await context.close();
  });

  it('measures before a dose, gives as needed, and asks for the effect', async () => {
    const { page, context } = await nurse();
    await page.goto(`/patients/${HAN}/drug-chart`);
    await page.locator('[data-cell]').first().waitFor();
    for (const code of [badge(NURSE), band(HAN), pack(DRUGS.digoxin.number, 'D1')]) await keys.scan(page, code);
    await message(page, 'loop.med.precheck-missing');
    await page.fill('input[name=measure]', '72');
    await page.press('input[name=measure]', 'Enter');
    await message(page, 'loop.med.ok');
    await page.click('[data-confirm]');
    await page.locator('[data-give=done]').waitFor();
    await keys.scan(page, pack(DRUGS.acetaminophen.number, 'P1'));
    await message(page, 'loop.med.prn-reason-missing');
    await page.click('[data-choices=prn-reason] [data-code=pain]');
    await message(page, 'loop.med.ok');
    await page.click('[data-confirm]');
    await page.locator('[data-give=done]').waitFor();
    await page.click('[data-close-give]');
    const effect = page.locator('[data-effect]');
    await effect.locator('[data-code=partly-relieved]').click();
    await effect.locator('[data-choices=pain] [data-code="3"]').click();
    await picture(page, 'drug-chart-effect-ko');
    await effect.getByRole('button', { name: '효과 기록' }).click();
    await effect.waitFor({ state: 'detached' });
    await context.close();
  });

  it('runs an infusion: start, another rate, pause', async () => {
    const { page, context } = await nurse({ ...TABLET, scheme: 'dark' });
    await page.goto(`/patients/${HAN}/drug-chart`);
    await page.locator('[data-infusion] [data-act=start]').click();
    for (const code of [badge(NURSE), band(HAN), pack(DRUGS.noradrenaline.number, 'BAG1')]) await keys.scan(page, code);
    await message(page, 'loop.med.ok');
    await page.click('[data-confirm]');
    await page.locator('[data-give=done]').waitFor();
    await page.click('[data-close-give]');
    await page.locator('[data-infusion] [data-act=rate]').click();
    for (const code of [badge(NURSE), band(HAN)]) await keys.scan(page, code);
    await page.fill('input[name=rate]', '8');
    await page.press('input[name=rate]', 'Enter');
    await message(page, 'loop.med.infusion-changed');
    await picture(page, 'infusion-rate-tablet-dark');
    await page.click('[data-confirm]');
    await page.locator('[data-infusion-panel=done]').waitFor();
    await page.click('[data-confirm]');
    await page.locator('[data-infusion]').getByText('8\u00A0mL/h').waitFor();
    await picture(page, 'drug-chart-tablet-dark');
    await context.close();
  });

  it('tells a wrong clock, and counts how the ward scans', async () => {
    const { page, context } = await nurse({ language: 'en' });
    await page.clock.install({ time: Date.now() + 10 * 60_000 });
    await page.goto('/medication');
    await page.locator('[data-clock-wrong]').waitFor();
    await picture(page, 'medication-en');
    await page.goto('/medication/scans');
    await page.selectOption('[data-ward]', WARD);
    await page.locator('[data-rate]').waitFor();
    expect(await page.locator('[data-rate]').innerText()).toMatch(/\d+%/);
    await picture(page, 'scans-en');
    await context.close();
  });
});
