/**
 * One call of a hook: who asks, and what it came to.
 *
 * Proof   routes.int.test.ts
 */
import type { Caller, Reach } from '../../access/index.ts';
import type { Checked } from '../rules/checked.ts';
import type { Card } from './api.ts';
import type { Language } from './cards.ts';

/** Who asks, and how. */
export interface Asker {
  readonly caller: Caller;
  readonly reach: Reach;
  /** FHIR base of this house as the caller knows it. */
  readonly base?: string;
  readonly language?: Language;
}

/** What a call came to. */
export interface Consultation {
  readonly checked: Checked;
  readonly cards: readonly Card[];
}
