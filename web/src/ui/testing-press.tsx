/**
 * For tests: which buttons a part has as it is drawn first, and what is sent to the server when one of them is pressed. The test
 * must have Mantine drawn flat (testing-flat.tsx).
 *
 * Proof   it is one
 */
import type { ReactNode } from 'react';
import { vi } from 'vitest';
import { drawn } from './testing-flat.tsx';
import { words, type Shown } from './testing.tsx';

/** The buttons of a part as it is drawn first: their words, and whether they can be pressed. */
export function buttonsOf(part: ReactNode, shown: Shown = {}): readonly { words: string; disabled: boolean }[] {
  drawn.length = 0;
  words(part, shown);
  return drawn.map(({ children, disabled = false }) => ({ words: textOf(children), disabled }));
}

/** What is sent to the server when the button with these words is pressed. */
export async function sentBy(part: ReactNode, label: string, shown: Shown = {}): Promise<Sent | undefined> {
  drawn.length = 0;
  words(part, shown);
  const button = drawn.find(({ children }) => textOf(children).includes(label));
  if (button?.onClick === undefined) throw new Error(`No button to press: ${label}`);
  const sent: Sent[] = [];
  vi.stubGlobal('fetch', async (path: string, init: { readonly method: string; readonly body?: string }) => {
    sent.push({ path, body: init.body === undefined ? undefined : (JSON.parse(init.body) as Sent['body']) });
    return new Response('{}', { status: 200 });
  });
  button.onClick();
  await vi.waitFor(() => {
    if (sent.length === 0) throw new Error('nothing was sent');
  });
  vi.unstubAllGlobals();
  return sent[0];
}

/** A request as it left. */
export interface Sent {
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>> | undefined;
}

function textOf(node: ReactNode): string {
  if (typeof node === 'string' || typeof node === 'number') return String(node);
  return Array.isArray(node) ? node.map((one: ReactNode) => textOf(one)).join('') : '';
}
