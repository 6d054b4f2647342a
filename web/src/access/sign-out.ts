/**
 * Signing out, in this tab and in all others of this browser.
 */
import { tabLine } from '../app/tab-line.ts';
import { signOut } from './api.ts';
import { session } from './session.ts';

const openLine = tabLine<'signed-out'>('maru.session');

/** Ends the session at the server and tells the other tabs. */
export async function signOutEverywhere(): Promise<void> {
  await signOut();
  const line = openLine(() => undefined);
  line.say('signed-out');
  line.close();
}

/** Forgets everything in this tab and goes to the start; once, whoever says so first. */
export function leave(queries: { clear: () => void }): void {
  if (session.state === 'signed-out') return;
  queries.clear();
  session.end('signed-out');
  window.location.assign('/');
}

/** Calls back when a tab signed out; gives the way to stop listening. */
export function listenForSignOut(left: () => void): () => void {
  return openLine(left).close;
}
