/**
 * One closed loop at the bedside: what was scanned is asked about at once; what is recorded is sent with the attempt's own id
 * until it is answered, so that a lost line loses nothing and does nothing twice.
 *
 * Unit    ms
 * Proof   test/journey/laboratory.test.ts
 */
import { useCallback, useEffect, useEffectEvent, useState } from 'react';
import { FhirFailure } from '../../fhir/client.ts';
import { newAttempt, type Answer } from '../bedside/api.ts';
import type { Step } from './api.ts';

/** The two routes of a loop. */
export interface LoopCalls {
  readonly check: (asked: LoopAsked, signal: AbortSignal) => Promise<Answer>;
  readonly record: (asked: LoopAsked) => Promise<Answer>;
}

export interface LoopAsked {
  readonly attempt: string;
  readonly steps: readonly Step[];
  readonly reason?: string;
}

/** `unsent`: the house has not answered; it is sent again. */
export type LoopPhase = 'scanning' | 'saving' | 'unsent' | 'done';

export interface Loop {
  readonly steps: readonly Step[];
  readonly answer: Answer | undefined;
  readonly phase: LoopPhase;
  readonly failure: unknown;
  readonly add: (step: Step) => void;
  readonly confirm: (reason?: string) => void;
  readonly start: (keep?: readonly Step[]) => void;
}

const AGAIN_MS = 4000;

/** The newest scan of a kind takes the place of the one before; badges of two people stand beside each other. */
export function withStep(steps: readonly Step[], step: Step): readonly Step[] {
  if ('action' in step) return [...steps.filter((one) => !('action' in one) || one.action !== step.action), step];
  const isBadge = step.scan === 'badge';
  if (isBadge && steps.some((one) => 'scan' in one && one.scan === 'badge' && one.raw === step.raw)) return steps;
  return [...steps.filter((one) => isBadge || !('scan' in one) || one.scan !== step.scan), step];
}

/** The loop of one order. */
export function useLoop(calls: LoopCalls, first: readonly Step[] = []): Loop {
  const [attempt, setAttempt] = useState(newAttempt);
  const [steps, setSteps] = useState(first);
  const sending = useSending(calls.record);
  const checked = useChecked(calls.check, attempt, steps, sending.phase === 'scanning');
  const { clear, send, sent } = sending;
  const add = useCallback(
    (step: Step) => {
      clear();
      setSteps((now) => withStep(now, step));
    },
    [clear],
  );
  const start = useCallback(
    (keep: readonly Step[] = []) => {
      clear();
      setAttempt(newAttempt());
      setSteps(keep);
    },
    [clear],
  );
  const confirm = useCallback(
    (reason?: string) => send({ attempt, steps, ...(reason === undefined ? {} : { reason }) }),
    [send, attempt, steps],
  );
  return {
    steps,
    phase: sending.phase,
    answer: sent.answer ?? checked.answer,
    failure: sent.failure ?? checked.failure,
    add,
    confirm,
    start,
  };
}

interface Told {
  readonly answer?: Answer;
  readonly failure?: unknown;
}

/** Asks the house after each step; answers to earlier steps are not shown. */
function useChecked(check: LoopCalls['check'], attempt: string, steps: readonly Step[], on: boolean): Told {
  const [told, setTold] = useState<Told & { readonly of?: readonly Step[] }>({});
  const ask = useEffectEvent(check);
  useEffect(() => {
    const stop = new AbortController();
    if (on)
      ask({ attempt, steps }, stop.signal).then(
        (answer) => setTold({ of: steps, answer }),
        (failure: unknown) => (stop.signal.aborted ? undefined : setTold({ of: steps, failure })),
      );
    return () => stop.abort();
  }, [attempt, steps, on]);
  return told.of === steps ? told : {};
}

interface Sending {
  readonly phase: LoopPhase;
  readonly sent: Told;
  readonly send: (asked: LoopAsked) => void;
  readonly clear: () => void;
}

/** Sends a record, and again with the same attempt while no answer came. */
function useSending(record: LoopCalls['record']): Sending {
  const [sent, setSent] = useState<Told>({});
  const [asked, setAsked] = useState<LoopAsked>();
  const ask = useEffectEvent(record);
  const answered = useCallback((told: Told) => {
    setSent(told);
    setAsked(undefined);
  }, []);
  useEffect(() => {
    if (asked === undefined) return undefined;
    let timer: number | undefined;
    let gone = false;
    ask(asked).then(
      (answer) => (gone ? undefined : answered({ answer })),
      (failure: unknown) => {
        if (gone) return undefined;
        if (!isLost(failure)) return answered({ failure });
        setSent({ failure });
        timer = window.setTimeout(() => setAsked({ ...asked }), AGAIN_MS);
        return undefined;
      },
    );
    return () => {
      gone = true;
      window.clearTimeout(timer);
    };
  }, [asked, answered]);
  const clear = useCallback(() => answered({}), [answered]);
  const waiting: LoopPhase = sent.failure === undefined ? 'saving' : 'unsent';
  const rest: LoopPhase = sent.answer?.recorded === true ? 'done' : 'scanning';
  return { phase: asked === undefined ? rest : waiting, sent, send: setAsked, clear };
}

/** May the house have recorded it, without our hearing so? */
function isLost(error: unknown): boolean {
  return error instanceof FhirFailure && ['offline', 'busy', 'fault'].includes(error.kind);
}
