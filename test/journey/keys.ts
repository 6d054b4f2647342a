/**
 * A scanner for the journeys: it types a code as a keyboard does, with Ctrl+] for the separator and Enter at the end.
 */
import type { Page } from 'playwright-core';

/** Separator of GS1 codes. */
const GS = '\u001D';

/** Types a code. `end` is what the scanner sends after it. */
async function scan(page: Page, code: string, end: 'Enter' | 'Tab' | '' = 'Enter'): Promise<void> {
  for (const [at, part] of code.split(GS).entries()) {
    if (at > 0) await page.keyboard.press('Control+BracketRight');
    await page.keyboard.type(part);
  }
  if (end !== '') await page.keyboard.press(end);
}

export const keys = { GS, scan } as const;
