import { isMessageKey, type MessageKey } from '../../messages/messages.ts';
import { failureMessage } from '../../ui/Section.tsx';
import { faultOf } from './api.ts';

/** The words for a refusal of these pages; what has none of its own gets those of its kind. */
export function faultMessage(error: unknown): MessageKey {
  const key = `note-fault.${faultOf(error) ?? ''}`;
  return isMessageKey(key) ? key : failureMessage(error);
}
