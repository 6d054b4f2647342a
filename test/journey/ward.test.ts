/**
 * The story of the ward: a round of vital signs on one screen, the physician who must come, a bed that changes under the eyes of
 * somebody else, an admission until the patient has left, tasks that one person takes.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { describeWith } from '../material.ts';
import { BROWSER_NEED, browserHere, openJourneyHouse, picture, signIn, type JourneyHouse, type View } from './house.ts';
import { KIM } from './patients.ts';

/** A change must be on every screen within this time. */
const SEEN_MS = 2000;

/** Confirms, and gives the moment at which the server said that it is done. */
async function confirmed(page: Page, path: string): Promise<number> {
  const answer = page.waitForResponse((one) => one.url().endsWith(`/care/ward/${path}`));
  await page.click('[data-confirm]');
  expect((await answer).status()).toBe(200);
  return Date.now();
}

/** Types a round from the first field on, with the keyboard alone. */
async function typeRound(page: Page, values: readonly string[]): Promise<void> {
  for (const value of values) {
    await page.keyboard.type(value);
    await page.keyboard.press('Enter');
  }
}

describeWith(BROWSER_NEED, browserHere, 'the ward', () => {
  let house: JourneyHouse;
  let free: readonly string[] = [];
  beforeAll(async () => {
    house = await openJourneyHouse();
  }, 180_000);
  afterAll(() => house.close());

  async function as(role: string, view?: View) {
    const visitor = await house.visitor(view);
    await signIn(visitor.page, role);
    return visitor;
  }

  it('charts vital signs on one screen, by the keyboard alone, with the score at once', async () => {
    const { page, faults, context } = await as('nurse');
    await page.goto(`/patients/${KIM}/flowsheet`);
    await page.waitForSelector('[data-entry=respirationRate]:focus');
    await typeRound(page, ['24', '93', '0', '104', '61', '115', 'a', '38.5']);
    await page.locator('[data-score="8"]').waitFor();
    await picture(page, 'flowsheet-ko');
    const tall = await page.locator('[data-save]').boundingBox();
    expect((tall?.y ?? 900) + (tall?.height ?? 0)).toBeLessThanOrEqual(900);
    await page.keyboard.press('Control+Enter');
    await page.locator('[data-saved]').getByText('의사를 호출했습니다').waitFor();
    await page.locator('[data-flowsheet] [data-news="8"]').waitFor();
    expect(await page.locator('[data-sign=temperature] td').nth(1).innerText()).toContain('38.5');
    await page.locator('[data-escalation]').getByText('30분 안에 응급 평가').waitFor();
    expect(new URL(page.url()).pathname).toBe(`/patients/${KIM}/flowsheet`);
    expect(faults).toEqual([]);
    await context.close();
  });

  it('asks for a reason of an unusual value, says why there is no score, and corrects without losing', async () => {
    const { page, context } = await as('nurse');
    await page.goto(`/patients/${KIM}/flowsheet`);
    await page.fill('[data-entry=pulse]', '188');
    await page.locator('[data-missing]').getByText('계산 불가', { exact: false }).waitFor();
    expect(await page.locator('[data-save]').isDisabled()).toBe(true);
    await page.selectOption('[data-reason=pulse]', 'measured-again');
    await page.click('[data-save]');
    await page.locator('[data-sign=pulse]').getByText('188').waitFor();
    await page.locator('[data-sign=pulse] td button', { hasText: '188' }).click();
    await page.getByLabel('사유').first().click();
    await page.getByRole('option', { name: '입력 실수' }).click();
    await page.getByLabel('맞는 값').fill('88');
    await page.click('[data-confirm]');
    await page.locator('[data-sign=pulse]').getByText('정정됨').waitFor();
    await context.close();
  });

  it('the physician acknowledges from the task list, and writes what was found', async () => {
    const { page, context } = await as('physician');
    await page.goto(`/tasks?patient=${KIM}`);
    const row = page.locator('[data-code=news2-escalation]');
    await row.locator('[data-act=acknowledge]').click();
    await row.locator('[data-act=complete]').click();
    await page.getByRole('textbox').fill('산소 3 L, 흉부 X선 처방');
    await page.click('[data-confirm]');
    await row.waitFor({ state: 'detached' });
    await context.close();
  });

  it('admits a new patient; somebody else sees the bed change within two seconds, and so each move', async () => {
    const { page: watcher, context: other } = await as('bed-manager', { language: 'en' });
    const { page, context, faults } = await as('nurse');
    await Promise.all([watcher.goto('/beds'), page.goto('/beds')]);
    await page.locator('[data-bed][data-state=free]').first().waitFor();
    await watcher.locator('[data-bed][data-state=free]').first().waitFor();
    const beds = await page
      .locator('[data-bed][data-state=free]')
      .evaluateAll((all) => all.map((one) => (one as unknown as { dataset: { bed: string } }).dataset.bed));
    free = beds.filter((bed) => bed.startsWith('bed-61')).slice(0, 3);
    const [first = '', second = ''] = free;
    await page.click(`[data-bed="${first}"]`);
    await page.getByRole('button', { name: '이 병상에 입원' }).click();
    await page.getByText('새 환자', { exact: true }).click();
    await page.getByLabel('이름').fill('홍길동');
    await page.getByText('남', { exact: true }).click();
    await page.getByLabel('생년월일').fill('1970-03-04');
    await page.getByLabel('입원 사유').fill('폐렴');
    const admitted = await confirmed(page, 'admissions');
    await watcher.locator(`[data-bed="${first}"][data-state=occupied]`).waitFor({ timeout: 15_000 });
    const seen = Date.now() - admitted;
    await page.locator(`[data-bed="${first}"][data-state=occupied]`).waitFor();
    await picture(page, 'beds-ko');
    await page.focus(`[data-bed="${first}"]`);
    await page.keyboard.press('m');
    await page.locator(`[data-bed="${first}"][data-mark=moving]`).waitFor();
    await page.focus(`[data-bed="${second}"]`);
    await page.keyboard.press('Enter');
    await page.locator('[data-move]').waitFor();
    const moved = await confirmed(page, 'transfers');
    await watcher.locator(`[data-bed="${second}"][data-state=occupied]`).waitFor({ timeout: 15_000 });
    const movedAfter = Date.now() - moved;
    await watcher.locator(`[data-bed="${first}"][data-state=cleaning]`).waitFor();
    await picture(watcher, 'beds-en');
    expect(Math.max(seen, movedAfter)).toBeLessThan(SEEN_MS);
    expect(faults).toEqual([]);
    await context.close();
    await other.close();
  });

  it('the bed is free only after the patient has really left and it was cleaned', async () => {
    const [, bed = ''] = free;
    const { page, context } = await as('physician');
    await page.goto('/beds');
    await page.click(`[data-bed="${bed}"]`);
    await page.locator('[data-act=discharge]').click();
    await page.locator('[data-act=depart]').waitFor();
    expect(await page.locator(`[data-bed="${bed}"]`).getAttribute('data-state')).toBe('occupied');
    await page.locator('[data-act=depart]').click();
    await page.locator(`[data-bed="${bed}"][data-state=cleaning]`).waitFor();
    await page.locator('[data-set=free]').click();
    await page.locator(`[data-bed="${bed}"][data-state=free]`).waitFor();
    await context.close();
  });

  it('the ward shows what is due next; assessments, fluids and plans are charted on one page', async () => {
    const { page, context, faults } = await as('nurse', { width: 820, height: 1180 });
    await page.goto('/ward');
    await page.locator('[data-ward-select]').waitFor();
    await page.locator('main').getByText('실시간').waitFor();
    await picture(page, 'ward-tablet');
    await page.goto(`/patients/${KIM}/nursing`);
    await page.click('[data-assess=pain]');
    await page.getByRole('radio', { name: '6' }).check();
    await page.click('[data-confirm]');
    await page.locator('[data-instrument=pain]').getByText('6점', { exact: false }).waitFor();
    await page.locator('[data-fluid-entry] input').last().fill('250');
    await page.keyboard.press('Enter');
    await page.locator('[data-balance]').getByText('+250 mL').first().waitFor();
    await page.click('[data-new-plan]');
    await page.getByLabel('간호 문제').fill('낙상 위험');
    await page.getByLabel('목표').fill('넘어지지 않는다');
    await page.getByLabel('간호 활동').fill('난간을 올린다');
    await page.click('[data-confirm]');
    await page.locator('[data-plan]').getByText('낙상 위험').waitFor();
    const wide = await page.evaluate('document.documentElement.scrollWidth - window.innerWidth');
    expect(wide).toBeLessThanOrEqual(0);
    await picture(page, 'nursing-tablet');
    expect(faults).toEqual([]);
    await context.close();
  });
});
