/**
 * The documents of the hospital, opened over the room's context.
 *
 * Proof   notes.int.test.ts
 */
import type { Route } from '../../access/index.ts';
import type { CareContext } from '../context.ts';
import type { Documents } from './context.ts';
import { documentRoutes } from './document-routes.ts';
import { noteRoutes } from './routes.ts';
import { workRoutes } from './work-routes.ts';
import { keysOfFile, keysOfProcess } from './signing-keys.ts';

/** All routes of documents. */
export function documentsRoutes(care: CareContext): readonly Route[] {
  const documents = documentsOf(care);
  return [...noteRoutes(care, documents), ...workRoutes(care, documents), ...documentRoutes(care, documents)];
}

/** What the parts work with; without a file for the keys they live as long as the process. */
export function documentsOf({ timeZone, signingKeys }: Pick<CareContext, 'timeZone' | 'signingKeys'>): Documents {
  return { timeZone, keys: signingKeys === undefined ? keysOfProcess() : keysOfFile(signingKeys) };
}
