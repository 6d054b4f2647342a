/**
 * Signing out, in this tab and in all others of this browser.
 */
import { tabLine } from '../app/tab-line.ts';
import { signOut } from './api.ts';

const openLine = tabLine<'signed-out'>('maru.session');

/** Ends the session at the server and tells the other tabs. */
export async function signOutEverywhere(): Promise<void> {
  await signOut();
  const line = openLine(() => undefined);
  line.say('signed-out');
  line.close();
}

/** Calls back when another tab signed out; gives the way to stop listening. */
export function listenForSignOut(left: () => void): () => void {
  return openLine(left).close;
}
