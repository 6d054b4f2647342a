/**
 * A round as it is typed: values, reasons, time and note, until it is charted.
 *
 * Proof   entry.test.tsx; test/journey/ward.test.ts
 */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type KeyboardEvent } from 'react';
import { act, newAttempt, type RoundAnswer } from './api.ts';
import { bodyOf, faultOf, ROWS, type RowName, type Typed } from './signs.ts';

/** What is typed, and what is done with it. */
export type Entry = ReturnType<typeof useEntry>;

export function useEntry(patient: string) {
  const queries = useQueryClient();
  const [typed, setTyped] = useState<Typed>({});
  const [reasons, setReasons] = useState<Readonly<Partial<Record<RowName, string>>>>({});
  const [at, setAt] = useState('');
  const [note, setNote] = useState('');
  const [attempt, setAttempt] = useState(newAttempt);
  const lacking = ROWS.filter(({ name }) => {
    const fault = faultOf(name, typed[name] ?? '');
    return fault === 'not-a-number' || (fault === 'unusual' && reasons[name] === undefined);
  });
  const empty = Object.values(typed).every((text) => text === '');
  const saving = useMutation({
    mutationFn: () =>
      act<RoundAnswer>(
        'rounds',
        {
          patient,
          ...bodyOf(typed),
          reasons: Object.fromEntries(
            Object.entries(reasons).filter(
              ([name]) => faultOf(name as RowName, typed[name as RowName] ?? '') === 'unusual',
            ),
          ),
          ...(at === '' ? {} : { at: new Date(at).toISOString() }),
          ...(note.trim() === '' ? {} : { note: note.trim() }),
        },
        attempt,
      ),
    onSuccess: async () => {
      setTyped({});
      setReasons({});
      setAt('');
      setNote('');
      setAttempt(newAttempt());
      await queries.invalidateQueries({ queryKey: ['patient', patient] });
      await queries.invalidateQueries({ queryKey: ['care', 'ward', 'tasks'] });
    },
  });
  const save = () => {
    if (!empty && lacking.length === 0 && !saving.isPending) saving.mutate();
  };
  return {
    typed,
    reasons,
    at,
    setAt,
    note,
    setNote,
    lacking,
    empty,
    saving,
    save,
    type: (name: RowName, text: string) => setTyped((before) => ({ ...before, [name]: text })),
    because: (name: RowName, reason: string) => setReasons((before) => ({ ...before, [name]: reason })),
    keys: (event: KeyboardEvent<HTMLElement>) => walkFields(event, save),
  };
}

/** Enter and the arrows go to the next field; Ctrl+Enter charts the round from anywhere. */
export function walkFields(event: KeyboardEvent<HTMLElement>, save: () => void): void {
  if (event.nativeEvent.isComposing) return;
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    save();
    return;
  }
  const here = event.target as HTMLElement;
  if (!here.matches('[data-entry], select')) return;
  const step = event.key === 'Enter' || event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step === 0 || (here.matches('select') && event.key !== 'Enter')) return;
  event.preventDefault();
  const fields = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-entry], [data-reason], [data-save]')];
  fields[fields.indexOf(here) + step]?.focus();
}
