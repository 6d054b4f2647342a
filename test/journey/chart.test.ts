/**
 * The bedside story of the chart: a physician finds a patient and reads the record; a patient reads the own one; the
 * keyboard alone is enough; a tablet is enough; what fails is said.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { describeWith } from '../material.ts';
import { BROWSER_NEED, browserHere, openJourneyHouse, picture, signIn, type JourneyHouse, type View } from './house.ts';
import { KIM, NAMGUNG, PARK } from './patients.ts';

/** The patients that a typed text finds. */
async function search(page: Page, typed: string): Promise<readonly (string | null)[]> {
  await page.fill('[data-search]', typed);
  await page.waitForSelector(`[data-results][data-typed="${typed}"][aria-busy=false]`);
  const rows = await page.locator('[data-results] [data-patient]').all();
  return Promise.all(rows.map((row) => row.getAttribute('data-patient')));
}

describeWith(BROWSER_NEED, browserHere, 'the chart', () => {
  let house: JourneyHouse;
  beforeAll(async () => {
    house = await openJourneyHouse();
  }, 180_000);
  afterAll(() => house.close());

  async function as(role: string, view?: View) {
    const visitor = await house.visitor(view);
    await signIn(visitor.page, role);
    return visitor;
  }

  it('a physician finds a patient by first consonants and reads problems, a trend and the history', async () => {
    const { page, faults, context } = await as('physician');
    expect(await search(page, 'ㄱㅁㅈ')).toContain(KIM);
    expect(await page.locator('[data-banner]').count()).toBe(0);
    await picture(page, 'list-ko');
    await page.click(`[data-results] [data-patient=${KIM}]`);
    const banner = page.locator('[data-banner]');
    await banner.getByText('페니실린').waitFor();
    const words = await banner.innerText();
    for (const word of ['김민준', 'Kim, Min-jun', '1958-03-05', '남', '00012345']) expect(words).toContain(word);
    await page.getByText('2형 당뇨병').first().waitFor();
    await page.getByText('50\u00A0마이크로그램', { exact: false }).first().waitFor();
    await picture(page, 'summary-ko');
    await page.click(`nav a[href="/patients/${KIM}/results"]`);
    const cell = page.locator('[data-code="http://loinc.org|2823-3"]');
    expect(await cell.innerText()).toMatch(/6\.4/);
    await cell.getByText('매우 높음').waitFor({ state: 'attached' });
    await cell.locator('button').click();
    await page.locator('[data-side] canvas').waitFor();
    expect(await page.locator('[data-side] tbody tr').count()).toBe(14);
    await picture(page, 'results-ko');
    await page.locator('[data-side]').getByText('원자료와 변경 이력').click();
    await page.getByRole('tab', { name: '변경 이력' }).click();
    await page.getByText('처음 기록').waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });

  it('the language changes everything at once and stays after a reload, without signing in again', async () => {
    const { page, context } = await as('physician');
    await page.goto(`/patients/${KIM}`);
    await page.getByText('지금 있는 문제').waitFor();
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByText('Active problems').waitFor();
    await page.getByText('Type 2 diabetes mellitus').waitFor();
    await page.reload();
    await page.getByText('Active problems').waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    expect(await page.locator('main').innerText()).not.toMatch(/[가-힣]/);
    await picture(page, 'summary-en');
    await context.close();
  });

  it('finds by number, by birth date in any form and by Latin name; says so where nobody fits', async () => {
    const { page, context } = await as('nurse');
    for (const typed of ['00012345', '1958.3.5', '580305', '김민준', 'kim min'])
      expect(await search(page, typed), typed).toContain(KIM);
    expect(await search(page, '없는사람')).toEqual([]);
    await page.getByText('‘없는사람’에 맞는 환자가 없습니다', { exact: false }).waitFor();
    await context.close();
  });

  it('"not recorded" is never shown as "none", and "none known" only where somebody said so', async () => {
    const { page, context } = await as('physician');
    await page.goto(`/patients/${NAMGUNG}`);
    await page.locator('[data-banner]').getByText('기록 없음 (확인되지 않음)').waitFor();
    await page.goto(`/patients/${PARK}`);
    await page.locator('[data-banner]').getByText('알려진 알레르기 없음').waitFor();
    await page.locator('[data-banner]').getByText('생후 11일', { exact: false }).waitFor();
    await context.close();
  });

  it('a part that fails says so and can be tried again; the rest stays readable', async () => {
    const { page, context } = await as('physician');
    await page.route('**/fhir/R4/AllergyIntolerance**', (route) => route.fulfill({ status: 500, body: '' }));
    await page.goto(`/patients/${KIM}`);
    await page.locator('[data-banner]').getByText('알레르기를 불러오지 못했습니다').waitFor();
    await page.getByText('2형 당뇨병').waitFor();
    await page.click(`nav a[href="/patients/${KIM}/allergies"]`);
    await page.getByRole('alert').waitFor();
    expect(await page.locator('main').innerText()).not.toContain('알레르기가 없다');
    await page.unroute('**/fhir/R4/AllergyIntolerance**');
    await page.getByRole('button', { name: '다시 시도' }).click();
    await page.locator('[data-row]').getByText('페니실린').waitFor();
    await context.close();
  });

  it('the keyboard alone signs in, finds, opens, reads and closes', async () => {
    const { page, context } = await house.visitor();
    await page.goto('/patients');
    await page.locator('[data-person=demo-physician]').waitFor();
    await page.locator('[data-person=demo-physician]').focus();
    await page.keyboard.press('Enter');
    await page.waitForSelector('[data-search]:focus');
    await page.keyboard.type('00012345');
    await page.waitForSelector('[data-results][data-typed="00012345"][aria-busy=false]');
    await page.keyboard.press('ArrowDown');
    expect(await page.locator(':focus').getAttribute('data-patient')).toBe(KIM);
    await page.keyboard.press('Enter');
    await page.waitForSelector('[data-banner]');
    await page.locator(`nav a[href="/patients/${KIM}/problems"]`).focus();
    await page.keyboard.press('Enter');
    await page.locator('[data-row] button').first().waitFor();
    await page.locator('[data-row] button').first().focus();
    await page.keyboard.press('Enter');
    await page.waitForSelector('[data-side]');
    await page.locator('[data-side] button').first().focus();
    await page.keyboard.press('Escape');
    await page.waitForSelector('[data-side]', { state: 'detached' });
    await context.close();
  });

  it('the timeline zooms to a year and the list follows', async () => {
    const { page, context } = await as('physician');
    await page.goto(`/patients/${KIM}/encounters`);
    await page.locator('[data-timeline] button').first().waitFor();
    expect(await page.locator('[data-row]').count()).toBe(2);
    const thisYear = String(new Date().getFullYear());
    await page.getByRole('button', { name: '확대' }).click();
    await page.getByRole('button', { name: thisYear, exact: true }).first().click();
    await expect.poll(() => page.locator('[data-row]').count()).toBe(1);
    await picture(page, 'encounters-ko');
    await context.close();
  });

  it('another patient in another tab is noticed, and no longer once it is closed', async () => {
    const { page, context } = await as('physician');
    await page.goto(`/patients/${KIM}`);
    await page.waitForSelector('[data-banner]');
    const other = await context.newPage();
    await other.goto(`/patients/${NAMGUNG}`);
    await other.waitForSelector('[data-other-tab]');
    await page.waitForSelector('[data-other-tab]');
    await other.goto('/patients');
    await page.waitForSelector('[data-other-tab]', { state: 'detached' });
    await context.close();
  });

  it('every page of a full record shows what it is for', async () => {
    const { page, context, faults } = await as('physician');
    await page.goto('/patients/demo-patient/medications');
    await page.locator('[data-row]').first().click();
    await page.locator('[data-side]').getByText('처방자').waitFor();
    await page.goto('/patients/demo-patient/vitals');
    await page.locator('canvas').nth(3).waitFor();
    expect(await page.locator('main').innerText()).toMatch(/\d{2,3}\/\d{2,3} mmHg/);
    await page.goto('/patients/demo-patient/immunizations');
    await page.locator('main').getByText('인플루엔자', { exact: false }).first().waitFor();
    await page.locator('main li button').first().click();
    await page.locator('[data-side]').getByText('제조번호').waitFor();
    await page.goto('/patients/demo-patient/documents');
    await page.locator('[data-row^="DocumentReference/"]').first().click();
    await page.locator('[data-side]').getByText('환자: 정하늘', { exact: false }).waitFor();
    await page.locator('[data-row^="DiagnosticReport/"]').first().click();
    await page.locator('[data-side] tbody tr').first().waitFor();
    await page.goto('/patients/demo-patient/results?view=other');
    await page.locator('[data-code]').first().waitFor();
    await page.goto('/patients/demo-patient/results');
    await page.locator('[data-code]').first().waitFor();
    const before = await page.locator('thead th').count();
    await page.locator('[data-older]').click();
    await expect.poll(() => page.locator('thead th').count()).toBeGreaterThan(before);
    await page.goto('/patients/demo-patient/resources?view=Observation');
    await page.locator('[data-row^="Observation/"]').first().click();
    await page.getByText('"resourceType"').waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });

  it('says what is new since the last look', async () => {
    const { page, context } = await as('physician');
    await page.goto(`/patients/${KIM}`);
    await page.getByText('처음 여는 기록입니다', { exact: false }).waitFor();
    await page.evaluate(
      `localStorage.setItem('maru.recent.demo-physician', JSON.stringify([{ id: '${KIM}', at: Date.now() - 86400000 }]))`,
    );
    await page.reload();
    const changes = page.locator('[data-changes]');
    await changes.getByText('지난번에 본 뒤', { exact: false }).waitFor();
    await changes.getByRole('link', { name: '검사 결과 14' }).click();
    await page.waitForURL(/\/results$/);
    await context.close();
  });

  it('works on a tablet: the banner stays in sight, nothing is wider than the screen', async () => {
    const { page, context } = await as('nurse', { width: 820, height: 1180, scheme: 'dark' });
    for (const section of [
      '',
      '/problems',
      '/medications',
      '/encounters',
      '/results',
      '/vitals',
      '/documents',
      '/access',
    ]) {
      await page.goto(`/patients/${KIM}${section}`);
      await page.waitForSelector('[data-banner]');
      await page.waitForLoadState('networkidle');
      const wide = await page.evaluate('document.documentElement.scrollWidth - window.innerWidth');
      expect(wide, section).toBeLessThanOrEqual(0);
    }
    await page.goto(`/patients/${KIM}/problems`);
    await page.locator('[data-row] button').first().click();
    await page.waitForSelector('[data-side]');
    const [side, banner] = await Promise.all([
      page.locator('[data-side]').boundingBox(),
      page.locator('[data-banner]').boundingBox(),
    ]);
    expect(side?.y ?? 0).toBeGreaterThanOrEqual((banner?.height ?? 0) - 1);
    await picture(page, 'problems-tablet-dark');
    await context.close();
  });
});
