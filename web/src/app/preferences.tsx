/**
 * How somebody wants to see the screens: language, light or dark. Kept in this browser; nothing of a patient is.
 *
 * Proof   test/journey/chart.test.ts
 */
import { createContext, use, useCallback, useEffect, useMemo, useState, type ReactNode } from 'react';
import type { Language } from '../format/language.ts';
import { messagesOf, type MessageKey } from '../messages/messages.ts';

const KEY = 'maru.language';

interface Preferences {
  readonly language: Language;
  readonly setLanguage: (language: Language) => void;
  /** The text of a key; `{name}` in it is filled from `values`. */
  readonly t: (key: MessageKey, values?: Readonly<Record<string, string | number>>) => string;
}

const Context = createContext<Preferences | undefined>(undefined);

function firstLanguage(): Language {
  const kept = localStorage.getItem(KEY);
  if (kept === 'ko' || kept === 'en') return kept;
  return navigator.language.startsWith('ko') ? 'ko' : 'en';
}

/** Gives the language to everything below. */
export function PreferencesProvider({ children }: { readonly children: ReactNode }) {
  const [language, set] = useState(firstLanguage);
  const setLanguage = useCallback((next: Language) => {
    localStorage.setItem(KEY, next);
    set(next);
  }, []);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const value = useMemo<Preferences>(() => {
    const messages = messagesOf(language);
    return { language, setLanguage, t: (key, values) => filled(messages[key], values) };
  }, [language, setLanguage]);
  return <Context value={value}>{children}</Context>;
}

function filled(text: string, values?: Readonly<Record<string, string | number>>): string {
  return values === undefined
    ? text
    : text.replace(/\{(\w+)\}/g, (match, name: string) => String(values[name] ?? match));
}

/** Language and texts. */
export function usePreferences(): Preferences {
  const value = use(Context);
  if (value === undefined) throw new Error('PreferencesProvider is missing');
  return value;
}
