/**
 * The network is cut: a ward station opens from what it kept, a dose is given, and the record has it once when the network is
 * back.
 */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { houseCaller, UNLIMITED } from '../../src/access/index.ts';
import { interact } from '../../src/record/index.ts';
import { describeWith } from '../material.ts';
import { badge, band, bedsideWard, DRUGS, HAN, OH, pack, WARD } from './bedside-ward.ts';
import { BROWSER_NEED, browserHere, openJourneyHouse, picture, type JourneyHouse, type View } from './house.ts';
import { keys } from './keys.ts';

const NURSE = 'demo-nurse';
const CODE = 'station-61-code';
const ORDER = 'bedside-amlodipine-due';

/** Run in the browser: is the page there for a start without a network? */
const PAGE_KEPT =
  "caches.open('maru-station-1').then((cache) => cache.match('/')).then((found) => found !== undefined)";
/** Run in the browser: every byte that the station keeps, as text. */
const ALL_KEPT = `new Promise((resolve) => {
  const request = indexedDB.open('maru-station');
  request.onsuccess = () => {
    const all = request.result.transaction('kept').objectStore('kept').getAll();
    all.onsuccess = () =>
      resolve(all.result.map(({ data }) => (data === undefined ? '' : new TextDecoder().decode(data))).join(''));
  };
})`;

const message = (page: Page, key: string) => page.locator(`[data-message="${key}"]`).waitFor();
const field = (page: Page, name: string) =>
  page.locator(`input[data-field=${name}], [data-field=${name}] input`).first();

async function unlock(page: Page): Promise<void> {
  await field(page, 'code').fill(CODE);
  await page.click('[data-action=unlock]');
  await page.locator(`[data-patient=${HAN}]`).waitFor();
}

describeWith(BROWSER_NEED, browserHere, 'a ward without a network', () => {
  let house: JourneyHouse;
  beforeAll(async () => {
    house = await openJourneyHouse(0, { more: bedsideWard(Date.now()) });
  }, 180_000);
  afterAll(() => house.close());

  async function station(view: View = { width: 820, height: 1180 }) {
    const visitor = await house.visitor(view);
    const { page } = visitor;
    await page.goto('/station');
    await page.locator('main button.mantine-Button-root').first().click();
    await page.click(`[data-person=${NURSE}]`);
    await page.locator('select[data-field=ward], [data-field=ward] select').first().selectOption(WARD);
    await field(page, 'code').fill(CODE);
    await field(page, 'again').fill(CODE);
    await page.click('[data-action=set-up]');
    await page.locator(`[data-patient=${HAN}]`).waitFor();
    await page.waitForFunction(PAGE_KEPT);
    return visitor;
  }

  async function doses(): Promise<readonly string[]> {
    const context = (await house.record()).context(houseCaller('journey'), UNLIMITED);
    const query = `request=MedicationRequest/${ORDER}`;
    const answer = await interact(context, {
      method: 'GET',
      path: ['MedicationAdministration'],
      query,
      conditions: {},
    });
    const { entry = [] } = JSON.parse(answer.text ?? '{}') as { entry?: { resource: { status: string } }[] };
    return entry.map(({ resource }) => resource.status);
  }

  it('opens without the server, gives a dose, is closed, and hands the dose over once', async () => {
    const { page, context, faults } = await station();
    await picture(page, 'station-ward-tablet-ko');
    await context.setOffline(true);
    await page.reload();
    await unlock(page);
    await page.locator('header[data-reach=cut]').waitFor();
    await page.click(`[data-patient=${HAN}]`);
    expect(await page.locator('[data-banner]').innerText()).toContain('한서윤');
    await picture(page, 'station-chart-tablet-ko');
    await page.locator(`[data-order=${ORDER}] [data-action=give]`).first().click();
    await keys.scan(page, badge(NURSE));
    await keys.scan(page, band(OH));
    await message(page, 'loop.med.wrong-patient');
    await picture(page, 'station-stop-tablet-ko');
    await keys.scan(page, band(HAN));
    await keys.scan(page, pack(DRUGS.amlodipine.number, 'OFF1'));
    await message(page, 'loop.med.ok-queued');
    await page.click('[data-action=confirm]');
    await page.locator('[data-action=confirm]').waitFor({ state: 'detached' });
    expect(await doses()).toEqual([]);
    await page.reload();
    await unlock(page);
    expect(await page.locator('#hand-over').innerText()).toContain('1');
    await context.setOffline(false);
    await expect.poll(doses, { timeout: 30_000 }).toEqual(['completed']);
    await page.reload();
    await unlock(page);
    await page.locator('header[data-reach=connected]').waitFor();
    expect(await doses()).toEqual(['completed']);
    expect(faults.filter((fault) => !fault.includes('ERR_INTERNET_DISCONNECTED'))).toEqual([]);
    await context.close();
  });

  it('shows nothing of the ward without its code, and keeps nothing readable in the browser', async () => {
    const { page, context } = await station({ language: 'en', width: 1440, height: 900 });
    await picture(page, 'station-ward-desktop-en');
    await page.reload();
    await field(page, 'code').fill('wrong-code-1');
    await page.click('[data-action=unlock]');
    await page.locator('.mantine-PasswordInput-error').waitFor();
    expect(await page.locator('body').innerText()).not.toMatch(/Han Seo|한서윤/);
    const kept = await page.evaluate<string>(ALL_KEPT);
    expect(kept.length).toBeGreaterThan(100);
    expect(kept).not.toMatch(/한서윤|amlodipine/i);
    await context.close();
  });
});
