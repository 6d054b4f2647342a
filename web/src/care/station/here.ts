/**
 * The station of this browser, and what it asks of the house.
 *
 * Proof   test/journey/downtime.test.ts
 */
import { useEffect, useSyncExternalStore } from 'react';
import { session } from '../../access/session.ts';
import { FhirFailure, request } from '../../fhir/client.ts';
import { keptInBrowser } from './kept.ts';
import {
  Station,
  type House,
  type Reach,
  type Replayed,
  type StationView,
  type WardSnapshot,
} from '../../../../src/care/station/index.ts';

/** How often the ward is taken in anew, ms: five minutes at most may be missing when the network is cut. */
const ROUND_MS = 60_000;
/** How often a house that does not answer is tried, ms. */
const RETRY_MS = 10_000;

/** A ward to choose. */
export interface WardChoice {
  readonly id: string;
  readonly name: string;
  readonly alias?: string;
}

/** The wards of the house. */
export async function readWards(signal?: AbortSignal): Promise<readonly WardChoice[]> {
  return ((await request('/care/downtime/wards', { signal })) as { wards: WardChoice[] }).wards;
}

const house: House = {
  ward: async (id) => (await request(`/care/downtime/ward/${encodeURIComponent(id)}`)) as WardSnapshot,
  replay: async (station, clock, entries) => {
    const body = { station, clock, entries };
    return ((await request('/care/downtime/replay', { method: 'POST', body })) as { entries: Replayed[] }).entries;
  },
  reachAfter,
};

/** A house that is busy or broken is as good as away: what is recorded stays here. */
function reachAfter(error: unknown): Reach {
  if (!(error instanceof FhirFailure)) return 'cut';
  if (error.kind === 'session-ended') return 'signed-out';
  return error.kind === 'offline' || error.kind === 'busy' || error.kind === 'fault' ? 'cut' : 'refused';
}

export const station = new Station({ kept: keptInBrowser(), house, now: Date.now });

/** What the station shows. */
export function useStation(): StationView {
  return useSyncExternalStore(station.subscribe, station.view, station.view);
}

/**
 * Keeps in touch with the house for as long as the station is open; at once when the browser says that the network is back.
 * A sign-in that is still open at the house is taken up again without asking.
 */
export function useRounds(open: boolean): void {
  useEffect(() => {
    if (!open) return undefined;
    let timer: number | undefined;
    let over = false;
    const round = async (): Promise<void> => {
      window.clearTimeout(timer);
      if (session.state !== 'signed-in') await session.resume();
      await station.synchronise();
      if (!over) timer = window.setTimeout(() => void round(), station.view().reach === 'cut' ? RETRY_MS : ROUND_MS);
    };
    const now = () => void round();
    window.addEventListener('online', now);
    void round();
    return () => {
      over = true;
      window.clearTimeout(timer);
      window.removeEventListener('online', now);
    };
  }, [open]);
}

/** Keeps the page itself for a start without a network: whatever of Maru's own files this page has loaded. */
export async function keepPage(): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  await navigator.serviceWorker.register('/station-worker.js');
  const { active } = await navigator.serviceWorker.ready;
  const loaded = performance.getEntriesByType('resource').map(({ name }) => new URL(name));
  const own = loaded.filter(({ origin, pathname }) => origin === location.origin && pathname.startsWith('/assets/'));
  const keep = ['/', '/favicon.svg', ...own.map(({ pathname }) => pathname)];
  active?.postMessage({ keep }, []);
}
