/**
 * Stories of the pharmacy: an order that is asked about, answered and verified; two pharmacists with one order; a pack that
 * becomes unit doses with labels that a scanner reads; a lot that is recalled.
 */
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { parseGs1 } from '../../src/care/index.ts';
import { describeWith } from '../material.ts';
import { bedsideWard, DRUGS, gtin, HAN, HOUR, order, WARD } from './bedside-ward.ts';
import { BROWSER_NEED, browserHere, openJourneyHouse, picture, signIn, type JourneyHouse, type View } from './house.ts';
import { keys } from './keys.ts';

const TABLET: View = { width: 820, height: 1180 };
const wasm = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');

/** A pack of the manufacturer: product, expiry, lot. */
const pack = (name: keyof typeof DRUGS, lot: string): string => `]d201${gtin(DRUGS[name].number)}1728123110${lot}`;

/** Orders that nobody verified. */
function unverified(now: number) {
  const more = {
    requester: { reference: 'Practitioner/demo-physician', display: '김서연' },
    authoredOn: new Date(now - 60_000).toISOString(),
  };
  return [
    order({
      id: 'ask',
      owner: HAN,
      drug: 'digoxin',
      slots: [now + HOUR],
      verified: false,
      more: { ...more, priority: 'stat' },
    }),
    order({ id: 'both', owner: HAN, drug: 'cefazolin', slots: [now + 2 * HOUR], verified: false, more }),
    order({
      id: 'fill',
      owner: HAN,
      drug: 'acetaminophen',
      slots: [now + HOUR, now + 5 * HOUR],
      verified: false,
      more,
    }),
  ].flat();
}

const openOrder = async (page: Page, id: string): Promise<void> => {
  await page.locator(`[data-line=${id}]`).click();
  await page.locator(`article[data-order=${id}]`).waitFor();
};

/** By Alt+Enter; with a reason where a warning stands. */
async function verify(page: Page): Promise<void> {
  const form = page.locator('[data-form=verify] textarea');
  if ((await form.count()) === 0) return page.keyboard.press('Alt+Enter');
  await form.fill('의사와 상의하였음');
  await page.click('[data-form=verify] [type=submit]');
}

/** What a scanner reads off the label on the screen. */
async function readLabel(label: Locator): Promise<Readonly<Record<string, string>>> {
  await prepareZXingModule({ overrides: { wasmBinary: readFileSync(wasm).buffer }, fireImmediately: true });
  const [found] = await readBarcodes(new Blob([await label.screenshot()]), {
    formats: ['DataMatrix'],
    textMode: 'Plain',
  });
  const reading = parseGs1(`${found?.symbologyIdentifier ?? ''}${found?.text ?? ''}`, { asOf: '2026' });
  return reading.ok ? { ...reading.facts } : { fault: reading.error };
}

describeWith(BROWSER_NEED, browserHere, 'the pharmacy', () => {
  let house: JourneyHouse;
  beforeAll(async () => {
    const now = Date.now();
    const more = [...bedsideWard(now), ...unverified(now)] as never;
    house = await openJourneyHouse(0, { more });
  }, 180_000);
  afterAll(() => house.close());

  async function as(role: string, path: string, view?: View) {
    const visitor = await house.visitor(view);
    await signIn(visitor.page, role);
    await visitor.page.goto(path);
    return visitor;
  }

  it('a stat order stands first with all that decides; it is asked about, answered and verified by the keyboard', async () => {
    const pharmacist = await as('pharmacist', '/pharmacy');
    const { page } = pharmacist;
    await page.locator('[data-line]').first().waitFor();
    expect(await page.locator('[data-line]').first().getAttribute('data-line')).toBe('ask');
    await openOrder(page, 'ask');
    const words = await page.locator('article').innerText();
    for (const word of ['한서윤', '디곡신', '응급', 'CKD-EPI 2021', 'Cockcroft-Gault', '알레르기', '함께 쓰는 약'])
      expect(words).toContain(word);
    await picture(page, 'pharmacy-verify-ko');
    await page.click('[data-choose=question]');
    await page.fill('[data-form=question] textarea', '신기능을 확인하셨습니까?');
    await page.click('[data-form=question] [type=submit]');
    await page.locator('[data-line=ask]').getByText('의사 답변 대기').waitFor();
    const physician = await as('physician', '/questions', { language: 'en' });
    await physician.page.getByText('신기능을 확인하셨습니까?').waitFor();
    await picture(physician.page, 'pharmacy-questions-en');
    await physician.page.fill('[data-question] textarea', '예, 확인했습니다.');
    await physician.page.click('[data-question] [type=submit]');
    await physician.page.getByText('There is no question to answer.').waitFor();
    await page.reload();
    await page.locator('[data-line=ask]').getByText('의사가 답함').waitFor();
    await openOrder(page, 'ask');
    await page.getByText('예, 확인했습니다.').waitFor();
    await verify(page);
    await page.locator('[data-line=ask]').waitFor({ state: 'detached' });
    expect([...pharmacist.faults, ...physician.faults]).toEqual([]);
    await pharmacist.context.close();
    await physician.context.close();
  });

  it('of two pharmacists with one order the second is told, and nothing is written twice', async () => {
    const [one, other] = [await as('pharmacist', '/pharmacy'), await as('pharmacist', '/pharmacy', TABLET)];
    for (const { page } of [one, other]) await openOrder(page, 'both');
    await picture(other.page, 'pharmacy-verify-tablet-ko');
    await verify(one.page);
    await one.page.locator('[data-line=both]').waitFor({ state: 'detached' });
    await verify(other.page);
    await other.page.getByText('다른 약사가 방금 검토했습니다', { exact: false }).waitFor();
    await one.context.close();
    await other.context.close();
  });

  it('packs are received and dispensed by scanning; the label on the screen is read as the unit dose', async () => {
    const { page, faults, context } = await as('pharmacist', '/pharmacy/stock');
    await page.locator('[data-move=receive]').waitFor();
    await keys.scan(page, pack('acetaminophen', 'J1'));
    await page.locator('[data-scanned=J1]').waitFor();
    await page.locator('[data-move] [role=group] input').fill('100');
    await page.click('[data-do-move]');
    await page.locator(`[data-gtin="${gtin(DRUGS.acetaminophen.number)}"] [data-lot=J1]`).waitFor();
    await picture(page, 'pharmacy-stock-ko');
    await page.goto('/pharmacy');
    await openOrder(page, 'fill');
    await verify(page);
    await page.locator('[data-line=fill]').waitFor({ state: 'detached' });
    await page.goto('/pharmacy/dispense');
    await page.locator(`[data-ward] option[value=${WARD}]`).waitFor({ state: 'attached' });
    await page.selectOption('[data-ward]', WARD);
    await page.locator('[data-line=fill]').click();
    await keys.scan(page, pack('cefazolin', 'J1'));
    await page.getByText('처방과 다른 제품입니다', { exact: false }).waitFor();
    await page.getByRole('button', { name: '목록에서 빼기' }).click();
    await keys.scan(page, pack('acetaminophen', 'J1'));
    await page.getByText('2개 중 2개').waitFor();
    await picture(page, 'pharmacy-dispense-ko');
    await page.click('[data-dispense]');
    await page.locator('[data-label]').nth(1).waitFor();
    await picture(page, 'pharmacy-labels-ko');
    const facts = await Promise.all((await page.locator('[data-label]').all()).map(readLabel));
    for (const one of facts) expect(one).toMatchObject({ gtin: gtin(DRUGS.acetaminophen.number), lot: 'J1' });
    expect(new Set(facts.map(({ serial }) => serial)).size).toBe(2);
    const [download] = await Promise.all([page.waitForEvent('download'), page.click('[data-print=zpl]')]);
    expect(readFileSync(await download.path(), 'utf8').match(/\^XA/g)).toHaveLength(2);
    expect(faults).toEqual([]);
    await context.close();
  });

  it('a lot is recalled: who holds it and which order awaits it is told at once, and the ward sees it', async () => {
    const { page, context } = await as('pharmacist', '/pharmacy/recall', { scheme: 'dark' });
    await page.locator('[data-gtin]').waitFor();
    await keys.scan(page, pack('acetaminophen', 'J1'));
    await page.locator('[data-recall=J1]').waitFor();
    await page.getByText('약제부').first().waitFor();
    await page.locator('main').getByText('한서윤').first().waitFor();
    await page.fill('[data-reason]', '이물 혼입 의심');
    await page.click('[data-stop]');
    await page.locator('[data-running=true]').waitFor();
    await picture(page, 'pharmacy-recall-dark-ko');
    await page.goto('/pharmacy/stock');
    await page.locator('[data-lot=J1]').getByText('회수 대상').waitFor();
    await context.close();
    const nurse = await as('nurse', '/pharmacy/stock', TABLET);
    await nurse.page.locator('[data-place]').waitFor();
    const places = await nurse.page.locator('[data-place] option').allInnerTexts();
    expect(places).not.toContain('약제부');
    await nurse.page.selectOption('[data-place]', WARD);
    await nurse.page.getByText('이곳에 기록된 재고가 없습니다', { exact: false }).waitFor();
    expect(await nurse.page.locator('[data-scan]').count()).toBe(0);
    await nurse.context.close();
  });
});
