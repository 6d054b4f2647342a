/**
 * The story of documents: a note that survives the death of its browser, is signed, amended and proven; a handover that is read
 * back; results that are looked at; a discharge summary that becomes a sheet.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { describeWith } from '../material.ts';
import { BROWSER_NEED, browserHere, openJourneyHouse, picture, signIn, type JourneyHouse, type View } from './house.ts';
import { HAN, notesWard, SHIN, WARD } from './notes-ward.ts';

function field(page: Page, section: string) {
  return page.locator(`[data-section=${section}] textarea`);
}

function saved(page: Page): Promise<void> {
  return page.locator('[data-saved=true]').waitFor();
}

describeWith(BROWSER_NEED, browserHere, 'documents', () => {
  let house: JourneyHouse;
  beforeAll(async () => {
    house = await openJourneyHouse(0, { more: notesWard(Date.now()) });
  }, 180_000);
  afterAll(() => house.close());

  async function as(role: string, view?: View) {
    const visitor = await house.visitor(view);
    await signIn(visitor.page, role);
    return visitor;
  }

  it('a note survives its browser: what was typed is there when the physician signs in again', async () => {
    const first = await as('physician');
    await first.page.goto(`/patients/${HAN}/notes`);
    await first.page.click('[data-template=progress]');
    const objective = first.page.locator('[data-section=objective]');
    await objective
      .locator('[data-quote="Observation/notes-t2"]')
      .getByText('체온 36.9–38.4, 마지막 36.9 °C')
      .waitFor();
    await field(first.page, 'subjective').fill('밤사이 기침이 줄었고 잠을 잘 잤다고 함');
    await saved(first.page);
    await first.context.close();

    const { page, faults, context } = await as('physician');
    await page.goto(`/patients/${HAN}/notes`);
    await page.click('[data-state=draft]');
    expect(await field(page, 'subjective').inputValue()).toBe('밤사이 기침이 줄었고 잠을 잘 잤다고 함');
    await page.locator('[data-fact]').first().waitFor();
    await field(page, 'assessment').click();
    await page.keyboard.press('Alt+i');
    await page.locator('[data-fact]:focus').waitFor();
    await page.click('[data-fact="Observation/notes-k-call"]');
    await page.locator('[data-section=assessment] [data-quote="Observation/notes-k-call"]').waitFor();
    expect(await page.locator('[data-sign]').isDisabled()).toBe(true);
    await field(page, 'plan').fill('항생제 유지, 내일 재검');
    await saved(page);
    await picture(page, 'notes-ko');
    await page.keyboard.press('Control+Enter');
    await page.locator('[data-reader][data-status=final]').waitFor();
    await page.locator('[data-proven=true]').getByText('김서연').waitFor();
    await picture(page, 'notes-signed-ko');
    expect(faults).toEqual([]);
    await context.close();
  });

  it('two windows with one draft: the second is told, and nothing is written over', async () => {
    const { page, context } = await as('physician');
    await page.goto(`/patients/${SHIN}/notes`);
    await page.click('[data-template=consult]');
    await field(page, 'question').fill('첫 창');
    await saved(page);
    const other = await context.newPage();
    await other.goto(page.url());
    await field(other, 'findings').fill('둘째 창');
    await saved(other);
    await field(page, 'recommendation').fill('첫 창에서 더 씀');
    await page.getByText('다른 창에서 이 기록을 고쳤습니다', { exact: false }).waitFor();
    expect(await field(page, 'recommendation').inputValue()).toBe('첫 창에서 더 씀');
    await page.getByRole('button', { name: '저장된 것 다시 읽기' }).click();
    await page.locator('[data-editor]').waitFor();
    await expect.poll(() => field(page, 'findings').inputValue()).toBe('둘째 창');
    await context.close();
  });

  it('a signed note is amended with its reason, and both versions can be read', async () => {
    const { page, context } = await as('physician', { language: 'en', width: 820, height: 1180 });
    await page.goto(`/patients/${HAN}/notes`);
    await page.locator('[data-state=signed]').first().click();
    await page.click('[data-act=amend]');
    await page.getByLabel('Reason').fill('Wrong side');
    await page.getByRole('dialog').getByRole('button', { name: 'Amend' }).click();
    await page.locator('[data-editor]').waitFor();
    await field(page, 'plan').fill('Right side');
    await saved(page);
    await picture(page, 'notes-amend-tablet-en');
    await page.click('[data-sign]');
    await page.locator('[data-reader][data-status=amended]').waitFor();
    await page.locator('[data-reader]').getByText('Amended because: Wrong side').waitFor();
    await page.getByRole('button', { name: 'See the original' }).click();
    await page.locator('[data-reader][data-status=final]').getByText('항생제 유지, 내일 재검').waitFor();
    await context.close();
  });

  it('a nurse hands over, and the next one reads it back before it counts', async () => {
    const { page, context } = await as('nurse');
    await page.goto('/handover');
    await page.selectOption('[data-ward-select]', WARD);
    await page.click(`[data-patient=${HAN}]`);
    await page.click('[data-prepare]');
    const sheet = page.locator(`[data-handover=${HAN}]`);
    expect(await sheet.locator('input[value=watcher]').isChecked()).toBe(true);
    await sheet.locator('[data-quote="Observation/notes-k-call"]').first().waitFor();
    await sheet.locator('input[value=unstable]').check();
    await saved(page);
    await picture(page, 'handover-ko');
    await page.click('[data-give]');
    await page.locator(`[data-patient=${HAN}][data-state=given]`).waitFor();
    expect(await page.locator('[data-accept]').count()).toBe(0);

    const next = await as('nurse-2', { width: 820, height: 1180 });
    await next.page.goto('/handover');
    await next.page.selectOption('[data-ward-select]', WARD);
    await next.page.click(`[data-patient=${HAN}][data-state=given]`);
    await next.page.getByLabel('받은 사람의 요약 (S)').fill('불안정, 칼륨 7.1 보고함, 1시간마다 활력징후');
    await picture(next.page, 'handover-accept-tablet-ko');
    await next.page.click('[data-accept]');
    await next.page.getByText('문소희 인수', { exact: false }).waitFor();
    await next.context.close();
    await context.close();
  });

  it('results wait with the gravest on top; normal ones go together, a critical one by its value', async () => {
    const { page, context } = await as('physician');
    await page.goto('/inbox');
    const rows = page.locator('[data-report]');
    await rows.first().waitFor();
    expect(await rows.evaluateAll((all) => all.map((one) => one.getAttribute('data-grade')))).toEqual([
      'critical',
      'abnormal',
      'normal',
    ]);
    await picture(page, 'inbox-ko');
    await page.getByText('정상 결과 모두 고르기 (1)').click();
    await page.click('[data-acknowledge-all]');
    await page.locator('[data-report=notes-rep-old]').waitFor({ state: 'detached' });
    await page.click('[data-read-back]');
    await page.getByRole('dialog').getByLabel('칼륨').fill('7.7');
    await page.getByRole('dialog').getByRole('button', { name: '확인' }).click();
    await page.getByText('적은 값이 결과와 다릅니다', { exact: false }).waitFor();
    await page.getByRole('dialog').getByLabel('칼륨').fill('7.1');
    await page.getByRole('dialog').getByRole('button', { name: '확인' }).click();
    await page.locator('[data-report=notes-rep-call]').waitFor({ state: 'detached' });
    await context.close();
  });

  it('the discharge summary is composed, completed, signed, and opened as a sheet', async () => {
    const { page, context } = await as('physician');
    await page.goto(`/patients/${HAN}/discharge`);
    await page.click('[data-begin]');
    await page.locator('[data-section=drugs] [data-quote="MedicationRequest/notes-drug"]').waitFor();
    expect(await field(page, 'instructions').inputValue()).toContain('- 아목시실린 500 mg 캡슐 · 1일 3회 식후, 5일분');
    await field(page, 'course').fill('항생제를 쓰고 나서 열이 내리고 숨찬 것이 좋아졌습니다.');
    await field(page, 'follow-up').fill('일주일 뒤 호흡기내과 외래');
    await saved(page);
    await picture(page, 'discharge-ko');
    await page.click('[data-sign]');
    await page.locator('[data-proven=true]').waitFor();
    const sheet = page.waitForResponse((one) => one.url().includes('/care/documents/print'));
    await page.click('[data-print]');
    const answer = await sheet;
    expect([answer.status(), answer.headers()['content-type']]).toEqual([200, 'application/pdf']);
    await context.close();
  });
});
