import { useMe } from '../access/SessionGate.tsx';
import { isMessageKey, type MessageKey } from '../messages/messages.ts';
import { usePreferences } from '../app/preferences.tsx';

type Values = Readonly<Record<string, string | number>>;

/** Texts in the words of who reads them: a patient gets plain words where there are some (`plain.*`). */
export function useWords(): (key: MessageKey, values?: Values) => string {
  const { t } = usePreferences();
  const plain = useMe().role === 'patient';
  return (key, values) => {
    const plainKey = `plain.${key}`;
    return t(plain && isMessageKey(plainKey) ? plainKey : key, values);
  };
}
