import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useReducer, useRef } from 'react';
import { faultOf, saveNote, type Note } from './api.ts';
import { draftOf, isUnsaved, reduceDraft, type DraftAction, type DraftState } from './draft-state.ts';

/** How long after the last key what was typed is sent. */
const QUIET_MS = 900;
/** How long after a failure it is tried again. */
const AGAIN_MS = 5000;

interface Draft {
  readonly state: DraftState;
  readonly change: (action: DraftAction) => void;
  /** Sends what is not saved yet; the version that the server has then, or undefined where it could not be saved. */
  readonly flush: () => Promise<{ id: string; version: string } | undefined>;
}

/** A draft that saves itself: a moment after the last key, when the window is hidden, and before it is signed. */
export function useDraft(note: Note): Draft {
  const [state, dispatch] = useReducer(reduceDraft, note, draftOf);
  const latest = useRef(state);
  const running = useRef<Promise<void> | undefined>(undefined);
  const queries = useQueryClient();
  useEffect(() => {
    latest.current = state;
  }, [state]);

  const save = useCallback(async () => {
    const { id, version, sections, severity, changes } = latest.current;
    try {
      const saved = await saveNote({ id, version }, sections, severity);
      queries.setQueryData(['note', id], saved);
      latest.current = reduceDraft(latest.current, { kind: 'saved', note: saved, changes });
      dispatch({ kind: 'saved', note: saved, changes });
    } catch (error) {
      const conflict = faultOf(error) === 'document-changed' || faultOf(error) === 'document-signed';
      latest.current = { ...latest.current, failed: error, conflict };
      dispatch({ kind: 'failed', error, conflict });
    }
  }, [queries]);

  const flush = useCallback(async () => {
    if (running.current !== undefined) await running.current;
    if (isUnsaved(latest.current)) {
      running.current = save().finally(() => (running.current = undefined));
      await running.current;
    }
    const { id, version } = latest.current;
    return isUnsaved(latest.current) ? undefined : { id, version };
  }, [save]);

  useAutosave(state, flush);
  return { state, change: dispatch, flush };
}

function useAutosave(state: DraftState, flush: () => Promise<unknown>): void {
  const { changes, saved, conflict, failed } = state;
  useEffect(() => {
    if (changes === saved || conflict) return undefined;
    const wait = window.setTimeout(() => void flush(), failed === undefined ? QUIET_MS : AGAIN_MS);
    return () => window.clearTimeout(wait);
  }, [changes, saved, conflict, failed, flush]);
  useEffect(() => {
    const hidden = () => (document.visibilityState === 'hidden' ? void flush() : undefined);
    document.addEventListener('visibilitychange', hidden);
    return () => {
      document.removeEventListener('visibilitychange', hidden);
      void flush();
    };
  }, [flush]);
}
