/**
 * What the browser keeps: names and bytes in IndexedDB. Nothing readable is ever handed to it.
 *
 * Proof   test/journey/downtime.test.ts
 */

import type { Kept } from '../../../../src/care/station/index.ts';

const DATABASE = 'maru-station';
const PLACE = 'kept';

function answer<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error ?? new Error('IndexedDB failed')));
  });
}

function open(): Promise<IDBDatabase> {
  const request = indexedDB.open(DATABASE, 1);
  request.addEventListener('upgradeneeded', () => request.result.createObjectStore(PLACE));
  return answer(request);
}

/** The browser's own database. A write is answered when it is on disk. */
export function keptInBrowser(): Kept {
  let opened: Promise<IDBDatabase> | undefined;
  const place = async (mode: IDBTransactionMode) => {
    opened ??= open();
    return (await opened).transaction(PLACE, mode, { durability: 'strict' }).objectStore(PLACE);
  };
  const done = async (change: (store: IDBObjectStore) => void): Promise<void> => {
    const store = await place('readwrite');
    change(store);
    await new Promise<void>((resolve, reject) => {
      store.transaction.addEventListener('complete', () => resolve());
      store.transaction.addEventListener('error', () => reject(store.transaction.error ?? new Error('not kept')));
      store.transaction.addEventListener('abort', () => reject(store.transaction.error ?? new Error('not kept')));
    });
  };
  return {
    get: async (name) => answer((await place('readonly')).get(name) as IDBRequest<unknown>),
    put: (name, value) => done((store) => store.put(value, name)),
    remove: (name) => done((store) => store.delete(name)),
    names: async () => (await answer((await place('readonly')).getAllKeys())).map(String),
  };
}
