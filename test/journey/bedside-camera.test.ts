/**
 * The tablet's camera as a scanner: a label held before it is read by our own reader, under our own content policy.
 */
import bwip from 'bwip-js/node';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWith } from '../material.ts';
import { badge, band, bedsideWard, DRUGS, gtin, HAN } from './bedside-ward.ts';
import { BROWSER_NEED, browserHere, openJourneyHouse, signIn, type JourneyHouse } from './house.ts';
import { keys } from './keys.ts';

const [WIDTH, HEIGHT, MODULE] = [640, 480, 10];

interface Symbol2d {
  readonly pixs: readonly number[];
  readonly pixx: number;
  readonly pixy: number;
}

/** A film of one picture, as Chromium takes it for a camera: the label's symbol in the middle of a white sheet. */
function film(text: string): Buffer {
  const [symbol] = bwip.raw('gs1datamatrix', text, {}) as unknown as readonly Symbol2d[];
  if (symbol === undefined) throw new Error('no symbol');
  const luma = Buffer.alloc(WIDTH * HEIGHT, 235);
  const [left, top] = [(WIDTH - symbol.pixx * MODULE) / 2, (HEIGHT - symbol.pixy * MODULE) / 2];
  for (let y = 0; y < symbol.pixy * MODULE; y++)
    for (let x = 0; x < symbol.pixx * MODULE; x++) {
      const dark = symbol.pixs[Math.floor(y / MODULE) * symbol.pixx + Math.floor(x / MODULE)] === 1;
      if (dark) luma[Math.floor(top + y) * WIDTH + Math.floor(left + x)] = 16;
    }
  const frame = Buffer.concat([Buffer.from('FRAME\n'), luma, Buffer.alloc((WIDTH * HEIGHT) / 2, 128)]);
  return Buffer.concat([Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F10:1 Ip A1:1 C420jpeg\n`), frame, frame, frame]);
}

describeWith(BROWSER_NEED, browserHere, 'the camera', () => {
  let house: JourneyHouse;
  const folder = mkdtempSync(join(tmpdir(), 'maru-camera-'));
  beforeAll(async () => {
    house = await openJourneyHouse(0, { more: bedsideWard(Date.now()) });
  }, 180_000);
  afterAll(async () => {
    await house.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('reads the product’s label, and the dose matches', async () => {
    const file = join(folder, 'label.y4m');
    writeFileSync(file, film(`(01)${gtin(DRUGS.amlodipine.number)}(17)281231(10)L1(21)CAM1`));
    const browser = await chromium.launch({
      executablePath: process.env['MARU_CHROMIUM'] ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--use-fake-ui-for-media-stream',
        '--use-fake-device-for-media-stream',
        `--use-file-for-fake-video-capture=${file}`,
      ],
    });
    try {
      const context = await browser.newContext({
        baseURL: house.url,
        viewport: { width: 820, height: 1180 },
        locale: 'ko-KR',
        permissions: ['camera'],
      });
      const page = await context.newPage();
      const outside: string[] = [];
      page.on('request', (request) => {
        if (!request.url().startsWith(house.url) && /^https?:/.test(request.url())) outside.push(request.url());
      });
      await signIn(page, 'nurse');
      await page.goto(`/patients/${HAN}/drug-chart`);
      await page.locator('[data-cell]').first().waitFor();
      await keys.scan(page, badge('demo-nurse'));
      await keys.scan(page, band(HAN));
      await page.click('[data-tool=camera]');
      await page.locator('[data-message="loop.med.ok"]').waitFor({ timeout: 25_000 });
      expect(await page.locator('[data-give] h2').innerText()).toContain('암로디핀');
      expect(outside).toEqual([]);
    } finally {
      await browser.close();
    }
  });
});
