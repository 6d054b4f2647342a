/**
 * Signing out, in this tab and in all others of this browser.
 */
import { signOut } from './api.ts';

const CHANNEL = 'maru.session';

/** Ends the session at the server and tells the other tabs. */
export async function signOutEverywhere(): Promise<void> {
  await signOut();
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage('signed-out');
  channel.close();
}

/** Calls back when another tab signed out; gives the way to stop listening. */
export function listenForSignOut(left: () => void): () => void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.addEventListener('message', left);
  return () => channel.close();
}
