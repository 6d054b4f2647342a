/**
 * All texts of the screens. Korean is the master: a key that English lacks is a type error, and so is one too many.
 *
 * Proof   messages.test.ts
 */
import type { Language } from '../format/language.ts';
import { en } from './en.ts';
import { ko } from './ko.ts';

export type MessageKey = keyof typeof ko;
export type Messages = Readonly<Record<MessageKey, string>>;

/** The texts of a language. */
export function messagesOf(language: Language): Messages {
  return language === 'ko' ? ko : en;
}

/** Is this a key of the messages? */
export function isMessageKey(key: string): key is MessageKey {
  return Object.hasOwn(ko, key);
}
