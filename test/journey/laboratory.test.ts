/**
 * Stories of the laboratory: a specimen from the bed to a critical value that is read back; a unit of blood from the shelf to its
 * end; a bottle of milk for the baby whose it is.
 */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWith } from '../material.ts';
import { badge, band, HAN, OH } from './bedside-ward.ts';
import { BROWSER_NEED, browserHere, openJourneyHouse, picture, signIn, type JourneyHouse, type View } from './house.ts';
import { keys } from './keys.ts';
import { BABY, babyBand, laboratoryWard } from './laboratory-ward.ts';

const TABLET: View = { width: 820, height: 1180 };
const NURSE = 'demo-nurse';
const UNIT = '=A99972600020100';
const says = (page: Page, key: string) => page.locator(`[data-message="${key}"]`).first().waitFor();

/** Badge, band, label at the bed, tube, label: one specimen; the number of its label. */
async function collect(page: Page, request: string, tube: string): Promise<string> {
  await page.locator(`[data-collect=${request}]`).click();
  await page.locator(`[data-collecting=${request}]`).waitFor();
  await keys.scan(page, badge(NURSE));
  await says(page, 'loop.awaits.band');
  await keys.scan(page, band(HAN));
  await says(page, 'loop.awaits.tube');
  const text = await page.locator('[data-print-label]').innerText();
  const label = /LB-\d{6}-\d+/.exec(text)?.[0] ?? '';
  await keys.scan(page, `]d291${tube}/L1/291231`);
  await says(page, 'loop.awaits.specimen-label');
  await keys.scan(page, `]d291${label}`);
  return label;
}

describeWith(BROWSER_NEED, browserHere, 'the laboratory', () => {
  let house: JourneyHouse;
  beforeAll(async () => {
    house = await openJourneyHouse(0, { more: laboratoryWard(Date.now()) });
  }, 180_000);
  afterAll(() => house.close());

  async function as(role: string, view?: View) {
    const visitor = await house.visitor(view);
    if (role === 'laboratory') {
      await visitor.page.goto('/laboratory');
      await visitor.page.click('[data-person=demo-laboratory]');
      await visitor.page.waitForSelector('nav');
    } else await signIn(visitor.page, role);
    return visitor;
  }

  it('a critical value goes from the bed to the laboratory and back, and is read back', async () => {
    const nurse = await as('nurse', TABLET);
    await nurse.page.goto(`/patients/${HAN}/specimens`);
    await nurse.page.locator('[data-collect=lab-potassium]').waitFor();
    await picture(nurse.page, 'specimens-tablet-ko');
    const label = await collect(nurse.page, 'lab-potassium', 'SST-5');
    await says(nurse.page, 'loop.spec.ok');
    await picture(nurse.page, 'specimen-collect-tablet-ko');
    await nurse.page.locator('[data-confirm]').click();
    await nurse.page.locator('[data-again]').click();
    await nurse.page.locator('[data-stage=collected]').waitFor();

    const lab = await as('laboratory');
    await lab.page.locator('[data-worklist], [data-stage]').first().waitFor();
    await keys.scan(lab.page, `]d291${label}`);
    await says(lab.page, 'loop.spec.received');
    await keys.scan(lab.page, `]d291${label}`);
    await says(lab.page, 'loop.spec.already-received');
    await lab.page.locator('[data-entry=lab-potassium]').waitFor();
    await lab.page.locator('[data-analyte="2823-3"] input').fill('6.8');
    await lab.page.locator('[data-analyte="2951-2"] input').fill('138');
    expect(await lab.page.locator('[data-analyte="2823-3"]').getAttribute('data-flag')).toBe('critical-high');
    await picture(lab.page, 'laboratory-entry-ko');
    await lab.page.locator('[data-release]').click();
    await lab.page.locator('[data-call]').waitFor({ timeout: 20_000 });
    await picture(lab.page, 'laboratory-critical-ko');

    await nurse.page.reload();
    await nurse.page.locator('[data-call] input').first().fill('8.6');
    await nurse.page.locator('[data-acknowledge]').click();
    await nurse.page.locator('[data-fault="care.read-back-differs"]').waitFor();
    await picture(nurse.page, 'specimen-read-back-tablet-ko');
    await nurse.page.locator('[data-call] input').first().fill('6.8');
    await nurse.page.locator('[data-acknowledge]').click();
    await nurse.page.locator('[data-call]').waitFor({ state: 'detached' });
    expect([...nurse.faults, ...lab.faults]).toEqual([]);
    await nurse.context.close();
    await lab.context.close();
  });

  it('another patient’s band stops the collection before anything is printed', async () => {
    const { page, context } = await as('nurse', TABLET);
    await page.goto(`/patients/${HAN}/specimens`);
    await page.locator('[data-collect=lab-count]').click();
    await keys.scan(page, badge(NURSE));
    await says(page, 'loop.awaits.band');
    await keys.scan(page, band(OH));
    await says(page, 'loop.spec.wrong-patient');
    expect(await page.locator('[data-print-label]').count()).toBe(0);
    await page.locator('li[data-wrong=true]').waitFor();
    await picture(page, 'specimen-stop-tablet-ko');
    await context.close();
  });

  it('a unit comes in, is matched and issued, hung by two people, watched, and stopped at a reaction', async () => {
    const nurse = await as('nurse', TABLET);
    await nurse.page.goto(`/patients/${HAN}/specimens`);
    const sample = await collect(nurse.page, 'lab-count', 'EDTA-3');
    await says(nurse.page, 'loop.spec.ok');
    await nurse.page.locator('[data-confirm]').click();
    await nurse.page.locator('[data-again]').waitFor();

    const lab = await as('laboratory');
    await lab.page.locator('[data-stage]').first().waitFor();
    await keys.scan(lab.page, `]d291${sample}`);
    await says(lab.page, 'loop.spec.received');
    await lab.page.goto('/blood-bank');
    await lab.page.locator('[data-blood-request=lab-blood]').waitFor();
    await keys.scan(lab.page, UNIT);
    await lab.page.locator(`[data-new-unit] input[value="${UNIT}"]`).waitFor();
    for (const [field, option] of [
      ['[data-abo]', 'A'],
      ['[data-rhd]', '+'],
    ] as const) {
      await lab.page.locator(field).click();
      await lab.page.getByRole('option', { name: option, exact: true }).click();
    }
    await lab.page.locator('[data-expiry]').fill('2031-12-31');
    await lab.page.locator('[data-register]').click();
    await lab.page.locator('[data-unit][data-state=available]').waitFor();
    await lab.page.locator('[data-blood-request=lab-blood]').click();
    await keys.scan(lab.page, `]d291${sample}`);
    await keys.scan(lab.page, UNIT);
    await lab.page.locator('[data-compatible]').click();
    await lab.page.locator('[data-issue]').waitFor();
    await picture(lab.page, 'blood-bank-ko');
    await lab.page.locator('[data-issue]').click();
    await lab.page.locator('[data-unit][data-state=issued]').first().waitFor();

    await nurse.page.goto(`/patients/${HAN}/transfusion`);
    await nurse.page.locator('[data-hang=lab-blood]').click();
    await nurse.page.locator('[data-hanging]').waitFor();
    for (const code of [badge(NURSE), badge('bedside-colleague'), band(HAN), UNIT]) await keys.scan(nurse.page, code);
    await says(nurse.page, 'loop.blood.ok');
    await picture(nurse.page, 'transfusion-check-tablet-ko');
    await nurse.page.locator('[data-confirm]').click();
    await nurse.page.locator('[data-again]').click();
    await nurse.page.locator('[data-running]').waitFor();
    await nurse.page.locator('[data-sign=temperature]').fill('38.6');
    await nurse.page.locator('[data-sign=pulse]').fill('112');
    await nurse.page.locator('[data-vitals]').click();
    await nurse.page.locator('[data-running] li[data-done=true]').waitFor();
    await picture(nurse.page, 'transfusion-running-tablet-ko');
    await nurse.page.locator('[data-react]').click();
    await nurse.page.locator('[data-reaction=fever]').click();
    await nurse.page.locator('[data-stop]').click();
    await nurse.page.locator('[data-status=stopped] [data-state=quarantined]').waitFor();
    await picture(nurse.page, 'transfusion-stopped-tablet-ko');
    expect([...nurse.faults, ...lab.faults]).toEqual([]);
    await nurse.context.close();
    await lab.context.close();
  });

  it('a bottle gets its label and is fed to the baby whose it is, once', async () => {
    const { page, context, faults } = await as('nurse', TABLET);
    await page.goto(`/patients/${BABY}/milk`);
    await page.locator('[data-mother]').fill('박지우');
    await page.locator('[data-new-bottle]').click();
    await page.locator('[data-print-label]').waitFor();
    const number = (await page.locator('[data-bottle]').first().getAttribute('data-bottle')) ?? '';
    await keys.scan(page, badge(NURSE));
    await says(page, 'loop.awaits.band');
    await keys.scan(page, band(HAN));
    await says(page, 'loop.milk.wrong-patient');
    await keys.scan(page, babyBand);
    await says(page, 'loop.awaits.bottle');
    await keys.scan(page, `]d291${number}`);
    await says(page, 'loop.milk.ok');
    await picture(page, 'milk-tablet-ko');
    await page.locator('[data-confirm]').click();
    await page.locator('[data-bottle][data-fed=true]').waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });

  it('every screen is there in English and in the dark, on a desk and on a tablet', async () => {
    for (const [name, path, role] of [
      ['laboratory', '/laboratory', 'laboratory'],
      ['blood-bank', '/blood-bank', 'laboratory'],
      ['specimens', `/patients/${HAN}/specimens`, 'nurse'],
      ['transfusion', `/patients/${HAN}/transfusion`, 'nurse'],
      ['milk', `/patients/${BABY}/milk`, 'nurse'],
    ] as const) {
      const desk = await as(role, { language: 'en', scheme: 'dark' });
      await desk.page.goto(path);
      await desk.page.waitForLoadState('networkidle');
      expect(await desk.page.locator('main h1, main h2').first().innerText()).not.toMatch(/[가-힣]/);
      await picture(desk.page, `${name}-en-dark`);
      await desk.page.setViewportSize({ width: 820, height: 1180 });
      const wide = await desk.page.evaluate<number>('document.documentElement.scrollWidth');
      expect(wide, `${name} on a tablet`).toBeLessThanOrEqual(820);
      await picture(desk.page, `${name}-tablet-en-dark`);
      await desk.context.close();
    }
  });
});
