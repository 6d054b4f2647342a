/**
 * Lets a ward station start without a network: keeps Maru's page and the files that the station's page has loaded. It keeps no
 * answer of the house and nothing of a patient, and stands aside of every page but the station's.
 */
const KEPT = 'maru-station-1';

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('message', (event) => {
  const paths = event.data?.keep;
  if (Array.isArray(paths)) event.waitUntil(keep(paths));
});

async function keep(paths) {
  const cache = await caches.open(KEPT);
  await cache.add('/');
  const there = new Set((await cache.keys()).map(({ url }) => new URL(url).pathname));
  await Promise.all(paths.filter((path) => !there.has(path)).map((path) => cache.add(path).catch(() => undefined)));
  for (const request of await cache.keys())
    if (!paths.includes(new URL(request.url).pathname)) await cache.delete(request);
}

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== self.location.origin) return;
  if (request.mode === 'navigate') {
    if (pathname === '/station') event.respondWith(fetch(request).catch(() => kept('/')));
    return;
  }
  if (pathname.startsWith('/assets/') || pathname === '/favicon.svg')
    event.respondWith(fetch(request).catch(() => kept(pathname)));
});

async function kept(path) {
  const cache = await caches.open(KEPT);
  return (await cache.match(path)) ?? Response.error();
}
