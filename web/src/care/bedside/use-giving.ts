/**
 * One dose at the bedside: each scan is asked about at once; the record is sent with the attempt's own id until it is answered,
 * so that a lost line loses nothing and gives nothing twice.
 *
 * Proof   test/journey/bedside.test.ts
 */
import { useCallback, useEffect, useRef, useState } from 'react';
import { FhirFailure } from '../../fhir/client.ts';
import { checkDose, newAttempt, recordDose, type Answer, type Asked, type ScanKind, type Step } from './api.ts';
import { askedOf, newGiving, withChoice, withoutProducts, withScan, type Chosen, type Giving } from './give-steps.ts';

/** Where the dose stands. `unsent`: the house has not answered; it is sent again. */
export type Phase = 'scanning' | 'saving' | 'unsent' | 'done';

export interface GivingState {
  readonly giving: Giving;
  readonly phase: Phase;
  readonly answer: Answer | undefined;
  /** Is an answer to the newest step still awaited? */
  readonly busy: boolean;
  readonly failure: unknown;
  readonly scan: (kind: ScanKind, raw: string | null) => void;
  readonly choose: (name: string, step: Step | undefined) => void;
  readonly set: (change: (giving: Giving) => Giving) => void;
  readonly dropProducts: () => void;
  readonly confirm: (more?: readonly Step[]) => void;
  readonly start: (dose?: Chosen, keep?: readonly Step[]) => void;
}

/** How long until a record that was not answered is sent again, ms. */
const AGAIN_MS = 4000;

export function useGiving(
  patient: string,
  first: readonly Step[],
  dose: Chosen | undefined,
  done: () => void,
): GivingState {
  const [giving, setGiving] = useState(() => ({ ...newGiving(patient, newAttempt(), dose), scans: first }));
  const [phase, setPhase] = useState<Phase>('scanning');
  const checked = useChecks(giving, phase === 'scanning');
  const [recorded, setRecorded] = useState<Answer>();
  const [failure, setFailure] = useState<unknown>();
  const set = useCallback((change: (giving: Giving) => Giving) => {
    setGiving(change);
    setRecorded(undefined);
    setFailure(undefined);
  }, []);
  const send = useSending((word) => {
    if (word.kind === 'failed') setFailure(word.failure);
    setPhase(word.kind === 'lost' ? 'unsent' : word.kind === 'answered' && word.answer.recorded ? 'done' : 'scanning');
    if (word.kind !== 'answered') return;
    setFailure(undefined);
    setRecorded(word.answer);
    if (word.answer.recorded) done();
    else setGiving((now) => ({ ...now, attempt: newAttempt() }));
  });
  const start = useCallback(
    (next?: Chosen, keep: readonly Step[] = []) => {
      set(() => ({ ...newGiving(patient, newAttempt(), next), scans: keep }));
      setPhase('scanning');
    },
    [patient, set],
  );
  const answer = recorded ?? checked.answer;
  const confirm = (more: readonly Step[] = []) => {
    if (phase !== 'scanning') return;
    setPhase('saving');
    send(askedOf(located(giving, answer), more));
  };
  return {
    giving,
    phase,
    answer,
    busy: checked.busy,
    failure: failure ?? checked.failure,
    scan: (kind, raw) => (phase === 'scanning' ? set((now) => withScan(now, kind, raw)) : undefined),
    choose: (name, step) => set((now) => withChoice(now, name, step)),
    set,
    dropProducts: () => set(withoutProducts),
    confirm,
    start,
  };
}

/** With the dose that the house proposed for what was scanned: it is recorded by its id and version as shown. */
function located(giving: Giving, answer: Answer | undefined): Giving {
  if (giving.dose !== undefined || answer?.order === undefined) return giving;
  const { order, orderVersion = '', slot } = answer;
  return { ...giving, dose: { order, orderVersion, ...(slot === undefined ? {} : { slot }) } };
}

/** Asks the house after each step; answers of earlier steps are not shown. */
function useChecks(giving: Giving, on: boolean): { answer: Answer | undefined; busy: boolean; failure: unknown } {
  const [state, setState] = useState<{ of?: Giving; answer?: Answer; failure?: unknown }>({});
  useEffect(() => {
    if (!on) return undefined;
    const stop = new AbortController();
    checkDose(askedOf(giving), stop.signal).then(
      (answer) => setState({ of: giving, answer }),
      (failure: unknown) => {
        if (!stop.signal.aborted) setState({ of: giving, failure });
      },
    );
    return () => stop.abort();
  }, [giving, on]);
  const fresh = state.of === giving;
  return { answer: state.answer, busy: on && !fresh, failure: fresh ? state.failure : undefined };
}

/** What became of a record that was sent. */
type Word =
  | { readonly kind: 'answered'; readonly answer: Answer }
  | { readonly kind: 'lost' }
  | { readonly kind: 'failed'; readonly failure: unknown };

/** Sends a record, and again with the same attempt while no answer came. */
function useSending(tell: (word: Word) => void): (asked: Asked) => void {
  const told = useRef(tell);
  const timer = useRef<number>(undefined);
  useEffect(() => {
    told.current = tell;
  });
  useEffect(() => () => window.clearTimeout(timer.current), []);
  return useCallback((asked: Asked) => {
    const send = (): void =>
      void recordDose(asked).then(
        (answer) => told.current({ kind: 'answered', answer }),
        (failure: unknown) => {
          told.current(isLost(failure) ? { kind: 'lost' } : { kind: 'failed', failure });
          if (isLost(failure)) timer.current = window.setTimeout(send, AGAIN_MS);
        },
      );
    send();
  }, []);
}

/** May the house have recorded it, without our hearing so? */
function isLost(error: unknown): boolean {
  if (error instanceof DOMException) return true;
  return error instanceof FhirFailure && (error.kind === 'offline' || error.kind === 'busy' || error.kind === 'fault');
}
