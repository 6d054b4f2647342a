/**
 * Makes the pictures of the README (docs/screens): `node test/journey/screens.ts`. The hospital in them is invented.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { projectRoot } from '../material.ts';
import { openJourneyHouse, signIn, type View } from './house.ts';

const FOLDER = join(projectRoot, 'docs', 'screens');
const PATIENTS = 60;

const PICTURES: readonly { readonly name: string; readonly view: View; readonly go: (page: Page) => Promise<void> }[] =
  [
    { name: 'summary-ko', view: { language: 'ko' }, go: openInpatient },
    { name: 'results-en', view: { language: 'en', scheme: 'dark' }, go: openTrend },
    { name: 'encounters-tablet-ko', view: { language: 'ko', width: 820, height: 1180 }, go: openEncounter },
  ];

/** Somebody who is in the house now, found by the ward in the list. */
async function openInpatient(page: Page): Promise<void> {
  await page.locator('[data-patient]:has([data-inpatient=true])').nth(1).click();
}

async function openTrend(page: Page): Promise<void> {
  await page.goto('/patients/demo-patient/results');
  await page.locator('[data-code="http://loinc.org|2345-7"] button').click();
  await page.locator('[data-side] canvas').waitFor();
  await page.evaluate('window.scrollTo(0, 0)');
}

async function openEncounter(page: Page): Promise<void> {
  await page.goto('/patients/demo-patient/encounters');
  await page.locator('[data-timeline] button').first().waitFor();
}

const house = await openJourneyHouse(PATIENTS);
mkdirSync(FOLDER, { recursive: true });
for (const { name, view, go } of PICTURES) {
  const { page, context } = await house.visitor(view);
  await signIn(page, 'physician');
  await page.locator('[data-patient]').first().waitFor();
  await page.waitForLoadState('networkidle');
  await go(page);
  await page.waitForSelector('[data-banner]');
  await page.waitForLoadState('networkidle');
  await page.waitForTimeout(500);
  await page.screenshot({ path: join(FOLDER, `${name}.png`) });
  await context.close();
}
await house.close();
// The shared test database goes on running for other tests; this is done.
process.exit(0);
