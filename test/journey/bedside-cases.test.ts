/**
 * The medication cases of the acceptance suite on the screen: a nurse is signed in, a scanner types the codes into the real
 * dialog, the real server decides, and the words on the screen are compared.
 *
 * Not here, because this screen cannot have them: cases without a network and replays (the ward station's), and the checker
 * that does not answer (nothing in a running house makes it so).
 */
import { existsSync, readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { messageOf } from '../../src/care/index.ts';
import type { EpochMs } from '../../src/kernel/index.ts';
import type { LoopCase, LoopCases } from '../conformance/closed-loop-state.ts';
import { describeWith, sharedPath } from '../material.ts';
import { CaseHouse, orderId, shiftedCode } from './bedside-cases.ts';
import { BROWSER_NEED, browserHere, openJourneyHouse, signIn, type JourneyHouse, type Visitor } from './house.ts';
import { keys } from './keys.ts';

const FILE = 'conformance/closed-loop/cases.json';
const ELSEWHERE: Readonly<Record<string, string>> = {
  'CL-M18': 'replay of a dose that was recorded offline',
  'CL-M42': 'checker unavailable',
  'CL-M43': 'no network',
  'CL-M44': 'no network',
  'CL-M45': 'replay',
};

const cases: LoopCases = existsSync(sharedPath(FILE))
  ? (JSON.parse(readFileSync(sharedPath(FILE), 'utf8')) as LoopCases)
  : { world: { timezone: 'UTC', patients: {}, staff: {}, products: {} }, rules: [], precedence: [], cases: [] };
const shown = cases.cases.filter(({ id, loop }) => loop === 'medication' && !(id in ELSEWHERE));

type Json = Readonly<Record<string, unknown>>;

const local = (time: number): string => new Date(time + 9 * 3_600_000).toISOString().slice(0, 16);

/** Something done on the screen. */
const ACTS: Readonly<Record<string, (page: Page, step: Json, now: EpochMs, one: LoopCase) => Promise<void>>> = {
  confirm: async () => undefined,
  'select-route': async (page, { route }) => {
    await page.click('[data-tool=more]');
    await page.click(`[data-choices=route] [data-code=${String(route)}]`);
  },
  'set-time': async (page, { time }, now, one) => {
    await page.click('[data-tool=more]');
    await page.fill(
      'input[name=set-time]',
      local(Date.parse(String(time)) - Date.parse(String(one.setup['now'])) + now),
    );
  },
  emergency: (page, { reason }) => page.click(`[data-choices=reason] [data-code=${String(reason)}]`),
  'prn-reason': (page, { code }) => page.click(`[data-choices=prn-reason] [data-code=${String(code)}]`),
  'not-given': async (page, { reason }) => {
    await page.click('[data-tool=not-given]');
    await page.click(`[data-choices=not-given-reason] [data-code=${String(reason)}]`);
  },
  'manual-entry': async (page, { lot, expiry }) => {
    if ((await page.locator('[data-enter-by-hand]').count()) === 0) await page.click('[data-tool=hand]');
    if (lot !== undefined) await page.fill('input[name=lot]', lot as string);
    if (expiry !== undefined) await page.fill('input[name=expiry]', expiry as string);
    await page.click('[data-enter-by-hand]');
  },
  'badge-login': async (page) => {
    await page.click('[data-tool=hand]');
    await page.check('[data-no-scanner]');
  },
  'manual-identify': async (page, { identifiers }) => {
    for (const name of identifiers as string[]) await page.check(`[data-identify=${name}]`);
  },
};

async function told(page: Page, key: string): Promise<void> {
  const box = page.locator('[data-message]').first();
  await expect.poll(() => box.getAttribute('data-message', { timeout: 5000 }), { timeout: 8000 }).toBe(key);
  expect(await box.innerText()).toContain(messageOf(key).ko);
}

describeWith(
  `${BROWSER_NEED} and the shared cases`,
  browserHere && shown.length > 0,
  'acceptance cases on the screen',
  () => {
    let house: JourneyHouse;
    let world: CaseHouse;
    let visitor: Visitor;
    let now = 0 as EpochMs;
    beforeAll(async () => {
      now = Date.now() as EpochMs;
      house = await openJourneyHouse(0, { clock: { now: () => now } });
      world = new CaseHouse(await house.record(), cases);
      await world.world();
      visitor = await house.visitor();
      await signIn(visitor.page, 'nurse');
      await visitor.page.goto('/patients/PT-1/drug-chart');
      await visitor.page.locator('[data-banner]').waitFor();
    }, 180_000);
    afterAll(() => house.close());

    it('are all of the medication loop but those named above', () => {
      expect(shown.length + Object.keys(ELSEWHERE).length).toBe(50);
    });

    it.each(shown.map((one) => [`${one.id} ${one.title}`, one] as const))('%s', async (_, one) => {
      const { page } = visitor;
      now = Date.now() as EpochMs;
      await world.open(one, now);
      await opened(page, one);
      for (const step of one.scans as unknown as Json[]) await act(page, step, one);
      await told(page, one.expect.messageKey);
      expect(visitor.faults).toEqual([]);
    });

    /** Opens what the nurse has before the first scan: nothing, the chosen dose, or a record that is wrong. */
    async function opened(page: Page, one: LoopCase): Promise<void> {
      await page.keyboard.press('Escape');
      const chosen = one.setup['selectedOrder'] !== undefined || one.setup['listReadVersion'] !== undefined;
      if (chosen || NEEDS_DOSE.has(one.id)) {
        await page.goto('/patients/PT-1/drug-chart');
        await page.locator(`[data-cell^="${orderId(one)}"]`).click();
        await page.locator('[data-give]').waitFor();
      }
      if (one.setup['listReadVersion'] !== undefined) await world.change(one, now);
      const wrong = (one.scans as unknown as Json[]).find(({ action }) => action === 'retract');
      if (wrong === undefined) return;
      await page.goto(`/patients/PT-1/drug-chart?detail=MedicationAdministration/${orderId(one)}-given-0`);
      await page.click(`[data-choices=retract-reason] [data-code=${String(wrong['reason'])}]`);
    }

    /** Entry by hand and refusal are about a dose that was chosen. */
    const NEEDS_DOSE = new Set(['CL-M39', 'CL-M40', 'CL-M46']);

    async function act(page: Page, step: Json, one: LoopCase): Promise<void> {
      const { scan, raw, action } = step;
      if (typeof raw === 'string') await keys.scan(page, shiftedCode(raw, one, now));
      else if (scan !== undefined || action === 'retract') return;
      else if (step['inTab'] !== undefined) await otherTab(page, step['inTab'] as string);
      else await ACTS[String(action)]?.(page, step, now, one);
    }

    /** Another patient is opened in another tab, and the nurse confirms in this one. */
    async function otherTab(page: Page, patient: string): Promise<void> {
      await page.locator('[data-message="loop.med.ok"]').waitFor();
      const other = await visitor.context.newPage();
      await other.goto(`/patients/${patient}/drug-chart`);
      await other.locator('[data-banner]').waitFor();
      await page.bringToFront();
      await page.waitForTimeout(200);
      await page.keyboard.press('Enter');
      await page.locator('[data-message="loop.context-changed"]').waitFor();
      await other.close();
    }
  },
);
