/**
 * Ordering: a common drug in four steps; what speaks against a draft; a high-risk order; a pathway; a verbal order and its co-signature; two tabs.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { describeWith } from '../material.ts';
import { BROWSER_NEED, browserHere, openJourneyHouse, picture, signIn, type JourneyHouse, type View } from './house.ts';
import { KIM, NAMGUNG } from './patients.ts';

async function openOrders(page: Page, patient: string): Promise<void> {
  await page.goto(`/patients/${patient}/orders`);
  await page.waitForSelector('[data-basket]');
}

/** Types and takes the first hit: a drug with its usual dose. */
async function choose(page: Page, typed: string): Promise<void> {
  const before = await page.getAttribute('[data-basket]', 'data-basket');
  await page.fill('[data-order-box]', typed);
  await page.waitForSelector(`[data-hits][data-typed="${typed}"][aria-busy=false] [data-hit]`);
  await page.press('[data-order-box]', 'Enter');
  await page.waitForSelector(`[data-basket]:not([data-basket="${before}"])`);
}

async function signAll(page: Page): Promise<void> {
  await page.click('[data-sign]:enabled');
  await page.click('[data-confirm]:enabled');
  await page.waitForSelector('[data-sign-dialog]', { state: 'detached' });
}

describeWith(BROWSER_NEED, browserHere, 'ordering', () => {
  let house: JourneyHouse;
  beforeAll(async () => {
    house = await openJourneyHouse();
  }, 180_000);
  afterAll(() => house.close());

  async function at(role: string, patient: string, view?: View) {
    const visitor = await house.visitor(view);
    await signIn(visitor.page, role);
    await openOrders(visitor.page, patient);
    return visitor;
  }

  it('a common drug takes four steps once the patient is open: search, choose the usual dose, sign, confirm', async () => {
    const { page, faults, context } = await at('physician', NAMGUNG);
    let steps = 0;
    const step = async (what: () => Promise<unknown>) => {
      await what();
      steps += 1;
    };
    await page.keyboard.press('/');
    await step(() => page.keyboard.insertText('ㅇㅅㅌㅇㅁㄴㅍ'));
    await page.waitForSelector('[data-hits][data-typed="ㅇㅅㅌㅇㅁㄴㅍ"][aria-busy=false] [data-hit]');
    await picture(page, 'orders-search-ko');
    await step(() => page.keyboard.press('Enter'));
    await step(() => page.click('[data-sign]:enabled'));
    await step(() => page.click('[data-confirm]:enabled'));
    await page.locator('[data-order][data-status=active]').getByText('아세트아미노펜').waitFor();
    expect(steps).toBeLessThanOrEqual(4);
    expect(await page.locator('[data-draft]').count()).toBe(0);
    expect(faults).toEqual([]);
    await context.close();
  });

  it('drafts survive a reload; an allergy stops beside the draft and one click takes it out', async () => {
    const { page, context } = await at('physician', KIM);
    await choose(page, 'amoxicillin');
    await choose(page, '일반혈액검사');
    await page.reload();
    const finding = page.locator('[data-draft] [data-finding]').first();
    await finding.waitFor();
    expect(['1', '2']).toContain(await finding.getAttribute('data-tier'));
    await picture(page, 'orders-allergy-ko');
    await finding.getByRole('button', { name: '초안에서 빼기' }).click();
    await page.locator('[data-draft]').nth(1).waitFor({ state: 'detached' });
    expect(await page.locator('[data-draft]').getAttribute('data-draft')).toBe('cbc');
    await signAll(page);
    await page.locator('[data-order]').getByText('일반혈액검사').waitFor();
    await context.close();
  });

  it('an interruption wants a coded reason, a high-risk order the identity of the patient', async () => {
    const { page, context } = await at('physician', NAMGUNG, { language: 'en', width: 820, height: 1180 });
    await choose(page, 'paracetamol');
    await choose(page, 'enoxaparin');
    await page.waitForSelector('[data-finding][data-tier="2"]');
    await page.click('[data-sign]:enabled');
    expect(await page.locator('[data-confirm]').isDisabled()).toBe(true);
    await page.locator('[data-sign-dialog] select[data-override]').selectOption('monitored');
    await page.fill('input[data-identity]', 'ㅎㄱㄷ');
    await page.click('[data-confirm]:enabled');
    await page.getByText('This is not the patient', { exact: false }).waitFor();
    await picture(page, 'orders-identity-en');
    await page.fill('input[data-identity]', 'ㄴㄱㅁㅅ');
    await page.click('[data-confirm]:enabled');
    await page.waitForSelector('[data-sign-dialog]', { state: 'detached' });
    await page.locator('[data-order]').getByText('enoxaparin').waitFor();
    await context.close();
  });

  it('a set comes with the choices that fit, and says which fact is missing', async () => {
    const { page, context } = await at('physician', NAMGUNG);
    await page.goto(`/patients/${NAMGUNG}/order-sets`);
    await page.click('[data-set=community-pneumonia]');
    await page.waitForSelector('[data-apply]');
    await page.getByText('계산할 수 없음', { exact: false }).first().waitFor();
    await picture(page, 'orders-set-ko');
    await page.click('[data-apply]');
    await page.waitForSelector('[data-draft=chest-xray]');
    expect(await page.locator('[data-draft]').count()).toBeGreaterThan(8);
    await page.getByRole('button', { name: '모두 지우기' }).click();
    await page.locator('[data-draft]').first().waitFor({ state: 'detached' });
    await context.close();
  });

  it('a nurse enters a verbal order with read-back, and the physician co-signs it', async () => {
    const nurse = await at('nurse', KIM);
    await choose(nurse.page, '심장 초음파');
    await nurse.page.click('[data-sign]:enabled');
    await nurse.page.locator('select[data-prescriber]').selectOption('demo-physician');
    expect(await nurse.page.locator('[data-confirm]').isDisabled()).toBe(true);
    await nurse.page.locator('input[data-read-back]').check();
    await nurse.page.click('[data-confirm]:enabled');
    await nurse.page.locator('[data-order]').getByText('의사 서명 전').waitFor();
    expect(await nurse.page.locator('[data-menu]').count()).toBe(0);
    await nurse.context.close();
    const { page, context } = await house.visitor();
    await signIn(page, 'physician');
    await page.click('nav a[href="/co-sign"]');
    await page.locator('[data-task]').getByText('심장 초음파').waitFor();
    await picture(page, 'orders-co-sign-ko');
    await page.click('[data-co-sign]');
    await page.getByText('서명할 구두 처방이 없습니다').waitFor();
    await context.close();
  });

  it('drugs are reconciled: what is stopped is stopped, and the decision is kept', async () => {
    const { page, context } = await at('physician', KIM);
    await page.click(`nav a[href="/patients/${KIM}/reconciliation"]`);
    await page.getByText('아직 약물 조정 기록이 없습니다', { exact: false }).waitFor();
    await page.locator('[data-moment]').getByText('전동').click();
    const line = page.locator('[data-source]').first();
    const source = await line.getAttribute('data-source');
    await line.locator('[data-decision=stop]').click();
    await line.getByRole('textbox').fill('서맥');
    await picture(page, 'orders-reconciliation-ko');
    await page.click('[data-reconcile]:enabled');
    await page.getByText('1개 약 결정함', { exact: false }).waitFor();
    await page.locator(`[data-source="${source}"]`).waitFor({ state: 'detached' });
    await context.close();
  });

  it('of two tabs with one basket one signs; the other is told, and nothing is ordered twice', async () => {
    const { page, context } = await at('physician', KIM);
    await choose(page, '복부 초음파');
    const other = await context.newPage();
    await openOrders(other, KIM);
    await other.waitForSelector('[data-draft=abdomen-us]');
    await Promise.all([page.click('[data-sign]:enabled'), other.click('[data-sign]:enabled')]);
    await page.click('[data-confirm]:enabled');
    await page.waitForSelector('[data-sign-dialog]', { state: 'detached' });
    await other.click('[data-confirm]:enabled');
    await other.getByText('이미 서명되었습니다', { exact: false }).first().waitFor();
    await openOrders(page, KIM);
    const rows = page.locator('[data-order]').filter({ hasText: '복부 초음파' });
    await rows.first().waitFor();
    expect(await rows.count()).toBe(1);
    await rows.first().locator('[data-menu]').click();
    await page.click('[data-act=stop]');
    await page.locator('[data-act-dialog] button[type=submit]').click();
    await rows.first().waitFor({ state: 'detached' });
    await context.close();
  });
});
