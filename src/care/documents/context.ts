/**
 * What the parts of this folder work with, beside the room's context.
 */
import type { Context } from '../../record/index.ts';
import type { Session } from '../bedside/session.ts';
import type { Writing } from './fact.ts';
import type { Language } from './names.ts';
import type { SigningKeys } from './signing-keys.ts';

/** Opened once. */
export interface Documents {
  readonly keys: SigningKeys;
  /** Zone of the hospital, for times in notes. */
  readonly timeZone: string;
}

export function writingOf({ timeZone }: Documents, language: Language): Writing {
  return { language, zone: timeZone };
}

/** One entry in the audit log for an act on documents. */
export function noteAct(
  { own, transaction }: Session,
  act: string,
  patient: string,
  entities: readonly string[],
  reason?: string,
): Promise<void> {
  return own.audit.inTransaction(transaction, {
    agent: own.caller,
    kind: 'rest',
    interaction: `document-${act}`,
    action: 'E',
    outcome: 'success',
    patients: [patient],
    entities,
    ...(reason === undefined ? {} : { reason }),
  });
}

export type { Context };
